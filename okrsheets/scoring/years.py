"""A year's score: the mean of its scored cycles, with how many there are."""

from collections.abc import Sequence
from fractions import Fraction

from okrsheets.model import Cycle, CycleScore, CycleState, Policies, YearScore

_EXCUSED = (CycleState.VOID, CycleState.NOT_EMPLOYED)
_FURTHEST_FIRST = (
    (CycleState.PARTIAL, (CycleState.SCORED, CycleState.PARTIAL)),
    (CycleState.PLANNED, (CycleState.PLANNED,)),
    (CycleState.EMPTY, (CycleState.EMPTY,)),
)


def score_year(year: int, cycles: tuple[CycleScore, ...], policies: Policies) -> YearScore:
    """Score a year.

    Args:
        year: the (fiscal) year.
        cycles: every cycle of the year in order, each with its state; `empty_cycle` stands for
            one without a sheet.
        policies: `missing_quarter` says what a cycle does that is neither scored nor excused:
            `exclude` leaves it out, `zero` counts it as 0, `block` leaves the year without a
            score.

    Returns:
        The year with `scored` cycles of `of`; without a score where no cycle is scored.
    """
    scores = [c.score for c in cycles if c.score is not None]
    excused = sum(c.state in _EXCUSED for c in cycles)
    missing = len(cycles) - len(scores) - excused
    return YearScore(
        cycle=Cycle(year),
        state=_state([c.state for c in cycles], missing),
        score=_mean(scores, missing, policies.missing_quarter),
        scored=len(scores),
        excused=excused,
        of=len(cycles),
        provisional=missing > 0,
        cycles=cycles,
    )


def _mean(scores: Sequence[Fraction], missing: int, policy: str) -> Fraction | None:
    if not scores or (missing and policy == "block"):
        return None
    count = len(scores) + (missing if policy == "zero" else 0)
    return sum(scores, Fraction(0)) / count


def _state(states: Sequence[CycleState], missing: int) -> CycleState:
    """Give how far the year has come: finished, or as far as its furthest cycle."""
    if not missing:
        if CycleState.SCORED in states:
            return CycleState.SCORED
        return CycleState.VOID if CycleState.VOID in states else CycleState.NOT_EMPLOYED
    for state, reached in _FURTHEST_FIRST:
        if any(s in reached for s in states):
            return state
    return CycleState.NOT_SUBMITTED
