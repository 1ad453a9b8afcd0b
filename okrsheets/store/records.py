"""What the store takes and gives: plain records, no database objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from okrsheets.cells import Cell
from okrsheets.findings import Finding
from okrsheets.store.rows import Row, ScoreRows


class FileState(StrEnum):
    """What became of a file; `held` waits for a person's decision."""

    STORED = "stored"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    HELD = "held"
    REJECTED = "rejected"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file seen, with what became of it and why; `name` is relative to the workspace.

    `was_held` says that these bytes waited for a decision before.
    """

    name: str
    sha256: str
    state: FileState
    person: str | None
    received: datetime
    findings: tuple[Finding, ...] = ()
    was_held: bool = False


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that waits; its bytes are kept under its hash."""

    name: str
    sha256: str
    received: datetime


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file ever seen, with when its person's latest stored version came (None without one)."""

    sha256: str
    state: FileState
    received: datetime
    stored: datetime | None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a person's sheet as it was received.

    `joins` is False for mere history; `settles` is True for one before which all is history.
    """

    version: int
    sha256: str
    identity: str
    name: str
    modified: datetime | None
    received: datetime
    joins: bool
    current: bool
    settles: bool
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be stored.

    `joined` names the cells of the sheet that are not the current version's own: key → sha256
    of the version whose cell holds, or None where the cell is blank. `scores` and `joined` are
    those of the sheet as it stands with this version.
    """

    person: str
    year: int
    code: str
    identity: str
    name: str
    modified: datetime | None
    joins: bool
    current: bool
    cells: tuple[Row, ...]
    check_ins: tuple[Row, ...] = ()
    settles: bool = False
    scores: ScoreRows | None = None
    scored_with: str = ""
    joined: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetScores:
    """A stored sheet's scores under changed rules; without rows, its scores stay as they are.

    `scored_with` is what they depend on besides the sheet.
    """

    person: str
    year: int
    scored_with: str
    rows: ScoreRows | None = None


@dataclass(frozen=True, slots=True)
class CurrentSheet:
    """A person's sheet as it stands: the newest version with the cells joined into it."""

    person: str
    year: int
    identity: str
    name: str
    version: int
    received: datetime
    scored_with: str
    cells: Mapping[str, Cell]
