"""`yesno`: done or not done."""

from fractions import Fraction

from okrsheets.model import KeyResult


def measure_yesno(key_result: KeyResult) -> Fraction | None:
    """Give 1 for yes and 0 for no; None for anything else."""
    actual = key_result.actual
    return Fraction(actual) if actual is not None and actual in (0, 1) else None
