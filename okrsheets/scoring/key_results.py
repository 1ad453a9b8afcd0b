"""A key result's numbers: raw progress, progress, computed score, final score and its source."""

from fractions import Fraction

from okrsheets.model import KeyResult, KeyResultScore, Policies, ScoreSource, Status
from okrsheets.scoring.measures import MEASURES


def raw_progress(key_result: KeyResult) -> Fraction | None:
    """Give unclamped progress by the key result's type; None where it cannot be computed."""
    return None if key_result.type is None else MEASURES[key_result.type](key_result)


def score_key_result(
    key_result: KeyResult, weight: Fraction | None, policies: Policies
) -> KeyResultScore:
    """Score one key result.

    The final score is the first that is there in the order of `policies.score_order`. A void key
    result has no score and no source, whatever was typed beside it, but keeps its weight and
    its measured progress.

    Args:
        key_result: as planned and filled in.
        weight: its effective weight, a fraction of 1; None where the weights cannot stand.
        policies: gives the order of the scores.
    """
    raw = raw_progress(key_result)
    progress = None if raw is None else min(Fraction(1), max(Fraction(0), raw))
    void = key_result.status is Status.VOID
    score, source = (None, None) if void else _final(key_result, progress, policies)
    return KeyResultScore(
        number=key_result.number,
        weight=weight,
        raw=raw,
        progress=progress,
        computed=progress,
        score=score,
        source=source,
        void=void,
    )


def _final(
    key_result: KeyResult, computed: Fraction | None, policies: Policies
) -> tuple[Fraction | None, ScoreSource | None]:
    scores = {
        ScoreSource.REVIEWER: key_result.reviewer_score,
        ScoreSource.SELF: key_result.self_score,
        ScoreSource.COMPUTED: computed,
    }
    for source in policies.score_order:
        score = scores[source]
        if score is not None:
            return Fraction(score), source
    return None, None
