"""`linear`: new business with no history, measured from nothing."""

from fractions import Fraction

from okrsheets.model import KeyResult


def measure_linear(key_result: KeyResult) -> Fraction | None:
    """Give a / t; None unless the target is above 0. The baseline plays no part."""
    t, a = key_result.target, key_result.actual
    if t is None or a is None or t <= 0:
        return None
    return Fraction(a) / Fraction(t)
