"""Decides what becomes of one person's files, given the versions that are stored. Pure.

The whole group is decided before anything of it is written. The order in which files arrive
changes nothing: copies are always folded in the order in which they were saved.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from okrsheets.batch.clashes import clash_of, listed, older_values
from okrsheets.batch.judge import Contents
from okrsheets.batch.merge import Conflict, State, comparable, fold
from okrsheets.batch.ranking import Copy, is_newer, is_placed, newest_of, usable_date, why_unclear
from okrsheets.cells import Cell
from okrsheets.errors import Line
from okrsheets.findings import Finding
from okrsheets.store import FileState, StoredVersion


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One good file of the person; `received` is when it first came.

    `was_held` is True for one that an earlier batch held, so that its sender was asked.
    """

    sha256: str
    person: str
    modified: datetime | None
    received: datetime
    contents: Contents
    was_held: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a newcomer.

    With `kept` it becomes a version; `joins` is False where it is mere history and `current`
    True where it is the newest; with `settles` all that was saved before it is history.
    `contents` are the sheet's as it stands with it, None where nothing changes; `joined` names
    the cells that are another version's (see `NewVersion`).
    """

    sha256: str
    state: FileState
    findings: tuple[Finding, ...] = ()
    kept: bool = False
    joins: bool = True
    current: bool = False
    settles: bool = False
    contents: Contents | None = None
    joined: Mapping[str, str | None] = field(default_factory=dict)


Rejudge = Callable[[str, Mapping[str, Cell]], "Contents | Finding"]
"""Judges joined cells under an identity line; gives V206 where they do not fit together."""


def copy_of(version: StoredVersion) -> Copy:
    """Give a stored version as a copy to rank and fold."""
    dated = usable_date(version.modified, version.received)
    return Copy(version.sha256, comparable(version.cells), dated, version.received)


def decide(
    history: Sequence[StoredVersion], newcomers: Sequence[Newcomer], rejudge: Rejudge
) -> tuple[Decision, ...]:
    """Decide one person's files.

    Returns:
        One decision for each newcomer, in the order in which they are to be committed.
    """
    if not history and len(newcomers) == 1:
        return (_first(newcomers[0]),)
    return _Group(history, newcomers, rejudge).decide()


def joining(history: Sequence[StoredVersion]) -> list[Copy]:
    """Give the versions that are folded: from the last one that settled a clash on."""
    copies = [(copy_of(v), v.settles) for v in history if v.joins]
    begin = max((copy.order for copy, settles in copies if settles), default=None)
    return [copy for copy, _ in copies if begin is None or copy.order >= begin]


def _first(newcomer: Newcomer) -> Decision:
    contents = newcomer.contents
    return Decision(newcomer.sha256, FileState.STORED, kept=True, current=True, contents=contents)


class _Group:
    """One person's copies while they are decided: `copies` are those that are folded."""

    def __init__(
        self, history: Sequence[StoredVersion], newcomers: Sequence[Newcomer], rejudge: Rejudge
    ) -> None:
        """Set out from what is stored."""
        self.rejudge = rejudge
        self.copies = joining(history)
        self.known = [comparable(version.cells) for version in history]
        self.cells = {version.sha256: version.cells for version in history}
        self.identities = {version.sha256: version.identity for version in history}
        self.current = next((v.sha256 for v in history if v.current), None)
        self.newcomers = {n.sha256: n for n in newcomers}
        for newcomer in newcomers:
            self.cells[newcomer.sha256] = newcomer.contents.cells()
            self.identities[newcomer.sha256] = newcomer.contents.identity

    def decide(self) -> tuple[Decision, ...]:
        """Decide every newcomer."""
        fresh, decisions = self._set_apart_the_same()
        top = newest_of([*self._current_copy(), *fresh])
        if top is None:
            held = [c for c in fresh if not self._is_late(c)]
            decisions += [self._held_unclear(copy, held) for copy in held]
            fresh = [copy for copy in fresh if copy not in held]
        self.ahead = top
        rivals = [*self._current_copy(), *fresh]
        for copy in sorted(fresh, key=lambda c: c.order):
            placed = copy is top or is_placed(copy, rivals)
            decisions.append(self._take(copy) if placed else self._as_history(copy))
        return tuple(decisions)

    def _set_apart_the_same(self) -> tuple[list[Copy], list[Decision]]:
        """Give the copies that bring something new; of equal ones the newest stands for all."""
        fresh: list[Copy] = []
        same: list[Decision] = []
        state = self._state(self.copies)
        for newcomer in sorted(self.newcomers.values(), key=lambda n: n.sha256):
            dated = usable_date(newcomer.modified, newcomer.received)
            values = comparable(self.cells[newcomer.sha256])
            copy = Copy(newcomer.sha256, values, dated, newcomer.received)
            twin = next((c for c in fresh if c.values == values), None)
            if (self.copies and values == state.values) or self._is_old_news(copy):
                same.append(Decision(copy.name, FileState.UNCHANGED))
            elif twin is None:
                fresh.append(copy)
            else:
                first, second = sorted((copy, twin), key=lambda c: (c.dated is not None, c.order))
                fresh[fresh.index(twin)] = second
                same.append(Decision(first.name, FileState.UNCHANGED))
        return fresh, same

    def _is_old_news(self, copy: Copy) -> bool:
        return copy.values in self.known and self._is_late(copy)

    def _current_copy(self) -> list[Copy]:
        return [copy for copy in self.copies if copy.name == self.current]

    def _is_late(self, copy: Copy) -> bool:
        return any(is_newer(current, copy) for current in self._current_copy())

    def _state(self, copies: Sequence[Copy]) -> State:
        """Fold copies that are known to fold."""
        state = fold([(c.name, c.values) for c in sorted(copies, key=lambda c: c.order)])
        return State() if isinstance(state, Conflict) else state

    def _held_unclear(self, copy: Copy, held: Sequence[Copy]) -> Decision:
        rivals = [*held, *self._current_copy()]
        fields: dict[str, object] = {
            "count": len(rivals),
            "person": self.newcomers[copy.name].person,
            "why": Line(why_unclear(rivals), {}),
        }
        return Decision(copy.name, FileState.HELD, (Finding("V201", fields=fields),))

    def _take(self, copy: Copy) -> Decision:
        """Fold one copy in, after all that were saved before it."""
        older = self.ahead is not None and self.ahead.name != copy.name
        before = self._state(self.copies)
        ordered = sorted([*self.copies, copy], key=lambda c: c.order)
        after = fold([(c.name, c.values) for c in ordered])
        if isinstance(after, Conflict):
            if older:
                return self._as_history(copy)
            if self._insists(copy, after, before):
                return self._settle(copy, after, before)
            return self._held_conflict(copy, after, before)
        late = self._is_late(copy)
        if self.copies and after.values == before.values:
            if not late:
                return self._take_back(copy, before, older=older)
            self.copies.append(copy)
            return Decision(copy.name, FileState.STORED, (self._note_late(copy),), kept=True)
        return self._accept(copy, before, after, late=late)

    def _take_back(self, copy: Copy, before: State, *, older: bool) -> Decision:
        """Decide a newer copy that holds nothing new.

        Where it holds older values, it is a stale copy saved again or takes a change back: only
        its sender can tell. Cells that are merely not yet filled in are a stale copy's.
        """
        back = Conflict(older_values(copy.values, before.values))
        if older or not back.keys:
            return Decision(copy.name, FileState.UNCHANGED)
        if self._insists(copy, back, before):
            return self._settle(copy, back, before)
        held = self._held_conflict(copy, back, before)
        return replace(held, findings=tuple(replace(f, code="V208") for f in held.findings))

    def _as_history(self, copy: Copy) -> Decision:
        note = (self._note_late(copy),)
        return Decision(copy.name, FileState.STORED, note, kept=True, joins=False)

    def _note_late(self, copy: Copy) -> Finding:
        fields = {
            "modified": f"{copy.dated or copy.received:%Y-%m-%d %H:%M}",
            "person": self.newcomers[copy.name].person,
        }
        return Finding("V203", fields=fields)

    def _held_conflict(self, copy: Copy, conflict: Conflict, before: State) -> Decision:
        return Decision(
            copy.name,
            FileState.HELD,
            tuple(self._clash(copy, key, before) for key in conflict.keys),
        )

    def _insists(self, copy: Copy, conflict: Conflict, before: State) -> bool:
        """Tell whether the sender was asked about every one of these cells and sends it again."""
        asked = [
            comparable(self.cells[n.sha256])
            for n in self.newcomers.values()
            if n.was_held and n.sha256 != copy.name
        ]
        return any(
            all(values.get(k) != before.values.get(k) for k in conflict.keys) for values in asked
        )

    def _settle(self, copy: Copy, conflict: Conflict, before: State) -> Decision:
        """Let the newest copy count whole, after its sender was asked."""
        state = State(copy.values, dict.fromkeys(copy.values, copy.name))
        cells = {k: self.cells[copy.name][k] for k in conflict.keys if k in copy.values}
        self.copies, self.current = [copy], copy.name
        return Decision(
            copy.name,
            FileState.REPLACED,
            (Finding("V207", fields=listed(cells)), *self._warn_of_blanks(before, state)),
            kept=True,
            current=True,
            settles=True,
            contents=self.newcomers[copy.name].contents,
        )

    def _clash(self, copy: Copy, key: str, before: State) -> Finding:
        here = self.cells[copy.name].get(key)
        there = self.cells[before.sources[key]].get(key) if key in before.sources else None
        return clash_of(key, here, there)

    def _accept(self, copy: Copy, before: State, after: State, *, late: bool) -> Decision:
        """Make the state after this copy the sheet's, if its cells fit together."""
        top = self.current if late and self.current else copy.name
        joined = self._joined(top, after)
        contents = self._contents(top, after) if joined else self.newcomers[copy.name].contents
        if isinstance(contents, Finding):
            return Decision(copy.name, FileState.HELD, (contents,))
        findings = (*self._note_joined(joined), *self._warn_of_blanks(before, after))
        state = FileState.REPLACED if self.copies else FileState.STORED
        self.copies.append(copy)
        if not late:
            self.current = copy.name
        return Decision(
            copy.name,
            state,
            ((self._note_late(copy),) if late else ()) + findings,
            kept=True,
            current=not late,
            contents=contents,
            joined=joined,
        )

    def _joined(self, top: str, state: State) -> Mapping[str, str | None]:
        """Give the cells that differ from the newest copy's own: key → copy, or None for blank."""
        others = {key: name for key, name in state.sources.items() if name != top}
        cleared = dict.fromkeys(comparable(self.cells[top]).keys() - state.values.keys())
        return dict(sorted((others | cleared).items()))

    def _contents(self, top: str, state: State) -> Contents | Finding:
        cells = {key: self.cells[name][key] for key, name in state.sources.items()}
        return self.rejudge(self.identities[top], cells)

    def _note_joined(self, joined: Mapping[str, str | None]) -> tuple[Finding, ...]:
        kept = {key: self.cells[name][key] for key, name in joined.items() if name}
        return (Finding("V204", fields=listed(kept)),) if kept else ()

    def _warn_of_blanks(self, before: State, after: State) -> tuple[Finding, ...]:
        gone = sorted(before.values.keys() - after.values.keys())
        cells = {key: self.cells[before.sources[key]][key] for key in gone}
        if not cells:
            return ()
        first = next(iter(cells.values()))
        return (Finding("V205", first.place, gone[0], "", listed(cells)),)
