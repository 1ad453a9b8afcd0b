"""What is due on a day, and from whom it is still missing. Pure; source: docs/calendar.md."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from okrsheets.deadlines import Deadline, Step, calendar_of
from okrsheets.model import Cycle, CycleScore, CycleState, Kind, PersonYear, YearScore
from okrsheets.periods import cycle_dates

_UNPLANNED = (CycleState.NOT_SUBMITTED, CycleState.EMPTY)
_UNSCORED = (*_UNPLANNED, CycleState.PLANNED, CycleState.PARTIAL)
_BEGUN = (CycleState.PLANNED, CycleState.PARTIAL)


class Unasked(StrEnum):
    """Why a step is not asked of somebody; the first one that is true counts."""

    AWAY = "away"
    CLOSED = "closed"
    VOID = "void"
    KIND = "kind"
    LEFT = "left"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Due:
    """A step that is under way, or whose last day is over while it is missing from somebody.

    `asked` and `missing` are the people it is asked of and those of them from whom it is missing,
    in the roster's order. `asked` is None where no sheet tells who has done it (a review).
    """

    deadline: Deadline
    late: bool
    asked: int | None
    missing: tuple[PersonYear, ...]


def what_is_due(
    people: Sequence[PersonYear], cycles: Sequence[Cycle], fiscal_start: int, day: date
) -> tuple[Due, ...]:
    """Give what is due on a day: late steps first, then those under way, by their last days.

    A plan is asked for until its cycle is over; from then on the scores are.

    Args:
        people: everyone on the roster.
        cycles: the cycles to look at.
        fiscal_start: the month in which the year begins, 1-12.
        day: today.
    """
    found = [
        _due(one, people, fiscal_start, day)
        for one in calendar_of(cycles, fiscal_start)
        if one.first <= day and one.step is not Step.FINALISE
    ]
    shown = (due for due in found if due.missing or (due.asked != 0 and not due.late))
    return tuple(sorted(shown, key=lambda due: (not due.late, due.deadline.last)))


def what_is_next(cycles: Sequence[Cycle], fiscal_start: int, day: date) -> Deadline | None:
    """Give the first step that begins after a day; None after the last one."""
    later = (one for one in calendar_of(cycles, fiscal_start) if one.first > day)
    return next(later, None)


def count_unasked(
    people: Sequence[PersonYear], deadline: Deadline, fiscal_start: int, day: date
) -> Counter[Unasked]:
    """Count of whom a step is not asked, by why; with those asked it is everybody."""
    first = cycle_dates(deadline.cycle, fiscal_start)[0]
    found = (_why_not_asked(one, deadline, first, day) for one in people)
    return Counter(why for why in found if why is not None)


def _due(deadline: Deadline, people: Sequence[PersonYear], fiscal_start: int, day: date) -> Due:
    late = day > deadline.last
    over = deadline.step is Step.PLAN and day > cycle_dates(deadline.cycle, fiscal_start)[1]
    if over or not _is_counted(deadline):
        return Due(deadline, late, None, ())
    first = cycle_dates(deadline.cycle, fiscal_start)[0]
    asked = [one for one in people if _why_not_asked(one, deadline, first, day) is None]
    lacking = _UNPLANNED if deadline.step is Step.PLAN else _UNSCORED
    missing = tuple(one for one in asked if state_in(one, deadline.cycle) in lacking)
    return Due(deadline, late, len(asked), missing)


def _is_counted(deadline: Deadline) -> bool:
    """Tell whether sheets say who has done a step; none says who has written annual OKRs."""
    if deadline.step is Step.PLAN:
        return deadline.cycle.kind != "Y"
    return deadline.step is Step.SCORE


def _is_closed(one: PersonYear, cycle: Cycle) -> bool:
    scores: tuple[CycleScore | YearScore, ...] = (one.year, *one.year.cycles)
    return any(score.closed is not None for score in scores if score.cycle == cycle)


def _why_not_asked(one: PersonYear, deadline: Deadline, first: date, day: date) -> Unasked | None:
    """Say why a step is not asked of somebody; None where it is. `first`: the cycle's first day.

    Whoever joined too late to plan, or is gone before the step's last day or by now, is not
    asked; who joined during the cycle and has planned it all the same is asked for its scores.
    The year is scored by company and departments only. Of a closed cycle nothing is asked.
    """
    person, state = one.person, state_in(one, deadline.cycle)
    late = person.joined is not None and person.joined >= first
    begun = deadline.step is Step.SCORE and (person.joined == first or state in _BEGUN)
    tests = {
        Unasked.AWAY: state in (None, CycleState.NOT_EMPLOYED),
        Unasked.CLOSED: _is_closed(one, deadline.cycle),
        Unasked.VOID: state is CycleState.VOID,
        Unasked.KIND: deadline.cycle.kind == "Y" and person.kind is Kind.PERSON,
        Unasked.LEFT: person.left is not None and person.left < max(day, deadline.last),
        Unasked.JOINED: late and not begun,
    }
    return next((why for why, found in tests.items() if found), None)


def state_in(one: PersonYear, cycle: Cycle) -> CycleState | None:
    """Give somebody's state in a cycle or in the year; None where they have no such cycle."""
    if one.year.cycle == cycle:
        return one.year.state
    return next((score.state for score in one.year.cycles if score.cycle == cycle), None)
