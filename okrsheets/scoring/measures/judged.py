"""`judged`: nothing is computed; the score is typed, with a reason."""

from okrsheets.model import KeyResult


def measure_judged(key_result: KeyResult) -> None:  # noqa: ARG001 - every measure takes the same
    """Give None, whatever the key result holds."""
    return
