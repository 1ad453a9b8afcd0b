"""Hurts an ingest at every one of its writes and looks whether running it again makes all whole.

A batch of two sheets and a file that is none is taken in by the real program under strace, which
ends it at the n-th call (`kill`) or makes that call and all after it fail for want of space
(`full`), or that call alone fail (`broken`). What is there then must be sound, and the same batch
run again must end in the very database and files of a run that nothing happened to.

    python tests/crash_loop.py              every call, all three ways; 1 where one differs
    python tests/crash_loop.py --every 20   a sample
"""

import argparse
import contextlib
import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filled_sheets import DONE, PLAN, make_workspace, send

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.lock import LOCK_FILE
from okrsheets.workspace import KEY_FILE, open_workspace

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "link", "unlink")
"""The calls of a run that change the disk or promise that it is changed."""
WAYS = {
    "kill": "signal=KILL:when={number}",
    "full": "error=ENOSPC:when={number}+",
    "broken": "error=EIO:when={number}",
}
NO_SPACE = ("pwrite64", "write", "ftruncate", "link", "rename")
"""The calls that a full disk refuses; the others fail only where it breaks."""


@dataclass(frozen=True)
class Point:
    """Where a run is hurt: the way, the call, its number (1 is the first)."""

    way: str
    call: str
    number: int


def run_hurt(
    root: Path, point: Point | None, log: Path, *, command: Sequence[str] = ("ingest", "inbox")
) -> subprocess.CompletedProcess[str]:
    """Take the inbox of the workspace `root` in, hurt at the point; `log` lists its calls."""
    hurt = []
    if point:
        effect = WAYS[point.way].format(number=point.number)
        hurt = ["-e", f"inject={point.call}:{effect}"]
    program = [sys.executable, "-m", "okrsheets", *command]
    trace = ["strace", "-qq", "-o", str(log), "-e", f"trace={','.join(CALLS)}", *hurt]
    return subprocess.run(  # noqa: S603 - our own program under a tool found on the path
        [*trace, *program], capture_output=True, text=True, check=False, timeout=120, cwd=root
    )


def run_again(root: Path) -> None:
    """Take the inbox in without harm, within this process, which spares the start of another."""
    with contextlib.chdir(root):
        result = ingest_paths(open_workspace(root), [Path("inbox")])
    assert result.stopped is None
    assert result.exit_code == 1


def state_of(root: Path) -> tuple[list[str], dict[str, bytes]]:
    """Give the sound database as SQL, and the files kept and to be sent back."""
    database = root / "okrsheets.db"
    lines: list[str] = []
    if database.exists():
        connection = sqlite3.connect(database)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        lines = list(connection.iterdump())
        connection.close()
    files = [path for name in ("originals", "returned") for path in (root / name).rglob("*")]
    kept = {
        str(path.relative_to(root)): path.read_bytes()
        for path in files
        if path.is_file() and not path.name.startswith(".")
    }
    return lines, kept


def leftovers_in(root: Path) -> list[str]:
    """Name what was begun in a workspace and is under its hidden name still."""
    ours = {LOCK_FILE, f"{LOCK_FILE}.holder", KEY_FILE}
    found = (path for path in root.rglob(".okrsheets*") if path.name not in ours)
    return sorted(path.relative_to(root).as_posix() for path in found)


def assert_nothing_half(root: Path, done: subprocess.CompletedProcess[str], call: str) -> None:
    """Be sure of what is there after the hurt: a sound database, whole files, no traceback."""
    shutil.copytree(root, root.with_name("looked-at"))  # looking would tidy the log of the database
    _, kept = state_of(root.with_name("looked-at"))
    for name, content in kept.items():
        if name.startswith("originals"):
            assert hashlib.sha256(content).hexdigest().startswith(Path(name).stem), name
        else:
            assert content, name
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (1, 3, -signal.SIGKILL), (done.returncode, done.stderr)
    if done.returncode == 3 and call != "write":  # where writing fails, so do words
        assert done.stderr.strip(), "no word of what is wrong"


def try_point(base: Path, point: Point) -> str:
    """Hurt a run and run it again; give what is wrong then, nothing where all is well."""
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        root = Path(folder) / "w"
        shutil.copytree(base / "before", root)
        try:
            done = run_hurt(root, point, Path(folder) / "log")
            assert_nothing_half(root, done, point.call)
            run_again(root)
            assert state_of(root) == state_of(base / "whole"), "ends otherwise than a whole run"
            if point.way != "broken":  # a disk that fails may fail to remove as well
                assert leftovers_in(root) == [], "something begun was left"
        except AssertionError as fault:
            return f"{point.way} {point.call} {point.number}: {fault}"[:600]
    return ""


def prepare(base: Path) -> Counter[str]:
    """Make the batch and its whole run in `base`; give how often the run makes each call."""
    os.environ["SOURCE_DATE_EPOCH"] = "1793000000"
    workspace = make_workspace(base / "before")
    send(workspace, "E1", DONE)
    send(workspace, "E2", PLAN)
    (workspace.inbox / "note.xlsx").write_bytes(b"a,b,c\n1,2,3\n")
    shutil.copytree(workspace.root, base / "whole")
    done = run_hurt(base / "whole", None, base / "log")
    assert done.returncode == 1, done.stderr
    return Counter(re.findall(r"^(\w+)\(", (base / "log").read_text(), re.MULTILINE))


def points_of(calls: Counter[str], every: int) -> Iterator[Point]:
    """Give the points to be tried: of each way and call the first and every so many after it."""
    for way in WAYS:
        for call in CALLS:
            if way == "full" and call not in NO_SPACE:
                continue
            for number in range(1, calls[call] + 1, every):
                yield Point(way, call, number)


def crash_loop(base: Path, *, every: int = 1, jobs: int = 2) -> tuple[Counter[str], list[str]]:
    """Try the points; give how many of each way were tried, and what is wrong."""
    points = list(points_of(prepare(base), every))
    with ProcessPoolExecutor(jobs) as pool:
        wrong = [fault for fault in pool.map(partial(try_point, base), points) if fault]
    return Counter(point.way for point in points), wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the loop and say how it went; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="try every so many calls")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="crash-loop-") as folder:
        tried, wrong = crash_loop(Path(folder), every=chosen.every, jobs=chosen.jobs)
    lines = [f"{way}: {count} points" for way, count in tried.items()]
    sys.stdout.write("\n".join([*lines, *wrong, f"{len(wrong)} ended otherwise"]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
