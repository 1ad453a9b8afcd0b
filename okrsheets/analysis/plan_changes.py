"""What became of a plan since it was frozen: old and new side by side, both targets scored. Pure.

The score under the frozen plan is reckoned from today's actuals and typed scores with the frozen
types, baselines, targets and weights. Lines are compared by their numbers; results belong to a key
result's words, wherever it stands by now. Source: docs/method.md, "Calendar".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from okrsheets.analysis.entries import fingerprint
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleSheet,
    KeyResult,
    KeyResultScore,
    Objective,
    PersonYear,
    Policies,
    policies_of,
)
from okrsheets.model.frozen import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS, plan_text
from okrsheets.scoring import score_cycle, settle_cycle

_RESULTS = ("actual", "self_score", "reviewer_score", "status", "confidence", "reason", "evidence")
Line = Objective | KeyResult
Place = tuple[int, int]
"""The numbers of an objective and of a key result under it."""


class Change(StrEnum):
    """What became of a line of the plan."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the plan, as it was frozen and as it stands; None where blank."""

    name: str
    frozen: Decimal | str | None
    present: Decimal | str | None


@dataclass(frozen=True, slots=True)
class LineChange:
    """A changed objective (`key_result` 0) or key result.

    `text` is the line's present wording, or the frozen one where it was removed. `frozen` and
    `present` are a key result's numbers under either plan, None where that plan lacks it.
    `moved_to` is where the key result that was frozen here stands by now (objective, key result).
    """

    objective: int
    key_result: int
    change: Change
    text: str
    fields: tuple[FieldChange, ...] = ()
    frozen: KeyResultScore | None = None
    present: KeyResultScore | None = None
    moved_to: Place | None = None


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """A person's changes of a cycle since `at`; the cycle's score under either plan."""

    cycle: Cycle
    at: datetime
    lines: tuple[LineChange, ...]
    frozen: CycleScore
    present: CycleScore


def find_changes(person: PersonYear, cycle: Cycle, policies: Policies) -> PlanChanges | None:
    """Compare a person's plan of a cycle with the frozen one.

    Args:
        person: with the frozen plans.
        cycle: which cycle.
        policies: those of today; a closed cycle has its own.

    Returns:
        None where the plan was not frozen; no lines where it stands as it was.
    """
    frozen = person.frozen.get(cycle)
    if frozen is None:
        return None
    present = next(score for score in person.year.cycles if score.cycle == cycle)
    sheet = _sheet_of(person, cycle)
    if plan_text(sheet.objectives) == frozen.plan:
        return PlanChanges(cycle, frozen.at, (), present, present)
    planned = frozen.objectives()
    places = _places(planned, sheet.objectives)
    then = replace(sheet, objectives=tuple(_with_results(planned, sheet.objectives, places)))
    reckon = settle_cycle if present.closed else score_cycle
    rules = policies_of(present, policies)
    scores = reckon(then, rules), reckon(sheet, rules)
    lines = tuple(
        replace(line, moved_to=new) if new not in (None, old) else line
        for line in _lines(planned, sheet.objectives, scores)
        for old in [(line.objective, line.key_result)]
        for new in [places.get(old)]
    )
    return PlanChanges(cycle, frozen.at, lines, scores[0], present)


def changes_of(
    people: Sequence[PersonYear], cycle: Cycle, policies: Policies
) -> Iterator[tuple[PersonYear, PlanChanges]]:
    """Yield those whose plan of a cycle, or of any cycle of the year, changed since its freeze."""
    for person in people:
        for score in person.year.cycles:
            if cycle in (score.cycle, person.year.cycle):
                found = find_changes(person, score.cycle, policies)
                if found is not None and found.lines:
                    yield person, found


def _sheet_of(person: PersonYear, cycle: Cycle) -> CycleSheet:
    sheets = person.submission.cycles if person.submission else ()
    return next((sheet for sheet in sheets if sheet.cycle == cycle), CycleSheet(cycle))


