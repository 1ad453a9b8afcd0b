"""Takes a whole workspace's inbox in, in a process of its own, and watches what that costs.

Memory is the sum of the proportional set sizes (PSS) of that process and all its children: a page
that several of them share counts once. Linux only. `python benchmarks/mass.py WORKSPACE JOBS` is
the process that is watched.
"""

import json
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from okrsheets.batch.ingest import ingest_paths
from okrsheets.workspace import open_workspace

_EVERY = 1.0
_TOLD = (0.1, 1.0)


class Teller:
    """Tells, as lines of JSON, when so large a share of the files is read, then decided."""

    def __init__(self) -> None:
        """Begin with the reading."""
        self.begin = time.perf_counter()
        self.what = "read"
        self.waiting = list(_TOLD)

    def __call__(self, done: int, total: int) -> None:
        """Take how many files of how many are done."""
        while self.waiting and done >= self.waiting[0] * total:
            share = self.waiting.pop(0)
            say({"what": self.what, "share": share, "at": time.perf_counter() - self.begin})
        if not self.waiting and self.what == "read":
            self.what, self.waiting = "stored", list(_TOLD)


def take_in(root: Path, jobs: int) -> None:
    """Take the inbox in; tell how far it is, then what became of the files."""
    workspace = open_workspace(root)
    found = ingest_paths(workspace, [workspace.inbox], jobs=jobs, on_progress=Teller())
    if found.stopped is not None:
        raise found.stopped
    codes = Counter(code for file in found.files for code in {f.code for f in file.findings})
    states = {state.value: count for state, count in found.summary.items() if count}
    say({"what": "end", "states": states, "codes": dict(sorted(codes.items()))})


def say(line: dict[str, object]) -> None:
    """Print one line of JSON at once."""
    print(json.dumps(line), flush=True)


@dataclass
class Watch:
    """The memory of a process and its children, looked at again and again; `alone` is its own."""

    process: int
    peak: float = 0.0
    alone: float = 0.0
    every: float = _EVERY
    over: threading.Event = field(default_factory=threading.Event)

    def look(self) -> float:
        """Give the megabytes at this moment."""
        own = _pss(self.process) / 1024
        here = own + sum(map(_pss, _below(self.process))) / 1024
        self.alone = max(self.alone, own)
        self.peak = max(self.peak, here)
        return here

    def run(self) -> None:
        """Look until it is over."""
        while not self.over.wait(self.every):
            self.look()


def take_in_watched(root: Path, jobs: int) -> dict[str, Any]:
    """Take a workspace's inbox in and give what it cost and what it came to."""
    before, begin = _processor(), time.perf_counter()
    order = [sys.executable, __file__, str(root), str(jobs)]
    marks: dict[str, float] = {}
    end: dict[str, Any] = {}
    with subprocess.Popen(order, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        watch = Watch(process.pid)
        sampler = threading.Thread(target=watch.run)
        sampler.start()
        for text in process.stdout or ():
            line = json.loads(text)
            if line["what"] == "end":
                end = line
                continue
            name = f"{line['share']:.0%} {line['what']}"
            marks |= {f"seconds until {name}": line["at"], f"MB with {name}": watch.look()}
        watch.over.set()
        sampler.join()
    if process.returncode:
        raise SystemExit(process.returncode)
    spent = {
        "seconds": time.perf_counter() - begin,
        "seconds of the processor": _processor() - before,
        "MB at the most": watch.peak,
    }
    return {"cost": spent | marks, "states": end["states"], "codes": end["codes"]}


def tell_mass(found: dict[str, Any], *, as_json: bool) -> None:
    """Print what a mass cost, and the closing table of states and codes."""
    if as_json:
        print(json.dumps(found, indent=2))
        return
    for name, figure in found["cost"].items():
        print(f"{name:32} {figure:9.1f}")
    for table in ("states", "codes"):
        print(f"\n{table}: files")
        for name, count in found[table].items():
            print(f"  {name:30} {count:9}")


def _processor() -> float:
    """Give the processor's time of all children that were waited for, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _below(process: int) -> Iterator[int]:
    for child in _children(process):
        yield child
        yield from _below(child)


def _children(process: int) -> list[int]:
    folder = Path(f"/proc/{process}/task")
    try:
        lists = [(task / "children").read_text("ascii") for task in folder.iterdir()]
    except OSError:  # it has ended
        return []
    return [int(word) for words in lists for word in words.split()]


def _pss(process: int) -> int:
    """Give the kilobytes of a process, pages that others have as well only by their share."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    take_in(Path(sys.argv[1]), int(sys.argv[2]))
