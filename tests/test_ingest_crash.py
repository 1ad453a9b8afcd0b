"""A batch that is killed at any moment and run again ends as one that was not."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import pytest
from filled_sheets import DONE, PLAN, make_workspace, send

from okrsheets.batch.ingest import ingest_paths
from okrsheets.store.writing import log_file
from okrsheets.workspace import Workspace

_POINT = "okrsheets.point"
_WRITING = ("os.rename", "os.mkdir", "os.remove", _POINT)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")


def ingest_and_die(workspace: Workspace, point: int) -> None:
    """Take the inbox in; be killed at the given write. Runs in a process of its own."""
    seen = 0

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
        if event in _WRITING or writes:
            seen += 1
            if seen == point:
                os.kill(os.getpid(), signal.SIGKILL)

    def logged(*arguments: object) -> None:
        sys.audit(_POINT)  # inside the open transaction
        log_file(*arguments)  # type: ignore[arg-type]
        sys.audit(_POINT)  # just before its commit

    pytest.MonkeyPatch().setattr("okrsheets.store.store.log_file", logged)
    sys.addaudithook(audit)
    ingest_paths(workspace, [workspace.inbox])


def dump(workspace: Workspace) -> list[str]:
    connection = sqlite3.connect(workspace.database)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    lines = list(connection.iterdump())
    connection.close()
    return lines


def kept(workspace: Workspace) -> dict[str, bytes]:
    folders = (workspace.originals, workspace.returned)
    files = [path for folder in folders for path in folder.rglob("*")]
    return {
        str(path.relative_to(workspace.root)): path.read_bytes()
        for path in files
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_ingest__killed_at_any_write_and_run_again__as_if_never_killed(tmp_path: Path) -> None:
    whole = make_workspace(tmp_path / "whole")
    send(whole, "E1", DONE)
    send(whole, "E2", PLAN)
    (whole.inbox / "note.xlsx").write_bytes(b"a,b,c\n1,2,3\n")
    shutil.copytree(whole.root, tmp_path / "0")
    ingest_paths(whole, [whole.inbox])
    expected = dump(whole), kept(whole)
    killed = 0
    while True:
        workspace = Workspace(tmp_path / str(killed + 1), whole.settings, whole.key)
        shutil.copytree(tmp_path / "0", workspace.root)
        child = multiprocessing.get_context("fork").Process(
            target=ingest_and_die, args=(workspace, killed + 1)
        )
        child.start()
        child.join(60)
        ingest_paths(workspace, [workspace.inbox])
        assert (dump(workspace), kept(workspace)) == expected, f"killed at write {killed + 1}"
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
        killed += 1
    assert killed > 12
