"""`okrsheets check PATH…`: what is wrong with returned sheets; nothing is stored."""

from collections.abc import Callable
from pathlib import Path

import click

from okrsheets.batch.ingest import check_in_workspace, check_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.rules import Rules
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, say
from okrsheets.cli.intake import (
    finish,
    is_clean,
    result_json,
    show_copies,
    show_lines,
    show_tables,
    with_progress,
    with_renewed,
)
from okrsheets.cli.options import form_option, paths_argument, reading_jobs_option
from okrsheets.cli.words import ui
from okrsheets.settings import SETTINGS_FILE
from okrsheets.workspace import open_workspace

_HELP = ui().text(
    "Check returned sheets: files, or folders with all below them. Nothing is stored.\n\n"
    "Outside a workspace the default settings hold, and nobody checks whose sheet it is."
)


@click.command(help=_HELP)
@paths_argument()
@reading_jobs_option()
@click.option(
    "--marked",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=ui().text("Put a marked copy of each sheet with errors or warnings into this folder."),
)
@form_option()
def command(paths: tuple[Path, ...], jobs: int, marked: Path | None, form: str) -> int:
    """Check the files and say what was found."""
    speech = ui()
    result = with_progress(speech, lambda step: _check(paths, jobs, marked, step))
    if form == "json":
        print_json(result_json(result, speech))
    elif not result.files:
        say(speech.text("There is no file to check."))
    else:
        show_lines(result, speech, notes=True)
        show_tables(result.files, speech)
        if result.copies:
            say()
        show_copies(result, speech)
        if is_clean(result):
            say()
            say(speech.text("Nothing is to be corrected: it can be sent as it is."))
    return finish(result, speech)


def _check(
    paths: tuple[Path, ...],
    jobs: int,
    marked: Path | None,
    step: Callable[[int, int], None] | None,
) -> IngestResult:
    folder = workspace_folder()
    if folder == Path() and not (folder / SETTINGS_FILE).exists():
        rules = Rules(language=ui().code)
        return check_paths(rules, paths, jobs=jobs, on_progress=step, marked=marked)
    workspace = open_workspace(folder)
    result = check_in_workspace(workspace, paths, jobs=jobs, on_progress=step, marked=marked)
    return with_renewed(workspace, result, marked) if marked else result
