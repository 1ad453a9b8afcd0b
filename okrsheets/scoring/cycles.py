"""A cycle's score and state, from one tab of a score sheet."""

from fractions import Fraction

from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleSheet,
    CycleState,
    KeyResult,
    ObjectiveScore,
    ObjectiveState,
    Policies,
    Status,
)
from okrsheets.scoring.objectives import score_objective, weighted_mean
from okrsheets.scoring.weights import effective_weights


def empty_cycle(cycle: Cycle, state: CycleState) -> CycleScore:
    """Give the score of a cycle without a tab to score: not submitted, or not employed."""
    return CycleScore(cycle, state, None)


def score_cycle(sheet: CycleSheet, policies: Policies, *, unscored: str = "block") -> CycleScore:
    """Score one cycle's tab, exactly.

    Args:
        sheet: the tab as filled in; objectives and key results without a text are not in it.
        policies: order of the scores and method of the mean.
        unscored: see `score_objective`; anything but `block` is for the close of a cycle.

    Returns:
        The cycle with one score per objective and key result, in the order of the sheet. It has
        a score only in the state `scored`.
    """
    given = effective_weights([o.weight for o in sheet.objectives])
    weights = given or (None,) * len(sheet.objectives)
    objectives = tuple(
        score_objective(o, w, policies, unscored=unscored)
        for o, w in zip(sheet.objectives, weights, strict=True)
    )
    score = None if sheet.excused else _mean(objectives, unscored)
    return CycleScore(sheet.cycle, _state(sheet, objectives, score), score, objectives)


def settle_cycle(sheet: CycleSheet, policies: Policies) -> CycleScore:
    """Score one cycle's tab as its closing does, exactly.

    A cycle that is partly scored is settled by the policy for key results without a score; under
    `block` it stays as it is. One in which nothing was scored keeps its state: missing is not 0.
    """
    score = score_cycle(sheet, policies)
    if score.state is not CycleState.PARTIAL:
        return score
    return score_cycle(sheet, policies, unscored=policies.unscored_kr)


def _mean(objectives: tuple[ObjectiveScore, ...], unscored: str) -> Fraction | None:
    live = [o for o in objectives if o.state is not ObjectiveState.VOID]
    if unscored == "exclude":
        live = [o for o in live if o.state is ObjectiveState.SCORED]
    return weighted_mean([(o.weight, o.score) for o in live])


def _state(
    sheet: CycleSheet, objectives: tuple[ObjectiveScore, ...], score: Fraction | None
) -> CycleState:
    if sheet.excused:
        return CycleState.VOID
    if not objectives:
        return CycleState.EMPTY
    if all(o.state is ObjectiveState.VOID for o in objectives):
        return CycleState.VOID
    if score is not None:
        return CycleState.SCORED
    return CycleState.PARTIAL if has_results(sheet) else CycleState.PLANNED


def has_results(sheet: CycleSheet) -> bool:
    """Tell whether a live key result of the cycle has an actual or a typed score."""
    return any(_has_result(k) for o in sheet.objectives for k in o.key_results)


def _has_result(key_result: KeyResult) -> bool:
    typed = (key_result.actual, key_result.self_score, key_result.reviewer_score)
    return key_result.status is not Status.VOID and any(value is not None for value in typed)
