"""The store: people's sheets with their versions, cells and scores, and every file seen.

One transaction a workbook. Records in, records out; `okrsheets.batch` decides what is stored.
"""

import getpass
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import StaticPool

from okrsheets.errors import N_, MachineError
from okrsheets.findings.catalogue import severity_of
from okrsheets.store import tables as t
from okrsheets.store.records import FileEntry, FileState, NewVersion
from okrsheets.store.rows import Row, ScoreRows, storable
from okrsheets.store.schema import prepare_database, schema_of

_PATIENCE = 30.0


class StoreMode(StrEnum):
    """What opening a store may touch: WRITE all, READ no data, LOOK not even a lock file."""

    WRITE = "write"
    READ = "read"
    LOOK = "look"


_FIND_SHEET = select(t.SHEETS.c.id).where(
    t.SHEETS.c.person == bindparam("person"), t.SHEETS.c.year == bindparam("year")
)
_FIND_FILE = select(t.FILES.c.id, t.FILES.c.state, t.FILES.c.person).where(
    t.FILES.c.name == bindparam("name"), t.FILES.c.sha256 == bindparam("sha256")
)
_COUNT_VERSIONS = select(func.count()).select_from(t.VERSIONS)
_ADD_SHEET = insert(t.SHEETS).returning(t.SHEETS.c.id)
_ADD_VERSION = insert(t.VERSIONS).returning(t.VERSIONS.c.id)
_ADD_FILE = insert(t.FILES).returning(t.FILES.c.id)
_ADD_CELLS = insert(t.CELLS)
_ADD_JOINED = insert(t.JOINED_CELLS)
_ADD_CYCLES = insert(t.CYCLE_ROWS)
_ADD_OBJECTIVES = insert(t.OBJECTIVE_ROWS)
_ADD_KEY_RESULTS = insert(t.KEY_RESULT_ROWS)
_ADD_FINDINGS = insert(t.FINDING_ROWS)
_ADD_NOTE = insert(t.AUDIT)
_NOT_OVERRIDING = (FileState.DUPLICATE, FileState.UNCHANGED)


def open_store(path: Path, *, mode: StoreMode = StoreMode.WRITE) -> "Store":
    """Open a workspace's database; with `WRITE` made first where there is none.

    Raises:
        UsageError: the file is foreign, damaged or of a newer okrsheets; it stays as it is.
        MachineError: it cannot be made or opened.
    """
    if mode is StoreMode.WRITE:
        prepare_database(path)
    else:
        schema_of(path)
    engine = create_engine("sqlite://", creator=lambda: _connect(path, mode), poolclass=StaticPool)
    begin = "BEGIN IMMEDIATE" if mode is StoreMode.WRITE else "BEGIN"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return Store(engine, path)


def _connect(path: Path, mode: StoreMode) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    log = path.with_name(f"{path.name}-wal")
    if mode is StoreMode.LOOK or not os.access(path.parent, os.W_OK):
        uri += "?mode=ro" if log.exists() else "?mode=ro&immutable=1"
    else:
        uri += "?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    if mode is not StoreMode.WRITE:
        connection.execute("PRAGMA query_only = ON")
    return connection


