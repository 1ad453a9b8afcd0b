"""An objective's score: the weighted, or plain, mean of its live key results."""

from collections.abc import Sequence
from fractions import Fraction

from okrsheets.model import KeyResultScore, Objective, ObjectiveScore, ObjectiveState, Policies
from okrsheets.scoring.key_results import score_key_result
from okrsheets.scoring.weights import effective_weights


def score_objective(
    objective: Objective,
    weight: Fraction | None,
    policies: Policies,
    *,
    unscored: str = "block",
) -> ObjectiveScore:
    """Score one objective.

    Args:
        objective: with its key results, in the order of the sheet.
        weight: its effective weight in the cycle; None where those weights cannot stand.
        policies: gives the order of the scores and the method of the mean.
        unscored: what a live key result without a score does: `block` leaves the objective
            partial, `exclude` takes it out of the sum, `zero` counts it as 0. Only the close of
            a cycle asks for anything but `block`.
    """
    given = effective_weights([k.weight for k in objective.key_results])
    weights = given or (None,) * len(objective.key_results)
    key_results = tuple(
        score_key_result(k, w, policies)
        for k, w in zip(objective.key_results, weights, strict=True)
    )
    state, score = _state_and_score(key_results, policies.objective_method, unscored)
    return ObjectiveScore(objective.number, weight, state, score, key_results)


def _state_and_score(
    key_results: tuple[KeyResultScore, ...], method: str, unscored: str
) -> tuple[ObjectiveState, Fraction | None]:
    live = [k for k in key_results if not k.void]
    if key_results and not live:
        return ObjectiveState.VOID, None
    if unscored == "exclude":
        live = [k for k in live if k.score is not None]
    score = _mean(live, method, Fraction(0) if unscored == "zero" else None)
    return (ObjectiveState.PARTIAL if score is None else ObjectiveState.SCORED), score


def _mean(live: Sequence[KeyResultScore], method: str, missing: Fraction | None) -> Fraction | None:
    pairs = [
        (Fraction(1) if method == "mean" else k.weight, missing if k.score is None else k.score)
        for k in live
    ]
    return weighted_mean(pairs)


def weighted_mean(pairs: Sequence[tuple[Fraction | None, Fraction | None]]) -> Fraction | None:
    """Give the mean of (weight, score) pairs; None for no pairs or where a part is missing."""
    whole = [(w, s) for w, s in pairs if w is not None and s is not None]
    if not whole or len(whole) < len(pairs):
        return None
    return sum((w * s for w, s in whole), Fraction(0)) / sum(w for w, _ in whole)
