"""The small line beside a key result: its progress over the days of the cycle, and what was said.

In millimetres, 16 wide and 4.2 high. From left to right run the days of the cycle, from the
ground to the top progress from 0 to 1; the pale diagonal is the expected progress.
Source: docs/pace.md.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from okrsheets.display import round_half_up, show_percent
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, KeyResultPlace, Pulse
from okrsheets.periods import cycle_dates
from okrsheets.reports.bars import mm, shape
from okrsheets.reports.figures import show_day
from okrsheets.reports.records import (
    Drawing,
    ObjectiveBlock,
    PulseCell,
    ReportContext,
    Shape,
)

_WIDTH, _HEIGHT = "16", "4.2"
_LEFT, _WAY = Fraction("0.6"), Fraction("14.6")
_GROUND, _TALL = Fraction("3.6"), Fraction(3)
_DOT = Fraction("0.55")
_FEWEST = 2


def draw_pulse(pulse: Pulse, cycle: Cycle, context: ReportContext) -> Drawing | None:
    """Draw how a key result moved; None where there are not two points to join."""
    if len(pulse.points) < _FEWEST:
        return None
    days = cycle_dates(cycle, context.fiscal_start)
    places = [(_across(day, days), _GROUND - progress * _TALL) for day, progress in pulse.points]
    expected = [(_LEFT, _GROUND), (_LEFT + _WAY, _GROUND - _TALL)]
    shapes = (
        shape("thin", _LEFT, _GROUND, _WAY, Fraction("0.15")),
        _path("expected", expected),
        _path("pulse", places),
        shape("pulse-end", *places[-1], _DOT, Fraction(0)),
    )
    return Drawing(_words(pulse, context.language), _WIDTH, _HEIGHT, shapes)


def _across(day: date, days: tuple[date, date]) -> Fraction:
    """Give the place of a day's end; the first day's is already a day's way from the left."""
    first, last = days
    whole = (last - first).days + 1
    return _LEFT + Fraction(min(max((day - first).days + 1, 0), whole), whole) * _WAY


def _path(name: str, places: Sequence[tuple[Fraction, Fraction]]) -> Shape:
    way = "L".join(f"{mm(x)} {mm(y)}" for x, y in places)
    return Shape(name, "0", "0", "0", "0", f"M{way}")


def _words(pulse: Pulse, language: Language) -> str:
    (first, low), (last, high) = pulse.points[0], pulse.points[-1]
    return language.text(
        N_("{number} points: progress {low} on {first}, {high} on {last}"),
        number=len(pulse.points),
        low=show_percent(round_half_up(low)),
        first=show_day(first, language),
        high=show_percent(round_half_up(high)),
        last=show_day(last, language),
    )


def last_said(pulse: Pulse, context: ReportContext) -> tuple[str, str]:
    """Give the last check-in's day, and its note; empty where there is none."""
    if not pulse.note or pulse.noted is None:
        return "", ""
    day = show_day(pulse.noted, context.language)
    return context.language.text(N_("Check-in {day}"), day=day), pulse.note


def pulse_legend(objectives: Sequence[ObjectiveBlock], language: Language) -> str:
    """Say how to read the small lines, where there are any."""
    if not any(k.pulse for o in objectives for k in o.key_results):
        return ""
    return language.text(
        N_(
            " The small line is progress over the days of the cycle, its pale diagonal the "
            "progress expected."
        )
    )


def pulse_cells(
    objectives: Sequence[ObjectiveBlock],
    pulses: Mapping[KeyResultPlace, Pulse],
    cycle: Cycle,
) -> tuple[PulseCell, ...]:
    """Give the small lines of a cycle, one a key result that moved."""
    return tuple(
        PulseCell(line.number, line.pulse, _end(line.number, pulses, cycle))
        for objective in objectives
        for line in objective.key_results
        if line.pulse
    )


def _end(number: str, pulses: Mapping[KeyResultPlace, Pulse], cycle: Cycle) -> str:
    objective, _, key_result = number.partition(".")
    points = pulses[KeyResultPlace(cycle.tab, int(objective), int(key_result))].points
    return show_percent(round_half_up(points[-1][1]))
