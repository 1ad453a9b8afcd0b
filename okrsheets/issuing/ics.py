"""The calendar as a file for Outlook and others (iCalendar, RFC 5545): all-day entries.

A step of several days has an entry on the day it begins and one on its last day, so that a
calendar is not covered with bars. An entry's UID is the same at every writing, so that a calendar
that opens the file again updates what it has; its revision grows with the clock.
"""

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from okrsheets.batch.clock import now
from okrsheets.deadlines import Deadline, Step
from okrsheets.errors import N_, UsageError
from okrsheets.issuing.tray import written_beside
from okrsheets.language import Language, load_language
from okrsheets.reports.records import ReportContext
from okrsheets.reports.words import cycle_title
from okrsheets.workspace import Workspace

_PRODUCT = "-//okrsheets//okrsheets//EN"
_CATEGORY = "OKR"
_FIRST_MINUTE = datetime(2020, 1, 1, tzinfo=UTC)
"""Revisions are counted in minutes from here: later writings are later revisions."""
_NINE_THE_DAY_BEFORE = timedelta(hours=-15)
_NINE_THREE_DAYS_BEFORE = timedelta(days=-3, hours=9)
_CHANGING = (b"DTSTAMP", b"SEQUENCE")
_BEGINS = {
    Step.PLAN: N_("OKR {cycle}: planning begins"),
    Step.PUBLISH: N_("OKR {cycle}: publishing the annual OKRs begins"),
    Step.SCORE: N_("OKR {cycle}: scoring begins"),
}
_ENDS = {
    Step.PUBLISH: N_("OKR {cycle}: annual OKRs published by today"),
    Step.FINALISE: N_("OKR {cycle}: plans finalised by today"),
    Step.REVIEW: N_("OKR {cycle}: half-time review"),
    Step.SCORE: N_("OKR {cycle}: scores in by today"),
}
_ABOUT = {
    Step.PLAN: N_(
        "Create, refine and align objectives and key results, from above and from below. They are "
        "final by {last}."
    ),
    Step.PUBLISH: N_("Company and departments make their annual OKRs known by {last}."),
    Step.FINALISE: N_(
        "Last day of the plan: texts, weights, baselines and targets. It is frozen then and passed "
        "on to all it concerns; later changes are allowed and listed."
    ),
    Step.REVIEW: N_(
        "Half of the cycle is over. Where does each key result stand, and what needs help?"
    ),
    Step.SCORE: N_(
        "Fill in actuals, scores with their reasons, and the review of the cycle, by {last}."
    ),
}
_OF_THE_YEAR = {
    (Step.PLAN, "begins"): N_("OKR {cycle}: drafting of the annual OKRs begins"),
    (Step.PLAN, "about"): N_(
        "Company and departments draft their annual OKRs until {last}, then publish them."
    ),
    (Step.SCORE, "begins"): N_("OKR {cycle}: scoring of the year begins"),
    (Step.SCORE, "ends"): N_("OKR {cycle}: scores of the year in by today"),
    (Step.SCORE, "about"): N_(
        "Company and departments score the year and look back on it, by {last}."
    ),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One all-day entry; `reminder` is reckoned from midnight of its day."""

    uid: str
    day: date
    title: str
    about: str
    reminder: timedelta


def write_calendar(workspace: Workspace, path: Path, dates: Sequence[Deadline]) -> bool:
    """Write the dates to a file, in the workspace's language.

    A file that says the same already is left as it is.

    Returns:
        Whether the file was written.

    Raises:
        UsageError: there is no such folder.
        MachineError: it cannot be written; what was there before is there still.
    """
    if not path.absolute().parent.is_dir():
        raise UsageError(N_("there is no folder {folder}"), folder=path.parent)
    content = calendar_bytes(workspace, dates, now())
    if path.is_file() and _lasting(path.read_bytes()) == _lasting(content):
        return False
    with written_beside(path) as stream:
        stream.write(content)
    return True


def calendar_bytes(workspace: Workspace, dates: Sequence[Deadline], stamp: datetime) -> bytes:
    """Give the dates as an iCalendar file; `stamp` is the time of writing, in UTC."""
    settings, speech = workspace.settings, load_language(workspace.settings.language)
    context = ReportContext(
        language=speech,
        organisation=settings.organisation,
        policies=workspace.policies,
        fiscal_start=settings.fiscal_start,
    )
    book = Calendar()
    book.add("version", "2.0")
    book.add("prodid", _PRODUCT)
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", f"{settings.organisation} OKR {settings.year}")
    for one in dates:
        name = cycle_title(one.cycle, context) if one.cycle.kind == "M" else str(one.cycle)
        for entry in _entries(one, _id(workspace), name, speech):
            book.add_component(_event(entry, stamp))
    return bytes(book.to_ical())


def _id(workspace: Workspace) -> str:
    """Give what tells this workspace's entries from any other's, without its key."""
    return hmac.digest(workspace.key, b"calendar", "sha256").hex()[:16]


def _entries(one: Deadline, owner: str, cycle: str, speech: Language) -> Iterator[_Entry]:
    """Give the entries of a step: where it begins and where it ends, or its one day."""
    about = speech.text(_words(one, "about", _ABOUT), last=one.last)
    if one.step in _BEGINS:
        uid = f"{one.cycle}-{one.step}-begins-{owner}@okrsheets"
        title = speech.text(_words(one, "begins", _BEGINS), cycle=cycle)
        yield _Entry(uid, one.first, title, about, _NINE_THE_DAY_BEFORE)
    if one.step in _ENDS:
        uid = f"{one.cycle}-{one.step}-{owner}@okrsheets"
        title = speech.text(_words(one, "ends", _ENDS), cycle=cycle)
        yield _Entry(uid, one.last, title, about, _NINE_THREE_DAYS_BEFORE)


def _words(one: Deadline, part: str, usual: Mapping[Step, str]) -> str:
    of_the_year = _OF_THE_YEAR.get((one.step, part)) if one.cycle.kind == "Y" else None
    return of_the_year or usual[one.step]


def _event(entry: _Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("sequence", max(0, (stamp - _FIRST_MINUTE) // timedelta(minutes=1)))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.about)
    event.add("categories", [_CATEGORY])
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", entry.reminder)
    event.add_component(alarm)
    return event


def _lasting(content: bytes) -> list[bytes]:
    """Give a file's lines without those that change with the clock."""
    return [line for line in content.split(b"\r\n") if not line.startswith(_CHANGING)]