def written(time: datetime) -> str:
    """Write a time as it is stored: UTC, whole seconds."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


class RefusedByStoreError(Exception):
    """A row breaks a constraint of the schema: a fault of okrsheets, never of the sheet."""


class Store:
    """An open database. Close it, or use it in a `with`."""

    def __init__(self, engine: Engine, path: Path) -> None:
        """Keep the engine; `path` is named in messages."""
        self.engine = engine
        self.path = path

    def __enter__(self) -> Self:
        """Give the store."""
        return self

    def __exit__(self, *stop: object) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection; what is done with it holds wholly or not at all.

        Raises:
            MachineError: the database is in use, the disk is full or cannot be written.
            RefusedByStoreError: a constraint of the schema does not allow a row.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise _stop(self.path, error) from error
        except DBAPIError as error:
            raise RefusedByStoreError(str(error.orig)) from error

    def commit(self, entry: FileEntry, version: NewVersion | None = None) -> None:
        """Store one file's outcome, and its version where it has one, in one transaction."""
        with self.transaction() as connection:
            if version is not None:
                _save_version(connection, entry, version)
            _log_file(connection, entry)

    def rescore(
        self, person: str, year: int, scores: ScoreRows, *, with_: str, at: datetime
    ) -> None:
        """Replace a stored sheet's scores: what they depend on (`with_`) changed since."""
        with self.transaction() as connection:
            sheet_id = connection.execute(_FIND_SHEET, {"person": person, "year": year}).scalar()
            own: Row = {"sheet_id": sheet_id}
            connection.execute(delete(t.CYCLE_ROWS).filter_by(**own))
            _add_rows(connection, own, scores)
            _rescored(connection, own, with_)
            connection.execute(_ADD_NOTE, _noted(at, "rescored", person, with_))


def _stop(path: Path, error: OperationalError) -> MachineError:
    reason = str(error.orig)
    if "locked" in reason or "busy" in reason:
        return MachineError(
            N_("the database {file} is in use by another program. Close it, then try again."),
            file=path,
        )
    if "full" in reason:
        return MachineError(
            N_("the disk is full: {file} cannot be written. What was stored before is kept."),
            file=path,
        )
    return MachineError(
        N_("the database {file} cannot be used: {reason}"), file=path, reason=reason
    )


def _save_version(connection: Connection, entry: FileEntry, version: NewVersion) -> None:
    sheet_id, known = _sheet(connection, version)
    number = 1
    if known:
        mine = t.VERSIONS.c.sheet_id == sheet_id
        number += int(connection.execute(_COUNT_VERSIONS.where(mine)).scalar_one())
        if version.current:
            connection.execute(update(t.VERSIONS).where(mine).values(current=0))
    new = _version_row(entry, version) | {"sheet_id": sheet_id, "version": number}
    version_id = connection.execute(_ADD_VERSION, new).scalar_one()
    if version.cells:
        connection.execute(_ADD_CELLS, [{"version_id": version_id, **r} for r in version.cells])
    if version.scores is not None:
        own: Row = {"sheet_id": sheet_id}
        if known:
            _clear_scores(connection, own, version.scored_with)
        _add_rows(connection, own, version.scores)
        _add_joined(connection, own, version)
    _note(connection, entry, f"version {number} {entry.sha256}")


def _sheet(connection: Connection, version: NewVersion) -> tuple[int, bool]:
    """Give the sheet's id, and whether it was known; it is made where it was not."""
    key: Row = {"person": version.person, "year": version.year}
    found: int | None = connection.execute(_FIND_SHEET, key).scalar()
    if found is not None:
        return found, True
    new = key | {"code": version.code, "scored_with": version.scored_with}
    return int(connection.execute(_ADD_SHEET, new).scalar_one()), False


def _version_row(entry: FileEntry, version: NewVersion) -> Row:
    return {
        "sha256": entry.sha256,
        "file": storable(entry.name),
        "name": storable(version.name),
        "identity": version.identity,
        "modified": version.modified and written(version.modified),
        "received": written(entry.received),
        "joins": int(version.joins),
        "current": int(version.current),
    }


def _clear_scores(connection: Connection, own: Row, scored_with: str) -> None:
    connection.execute(delete(t.CYCLE_ROWS).filter_by(**own))
    connection.execute(delete(t.JOINED_CELLS).filter_by(**own))
    _rescored(connection, own, scored_with)


def _rescored(connection: Connection, own: Row, scored_with: str) -> None:
    changed = update(t.SHEETS).where(t.SHEETS.c.id == own["sheet_id"])
    connection.execute(changed.values(scored_with=scored_with))


