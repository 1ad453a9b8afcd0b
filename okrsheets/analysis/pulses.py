"""How key results moved through their cycle, small enough to keep for everybody. Pure.

The rules are those of the pace: which value counts, which check-in is of which key result.
Source: docs/pace.md.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from okrsheets.analysis.entries import Known, Origin, plans_of
from okrsheets.analysis.lines import Line, all_said, draw_line, progress_of
from okrsheets.model import Cycle, KeyResult, KeyResultPlace, PersonYear, Pulse


def pulses_of(
    person: PersonYear, cycle: Cycle, known: Known, *, days: tuple[date, date]
) -> Iterator[tuple[KeyResultPlace, Pulse]]:
    """Yield how each key result of a cycle moved, where there is a line to draw or a note.

    Args:
        person: the person's year.
        cycle: a quarter or a month.
        known: what is known of each key result from the store.
        days: the cycle's first and last day; what was said before or after stands on these.
    """
    for place, plan in plans_of(person, cycle).items():
        line = draw_line(plan, known.get(place, ()))
        day, note = _last_note(line)
        pulse = Pulse(_points(plan, line, days), note, day)
        if len(pulse.points) > 1 or pulse.note:
            yield place, pulse


def _points(
    plan: KeyResult, line: Line, days: tuple[date, date]
) -> tuple[tuple[date, Fraction], ...]:
    """Give one point a day, the last said; a value that means no progress is left out."""
    first, last = days
    found = {}
    for said in all_said(line, "value", date.max):
        progress = progress_of(plan, said.value) if isinstance(said.value, Decimal) else None
        if progress is not None:
            found[min(last, max(first, said.day))] = progress
    return tuple(found.items())


def _last_note(line: Line) -> tuple[date | None, str]:
    for point in reversed(line.points):
        entry = point.entry
        if entry.origin is Origin.CHECK_IN and entry.standing and entry.note.strip():
            return entry.day, entry.note.strip()
    return None, ""
