"""A group's figures: how many have a score, mean, median, quartiles, spread. Exact and pure.

Source: docs/calibration.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from okrsheets.model import Cycle, CycleScore, CycleState, PersonYear, YearScore

_EXCUSED = (CycleState.VOID, CycleState.NOT_EMPLOYED)
_DIGITS = 20


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group's figures, exact. `n` people have a score, `missing` should have one and do not."""

    n: int
    missing: int
    excused: int
    mean: Fraction | None
    median: Fraction | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far a group's scores lie apart; everything is None where there is no score.

    `variance` is the population's (divided by n): the group is everybody, not a sample of others.
    `lower` and `upper` are the quartiles with both ends counted, as QUARTILE.INC gives them.
    """

    variance: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    least: Fraction | None
    most: Fraction | None

    @property
    def deviation(self) -> Decimal | None:
        """The standard deviation, the root of the variance, to twenty digits."""
        if self.variance is None:
            return None
        with localcontext() as context:
            context.prec = _DIGITS
            return (Decimal(self.variance.numerator) / self.variance.denominator).sqrt()


def group_figures(scores: Iterable[Fraction], *, missing: int, excused: int) -> GroupFigures:
    """Give a group's mean and median of the scores there are; None where there is none."""
    known = sorted(scores)
    mean, median = mean_of(known), _at(known, Fraction(1, 2))
    return GroupFigures(len(known), missing, excused, mean, median)


def mean_of(numbers: Sequence[Fraction]) -> Fraction | None:
    """Give the plain mean; None of no numbers."""
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def spread_of(scores: Iterable[Fraction]) -> Spread:
    """Give how far scores lie apart."""
    known = sorted(scores)
    mean = mean_of(known)
    variance = None if mean is None else mean_of([(score - mean) ** 2 for score in known])
    return Spread(
        variance,
        _at(known, Fraction(1, 4)),
        _at(known, Fraction(3, 4)),
        known[0] if known else None,
        known[-1] if known else None,
    )


def _at(known: Sequence[Fraction], share: Fraction) -> Fraction | None:
    """Give the value at a share of the way from the least to the most, between two if need be."""
    if not known:
        return None
    place = share * (len(known) - 1)
    below = int(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (place - below) * (known[above] - known[below])


def score_in(person: PersonYear, cycle: Cycle) -> CycleScore | YearScore:
    """Give the person's score of a cycle, or of the year; not submitted where none is known."""
    if cycle.kind == "Y":
        return person.year
    known = {score.cycle: score for score in person.year.cycles}
    return known.get(cycle) or CycleScore(cycle, CycleState.NOT_SUBMITTED, None)


def scores_in(people: Iterable[PersonYear], cycle: Cycle) -> list[Fraction]:
    """Give the scores there are, in the order of the people."""
    scores = (score_in(person, cycle).score for person in people)
    return [score for score in scores if score is not None]


def figures_of(people: Sequence[PersonYear], cycle: Cycle) -> GroupFigures:
    """Give a group's figures in a cycle, or of the year; n, missing and excused make everybody."""
    lacking = [score_in(p, cycle) for p in people if score_in(p, cycle).score is None]
    excused = sum(score.state in _EXCUSED for score in lacking)
    return group_figures(scores_in(people, cycle), missing=len(lacking) - excused, excused=excused)
