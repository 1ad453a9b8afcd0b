"""Makes a consistent copy of a database while others may be writing to it (SQLite's own backup)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from okrsheets.errors import N_, MachineError
from okrsheets.store.schema import schema_of

_PAGES = 512
_PATIENCE = 30.0
_KEPT = """
SELECT sha256 FROM versions UNION SELECT sha256 FROM files WHERE state IN ('held', 'rejected')
"""


def copy_database(source: Path, target: Path) -> frozenset[str]:
    """Write the newest committed state of a database to `target`, as one whole file.

    Returns:
        The SHA-256 of every file whose original belongs to that state.

    Raises:
        UsageError: it is not an okrsheets database, or a newer one.
        MachineError: it cannot be read, is damaged, or the copy cannot be written.
    """
    schema_of(source)
    uri = f"{source.absolute().as_uri()}?mode=rw"
    try:
        with (
            closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new, pages=_PAGES)
            new.execute("PRAGMA journal_mode = DELETE")
            (found,) = new.execute("PRAGMA integrity_check").fetchone()
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            return frozenset(row[0] for row in new.execute(_KEPT))
    except sqlite3.Error as error:
        raise MachineError(
            N_("the database {file} cannot be copied: {reason}"), file=source, reason=error
        ) from error
