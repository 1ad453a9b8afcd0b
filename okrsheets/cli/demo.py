"""`okrsheets demo`: a whole sample organisation, from roster to PDF packs, in one command."""

import os
from pathlib import Path

import click

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.issue import issue_sheets
from okrsheets.batch.outcome import FileResult, IngestResult
from okrsheets.batch.results import load_year
from okrsheets.batch.sample import lay_sample
from okrsheets.cli.console import say
from okrsheets.cli.cycles import all_cycles
from okrsheets.cli.intake import STATE_WORDS
from okrsheets.cli.status import show_totals
from okrsheets.cli.words import ui
from okrsheets.display import show_finding_line
from okrsheets.errors import N_
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.language import LANGUAGES, Language, load_language
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

CYCLE = "2026Q3"
FAULTY = "1024"
"""The id of the one whose sheet is faulty on purpose."""

_HELP = ui().text(
    "Make a whole sample organisation in DIR, from roster to PDF packs.\n\n"
    "Without DIR it is okrsheets-demo-en or okrsheets-demo-zh in this folder. Running it again "
    "changes nothing."
)


@click.command(help=_HELP)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=lambda: ui().code,
    help=ui().text("The language of the sample; without it, that of the terminal."),
)
def command(folder: Path | None, language: str) -> int:
    """Lay the sample out, issue, ingest, report, and say where everything is."""
    root = folder or Path(f"okrsheets-demo-{language}")
    speech = load_language(language)
    workspace = lay_sample(root, language)
    people = workspace.roster().people
    _head(speech, 1, N_("The roster"))
    say(speech.text("{count} lines in {file}", count=len(people), file=workspace.roster_file))
    _head(speech, 2, N_("Blank score sheets for everybody"))
    issued = issue_sheets(workspace, people)
    say(speech.text("{count} sheets in {folder}", count=len(issued), folder=workspace.sheets))
    _head(speech, 3, N_("Returned sheets: checked, scored, stored"))
    result = ingest_paths(workspace, [workspace.inbox], jobs=_jobs())
    _show_ingest(speech, result, workspace)
    _head(speech, 4, N_("Who is where"))
    show_totals(load_year(workspace), all_cycles(workspace), speech)
    return int(_unexpected(result))


def _jobs() -> int:
    return min(4, os.cpu_count() or 1)


def _head(speech: Language, number: int, title: str) -> None:
    say()
    say(f"{number}. {speech.text(title)}")


def _show_ingest(speech: Language, result: IngestResult, workspace: Workspace) -> None:
    for state, count in result.summary.items():
        if count:
            say(f"{speech.text(STATE_WORDS[state])}: {count}")
    for file in result.files:
        if file.person == FAULTY and file.state is FileState.REJECTED:
            say(speech.text("One sheet is faulty on purpose. What is wrong with it:"))
            _show_errors(speech, file)
    for text in sorted(workspace.returned.glob("*.txt")):
        say(speech.text("What to send back to its owner: {file}", file=text))


def _show_errors(speech: Language, file: FileResult) -> None:
    """Print the errors of one file, a line each."""
    for finding in file.findings:
        if severity_of(finding) is Severity.ERROR:
            say("  " + show_finding_line(Path(file.path).name, finding, speech))


def _unexpected(result: IngestResult) -> bool:
    faults = (FileState.REJECTED, FileState.HELD)
    return any(file.state in faults and file.person != FAULTY for file in result.files)
