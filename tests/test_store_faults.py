"""The database under stress: others at work in it, bad rows, lost locks; and its integrity.

What becomes of each fault is listed in docs/reliability.md, groups E and H.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from filled_sheets import DONE, PLAN, make_workspace, send

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.lock import LOCK_FILE, hold_workspace
from okrsheets.batch.results import load_year
from okrsheets.errors import UsageError
from okrsheets.store import FileState
from okrsheets.store.originals import original_path
from okrsheets.workspace import Workspace

INGEST = [sys.executable, "-m", "okrsheets", "-C"]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def rows(workspace: Workspace, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(workspace.database)
    connection.execute("PRAGMA foreign_keys = ON")
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def assert_whole(workspace: Workspace) -> None:
    assert rows(workspace, "PRAGMA integrity_check") == [("ok",)]
    assert rows(workspace, "PRAGMA foreign_key_check") == []


def test_ingest__two_at_once__union_exact_and_nobody_fails(tmp_path: Path) -> None:
    people = tuple(f"E{number}" for number in range(16))
    workspace = make_workspace(tmp_path / "w", people)
    folders = [workspace.root / "a", workspace.root / "b"]
    for folder in folders:
        folder.mkdir()
    for number, person in enumerate(people):  # four of them are in both folders
        path = send(workspace, person, DONE)
        data = path.read_bytes()
        path.unlink()
        for folder in (folders[number % 2], *(folders if number < 4 else ())):
            (folder / path.name).write_bytes(data)
    running = [
        subprocess.Popen(  # noqa: S603 - our own command
            [*INGEST, str(workspace.root), "ingest", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for folder in folders
    ]
    for process in running:
        _, err = process.communicate(timeout=120)
        assert (process.returncode, b"locked" in err) == (0, False)
    assert sorted(rows(workspace, "SELECT person, version FROM submissions")) == sorted(
        (person, 1) for person in people
    )
    assert_whole(workspace)


def test_load_year__while_an_ingest_writes__sums_agree_every_time(tmp_path: Path) -> None:
    people = tuple(f"E{number}" for number in range(12))
    workspace = make_workspace(tmp_path / "w", people)
    send(workspace, "E0", DONE)
    ingest_paths(workspace, [workspace.inbox])
    for person in people:
        send(workspace, person, DONE)
    command = [*INGEST, str(workspace.root), "ingest", str(workspace.inbox)]
    seen = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as writer:  # noqa: S603 - our own command
        while writer.poll() is None:
            year = load_year(workspace)
            states = Counter(person.year.cycles[0].state.value for person in year)
            assert sum(states.values()) == len(people)
            assert states["scored"] + states["not_submitted"] == len(people)
            seen.append(states["scored"])
    assert writer.returncode == 0
    assert seen == sorted(seen)
    assert all(p.year.cycles[0].score == Fraction(9, 10) for p in load_year(workspace))


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_hold_workspace__holder_killed__taken_over_at_once(workspace: Workspace) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from okrsheets.batch.lock import hold_workspace\n"
        "with hold_workspace(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(600)\n"
    )
    command = [sys.executable, "-c", code, str(workspace.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:  # noqa: S603 - our own code
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    assert (workspace.root / LOCK_FILE).exists()
    with hold_workspace(workspace.root, patience=5.0):
        pass


def test_ingest__lock_file_left_by_hand__is_no_lock(workspace: Workspace) -> None:
    (workspace.root / LOCK_FILE).write_text("999999")
    (workspace.root / ".okrsheets.lock.holder").write_text("999999 @ elsewhere")
    send(workspace, "E1", DONE)
    assert ingest_paths(workspace, [workspace.inbox]).exit_code == 0


@pytest.mark.parametrize("keep", [0, 50, 100, 5000])
def test_ingest__database_cut_short__refused_with_its_bytes_unchanged(
    workspace: Workspace, keep: int
) -> None:
    send(workspace, "E1", DONE)
    ingest_paths(workspace, [workspace.inbox])
    data = workspace.database.read_bytes()[:keep]
    workspace.database.write_bytes(data)
    send(workspace, "E2", DONE)
    with pytest.raises(UsageError, match="Put the backup back"):
        ingest_paths(workspace, [workspace.inbox])
    with pytest.raises(UsageError, match="Put the backup back"):
        load_year(workspace)
    assert workspace.database.read_bytes() == data


def test_load_year__pages_overwritten__said_as_damage(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    ingest_paths(workspace, [workspace.inbox])
    data = workspace.database.read_bytes()
    workspace.database.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(UsageError, match="Put the backup back"):
        load_year(workspace)


def test_store__every_score__traces_to_file_sheet_cell_and_raw_text(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", {**DONE, "Q1.O1.K1.reviewer": 0.5, "Q1.O1.K1.reason": "late"})
    ingest_paths(workspace, [workspace.inbox])
    traced = rows(
        workspace,
        "SELECT person, sha256, actual_sheet, actual_cell, actual_raw, actual FROM key_results"
        " WHERE score IS NOT NULL",
    )
    assert len(traced) == 4
    for person, sha256, sheet, cell, raw, actual in traced:
        assert original_path(workspace.originals, str(sha256)).is_file(), person
        assert (sheet, str(cell)[0]) == ("Q1", "K")
        assert Decimal(str(raw)) == Decimal(str(actual))
    lost = rows(
        workspace,
        "SELECT count(*) FROM cells WHERE sheet = '' OR ref = '' OR raw = '' OR version_id NOT IN"
        " (SELECT id FROM versions)",
    )
    assert lost == [(0,)]
    given = rows(
        workspace, "SELECT raw, value FROM cells WHERE value IS NOT NULL AND kind = 'number'"
    )
    assert given
    assert all(Decimal(str(raw)) == Decimal(str(value)) for raw, value in given)


def test_store__effective_weights__add_up_to_one(workspace: Workspace) -> None:
    values = {**DONE, "Q1.O1.K1.weight": 0.7, "Q1.O2.text": "Second", "Q1.O2.K1.text": "One"}
    send(workspace, "E1", {**values, "Q1.O2.K1.type": "Linear", "Q1.O2.K1.target": 5})
    ingest_paths(workspace, [workspace.inbox])
    objectives = rows(workspace, "SELECT weight_exact FROM objective_rows WHERE cycle = '2026Q1'")
    assert sum(Fraction(str(weight)) for (weight,) in objectives) == 1
    for number in (1, 2):
        query = f"SELECT weight_exact FROM key_result_rows WHERE objective = {number}"  # noqa: S608 - our own number
        assert sum(Fraction(str(weight)) for (weight,) in rows(workspace, query)) == 1


def test_store__second_version_of_one_number_or_second_current_one__refused(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE)
    ingest_paths(workspace, [workspace.inbox])
    connection = sqlite3.connect(workspace.database)
    columns = "sheet_id, version, sha256, file, name, identity, received, joins, current, settles"
    bad = (
        (1, "a" * 64, 0),  # the number is taken
        (2, "a" * 64, 1),  # there is a current one
        (2, "short", 0),
    )
    for number, sha256, current in bad:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(
                f"INSERT INTO versions ({columns}) VALUES (1, ?, ?, '', '', '', '', 1, ?, 0)",  # noqa: S608 - our own names
                (number, sha256, current),
            )
    connection.close()


def test_ingest__database_of_another_workspace_put_in_place__its_sheets_do_not_mix(
    workspace: Workspace, tmp_path: Path
) -> None:
    """There is no merging of databases: the sheets themselves are taken in, each checked."""
    other = make_workspace(tmp_path / "other")
    foreign = send(other, "E1", DONE)
    result = ingest_paths(workspace, [foreign])
    assert [f.code for f in result.files[0].findings if f.code[0] == "V"] == ["V101"]
    assert result.summary[FileState.REJECTED] == 1


def test_audit__batches__who_when_what_and_how_many(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    send(workspace, "E1", DONE)
    send(workspace, "E2", PLAN)
    send(workspace, "E9", PLAN)
    (workspace.inbox / "note.xlsx").write_bytes(b"a,b\n")
    ingest_paths(workspace, [workspace.inbox])
    ingest_paths(workspace, [workspace.inbox])  # nothing new: no line
    found = rows(workspace, "SELECT at, command, what, count FROM audit_log ORDER BY what")
    when = "2026-10-26T07:33:20+00:00"
    assert found == [
        (when, "ingest", "held", 1),
        (when, "ingest", "rejected", 1),
        (when, "ingest", "stored", 2),
    ]
    assert all(rows(workspace, "SELECT DISTINCT who <> '' FROM audit"))


QUERIES = {
    "scores": "SELECT * FROM scores WHERE person = 'E1'",
    "key_results": "SELECT * FROM key_results WHERE person = 'E1'",
    "submissions": "SELECT * FROM submissions WHERE person = 'E1'",
    "current_cells": "SELECT * FROM current_cells WHERE person = 'E1' AND year = 2026",
    "hash": "SELECT * FROM files WHERE sha256 = 'x'",
}


@pytest.mark.parametrize("name", QUERIES)
def test_views__one_person__found_by_an_index_not_by_reading_every_cell(
    workspace: Workspace, name: str
) -> None:
    """However many sheets there are, cells and scores of one person are looked up."""
    send(workspace, "E1", DONE)
    ingest_paths(workspace, [workspace.inbox])
    plan = [str(row[3]) for row in rows(workspace, f"EXPLAIN QUERY PLAN {QUERIES[name]}")]
    large = ("c", "cells", "k", "r", "o", "f", "files")
    assert [step for step in plan if step.startswith("SCAN") and step.split()[1] in large] == []
    assert [step for step in plan if step.startswith("MATERIALIZE")] == []
