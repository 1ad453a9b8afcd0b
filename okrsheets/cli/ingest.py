"""`okrsheets ingest PATH…`: check, score and store returned sheets."""

from pathlib import Path

import click

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.results import load_year
from okrsheets.batch.returned import needs_hr
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, say
from okrsheets.cli.details import show_findings
from okrsheets.cli.intake import (
    finish,
    result_json,
    show_copies,
    show_tables,
    with_progress,
    with_renewed,
)
from okrsheets.cli.options import form_option, paths_argument, reading_jobs_option
from okrsheets.cli.pending import show_missing
from okrsheets.cli.place import warn_of_place
from okrsheets.cli.watch import watch_folders
from okrsheets.cli.words import ui
from okrsheets.errors import N_, UsageError
from okrsheets.language import Language
from okrsheets.workspace import Workspace, open_workspace

_HELP = ui().text(
    "Check, score and store returned sheets: files, or folders with all below them.\n\n"
    "A sheet with errors is rejected as a whole; a text to send back is written to returned/,"
    " with a marked copy. Doing it twice changes nothing."
)
_WATCH = ui().text(
    "Stay, and take files in as they arrive and are whole, until Ctrl-C; without PATH, in inbox/."
)


@click.command(help=_HELP)
@paths_argument(required=False)
@reading_jobs_option()
@click.option("--dry-run", is_flag=True, help=ui().text("Decide everything, write nothing."))
@click.option("--watch", is_flag=True, help=_WATCH)
@form_option()
def command(paths: tuple[Path, ...], jobs: int, dry_run: bool, watch: bool, form: str) -> int:  # noqa: FBT001 - click's callback
    """Take the files in and say what became of each."""
    speech = ui()
    if watch and (dry_run or form == "json"):
        raise UsageError(N_("“--watch” goes neither with “--dry-run” nor with “--format json”"))
    if not paths and not watch:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    workspace = open_workspace(workspace_folder())
    warn_of_place(workspace)
    if watch:
        watch_folders(workspace, paths or (workspace.inbox,), speech, jobs=jobs)
    result = with_progress(
        speech,
        lambda step: ingest_paths(workspace, paths, jobs=jobs, dry_run=dry_run, on_progress=step),
    )
    if not dry_run:
        result = with_renewed(workspace, result)
    if form == "json":
        print_json(result_json(result, speech))
    else:
        _show(workspace, result, speech, dry_run=dry_run)
    return finish(result, speech)


def _show(workspace: Workspace, result: IngestResult, speech: Language, *, dry_run: bool) -> None:
    if not result.files:
        say(speech.text("There is no file to take in."))
        return
    show_findings(workspace, result, speech, dry_run=dry_run)
    show_tables(result.files, speech)
    say()
    if dry_run:
        say(speech.text("This was a dry run: nothing was written."))
    if result.returned:
        say(
            speech.count(
                "{number} text to send back is in {folder}",
                "{number} texts to send back are in {folder}",
                len(result.returned),
                folder=workspace.returned,
            )
        )
    show_copies(result, speech)
    notes = 0 if dry_run else sum(map(needs_hr, result.files))
    if notes:
        say(
            speech.count(
                "{number} file needs HR: what to do stands in the text HR_… in {folder}",
                "{number} files need HR: what to do stands in the texts HR_… in {folder}",
                notes,
                folder=workspace.returned,
            )
        )
    if result.stopped is None and not dry_run:
        show_missing(load_year(workspace), None, speech)
