"""`okrsheets layout`: the sheet contract, every field with its address and every choice."""

from pathlib import Path

import click

from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, print_table, say
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.settings import SETTINGS_FILE
from okrsheets.shape import SheetOptions
from okrsheets.workspace import open_workspace


def layout_record(layout: Layout) -> dict[str, object]:
    """Give the contract as `--format json` prints it."""
    return {
        "layout": layout.version,
        "language": layout.language,
        "fields": {key: str(field.place) for key, field in layout.fields.items()},
        "choices": {name: dict(words) for name, words in layout.choices.items()},
    }


def _options(folder: Path) -> tuple[SheetOptions, str]:
    """Give the shape and the language: the workspace's where there is one, else the default."""
    if not (folder / SETTINGS_FILE).is_file():
        return SheetOptions(), ui().code
    workspace = open_workspace(folder)
    return workspace.sheet_options, workspace.settings.language


def _show(layout: Layout) -> None:
    speech = ui()
    say(
        speech.text("Layout {number}, language {code}", number=layout.version, code=layout.language)
    )
    headings = (speech.text("Address"), speech.text("Field"), speech.text("Kind"))
    computed = speech.text("computed")
    rows = [
        (str(f.place), key, computed if f.rule.computed else f.rule.choice or f.rule.kind)
        for key, f in layout.fields.items()
    ]
    print_table(headings, rows)
    say()
    for name, words in layout.choices.items():
        say(f"{name}: " + ", ".join(f"{code} = {word}" for code, word in words.items()))


@click.command(help=ui().text("Show every field of the score sheet with its address."))
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    help=ui().text("The sheet's language; without it, that of the workspace or the terminal."),
)
@form_option()
def command(language: str | None, form: str) -> int:
    """Show the contract."""
    options, own = _options(workspace_folder())
    layout = build_layout(options, load_language(language or own))
    if form == "json":
        print_json(layout_record(layout))
    else:
        _show(layout)
    return 0
