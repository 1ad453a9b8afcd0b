"""Erases a person from the database, down to the freed bytes; the audit keeps a digest."""

import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from okrsheets.errors import N_, MachineError
from okrsheets.store.holders import holders_of
from okrsheets.store.schema import prepare_database, schema_of
from okrsheets.store.writing import account, written

_PATIENCE = 30.0
_MARK = "erased:"
_ERASED = "(erased)"
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
_FILE_HASHES = "SELECT sha256 FROM files WHERE person = ?"
_VERSION_HASHES = (
    "SELECT v.sha256 FROM versions v JOIN sheets s ON s.id = v.sheet_id WHERE s.person = ?"
)
_OF_THE_YEAR = ("frozen_plans", "closed_scores")
_KEPT_FOR_GOOD = (
    "SELECT (SELECT count(*) FROM frozen_plans WHERE person = :person)"
    " + (SELECT count(*) FROM closed_scores WHERE person = :person)"
)
_SINCE = 3
"""The schema that has them."""
_FOREIGN = "SELECT sha256 FROM files WHERE person <> ?"
_NAMED_BY = (
    "SELECT DISTINCT s.person FROM cells c JOIN versions v ON v.id = c.version_id"
    " JOIN sheets s ON s.id = v.sheet_id WHERE instr(c.raw, ?) AND s.person <> ?"
)


@dataclass(frozen=True, slots=True)
class Traces:
    """What the database holds of a person. `names` are those that stood on the sheets.

    `others` is how many other people's sheets name the person; those are theirs and stay.
    `foreign` are the hashes of all files that the database knows to be somebody else's, `listed`
    of all files that it knows. `locked` is how many frozen plans and closed scores there are.
    """

    versions: int
    hashes: frozenset[str]
    names: frozenset[str]
    files: int
    others: int
    foreign: frozenset[str]
    listed: frozenset[str]
    locked: int = 0


@contextmanager
def _opened(path: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    if write:
        prepare_database(path)
    schema_of(path)
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            if not write:
                connection.execute("PRAGMA query_only = ON")
            yield connection
    except sqlite3.Error as error:
        raise MachineError(
            N_("the database {file} cannot be used: {reason}"), file=path, reason=error
        ) from error


def find_traces(path: Path, person: str, name: str = "") -> Traces:
    """Give what the database holds of a person; `name` is the roster's, where it has one."""
    with _opened(path) as connection:
        rows = connection.execute(
            "SELECT v.sha256, v.name FROM versions v JOIN sheets s ON s.id = v.sheet_id"
            " WHERE s.person = ?",
            (person,),
        ).fetchall()
        listed = connection.execute(_FILE_HASHES, (person,)).fetchall()
        hashes = frozenset(row[0] for row in (*rows, *listed))
        names = frozenset(row[1] for row in rows if row[1].strip()) | ({name} if name else set())
        others: set[str] = set()
        for one in names:
            others |= {row[0] for row in connection.execute(_NAMED_BY, (one, person))}
        foreign = frozenset(row[0] for row in connection.execute(_FOREIGN, (person,)))
        known = frozenset(row[0] for row in connection.execute("SELECT sha256 FROM files"))
        return Traces(
            len(rows),
            hashes,
            frozenset(names),
            len(listed),
            len(others),
            foreign,
            known,
            _locked(connection, person) if schema_of(path) >= _SINCE else 0,
        )


def _locked(connection: sqlite3.Connection, person: str) -> int:
    found = connection.execute(_KEPT_FOR_GOOD, {"person": person}).fetchone()
    return int(found[0])


def is_erased(path: Path, digest: str) -> bool:
    """Tell whether a person of this digest was erased before."""
    with _opened(path) as connection:
        found = connection.execute("SELECT 1 FROM audit WHERE person = ?", (_MARK + digest,))
        return found.fetchone() is not None


@dataclass(frozen=True, slots=True)
class Erasing:
    """What goes: the person, all files of these hashes, and names in which the person stands.

    `words` are the person's own names, to be taken out of reasons that people typed.
    """

    person: str
    hashes: Collection[str]
    names: Collection[str]
    words: Collection[str] = ()


def erase_person(path: Path, what: Erasing, *, digest: str, at: datetime) -> None:
    """Erase every row of a person and of the files with these hashes, then the freed bytes.

    All rows go in one transaction; the audit keeps one line with the digest. Doing it again
    finishes what was cut short and adds no second line.

    Raises:
        MachineError: another program reads or writes the database all the while.
    """
    with _opened(path, write=True) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _erase_rows(connection, what.person, what.hashes)
            _erase_names(connection, what.names)
            if schema_of(path) >= _SINCE:
                _erase_from_reasons(connection, what)
            _note(connection, digest, at)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise MachineError(
            N_("the database {file} is in use by another program: {who}. Close it, try again."),
            file=path,
            who=holders_of(path) or "?",
        )


def _erase_rows(connection: sqlite3.Connection, person: str, hashes: Collection[str]) -> None:
    known = {row[0] for row in connection.execute(_VERSION_HASHES, (person,))} | set(hashes)
    connection.execute("DELETE FROM sheets WHERE person = ?", (person,))
    connection.execute("DELETE FROM files WHERE person = ?", (person,))
    for table in _OF_THE_YEAR:
        connection.execute(f"DELETE FROM {table} WHERE person = ?", (person,))  # noqa: S608 - our own names
    triggers = connection.execute(_TRIGGERS).fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("DELETE FROM audit WHERE person = ?", (person,))
    for sha256 in sorted(known):
        connection.execute("DELETE FROM files WHERE sha256 = ?", (sha256,))
        connection.execute("DELETE FROM audit WHERE instr(detail, ?)", (sha256,))
    for _, sql in triggers:
        connection.execute(sql)


def _erase_names(connection: sqlite3.Connection, names: Collection[str]) -> None:
    """Rename a removed zip or e-mail where others' sheets that came in it tell its name."""
    for name in names:
        for table, column in (("files", "name"), ("versions", "file")):
            connection.execute(
                f"UPDATE {table} SET {column} = replace({column}, ?, ?)"  # noqa: S608 - our own names
                f" WHERE instr({column}, ?)",
                (name, _ERASED, name),
            )


def _erase_from_reasons(connection: sqlite3.Connection, what: Erasing) -> None:
    """Take the person out of what was typed as the reason of a reopening; the rest stays."""
    words = "|".join(re.escape(word) for word in sorted(what.words, key=len, reverse=True))
    known = rf"(?<![0-9A-Za-z])(?:{re.escape(what.person)})(?![0-9A-Za-z])"
    pattern = re.compile(f"{words}|{known}" if words else known)
    rows = connection.execute("SELECT id, reason FROM closings WHERE reason IS NOT NULL").fetchall()
    for number, reason in rows:
        left = pattern.sub(_ERASED, reason)
        if left != reason:
            connection.execute("UPDATE closings SET reason = ? WHERE id = ?", (left, number))


def _note(connection: sqlite3.Connection, digest: str, at: datetime) -> None:
    mark = _MARK + digest
    if connection.execute("SELECT 1 FROM audit WHERE person = ?", (mark,)).fetchone():
        return
    connection.execute(
        "INSERT INTO audit (at, who, what, person, detail) VALUES (?, ?, 'erased', ?, '')",
        (written(at), account(), mark),
    )
