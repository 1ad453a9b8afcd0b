"""The command line: parses, calls one function, shows its result, gives an exit code.

Each command is one module `okrsheets/cli/<name>.py` with a `command: click.Command`, imported
only when it is called. A command's function returns its exit code (an int; None is 0) and raises
`OkrSheetsError` where the operation stops; `okrsheets.__main__` turns both into words and codes.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click

from okrsheets import __version__
from okrsheets.cli.lazy import LazyGroup
from okrsheets.cli.words import ui
from okrsheets.errors import N_

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "demo": N_("Make a whole sample organisation, from roster to PDF packs."),
        "init": N_("Make a workspace: settings, a roster to fill, folders."),
        "layout": N_("Show every field of the score sheet with its address."),
        "template": N_("Example plans by role; a company's own look of the sheet."),
        "sheets": N_("Issue score sheets to the people of the roster."),
        "check": N_("Check returned sheets; nothing is stored."),
        "ingest": N_("Check, score and store returned sheets."),
        "status": N_("Show who has submitted, planned and scored, and what is missing."),
        "calendar": N_("Show the year's dates; write them for Outlook."),
        "scores": N_("Show or export every score with where it came from."),
        "freeze": N_("Freeze the plans of a cycle as they were agreed."),
        "close": N_("Close a cycle or the year: its scores are locked."),
        "reopen": N_("Open a closed cycle again, with the reason on record."),
        "changes": N_("List what changed in plans since they were frozen."),
        "pace": N_("Show which key results fall behind, stand still or are judged differently."),
        "alignment": N_("Show what supports what, and what is not aligned."),
        "calibration": N_("Show how scores lie in departments and with managers; changes none."),
        "history": N_("Show the versions of a person's sheet and what differs between two."),
        "report": N_("Make PDF reports."),
        "backup": N_("Copy the workspace into one zip, also while it is in use."),
        "erase": N_("Erase a person from everything that is stored."),
        "explain": N_("Explain a finding's code."),
        "doctor": N_("Check that this machine has what okrsheets needs."),
    }
)


def build_root() -> click.Group:
    """Build the `okrsheets` command in the language of the command line."""
    speech = ui()
    return LazyGroup(
        package="okrsheets.cli",
        table=COMMANDS,
        name="okrsheets",
        callback=_remember_folder,
        help=speech.text(
            "OKR score sheets out, filled sheets in, exact scores and printed reports."
        ),
        params=[
            _folder_option(speech.text("The workspace's folder.")),
            _version_option(speech.text("Show the version and exit.")),
        ],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        epilog=speech.text("“okrsheets COMMAND --help” says more about one command."),
    )


def _folder_option(text: str) -> click.Option:
    path = click.Path(file_okay=False, path_type=Path)
    return click.Option(["-C", "folder"], metavar="DIR", default=Path(), type=path, help=text)


def _version_option(text: str) -> click.Option:
    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help=text,
    )


def _show_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's callback
    del parameter
    if wanted:
        click.echo(f"okrsheets {__version__}")
        ctx.exit()


@click.pass_context
def _remember_folder(ctx: click.Context, folder: Path) -> None:
    ctx.obj = folder


def workspace_folder() -> Path:
    """Give the folder that `-C` names, else the current one; for use inside a command."""
    folder = click.get_current_context().find_object(Path)
    return folder if folder is not None else Path()
