"""`okrsheets doctor`: is this machine fit, and what to do where it is not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import click

from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.machine import (
    Fitness,
    look_at_disk,
    look_at_fonts,
    look_at_libraries,
    look_at_output,
    look_at_packages,
    look_at_python,
)
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.display import finding_line
from okrsheets.errors import N_, DataError, Line, MachineError, OkrSheetsError
from okrsheets.settings import SETTINGS_FILE
from okrsheets.store.footing import FOOTING, unsafe_footing
from okrsheets.workspace import FOLDERS, KEY_FILE, Workspace, open_workspace


def look_at_everything(folder: Path) -> Iterator[Fitness]:
    """Look at the machine and, where there is one, at the workspace in `folder`."""
    yield look_at_python()
    yield from look_at_packages()
    yield from look_at_libraries()
    yield from look_at_fonts()
    existing = next((place for place in (folder, *folder.parents) if place.exists()), Path("/"))
    yield look_at_disk(existing)
    yield look_at_output()
    if (folder / SETTINGS_FILE).exists():
        yield from look_at_workspace(folder)


def look_at_workspace(folder: Path) -> Iterator[Fitness]:
    """Look at a workspace: settings, key, roster, and whether its folders can be written."""
    try:
        workspace = open_workspace(folder)
        roster = workspace.roster()
    except OkrSheetsError as error:
        action = Line("{text}", {"text": ui().error(error)})
        lacking = not isinstance(error, DataError)  # a roster still to be filled is no lack
        yield Fitness("workspace", str(folder), lacking, action)
        return
    yield Fitness(
        "workspace",
        ui().text("{folder}, roster of {number}", folder=folder, number=len(roster.people)),
    )
    for finding in roster.findings:
        yield Fitness("roster", workspace.roster_file.name, action=finding_line(finding))
    yield from look_at_footing(workspace.root)
    yield from _look_at_locked(workspace)
    yield from _look_at_rights(workspace)


def look_at_footing(root: Path) -> Iterator[Fitness]:
    """Look where the workspace lies: a database is not safe on a network or in a cloud folder."""
    unsafe = unsafe_footing(root)
    if unsafe:
        yield Fitness("place", unsafe, action=Line(FOOTING, {"where": unsafe}))


def _look_at_locked(workspace: Workspace) -> Iterator[Fitness]:
    """Look whether closed cycles are reckoned as they were locked."""
    from okrsheets.batch.results import load_year  # noqa: PLC0415 - slow, and may be lacking
    from okrsheets.batch.year import find_drift, is_anything_closed  # noqa: PLC0415 - as above
    from okrsheets.cli.flags import drift_line  # noqa: PLC0415 - as above

    try:
        if not is_anything_closed(workspace):
            return
        drift = find_drift(workspace, load_year(workspace))
    except OkrSheetsError as error:
        action = Line("{text}", {"text": ui().error(error)})
        yield Fitness("database", workspace.database.name, lacking=True, action=action)
        return
    if drift:
        yield Fitness("closed", str(len(drift)), lacking=True, action=drift_line(drift))
    else:
        yield Fitness("closed", ui().text("locked scores as they were"))


def _look_at_rights(workspace: Workspace) -> Iterator[Fitness]:
    for place in (workspace.root, *(workspace.root / name for name in FOLDERS)):
        if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
            action = Line(N_("give yourself the right to read and write it"), {})
            yield Fitness("folder", str(place), lacking=True, action=action)
    key = workspace.root / KEY_FILE
    if key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        action = Line(N_("others can read the key: chmod 600 {file}"), {"file": key})
        yield Fitness("key", str(key), lacking=True, action=action)


def _as_json(fitness: Fitness) -> dict[str, object]:
    action = ui().line(fitness.action) if fitness.action else ""
    return {
        "name": fitness.name,
        "found": fitness.found,
        "lacking": fitness.lacking,
        "action": action,
    }


def _condition(fitness: Fitness) -> str:
    speech = ui()
    if fitness.lacking:
        return speech.text("LACKING")
    return speech.text("note") if fitness.action else speech.text("in order")


def _show(found: tuple[Fitness, ...]) -> None:
    speech = ui()
    rows = [
        (f.name, _condition(f), f.found, speech.line(f.action).splitlines()[0] if f.action else "")
        for f in found
    ]
    print_table(
        (
            speech.text("Needed"),
            speech.text("Condition"),
            speech.text("Found"),
            speech.text("What to do"),
        ),
        rows,
    )


def _summary(lacking: int) -> str:
    if not lacking:
        return ui().text("This machine has everything that okrsheets needs.")
    return ui().count("{number} thing is lacking.", "{number} things are lacking.", lacking)


@click.command(help=ui().text("Check that this machine, and the workspace, are fit for okrsheets."))
@form_option()
def command(form: str) -> int:
    """Show what was looked at; 3 where anything is lacking."""
    found = tuple(look_at_everything(workspace_folder().resolve()))
    lacking = sum(fitness.lacking for fitness in found)
    if form == "json":
        print_json({"fit": not lacking, "checks": [_as_json(fitness) for fitness in found]})
    else:
        _show(found)
        say()
        say(_summary(lacking))
    return MachineError.exit_code if lacking else 0
