"""Score and status records for programs: plain dictionaries, numbers to ten places. Pure.

The keys are a promise (docs/architecture.md, "The command line"). A missing number is None.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from okrsheets.display import band_of, round_half_up
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleState,
    KeyResult,
    KeyResultScore,
    Objective,
    ObjectiveScore,
    PersonYear,
    Policies,
    YearScore,
    policies_of,
)

Record = dict[str, Any]
_PLACES = 10


def number(value: Fraction | Decimal | None) -> int | float | None:
    """Give an exact number to ten places; whole ones as integers."""
    if value is None:
        return None
    rounded = round_half_up(value, _PLACES)
    return int(rounded) if rounded == int(rounded) else float(rounded)


def score_records(
    people: Sequence[PersonYear], policies: Policies, cycle: Cycle | None = None
) -> list[Record]:
    """Give one record for each person and cycle, in the roster's order.

    Without `cycle`: every cycle of the year and then the year; else only that one.
    """
    return [
        _record(person, score, policies)
        for person in people
        for score in every_score(person)
        if cycle is None or score.cycle == cycle
    ]


def every_score(person: PersonYear) -> tuple[CycleScore | YearScore, ...]:
    """Give the score of every cycle of a person's year, then the year's."""
    return (*person.year.cycles, person.year)


def _record(person: PersonYear, score: CycleScore | YearScore, policies: Policies) -> Record:
    band = band_of(score.score, policies_of(score, policies))
    head: Record = {
        "person": person.person.id,
        "name": person.person.name,
        "department": "/".join(person.person.department),
        "cycle": str(score.cycle),
        "state": score.state.value,
        "score": number(score.score),
        "band": band.value if band else None,
    }
    if isinstance(score, YearScore):
        return head | _of_year(score)
    return head | {"objectives": list(_objectives(person, score))}


def _of_year(year: YearScore) -> Record:
    """Give what only a year has. `quarters` holds its cycles, twelve months as well as four."""
    return {
        "objectives": [],
        "quarters": {str(cycle.cycle): number(cycle.score) for cycle in year.cycles},
        "scored": year.scored,
        "of": year.of,
        "provisional": year.provisional,
    }


def _objectives(person: PersonYear, score: CycleScore) -> Iterator[Record]:
    submission = person.submission
    sheets = submission.cycles if submission else ()
    plans = next((s.objectives for s in sheets if s.cycle == score.cycle), ())
    results = {result.number: result for result in score.objectives}
    for plan in plans:
        result = results.get(plan.number)
        yield {
            "number": plan.number,
            "text": plan.text,
            "weight": number(result.weight) if result else None,
            "score": number(result.score) if result else None,
            "key_results": list(_key_results(plan, result)),
        }


def _key_results(plan: Objective, result: ObjectiveScore | None) -> Iterator[Record]:
    results = {r.number: r for r in result.key_results} if result else {}
    for key_result in plan.key_results:
        yield _planned(key_result) | _reached(key_result, results.get(key_result.number))


def _planned(plan: KeyResult) -> Record:
    return {
        "number": plan.number,
        "text": plan.text,
        "type": plan.type.value if plan.type else None,
    }


def _reached(plan: KeyResult, result: KeyResultScore | None) -> Record:
    return {
        "weight": number(result.weight) if result else None,
        "baseline": number(plan.baseline),
        "target": number(plan.target),
        "upper": number(plan.upper),
        "actual": number(plan.actual),
        "raw": number(result.raw) if result else None,
        "progress": number(result.progress) if result else None,
        "computed": number(result.computed) if result else None,
        "self": number(plan.self_score),
        "reviewer": number(plan.reviewer_score),
        "score": number(result.score) if result else None,
        "source": result.source.value if result and result.source else None,
        "status": plan.status.value if plan.status else None,
        "reason": plan.reason,
    }


def flat_rows(records: Sequence[Record]) -> list[Record]:
    """Give the records as rows of one table: one a key result, one where a cycle has none."""
    return [row for record in records for row in _flat(record)]


def _flat(record: Record) -> Iterator[Record]:
    head = {key: record[key] for key in ("person", "name", "department", "cycle", "state")}
    head |= {"cycle_score": record["score"], "band": record["band"]}
    empty = dict.fromkeys(FLAT_COLUMNS)
    lines = [
        (objective, key_result)
        for objective in record["objectives"]
        for key_result in objective["key_results"]
    ]
    if not lines:
        yield empty | head
    for objective, key_result in lines:
        own = {
            "objective": objective["number"],
            "objective_text": objective["text"],
            "objective_weight": objective["weight"],
            "objective_score": objective["score"],
            "key_result": key_result["number"],
            "key_result_text": key_result["text"],
        }
        rest = {key: key_result[key] for key in _KEY_RESULT_COLUMNS}
        yield empty | head | own | rest


_KEY_RESULT_COLUMNS = (
    "type",
    "weight",
    "baseline",
    "target",
    "upper",
    "actual",
    "raw",
    "progress",
    "computed",
    "self",
    "reviewer",
    "score",
    "source",
    "status",
    "reason",
)
FLAT_COLUMNS = (
    "person",
    "name",
    "department",
    "cycle",
    "state",
    "cycle_score",
    "band",
    "objective",
    "objective_text",
    "objective_weight",
    "objective_score",
    "key_result",
    "key_result_text",
    *_KEY_RESULT_COLUMNS,
)


def status_record(people: Sequence[PersonYear], cycles: Sequence[Cycle]) -> Record:
    """Give who stands where in these cycles, with totals that add up to the roster."""
    return {
        "cycles": [str(cycle) for cycle in cycles],
        "people": [_status(person, cycles) for person in people],
        "totals": {str(cycle): _totals(people, cycle) for cycle in cycles},
        "submitted": sum(person.submission is not None for person in people),
        "missing": [p.person.id for p in people if is_missing(p, cycles)],
        "roster": len(people),
    }


def states_of(person: PersonYear) -> Mapping[Cycle, CycleState]:
    """Give the state of every cycle and of the year."""
    return {score.cycle: score.state for score in every_score(person)}


def is_missing(person: PersonYear, cycles: Sequence[Cycle]) -> bool:
    """Tell whether a sheet is still to come for at least one of these cycles.

    Whose sheet came after a cycle was closed is not submitted in it for good, and sends nothing.
    """
    states = states_of(person)
    settled = {score.cycle for score in every_score(person) if person.submission and score.closed}
    open_ones = (cycle for cycle in cycles if cycle not in settled)
    return any(states.get(cycle) is CycleState.NOT_SUBMITTED for cycle in open_ones)


def _status(person: PersonYear, cycles: Sequence[Cycle]) -> Record:
    states = states_of(person)
    return {
        "person": person.person.id,
        "name": person.person.name,
        "department": "/".join(person.person.department),
        "kind": person.person.kind.value,
        "states": {str(cycle): states[cycle].value for cycle in cycles},
        "frozen": [str(cycle) for cycle in cycles if cycle in person.frozen],
        "received": person.received.isoformat() if person.received else None,
        "version": person.version,
    }


def _totals(people: Sequence[PersonYear], cycle: Cycle) -> Record:
    counts = Counter(states_of(person)[cycle] for person in people)
    return {state.value: counts[state] for state in CycleState}
