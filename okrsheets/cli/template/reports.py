"""`okrsheets template reports DIR`: the built-in templates of reports, to be changed."""

from pathlib import Path

import click

from okrsheets.cli.console import say
from okrsheets.cli.words import ui
from okrsheets.errors import N_, MachineError, UsageError
from okrsheets.resources import find_resource

_SUFFIXES = (".html", ".css")


@click.command(help=ui().text("Write the built-in templates of reports to a folder."))
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--name", "names", multiple=True, metavar="FILE", help=ui().text("Only this template.")
)
@click.option("--force", is_flag=True, help=ui().text("Replace files that are there."))
def command(folder: Path, names: tuple[str, ...], *, force: bool) -> int:
    """Write the files."""
    sources = _chosen(names)
    there = [folder / name for name in sources if (folder / name).exists()]
    if there and not force:
        raise UsageError(
            N_("{file} is there already: name another folder, or replace it with --force"),
            file=there[0],
        )
    try:
        for name, file in sources.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(file.read_bytes())
    except OSError as error:
        raise MachineError(
            N_("{file} cannot be written: {reason}"), file=folder, reason=error.strerror or error
        ) from error
    speech = ui()
    say(speech.text("The templates are in {folder}.", folder=folder))
    say(
        speech.text("Keep those that you change and delete the others: they then follow okrsheets.")
    )
    say(
        speech.text(
            "Use them: okrsheets report quarterly --cycle CYCLE --templates {folder}", folder=folder
        )
    )
    return 0


def _chosen(names: tuple[str, ...]) -> dict[str, Path]:
    """Give the built-in files of these names, or all; those of the web copy are `web/…`.

    Raises:
        UsageError: there is none of that name.
    """
    built_in = find_resource("report_templates")
    known = {
        file.relative_to(built_in).as_posix(): file
        for file in sorted(built_in.rglob("*"))
        if file.suffix in _SUFFIXES
    }
    for name in names:
        if name not in known:
            raise UsageError(
                N_("there is no template “{name}”. There are: {known}"),
                name=name,
                known=tuple(known),
            )
    return {name: known[name] for name in names} if names else known
