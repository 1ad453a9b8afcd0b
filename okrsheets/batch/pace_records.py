"""The pace as records for programs: plain dictionaries, numbers to ten places. Pure.

The keys are a promise (docs/pace.md). A missing number is None.
"""

from collections.abc import Sequence

from okrsheets.analysis.entries import Entry
from okrsheets.analysis.lines import Point
from okrsheets.analysis.pace import Clock, KeyResultPace
from okrsheets.analysis.pace_people import PaceTotals, PersonPace, totals_of
from okrsheets.batch.export import Record, number


def pace_record(clock: Clock, paces: Sequence[PersonPace]) -> Record:
    """Give the pace of these people with its totals; every key result with its line."""
    return {
        "cycle": str(clock.cycle),
        "first": clock.first.isoformat(),
        "last": clock.last.isoformat(),
        "day": clock.day.isoformat(),
        "days": clock.days,
        "elapsed": clock.elapsed,
        "expected": number(clock.expected),
        "people": [_person(pace) for pace in paces],
        "totals": _totals(totals_of(paces)),
    }


def _person(pace: PersonPace) -> Record:
    person = pace.person
    return {
        "person": person.id,
        "name": person.name,
        "department": "/".join(person.department),
        "kind": person.kind.value,
        "state": pace.state.value,
        "key_results": [_key_result(one) for one in pace.key_results],
    }


def _key_result(one: KeyResultPace) -> Record:
    return {
        "objective": one.objective,
        "number": one.plan.number,
        "text": one.plan.text,
        "type": one.plan.type.value if one.plan.type else None,
        "owner": one.plan.owner,
        "standing": one.standing.value,
        "value": number(one.value),
        "value_day": one.value_day.isoformat() if one.value_day else None,
        "value_origin": one.value_origin.value if one.value_origin else None,
        "progress": number(one.progress),
        "behind": number(one.behind),
        "computed": one.computed.value if one.computed else None,
        "status": one.word.value if one.word else None,
        "disagrees": one.disagrees,
        "confidence": number(one.confidence),
        "confidence_trend": one.trend.value if one.trend else None,
        "confidence_step": one.step.value if one.step else None,
        "still_since": one.since.isoformat() if one.since else None,
        "still_days": one.still_days,
        "stale": one.stale,
        "stands_out": [reason.value for reason in one.reasons],
        "line": [_point(point) for point in one.line.points],
        "earlier": [_point(p) | {"text": p.entry.wording} for p in one.line.earlier],
    }


def _point(point: Point) -> Record:
    entry: Entry = point.entry
    return {
        "day": entry.day.isoformat(),
        "origin": entry.origin.value,
        "value": number(entry.value),
        "progress": number(point.progress),
        "confidence": number(entry.confidence),
        "status": entry.status.value if entry.status else None,
        "note": entry.note,
        "version": entry.version,
        "standing": entry.standing,
    }


def _totals(totals: PaceTotals) -> Record:
    return {
        "key_results": totals.key_results,
        "at_risk": totals.at_risk,
        "on_track": totals.on_track,
        "not_computed": totals.not_computed,
        **{standing.value: count for standing, count in totals.standings.items()},
        "stand_out": totals.stand_out,
        "reasons": {reason.value: count for reason, count in totals.reasons.items()},
        "people": totals.people,
        "states": {state.value: count for state, count in totals.states.items()},
    }
