"""Examines many files, in this process or in several; one file never sinks the others.

The standard executor's interface is all that is used, so a distributed engine's executor can take
its place. Results come in the order of the files, whichever worker is done first.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from pathlib import Path

from okrsheets.batch.examine import Examined, Work, examine_file
from okrsheets.batch.packing import pack, unpack
from okrsheets.findings import Finding

_CHUNK = 16
_AHEAD = 4

NewExecutor = Callable[[int, Work], Executor]


class _Worker:
    """What a worker process was told when it started."""

    work: Work | None = None


def _start(packed: bytes) -> None:
    _Worker.work = unpack(packed)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends the workers


def _examine_packed(paths: tuple[Path, ...]) -> bytes:
    if _Worker.work is None:
        raise RuntimeError
    return pack([examine_file(path, _Worker.work) for path in paths])


def new_pool(jobs: int, work: Work) -> Executor:
    """Give an executor of `jobs` fresh processes that know `work`."""
    return ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(pack(work),),
    )


def examine_all(
    paths: Sequence[Path], work: Work, *, jobs: int = 1, new_executor: NewExecutor = new_pool
) -> Iterator[Examined]:
    """Examine the files, in their order; with more than one job in that many processes."""
    if jobs <= 1 or len(paths) <= 1:
        yield from (examine_file(path, work) for path in paths)
        return
    chunks = [tuple(paths[i : i + _CHUNK]) for i in range(0, len(paths), _CHUNK)]
    executor = new_executor(min(jobs, len(chunks)), work)
    try:
        yield from _run(executor, chunks, jobs, lambda path: _alone(path, work, new_executor))
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _run(
    executor: Executor,
    chunks: Sequence[tuple[Path, ...]],
    jobs: int,
    alone: Callable[[Path], Examined],
) -> Iterator[Examined]:
    rest = iter(chunks)
    ahead: deque[tuple[tuple[Path, ...], Future[bytes] | None]] = deque()
    ahead.extend((chunk, _submit(executor, chunk)) for chunk in islice(rest, jobs * _AHEAD))
    while ahead:
        chunk, future = ahead.popleft()
        try:
            found = unpack(future.result()) if future else None
        except BrokenProcessPool:
            found = None
        yield from found if found is not None else map(alone, chunk)
        ahead.extend((c, _submit(executor, c)) for c in islice(rest, 1))


def _submit(executor: Executor, chunk: tuple[Path, ...]) -> "Future[bytes] | None":
    try:
        return executor.submit(_examine_packed, chunk)
    except BrokenProcessPool:
        return None


def _alone(path: Path, work: Work, new_executor: NewExecutor) -> Examined:
    """Examine one file in a process of its own: it or a neighbour brought a worker down."""
    executor = new_executor(1, work)
    try:
        found: list[Examined] = unpack(executor.submit(_examine_packed, (path,)).result())
    except BrokenProcessPool:
        return Examined(path, findings=(Finding("V902"),))
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    return found[0]
