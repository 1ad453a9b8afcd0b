"""A person's sheet through time: its versions, what differs between two, and files that wait."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from okrsheets.batch.hands import Hand, hand_of, hands_of
from okrsheets.batch.merge import changed, comparable
from okrsheets.cells import Cell, CellKind, Place
from okrsheets.errors import N_, UsageError
from okrsheets.store import StoredVersion, StoreMode, open_store
from okrsheets.store.history import OpenFile, VersionNote, read_notes, read_open_files, read_people
from okrsheets.store.reading import read_history
from okrsheets.workspace import Workspace


class VersionState(StrEnum):
    """What a version is today; of a `joined` one, cells still stand in the sheet."""

    CURRENT = "current"
    JOINED = "joined"
    HISTORY = "history"


class Origin(StrEnum):
    """How a version came about."""

    FIRST = "first"
    REPLACED = "replaced"
    JOINED = "joined"
    LATE = "late"
    SETTLED = "settled"


_REF = re.compile(r"([A-Z]+)([0-9]+)")
_ORIGINS = (("V203", Origin.LATE), ("V207", Origin.SETTLED), ("V204", Origin.JOINED))


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One version. `changes` are the keys that differ from the version received before it."""

    version: StoredVersion
    file: str
    state: VersionState
    origin: Origin
    changes: frozenset[str]

    @property
    def hands(self) -> tuple[Hand, ...]:
        """Whose parts the changes are."""
        return hands_of(self.changes)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs between two versions; `before` or `after` is None where blank."""

    key: str
    before: Cell | None
    after: Cell | None

    @property
    def hand(self) -> Hand:
        """Whose part the field is."""
        return hand_of(self.key)

    @property
    def cell(self) -> Cell:
        """The cell to name: the later version's, or the earlier one's where it was cleared."""
        return self.after or self.before or Cell(Place("", ""), CellKind.BLANK)


@dataclass(frozen=True, slots=True)
class History:
    """All that is stored of one person's sheet of the year, in the order of arrival."""

    person: str
    name: str
    on_roster: bool
    year: int
    lines: tuple[HistoryLine, ...]
    waiting: tuple[OpenFile, ...]

    def version(self, number: int) -> StoredVersion:
        """Give a version by its number.

        Raises:
            UsageError: there is none with this number.
        """
        for line in self.lines:
            if line.version.version == number:
                return line.version
        raise UsageError(
            N_("{person} has no version {number}. There are: {known}"),
            person=self.person,
            number=number,
            known=tuple(line.version.version for line in self.lines) or "–",
        )


def load_history(workspace: Workspace, person: str) -> History | None:
    """Give the history of a person who is or was on the roster; None where nothing is known.

    Raises:
        DataError: the roster has faults.
        UsageError: there is no roster, or the database is not one of this okrsheets.
    """
    known = workspace.roster().find(person)
    year = workspace.settings.year
    versions: tuple[StoredVersion, ...] = ()
    notes: Mapping[int, VersionNote] = {}
    waiting: tuple[OpenFile, ...] = ()
    if workspace.database.exists():
        with open_store(workspace.database, mode=StoreMode.READ) as store:
            versions = read_history(store, person, year)
            notes = read_notes(store, person, year)
            waiting = read_open_files(store, person)
    if known is None and not versions and not waiting:
        return None
    name = known.name if known else next((v.name for v in reversed(versions) if v.name), "")
    return History(person, name, known is not None, year, _lines(versions, notes), waiting)


def known_people(workspace: Workspace) -> tuple[str, ...]:
    """Give every id on the roster or in the store, in order."""
    ids = {person.id for person in workspace.roster().people}
    if workspace.database.exists():
        with open_store(workspace.database, mode=StoreMode.READ) as store:
            ids |= set(read_people(store))
    return tuple(sorted(ids))


def _lines(
    versions: Sequence[StoredVersion], notes: Mapping[int, VersionNote]
) -> tuple[HistoryLine, ...]:
    lines = []
    before: Mapping[str, str] = {}
    for version in versions:
        note = notes[version.version]
        after = comparable(version.cells)
        lines.append(
            HistoryLine(
                version,
                note.file,
                _state(version, note),
                _origin(version, note),
                changed(before, after),
            )
        )
        before = after
    return tuple(lines)


def _state(version: StoredVersion, note: VersionNote) -> VersionState:
    if version.current:
        return VersionState.CURRENT
    return VersionState.JOINED if note.used else VersionState.HISTORY


def _origin(version: StoredVersion, note: VersionNote) -> Origin:
    if version.version == 1:
        return Origin.FIRST
    found = (origin for code, origin in _ORIGINS if code in note.codes)
    return next(found, Origin.REPLACED)


def differences(before: StoredVersion, after: StoredVersion) -> tuple[Difference, ...]:
    """Give the fields whose values differ, as received, in the order of the sheet.

    A mere re-save by another program (0.7 as 0.70) is no difference.
    """
    keys = changed(comparable(before.cells), comparable(after.cells))
    found = (Difference(key, before.cells.get(key), after.cells.get(key)) for key in keys)
    return tuple(sorted(found, key=_order))


def _order(one: Difference) -> tuple[object, ...]:
    """Sort as one reads: the cycles, then the year; row by row, from left to right."""
    tab = one.key.partition(".")[0]
    match = _REF.fullmatch(one.cell.place.ref)
    column, row = (match[1], int(match[2])) if match else ("", 0)
    return (not tab[1:].isdecimal(), tab, row, len(column), column, one.key)
