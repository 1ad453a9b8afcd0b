"""`okrsheets scores [CYCLE]`: every score with where it came from, for people and programs."""

from collections.abc import Sequence
from pathlib import Path

import click

from okrsheets.batch.export import every_score, score_records
from okrsheets.batch.results import load_year
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import complain, print_json, print_table, print_text
from okrsheets.cli.cycles import BAND_WORDS, STATE_WORDS, named_cycle
from okrsheets.cli.status import warn_of_other_cycles
from okrsheets.cli.words import ui
from okrsheets.display import band_of, cut, show_score
from okrsheets.errors import N_, UsageError
from okrsheets.exports.files import LEVELS, Wanted, write_file
from okrsheets.exports.rows import Export
from okrsheets.language import load_language
from okrsheets.model import Cycle, CycleScore, PersonYear, Policies, YearScore, policies_of
from okrsheets.workspace import open_workspace

_LONGEST_ID = 20
_FILES_ONLY = ("xlsx", "parquet")
_ONE_TABLE = ("csv", "parquet")


@click.command(help=ui().text("Show or export every score with where it came from."))
@click.argument("cycle", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "xlsx", "parquet"]),
    default="table",
    show_default=True,
    help=ui().text("The form of the answer."),
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=ui().text("Write the answer to FILE; a file of that name is replaced."),
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default=LEVELS[0],
    show_default=True,
    help=ui().text("The table of a csv or parquet file: all levels in one, or one of the four."),
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    help=ui().text("The language of the workbook; without it, the settings'."),
)
def command(
    cycle: str | None, form: str, output: Path | None, *, level: str, language: str | None
) -> int:
    """Show or export the scores."""
    if form in _FILES_ONLY and output is None:
        raise UsageError(N_("{form} is written to a file: name it with --output"), form=form)
    if level != LEVELS[0] and form not in _ONE_TABLE:
        raise UsageError(N_("--level is for --format csv and --format parquet"))
    workspace = open_workspace(workspace_folder())
    named = named_cycle(workspace, cycle)
    people = load_year(workspace)
    warn_of_other_cycles(workspace, ui())
    if form == "table" and output is None:
        _show(people, named, workspace.policies)
    elif form == "json" and output is None:
        print_json(score_records(people, workspace.policies, named))
    else:
        export = Export(people, workspace.policies, workspace.settings.fiscal_start, named)
        speech = load_language(language or workspace.settings.language)
        _export(Wanted(export, workspace.settings, speech, level), form, output)
    return 0


def _export(wanted: Wanted, form: str, output: Path | None) -> None:
    if output is None:
        print_text(wanted.csv())
        return
    for said in write_file(wanted, "csv" if form == "table" else form, output):
        complain(said)
    complain(ui().text("written: {file}", file=output))


def _show(people: Sequence[PersonYear], cycle: Cycle | None, policies: Policies) -> None:
    speech = ui()
    headings = (
        speech.text("Id"),
        speech.text("Name"),
        speech.text("Department"),
        speech.text("Cycle"),
        speech.text("State"),
        speech.text("Score"),
        speech.text("Band"),
    )
    rows = [
        _row(person, score, policies)
        for person in people
        for score in every_score(person)
        if cycle is None or score.cycle == cycle
    ]
    print_table(headings, rows)


def _row(person: PersonYear, score: CycleScore | YearScore, policies: Policies) -> tuple[str, ...]:
    speech = ui()
    band = band_of(score.score, policies_of(score, policies))
    shown = show_score(score.score)
    if isinstance(score, YearScore) and shown and score.provisional:
        counts = {"score": shown, "scored": score.scored, "of": score.of}
        shown = speech.text("{score} ({scored} of {of}, provisional)", **counts)
    return (
        cut(person.person.id, _LONGEST_ID),
        cut(person.person.name),
        cut(" / ".join(person.person.department)),
        str(score.cycle),
        speech.text(STATE_WORDS[score.state]),
        shown,
        speech.text(BAND_WORDS[band]) if band else "",
    )
