"""`ingest --watch`: files are taken as they arrive and are whole, once each; time is invented."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import DONE, PLAN, Values, make_workspace, send, write_people

from okrsheets.batch import watch as watching
from okrsheets.batch.files import read_file
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.lock import hold_workspace
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.watch import Pace, Watch, known_files
from okrsheets.cli.watch import watch_folders
from okrsheets.errors import UsageError
from okrsheets.findings import Finding
from okrsheets.language import load_language
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

FAULTY: Values = {**PLAN, "Q1.O1.K2.target": "many"}
Step = Callable[[], object]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w", ("E1", "E2"))


@dataclass
class Hours:
    """A clock that stands still until somebody sleeps; each sleep first does the next step."""

    steps: list[Step]
    time: float = 0.0

    def sleep(self, seconds: float) -> None:
        """Let so much time go by and do the next step; with none left, be interrupted."""
        self.time += seconds
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()

    @property
    def pace(self) -> Pace:
        """The usual waits, by this clock."""
        return Pace(sleep=self.sleep, clock=lambda: self.time)


def nothing() -> None:
    """Let time go by."""


def watch(workspace: Workspace, steps: Sequence[Step]) -> None:
    """Watch the inbox; between two looks, a second apart, one of the steps is done."""
    hours = Hours([*steps, nothing, nothing, nothing, nothing])
    with pytest.raises(KeyboardInterrupt):
        watch_folders(workspace, [workspace.inbox], load_language("en"), pace=hours.pace)


def versions(workspace: Workspace) -> list[tuple[str, int]]:
    with sqlite3.connect(workspace.database) as connection:
        found = connection.execute(
            "SELECT s.person, v.version FROM versions v JOIN sheets s ON s.id = v.sheet_id"
            " ORDER BY s.person, v.version"
        ).fetchall()
    connection.close()
    return found


def listed(workspace: Workspace) -> list[tuple[str, str]]:
    with sqlite3.connect(workspace.database) as connection:
        found = connection.execute("SELECT name, state FROM files ORDER BY id").fetchall()
    connection.close()
    return found


def looks(watch: Watch, hours: Hours, number: int) -> list[list[str]]:
    """Look so often, a second apart; give the names that were whole each time."""
    found = []
    for _ in range(number):
        found.append([arrival.path.name for arrival in watch.look()])
        hours.time += 1
    return found


def test_look__file_stands_still__whole_after_two_seconds(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"text")
    hours = Hours([])
    watch = Watch([tmp_path], hours.pace)
    assert looks(watch, hours, 3) == [[], [], ["a.xlsx"]]


def test_look__file_grows_at_every_look__never_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"t")
    hours = Hours([])
    watch = Watch([tmp_path], hours.pace)
    for _ in range(6):
        assert looks(watch, hours, 1) == [[]]
        with path.open("ab") as stream:
            stream.write(b"t")
    assert looks(watch, hours, 3) == [[], [], ["a.xlsx"]]


def test_look__same_size_other_time__waits_again(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"text")
    hours = Hours([])
    watch = Watch([tmp_path], hours.pace)
    assert looks(watch, hours, 2) == [[], []]
    os.utime(path, (1, 1))
    assert looks(watch, hours, 3) == [[], [], ["a.xlsx"]]


def test_look__workbook_without_its_end__waits_a_minute(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04" + bytes(1000))
    hours = Hours([])
    watch = Watch([tmp_path], hours.pace)
    found = looks(watch, hours, 61)
    assert found[:60] == [[]] * 60
    assert found[60] == ["a.xlsx"]


def test_look__empty_temporary_and_hidden_files__never_whole(tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    for name in ("a.xlsx.part", "b.xlsx.filepart", "c.tmp", "~$d.xlsx", ".e.xlsx.k8Xq2w"):
        (tmp_path / name).write_bytes(b"text")
    hours = Hours([])
    watch = Watch([tmp_path], hours.pace)
    assert looks(watch, hours, 4) == [[]] * 4
    (tmp_path / "a.xlsx.part").rename(tmp_path / "a.xlsx")
    assert looks(watch, hours, 3) == [[], [], ["a.xlsx"]]


def test_look__locked_file__waits_until_it_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"text")
    locked = [True]

    def reading(path: Path) -> bytes | Finding:
        return Finding("V304") if locked[0] else read_file(path)

    monkeypatch.setattr(watching, "read_file", reading)
    hours = Hours([])
    watch = Watch([tmp_path], hours.pace)
    assert looks(watch, hours, 5) == [[]] * 5
    locked[0] = False
    assert looks(watch, hours, 1) == [["a.xlsx"]]


def test_look__file_that_is_done__only_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"text")
    hours = Hours([])
    watch = Watch([tmp_path], hours.pace)
    assert looks(watch, hours, 3)[-1] == ["a.xlsx"]
    watch.done(path)
    assert looks(watch, hours, 3) == [[], [], []]
    assert watch.waiting() == ()
    path.write_bytes(b"other text")
    assert watch.look() == ()
    assert watch.waiting() == (path,)


def test_watch__files_arrive__a_line_each_and_a_summary(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    watch(
        workspace,
        [
            lambda: send(workspace, "E1", DONE),
            nothing,
            nothing,
            lambda: send(workspace, "E2", FAULTY),
        ],
    )
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert lines[0] == f"Watching {workspace.inbox}. Ctrl-C ends it."
    assert lines[1] == f"{workspace.inbox / 'E1.xlsx'} — stored"
    assert lines[2].startswith(f"{workspace.inbox / 'E2.xlsx'} — rejected: has errors (")
    assert lines[3] == ""
    assert "No accepted sheet yet from 1 of 2: E2 (E2)" in lines
    assert "Files that wait: 1 rejected (" in out
    assert f"Texts to send back and marked copies are in {workspace.returned}" in lines
    assert versions(workspace) == [("E1", 1)]


def test_watch__slowly_written_file__taken_once_and_whole(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = send(workspace, "E1", DONE)
    data = path.read_bytes()
    path.unlink()
    piece = len(data) // 5 + 1

    def more(start: int) -> Step:
        def write() -> None:
            with path.open("ab") as stream:
                stream.write(data[start : start + piece])

        return write

    steps: list[Step] = []
    for start in range(0, len(data), piece):
        steps += [more(start), nothing, nothing, nothing]  # a pause longer than two seconds
    watch(workspace, steps)
    assert versions(workspace) == [("E1", 1)]
    assert listed(workspace) == [("inbox/E1.xlsx", "stored")]
    assert "rejected" not in capsys.readouterr().out


def test_watch__second_process_takes_the_same_file__nothing_twice(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "okrsheets", "-C", str(workspace.root), "ingest", "inbox"]

    def other_process() -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=workspace.root)  # noqa: S603 - our own command

    watch(workspace, [lambda: send(workspace, "E1", DONE), other_process])
    assert versions(workspace) == [("E1", 1)]
    assert listed(workspace) == [("inbox/E1.xlsx", "stored")]
    assert "stored" not in capsys.readouterr().out


def test_watch__while_idle__another_may_hold_the_workspace(workspace: Workspace) -> None:
    def hold() -> None:
        with hold_workspace(workspace.root, patience=0):
            pass

    watch(workspace, [hold, lambda: send(workspace, "E1", DONE), nothing, nothing, nothing, hold])
    assert versions(workspace) == [("E1", 1)]


def test_watch__same_bytes_under_another_name__known_already(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = send(workspace, "E1", DONE)
    copy = workspace.inbox / "copy.xlsx"
    watch(workspace, [nothing, nothing, lambda: copy.write_bytes(path.read_bytes())])
    assert listed(workspace) == [("inbox/E1.xlsx", "stored")]
    assert f"{copy} — known already" in capsys.readouterr().out


def test_watch__begun_again__what_is_stored_is_only_counted(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", FAULTY)
    watch(workspace, [])
    before = listed(workspace)
    capsys.readouterr()
    watch(workspace, [])
    out = capsys.readouterr().out
    assert "2 files are known already" in out
    assert "Nothing was taken in." in out
    assert listed(workspace) == before


def test_watch__roster_with_a_fault__said_once_and_taken_when_it_is_right(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    send(workspace, "E1", DONE)
    right = workspace.roster_file.read_bytes()
    workspace.roster_file.write_bytes(b"no roster")
    watch(workspace, [*[nothing] * 5, lambda: workspace.roster_file.write_bytes(right)])
    assert versions(workspace) == [("E1", 1)]
    assert capsys.readouterr().err.count("This is tried again and again:") == 1


def test_watch__roster_gets_the_missing_line__held_file_is_taken_in(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    send(workspace, "E9", DONE)
    more = [*[nothing] * 4, lambda: write_people(workspace, ("E1", "E2", "E9"))]
    watch(workspace, more)
    assert versions(workspace) == [("E9", 1)]
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(f"{workspace.inbox / 'E9.xlsx'} — held: needs a decision (")
    assert lines[2].startswith("inbox/E9.xlsx — stored")


LOW: Values = {**PLAN, "Q1.O1.K1.actual": 81, "Q1.O1.K2.actual": 10}
"""A tenth of the way and a fifth of it, without a word of why."""


def reasons(workspace: Workspace, rule: str) -> Step:
    """Give the step that sets what happens where a reason is missing."""
    path = workspace.root / "okrsheets.toml"

    def write() -> None:
        text = re.sub(r'reason_rule = "\w+"', f'reason_rule = "{rule}"', path.read_text("utf-8"))
        path.write_text(text, "utf-8")

    return write


def test_watch__settings_are_corrected__rejected_files_are_judged_anew(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons(workspace, "require")()
    send(workspace, "E1", LOW)
    send(workspace, "E2", FAULTY)
    inbox = workspace.inbox
    with zipfile.ZipFile(inbox / "more.zip", "w") as archive:
        archive.write(send(workspace, "E3", LOW), "E3.xlsx")
    (inbox / "E3.xlsx").unlink()
    write_people(workspace, ("E1", "E2", "E3"))
    waits = [nothing] * 4
    watch(workspace, [*waits, reasons(workspace, "warn")])
    lines = capsys.readouterr().out.splitlines()
    assert versions(workspace) == [("E1", 1), ("E3", 1)]
    told = [line for line in lines if line.startswith(str(inbox / "E1.xlsx"))]
    assert [line.partition(" (")[0] for line in told] == [
        f"{inbox / 'E1.xlsx'} — rejected: has errors",
        f"{inbox / 'E1.xlsx'} — stored",
    ]
    assert len([line for line in lines if line.startswith(str(inbox / "E2.xlsx"))]) == 1
    inside = [line for line in lines if line.startswith(f"{inbox / 'more.zip'} › E3.xlsx")]
    assert len(inside) == 2


def test_watch__begun_again_and_settings_corrected__known_rejected_file_is_taken(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    reasons(workspace, "require")()
    send(workspace, "E1", LOW)
    watch(workspace, [])
    assert versions(workspace) == []
    capsys.readouterr()
    watch(workspace, [*[nothing] * 4, reasons(workspace, "warn")])
    assert versions(workspace) == [("E1", 1)]
    assert "1 file is known already" in capsys.readouterr().out


def test_watch__rules_stand__rejected_files_are_read_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(workspace, "E2", FAULTY)
    batches: list[Sequence[Path]] = []

    def counted(workspace: Workspace, paths: Sequence[Path], **options: Any) -> IngestResult:  # noqa: ANN401 - passed through
        batches.append(paths)
        return ingest_paths(workspace, paths, **options)

    monkeypatch.setattr("okrsheets.cli.watch.ingest_paths", counted)
    watch(workspace, [nothing] * 10)
    assert batches == [[workspace.inbox / "E2.xlsx"]]


def test_watch__folder_goes_away__comes_back_and_is_watched_on(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    away = workspace.root / "away"

    def come_back() -> None:
        away.rename(workspace.inbox)
        send(workspace, "E1", DONE)

    watch(workspace, [lambda: workspace.inbox.rename(away), nothing, come_back])
    assert versions(workspace) == [("E1", 1)]
    assert "no such file or folder" in capsys.readouterr().err


def test_watch__file_left_unfinished__named_at_the_end(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace.inbox / "half.xlsx").write_bytes(b"PK\x03\x04 and no more")
    watch(workspace, [])
    out = capsys.readouterr().out
    assert "Not taken, because not whole or not readable yet: " in out
    assert "half.xlsx" in out
    assert not workspace.database.exists()


def test_watch__folder_that_is_not_there__refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        watch_folders(workspace, [workspace.root / "nowhere"], load_language("en"))


def test_known_files__held_under_one_of_two_names__held(workspace: Workspace) -> None:
    send(workspace, "E9", DONE)
    ingest_paths(workspace, [workspace.inbox])
    assert list(known_files(workspace).values()) == [FileState.HELD]


def test_watch_command__ctrl_c__exit_130_and_the_stored_stays(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    command = [sys.executable, "-m", "okrsheets", "-C", str(workspace.root), "ingest", "--watch"]
    environment = {**os.environ, "OKRSHEETS_LANGUAGE": "en", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        read = ""
        while "E1.xlsx — stored" not in read:
            line = process.stdout.readline()
            assert line
            read += line
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate()
    assert process.returncode == 130
    assert "No accepted sheet yet from 1 of 2: E2 (E2)" in rest
    assert err.endswith("interrupted\n")
    assert versions(workspace) == [("E1", 1)]


@pytest.mark.parametrize("other", [["--dry-run"], ["--format", "json"]])
def test_watch_command__with_what_does_not_go__exit_2(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], other: list[str]
) -> None:
    code, out, err = run_in(workspace.root, capfd, "ingest", "--watch", *other)
    assert (code, out) == (2, "")
    assert "--watch" in err


def test_ingest_command__without_path_and_watch__exit_2(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run_in(workspace.root, capfd, "ingest")
    assert code == 2
    assert "PATH" in err
