"""`okrsheets erase ID`: a person leaves everything that is stored."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from okrsheets.batch.erase import ErasePlan, erase, plan_erasing
from okrsheets.cli import workspace_folder
from okrsheets.cli.asking import ask
from okrsheets.cli.console import complain, print_json, say
from okrsheets.cli.history import unknown_person
from okrsheets.cli.options import form_option, yes_option
from okrsheets.cli.words import ui
from okrsheets.display import cut
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.workspace import Workspace, open_workspace

_NAMED = 20
_HELP = ui().text(
    "Erase a person: stored versions, scores and findings, originals, sheets, drafts, reports.\n\n"
    "What will go is shown first. The audit keeps that somebody was erased and when, not who."
)


@click.command(help=_HELP)
@click.argument("person", metavar="ID")
@yes_option()
@form_option()
def command(person: str, yes: bool, form: str) -> int:  # noqa: FBT001 - click's callback
    """Show what will go, ask, erase."""
    speech = ui()
    workspace = open_workspace(workspace_folder())
    plan = plan_erasing(workspace, person)
    if plan.empty and not plan.on_roster and not plan.erased_before:
        raise unknown_person(workspace, person)
    if form == "text":
        _show(plan, workspace, speech)
    if not yes:
        ask(
            N_("Erase all this for good?"),
            unasked=N_("nothing was erased: nobody can be asked here; “--yes” erases"),
            refused=N_("nothing was erased"),
        )
    done = erase(workspace, person)
    if form == "json":
        print_json(_record(done, workspace))
    else:
        _show_done(done, speech)
    return 0


def _record(plan: ErasePlan, workspace: Workspace) -> dict[str, Any]:
    return {
        "person": plan.person,
        "versions": plan.traces.versions,
        "locked": plan.traces.locked,
        "removed": _shown(plan.files.own, workspace),
        "removed_shared": _shown(plan.files.shared, workspace),
        "naming": _shown(plan.files.naming, workspace),
        "others_naming": plan.traces.others,
        "on_roster": plan.on_roster,
    }


def _shown(paths: Sequence[Path], workspace: Workspace) -> list[str]:
    return [path.relative_to(workspace.root).as_posix() for path in paths]


def _show(plan: ErasePlan, workspace: Workspace, speech: Language) -> None:
    if plan.empty and plan.erased_before:
        say(speech.text("{id} was erased before; what may be left is cleared.", id=plan.person))
    else:
        name = cut(plan.name or next(iter(sorted(plan.traces.names)), ""))
        say(speech.text("Of {name} ({id}) will be erased:", name=name, id=cut(plan.person)))
        say(
            speech.text(
                "  from the database: {versions} versions with all cells, scores and findings;"
                " {files} files that are listed",
                versions=plan.traces.versions,
                files=plan.traces.files,
            )
        )
    if plan.traces.locked:
        say(
            speech.text(
                "  frozen plans and locked scores of closed cycles: {number}",
                number=plan.traces.locked,
            )
        )
    for line in _lines(plan.files.own, workspace):
        say(f"  {line}")
    if plan.files.shared:
        say(speech.text("Files of several people, removed as a whole:"))
        for line in _lines(plan.files.shared, workspace):
            say(f"  {line}")
        say(
            speech.text(
                "  “okrsheets sheets” (with --zip, --mail) and “okrsheets report” make them anew;"
                " what was sent in of others is stored."
            )
        )
    say()
    _show_left(plan, workspace, speech)


def _lines(paths: Sequence[Path], workspace: Workspace) -> Iterator[str]:
    names = _shown(paths, workspace)
    yield from (cut(name, 200) for name in names[:_NAMED])
    if len(names) > _NAMED:
        yield ui().text("… and {rest} more", rest=len(names) - _NAMED)


def _show_left(plan: ErasePlan, workspace: Workspace, speech: Language) -> None:
    """Say what okrsheets does not touch."""
    if plan.on_roster:
        say(
            speech.text(
                "The line on the roster stays: remove it there yourself, else a sheet is issued"
                " again."
            )
        )
    if plan.traces.others:
        say(
            speech.count(
                "The sheet of {number} other person names this one; it is theirs and stays.",
                "The sheets of {number} other people name this one; they are theirs and stay.",
                plan.traces.others,
            )
        )
    if plan.files.naming:
        say(
            speech.text(
                "These files hold or may hold the id or the name as well; look at them yourself:"
            )
        )
        for line in _lines(plan.files.naming, workspace):
            say(f"  {line}")
    say(speech.text("Backups, exports and copies outside this folder are not known to okrsheets."))


def _show_done(plan: ErasePlan, speech: Language) -> None:
    say()
    say(
        speech.text(
            "Erased: {versions} versions, {files} files.",
            versions=plan.traces.versions,
            files=len(plan.files.own) + len(plan.files.shared),
        )
    )
    if plan.on_roster:
        complain(speech.text("{id} is still on the roster.", id=cut(plan.person)))
