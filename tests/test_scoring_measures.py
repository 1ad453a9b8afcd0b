"""Each key result type against a table worked by hand: figures in, progress out."""

from decimal import Decimal
from fractions import Fraction

import pytest

from okrsheets.model import KeyResult, KeyResultType, Policies
from okrsheets.scoring.key_results import score_key_result
from okrsheets.scoring.measures import MEASURES

# A dash is a blank cell, or no score.
TABLE = """
type      | baseline | v30 | v70 | target | upper | actual | raw     | progress
increase  | 80       | -   | -   | 90     | -     | 80     | 0       | 0
increase  | 80       | -   | -   | 90     | -     | 85     | 1/2     | 1/2
increase  | 80       | -   | -   | 90     | -     | 90     | 1       | 1
increase  | 80       | -   | -   | 90     | -     | 95     | 3/2     | 1
increase  | 80       | -   | -   | 90     | -     | 75     | -1/2    | 0
increase  | -20      | -   | -   | -5     | -     | -10    | 2/3     | 2/3
increase  | -10      | -   | -   | 10     | -     | 0      | 1/2     | 1/2
increase  | 0        | -   | -   | 3      | -     | 1      | 1/3     | 1/3
increase  | 0.1      | -   | -   | 0.4    | -     | 0.2    | 1/3     | 1/3
increase  | 0.123    | -   | -   | 0.423  | -     | 0.273  | 1/2     | 1/2
increase  | -        | -   | -   | 90     | -     | 85     | -       | -
increase  | 80       | -   | -   | -      | -     | 85     | -       | -
increase  | 80       | -   | -   | 90     | -     | -      | -       | -
increase  | 80       | -   | -   | 80     | -     | 80     | -       | -
increase  | 50       | -   | -   | 10     | -     | 30     | -       | -
decrease  | 50       | -   | -   | 10     | -     | 50     | 0       | 0
decrease  | 50       | -   | -   | 10     | -     | 30     | 1/2     | 1/2
decrease  | 50       | -   | -   | 10     | -     | 10     | 1       | 1
decrease  | 50       | -   | -   | 10     | -     | 0      | 5/4     | 1
decrease  | 50       | -   | -   | 10     | -     | 70     | -1/2    | 0
decrease  | 50       | -   | -   | 10     | -     | 38     | 3/10    | 3/10
decrease  | 5        | -   | -   | -5     | -     | 0      | 1/2     | 1/2
decrease  | -5       | -   | -   | -20    | -     | -10    | 1/3     | 1/3
decrease  | -        | -   | -   | 10     | -     | 30     | -       | -
decrease  | 50       | -   | -   | -      | -     | 30     | -       | -
decrease  | 50       | -   | -   | 10     | -     | -      | -       | -
decrease  | 10       | -   | -   | 10     | -     | 10     | -       | -
decrease  | 10       | -   | -   | 50     | -     | 30     | -       | -
linear    | -        | -   | -   | 1000   | -     | 0      | 0       | 0
linear    | -        | -   | -   | 1000   | -     | 700    | 7/10    | 7/10
linear    | -        | -   | -   | 1000   | -     | 1200   | 6/5     | 1
linear    | -        | -   | -   | 1000   | -     | -50    | -1/20   | 0
linear    | 100      | -   | -   | 1000   | -     | 700    | 7/10    | 7/10
linear    | -        | -   | -   | 3      | -     | 2      | 2/3     | 2/3
linear    | -        | -   | -   | 0      | -     | 5      | -       | -
linear    | -        | -   | -   | -5     | -     | -5     | -       | -
linear    | -        | -   | -   | -      | -     | 5      | -       | -
linear    | -        | -   | -   | 5      | -     | -      | -       | -
range     | -        | -   | -   | 2      | 4     | 2      | 1       | 1
range     | -        | -   | -   | 2      | 4     | 3      | 1       | 1
range     | -        | -   | -   | 2      | 4     | 4      | 1       | 1
range     | -        | -   | -   | 2      | 4     | 1.5    | 3/4     | 3/4
range     | -        | -   | -   | 2      | 4     | 5      | 1/2     | 1/2
range     | -        | -   | -   | 2      | 4     | 6      | 0       | 0
range     | -        | -   | -   | 2      | 4     | 7      | -1/2    | 0
range     | 10       | -   | -   | 2      | 4     | 7      | 1/2     | 1/2
range     | 10       | -   | -   | 2      | 4     | 10     | 0       | 0
range     | 10       | -   | -   | 2      | 4     | 1      | 5/6     | 5/6
range     | -2       | -   | -   | 2      | 4     | 0      | 1/2     | 1/2
range     | -2       | -   | -   | 2      | 4     | 5      | 3/4     | 3/4
range     | 3        | -   | -   | 2      | 4     | 5      | 1/2     | 1/2
range     | 4        | -   | -   | 2      | 4     | 5      | 1/2     | 1/2
range     | -        | -   | -   | 5      | 5     | 5      | 1       | 1
range     | -        | -   | -   | 5      | 5     | 5.1    | 0       | 0
range     | 5        | -   | -   | 5      | 5     | 4      | 0       | 0
range     | 7        | -   | -   | 5      | 5     | 6      | 1/2     | 1/2
range     | -        | -   | -   | -4     | -2    | -5     | 1/2     | 1/2
range     | -        | -   | -   | 4      | 2     | 3      | -       | -
range     | -        | -   | -   | 2      | -     | 3      | -       | -
range     | -        | -   | -   | -      | 4     | 3      | -       | -
range     | -        | -   | -   | 2      | 4     | -      | -       | -
milestone | -        | -   | -   | 3      | -     | 0      | 0       | 0
milestone | -        | -   | -   | 3      | -     | 2      | 2/3     | 2/3
milestone | -        | -   | -   | 3      | -     | 3      | 1       | 1
milestone | -        | -   | -   | 3      | -     | 4      | 4/3     | 1
milestone | -        | -   | -   | 3.0    | -     | 2.0    | 2/3     | 2/3
milestone | -        | -   | -   | 2.5    | -     | 1      | -       | -
milestone | -        | -   | -   | 0      | -     | 0      | -       | -
milestone | -        | -   | -   | -3     | -     | 1      | -       | -
milestone | -        | -   | -   | 3      | -     | 1.5    | -       | -
milestone | -        | -   | -   | 3      | -     | -1     | -       | -
milestone | -        | -   | -   | -      | -     | 1      | -       | -
milestone | -        | -   | -   | 3      | -     | -      | -       | -
yesno     | -        | -   | -   | -      | -     | 1      | 1       | 1
yesno     | -        | -   | -   | -      | -     | 0      | 0       | 0
yesno     | -        | -   | -   | -      | -     | 0.5    | -       | -
yesno     | -        | -   | -   | -      | -     | 2      | -       | -
yesno     | -        | -   | -   | -      | -     | -      | -       | -
anchored  | 0        | 10  | 30  | 60     | -     | 0      | 0       | 0
anchored  | 0        | 10  | 30  | 60     | -     | 5      | 3/20    | 3/20
anchored  | 0        | 10  | 30  | 60     | -     | 10     | 3/10    | 3/10
anchored  | 0        | 10  | 30  | 60     | -     | 20     | 1/2     | 1/2
anchored  | 0        | 10  | 30  | 60     | -     | 30     | 7/10    | 7/10
anchored  | 0        | 10  | 30  | 60     | -     | 45     | 17/20   | 17/20
anchored  | 0        | 10  | 30  | 60     | -     | 60     | 1       | 1
anchored  | 0        | 10  | 30  | 60     | -     | 70     | 11/10   | 1
anchored  | 0        | 10  | 30  | 60     | -     | -10    | -3/10   | 0
anchored  | 40       | 30  | 20  | 16     | -     | 40     | 0       | 0
anchored  | 40       | 30  | 20  | 16     | -     | 35     | 3/20    | 3/20
anchored  | 40       | 30  | 20  | 16     | -     | 25     | 1/2     | 1/2
anchored  | 40       | 30  | 20  | 16     | -     | 18     | 17/20   | 17/20
anchored  | 40       | 30  | 20  | 16     | -     | 12     | 13/10   | 1
anchored  | 40       | 30  | 20  | 16     | -     | 50     | -3/10   | 0
anchored  | -9       | -6  | -2  | 1      | -     | -4     | 1/2     | 1/2
anchored  | 0        | 30  | 10  | 60     | -     | 20     | -       | -
anchored  | 0        | 10  | 10  | 60     | -     | 20     | -       | -
anchored  | 0        | 10  | 30  | 0      | -     | 20     | -       | -
anchored  | -        | 10  | 30  | 60     | -     | 20     | -       | -
anchored  | 0        | -   | 30  | 60     | -     | 20     | -       | -
anchored  | 0        | 10  | -   | 60     | -     | 20     | -       | -
anchored  | 0        | 10  | 30  | -      | -     | 20     | -       | -
anchored  | 0        | 10  | 30  | 60     | -     | -      | -       | -
judged    | 0        | -   | -   | 10     | -     | 5      | -       | -
judged    | -        | -   | -   | -      | -     | -      | -       | -
"""


