"""`milestone`: stages done of the stages planned."""

from decimal import Decimal
from fractions import Fraction

from okrsheets.model import KeyResult


def measure_milestone(key_result: KeyResult) -> Fraction | None:
    """Give stages done / stages planned; None unless both are whole, planned at least 1."""
    planned, done = key_result.target, key_result.actual
    if planned is None or done is None:
        return None
    if not (_is_whole(planned) and _is_whole(done)) or planned < 1 or done < 0:
        return None
    return Fraction(done) / Fraction(planned)


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()