def _add_rows(connection: Connection, own: Row, scores: ScoreRows) -> None:
    for statement, rows in (
        (_ADD_CYCLES, scores.cycles),
        (_ADD_OBJECTIVES, scores.objectives),
        (_ADD_KEY_RESULTS, scores.key_results),
    ):
        if rows:
            connection.execute(statement, [own | row for row in rows])


def _add_joined(connection: Connection, own: Row, version: NewVersion) -> None:
    """Say which of the sheet's cells are another version's."""
    sources = {sha: _version_id(connection, sha) for sha in set(version.joined.values())}
    rows = [own | {"key": k, "version_id": sources[sha]} for k, sha in version.joined.items()]
    if rows:
        connection.execute(_ADD_JOINED, rows)


def _version_id(connection: Connection, sha256: str | None) -> int | None:
    query = select(t.VERSIONS.c.id).where(t.VERSIONS.c.sha256 == sha256)
    found: int | None = connection.execute(query).scalar()
    return found


def _log_file(connection: Connection, entry: FileEntry) -> None:
    """List the file; one that was listed before keeps its line, with its new state."""
    name = storable(entry.name)
    key: Row = {"name": name, "sha256": entry.sha256}
    known = connection.execute(_FIND_FILE, key).first()
    if known is None:
        values = {"state": entry.state.value, "person": entry.person}
        new = key | values | {"received": written(entry.received)}
        file_id = connection.execute(_ADD_FILE, new).scalar_one()
    elif entry.state in _NOT_OVERRIDING:
        return
    else:
        file_id = known.id
        _update_file(connection, entry, known)
    rows = [_finding_row(entry, file_id, position) for position in range(len(entry.findings))]
    if rows:
        connection.execute(_ADD_FINDINGS, rows)
    if entry.was_held and entry.state is not FileState.HELD:
        _let_go(connection, entry)


def _update_file(connection: Connection, entry: FileEntry, known: Any) -> None:  # noqa: ANN401 - SQLAlchemy's row
    """Change a listed file's line, where there is something to change, and drop its findings."""
    connection.execute(delete(t.FINDING_ROWS).filter_by(file_id=known.id))
    if (known.state, known.person) == (entry.state.value, entry.person):
        return
    values: Row = {"state": entry.state.value, "person": entry.person}
    connection.execute(update(t.FILES).where(t.FILES.c.id == known.id).values(values))
    _note(connection, entry, f"was {known.state} {entry.sha256}")


def _let_go(connection: Connection, entry: FileEntry) -> None:
    """Have other names of the same held bytes share the outcome."""
    same = (t.FILES.c.sha256 == entry.sha256) & (t.FILES.c.state == FileState.HELD.value)
    state = FileState.REJECTED if entry.state is FileState.REJECTED else FileState.DUPLICATE
    connection.execute(update(t.FILES).where(same).values(state=state.value))


def _finding_row(entry: FileEntry, file_id: int, position: int) -> Row:
    finding = entry.findings[position]
    place = finding.place
    fields = json.dumps(dict(finding.fields), ensure_ascii=True, sort_keys=True, default=str)
    return {
        "file_id": file_id,
        "position": position,
        "code": finding.code,
        "severity": severity_of(finding).value,
        "sheet": storable(place.sheet) if place else "",
        "ref": place.ref if place else "",
        "key": finding.key,
        "value": storable(finding.value),
        "fields": fields,
    }


def _note(connection: Connection, entry: FileEntry, detail: str) -> None:
    row = _noted(entry.received, entry.state.value, entry.person, detail)
    connection.execute(_ADD_NOTE, row)


def _noted(at: datetime, what: str, person: str | None, detail: str) -> Row:
    return {"at": written(at), "who": _who(), "what": what, "person": person, "detail": detail}


@cache
def _who() -> str:
    """Give the account under which okrsheets runs; "" where the system has no name for it."""
    try:
        return storable(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""
