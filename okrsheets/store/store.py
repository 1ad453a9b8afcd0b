"""The store: people's sheets with their versions, cells and scores, and every file seen.

One transaction a workbook. Records in, records out; `okrsheets.batch` decides what is stored.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from okrsheets.errors import N_, MachineError
from okrsheets.findings.catalogue import severity_of
from okrsheets.store import tables as t
from okrsheets.store.records import FileEntry, FileState, NewVersion
from okrsheets.store.rows import Row, storable
from okrsheets.store.schema import prepare_database, schema_of

_PATIENCE = 30.0


class StoreMode(StrEnum):
    """What opening a store may touch: WRITE all, READ no data, LOOK not even a lock file."""

    WRITE = "write"
    READ = "read"
    LOOK = "look"


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
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise _stop(self.path, error) from error

    def commit(self, entry: FileEntry, version: NewVersion | None = None) -> None:
        """Store one file's outcome, and its version where it has one, in one transaction."""
        with self.transaction() as connection:
            if version is not None:
                _save_version(connection, entry, version)
            _log_file(connection, entry)

    def rescore(self, version: NewVersion) -> None:
        """Replace a sheet's score rows: the policies or the roster changed since."""
        with self.transaction() as connection:
            _save_scores(connection, _sheet_id(connection, version), version)


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


def _sheet_id(connection: Connection, version: NewVersion) -> int:
    key: Row = {"person": version.person, "year": version.year}
    query = select(t.SHEETS.c.id).filter_by(**key)
    found: int | None = connection.execute(query).scalar()
    if found is not None:
        return found
    values = key | {"code": version.code, "scored_with": version.scored_with}
    connection.execute(insert(t.SHEETS).values(values))
    return int(connection.execute(query).scalar_one())


def _save_version(connection: Connection, entry: FileEntry, version: NewVersion) -> None:
    sheet_id = _sheet_id(connection, version)
    versions = t.VERSIONS
    mine = versions.c.sheet_id == sheet_id
    number = 1 + len(connection.execute(select(versions.c.id).where(mine)).all())
    if version.current:
        connection.execute(update(versions).where(mine).values(current=0))
    connection.execute(
        insert(versions).values(
            sheet_id=sheet_id,
            version=number,
            sha256=entry.sha256,
            file=storable(entry.name),
            name=storable(version.name),
            identity=version.identity,
            modified=version.modified and written(version.modified),
            received=written(entry.received),
            joins=int(version.joins),
            current=int(version.current),
        )
    )
    _save_cells(connection, entry.sha256, version)
    _save_scores(connection, sheet_id, version)
    _note(connection, entry, f"version {number} {entry.sha256}")


def _version_id(connection: Connection, sha256: str | None) -> int | None:
    query = select(t.VERSIONS.c.id).where(t.VERSIONS.c.sha256 == sha256)
    found: int | None = connection.execute(query).scalar()
    return found


def _save_cells(connection: Connection, sha256: str, version: NewVersion) -> None:
    if version.cells:
        own = {"version_id": _version_id(connection, sha256)}
        connection.execute(insert(t.CELLS), [own | row for row in version.cells])


def _save_scores(connection: Connection, sheet_id: int, version: NewVersion) -> None:
    """Replace the sheet's scores and joined cells by those that hold with this version."""
    if version.scores is None:
        return
    own: Row = {"sheet_id": sheet_id}
    sources = {sha: _version_id(connection, sha) for sha in set(version.joined.values())}
    joined = [own | {"key": key, "version_id": sources[sha]} for key, sha in version.joined.items()]
    connection.execute(delete(t.CYCLE_ROWS).filter_by(**own))
    connection.execute(delete(t.JOINED_CELLS).filter_by(**own))
    for table, rows in (
        (t.CYCLE_ROWS, version.scores.cycles),
        (t.OBJECTIVE_ROWS, version.scores.objectives),
        (t.KEY_RESULT_ROWS, version.scores.key_results),
        (t.JOINED_CELLS, joined),
    ):
        if rows:
            connection.execute(insert(table), [own | row for row in rows])
    changed = update(t.SHEETS).where(t.SHEETS.c.id == sheet_id)
    connection.execute(changed.values(scored_with=version.scored_with))


def _log_file(connection: Connection, entry: FileEntry) -> None:
    """List the file; one that was listed before keeps its line, with its new state."""
    files = t.FILES
    values: Row = {"state": entry.state.value, "person": entry.person}
    name = storable(entry.name)
    known = connection.execute(
        select(files.c.id, files.c.state, files.c.person).filter_by(name=name, sha256=entry.sha256)
    ).first()
    if known is not None and entry.state in _NOT_OVERRIDING:
        return
    if known is None:
        new = {"name": name, "sha256": entry.sha256, "received": written(entry.received)}
        connection.execute(insert(files).values(new | values))
    elif (known.state, known.person) != (entry.state.value, entry.person):
        connection.execute(update(files).where(files.c.id == known.id).values(values))
        _note(connection, entry, f"was {known.state} {entry.sha256}")
    _save_findings(connection, name, entry)
    if entry.state is not FileState.HELD:
        _let_go(connection, entry)


def _let_go(connection: Connection, entry: FileEntry) -> None:
    """Have other names of the same held bytes share the outcome."""
    same = (t.FILES.c.sha256 == entry.sha256) & (t.FILES.c.state == FileState.HELD.value)
    state = FileState.REJECTED if entry.state is FileState.REJECTED else FileState.DUPLICATE
    connection.execute(update(t.FILES).where(same).values(state=state.value))


def _save_findings(connection: Connection, name: str, entry: FileEntry) -> None:
    file_id = connection.execute(
        select(t.FILES.c.id).filter_by(name=name, sha256=entry.sha256)
    ).scalar_one()
    rows = [_finding_row(entry, file_id, position) for position in range(len(entry.findings))]
    connection.execute(delete(t.FINDING_ROWS).filter_by(file_id=file_id))
    if rows:
        connection.execute(insert(t.FINDING_ROWS), rows)


def _finding_row(entry: FileEntry, file_id: int, position: int) -> Mapping[str, Any]:
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
    connection.execute(
        insert(t.AUDIT).values(
            at=written(entry.received),
            what=entry.state.value,
            person=entry.person,
            detail=detail,
        )
    )
