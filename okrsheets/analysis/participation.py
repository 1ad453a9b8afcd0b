"""Who takes part: people by department, by state, how late, and when they check in. Pure.

Every count is over lines of the roster, so that what is counted adds up to it.
Source: docs/reports.md, "Operations".
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from okrsheets.analysis.due import Due
from okrsheets.analysis.groups import score_in
from okrsheets.model import CheckIn, Cycle, CycleSheet, CycleState, PersonYear
from okrsheets.periods import cycle_dates

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Unit:
    """A department with everybody in it and below it; `path` is () for those without one."""

    path: tuple[str, ...]
    people: tuple[PersonYear, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Some days with the check-ins that bear their dates: how many, and of how many people."""

    first: date
    last: date
    check_ins: int
    people: int


@dataclass(frozen=True, slots=True)
class CheckInCounts:
    """The check-ins of a cycle or a year: by week or month, and those with a day outside or none.

    `total` is the sum of the spans' and of `outside`; `people` have at least one.
    """

    total: int
    people: int
    outside: int
    spans: tuple[Span, ...]


def units_of(people: Iterable[PersonYear]) -> tuple[Unit, ...]:
    """Give every department of every level, each before those below it, in the roster's order.

    The units of the first level, with that of those without a department, are everybody.
    """
    found: dict[tuple[str, ...], list[PersonYear]] = {}
    for one in people:
        path = one.person.department
        for depth in range(1, len(path) + 1):
            found.setdefault(path[:depth], []).append(one)
        if not path:
            found.setdefault((), []).append(one)
    rank = {path: number for number, path in enumerate(found)}
    ordered = sorted(found, key=lambda path: [rank[path[:d]] for d in range(1, len(path) + 1)])
    return tuple(Unit(path, tuple(found[path])) for path in ordered)


def count_states(people: Iterable[PersonYear], cycle: Cycle) -> Counter[CycleState]:
    """Count people by their state in a cycle or in the year; the sum is everybody."""
    return Counter(score_in(one, cycle).state for one in people)


def days_late(dues: Iterable[Due], day: date) -> Mapping[str, int]:
    """Give for everybody who is late with something the days since the oldest last day, by id."""
    found: dict[str, int] = {}
    for due in dues:
        if due.late:
            days = (day - due.deadline.last).days
            for one in due.missing:
                found[one.person.id] = max(days, found.get(one.person.id, 0))
    return found


def sheet_in(person: PersonYear, cycle: Cycle) -> CycleSheet | None:
    """Give the tab of a cycle as it was filled in; None where there is no sheet."""
    sheets = person.submission.cycles if person.submission else ()
    return next((sheet for sheet in sheets if sheet.cycle == cycle), None)


def cycles_of(person: PersonYear, cycle: Cycle) -> tuple[Cycle, ...]:
    """Give the scored cycles that a report of `cycle` covers: itself, or all of the year."""
    return tuple(c.cycle for c in person.year.cycles) if cycle.kind == "Y" else (cycle,)


def check_ins_of(person: PersonYear, cycle: Cycle) -> tuple[CheckIn, ...]:
    """Give the lines of the check-ins that name a key result of a cycle, or of the year."""
    lines = person.submission.check_ins if person.submission else ()
    tabs = {one.tab for one in cycles_of(person, cycle)}
    return tuple(c for c in lines if c.key_result is not None and c.key_result.tab in tabs)


def count_check_ins(people: Sequence[PersonYear], cycle: Cycle, fiscal_start: int) -> CheckInCounts:
    """Count check-ins by the weeks of a cycle, counted from its first day, or the year's months."""
    spans = _spans(cycle, fiscal_start)
    lines, who = Counter[int](), Counter[int]()
    total = with_any = 0
    for one in people:
        found = [_place(line.day, spans) for line in check_ins_of(one, cycle)]
        total += len(found)
        with_any += bool(found)
        lines.update(found)
        who.update(set(found))
    counted = tuple(
        Span(first, last, lines[number], who[number]) for number, (first, last) in enumerate(spans)
    )
    return CheckInCounts(total, with_any, lines[-1], counted)


def _place(day: date | None, spans: Sequence[tuple[date, date]]) -> int:
    """Give the number of the span that holds a day; -1 where none does."""
    if day is None or not spans[0][0] <= day <= spans[-1][1]:
        return -1
    return sum(first <= day for first, _ in spans) - 1


def _spans(cycle: Cycle, fiscal_start: int) -> list[tuple[date, date]]:
    if cycle.kind == "Y":
        return [cycle_dates(Cycle(cycle.year, "M", n), fiscal_start) for n in range(1, _MONTHS + 1)]
    first, last = cycle_dates(cycle, fiscal_start)
    weeks = range((last - first).days // 7 + 1)
    return [(first + n * _WEEK, min(last, first + (n + 1) * _WEEK - _DAY)) for n in weeks]
