"""Reports that are killed or cannot write: whole files or none, and the next run makes the rest.

A process is ended just before one of its changes to the reports, or in the middle of writing a
file. A sample of these points is tried; `OKRSHEETS_CRASH=all` tries every one.
"""

import errno
import multiprocessing
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import psutil
import pypdf
import pytest
from command_kit import run_in
from crash_loop import leftovers_in
from report_people import Q3, team

from okrsheets.batch import reports
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.language import load_language
from okrsheets.roster import write_roster
from okrsheets.workspace import create_workspace, open_workspace

NOW = team("en")[:3]
BEFORE = (NOW[0], replace(NOW[1], person=replace(NOW[1].person, title="Seller")))
REQUESTS = {
    "quarterly": ReportRequest("quarterly", Q3, jobs=2),
    "department": ReportRequest("department", Q3),
    "operations": ReportRequest("operations", Q3),
    "book": ReportRequest("book", Q3, format="html"),
}
SAMPLE = 0 if os.environ.get("OKRSHEETS_CRASH") == "all" else 4
CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate"})
HALF = 300
"""Bytes that reach the disk where a process is ended in the middle of writing."""
FORK = multiprocessing.get_context("fork")
Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder: `before` with older reports of every kind, `KIND` as a whole run ends."""
    folder = tmp_path_factory.mktemp("crash")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1792800000")
        made = create_workspace(
            folder / "before", organisation="Yuanshan", year=2026, language="en"
        )
        write_roster(made.root / "roster.xlsx", [p.person for p in NOW], load_language("en"))
        patch.setattr(reports, "load_year", lambda _: BEFORE)
        for request in REQUESTS.values():
            assert_made(make_reports(made, replace(request, jobs=1)))
        patch.setattr(reports, "load_year", lambda _: NOW)
        for kind, request in REQUESTS.items():
            shutil.copytree(made.root, folder / kind)
            assert_made(make_reports(open_workspace(folder / kind), replace(request, jobs=1)))
        yield folder


def assert_made(made: Sequence[MadeReport]) -> None:
    """Be sure that every report was made, and that there was something new to say."""
    states = {report.state for report in made}
    assert ReportState.MADE in states
    assert ReportState.FAILED not in states, [report.findings for report in made]


def files_of(root: Path) -> Files:
    """Give everything that lies under its own name below the reports."""
    found = (path for path in (root / "reports").rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in found
        if not any(part.startswith(".okrsheets") for part in path.parts)
    }


def outside_cache(files: Files) -> Files:
    """Leave the cache out."""
    return {name: data for name, data in files.items() if "/.cache/" not in name}


def changes(event: str, given: tuple[object, ...], root: str) -> bool:
    """Tell whether an event of the interpreter changes something in a folder."""
    if not given or not str(given[0]).startswith(root):
        return False
    if event == "open":
        return bool(int(str(given[2] or 0)) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return event in CHANGES


def end_now() -> None:
    """End this process as a killed one ends."""
    os.kill(os.getpid(), signal.SIGKILL)


def end_when_half_written() -> None:
    """Have the system end this process as soon as it has written a few bytes more of a file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (HALF, HALF))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def run_hurt(root: Path, kind: str, hurt: Callable[[], None], point: int) -> tuple[int, int]:
    """Make reports in a process that is hurt at its n-th change; give exit code and changes."""
    counted = FORK.Value("i", 0)

    def hook(event: str, given: tuple[object, ...]) -> None:
        if changes(event, given, str(root)):
            counted.value += 1
            if counted.value == point:
                hurt()

    def work() -> None:
        os.setsid()
        sys.addaudithook(hook)
        make_reports(open_workspace(root), REQUESTS[kind])
        os._exit(0)

    child = FORK.Process(target=work)
    child.start()
    child.join(120)
    psutil.wait_procs([p for p in psutil.process_iter() if in_session(p, child.pid)], timeout=20)
    assert not [p for p in psutil.process_iter() if in_session(p, child.pid)], "left running"
    return child.exitcode or 0, counted.value


