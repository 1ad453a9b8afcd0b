"""`anchored`: the owner wrote beforehand what 0.3 and what 0.7 mean."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from okrsheets.model import KeyResult

_SCORES = (Fraction(0), Fraction(3, 10), Fraction(7, 10), Fraction(1))


def measure_anchored(key_result: KeyResult) -> Fraction | None:
    """Give the piecewise linear way through baseline 0, v30 0.3, v70 0.7 and target 1.

    None unless all four are there and rise, or fall, all the way. Beyond the ends the outer
    pieces go on in a straight line.
    """
    k = key_result
    if k.baseline is None or k.v30 is None or k.v70 is None or k.target is None:
        return None
    anchors = [Fraction(v) for v in (k.baseline, k.v30, k.v70, k.target)]
    if k.actual is None or not _is_strictly_monotone(anchors):
        return None
    sign = 1 if anchors[0] < anchors[-1] else -1
    return _interpolate([sign * v for v in anchors], sign * Fraction(k.actual))


def _is_strictly_monotone(anchors: Sequence[Fraction]) -> bool:
    steps = [after - before for before, after in pairwise(anchors)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def _interpolate(rising: Sequence[Fraction], actual: Fraction) -> Fraction:
    piece = sum(actual >= anchor for anchor in rising[1:-1])
    start, end = rising[piece], rising[piece + 1]
    share = (actual - start) / (end - start)
    return _SCORES[piece] + share * (_SCORES[piece + 1] - _SCORES[piece])
