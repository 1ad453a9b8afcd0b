"""Says on standard error where a workspace lies that is not safe for its database."""

from okrsheets.cli.console import complain
from okrsheets.cli.words import ui
from okrsheets.errors import Line
from okrsheets.store.footing import FOOTING, unsafe_footing
from okrsheets.workspace import Workspace


def warn_of_place(workspace: Workspace) -> None:
    """Say it where the workspace lies on a network or in a cloud folder; else nothing."""
    unsafe = unsafe_footing(workspace.root)
    if unsafe:
        complain(ui().line(Line(FOOTING, {"where": unsafe})))
