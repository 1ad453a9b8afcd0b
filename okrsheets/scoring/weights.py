"""Weights: what each key result of an objective, or each objective of a cycle, counts for."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from okrsheets.model import WEIGHT_TOLERANCE

_TOLERANCE = Fraction(WEIGHT_TOLERANCE)


def effective_weights(weights: Sequence[Decimal | None]) -> tuple[Fraction, ...] | None:
    """Fill in the blank weights; None where the weights given cannot stand.

    All blank: equal. Some blank: they share what is left equally. The given ones stay as they
    are; nothing is silently scaled to 100 %.

    Args:
        weights: shares, 1 for 100 %, in the order of the sheet; None where blank. Void key
            results are among them: they keep their place in the 100 %.

    Returns:
        One weight each, in the same order; None where a weight is not above 0, where nothing is
        left for the blanks, or where the sum is not 1 (within 0.0001).
    """
    exact = [None if w is None else Fraction(w) for w in weights]
    given = [w for w in exact if w is not None]
    if any(w <= 0 for w in given):
        return None
    left = 1 - sum(given, Fraction(0))
    blanks = len(weights) - len(given)
    fits = left > _TOLERANCE if blanks else not weights or abs(left) <= _TOLERANCE
    if not fits:
        return None
    return tuple(left / blanks if w is None else w for w in exact)
