"""What is due when: the dates of planning, half time and scoring, from the fiscal year's month.

One mechanism for the sheet's calendar, the command `calendar`, the letters and `status`. Pure.
Source: docs/method.md, "Calendar".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from okrsheets.errors import N_
from okrsheets.model import Cycle
from okrsheets.periods import cycle_dates

DAYS_TO_SCORE = 14
"""Scores are due within two weeks after a quarter or month."""
_DAYS_TO_PUBLISH = 14
_MONTHS_TO_PLAN = MappingProxyType({"Y": 2, "Q": 1})
_DAYS_TO_PLAN_A_MONTH = 10
"""A quarter is planned in a third of the time before it, its last month; so is a month."""
_DAY = timedelta(days=1)


class Step(StrEnum):
    """What people do for a cycle, in the order of their days.

    Planning is to create, refine and align; finalising freezes the plan and passes it on.
    """

    PLAN = "plan"
    PUBLISH = "publish"
    FINALISE = "finalise"
    REVIEW = "review"
    SCORE = "score"


STEP_WORDS: Mapping[Step, str] = MappingProxyType(
    {
        Step.PLAN: N_("Write the plan: create, refine, align"),
        Step.PUBLISH: N_("Publish the annual OKRs"),
        Step.FINALISE: N_("Finalise and freeze the plan, pass it on"),
        Step.REVIEW: N_("Review at half time"),
        Step.SCORE: N_("Fill in actuals and scores"),
    }
)
ANNUAL_WORDS: Mapping[Step, str] = MappingProxyType(
    {
        **STEP_WORDS,
        Step.PLAN: N_("Draft the annual OKRs of company and departments"),
        Step.SCORE: N_("Score the annual OKRs of company and departments"),
    }
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step of a cycle: it begins on the day `first` and is done by the end of the day `last`."""

    cycle: Cycle
    step: Step
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it; first and last day do."""
        return self.first <= day <= self.last

    @property
    def words(self) -> str:
        """The step in words, to be translated."""
        return (ANNUAL_WORDS if self.cycle.kind == "Y" else STEP_WORDS)[self.step]


def plan_due(cycle: Cycle, fiscal_start: int = 1) -> date:
    """Give the last day of planning: the one before the cycle begins."""
    return cycle_dates(cycle, fiscal_start)[0] - _DAY


def half_time(cycle: Cycle, fiscal_start: int = 1) -> date:
    """Give the first day of a cycle's second half."""
    first, last = cycle_dates(cycle, fiscal_start)
    return first + timedelta(days=((last - first).days + 1) // 2)


def score_due(cycle: Cycle, fiscal_start: int = 1, *, days: int = DAYS_TO_SCORE) -> date:
    """Give the last day of scoring: of the year the end of the month after, else two weeks."""
    after = cycle_dates(cycle, fiscal_start)[1] + _DAY
    if cycle.kind == "Y":
        return _months_later(after, 1) - _DAY
    return after + timedelta(days=days - 1)


def deadlines_of(cycle: Cycle, fiscal_start: int = 1) -> tuple[Deadline, ...]:
    """Give the steps of a cycle in the order of their days.

    Args:
        cycle: a quarter, a month, or the year: the annual OKRs of company and departments.
        fiscal_start: the month in which the year begins, 1-12.
    """
    first, last = cycle_dates(cycle, fiscal_start)
    due = first - _DAY
    score = Deadline(cycle, Step.SCORE, last + _DAY, score_due(cycle, fiscal_start))
    begin = _plan_begins(cycle, first)
    if cycle.kind == "Y":
        publish = first - timedelta(days=_DAYS_TO_PUBLISH)
        return (
            Deadline(cycle, Step.PLAN, begin, publish - _DAY),
            Deadline(cycle, Step.PUBLISH, publish, due),
            score,
        )
    half = half_time(cycle, fiscal_start)
    return (
        Deadline(cycle, Step.PLAN, begin, due),
        Deadline(cycle, Step.FINALISE, due, due),
        Deadline(cycle, Step.REVIEW, half, half),
        score,
    )


def calendar_of(cycles: Iterable[Cycle], fiscal_start: int = 1) -> tuple[Deadline, ...]:
    """Give the steps of these cycles in the order of their days.

    On the same day the year comes first, then the earlier cycle, then the earlier step.
    """
    found = [one for cycle in cycles for one in deadlines_of(cycle, fiscal_start)]
    steps = tuple(Step)
    return tuple(
        sorted(found, key=lambda d: (d.first, d.last, d.cycle.number, steps.index(d.step)))
    )


def _plan_begins(cycle: Cycle, first: date) -> date:
    if cycle.kind == "M":
        return first - timedelta(days=_DAYS_TO_PLAN_A_MONTH)
    return _months_later(first, -_MONTHS_TO_PLAN[cycle.kind])


def _months_later(first: date, months: int) -> date:
    """Give the first day of another month; `first` is a first day itself."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
