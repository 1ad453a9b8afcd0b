"""`okrsheets init DIR`: make a workspace."""

from pathlib import Path

import click

from okrsheets.cli.console import print_json, say
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.workspace import KEY_FILE, create_workspace

_HELP = ui().text(
    "Make a workspace in DIR: okrsheets.toml with remarks, a roster to fill, folders, a key.\n\n"
    "Nothing is overwritten."
)


@click.command(help=_HELP)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--organisation", required=True, help=ui().text("The organisation's name."))
@click.option("--year", required=True, type=int, help=ui().text("The year of the score sheets."))
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default=lambda: ui().code,
    help=ui().text("The language of sheets and reports; without it, that of the terminal."),
)
@form_option()
def command(folder: Path, organisation: str, year: int, language: str, form: str) -> int:
    """Make the workspace and say what comes next."""
    made = create_workspace(folder, organisation=organisation, year=year, language=language)
    speech = ui()
    if form == "json":
        print_json({"workspace": str(made.root), "roster": str(made.roster_file)})
        return 0
    say(speech.text("The workspace is ready: {folder}", folder=made.root))
    say(speech.text("1. Fill in the roster: {file}", file=made.roster_file))
    say(speech.text("2. Look over the settings: {file}", file=made.root / "okrsheets.toml"))
    say(speech.text("3. Issue the sheets: okrsheets -C {folder} sheets", folder=folder))
    say(speech.text("Keep {file} with the workspace: it signs the sheets.", file=KEY_FILE))
    return 0
