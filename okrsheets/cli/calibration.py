"""`okrsheets calibration CYCLE`: how scores lie, group by group, and what is to be looked at."""

from collections.abc import Sequence
from fractions import Fraction

import click

from okrsheets.analysis.calibration import (
    FEWEST,
    Calibration,
    GroupKind,
    calibrate,
)
from okrsheets.analysis.flag_words import said, show_signed, show_three
from okrsheets.batch.calibration_records import calibration_record
from okrsheets.batch.chosen import chosen_people
from okrsheets.batch.results import load_year
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.cycles import named_cycle
from okrsheets.cli.options import form_option
from okrsheets.cli.status import warn_of_other_cycles
from okrsheets.cli.words import ui
from okrsheets.display import cut, show_percent, show_score
from okrsheets.language import Language
from okrsheets.model import Cycle, PersonYear
from okrsheets.workspace import open_workspace

_NONE = "–"


@click.command(
    help=ui().text(
        "Show how scores lie in the company, in each department and with each manager, and what "
        "is conspicuous.\n\nFor people to talk about: no score is ever changed by it."
    )
)
@click.argument("cycle")
@click.option(
    "--department",
    metavar="NAME",
    help=ui().text("Only this department, those below it and its people's managers."),
)
@form_option()
def command(cycle: str, department: str | None, form: str) -> int:
    """Show the calibration."""
    workspace = open_workspace(workspace_folder())
    named = named_cycle(workspace, cycle) or Cycle(workspace.settings.year)
    chosen = chosen_people(workspace.roster(), (), (department,) if department else ())
    people = load_year(workspace)
    groups = _kept(calibrate(people, named), people, chosen)
    if form == "json":
        print_json(calibration_record(named, groups))
    else:
        _show(named, groups, ui())
    warn_of_other_cycles(workspace, ui())
    return 0


def _kept(
    groups: Sequence[Calibration], people: Sequence[PersonYear], chosen: frozenset[str] | None
) -> tuple[Calibration, ...]:
    """Keep the company and the groups that are about the chosen people."""
    if chosen is None:
        return tuple(groups)
    mine = [year.person for year in people if year.person.id in chosen]
    managers = {person.manager for person in mine}
    others = {year.person.department for year in people if year.person.id not in chosen}

    def wanted(group: Calibration) -> bool:
        if group.kind is GroupKind.DEPARTMENT:
            return not any(path[: len(group.path)] == group.path for path in others)
        return group.kind is GroupKind.COMPANY or group.path[0] in managers

    return tuple(filter(wanted, groups))


def _show(cycle: Cycle, groups: Sequence[Calibration], speech: Language) -> None:
    say(
        speech.text(
            "Calibration {cycle}: for people to talk about; no score is changed.", cycle=cycle
        )
    )
    say()
    _show_scores(groups, speech)
    say()
    _show_reviews(groups, speech)
    say()
    flagged = [(group, flag) for group in groups for flag in group.flags]
    say(speech.text("To be looked at:") if flagged else speech.text("Nothing is conspicuous."))
    for group, flag in flagged:
        line = speech.text("{label}: {text}", label=_name(group, speech), text=said(flag, speech))
        say(f"  {line}")
    say()
    say(
        speech.text(
            "Nothing that rests on fewer than {fewest} people or key results is flagged. The "
            "standard deviation is the population's.",
            fewest=FEWEST,
        )
    )


def _show_scores(groups: Sequence[Calibration], speech: Language) -> None:
    headings = (
        speech.text("Group"),
        speech.text("Scored"),
        speech.text("Missing"),
        speech.text("Excused"),
        speech.text("Mean"),
        speech.text("Median"),
        speech.text("Standard deviation"),
        speech.text("Quartiles"),
        *(speech.text("at {score}", score=score) for score, _ in groups[0].at),
    )
    print_table(headings, [_scores(group, speech) for group in groups])


def _scores(group: Calibration, speech: Language) -> tuple[str, ...]:
    figures, spread = group.figures, group.spread
    quartiles = f"{show_score(spread.lower)}–{show_score(spread.upper)}" if figures.n else _NONE
    return (
        _name(group, speech),
        str(figures.n),
        str(figures.missing),
        str(figures.excused),
        show_score(figures.mean) or _NONE,
        show_score(figures.median) or _NONE,
        show_three(spread.deviation),
        quartiles,
        *(_share(count, figures.n) for _, count in group.at),
    )


def _show_reviews(groups: Sequence[Calibration], speech: Language) -> None:
    headings = (
        speech.text("Group"),
        speech.text("Self and reviewer"),
        speech.text("of these differ"),
        speech.text("self − reviewer"),
        speech.text("Typed and computed"),
        speech.text("apart by more than 0.1"),
        speech.text("up"),
        speech.text("down"),
        speech.text("typed − computed"),
    )
    print_table(headings, [_reviews(group, speech) for group in groups])


def _reviews(group: Calibration, speech: Language) -> tuple[str, ...]:
    reviewed, overrides = group.reviewed, group.overrides
    return (
        _name(group, speech),
        str(reviewed.n),
        _share(reviewed.differing, reviewed.n),
        show_signed(reviewed.gap),
        str(overrides.n),
        str(overrides.count),
        str(overrides.up),
        str(overrides.down),
        show_signed(overrides.mean),
    )


def _name(group: Calibration, speech: Language) -> str:
    if group.kind is GroupKind.COMPANY:
        return speech.text("Company")
    if group.kind is GroupKind.MANAGER:
        return speech.text("Manager {name}", name=cut(group.name))
    return cut(" / ".join(group.path))


def _share(count: int, n: int) -> str:
    return f"{count} ({show_percent(Fraction(count, n))})" if count else "0" if n else _NONE
