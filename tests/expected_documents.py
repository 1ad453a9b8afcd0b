"""What an operations report must say, reckoned from roster, stored scores and the day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from equality_sheets import Sheet, band_of, is_void, mean_of, median_of, shown_score
from expected_packs import dotted, scores_of
from printed_figures import Key
from printed_words import code_of

STATES = ("scored", "partial", "planned", "empty", "not_submitted", "void", "not_employed")
_BANDS = ("no_progress", "below", "on_target", "outstanding", "none", "void")
_TYPES = (
    *("increase", "decrease", "linear", "range", "milestone", "yesno", "anchored", "judged"),
    None,
)
_STATUSES = ("on_track", "at_risk", "off_track", "void", None)
_DAY = timedelta(days=1)
_OPEN = ("not_submitted", "empty", "planned", "partial")
_FEWEST, _TWO_WEEKS = 5, 14
Figures = dict[Key, str]


def quarter_days(cycle: str) -> tuple[date, date]:
    """Give the first and last day of a quarter of the calendar year."""
    year, number = int(cycle[:4]), int(cycle[5:])
    first = date(year, number * 3 - 2, 1)
    after = date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)
    return first, after - _DAY


@dataclass(frozen=True)
class Deadline:
    """What is asked of whom: `missing` and `asked` are ids, `late` the days since the last day."""

    asked: frozenset[str]
    missing: frozenset[str]
    late: int


@dataclass(frozen=True)
class Operation:
    """Everybody in a quarter or the year, on a day."""

    people: Sequence[Sheet]
    cycle: str
    day: date

    @property
    def quarters(self) -> list[str]:
        """The quarters it covers."""
        return self.people[0].cycles(self.cycle)

    @cached_property
    def deadlines(self) -> dict[tuple[str, str], Deadline]:
        """What is due of each quarter: plan and score; only what has begun."""
        found = {}
        for cycle in self.quarters:
            first, last = quarter_days(cycle)
            if self.day <= last and self.day >= _month_before(first):
                found[cycle, "plan"] = self._due(cycle, first, first - _DAY, "plan")
            if self.day > last:
                found[cycle, "score"] = self._due(cycle, first, last + _TWO_WEEKS * _DAY, "score")
        return found

    def _due(self, cycle: str, first: date, until: date, step: str) -> Deadline:
        asked = [one for one in self.people if self._is_asked(one, cycle, (first, until), step)]
        lacking = _OPEN if step == "score" else _OPEN[:2]
        missing = [one.id for one in asked if one.state(cycle) in lacking]
        late = max(0, (self.day - until).days)
        return Deadline(frozenset(one.id for one in asked), frozenset(missing), late)

    def _is_asked(self, one: Sheet, cycle: str, days: tuple[date, date], step: str) -> bool:
        first, until = days
        if one.state(cycle) in ("void", "not_employed"):
            return False
        if one.left and one.left < max(self.day, until):
            return False
        if one.joined is None or one.joined < first:
            return True
        begun = one.state(cycle) in ("planned", "partial")
        return step == "score" and (one.joined == first or begun)

    @cached_property
    def late(self) -> dict[str, int]:
        """Who is late by how many days."""
        found: dict[str, int] = {}
        for due in self.deadlines.values():
            for who in due.missing if due.late else ():
                found[who] = max(due.late, found.get(who, 0))
        return found

    @cached_property
    def missing(self) -> list[Sheet]:
        """Whose sheet, plan or score is missing."""
        return [one for one in self.people if any(self._lacks(one, c) for c in self.quarters)]

    def _lacks(self, one: Sheet, cycle: str) -> bool:
        first, _ = quarter_days(cycle)
        late = [d for (of, _), d in self.deadlines.items() if of == cycle and d.late]
        if one.state(cycle) == "not_submitted" or any(one.id in due.missing for due in late):
            return True
        here = one.joined is None or one.joined < first
        return one.state(cycle) == "empty" and first <= self.day and here


def _month_before(first: date) -> date:
    return (first - _DAY).replace(day=1)


def units_of(people: Sequence[Sheet]) -> dict[str, list[Sheet]]:
    """Give every department of every level by its own name, and those of none."""
    found: dict[tuple[str, ...], list[Sheet]] = {}
    for one in people:
        for depth in range(1, len(one.path) + 1):
            found.setdefault(one.path[:depth], []).append(one)
        if not one.path:
            found.setdefault((), []).append(one)
    return {code_of(path[-1]) if path else "without": who for path, who in found.items()}


def expected_operations(operation: Operation) -> Figures:
    """Give the cells of the tables."""
    return {
        **dict(_participation(operation)),
        **dict(_deadlines(operation)),
        **dict(_departments(operation)),
        **dict(_results(operation)),
        **dict(_statuses(operation)),
        **dict(_sizes(operation)),
    }


def _states(people: Sequence[Sheet], cycle: str) -> list[tuple[str, str]]:
    found = Counter(one.state(cycle) for one in people)
    heads = [(s if s != "void" else "out", dotted(found[s])) for s in STATES]
    return [*heads, ("total", str(len(people)))]


def _participation(operation: Operation) -> Iterator[tuple[Key, str]]:
    people, cycle = operation.people, operation.cycle
    kinds = {
        "people's sheets": [one for one in people if one.kind == "person"],
        "departments' sheets": [one for one in people if one.kind == "department"],
        "company's sheet": [one for one in people if one.kind == "company"],
        "total": people,
    }
    for row, members in kinds.items():
        for place, (state, text) in enumerate(_states(members, cycle) if members else (), start=1):
            yield (row, f"0.{place}", state, "participation"), text
    for quarter in operation.quarters if len(cycle) == 4 else ():
        for place, (state, text) in enumerate(_states(people, quarter), start=1):
            yield (quarter[4:], f"1.{place}", state, "participation"), text


def _deadlines(operation: Operation) -> Iterator[tuple[Key, str]]:
    rows = [(cycle, step) for cycle in operation.quarters for step in ("plan", "score")]
    for row in [*rows, *([("2026year", "score")] if len(operation.cycle) == 4 else [])]:
        due = operation.deadlines.get(row)
        cells = _due_cells(due) if due else _NOTHING
        for place, text in enumerate(cells, start=3):
            yield (f"{row[0][4:]} {row[1]}", f"0.{place}", "", "deadlines"), text


_NOTHING = ("—",) * 4


def _due_cells(due: Deadline) -> tuple[str, ...]:
    asked, missing = len(due.asked), len(due.missing)
    if not missing and (due.late or not asked):
        return _NOTHING
    late = due.late if missing else 0
    return (str(asked), str(asked - missing), dotted(missing), dotted(late))


def _departments(operation: Operation) -> Iterator[tuple[Key, str]]:
    cycle = operation.cycle
    for name, people in (units_of(operation.people) | {"total": operation.people}).items():
        scores = scores_of([one for one in people if one.person], cycle)
        enough = len(scores) >= _FEWEST
        texts = [text for _, text in _states(people, cycle)]
        texts.append(dotted(sum(one.id in operation.late for one in people)))
        texts.append(shown_score(mean_of(scores)) if enough else f"n={len(scores)}")
        texts.append(shown_score(median_of(scores)) if enough else "")
        for place, text in enumerate(texts, start=1):
            yield (name, f"0.{place}", "", "departments"), text


def _results(operation: Operation) -> Iterator[tuple[Key, str]]:
    objectives = [o for one in operation.people for _, o in one.objectives(operation.cycle)]
    lines = [k for one in operation.people for k in one.key_results(operation.cycle)]
    bands = ["void" if is_void(o) else band_of(o["score"]) for o in objectives]
    rows = {"objectives": bands, "key results": [k.band for k in lines]}
    yield from _rows(rows, "0", "results")
    types = {
        kind or "no type": [k.band for k in lines if k.record["type"] == kind] for kind in _TYPES
    }
    known = {kind: found for kind, found in types.items() if found}
    yield from _rows(known | {"total": [k.band for k in lines]}, "1", "results")


def _rows(rows: dict[str, list[str]], table: str, section: str) -> Iterator[tuple[Key, str]]:
    for row, found in rows.items():
        for place, band in enumerate(_BANDS, start=1):
            yield (row, f"{table}.{place}", band, section), dotted(found.count(band))
        yield (row, f"{table}.7", "total", section), str(len(found))


def _statuses(operation: Operation) -> Iterator[tuple[Key, str]]:
    lines = [k for one in operation.people for k in one.key_results(operation.cycle)]
    rows = {s or "no word": [k for k in lines if k.record["status"] == s] for s in _STATUSES}
    for row, found in (rows | {"total": lines}).items():
        given = sum(k.record["actual"] is not None for k in found)
        reasons = sum(bool(k.record["reason"].strip()) for k in found)
        cells = (dotted(given), dotted(len(found) - given), str(len(found)), dotted(reasons))
        for place, text in enumerate(cells, start=1):
            yield (row, f"0.{place}", "", "status and weights"), text


def _sizes(operation: Operation) -> Iterator[tuple[Key, str]]:
    plans = [
        [o for part, o in one.objectives(operation.cycle) if part == cycle]
        for one in operation.people
        for cycle in operation.quarters
    ]
    objectives = Counter(len(plan) for plan in plans if plan)
    results = Counter(len(o["key_results"]) for plan in plans for o in plan)
    for name, found in (("objectives", objectives), ("key results", results)):
        for size, number in found.items():
            yield (name, "", str(size), "sizes"), str(number)
        yield (name, "", "total", "sizes"), str(found.total())
