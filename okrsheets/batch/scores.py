"""Scores a whole sheet: every cycle of the year with its state, and the year."""

from datetime import date

from okrsheets.batch.rules import Rules
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleState,
    Person,
    Submission,
    YearScore,
)
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.scoring import empty_cycle, score_cycle, score_year

_WITHOUT_RESULTS = (CycleState.NOT_SUBMITTED, CycleState.EMPTY, CycleState.PLANNED)


def is_employed(person: Person | None, first: date, last: date) -> bool:
    """Tell whether a person was employed on at least one day of a cycle; yes where unknown."""
    if person is None:
        return True
    joined, left = person.joined, person.left
    return not ((joined and joined > last) or (left and left < first))


def score_cycles(submission: Submission, rules: Rules) -> tuple[CycleScore, ...]:
    """Give the score of every cycle that has a tab, in the order of the sheet."""
    return tuple(score_cycle(sheet, rules.policies) for sheet in submission.cycles)


def score_person_year(
    year: int, scores: tuple[CycleScore, ...], person: Person | None, rules: Rules
) -> YearScore:
    """Give a person's year: every cycle has a state, `not_submitted` where it has no tab.

    A cycle without results in which the person was not employed is `not_employed`.
    """
    known = {score.cycle: score for score in scores}
    cycles = tuple(
        _with_employment(cycle, known.get(cycle), person, rules)
        for cycle in cycles_of_year(year, rules.options.cycles)
    )
    return score_year(year, cycles, rules.policies)


def _with_employment(
    cycle: Cycle, score: CycleScore | None, person: Person | None, rules: Rules
) -> CycleScore:
    score = score or empty_cycle(cycle, CycleState.NOT_SUBMITTED)
    first, last = cycle_dates(cycle, rules.fiscal_start)
    if score.state in _WITHOUT_RESULTS and not is_employed(person, first, last):
        return empty_cycle(cycle, CycleState.NOT_EMPLOYED)
    return score


def scored_with(person: Person | None, rules: Rules) -> str:
    """Give what the stored scores depend on besides the sheet, to notice when it changes."""
    dates = (person.joined, person.left) if person else (None, None)
    return repr((rules.policies, rules.options.cycles, rules.fiscal_start, *map(str, dates)))
