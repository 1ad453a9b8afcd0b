"""Keeps closed cycles as they are while files are decided, and notes changes of frozen plans. Pure.

Findings: V401, V402. What counts is the sheet as it would stand with the file, so that a stale
copy without the reviewer's scores does not stumble over them, and one joined with others might.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from okrsheets.batch.decide import Decision, Newcomer, Rejudge, decide, joining
from okrsheets.batch.merge import Conflict, changed, comparable, fold
from okrsheets.cells import Cell
from okrsheets.display import cut, shown_cell
from okrsheets.errors import N_, Line
from okrsheets.findings import Finding
from okrsheets.model import Closing, Cycle
from okrsheets.model.frozen import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS
from okrsheets.store import FileState, StoredVersion

BLANK = N_("(blank)")
CHANGE = N_("{place} {old} → {new}")
_CLASHES = ("V202", "V208")
_NAMED = 6
_LONGEST = 30
_PLAN_KEY = re.compile(
    rf"O\d+\.(?:{'|'.join(OBJECTIVE_FIELDS)}|K\d+\.(?:{'|'.join(KEY_RESULT_FIELDS)}))"
)
Cells = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Guard:
    """What is known of a person's sheet: closed cycles, frozen ones with the day, its cells.

    Both are mapped from the key of the cycle's tab. `cells` are those of the sheet as it stands.
    """

    closed: Mapping[str, Closing] = field(default_factory=dict)
    frozen: Mapping[str, tuple[Cycle, datetime]] = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)


def decide_guarded(
    history: Sequence[StoredVersion],
    newcomers: Sequence[Newcomer],
    rejudge: Rejudge,
    guard: Guard,
) -> tuple[Decision, ...]:
    """Decide one person's files as `decide` does; hold those that would change a closed cycle.

    A file that is held takes no part: the others are decided as if it had not come.
    """
    held: list[Decision] = []
    left = list(newcomers)
    while left:
        decisions = decide(history, left, rejudge)
        offence = next(_offences(decisions, guard), None)
        if offence is None:
            return (*held, *_noted(decisions, guard))
        held.append(offence)
        left = [one for one in left if one.sha256 != offence.sha256]
    return tuple(held)


def standing_cells(history: Sequence[StoredVersion]) -> Cells:
    """Give the cells of a person's sheet as it stands, from its stored versions."""
    copies = sorted(joining(history), key=lambda copy: copy.order)
    state = fold([(copy.name, copy.values) for copy in copies])
    if isinstance(state, Conflict):
        return {}
    cells = {version.sha256: version.cells for version in history}
    return {key: cells[name][key] for key, name in state.sources.items()}


def _offences(decisions: Sequence[Decision], guard: Guard) -> Iterator[Decision]:
    for decision, before, after in _steps(decisions, guard):
        keys = [key for key in _differing(before, after) if _tab(key) in guard.closed]
        if keys:
            findings = tuple(_locked(guard, key, before.get(key), after.get(key)) for key in keys)
            yield Decision(decision.sha256, FileState.HELD, findings)


def _steps(decisions: Sequence[Decision], guard: Guard) -> Iterator[tuple[Decision, Cells, Cells]]:
    """Yield each decision that changes the sheet, with its cells before and after."""
    before = guard.cells
    for decision in decisions:
        if decision.contents is not None:
            after = decision.contents.cells()
            yield decision, before, after
            before = after


def _differing(before: Cells, after: Cells) -> list[str]:
    return sorted(changed(comparable(before), comparable(after)))


def _tab(key: str) -> str:
    return key.partition(".")[0]


def _locked(guard: Guard, key: str, stored: Cell | None, here: Cell | None) -> Finding:
    shown = here or stored
    closing = guard.closed[_tab(key)]
    fields = {
        "cycle": str(closing.cycle),
        "date": f"{closing.at:%Y-%m-%d}",
        "here": _shown(here),
        "stored": _shown(stored),
    }
    return Finding("V401", shown.place if shown else None, key, shown_cell(here), fields)


def _shown(cell: Cell | None) -> str | Line:
    return shown_cell(cell) or Line(BLANK, {})


def _noted(decisions: Sequence[Decision], guard: Guard) -> Iterator[Decision]:
    """Give the decisions with what is to be said of closed cycles and frozen plans."""
    steps = {step[0].sha256: step for step in _steps(decisions, guard)}
    for decision in decisions:
        if decision.state is FileState.HELD:
            findings = tuple(_of_closed(finding, guard) for finding in decision.findings)
            yield replace(decision, findings=findings)
        elif decision.sha256 in steps:
            _, before, after = steps[decision.sha256]
            notes = tuple(_plan_notes(before, after, guard))
            yield replace(decision, findings=decision.findings + notes)
        else:
            yield decision


def _of_closed(finding: Finding, guard: Guard) -> Finding:
    """Say of a clash in a closed cycle that the cycle is closed: that comes before the clash."""
    closing = guard.closed.get(_tab(finding.key))
    if closing is None or finding.code not in _CLASHES:
        return finding
    fields = {
        "here": finding.value,
        "cycle": str(closing.cycle),
        "date": f"{closing.at:%Y-%m-%d}",
    }
    return replace(finding, code="V401", fields={**finding.fields, **fields})


def _plan_notes(before: Cells, after: Cells, guard: Guard) -> Iterator[Finding]:
    keys = _differing(before, after) if guard.frozen else []
    for tab, (cycle, at) in guard.frozen.items():
        mine = [k for k in keys if _tab(k) == tab and _PLAN_KEY.fullmatch(k.partition(".")[2])]
        if mine:
            first = after.get(mine[0]) or before[mine[0]]
            fields = {
                "count": len(mine),
                "cycle": str(cycle),
                "date": f"{at:%Y-%m-%d}",
                "changes": tuple(_changes(mine, before, after)),
            }
            yield Finding("V402", first.place, mine[0], shown_cell(after.get(mine[0])), fields)


def _changes(keys: Sequence[str], before: Cells, after: Cells) -> Iterator[Line]:
    for key in keys[:_NAMED]:
        place = str((after.get(key) or before[key]).place)
        pair = {"old": _cut(before.get(key)), "new": _cut(after.get(key))}
        yield Line(CHANGE, {"place": place, **pair})
    if len(keys) > _NAMED:
        yield Line("…", {})


def _cut(cell: Cell | None) -> str | Line:
    shown = _shown(cell)
    return cut(shown, _LONGEST) if isinstance(shown, str) else shown
