"""`increase` and `decrease`: how far the actual has come from the baseline to the target."""

from decimal import Decimal
from fractions import Fraction

from okrsheets.model import KeyResult


def measure_increase(key_result: KeyResult) -> Fraction | None:
    """Give (a - s) / (t - s); None unless the target lies above the baseline."""
    s, t, a = key_result.baseline, key_result.target, key_result.actual
    if s is None or t is None or a is None or t <= s:
        return None
    return _share_of_the_way(s, t, a)


def measure_decrease(key_result: KeyResult) -> Fraction | None:
    """Give (a - s) / (t - s); None unless the target lies below the baseline."""
    s, t, a = key_result.baseline, key_result.target, key_result.actual
    if s is None or t is None or a is None or t >= s:
        return None
    return _share_of_the_way(s, t, a)


def _share_of_the_way(baseline: Decimal, target: Decimal, actual: Decimal) -> Fraction:
    start = Fraction(baseline)
    return (Fraction(actual) - start) / (Fraction(target) - start)
