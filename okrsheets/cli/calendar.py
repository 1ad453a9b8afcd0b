"""`okrsheets calendar`: the year's dates on the screen, and as a file for Outlook."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from okrsheets.batch.due import deadline_record
from okrsheets.cli import workspace_folder
from okrsheets.cli.console import complain, print_json, print_table, say
from okrsheets.cli.cycles import all_cycles, named_cycle
from okrsheets.cli.options import form_option
from okrsheets.cli.words import ui
from okrsheets.deadlines import Deadline, calendar_of
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle
from okrsheets.periods import cycle_dates
from okrsheets.workspace import Workspace, open_workspace

_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_HELP = ui().text(
    "Show the year's dates: planning, half time, scoring.\n\n"
    "They follow from the month in which the year begins (fiscal_start) and from whether quarters"
    " or months are planned. With --ics they are written as all-day entries with reminders, which"
    " Outlook and other calendars open; opened again, they are updated, not doubled."
)


@click.command(help=_HELP)
@click.option(
    "--ics",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=ui().text("Write the dates to FILE (.ics); a file of that name is replaced."),
)
@click.option("--cycle", metavar="CYCLE", help=ui().text("The dates of one cycle only."))
@form_option()
def command(ics: Path | None, cycle: str | None, form: str) -> int:
    """Show the calendar, and write it where a file is named."""
    workspace = open_workspace(workspace_folder())
    named = named_cycle(workspace, cycle)
    cycles = (named,) if named else all_cycles(workspace)
    dates = calendar_of(cycles, workspace.settings.fiscal_start)
    if ics is not None:
        _write(workspace, ics, dates)
    if form == "json":
        print_json(_record(workspace, dates))
    else:
        _show(workspace, dates, ui())
    return 0


def _write(workspace: Workspace, file: Path, dates: Sequence[Deadline]) -> None:
    from okrsheets.issuing.ics import write_calendar  # noqa: PLC0415 - only a file needs it

    if write_calendar(workspace, file, dates):
        complain(ui().text("written: {file}", file=file))
    else:
        complain(ui().text("unchanged: {file}", file=file))


def _record(workspace: Workspace, dates: Sequence[Deadline]) -> dict[str, object]:
    settings = workspace.settings
    first, last = cycle_dates(Cycle(settings.year), settings.fiscal_start)
    return {
        "organisation": settings.organisation,
        "year": settings.year,
        "fiscal_start": settings.fiscal_start,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "dates": [deadline_record(one) for one in dates],
    }


def _show(workspace: Workspace, dates: Sequence[Deadline], speech: Language) -> None:
    settings = workspace.settings
    first, last = cycle_dates(Cycle(settings.year), settings.fiscal_start)
    say(
        speech.text(
            "The calendar of {organisation} in {year}",
            organisation=settings.organisation,
            year=settings.year,
        )
        + speech.text(" ({first} to {last})", first=first, last=last)
    )
    say()
    headings = [speech.text(one) for one in (N_("Begins"), N_("Done by"), N_("Cycle"), N_("What"))]
    print_table(headings, [_row(one, speech) for one in dates])


def _row(one: Deadline, speech: Language) -> tuple[str, ...]:
    begins = "" if one.first == one.last else _day(one.first, speech)
    return (begins, _day(one.last, speech), str(one.cycle), speech.text(one.words))


def _day(day: date, speech: Language) -> str:
    return f"{day} {speech.text(_DAYS[day.weekday()])}"
