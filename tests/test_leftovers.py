"""What a killed command had begun is removed by the next one; nobody else's file ever is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from crash_loop import Point, leftovers_in, run_hurt
from filled_sheets import DONE, make_workspace, send

from okrsheets.batch.backup import write_backup
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.leftovers import begun_name, sweep_below, sweep_folder
from okrsheets.batch.lock import hold_workspace
from okrsheets.batch.report_pages import keep_file
from okrsheets.workspace import Workspace

STRANGERS = (".okrsheets-key", ".okrsheets.lock", ".okrsheets-notes.tmp", ".notes.tmp", "a.part")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w", ("E1", "E2"))


@pytest.fixture
def ended() -> int:
    """Give the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


@pytest.fixture
def working() -> Iterator[int]:
    """Give the number of a process that is at work."""
    waits = [sys.executable, "-c", "input()"]
    with subprocess.Popen(waits, stdin=subprocess.PIPE) as process:  # noqa: S603 - our own interpreter
        yield process.pid
        process.communicate(b"\n")


def put(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"somebody's scores")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_ingest__killed_at_each_rename__the_next_one_leaves_nothing_hidden(
    workspace: Workspace, tmp_path: Path
) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", {**DONE, "Q1.O1.K1.actual": "about 88"})
    left: set[str] = set()
    for number in range(1, 6):  # the database, two originals, a marked copy, its text
        killed = run_hurt(workspace.root, Point("kill", "rename", number), tmp_path / "log")
        assert killed.returncode == -signal.SIGKILL
        left |= {name.rpartition(".")[2] for name in leftovers_in(workspace.root)}
        assert ingest_paths(workspace, [workspace.inbox]).exit_code == 1
        assert leftovers_in(workspace.root) == []
        for path in (workspace.database, *workspace.originals.rglob("*.xlsx")):
            path.unlink()
        for path in workspace.returned.iterdir():
            path.unlink()
    assert left == {"new", "part", "tmp"}


def test_sheets__killed_while_issuing__the_next_command_that_writes_removes_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    hurt = Point("kill", "rename", 1)
    run_hurt(workspace.root, hurt, tmp_path / "log", command=("sheets",))
    assert leftovers_in(workspace.root) == ["sheets/.okrsheets.tmp"]
    with hold_workspace(workspace.root):
        assert leftovers_in(workspace.root) == []


def test_sweep_below__names_of_ours__only_those_of_ended_processes_go(
    tmp_path: Path, ended: int, working: int
) -> None:
    put(tmp_path / "2026Q1", f".okrsheets-{ended}.tmp", f".okrsheets-{working}.tmp", *STRANGERS)
    put(tmp_path, f".okrsheets-{ended}-ab_c1.part", ".okrsheets.tmp", ".okrsheets.db.ab.new")
    sweep_below(tmp_path)
    assert names_in(tmp_path / "2026Q1") == {f".okrsheets-{working}.tmp", *STRANGERS}
    assert names_in(tmp_path) == {"2026Q1", ".okrsheets.tmp", ".okrsheets.db.ab.new"}


def test_hold_workspace__names_of_ours__go_but_those_of_processes_at_work(
    workspace: Workspace, ended: int, working: int
) -> None:
    before = names_in(workspace.root)
    begun = (".okrsheets.db.ab.new", ".okrsheets.db.ab.new-wal", f".okrsheets-{ended}.tmp")
    put(workspace.root, *begun)
    stays = (f".okrsheets-{working}-x1.tmp", *STRANGERS)
    put(workspace.returned, f".okrsheets-{ended}-x1.tmp", *stays)
    with hold_workspace(workspace.root):
        pass
    assert names_in(workspace.root) - {".okrsheets.lock"} == before
    assert names_in(workspace.returned) == {*stays}


def test_sweep_folder__cannot_be_removed_or_looked_into__no_fault(
    tmp_path: Path, ended: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, **_: bool) -> None:
        raise PermissionError(13, "Permission denied", path)

    put(tmp_path, f".okrsheets-{ended}.tmp")
    monkeypatch.setattr(Path, "unlink", refused)
    sweep_folder(tmp_path)
    sweep_folder(tmp_path / "nowhere")
    assert names_in(tmp_path) == {f".okrsheets-{ended}.tmp"}


def test_write_backup__an_earlier_one_was_killed__its_copies_are_gone(
    workspace: Workspace, tmp_path: Path, ended: int
) -> None:
    put(tmp_path / f".okrsheets-{ended}-k3_z", "copy.db", "new.zip")
    backup = write_backup(workspace, tmp_path / "backup.zip")
    assert names_in(tmp_path) == {"w", "backup.zip"}
    with ZipFile(backup.path) as package:
        assert "okrsheets.toml" in package.namelist()


def test_keep_file__disk_is_full__the_begun_file_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(28, "No space left on device", len(data))

    monkeypatch.setattr(Path, "write_bytes", full)
    keep_file(tmp_path / "E1" / "2026Q1-abc.pdf", b"pages", 1)
    assert names_in(tmp_path / "E1") == set()
    assert begun_name(".tmp") == f".okrsheets-{os.getpid()}.tmp"
