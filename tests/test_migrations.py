"""Databases of every past schema, brought to the present one: whole, or not at all."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrsheets.batch.history import Origin, load_history
from okrsheets.errors import MachineError
from okrsheets.store import StoreMode, open_store
from okrsheets.store.reading import read_current, read_held
from okrsheets.store.schema import APPLICATION_ID, SCHEMA, schema_of
from okrsheets.workspace import create_workspace

FIXTURES = Path(__file__).parent / "fixtures"
PAST = range(1, SCHEMA)


def put_database(path: Path, schema: int) -> Path:
    """Write a database as an earlier okrsheets left it."""
    connection = sqlite3.connect(path)
    connection.executescript((FIXTURES / f"schema_{schema}.sql").read_text(encoding="utf-8"))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    return path


def tables_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give the rows of every table that has any, but for the migration's own."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name != "alembic_version"
    ]
    rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608 - the schema's own names
    connection.close()
    return {name: found for name, found in rows.items() if found}


def made_by_the_migrations(path: Path) -> set[tuple[str, str]]:
    """Give the name and text of everything in a schema."""
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master").fetchall()
    connection.close()
    return {(name, "".join(sql.split())) for name, sql in found}


def test_fixtures__every_past_schema__has_one() -> None:
    assert sorted(file.name for file in FIXTURES.glob("schema_*.sql")) == [
        f"schema_{number}.sql" for number in PAST
    ]


@pytest.mark.parametrize("schema", PAST)
def test_open_store__past_schema__every_row_is_kept_and_the_old_file_beside(
    tmp_path: Path, schema: int
) -> None:
    path = put_database(tmp_path / "okrsheets.db", schema)
    before = tables_of(path)
    old = path.read_bytes()
    with open_store(path) as store:
        sheets = list(read_current(store, 2026))
        assert [(sheet.person, sheet.version) for sheet in sheets] == [("E1", 2)]
        assert sheets[0].cells["Q1.O1.K1.actual"].raw == "88"
        assert [file.name for file in read_held(store)] == ["inbox/E9.xlsx"]
    assert schema_of(path) == SCHEMA
    assert tables_of(path) == before
    assert path.with_name(f"okrsheets.db.schema{schema}").read_bytes() == old
    new = tmp_path / "new.db"
    open_store(new).close()
    assert made_by_the_migrations(path) == made_by_the_migrations(new)


@pytest.mark.parametrize("schema", PAST)
def test_load_history__past_schema_opened_for_reading__shown_and_not_migrated(
    tmp_path: Path, schema: int
) -> None:
    workspace = create_workspace(tmp_path / "w", organisation="A", year=2026, language="en")
    (workspace.root / "roster.xlsx").unlink()
    (workspace.root / "roster.csv").write_text("id,name\nE1,E1\n", encoding="utf-8")
    put_database(workspace.database, schema)
    history = load_history(workspace, "E1")
    assert history is not None
    assert [line.origin for line in history.lines] == [Origin.FIRST, Origin.REPLACED]
    assert schema_of(workspace.database) == schema


def test_audit_log__view__a_line_an_outcome_with_its_count(tmp_path: Path) -> None:
    path = put_database(tmp_path / "okrsheets.db", 1)
    open_store(path).close()
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT * FROM audit_log ORDER BY what").fetchall()
    connection.close()
    when = "2026-10-26T07:33:20+00:00"
    assert rows == [
        (when, "hr", "ingest", "replaced", 1),
        (when, "hr", "ingest", "stored", 1),
    ]


def test_open_store__past_schema_with_a_log_left_by_a_kill__its_commits_are_kept(
    tmp_path: Path,
) -> None:
    path = put_database(tmp_path / "okrsheets.db", 1)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE files SET name = 'in the log' WHERE state = 'held'")
    connection.commit()
    killed = tmp_path / "killed"
    killed.mkdir()
    for file in tmp_path.glob("okrsheets.db*"):
        shutil.copy(file, killed)
    connection.close()
    assert (killed / "okrsheets.db-wal").stat().st_size > 0
    with open_store(killed / "okrsheets.db") as store:
        assert [file.name for file in read_held(store)] == ["in the log"]
    tables_of(killed / "okrsheets.db")


def test_open_store__past_schema_while_another_program_reads__says_who_and_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrsheets.store.schema._PATIENCE", 0.1)
    path = put_database(tmp_path / "okrsheets.db", 1)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM files").fetchall()
    with pytest.raises(MachineError, match="in use by another program"):
        open_store(path)
    reader.close()
    assert schema_of(path) == 1
    open_store(path).close()
    assert schema_of(path) == SCHEMA


def migrate_and_die(path: Path, point: int) -> None:
    """Open the store; be killed at the given step. Runs in a process of its own."""
    seen = 0
    counted = ("shutil.copyfile", "open", "os.rename", "os.remove", "sqlite3.connect")

    def step() -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in counted and str(path.parent) in str(arguments[0]):
            step()

    def connected(where: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(where, isolation_level=None)
        connection.set_trace_callback(lambda _: step())
        return connection

    pytest.MonkeyPatch().setattr("okrsheets.store.schema._plain", connected)
    sys.addaudithook(audit)
    open_store(path).close()


def killed_runs(root: Path) -> Iterator[tuple[Path, bool]]:
    """Yield a database after a migration that was killed a step later each time; the last whole."""
    for number in range(1, 500):
        folder = root / str(number)
        folder.mkdir()
        path = put_database(folder / "okrsheets.db", SCHEMA - 1)
        child = multiprocessing.get_context("fork").Process(
            target=migrate_and_die, args=(path, number)
        )
        child.start()
        child.join(60)
        assert child.exitcode in (0, -signal.SIGKILL)
        yield path, child.exitcode == 0
        if child.exitcode == 0:
            return


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_open_store__killed_while_migrating__old_or_new_and_then_new(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    rows = tables_of(put_database(tmp_path / "whole" / "okrsheets.db", SCHEMA - 1))
    found = set()
    for path, _ in killed_runs(tmp_path):
        found.add(schema_of(path))
        assert tables_of(path) == rows
        with open_store(path, mode=StoreMode.READ) as store:
            assert len(list(read_current(store, 2026))) == 1
        open_store(path).close()
        assert schema_of(path) == SCHEMA
        assert tables_of(path) == rows
        assert tables_of(path.with_name(f"okrsheets.db.schema{SCHEMA - 1}")) == rows
    assert found == {SCHEMA - 1, SCHEMA}


def test_open_store__past_schema__scores_are_those_of_then(tmp_path: Path) -> None:
    path = put_database(tmp_path / "okrsheets.db", 1)
    with open_store(path) as store, store.transaction() as connection:
        rows = connection.exec_driver_sql("SELECT person, cycle, score FROM scores").fetchall()
    assert ("E1", "2026Q1", 0.9) in [tuple(row) for row in rows]
