"""`range`: a value that has to stay between a lower and an upper edge."""

from decimal import Decimal
from fractions import Fraction

from okrsheets.model import KeyResult


def measure_range(key_result: KeyResult) -> Fraction | None:
    """Give 1 inside the closed band, outside it 1 - d / span.

    The lower edge stands in `target`, the upper in `upper`; None where one is missing or they
    are the wrong way round. d is the distance to the nearer edge. With a span of 0 any value
    outside the band gives 0.
    """
    low, high, a = key_result.target, key_result.upper, key_result.actual
    if low is None or high is None or a is None or low > high:
        return None
    distance = _distance(a, low, high)
    if distance == 0:
        return Fraction(1)
    span = _span(key_result.baseline, low, high)
    return 1 - distance / span if span else Fraction(0)


def _span(baseline: Decimal | None, low: Decimal, high: Decimal) -> Fraction:
    """Give the baseline's distance from the band, else the band's width."""
    from_baseline = Fraction(0) if baseline is None else _distance(baseline, low, high)
    return from_baseline or Fraction(high) - Fraction(low)


def _distance(value: Decimal, low: Decimal, high: Decimal) -> Fraction:
    """Give how far `value` lies outside the band; 0 inside it and on its edges."""
    if value < low:
        return Fraction(low) - Fraction(value)
    return max(Fraction(0), Fraction(value) - Fraction(high))
