"""`okrsheets scores [CYCLE]`: every score with where it came from, for people and programs."""

from collections.abc import Sequence
from pathlib import Path

import click

from okrsheets.batch.export import Record, every_score, flat_rows, score_records
from okrsheets.batch.results import load_year
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import complain, print_json, print_table, print_text
from okrsheets.cli.cycles import BAND_WORDS, STATE_WORDS, named_cycle
from okrsheets.cli.status import warn_of_other_cycles
from okrsheets.cli.words import ui
from okrsheets.display import band_of, cut, show_score
from okrsheets.errors import N_, UsageError
from okrsheets.model import Cycle, CycleScore, PersonYear, Policies, YearScore
from okrsheets.workspace import open_workspace

_LONGEST_ID = 20
_FILES_ONLY = ("xlsx", "parquet")


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
def command(cycle: str | None, form: str, output: Path | None) -> int:
    """Show or export the scores."""
    if form in _FILES_ONLY and output is None:
        raise UsageError(N_("{form} is written to a file: name it with --output"), form=form)
    workspace = open_workspace(workspace_folder())
    named = named_cycle(workspace, cycle)
    people = load_year(workspace)
    warn_of_other_cycles(workspace, ui())
    if form == "table" and output is None:
        _show(people, named, workspace.policies)
        return 0
    records = score_records(people, workspace.policies, named)
    if form == "json" and output is None:
        print_json(records)
    else:
        _export(records, form, output)
    return 0


def _export(records: Sequence[Record], form: str, output: Path | None) -> None:
    from okrsheets.cli.exports import csv_text, write_export  # noqa: PLC0415 - pandas is slow

    if output is None:
        print_text(csv_text(flat_rows(records)))
        return
    write_export(records, "csv" if form == "table" else form, output)
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
    band = band_of(score.score, policies)
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
