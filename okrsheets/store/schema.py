"""Brings a database file to the current schema, and refuses what is not ours, bytes unchanged.

Whether a file is ours and which schema it has stand in its first 100 bytes (SQLite's application
id and user version), so that a foreign or newer file is told without opening it as a database.
"""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from okrsheets.errors import N_, MachineError, UsageError
from okrsheets.store.footing import unsafe_footing
from okrsheets.store.holders import holders_of

APPLICATION_ID = 0x4F4B5253  # "OKRS"
SCHEMA = 3
_MIGRATIONS = Path(__file__).parent / "migrations"
_HEADER = 100
_PATIENCE = 30.0
_MAGIC = b"SQLite format 3\x00"


def schema_of(path: Path) -> int:
    """Give the schema number of a database file.

    Raises:
        UsageError: it is not a database, belongs to another program, or is of a newer okrsheets.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEADER)
    if len(head) < _HEADER or not head.startswith(_MAGIC) or _is_cut_short(path, head):
        raise damaged(path)
    if int.from_bytes(head[68:72]) != APPLICATION_ID:
        raise UsageError(
            N_("{file} is a database of another program. Move it elsewhere."), file=path
        )
    found = int.from_bytes(head[60:64])
    if found > SCHEMA:
        raise UsageError(
            N_(
                "{file} was made by a newer okrsheets (schema {found}, this one knows {known})."
                " Update okrsheets."
            ),
            file=path,
            found=found,
            known=SCHEMA,
        )
    return found


def damaged(path: Path) -> UsageError:
    """Give the stop for a database that cannot be read."""
    return UsageError(
        N_("{file} is not an okrsheets database, or is damaged. Put the backup back."), file=path
    )


def _is_cut_short(path: Path, head: bytes) -> bool:
    """Tell whether the file is smaller than it says; with a log beside it, SQLite makes it whole.

    Source: https://www.sqlite.org/fileformat2.html, "The Database Header".
    """
    size, pages = int.from_bytes(head[16:18]), int.from_bytes(head[28:32])
    whole = (65536 if size == 1 else size) * pages
    written_by_sqlite = head[24:28] == head[92:96]
    log = path.with_name(f"{path.name}-wal")
    return written_by_sqlite and not log.exists() and path.stat().st_size < whole


def prepare_database(path: Path) -> None:
    """Make the database, or bring it to the current schema; a copy of an older one is kept.

    A new database appears whole or not at all: it is made beside its place and renamed.

    Raises:
        UsageError: see `schema_of`.
        MachineError: the folder cannot be written, or the disk is full or fails.
    """
    if path.exists():
        found = schema_of(path)
        if found == SCHEMA:
            return
        _fold_log_in(path)
        source: Path | None = path.with_name(f"{path.name}.schema{found}")
        shutil.copy2(path, str(source))
    else:
        source = None
    _make(path, source)


def _fold_log_in(path: Path) -> None:
    """Have what a killed process left in the log written into the database itself.

    A log left beside would be lost to the copy, and would be taken for the new file's.
    """
    if not path.with_name(f"{path.name}-wal").exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise MachineError(
            N_("the database {file} is in use by another program: {who}. Close it, try again."),
            file=path,
            who=holders_of(path) or "?",
        ) from None


def _make(path: Path, source: Path | None) -> None:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
        os.close(handle)
        new = Path(name)
        try:
            if source is not None:
                shutil.copy2(source, new)
            migrate(new)
            new.replace(path)
            sync_folder(path.parent)
        finally:
            new.unlink(missing_ok=True)
    except (OSError, OperationalError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error.strerror
        raise MachineError(
            N_("the database {file} cannot be made: {reason}"), file=path, reason=reason or error
        ) from error


def migrate(path: Path) -> None:
    """Run every migration step that this file lacks, in one transaction."""
    engine = create_engine("sqlite://", creator=lambda: _plain(path), poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        _upgrade(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"PRAGMA journal_mode = {journal_of(path)}")
    engine.dispose()
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def journal_of(path: Path) -> str:
    """Give the journal that is safe where the database lies: no WAL on a network or in a cloud."""
    return "DELETE" if unsafe_footing(path.parent) else "WAL"


def _plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - needed once in a database's life, and slow
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def sync_folder(folder: Path) -> None:
    """Have the folder's own entries written to the disk, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
