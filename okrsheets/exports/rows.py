"""The lines of the four tables, from people's years. Pure; numbers to ten places, missing None.

Numbers are those of `scores --format json`, since both are made from the same records.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from okrsheets.batch.export import Record, flat_rows, number, score_records
from okrsheets.display import band_of
from okrsheets.exports.columns import TABLES
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleSheet,
    KeyResult,
    Objective,
    PersonYear,
    Policies,
    policies_of,
)
from okrsheets.periods import cycle_dates

Rows = Mapping[str, list[Record]]


@dataclass(frozen=True)
class Export:
    """What is exported: everyone's year, the policies in force, the year's first month.

    `cycle` narrows the tables below `people` to one quarter or month; the year itself has no
    lines there.
    """

    people: Sequence[PersonYear]
    policies: Policies
    fiscal_start: int = 1
    cycle: Cycle | None = None

    def records(self) -> list[Record]:
        """Give the records of `scores --format json`."""
        return score_records(self.people, self.policies, self.cycle)

    def flat(self) -> list[Record]:
        """Give all levels as lines of one table; an empty text is missing."""
        lines = flat_rows(self.records())
        return [{k: None if v == "" else v for k, v in line.items()} for line in lines]

    def rows(self) -> Rows:
        """Give the lines of each table, in the roster's order; keys are the columns' names."""
        found: dict[str, list[Record]] = {name: [] for name in TABLES}
        for person in self.people:
            found["people"].append(_in_order("people", _person(person, self.policies)))
            for score in person.year.cycles:
                if self.cycle in (None, score.cycle):
                    for table, row in _of_cycle(person, score, self):
                        found[table].append(_in_order(table, row))
        return found


def _in_order(table: str, row: Record) -> Record:
    return {name: row[name] for name in TABLES[table].names}


def _person(person: PersonYear, policies: Policies) -> Record:
    who, year = person.person, person.year
    band = band_of(year.score, policies_of(year, policies))
    review = person.submission.annual if person.submission else None
    return {
        **_head(person),
        "kind": who.kind.value,
        "division": who.department[0] if who.department else None,
        "title": who.title or None,
        "manager": who.manager or None,
        "manager_name": person.manager_name or None,
        "joined": who.joined,
        "left": who.left,
        "year": year.cycle.year,
        "state": year.state.value,
        "score": number(year.score),
        "band": band.value if band else None,
        "scored": year.scored,
        "excused": year.excused,
        "of": year.of,
        "provisional": year.provisional,
        "closed": year.closed.at.date() if year.closed else None,
        "received": person.received,
        "version": person.version,
        "self_review": review.self_review or None if review else None,
        "peers": review.peers or None if review else None,
        "manager_review": review.manager or None if review else None,
        "collective": review.collective or None if review else None,
    }


def _head(person: PersonYear) -> Record:
    return {
        "person": person.person.id,
        "name": person.person.name,
        "department": "/".join(person.person.department) or None,
    }


def _of_cycle(
    person: PersonYear, score: CycleScore, export: Export
) -> Iterator[tuple[str, Record]]:
    """Yield the cycle's line, then its objectives', each followed by its key results'."""
    sheets = person.submission.cycles if person.submission else ()
    sheet = next((s for s in sheets if s.cycle == score.cycle), CycleSheet(score.cycle))
    (record,) = score_records((person,), export.policies, score.cycle)
    head = {**_head(person), "cycle": record["cycle"]}
    key = f"{head['person']} {head['cycle']}"
    closed, frozen = score.closed, person.frozen.get(score.cycle)
    starts, ends = cycle_dates(score.cycle, closed.fiscal_start if closed else export.fiscal_start)
    objectives = record["objectives"]
    yield (
        "cycles",
        head
        | {
            "key": key,
            "starts": starts,
            "ends": ends,
            "state": record["state"],
            "score": record["score"],
            "band": record["band"],
            "frozen": frozen.at.date() if frozen else None,
            "closed": closed.at.date() if closed else None,
            "objectives": len(objectives),
            "key_results": sum(len(o["key_results"]) for o in objectives),
            "excused_reason": sheet.excused_reason or None,
            "how_far": sheet.review.how_far or None,
            "how": sheet.review.how or None,
            "cause": sheet.review.cause or None,
        },
    )
    states = {o.number: o.state.value for o in score.objectives}
    for plan, found in zip(sheet.objectives, objectives, strict=True):
        own = {"parent": key, "state": states.get(plan.number)}
        yield from _of_objective(plan, found, head | own)


def _of_objective(
    plan: Objective, record: Record, head: Mapping[str, Any]
) -> Iterator[tuple[str, Record]]:
    key = f"{head['parent']} O{plan.number}"
    yield (
        "objectives",
        {
            **head,
            "key": key,
            "objective": plan.number,
            "text": record["text"],
            "supports": plan.supports or None,
            "weight": record["weight"],
            "score": record["score"],
            "key_results": len(plan.key_results),
        },
    )
    for key_result, found in zip(plan.key_results, record["key_results"], strict=True):
        names = {
            "key": f"{key}.K{key_result.number}",
            "parent": key,
            "objective": plan.number,
            "key_result": key_result.number,
        }
        yield "key_results", {**head, **_filled(found), **_more(key_result), **names}


def _filled(record: Record) -> Record:
    """Give a key result's record; a reason that is an empty text is missing."""
    return record | {"reason": record["reason"] or None}


def _more(key_result: KeyResult) -> Record:
    return {
        "owner": key_result.owner or None,
        "unit": key_result.unit or None,
        "v30": number(key_result.v30),
        "v70": number(key_result.v70),
        "confidence": number(key_result.confidence),
        "evidence": key_result.evidence or None,
        "depends": key_result.depends or None,
    }
