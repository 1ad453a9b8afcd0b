"""Who uses the sheets thinly: handed in, but hardly anything in them. Signs, not judgements. Pure.

A sign is looked for where a sheet came in and the cycle is neither void nor outside of employment.
Source: docs/reports.md, "Operations".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from okrsheets.analysis.groups import score_in
from okrsheets.analysis.participation import check_ins_of, cycles_of, sheet_in
from okrsheets.display import round_half_up
from okrsheets.model import (
    Cycle,
    CycleReview,
    CycleScore,
    CycleSheet,
    CycleState,
    KeyResult,
    KeyResultScore,
    PersonYear,
    Policies,
    Status,
    YearScore,
    policies_of,
)
from okrsheets.periods import cycle_dates

STILL_DAYS = 28
FIRST_CHECK_IN_DAYS = 14
_WARNING = (Status.AT_RISK, Status.OFF_TRACK, Status.VOID)
_NOT_ASKED = (CycleState.NOT_SUBMITTED, CycleState.VOID, CycleState.NOT_EMPLOYED)


class Sign(StrEnum):
    """Why somebody's use looks thin, in the order in which it is listed."""

    UNPLANNED = "unplanned"
    NO_CHECK_INS = "no_check_ins"
    STILL = "still"
    NO_REASONS = "no_reasons"
    BLANK_REVIEW = "blank_review"


@dataclass(frozen=True, slots=True)
class Watch:
    """What signs are looked for with: the day, whether the sheets have check-ins, today's rules."""

    day: date
    fiscal_start: int
    check_ins: bool
    policies: Policies


@dataclass(frozen=True, slots=True)
class WeakUse:
    """Somebody with at least one sign, each with the cycles in which it was found."""

    person: PersonYear
    signs: tuple[tuple[Sign, tuple[Cycle, ...]], ...]


def find_weak_use(people: Sequence[PersonYear], cycle: Cycle, watch: Watch) -> tuple[WeakUse, ...]:
    """Give everybody with a sign in a cycle, or in a cycle of the year, in the roster's order."""
    found = ((one, _signs_of(one, cycle, watch)) for one in people)
    return tuple(WeakUse(one, signs) for one, signs in found if signs)


def _signs_of(
    one: PersonYear, cycle: Cycle, watch: Watch
) -> tuple[tuple[Sign, tuple[Cycle, ...]], ...]:
    cycles = {part: set(_signs_in(one, part, watch)) for part in cycles_of(one, cycle)}
    by_sign = ((sign, tuple(c for c, signs in cycles.items() if sign in signs)) for sign in Sign)
    return tuple((sign, found) for sign, found in by_sign if found)


def _signs_in(one: PersonYear, cycle: Cycle, watch: Watch) -> Iterator[Sign]:
    score, sheet = score_in(one, cycle), sheet_in(one, cycle)
    first, last = cycle_dates(cycle, watch.fiscal_start)
    if sheet is None or score.state in _NOT_ASKED or watch.day < first:
        return
    if score.state is CycleState.EMPTY:
        joined = one.person.joined
        if joined is None or joined < first:
            yield Sign.UNPLANNED
        return
    begun = (min(watch.day, last) - first).days >= FIRST_CHECK_IN_DAYS
    if watch.check_ins and begun and not check_ins_of(one, cycle):
        yield Sign.NO_CHECK_INS
    if watch.day <= last and _still_days(one, cycle, first, watch.day) >= STILL_DAYS:
        yield Sign.STILL
    if _lacks_reasons(sheet, score, policies_of(score, watch.policies)):
        yield Sign.NO_REASONS
    if watch.day > last and _is_blank(sheet.review):
        yield Sign.BLANK_REVIEW


def _still_days(one: PersonYear, cycle: Cycle, first: date, day: date) -> int:
    """Give the days since anything came: a version of the sheet, or a check-in of the cycle."""
    said = [c.day for c in check_ins_of(one, cycle) if c.day is not None and c.day <= day]
    came = [one.received] if one.received is not None else []
    return (day - max([first, *came, *said])).days


def _lacks_reasons(sheet: CycleSheet, score: CycleScore | YearScore, policies: Policies) -> bool:
    """Tell whether something asks for a reason and not one key result of it has any."""
    asking = [k for k, s in _pairs(sheet, score) if _asks(k, s, policies)]
    return bool(asking) and not any(k.reason.strip() for k in asking)


def _pairs(
    sheet: CycleSheet, score: CycleScore | YearScore
) -> Iterator[tuple[KeyResult, KeyResultScore]]:
    scores = score.objectives if isinstance(score, CycleScore) else ()
    for objective, scored in zip(sheet.objectives, scores, strict=False):
        yield from zip(objective.key_results, scored.key_results, strict=False)


def _asks(key_result: KeyResult, score: KeyResultScore, policies: Policies) -> bool:
    if key_result.status in _WARNING:
        return True
    return score.score is not None and round_half_up(score.score) < policies.band_edges[1]


def _is_blank(review: CycleReview) -> bool:
    texts = [review.how_far, review.how, review.cause]
    texts += [text for line in review.plan for text in (line.measure, line.effect)]
    return not any(text.strip() for text in texts)
