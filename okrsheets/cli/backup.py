"""`okrsheets backup FILE`: a consistent copy of the workspace in one zip."""

from pathlib import Path

import click

from okrsheets.batch.backup import write_backup
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, say
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.workspace import open_workspace

_MEGABYTE = 1_000_000
_HELP = ui().text(
    "Copy the workspace into one zip: database, originals, settings, key, roster, template,"
    " letters.\n\n"
    "It may run while sheets are taken in. Unpacked into an empty folder it is the workspace again;"
    " issued sheets and reports are not in it, since they can be made anew."
)


@click.command(help=_HELP)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@form_option()
def command(file: Path, form: str) -> int:
    """Write the backup and say what is in it."""
    speech = ui()
    made = write_backup(open_workspace(workspace_folder()), file)
    if form == "json":
        print_json(
            {
                "file": str(made.path),
                "files": made.files,
                "originals": made.originals,
                "bytes": made.size,
            }
        )
        return 0
    size = f"{made.size / _MEGABYTE:.1f} MB"
    say(
        speech.text(
            "{file}: {files} files, {originals} of them returned sheets, {size}.",
            file=made.path,
            files=made.files,
            originals=made.originals,
            size=size,
        )
    )
    say(
        speech.text(
            "It holds personal data and the key that signs the sheets: keep it where only those"
            " may read who may read the workspace."
        )
    )
    say(
        speech.text(
            "To restore: unpack it into an empty folder; that folder is the workspace again."
        )
    )
    return 0
