"""`okrsheets ingest PATH…`: check, score and store returned sheets."""

from pathlib import Path

import click

from okrsheets.batch.export import is_missing
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.results import load_year
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import print_json, say
from okrsheets.cli.intake import (
    finish,
    result_json,
    show_copies,
    show_lines,
    show_tables,
    with_progress,
)
from okrsheets.cli.options import form_option, paths_argument, reading_jobs_option
from okrsheets.cli.place import warn_of_place
from okrsheets.cli.words import ui
from okrsheets.display import cut
from okrsheets.language import Language
from okrsheets.workspace import Workspace, open_workspace

_NAMED = 10
_HELP = ui().text(
    "Check, score and store returned sheets: files, or folders with all below them.\n\n"
    "A sheet with errors is rejected as a whole; a text to send back is written to returned/,"
    " with a marked copy. Doing it twice changes nothing."
)


@click.command(help=_HELP)
@paths_argument()
@reading_jobs_option()
@click.option("--dry-run", is_flag=True, help=ui().text("Decide everything, write nothing."))
@form_option()
def command(paths: tuple[Path, ...], jobs: int, dry_run: bool, form: str) -> int:  # noqa: FBT001 - click's callback
    """Take the files in and say what became of each."""
    speech = ui()
    workspace = open_workspace(workspace_folder())
    warn_of_place(workspace)
    result = with_progress(
        speech,
        lambda step: ingest_paths(workspace, paths, jobs=jobs, dry_run=dry_run, on_progress=step),
    )
    if form == "json":
        print_json(result_json(result, speech))
    else:
        _show(workspace, result, speech, dry_run=dry_run)
    return finish(result, speech)


def _show(workspace: Workspace, result: IngestResult, speech: Language, *, dry_run: bool) -> None:
    if not result.files:
        say(speech.text("There is no file to take in."))
        return
    show_lines(result, speech, notes=False)
    show_tables(result, speech)
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
    if result.stopped is None and not dry_run:
        _show_missing(workspace, speech)


def _show_missing(workspace: Workspace, speech: Language) -> None:
    people = load_year(workspace)
    missing = [p for p in people if is_missing(p, [c.cycle for c in p.year.cycles])]
    if not missing:
        say(speech.text("An accepted sheet is there from everyone on the roster."))
        return
    names = [
        speech.text("{name} ({id})", name=cut(p.person.name), id=cut(p.person.id))
        for p in missing[:_NAMED]
    ]
    more = " …" if len(missing) > _NAMED else ""
    say(
        speech.text(
            "No accepted sheet yet from {count} of {total}: {names}",
            count=len(missing),
            total=len(people),
            names=speech.listed(names) + more,
        )
    )
