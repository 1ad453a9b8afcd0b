"""`okrsheets init DIR`: make a workspace."""

from pathlib import Path
from typing import TypedDict, Unpack

import click

from okrsheets.cli.console import print_json, say
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.errors import N_, UsageError
from okrsheets.language import LANGUAGES
from okrsheets.workspace import (
    KEY_FILE,
    Workspace,
    carry_forward,
    create_workspace,
    open_workspace,
)

_HELP = ui().text(
    "Make a workspace in DIR: okrsheets.toml with remarks, a roster to fill, folders, a key; or"
    " that of the next year from the last one.\n\n"
    "Nothing is overwritten."
)


class _Values(TypedDict):
    """The settings that the options name; None for what is not said."""

    organisation: str | None
    year: int | None
    language: str | None


@click.command(help=_HELP)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--organisation", help=ui().text("The organisation's name; needed without “--from”."))
@click.option(
    "--year",
    type=int,
    help=ui().text(
        "The year of the score sheets; with “--from”, the year after the old one where not said."
    ),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=ui().text("The language of sheets and reports; without it, that of the terminal."),
)
@click.option(
    "--from",
    "old",
    metavar="OLD",
    type=click.Path(path_type=Path),
    help=ui().text("Carry settings, roster, templates, logo, letters and key over from OLD."),
)
@form_option()
def command(folder: Path, *, form: str, old: Path | None, **values: Unpack[_Values]) -> int:
    """Make the workspace and say what comes next."""
    given = {name: value for name, value in values.items() if value is not None}
    made = (
        _made(folder, values) if old is None else carry_forward(folder, open_workspace(old), given)
    )
    speech = ui()
    if form == "json":
        print_json({"workspace": str(made.root), "roster": str(made.roster_file)})
        return 0
    say(speech.text("The workspace is ready: {folder}", folder=made.root))
    if old is None:
        say(speech.text("1. Fill in the roster: {file}", file=made.roster_file))
    else:
        say(speech.text("1. Bring the roster up to date: {file}", file=made.roster_file))
    say(speech.text("2. Look over the settings: {file}", file=made.root / "okrsheets.toml"))
    say(speech.text("3. Issue the sheets: okrsheets -C {folder} sheets", folder=folder))
    if old is not None and made.settings.sheet.template:
        say(
            speech.text(
                "The template {file} carries the dates of the year it was exported for: check it,"
                " or export it again, before issuing.",
                file=made.settings.sheet.template,
            )
        )
    say(speech.text("Keep {file} with the workspace: it signs the sheets.", file=KEY_FILE))
    return 0


def _made(folder: Path, values: _Values) -> Workspace:
    organisation, year = values["organisation"], values["year"]
    if organisation is None or year is None:
        raise UsageError(
            N_("name “--organisation” and “--year”, or with “--from” a workspace to carry forward")
        )
    language = values["language"] or ui().code
    return create_workspace(folder, organisation=organisation, year=year, language=language)
