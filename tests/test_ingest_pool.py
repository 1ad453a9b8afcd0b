"""Files read in several processes: in order, and one that brings a process down stays alone."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from okrsheets.batch.examine import Examined, Work
from okrsheets.batch.packing import pack
from okrsheets.batch.pool import examine_all
from okrsheets.batch.rules import Rules

WORK = Work(Rules())


class FragileExecutor(Executor):
    """Reads every file as found; a file called poison ends the process, and all after it."""

    def __init__(self) -> None:
        """Begin unbroken."""
        self.broken = False

    def submit(  # type: ignore[override]
        self, fn: Callable[..., bytes], /, paths: tuple[Path, ...]
    ) -> "Future[bytes]":
        """Answer at once."""
        del fn
        if self.broken:
            raise BrokenProcessPool
        future: Future[bytes] = Future()
        if any(path.name == "poison" for path in paths):
            self.broken = True
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(pack([Examined(path, person=path.name) for path in paths]))
        return future


def fragile(jobs: int, work: Work) -> Executor:
    del jobs, work
    return FragileExecutor()


@pytest.mark.parametrize("count", [2, 40, 200])
def test_examine_all__file_ends_the_process__only_it_is_refused(count: int) -> None:
    names = [f"{number:03}" for number in range(count)]
    names.insert(count // 2, "poison")
    paths = [Path(name) for name in names]
    found = list(examine_all(paths, WORK, jobs=2, new_executor=fragile))
    assert [examined.path for examined in found] == paths
    bad = [e for e in found if e.findings]
    assert [(e.path.name, [f.code for f in e.findings]) for e in bad] == [("poison", ["V902"])]


def test_examine_all__real_processes__results_in_order(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number:02}.xlsx" for number in range(20)]
    for path in paths:
        path.write_bytes(b"junk")
    found = list(examine_all(paths, WORK, jobs=2))
    assert [examined.path for examined in found] == paths
    assert {f.code for e in found for f in e.findings} == {"F122"}
