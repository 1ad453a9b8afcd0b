"""`okrsheets demo`: a whole sample organisation, from roster to PDF packs, in one command."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import FileResult, IngestResult
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.batch.results import load_year
from okrsheets.batch.sample import lay_sample
from okrsheets.cli.console import say
from okrsheets.cli.cycles import all_cycles
from okrsheets.cli.intake import STATE_WORDS
from okrsheets.cli.report import with_bar
from okrsheets.cli.status import show_totals
from okrsheets.cli.words import ui
from okrsheets.display import show_finding_line
from okrsheets.errors import N_
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.issuing.issue import issue_sheets
from okrsheets.language import LANGUAGES, Language, load_language
from okrsheets.model import Cycle
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

CYCLE = Cycle.parse("2026Q3")
FAULTY = "1024"
"""The id of the one whose sheet is faulty on purpose."""

_FAULTS = (FileState.REJECTED, FileState.HELD)
_KINDS = {
    "quarterly": N_("{count} personal reports of {cycle}, {pages} pages"),
    "annual": N_("{count} personal reports of the year {cycle}, {pages} pages"),
    "department": N_("{count} department packs of {cycle}, {pages} pages"),
    "operations": N_("HR's operations report of {cycle}, {pages} pages"),
    "progress": N_("the company's progress report of {cycle}, {pages} pages"),
}
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
    speech = load_language(language)
    workspace = lay_sample(folder or Path(f"okrsheets-demo-{language}"), language)
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
    _head(speech, 5, N_("Reports"))
    made = [report for request in _requests() for report in _make(speech, workspace, request)]
    _close(speech, workspace)
    return int(_unexpected(result) or any(r.state is ReportState.FAILED for r in made))


def _jobs() -> int:
    return min(4, os.cpu_count() or 1)


def _head(speech: Language, number: int, title: str) -> None:
    say()
    say(f"{number}. {speech.text(title)}")


def _requests() -> Iterator[ReportRequest]:
    """Yield what is made: everybody's quarter and year, departments' packs, company reports."""
    yield ReportRequest("quarterly", CYCLE, jobs=_jobs())
    yield ReportRequest("annual", Cycle(CYCLE.year), jobs=_jobs())
    yield ReportRequest("department", CYCLE, jobs=_jobs())
    yield ReportRequest("operations", CYCLE)
    yield ReportRequest("progress", CYCLE)


def _make(speech: Language, workspace: Workspace, request: ReportRequest) -> tuple[MadeReport, ...]:
    """Make one kind of report and say what came of it."""
    made = with_bar(
        speech.text("Setting pages"),
        lambda step: make_reports(workspace, request, on_progress=step),
    )
    fields = {"count": len(made), "pages": sum(report.pages for report in made)}
    say(speech.text(_KINDS[request.kind], cycle=request.cycle, **fields))
    for report in made:
        if report.state is ReportState.FAILED:
            for finding in report.findings:
                say("  " + show_finding_line(report.path.name, finding, speech))
    return made


def _close(speech: Language, workspace: Workspace) -> None:
    """Say where everything is and what to try next."""
    say()
    say(speech.text("Look here:"))
    places = (
        (N_("blank sheets"), workspace.sheets),
        (N_("filled sheets"), workspace.inbox),
        (N_("texts and marked copies to send back"), workspace.returned),
        (N_("PDF reports"), workspace.reports),
    )
    for word, path in places:
        say("  " + speech.text("{label}: {text}", label=speech.text(word), text=path))
    say(
        speech.text(
            "Then try: okrsheets -C {folder} scores {cycle}", folder=workspace.root, cycle=CYCLE
        )
    )


def _show_ingest(speech: Language, result: IngestResult, workspace: Workspace) -> None:
    for state, count in result.summary.items():
        if count:
            label = speech.text(STATE_WORDS[state])
            say(speech.text("{label}: {text}", label=label, text=count))
    for file in result.files:
        if file.state in _FAULTS:
            if file.person == FAULTY:
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
    return any(file.state in _FAULTS and file.person != FAULTY for file in result.files)