def in_session(process: psutil.Process, session: int | None) -> bool:
    """Tell whether a process belongs to what another one started."""
    try:
        return os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ProcessLookupError):
        return False


def points_of(count: int) -> list[int]:
    """Give the changes to be tried: all, or a sample with the first and the last."""
    if not SAMPLE or count <= SAMPLE:
        return list(range(1, count + 1))
    return sorted({1 + (count - 1) * n // (SAMPLE - 1) for n in range(SAMPLE)})


def assert_whole(base: Path, root: Path, kind: str) -> None:
    """Be sure that each file is as before or as a whole run leaves it, a web copy as one."""
    before, now, found = (files_of(path) for path in (base / "before", base / kind, root))
    for name, data in found.items():
        assert data in (before.get(name), now.get(name)), f"{name} is half a file"
    copies = [
        {name: data for name, data in files.items() if "/OKR book 2026Q3/" in name}
        for files in (found, before, now)
    ]
    assert copies[0] in copies[1:], "the web copy is half old, half new"


@pytest.mark.parametrize("kind", REQUESTS)
def test_make_reports__killed_at_its_changes__whole_files_only_and_the_next_run_ends_it(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(reports, "load_year", lambda _: NOW)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1792800000")
    whole = outside_cache(files_of(base / kind))
    assert whole != outside_cache(files_of(base / "before"))
    shutil.copytree(base / "before", tmp_path / "counted")
    code, count = run_hurt(tmp_path / "counted", kind, end_now, 0)
    assert (code, outside_cache(files_of(tmp_path / "counted"))) == (0, whole)
    tried = [(end_now, point) for point in points_of(count)]
    tried += [(end_when_half_written, point) for point in points_of(count)[:2]]
    for hurt, point in tried:
        root = tmp_path / f"{hurt.__name__}-{point}"
        shutil.copytree(base / "before", root)
        code, _ = run_hurt(root, kind, hurt, point)
        assert code in (-signal.SIGKILL, -signal.SIGXFSZ), (point, count)
        assert_whole(base, root, kind)
        make_reports(open_workspace(root), replace(REQUESTS[kind], jobs=1))
        assert outside_cache(files_of(root)) == whole
        assert leftovers_in(root) == []


def test_make_reports__whole_run__every_file_opens(base: Path) -> None:
    for kind in REQUESTS:
        for name, data in files_of(base / kind).items():
            if name.endswith(".pdf"):
                assert len(pypdf.PdfReader(BytesIO(data)).pages) >= 1


def full(root: Path, left: int) -> Callable[[Path, bytes], int]:
    """Give a `Path.write_bytes` that has room in a folder for so many files and half of one."""
    room, write_bytes = iter(range(left)), Path.write_bytes

    def write(path: Path, data: bytes) -> int:
        if not path.is_relative_to(root) or next(room, None) is not None:
            return write_bytes(path, data)
        write_bytes(path, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    return write


@pytest.mark.parametrize("left", [0, 1, 2])
@pytest.mark.parametrize("kind", REQUESTS)
def test_report_command__disk_full__says_so_with_code_3_and_leaves_whole_files(  # noqa: PLR0913, PLR0917 - fixtures
    base: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    kind: str,
    left: int,
) -> None:
    monkeypatch.setattr(reports, "load_year", lambda _: NOW)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1792800000")
    root = tmp_path / "w"
    shutil.copytree(base / "before", root)
    monkeypatch.setattr(Path, "write_bytes", full(root, left))
    options = ("--format", "html") if kind == "book" else ()
    code, _, said = run_in(root, capfd, "report", kind, "--cycle", Q3, *options)
    assert_whole(base, root, kind)
    assert leftovers_in(root) == []
    if code == 0:  # there was room for all that had changed
        assert outside_cache(files_of(root)) == outside_cache(files_of(base / kind))
    else:
        assert code == 3
        assert "cannot be written" in said
        assert os.strerror(errno.ENOSPC) in said
