"""What a template is wanted for: the workspace's settings, outside one the default sheet."""

from datetime import date
from pathlib import Path

import click

from okrsheets.cli import workspace_folder
from okrsheets.cli.options import Decorator
from okrsheets.cli.words import ui
from okrsheets.errors import N_, UsageError
from okrsheets.issuing.template import spec_of
from okrsheets.language import LANGUAGES, load_language
from okrsheets.settings import SETTINGS_FILE
from okrsheets.sheets import TemplateSpec
from okrsheets.submissions.limits import FILE_BYTES
from okrsheets.workspace import open_workspace


def language_option() -> Decorator:
    """Give `--language en|zh` of the commands about a template."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        help=ui().text("The template's language; without it, that of its name or the workspace."),
    )


def language_in(file: Path) -> str | None:
    """Give the language that a file's name ends in, as in `our-zh.xlsx`."""
    return next((code for code in LANGUAGES if file.stem.lower().endswith(f"-{code}")), None)


def spec_here(language: str | None, file: Path) -> TemplateSpec:
    """Give what a template is wanted for; a name like `our-zh.xlsx` says its language."""
    named = language_in(file)
    folder = workspace_folder()
    if folder != Path() or (folder / SETTINGS_FILE).is_file():
        workspace = open_workspace(folder)
        return spec_of(workspace, language or named or workspace.settings.language)
    speech = load_language(language or named or ui().code)
    return TemplateSpec(language=speech, organisation="", year=date.today().year)  # noqa: DTZ011 - the year on this machine's calendar


def read_template(file: Path) -> bytes:
    """Read a template's file.

    Raises:
        UsageError: there is none, or it cannot be read.
    """
    try:
        with file.open("rb") as stream:
            return stream.read(FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(N_("there is no file {file} here"), file=file) from error
    except OSError as error:
        raise UsageError(
            N_("the template {file} cannot be read: {reason}"),
            file=file,
            reason=error.strerror or error,
        ) from error
