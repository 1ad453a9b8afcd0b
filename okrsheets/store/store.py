"""The store: people's sheets with their versions, cells and scores, and every file seen.

One transaction a workbook. Records in, records out; `okrsheets.batch` decides what is stored.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from okrsheets.errors import N_, MachineError
from okrsheets.store.holders import holders_of
from okrsheets.store.records import FileEntry, NewVersion
from okrsheets.store.rows import ScoreRows
from okrsheets.store.schema import (
    damaged,
    journal_of,
    prepare_database,
    schema_of,
    sync_folder,
)
from okrsheets.store.writing import log_file, rescore_sheet, save_version

_PATIENCE = 30.0


class StoreMode(StrEnum):
    """What opening a store may touch: WRITE all, READ no data, LOOK not even a lock file."""

    WRITE = "write"
    READ = "read"
    LOOK = "look"


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
    elif journal_of(path) == "DELETE":  # the folder was moved to a network since it was made
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = DELETE")
    return connection


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
        except (DBAPIError, sqlite3.Error) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            if isinstance(cause, sqlite3.OperationalError):
                raise _stop(self.path, str(cause)) from error
            if "malformed" in str(cause) or "not a database" in str(cause):
                raise damaged(self.path) from error
            raise RefusedByStoreError(str(cause)) from error

    @contextmanager
    def together(self) -> Iterator[None]:
        """Sync the transactions of the block as one, when it ends.

        Each of them still holds wholly or not at all, in their order, whenever the machine stops;
        none is sure to be there before the block has ended. Without a write-ahead log, each is
        synced by itself.

        Raises:
            MachineError: they could not be synced.
        """
        if self._pragma("journal_mode") != "wal":
            yield
            return
        self._pragma("synchronous = NORMAL")
        try:
            yield
        finally:
            self._pragma("synchronous = FULL")
            self._sync_log()

    def _pragma(self, words: str) -> object:
        """Ask or set a pragma outside any transaction: within one it would not count."""
        connection = self.engine.raw_connection()
        try:
            return next(iter(connection.cursor().execute(f"PRAGMA {words}").fetchone() or ()), None)
        finally:
            connection.close()

    def _sync_log(self) -> None:
        """Have the log written to the disk; what is no longer in it SQLite has synced already.

        Source: https://www.sqlite.org/pragma.html#pragma_synchronous, "NORMAL".
        """
        try:
            with self.path.with_name(f"{self.path.name}-wal").open("rb+") as log:
                os.fsync(log.fileno())
            sync_folder(self.path.parent)
        except FileNotFoundError:
            return  # nothing was written
        except OSError as error:
            raise MachineError(
                N_("the database {file} cannot be used: {reason}"),
                file=self.path,
                reason=error.strerror or error,
            ) from error

    def commit(self, entry: FileEntry, version: NewVersion | None = None) -> None:
        """Store one file's outcome, and its version where it has one, in one transaction."""
        with self.transaction() as connection:
            if version is not None:
                save_version(connection, entry, version)
            log_file(connection, entry)

    def rescore(
        self, person: str, year: int, scores: ScoreRows, *, with_: str, at: datetime
    ) -> None:
        """Replace a stored sheet's scores: what they depend on (`with_`) changed since."""
        with self.transaction() as connection:
            rescore_sheet(connection, (person, year), scores, with_=with_, at=at)


def _stop(path: Path, reason: str) -> MachineError:
    if "locked" in reason or "busy" in reason:
        return MachineError(
            N_("the database {file} is in use by another program: {who}. Close it, try again."),
            file=path,
            who=holders_of(path) or "?",
        )
    if "full" in reason:
        return MachineError(
            N_("the disk is full: {file} cannot be written. What was stored before is kept."),
            file=path,
        )
    return MachineError(
        N_("the database {file} cannot be used: {reason}"), file=path, reason=reason
    )
