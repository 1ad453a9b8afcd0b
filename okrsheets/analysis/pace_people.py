"""How everybody keeps pace on a day: each person's key results, and totals that add up. Pure.

Source: docs/pace.md.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from okrsheets.analysis.entries import Known, entries_of, plans_of
from okrsheets.analysis.pace import (
    Clock,
    KeyResultPace,
    Reason,
    Standing,
    judge_key_result,
)
from okrsheets.model import CycleState, Person, PersonYear, Status


@dataclass(frozen=True, slots=True)
class PersonPace:
    """One line of the roster with the pace of its key results, in the order of the sheet."""

    person: Person
    state: CycleState
    key_results: tuple[KeyResultPace, ...]


@dataclass(frozen=True, slots=True)
class PaceTotals:
    """Counts over all key results, and over the lines of the roster.

    `key_results` is the sum of `at_risk`, `on_track` (the computed word), `not_computed` and the
    counts of `standings`; `people` is the sum of `states`. `reasons` overlap.
    """

    key_results: int
    at_risk: int
    on_track: int
    not_computed: int
    standings: Mapping[Standing, int]
    reasons: Mapping[Reason, int]
    stand_out: int
    people: int
    states: Mapping[CycleState, int]


def pace_of(person: PersonYear, clock: Clock, known: Known | None = None) -> PersonPace:
    """Say how a person's key results stand on the clock's day.

    Args:
        person: the person's year.
        clock: the day and its cycle.
        known: what is known of each key result from the store; without it, what the sheet as it
            stands says.
        closed: the day on which the cycle was closed, where it is.
    """
    said = entries_of(person, clock.cycle) if known is None else known
    score = next(s for s in person.year.cycles if s.cycle == clock.cycle)
    closed = score.closed is not None and score.closed.at.date() <= clock.day
    key_results = tuple(
        judge_key_result(
            place.objective,
            plan,
            said.get(place, ()),
            standing=Standing.CLOSED if closed else _standing(person, plan.status, clock),
            clock=clock,
        )
        for place, plan in plans_of(person, clock.cycle).items()
    )
    return PersonPace(person.person, score.state, key_results)


def _standing(person: PersonYear, status: Status | None, clock: Clock) -> Standing:
    sheets = person.submission.cycles if person.submission else ()
    if any(sheet.excused for sheet in sheets if sheet.cycle == clock.cycle):
        return Standing.EXCUSED
    if not _is_employed(person.person, clock.judged_day):
        return Standing.NOT_EMPLOYED
    return Standing.VOID if status is Status.VOID else Standing.LIVE


def _is_employed(person: Person, day: date) -> bool:
    return not ((person.joined and day < person.joined) or (person.left and person.left < day))


def totals_of(paces: Sequence[PersonPace]) -> PaceTotals:
    """Count everything once; the order of the people plays no part."""
    every = [one for pace in paces for one in pace.key_results]
    words = Counter(one.computed for one in every if one.standing is Standing.LIVE)
    standings = Counter(one.standing for one in every)
    reasons = Counter(reason for one in every for reason in one.reasons)
    states = Counter(pace.state for pace in paces)
    return PaceTotals(
        key_results=len(every),
        at_risk=words[Status.AT_RISK],
        on_track=words[Status.ON_TRACK],
        not_computed=words[None],
        standings={s: standings[s] for s in Standing if s is not Standing.LIVE},
        reasons={reason: reasons[reason] for reason in Reason},
        stand_out=sum(bool(one.reasons) for one in every),
        people=len(paces),
        states={state: states[state] for state in CycleState},
    )


def standing_out(
    paces: Iterable[PersonPace],
) -> tuple[tuple[PersonPace, KeyResultPace], ...]:
    """Give every key result with its person: first those that stand out, the gravest before.

    With the same first reason it is who is further behind, then who has more reasons; inside one
    rank, and for the rest, it is the order of the roster and of the sheets.
    """
    pairs = [(pace, one) for pace in paces for one in pace.key_results]
    return tuple(sorted(pairs, key=lambda pair: _rank(pair[1])))


def _rank(one: KeyResultPace) -> tuple[int, bool, Fraction, int]:
    """Give the place by first reason, points behind (unknown last), and number of reasons."""
    order, behind = list(Reason), one.behind or Fraction(0)
    if not one.reasons:
        return (len(order), False, Fraction(0), 0)
    return (order.index(one.reasons[0]), one.behind is None, -behind, -len(one.reasons))