def _places(
    planned: Sequence[Objective], present: Sequence[Objective]
) -> Mapping[Place, Place | None]:
    """Find where each frozen key result stands by now; None where it stands nowhere.

    The same text counts first, then the same words with other figures (`fingerprint`): in its own
    place, else in the only other one. What is left was reworded where it stands, unless another
    frozen key result stands there by now: then it is gone.
    """
    before, after = _texts(planned), _texts(present)
    found: dict[Place, Place | None] = {}
    for told in (str.strip, fingerprint):
        old = {place: told(text) for place, text in before.items() if place not in found}
        taken = set(found.values())
        new = {place: told(text) for place, text in after.items() if place not in taken}
        found |= {place: place for place, text in old.items() if new.get(place) == text}
        found |= _moved(old, new, found)
    taken = set(found.values())
    rest = before.keys() - found.keys()
    return found | {place: None if place in taken else place for place in rest}


def _moved(
    old: Mapping[Place, str], new: Mapping[Place, str], known: Mapping[Place, Place | None]
) -> dict[Place, Place]:
    """Match the texts that stand alone on either side, of those that are not matched yet."""
    left = {text: [p for p, own in old.items() if own == text] for text in old.values()}
    right = {text: [p for p, own in new.items() if own == text] for text in new.values()}
    return {
        places[0]: right[text][0]
        for text, places in left.items()
        if len(places) == len(right.get(text, ())) == 1 and places[0] not in known
    }


def _texts(objectives: Sequence[Objective]) -> dict[Place, str]:
    return {(o.number, k.number): k.text for o in objectives for k in o.key_results}


def _with_results(
    planned: Sequence[Objective],
    present: Sequence[Objective],
    places: Mapping[Place, Place | None],
) -> Iterator[Objective]:
    """Yield the frozen objectives with the results that their key results have by now."""
    known: dict[Place | None, KeyResult] = {
        (o.number, k.number): k for o in present for k in o.key_results
    }
    for objective in planned:
        lines = (
            _filled(k, known.get(places[objective.number, k.number])) for k in objective.key_results
        )
        yield replace(objective, key_results=tuple(lines))


def _filled(planned: KeyResult, present: KeyResult | None) -> KeyResult:
    if present is None:
        return planned
    return replace(planned, **{name: getattr(present, name) for name in _RESULTS})


def _lines(
    planned: Sequence[Objective],
    present: Sequence[Objective],
    scores: tuple[CycleScore, CycleScore],
) -> Iterator[LineChange]:
    before = {one.number: one for one in planned}
    after = {one.number: one for one in present}
    numbers = [_numbers(score) for score in scores]
    for number in sorted(before.keys() | after.keys()):
        old, new = before.get(number), after.get(number)
        yield from _compared((number, 0), old, new)
        mine = {k.number: k for k in old.key_results} if old else {}
        theirs = {k.number: k for k in new.key_results} if new else {}
        for k in sorted(mine.keys() | theirs.keys()):
            for line in _compared((number, k), mine.get(k), theirs.get(k)):
                key = (number, k)
                yield replace(line, frozen=numbers[0].get(key), present=numbers[1].get(key))


def _numbers(score: CycleScore) -> dict[tuple[int, int], KeyResultScore]:
    return {(o.number, k.number): k for o in score.objectives for k in o.key_results}


def _compared(key: tuple[int, int], old: Line | None, new: Line | None) -> Iterator[LineChange]:
    line = new or old
    if line is None:
        return
    if old is None or new is None:
        yield LineChange(*key, Change.REMOVED if new is None else Change.ADDED, line.text)
        return
    names = KEY_RESULT_FIELDS if key[1] else OBJECTIVE_FIELDS
    fields = tuple(
        FieldChange(name, _shown(old, name), _shown(new, name))
        for name in names
        if _shown(old, name) != _shown(new, name)
    )
    if fields:
        yield LineChange(*key, Change.CHANGED, line.text, fields)


def _shown(line: Line, name: str) -> Decimal | str | None:
    value = getattr(line, name)
    if isinstance(value, Decimal):
        return value
    return str(value) if value else None
