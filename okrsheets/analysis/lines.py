"""A key result's line over its cycle, and what can be told from it: value, movement, trend. Pure.

Nothing said after the day in question counts, and no check-in that was taken out of the sheet.
Source: docs/pace.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from okrsheets.analysis.entries import Entry, Origin, in_order, is_same
from okrsheets.model import KeyResult, Status
from okrsheets.scoring.key_results import raw_progress

_TREND_OF = 3
_IN_THE_SHEET = MappingProxyType({"value": "actual"})


class Trend(StrEnum):
    """Where confidence goes."""

    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a key result's line: an entry with the progress that its value means today."""

    entry: Entry
    progress: Fraction | None


@dataclass(frozen=True, slots=True)
class Line:
    """A key result's line. `earlier` are points of another wording in the same place."""

    points: tuple[Point, ...]
    earlier: tuple[Point, ...]

    @property
    def earlier_wordings(self) -> tuple[str, ...]:
        """Give the other wordings, each once, in the order of their days."""
        return tuple(dict.fromkeys(point.entry.wording for point in self.earlier))


@dataclass(frozen=True, slots=True)
class Said:
    """A value, confidence or status, with the day from which it was said."""

    day: date
    origin: Origin
    value: Decimal | Status


def draw_line(plan: KeyResult, entries: Sequence[Entry]) -> Line:
    """Give a key result's line; the points of other wordings stand apart, measured by nothing."""
    points, earlier = [], []
    for entry in in_order(entries):
        if is_same(entry.wording, plan.text):
            points.append(Point(entry, progress_of(plan, entry.value)))
        else:
            earlier.append(Point(entry, None))
    return Line(tuple(points), tuple(earlier))


def progress_of(plan: KeyResult, value: Decimal | None) -> Fraction | None:
    """Give the progress, 0-1, that a value means by the plan; None where it has none."""
    raw = None if value is None else raw_progress(replace(plan, actual=value))
    return None if raw is None else min(Fraction(1), max(Fraction(0), raw))


def all_said(line: Line, name: str, day: date) -> tuple[Said, ...]:
    """Give every value (or confidence, or status) that was said up to a day, in order.

    A sheet that repeats what the sheet before it said, says nothing new: its cell was left as it
    was. A check-in is a statement of its own day whatever it says.
    """
    found, in_sheet = [], None
    for entry in (point.entry for point in line.points if point.entry.day <= day):
        value = getattr(entry, name)
        if value is None or not entry.standing:
            continue
        if entry.origin is Origin.SHEET:
            if value == in_sheet:
                continue
            in_sheet = value
        found.append(Said(entry.day, entry.origin, value))
    return tuple(found)


def last_said(line: Line, plan: KeyResult, name: str, day: date) -> Said | None:
    """Give what held on a day: the sheet's own word, or a check-in's if it is of a later day.

    Where no later sheet is stored, the sheet's own word is what stands in `plan`, also where it
    was blanked since; for an earlier day it is what the last sheet before said.
    """
    said = all_said(line, name, day)
    logged = next((s for s in reversed(said) if s.origin is Origin.CHECK_IN), None)
    own = next((s for s in reversed(said) if s.origin is Origin.SHEET), None)
    sheets = [p.entry.day for p in line.points if p.entry.origin is Origin.SHEET]
    if sheets and max(sheets) <= day:
        own = _as_it_stands(own, getattr(plan, _IN_THE_SHEET.get(name, name)), max(sheets))
    if logged is not None and (own is None or logged.day > own.day):
        return logged
    return own


def _as_it_stands(own: Said | None, value: Decimal | Status | None, day: date) -> Said | None:
    if value is None:
        return None
    return own if own and own.value == value else Said(day, Origin.SHEET, value)


def last_movement(line: Line, day: date) -> date | None:
    """Give the last day up to `day` on which a value came that differs from the one before it.

    The first value is a movement; None where there is no value.
    """
    moved, before = None, None
    for said in all_said(line, "value", day):
        if said.value != before:
            moved = said.day
        before = said.value
    return moved


def first_known(line: Line, day: date) -> date | None:
    """Give the first day on which anything is known of the key result in its present wording."""
    return next((p.entry.day for p in line.points if p.entry.day <= day), None)


def trend_of(line: Line, day: date) -> tuple[Trend | None, Trend | None]:
    """Give where confidence goes: over the last three times it was said, and at the last step.

    The first compares the last with the third from the end (with the first where it was said
    twice only), the second the last with the one before it; None where it was said once or never.
    """
    values = [s.value for s in all_said(line, "confidence", day)][-_TREND_OF:]
    numbers = [value for value in values if isinstance(value, Decimal)]
    if len(numbers) <= 1:
        return None, None
    return _between(numbers[0], numbers[-1]), _between(numbers[-2], numbers[-1])


def _between(before: Decimal, after: Decimal) -> Trend:
    if before == after:
        return Trend.STEADY
    return Trend.RISING if after > before else Trend.FALLING
