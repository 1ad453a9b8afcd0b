"""The backup: whole, of one moment, readable by its owner only, and a workspace once unpacked."""

import json
import os
import shutil
import sqlite3
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from command_kit import run_in
from filled_sheets import DONE, PLAN, make_workspace, send

from okrsheets.batch.backup import write_backup
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.results import load_year
from okrsheets.errors import MachineError, UsageError
from okrsheets.store import FileState
from okrsheets.store.copying import copy_database
from okrsheets.store.originals import original_path
from okrsheets.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path / "w")
    send(made, "E1", DONE)
    send(made, "E2", PLAN)
    (made.inbox / "note.xlsx").write_bytes(b"a,b\n")
    ingest_paths(made, [made.inbox])
    return made


def rows_of(database: Path) -> list[str]:
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_backup__unpacked__is_the_workspace_again(
    workspace: Workspace, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (workspace.mail).mkdir()
    (workspace.mail / "letter.en.txt").write_text("Dear {name}")
    made = write_backup(workspace, tmp_path / "copy.zip")
    with zipfile.ZipFile(made.path) as package:
        assert package.testzip() is None
        package.extractall(tmp_path / "restored")
        assert {info.external_attr >> 16 for info in package.infolist()} == {0o100600}
    again = open_workspace(tmp_path / "restored")
    assert again.key == workspace.key
    assert rows_of(again.database) == rows_of(workspace.database)
    assert [p.year for p in load_year(again)] == [p.year for p in load_year(workspace)]
    assert (again.mail / "letter.en.txt").read_text() == "Dear {name}"
    assert (made.originals, made.files) == (3, 8)  # with database, settings, key, roster, letter
    code, out, _ = run_in(workspace.root, capfd, "scores", "--format", "json")
    restored = run_in(again.root, capfd, "scores", "--format", "json")
    assert (code, json.loads(out)) == (restored[0], json.loads(restored[1]))
    assert ingest_paths(again, [workspace.inbox]).summary[FileState.DUPLICATE] == 2


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_backup__file__readable_by_its_owner_only(workspace: Workspace, tmp_path: Path) -> None:
    made = write_backup(workspace, tmp_path / "copy.zip")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_backup__existing_file__refused_and_untouched(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "copy.zip"
    target.write_bytes(b"mine")
    with pytest.raises(UsageError, match="exists already"):
        write_backup(workspace, target)
    assert target.read_bytes() == b"mine"


def test_backup__no_such_folder__refused(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        write_backup(workspace, tmp_path / "nowhere" / "copy.zip")


def test_backup__original_is_missing__named_and_nothing_left(
    workspace: Workspace, tmp_path: Path
) -> None:
    shutil.rmtree(workspace.originals)
    with pytest.raises(MachineError, match=r"the original .*\.xlsx is missing"):
        write_backup(workspace, tmp_path / "copy.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"w"}


def test_backup__nothing_ingested_yet__settings_key_and_roster(tmp_path: Path) -> None:
    empty = make_workspace(tmp_path / "empty")
    made = write_backup(empty, tmp_path / "copy.zip")
    with zipfile.ZipFile(made.path) as package:
        assert package.namelist() == ["okrsheets.toml", ".okrsheets-key", "roster.csv"]


def test_copy_database__while_an_ingest_writes__a_committed_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies are made all the while; each holds whole workbooks only, as many as were committed."""
    monkeypatch.setattr("okrsheets.store.copying._PAGES", 3)
    workspace = make_workspace(tmp_path / "w", tuple(f"E{n}" for n in range(12)))
    for number in range(12):
        send(workspace, f"E{number}", DONE)
    ingest_paths(workspace, [workspace.inbox / "E0.xlsx"])
    writer = threading.Thread(target=ingest_paths, args=(workspace, [workspace.inbox]))
    writer.start()
    counts: list[int] = []
    while writer.is_alive() or not counts:
        copy = tmp_path / f"{len(counts)}.db"
        hashes = copy_database(workspace.database, copy)
        connection = sqlite3.connect(copy)
        (versions,) = connection.execute("SELECT count(*) FROM versions").fetchone()
        (whole,) = connection.execute(
            "SELECT count(*) FROM sheets s WHERE EXISTS (SELECT 1 FROM versions v JOIN cells c"
            " ON c.version_id = v.id WHERE v.sheet_id = s.id) AND (SELECT count(*) FROM"
            " key_result_rows k WHERE k.sheet_id = s.id) = 2"
        ).fetchone()
        connection.close()
        rows_of(copy)
        assert versions == whole == len(hashes)
        assert all(original_path(workspace.originals, one).is_file() for one in hashes)
        counts.append(versions)
    writer.join()
    assert counts == sorted(counts)
    copy_database(workspace.database, tmp_path / "last.db")
    assert rows_of(tmp_path / "last.db") == rows_of(workspace.database)


def test_copy_database__log_not_yet_folded_in__is_in_the_copy(
    workspace: Workspace, tmp_path: Path
) -> None:
    """What a mere copy of the file would lose: the newest commits stand in the log beside it."""
    connection = sqlite3.connect(workspace.database)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE files SET name = 'renamed' WHERE person = 'E1'")
    connection.commit()
    shutil.copy(workspace.database, tmp_path / "mere.db")
    copy_database(workspace.database, tmp_path / "good.db")
    found = {}
    for name in ("mere", "good"):
        copied = sqlite3.connect(tmp_path / f"{name}.db")
        query = "SELECT count(*) FROM files WHERE name = 'renamed'"
        found[name] = copied.execute(query).fetchone()[0]
        copied.close()
    connection.close()
    assert found == {"mere": 0, "good": 1}


def test_backup__command__warns_of_the_key_and_says_how_to_restore(
    workspace: Workspace, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_in(workspace.root, capfd, "backup", tmp_path / "copy.zip")
    assert code == 0
    assert "7 files, 3 of them returned sheets" in out
    assert "the key that signs the sheets" in out
    assert "unpack it into an empty folder" in out
    code, _, err = run_in(workspace.root, capfd, "backup", tmp_path / "copy.zip")
    assert code == 2
    assert "exists already" in err
