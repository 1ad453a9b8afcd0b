"""What people see at intake: progress, what is still open, thousands of findings kept readable."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_kit import run_in
from filled_sheets import DONE, OCTOBER, PLAN, Values, make_workspace, send

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import FileResult, IngestResult
from okrsheets.batch.waiting import Waiting, load_waiting
from okrsheets.cells import Place
from okrsheets.cli.details import show_findings
from okrsheets.cli.intake import Tally, is_clean
from okrsheets.findings import Finding, Severity
from okrsheets.language import load_language
from okrsheets.store import FileState
from okrsheets.workspace import Workspace

FAULTY: Values = {**PLAN, "Q1.O1.K2.target": "many"}
EN, ZH = load_language("en"), load_language("zh")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w", ("E1", "E2", "E3"))


def bad_files(number: int, *, code: str = "F101") -> tuple[FileResult, ...]:
    return tuple(
        FileResult(f"inbox/{n:04}.xlsx", f"{n:064x}", FileState.REJECTED, findings=(Finding(code),))
        for n in range(number)
    )


def test_ingest_paths__three_files__told_of_reading_then_of_storing(workspace: Workspace) -> None:
    for person in ("E1", "E2", "E3"):
        send(workspace, person, DONE)
    told: list[tuple[int, int]] = []
    ingest_paths(workspace, [workspace.inbox], on_progress=lambda *step: told.append(step))
    reading = [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert told == [*reading, (1, 3), (2, 3), (3, 3)]


def test_load_waiting__no_database__nothing(workspace: Workspace) -> None:
    assert load_waiting(workspace) == Waiting()


def test_load_waiting__held_and_rejected__counted_once_a_file_until_settled(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    send(workspace, "E9", DONE)
    path = send(workspace, "E2", FAULTY)
    (workspace.inbox / "again.xlsx").write_bytes(path.read_bytes())
    (workspace.inbox / "junk.xlsx").write_bytes(b"junk")
    ingest_paths(workspace, [workspace.inbox])
    waiting = load_waiting(workspace)
    assert waiting.states == {FileState.HELD: 1, FileState.REJECTED: 2}
    assert waiting.total == 3
    assert waiting.codes["V102"] == 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000060")
    send(workspace, "E2", PLAN)
    ingest_paths(workspace, [workspace.inbox / "E2.xlsx"])
    assert load_waiting(workspace).states == {FileState.HELD: 1, FileState.REJECTED: 1}


def test_status__some_missing_some_waiting__says_who_how_many_and_where(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    send(workspace, "E1", DONE, modified=OCTOBER)
    send(workspace, "E2", FAULTY)
    send(workspace, "E9", DONE)
    run_in(workspace.root, capfd, "ingest", workspace.inbox)
    code, out, _ = run_in(workspace.root, capfd, "status", "2026Q1")
    lines = out.splitlines()
    assert code == 0
    assert "No accepted sheet yet from 2 of 3: E2 (E2), E3 (E3)" in lines
    (line,) = (line for line in lines if line.startswith("Files that wait: "))
    assert line.startswith("Files that wait: 1 held, 1 rejected (")
    assert "V102 × 1" in line
    assert lines[-1] == f"Texts to send back and marked copies are in {workspace.returned}"


def test_status__all_in_and_nothing_waits__one_line(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    for person in ("E1", "E2", "E3"):
        send(workspace, person, DONE)
    run_in(workspace.root, capfd, "ingest", workspace.inbox)
    _, out, _ = run_in(workspace.root, capfd, "status")
    assert out.splitlines()[-1] == "An accepted sheet is there from everyone on the roster."


def test_show_findings__thousands_of_bad_files__twenty_lines_and_all_in_a_file(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    other = FileResult(
        "inbox/zhang.xlsx",
        "f" * 64,
        FileState.REJECTED,
        findings=(
            Finding("V102", Place("Q1", "B2"), fields={"person": "E9"}),
            Finding("F131", fields={"count": 2}),
        ),
    )
    result = IngestResult((*bad_files(3000), other))
    show_findings(workspace, result, EN, dry_run=False)
    lines = capsys.readouterr().out.splitlines()
    path = workspace.returned / "_findings.txt"
    assert len(lines) == 22
    assert lines[19].startswith("inbox/0019.xlsx — F101 ")
    assert lines[20] == f"… and 2981 more; all of them, by code, are in {path}"
    details = path.read_text(encoding="utf-8-sig").splitlines()
    assert details[0].startswith("F101 · ")
    assert details[0].endswith(" · 3000 files")
    assert details[2].startswith("inbox/0000.xlsx — F101 ")
    assert details[3003].startswith("V102 · ")
    assert details[3003].endswith(" · 1 file")
    assert details[3005].startswith("inbox/zhang.xlsx › Q1!B2 — V102 ")
    assert len(details) == 3007  # a note (F131) is no fault


def test_show_findings__thousands_in_chinese__file_has_a_chinese_name(workspace: Workspace) -> None:
    show_findings(workspace, IngestResult(bad_files(201)), ZH, dry_run=False)
    text = (workspace.returned / "_检查结果.txt").read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].endswith(" · 201 个文件")


def test_show_findings__two_hundred__all_on_the_screen(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    show_findings(workspace, IngestResult(bad_files(200)), EN, dry_run=False)
    assert len(capsys.readouterr().out.splitlines()) == 201
    assert list(workspace.returned.iterdir()) == []


def test_show_findings__dry_run_with_thousands__nothing_is_written(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    show_findings(workspace, IngestResult(bad_files(3000)), EN, dry_run=True)
    assert "… and 2800 more" in capsys.readouterr().out
    assert list(workspace.returned.iterdir()) == []


def test_ingest__thousands_of_bad_files__exit_1_and_erase_takes_the_list(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    send(workspace, "E1", DONE)
    for number in range(201):
        (workspace.inbox / f"E1 {number}.xlsx").write_bytes(b"junk %d" % number)
    code, out, _ = run_in(workspace.root, capfd, "ingest", workspace.inbox)
    assert code == 1
    assert len(out.splitlines()) < 50
    path = workspace.returned / "_findings.txt"
    assert path.is_file()
    run_in(workspace.root, capfd, "erase", "E1", "--yes")
    assert not path.exists()


def test_tally__severity_set_anew__the_gravest_stands() -> None:
    tally = Tally()
    light = Finding("F101", severity=Severity.NOTE)
    for finding in (light, Finding("F101"), light):
        tally.add(FileResult("a.xlsx", None, FileState.REJECTED, findings=(finding,)))
    assert tally.codes == {"F101": 3}
    assert tally.gravest == {"F101": Severity.ERROR}
    assert tally.states == {FileState.REJECTED: 3}


def test_check__own_sheet_without_a_fault__says_it_can_be_sent(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    _, good, _ = run_in(workspace.root, capfd, "check", send(workspace, "E1", DONE))
    _, bad, _ = run_in(workspace.root, capfd, "check", send(workspace, "E2", FAULTY))
    sentence = "Nothing is to be corrected: it can be sent as it is."
    assert sentence in good
    assert sentence not in bad


def test_is_clean__only_files_that_are_no_sheets__false() -> None:
    ignored = FileResult("a.tmp", None, FileState.IGNORED, findings=(Finding("V305"),))
    assert not is_clean(IngestResult((ignored,)))


def shown_on(terminal: int) -> Iterator[str]:
    """Yield what a program writes to a pseudo-terminal, until it has ended; close it."""
    try:
        while data := os.read(terminal, 65_536):
            yield data.decode("utf-8", "replace")
    except OSError:  # Linux says so when the other end is closed
        pass
    finally:
        os.close(terminal)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_ingest__on_a_terminal__bar_of_reading_and_storing_not_on_stdout(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", DONE)
    master, slave = os.openpty()
    command = [sys.executable, "-m", "okrsheets", "-C", str(workspace.root), "ingest", "inbox"]
    environment = {**os.environ, "OKRSHEETS_LANGUAGE": "en", "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=slave, env=environment, cwd=workspace.root
    ) as process:
        os.close(slave)
        seen = "".join(shown_on(master))
        out, _ = process.communicate()
    assert process.returncode == 0
    assert "Reading sheets" in seen
    assert "Storing sheets" in seen
    assert "2/2" in seen
    assert b"sheets \xe2\x94\x81" not in out
    assert b"\x1b" not in out
