"""Files are examined in processes of their own: bounded in time and memory, in order, apart.

The tasks below stand for readers that go wrong by the name of the file they are given.
"""

import faulthandler
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from pebble.pool.process import PoolManager
from surgery import good_sheet

from okrsheets.batch.bounds import Bounds
from okrsheets.batch.examine import Examined, Work, examine_file
from okrsheets.batch.packing import from_bytes, to_bytes
from okrsheets.batch.pool import Examiner, examine_all
from okrsheets.batch.rules import Rules
from okrsheets.batch.sources import Source

WORK = Work(Rules())
QUICK = Bounds(seconds=1, together=1)
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's data")


def poisoned(packed: bytes) -> bytes:
    """Give every file its name as its person; some names do harm instead."""
    found = []
    for source in from_bytes(packed):
        name = source.path.name
        if name == "crash":
            faulthandler.disable()  # the crash is meant: no word about it
            os.kill(os.getpid(), signal.SIGSEGV)
        if name == "loop":
            while True:
                pass
        if name == "crash-once" and not source.path.exists():
            source.path.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "memory":
            bytearray(400 << 20)
        found.append(Examined(source, person=name))
    return to_bytes(found)


def examined(folder: Path, names: list[str], *, jobs: int) -> list[tuple[str, list[str]]]:
    """Examine files of these names; give names and codes."""
    sources = [Source(folder / name) for name in names]
    with Examiner(WORK, jobs, task=poisoned, bounds=QUICK) as examiner:
        found = list(examiner.run(sources))
    assert [e.source for e in found] == sources
    assert all(e.person == e.source.path.name for e in found if not e.findings)
    return [(e.source.path.name, [f.code for f in e.findings]) for e in found]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("poison", "code"), [("crash", "V902"), ("loop", "F129")])
def test_examiner__file_crashes_or_hangs__only_it_is_refused(
    tmp_path: Path, poison: str, code: str, count: int, jobs: int
) -> None:
    names = [f"{number:03}" for number in range(count)]
    names.insert(count // 2, poison)
    found = examined(tmp_path, names, jobs=jobs)
    assert [pair for pair in found if pair[1]] == [(poison, [code])]


@pytest.mark.parametrize("jobs", [1, 2])
def test_examiner__worker_ends_before_it_said_at_what__the_others_are_read_in_a_new_pool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    def too_early(*_: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(PoolManager, "find_expired_task", too_early)
    names = [f"{number:03}" for number in range(90)]
    names[20] = "crash"
    names[70] = "crash-once"
    found = examined(tmp_path, names, jobs=jobs)
    assert [pair for pair in found if pair[1]] == [("crash", ["V902"])]


@linux
@pytest.mark.parametrize("count", [1, 20])
def test_examiner__file_eats_memory__only_it_is_refused(tmp_path: Path, count: int) -> None:
    names = [*(f"{number:03}" for number in range(count)), "memory"]
    found = examined(tmp_path, names, jobs=2)
    assert [pair for pair in found if pair[1]] == [("memory", ["F130"])]


def test_examiner__file_crashes_once__is_read_the_second_time(tmp_path: Path) -> None:
    assert examined(tmp_path, ["crash-once", "other"], jobs=1) == [
        ("crash-once", []),
        ("other", []),
    ]


def test_examiner__crash__bytes_are_known_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "crash").write_bytes(b"abc")
    with Examiner(WORK, task=poisoned, bounds=QUICK) as examiner:
        (found,) = examiner.run([Source(tmp_path / "crash")])
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


KILLED = """
import os, signal
from pathlib import Path
from test_ingest_pool import QUICK, WORK, poisoned
from okrsheets.batch.pool import Examiner
from okrsheets.batch.sources import Source

def told(packed):
    print(os.getpid(), flush=True)
    os.kill(os.getppid(), signal.SIGKILL)
    return poisoned(packed)

with Examiner(WORK, task=told, bounds=QUICK) as examiner:
    list(examiner.run([Source(Path("loop"))]))
"""


@linux
def test_examiner__killed_while_a_file_hangs__leaves_no_process_behind() -> None:
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", KILLED],
        stdout=subprocess.PIPE,
        check=False,
        cwd=Path(__file__).parent,
    )  # it waits until the last one that could write there is about to end
    assert done.returncode == -signal.SIGKILL
    worker = Path("/proc", done.stdout.decode().strip(), "stat")
    while worker.exists() and worker.read_text().rpartition(")")[2].split()[0] not in "ZX":
        time.sleep(0.05)


def test_examiner__asked_twice__goes_on(tmp_path: Path) -> None:
    with Examiner(WORK, task=poisoned, bounds=QUICK) as examiner:
        first = list(examiner.run([Source(tmp_path / "a")]))
        second = list(examiner.run([Source(tmp_path / "b"), Source(tmp_path / "c")]))
    assert [e.person for e in (*first, *second)] == ["a", "b", "c"]


def test_examiner__no_files__starts_nothing() -> None:
    with Examiner(WORK, 2) as examiner:
        assert list(examiner.run([])) == []


def test_examine_file__memory_runs_out__is_its_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("okrsheets.batch.examine.read_submission", read)
    (tmp_path / "a.xlsx").write_bytes(good_sheet())
    found = examine_file(Source(tmp_path / "a.xlsx"), WORK)
    assert [f.code for f in found.findings] == ["F130"]


@pytest.mark.parametrize(("jobs", "count"), [(1, 3), (2, 20)])
def test_examine_all__real_processes__results_in_order(
    tmp_path: Path, jobs: int, count: int
) -> None:
    sources = [Source(tmp_path / f"{number:02}.xlsx") for number in range(count)]
    for source in sources:
        source.path.write_bytes(b"junk")
    found = list(examine_all(sources, WORK, jobs=jobs))
    assert [e.source for e in found] == sources
    assert {f.code for e in found for f in e.findings} == {"F122"}
