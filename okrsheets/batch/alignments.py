"""A cycle's alignment as a record for programs: plain dictionaries and lists. Pure.

The keys are a promise (docs/alignment.md). Objectives go by the id of their sheet and a number.
"""

from collections.abc import Iterable, Mapping, Sequence

from okrsheets.analysis.alignment import Alignment, Coverage
from okrsheets.analysis.alignment_names import Side
from okrsheets.analysis.alignment_needs import Counterpart, Need
from okrsheets.analysis.alignment_supports import GoalKey, Support
from okrsheets.batch.export import Record


def alignment_record(alignment: Alignment) -> Record:
    """Give everything that is known of a cycle's alignment."""
    below = alignment.below()
    return {
        "cycle": str(alignment.cycle),
        "roster": alignment.roster,
        "sheets": alignment.sheets,
        "objectives": [_objective(one, alignment, below) for one in alignment.supports],
        "orphans": [_key(one.goal.key) for one in alignment.orphans],
        "coverage": [_coverage(one) for one in alignment.coverage],
        "dependencies": [_need(one) for one in alignment.needs],
        "loops": {
            "supports": [_keys(loop) for loop in alignment.support_loops],
            "depends": [list(loop) for loop in alignment.need_loops],
        },
    }


def _key(key: GoalKey) -> Record:
    return {"person": key.person, "number": key.number}


def _keys(keys: Iterable[GoalKey]) -> list[Record]:
    return [_key(key) for key in keys]


def _objective(
    one: Support, alignment: Alignment, below: Mapping[GoalKey, Sequence[Support]]
) -> Record:
    goal = one.goal
    return {
        **_key(goal.key),
        "name": goal.owner.name,
        "kind": goal.owner.kind.value,
        "department": "/".join(goal.owner.department),
        "text": goal.objective.text,
        "void": goal.void,
        "top": goal.key in alignment.tops,
        "supports": {
            "written": one.written,
            "state": one.claim.value,
            "unit": one.unit,
            "objectives": _keys(one.targets),
            "near": _keys(one.near),
        },
        "supported_by": _keys(support.goal.key for support in below.get(goal.key, ())),
    }


def _coverage(one: Coverage) -> Record:
    return {
        **_key(one.goal.key),
        "text": one.goal.objective.text,
        "direct": one.direct,
        "objectives": one.objectives,
        "people": one.people,
        "departments": one.departments,
    }


def _need(need: Need) -> Record:
    return {
        "person": need.asker,
        "objective": need.goal.key.number,
        "key_result": need.key_result.number,
        "text": need.key_result.text,
        "name": need.name,
        "mentioned": need.mentioned,
        "state": need.answer.value,
        "sides": [_side(side) for side in need.sides],
        "counterpart": _counterpart(need.counterpart) if need.counterpart else None,
        "near": list(need.near),
    }


def _side(side: Side) -> Record:
    return {
        "name": side.name,
        "department": "/".join(side.path),
        "is_department": side.is_department,
        "sheets": list(side.lines),
    }


def _counterpart(found: Counterpart) -> Record:
    return {
        "basis": found.basis.value,
        "person": found.place.goal.person,
        "objective": found.place.goal.number,
        "key_result": found.place.key_result,
        "text": found.place.text,
        "shared": list(found.shared),
    }
