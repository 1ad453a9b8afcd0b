"""Reads what is remembered of one person: how versions came about, and files that wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from okrsheets.store.records import FileState
from okrsheets.store.store import Store

_VERSIONS = text("""
SELECT v.version, v.file, v.current,
       EXISTS (SELECT 1 FROM joined_cells j WHERE j.version_id = v.id) AS used,
       (SELECT group_concat(n.code) FROM files f JOIN finding_rows n ON n.file_id = f.id
        WHERE f.sha256 = v.sha256 AND n.code LIKE 'V2%') AS codes
FROM versions v JOIN sheets s ON s.id = v.sheet_id
WHERE s.person = :person AND s.year = :year ORDER BY v.version
""")
_FILES = text("""
SELECT f.name, f.sha256, f.received, f.state,
       (SELECT group_concat(n.code) FROM finding_rows n
        WHERE n.file_id = f.id AND n.severity = 'error') AS codes
FROM files f WHERE f.person = :person AND f.state IN ('held', 'rejected')
ORDER BY f.received, f.name, f.sha256
""")
_WAITING = text("""
SELECT f.name, f.sha256, f.received, f.state,
       (SELECT group_concat(n.code) FROM finding_rows n
        WHERE n.file_id = f.id AND n.severity = 'error') AS codes
FROM files f WHERE f.state IN ('held', 'rejected') AND f.sha256 <> ''
AND NOT EXISTS (
    SELECT 1 FROM sheets s JOIN versions v ON v.sheet_id = s.id
    WHERE s.person = f.person AND v.received > f.received)
ORDER BY f.received, f.name, f.sha256
""")
_PEOPLE = text("""
SELECT person FROM sheets UNION SELECT person FROM files WHERE person IS NOT NULL ORDER BY person
""")


@dataclass(frozen=True, slots=True)
class VersionNote:
    """What is noted of a version beside its cells.

    `file` is the name it came under; `used` says that cells of the sheet as it stands are its
    own though it is not the current one; `codes` are the findings V2xx with which it came.
    """

    file: str
    used: bool
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file of the person that is not stored: held for a decision, or rejected."""

    name: str
    sha256: str
    received: datetime
    state: FileState
    codes: tuple[str, ...]


def read_people(store: Store) -> tuple[str, ...]:
    """Give the id of everyone of whom anything is stored, in order."""
    with store.transaction() as connection:
        return tuple(row.person for row in connection.execute(_PEOPLE))


def read_notes(store: Store, person: str, year: int) -> Mapping[int, VersionNote]:
    """Give what is noted of each version of a person's sheet: number → note."""
    with store.transaction() as connection:
        rows = connection.execute(_VERSIONS, {"person": person, "year": year}).all()
    return {
        row.version: VersionNote(row.file, bool(row.used), frozenset(_split(row.codes)))
        for row in rows
    }


def read_open_files(store: Store, person: str) -> tuple[OpenFile, ...]:
    """Give the person's files that wait for a decision or were rejected, oldest first."""
    with store.transaction() as connection:
        return _open_files(connection.execute(_FILES, {"person": person}).all())


def read_waiting(store: Store) -> tuple[OpenFile, ...]:
    """Give the held and rejected files that nothing has settled since, one a hash, oldest first."""
    with store.transaction() as connection:
        files = _open_files(connection.execute(_WAITING).all())
    return tuple({file.sha256: file for file in reversed(files)}.values())[::-1]


def _open_files(rows: Sequence[Row[Any]]) -> tuple[OpenFile, ...]:
    return tuple(
        OpenFile(
            row.name,
            row.sha256,
            datetime.fromisoformat(row.received),
            FileState(row.state),
            tuple(sorted(_split(row.codes))),
        )
        for row in rows
    )


def _split(codes: str | None) -> set[str]:
    return set(codes.split(",")) if codes else set()