def _rows() -> list[list[str]]:
    return [[c.strip() for c in line.split("|")] for line in TABLE.strip().splitlines()[1:]]


def _decimal(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def _fraction(text: str) -> Fraction | None:
    return None if text == "-" else Fraction(text)


@pytest.mark.parametrize("row", _rows(), ids=" ".join)
def test_score_key_result__figures_of_each_type__give_progress(row: list[str]) -> None:
    baseline, v30, v70, target, upper, actual = map(_decimal, row[1:7])
    key_result = KeyResult(
        1,
        "text",
        type=KeyResultType(row[0]),
        baseline=baseline,
        v30=v30,
        v70=v70,
        target=target,
        upper=upper,
        actual=actual,
    )
    score = score_key_result(key_result, Fraction(1), Policies())
    assert (score.raw, score.progress) == (_fraction(row[7]), _fraction(row[8]))
    assert score.computed == score.score == score.progress


def test_score_key_result__no_type__has_no_score() -> None:
    key_result = KeyResult(1, "text", target=Decimal(10), actual=Decimal(5))
    score = score_key_result(key_result, Fraction(1), Policies())
    assert (score.raw, score.score, score.source) == (None, None, None)


def test_measures__every_type__has_one_and_a_hand_worked_row() -> None:
    assert set(MEASURES) == set(KeyResultType)
    assert {row[0] for row in _rows()} == {t.value for t in KeyResultType}
