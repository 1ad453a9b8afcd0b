"""`okrsheets template export FILE`: the template workbook, to be restyled."""

from pathlib import Path

import click

from okrsheets.cli.console import say
from okrsheets.cli.template.settings import language_in, language_option, spec_here
from okrsheets.cli.words import ui
from okrsheets.errors import N_, MachineError, UsageError
from okrsheets.templates import export_template


@click.command(help=ui().text("Write the template workbook, to be restyled in Excel or the like."))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@language_option()
@click.option("--force", is_flag=True, help=ui().text("Replace the file if it is there."))
def command(file: Path, language: str | None, *, force: bool) -> int:
    """Write the file."""
    speech = ui()
    if file.suffix.lower() != ".xlsx":
        raise UsageError(N_("{file}: a template's name ends in .xlsx"), file=file)
    content = export_template(spec_here(language, file))
    _write(file, content, force=force)
    say(speech.text("The template is in {file}.", file=file))
    say(speech.text("Restyle it, put it beside okrsheets.toml, and name it there:"))
    say("  [sheet]")
    say(f'  template = "{_named_in_settings(file)}"')
    say(speech.text("Then check it: okrsheets template check {file}", file=file))
    return 0


def _named_in_settings(file: Path) -> str:
    """Give the name for every language where the file's own says its language: `our-zh.xlsx`."""
    code = language_in(file)
    if code is None:
        return file.name
    return f"{file.stem[: -len(code)]}{{language}}{file.suffix}"


def _write(file: Path, content: bytes, *, force: bool) -> None:
    try:
        with file.open("wb" if force else "xb") as stream:
            stream.write(content)
    except FileExistsError:
        raise UsageError(
            N_("{file} is there already: name another file, or replace it with --force"), file=file
        ) from None
    except OSError as error:
        raise MachineError(
            N_("{file} cannot be written: {reason}"), file=file, reason=error.strerror or error
        ) from error
