"""`okrsheets alignment [CYCLE]`: how the objectives hang together, and where they do not."""

import click

from okrsheets.analysis.alignment import Alignment, align, part_of
from okrsheets.batch.alignments import alignment_record
from okrsheets.batch.chosen import chosen_people
from okrsheets.batch.clock import today
from okrsheets.batch.paces import running_cycle
from okrsheets.batch.results import load_year
from okrsheets.cli import workspace_folder
from okrsheets.cli.alignment_lists import (
    show_loops,
    show_needs,
    show_orphans,
    show_unsettled,
)
from okrsheets.cli.alignment_tree import show_tree
from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.cycles import named_cycle
from okrsheets.cli.options import form_option, roster_options
from okrsheets.cli.status import warn_of_other_cycles
from okrsheets.cli.words import ui
from okrsheets.errors import N_, UsageError
from okrsheets.language import Language
from okrsheets.model import Cycle
from okrsheets.reports.alignment_words import goal_name
from okrsheets.workspace import Workspace, open_workspace


@click.command(
    help=ui().text(
        "Show what supports what, from the company down to each person, and what is not"
        " aligned.\n\n"
        "Without CYCLE it is the one that is running. “Supports” and “Depends on” and names behind"
        " an @ are held against the sheets of the cycle: objectives that support nothing, company"
        " objectives that nobody supports, dependencies of which the other side's sheets say"
        " nothing, loops. With --department or --person what concerns these."
    )
)
@click.argument("cycle", required=False)
@roster_options()
@form_option()
def command(
    *, cycle: str | None, departments: tuple[str, ...], persons: tuple[str, ...], form: str
) -> int:
    """Show the alignment."""
    workspace = open_workspace(workspace_folder())
    ids = chosen_people(workspace.roster(), persons, departments)
    found = align(load_year(workspace), _cycle(workspace, cycle))
    if ids is not None:
        found = part_of(found, ids)
    if form == "json":
        print_json(alignment_record(found))
    else:
        _show(found, ui(), whole=ids is None)
    warn_of_other_cycles(workspace, ui())
    return 0


def _cycle(workspace: Workspace, text: str | None) -> Cycle:
    named = named_cycle(workspace, text) or running_cycle(workspace, today())
    if named.kind == "Y":
        raise UsageError(
            N_("objectives are aligned in a quarter or a month; name one such as {example}"),
            example=running_cycle(workspace, today()),
        )
    return named


def _show(found: Alignment, speech: Language, *, whole: bool) -> None:
    say(
        speech.text(
            "Alignment of {cycle}: objectives are on {sheets} of {roster} sheets",
            cycle=found.cycle,
            sheets=found.sheets,
            roster=found.roster,
        )
    )
    if not found.supports:
        say(speech.text("No objectives are stored for this cycle."))
        return
    if whole:
        _show_coverage(found, speech)
    show_tree(found, speech)
    show_orphans(found, speech)
    show_unsettled(found, speech)
    show_needs(found, speech)
    show_loops(found, speech)


def _show_coverage(found: Alignment, speech: Language) -> None:
    say()
    if not found.coverage:
        say(speech.text("The company has no objectives in this cycle."))
        return
    headings = (
        N_("Objective"),
        N_("Supported directly"),
        N_("In all"),
        N_("Number of people"),
        N_("Departments"),
        N_("Remark"),
    )
    rows = [
        (
            goal_name(one.goal),
            str(one.direct),
            str(one.objectives),
            str(one.people),
            str(one.departments),
            "" if one.direct else speech.text("nobody supports it"),
        )
        for one in found.coverage
    ]
    print_table([speech.text(one) for one in headings], rows)
