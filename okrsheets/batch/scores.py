"""Scores a whole sheet: every cycle of the year with its state, and the year."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from okrsheets.batch.rules import Rules
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleSheet,
    CycleState,
    Person,
    Submission,
    YearScore,
)
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.scoring import empty_cycle, score_cycle, score_year, settle_cycle

_WITHOUT_RESULTS = (CycleState.NOT_SUBMITTED, CycleState.EMPTY, CycleState.PLANNED)


def is_employed(person: Person | None, first: date, last: date) -> bool:
    """Tell whether a person was employed on at least one day of a cycle; yes where unknown."""
    if person is None:
        return True
    joined, left = person.joined, person.left
    return not ((joined and joined > last) or (left and left < first))


def score_cycles(
    submission: Submission, rules: Rules, *, settled: bool = True
) -> tuple[CycleScore, ...]:
    """Give the score of every cycle that has a tab, in the order of the sheet.

    A closed cycle is reckoned by the policies of its closing. What was partly scored then is
    settled as they say; without `settled` it is as the sheet itself shows it.
    """
    return tuple(_score(sheet, rules, settled=settled) for sheet in submission.cycles)


def _score(sheet: CycleSheet, rules: Rules, *, settled: bool) -> CycleScore:
    closed = rules.closings.get(sheet.cycle)
    if closed is None:
        return score_cycle(sheet, rules.policies)
    policies = closed.closing.policies
    score = (settle_cycle if settled else score_cycle)(sheet, policies)
    return replace(score, closed=closed.closing)


def score_person_year(
    year: int, scores: tuple[CycleScore, ...], person: Person | None, rules: Rules
) -> YearScore:
    """Give a person's year: every cycle has a state, `not_submitted` where it has no tab.

    A cycle without results in which the person was not employed is `not_employed`. In a closed
    cycle, who had not submitted or was not employed at the closing is so for good.
    """
    known = {score.cycle: score for score in scores}
    cycles = tuple(
        _with_employment(cycle, known.get(cycle), person, rules)
        for cycle in cycles_of_year(year, rules.options.cycles)
    )
    closed = rules.closings.get(Cycle(year))
    if closed is None:
        return score_year(year, cycles, rules.policies)
    return replace(score_year(year, cycles, closed.closing.policies), closed=closed.closing)


def _with_employment(
    cycle: Cycle, score: CycleScore | None, person: Person | None, rules: Rules
) -> CycleScore:
    closed = rules.closings.get(cycle)
    closing = closed.closing if closed else None
    score = score or replace(empty_cycle(cycle, CycleState.NOT_SUBMITTED), closed=closing)
    if closed and person and person.id in closed.people:
        absent = closed.absent.get(person.id)
        return replace(empty_cycle(cycle, absent), closed=closing) if absent else score
    first, last = cycle_dates(cycle, closing.fiscal_start if closing else rules.fiscal_start)
    if score.state in _WITHOUT_RESULTS and not is_employed(person, first, last):
        return replace(empty_cycle(cycle, CycleState.NOT_EMPLOYED), closed=closing)
    return score


def scored_with(person: Person | None, rules: Rules) -> str:
    """Give what the stored scores depend on besides the sheet, to notice when it changes."""
    dates = (person.joined, person.left) if person else (None, None)
    today = (rules.policies, rules.options.cycles, rules.fiscal_start, *map(str, dates))
    return repr((*today, _closed_for(person, rules)) if rules.closings else today)


def _closed_for(person: Person | None, rules: Rules) -> str:
    """Give a short text for the closings and what they recorded of a person's absence."""
    who = person.id if person else ""
    found = [(str(c.closing), str(c.absent.get(who))) for c in rules.closings.values()]
    return sha256(repr(sorted(found)).encode()).hexdigest()[:16]
