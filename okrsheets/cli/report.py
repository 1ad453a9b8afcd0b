"""`okrsheets report KIND --cycle CYCLE`: makes PDF reports and says where they are."""

from collections.abc import Callable
from pathlib import Path

import click

from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_pages import NOT_PUT
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, OnProgress, make_reports
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import complain, print_table, say
from okrsheets.cli.cycles import named_cycle
from okrsheets.cli.words import ui
from okrsheets.display import cut, show_finding_line
from okrsheets.errors import N_, MachineError
from okrsheets.language import LANGUAGES, Language
from okrsheets.model import Cycle
from okrsheets.reports import KINDS
from okrsheets.workspace import open_workspace

_MOST_ROWS = 40
STATE_WORDS = {
    ReportState.MADE: N_("made"),
    ReportState.UNCHANGED: N_("unchanged"),
    ReportState.FAILED: N_("failed"),
}


_HELP = ui().text(
    "Make PDF reports: quarterly (a month's where the sheets are monthly) and annual, one per"
    " person; department and company, the review packs; operations, progress, alignment and book,"
    " one file each."
)


@click.command(help=_HELP)
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option(
    "--cycle", required=True, help=ui().text("The cycle, for example 2026Q3, 2026M07 or 2026.")
)
@click.option(
    "--person", "persons", multiple=True, metavar="ID", help=ui().text("Only this person.")
)
@click.option(
    "--department",
    "departments",
    multiple=True,
    metavar="NAME",
    help=ui().text("Only this department."),
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help=ui().text("How many processes set pages."),
)
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=ui().text("The folder for the reports; without it, the workspace's."),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=ui().text("The language of the reports; without it, the roster's or the settings'."),
)
@click.option(
    "--archive",
    is_flag=True,
    help=ui().text("Make PDF/A-3 files for the records, with sheet and scores attached."),
)
@click.option(
    "--templates",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=ui().text(
        "The company's own templates of reports; those not there are the built-in ones."
    ),
)
@click.option(
    "--without-people",
    is_flag=True,
    help=ui().text("Of the company's pack, the summary alone: nobody's pages and nobody's name."),
)
@click.option(
    "--format",
    type=click.Choice(["pdf", "html"]),
    default="pdf",
    show_default=True,
    help=ui().text("For the OKR book: PDF, or a folder of web pages."),
)
def command(**options: object) -> int:
    """Make the reports, list them, and give the exit code."""
    workspace = open_workspace(workspace_folder())
    request = _request(named_cycle(workspace, str(options.pop("cycle"))), options)
    made = with_bar(
        ui().text("Setting pages"),
        lambda step: make_reports(workspace, request, on_progress=step),
    )
    return show_reports(made, ui())


def _request(cycle: Cycle | None, options: dict[str, object]) -> ReportRequest:
    given = {name: value for name, value in options.items() if value is not None}
    return ReportRequest(cycle=cycle, **given)  # type: ignore[arg-type] # click checked the types


def with_bar(
    title: str, work: Callable[[OnProgress | None], tuple[MadeReport, ...]]
) -> tuple[MadeReport, ...]:
    """Do the work with a progress bar where a person is watching, else without."""
    from rich.console import Console  # noqa: PLC0415 - costs start-up, and only terminals need it

    console = Console(stderr=True)
    if not console.is_terminal:
        return work(None)
    from rich.progress import Progress  # noqa: PLC0415 - as above

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        return work(lambda done, whole: progress.update(task, completed=done, total=whole))


def show_reports(made: tuple[MadeReport, ...], speech: Language) -> int:
    """Print the findings and the closing table.

    Gives 3 where a report could not be put in its place, else 1 where one failed, else 0.
    """
    for report in made:
        for finding in report.findings:
            complain(show_finding_line(report.path.name, finding, speech))
    if not made:
        say(speech.text("There is nobody to report on."))
        return 0
    headings = (N_("Report"), N_("State"), N_("Pages"), N_("File"))
    rows = [
        (cut(r.title), speech.text(STATE_WORDS[r.state]), str(r.pages or "—"), str(r.path))
        for r in made[:_MOST_ROWS]
    ]
    print_table([speech.text(heading) for heading in headings], rows)
    if len(made) > _MOST_ROWS:
        say(speech.text("… and {rest} more", rest=len(made) - _MOST_ROWS))
    _show_sums(made, speech)
    if any(finding.code == NOT_PUT for report in made for finding in report.findings):
        return MachineError.exit_code
    return int(any(report.state is ReportState.FAILED for report in made))


def _show_sums(made: tuple[MadeReport, ...], speech: Language) -> None:
    counts = {state: sum(r.state is state for r in made) for state in ReportState}
    parts = [
        f"{speech.text(STATE_WORDS[state])} {count}" for state, count in counts.items() if count
    ]
    say(
        speech.count(
            "{number} report: {parts}",
            "{number} reports: {parts}",
            len(made),
            parts=speech.listed(parts),
        )
    )
