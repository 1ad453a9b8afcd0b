"""`okrsheets status [CYCLE]`: who has submitted, planned, scored, and what is due and missing."""

from collections.abc import Sequence

import click

from okrsheets.analysis.due import what_is_due, what_is_next
from okrsheets.batch.clock import today
from okrsheets.batch.due import due_record
from okrsheets.batch.export import states_of, status_record
from okrsheets.batch.flags import flags_record
from okrsheets.batch.results import load_year, not_on_roster, set_aside
from okrsheets.batch.year import find_drift
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import complain, print_json, print_table, say
from okrsheets.cli.cycles import STATE_WORDS, all_cycles, named_cycle
from okrsheets.cli.due import show_due
from okrsheets.cli.flags import flag_rows, warn_of_drift
from okrsheets.cli.options import form_option
from okrsheets.cli.pending import show_missing, show_waiting
from okrsheets.cli.words import ui
from okrsheets.display import cut
from okrsheets.language import Language
from okrsheets.model import Cycle, CycleState, PersonYear
from okrsheets.workspace import Workspace, open_workspace

_LONGEST_ID = 20
_NAMED = 10
_MOST_WIDE = 6
_MARKS = {
    CycleState.NOT_SUBMITTED: "-",
    CycleState.EMPTY: "·",
    CycleState.PLANNED: "○",
    CycleState.PARTIAL: "◐",
    CycleState.SCORED: "●",
    CycleState.VOID: "×",
    CycleState.NOT_EMPLOYED: "",
}
"""How states look where twelve months stand side by side; a line below says which is which."""


@click.command(
    help=ui().text("Show who has submitted, planned and scored; totals add up to the roster.")
)
@click.argument("cycle", required=False)
@form_option()
def command(cycle: str | None, form: str) -> int:
    """Show everyone's states."""
    workspace = open_workspace(workspace_folder())
    named = named_cycle(workspace, cycle)
    cycles = (named,) if named else all_cycles(workspace)
    people = load_year(workspace)
    day, start = today(), workspace.settings.fiscal_start
    dues = what_is_due(people, cycles, start, day), what_is_next(cycles, start, day)
    if form == "json":
        flags = flags_record(people, cycles)
        print_json(status_record(people, cycles) | flags | due_record(*dues, day))
    else:
        _show(people, cycles, ui())
        say()
        show_due(*dues, day, ui())
        _show_open_ends(workspace, people, cycles if named else None)
    warn_of_strangers(not_on_roster(workspace), ui())
    warn_of_other_cycles(workspace, ui())
    warn_of_drift(find_drift(workspace, people), ui())
    return 0


def _show_open_ends(
    workspace: Workspace, people: Sequence[PersonYear], cycles: Sequence[Cycle] | None
) -> None:
    """Say who is still missing, which files wait, and where the copies lie."""
    say()
    show_missing(people, cycles, ui())
    show_waiting(workspace, ui())


def warn_of_strangers(ids: Sequence[str], speech: Language) -> None:
    """Say whose stored sheets have no line on the roster and so count nowhere."""
    if ids:
        complain(
            speech.text(
                "Stored sheets without a line on the roster, counted nowhere: {count} ({names})",
                count=len(ids),
                names=_first_of(ids, speech),
            )
        )


def warn_of_other_cycles(workspace: Workspace, speech: Language) -> None:
    """Say whose stored sheets have other cycles than the company, and so count nowhere."""
    ids = set_aside(workspace)
    if ids:
        cycles = workspace.sheet_options.cycles
        complain(
            speech.text(
                "Stored sheets of other cycles than {cycles}, counted nowhere: {count} ({names})",
                cycles=f"{cycles[0]}–{cycles[-1]}",
                count=len(ids),
                names=_first_of(ids, speech),
            )
        )


def _first_of(ids: Sequence[str], speech: Language) -> str:
    names = speech.listed([cut(one, _LONGEST_ID) for one in ids[:_NAMED]])
    return names + (" …" if len(ids) > _NAMED else "")


def _show(people: Sequence[PersonYear], cycles: Sequence[Cycle], speech: Language) -> None:
    headings = (
        speech.text("Id"),
        speech.text("Name"),
        speech.text("Department"),
        *_heads(cycles),
    )
    print_table(headings, [_row(person, cycles, speech) for person in people])
    if len(cycles) > _MOST_WIDE:
        key = [
            f"{mark} {speech.text(STATE_WORDS[state])}" for state, mark in _MARKS.items() if mark
        ]
        say("   ".join([*key, speech.text("blank: not employed")]))
    say()
    show_totals(people, cycles, speech)


def show_totals(people: Sequence[PersonYear], cycles: Sequence[Cycle], speech: Language) -> None:
    """Print how many people are in each state of each cycle; the sums are the roster.

    Below stand the flags: how many plans are frozen, and when the cycle was closed.
    """
    totals = status_record(people, cycles)["totals"]
    rows = [
        (speech.text(STATE_WORDS[state]), *(str(totals[str(c)][state.value]) for c in cycles))
        for state in CycleState
    ]
    whole = (speech.text("on the roster"), *(str(len(people)) for _ in cycles))
    flags = flag_rows(people, cycles, speech)
    print_table((speech.text("State"), *_heads(cycles)), [*rows, whole, *flags])


def _heads(cycles: Sequence[Cycle]) -> tuple[str, ...]:
    """Give the cycles' headings: their codes; without the year where there are many."""
    if len(cycles) > _MOST_WIDE:
        return tuple(cycle.tab if cycle.kind != "Y" else str(cycle) for cycle in cycles)
    return tuple(map(str, cycles))


def _row(person: PersonYear, cycles: Sequence[Cycle], speech: Language) -> tuple[str, ...]:
    states, many = states_of(person), len(cycles) > _MOST_WIDE
    return (
        cut(person.person.id, _LONGEST_ID),
        cut(person.person.name),
        cut(" / ".join(person.person.department)),
        *(
            _MARKS[states[cycle]] if many else speech.text(STATE_WORDS[states[cycle]])
            for cycle in cycles
        ),
    )
