"""Erasing a person: nothing of them is left in any file, nothing of anybody else is lost."""

import contextlib
import io
import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import DONE, OCTOBER, blank_sheet, fill, make_workspace, write_people

import okrsheets
from okrsheets.batch.close import close, reopen
from okrsheets.batch.erase import digest_of, erase, plan_erasing
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.results import load_year, not_on_roster
from okrsheets.errors import UsageError
from okrsheets.model import Cycle, Person
from okrsheets.render.binding import bookmarks_of
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

GONE, NAME, SECRET = "E177", "Zacharias Quill", "Zebra crossings painted"
MINE = {**DONE, "Q1.O1.K1.text": SECRET}
OTHER = {**DONE, "Q1.O1.K1.text": "Shops opened"}


def sheet(workspace: Workspace, person: str, name: str, values: object, days: int = 0) -> bytes:
    blank = blank_sheet(workspace.key, Person(person, name))
    assert isinstance(values, dict)
    return fill(blank, values, modified=OCTOBER + timedelta(days=days))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two versions, a rejected and a held copy of one, a sheet of another; texts and drafts."""
    made = make_workspace(tmp_path / "w", ())
    write_people(made, ("E1",), more=f"{GONE},{NAME},Sales,,,q@example.com,,,\n")
    mine = [
        sheet(made, GONE, NAME, MINE),
        sheet(made, GONE, NAME, {**MINE, "Q1.O1.K1.actual": 90}, 1),
        sheet(made, GONE, NAME, MINE, 2),  # 88 again: held
        sheet(made, GONE, NAME, {**MINE, "Q1.O1.K1.actual": "much"}, 3),  # rejected
    ]
    for number, data in enumerate(mine):
        (made.inbox / f"mail {number}.xlsx").write_bytes(data)
        ingest_paths(made, [made.inbox])
    (made.inbox / "one.xlsx").write_bytes(sheet(made, "E1", "E1", OTHER))
    ingest_paths(made, [made.inbox])
    return made


def everything(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the workspace but roster, settings and key; zips with their parts."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.name not in ("roster.csv", "okrsheets.toml"):
            data = path.read_bytes()
            yield str(path), data + str(path).encode()
            if zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as package:
                    for info in package.infolist():
                        yield f"{path}:{info.filename}", package.read(info)


def left_of(root: Path, *words: str) -> list[str]:
    """Give the files in which one of the words stands."""
    marks = [word.encode() for word in words]
    return [name for name, data in everything(root) if any(mark in data for mark in marks)]


def test_left_of__before_erasing__finds_database_originals_and_inbox(workspace: Workspace) -> None:
    found = " ".join(left_of(workspace.root, GONE, NAME, SECRET))
    for part in ("okrsheets.db", "originals", "inbox", "returned"):
        assert part in found


def test_erase__person__neither_id_nor_name_nor_texts_are_left(workspace: Workspace) -> None:
    before = [p.year for p in load_year(workspace) if p.person.id == "E1"]
    plan = erase(workspace, GONE)
    assert plan.traces.versions == 2
    assert left_of(workspace.root, GONE, NAME, SECRET) == []
    assert [p.year for p in load_year(workspace) if p.person.id == "E1"] == before
    assert (workspace.inbox / "one.xlsx").is_file()
    connection = sqlite3.connect(workspace.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute(
        "SELECT what, person, detail FROM audit WHERE what = 'erased'"
    ).fetchall() == [("erased", f"erased:{digest_of(workspace.key, GONE)}", "")]
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM audit")
    connection.close()
    assert ingest_paths(workspace, [workspace.inbox]).summary[FileState.DUPLICATE] == 1
    assert not_on_roster(workspace) == ()


def test_erase__issued_sheets_zip_list_drafts_reports__removed(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    root = workspace.root
    assert run_in(root, capfd, "sheets", "--zip", "--mail")[0] == 0
    assert run_in(root, capfd, "report", "quarterly", "--cycle", "2026Q1")[0] == 0
    assert run_in(root, capfd, "report", "department", "--cycle", "2026Q1")[0] == 0
    assert run_in(root, capfd, "report", "progress", "--cycle", "2026Q1")[0] == 0
    pack = next(p for p in workspace.reports.rglob("*.pdf") if NAME in bookmarks_of(p.read_bytes()))
    code, out, _ = run_in(root, capfd, "erase", GONE, "--yes", "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert pack.relative_to(root).as_posix() in found["removed_shared"]
    assert "reports/2026Q1/Progress report 2026Q1.pdf" in found["removed_shared"]
    assert "sheets/_index.xlsx" in found["removed_shared"]
    assert [name for name in found["removed_shared"] if name.endswith(".zip")] == [
        "sheets/zip/Sales.zip"
    ]
    assert found["on_roster"] is True
    assert left_of(root, GONE, NAME, SECRET) == []
    kinds = {path.suffix for path in root.rglob("E1_*")}
    assert kinds == {".xlsx", ".pdf"}  # the other one's sheet and report are still there


def test_erase__zip_with_others_not_taken_in_yet__refused_and_nothing_gone(
    workspace: Workspace,
) -> None:
    with zipfile.ZipFile(workspace.inbox / "both.zip", "w") as package:
        package.writestr("a.xlsx", sheet(workspace, GONE, NAME, MINE, 9))
        package.writestr("b.xlsx", sheet(workspace, "E1", "E1", {**OTHER, "Q1.O1.text": "New"}, 9))
    before = sorted(name for name, _ in everything(workspace.root))
    with pytest.raises(UsageError, match=r"both\.zip also holds sheets of others"):
        erase(workspace, GONE)
    assert sorted(name for name, _ in everything(workspace.root)) == before


def test_erase__zip_whose_other_sheets_are_known__removed_whole(workspace: Workspace) -> None:
    """One other sheet in it is stored, one file in it is no workbook."""
    name = f"{GONE} and others.zip"
    with zipfile.ZipFile(workspace.inbox / name, "w") as package:
        new = {**OTHER, "Q1.O1.K1.actual": 90}
        package.writestr("a.xlsx", sheet(workspace, GONE, NAME, MINE, 9))
        package.writestr("n.xlsx", sheet(workspace, "E1", "E1", new, 9))
        package.write(workspace.inbox / "one.xlsx", "b.xlsx")
        package.writestr("c.docx", b"PK\x03\x04 a letter")
    ingest_paths(workspace, [workspace.inbox / name])
    plan = erase(workspace, GONE)
    assert [path.name for path in plan.files.shared] == [name]
    assert load_year(workspace)[0].version == 2
    assert left_of(workspace.root, GONE, NAME, SECRET) == []


def test_erase__others_and_files_that_name_the_person__stay_and_are_named(
    workspace: Workspace,
) -> None:
    (workspace.root / "notes.txt").write_text(f"ask {NAME}")
    (workspace.inbox / "named.xlsx").write_bytes(
        sheet(workspace, "E1", "E1", {**OTHER, "Q1.O1.K1.owner": NAME}, 5)
    )
    ingest_paths(workspace, [workspace.inbox])
    plan = erase(workspace, GONE)
    assert [path.name for path in plan.files.naming] == ["notes.txt"]
    assert plan.traces.others == 1
    assert (workspace.inbox / "named.xlsx").is_file()


def test_erase__parquet_in_the_workspace__named(workspace: Workspace) -> None:
    """It is packed: whether the person is in it cannot be seen."""
    export = workspace.root / "scores.parquet"
    okrsheets.scores(workspace.root).people.to_parquet(export, compression="zstd")
    plan = erase(workspace, GONE)
    assert [path.name for path in plan.files.naming] == ["scores.parquet"]
    assert export.is_file()


def test_erase__reason_of_a_reopening_that_names_the_person__taken_out(
    workspace: Workspace,
) -> None:
    close(workspace, Cycle.parse("2026Q1"))
    reopen(workspace, Cycle.parse("2026Q1"), f"appeal of {NAME} ({GONE}), not of {GONE}8")
    erase(workspace, GONE)
    with contextlib.closing(sqlite3.connect(workspace.database)) as connection:
        found = connection.execute("SELECT reason FROM closings").fetchall()
    assert found == [(f"appeal of (erased) ((erased)), not of {GONE}8",)]
    assert NAME.encode() not in workspace.database.read_bytes()


def test_erase__id_that_begins_another_id__the_other_stays(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "w", ("E1", "E1_2"))
    for name in ("E1_a_OKR.pdf", "E1_2_b_OKR.pdf"):
        folder = made.reports / "2026Q1"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"%PDF-1.7")
    plan = plan_erasing(made, "E1")
    assert [path.name for path in plan.files.own] == ["E1_a_OKR.pdf"]


def test_erase__copy_kept_at_a_migration__removed(workspace: Workspace) -> None:
    old = workspace.database.with_name("okrsheets.db.schema1")
    shutil.copy(workspace.database, old)
    erase(workspace, GONE)
    assert not old.exists()


def test_erase__without_yes_and_nobody_to_ask__exit_2_and_nothing_gone(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    before = list(everything(workspace.root))
    code, out, err = run_in(workspace.root, capfd, "erase", GONE)
    assert code == 2
    assert "2 versions" in out
    assert "inbox/mail 0.xlsx" in out
    assert "“--yes”" in err
    assert list(everything(workspace.root)) == before


def test_erase__unknown_id__exit_2_with_the_nearest(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run_in(workspace.root, capfd, "erase", "E178", "--yes")
    assert code == 2
    assert f"Near: {GONE}" in err


def test_erase__twice__second_clears_and_adds_no_line(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    erase(workspace, GONE)
    write_people(workspace, ("E1",))
    code, out, _ = run_in(workspace.root, capfd, "erase", GONE, "--yes")
    assert code == 0
    assert "was erased before" in out
    connection = sqlite3.connect(workspace.database)
    query = "SELECT count(*) FROM audit WHERE what = 'erased'"
    assert connection.execute(query).fetchone() == (1,)
    connection.close()


def erase_and_die(workspace: Workspace, point: int) -> None:
    """Erase; be killed at the given removal or statement. Runs in a process of its own."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(event: str, _: object) -> None:
        if event == "os.remove":
            count()

    class Dying(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 has it
            if not sql.startswith(("SELECT", "PRAGMA")):
                count()
            return super().execute(sql, parameters)

    dying = partial(sqlite3.connect, factory=Dying)
    pytest.MonkeyPatch().setattr("okrsheets.store.erasing.sqlite3.connect", dying)
    sys.addaudithook(audit)
    erase(workspace, GONE)


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_erase__killed_anywhere_and_run_again__complete(
    workspace: Workspace, tmp_path: Path
) -> None:
    killed = 0
    while True:
        root = tmp_path / str(killed)
        shutil.copytree(workspace.root, root)
        again = Workspace(root, workspace.settings, workspace.key)
        child = multiprocessing.get_context("fork").Process(
            target=erase_and_die, args=(again, killed + 1)
        )
        child.start()
        child.join(60)
        erase(again, GONE)
        assert left_of(root, GONE, NAME, SECRET) == [], f"killed at {killed + 1}"
        assert plan_erasing(again, GONE).erased_before
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
        killed += 1
    assert killed > 15
