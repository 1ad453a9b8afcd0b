"""Examines files in processes of their own, each within bounds; one never sinks the others.

A file that takes too long has its process ended; one that brings its process down is tried once
more by itself. Results come in the order of the files, whichever worker is done first.
"""

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from okrsheets.batch.bounds import Bounds, bound_memory, ends_in_time
from okrsheets.batch.examine import Examined, Work, examine_file, fault_of, unexamined
from okrsheets.batch.packing import from_bytes, to_bytes
from okrsheets.batch.sources import Source
from okrsheets.findings import Finding

_CHUNK = 16
_AHEAD = 4

Chunk = tuple[Source, ...]
Task = Callable[[bytes], bytes]


class _Worker:
    """What a worker process was told when it started."""

    work: Work | None = None


def _start(packed: bytes, bounds: Bounds) -> None:
    _Worker.work = from_bytes(packed)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends the workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    bound_memory(bounds)


def examine_packed(packed: bytes) -> bytes:
    """Examine a chunk of files in a worker process."""
    if _Worker.work is None:
        raise RuntimeError
    chunk: Chunk = from_bytes(packed)
    return to_bytes([examine_file(source, _Worker.work) for source in chunk])


def _in_time(task: Task, packed: bytes, bounds: Bounds) -> bytes:
    with ends_in_time(bounds):
        return task(packed)


class Examiner:
    """Processes that examine files; they start with the first file and end with the block."""

    def __init__(
        self,
        work: Work,
        jobs: int = 1,
        *,
        task: Task = examine_packed,
        bounds: Bounds | None = None,
    ) -> None:
        """Plan at most `jobs` processes that know `work`."""
        self._work = work
        self._jobs = max(jobs, 1)
        self._task = task
        self._bounds = bounds or Bounds()
        self._pool: ProcessPool | None = None
        self._chunks = 0

    def __enter__(self) -> Self:
        """Begin; no process is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        """End the processes: at once where something went wrong."""
        if self._pool is not None:
            end: Callable[[], None] = self._pool.close if kind is None else self._pool.stop
            end()
            self._pool.join()

    def run(self, sources: Sequence[Source]) -> Iterator[Examined]:
        """Examine the files, in their order."""
        chunks = [tuple(sources[i : i + _CHUNK]) for i in range(0, len(sources), _CHUNK)]
        rest = iter(chunks)
        ahead: deque[tuple[Chunk, ProcessPool | None, Future[bytes]]] = deque()
        self._chunks = len(chunks)
        ahead.extend(self._ordered(c) for c in islice(rest, self._jobs * _AHEAD))
        while ahead:
            chunk, pool, future = ahead.popleft()
            found = self._outcome(chunk, future) if pool is self._pool else None
            yield from map(self._alone, chunk) if found is None else found
            ahead.extend(self._ordered(c) for c in islice(rest, 1))

    def _ordered(self, chunk: Chunk) -> tuple[Chunk, ProcessPool | None, "Future[bytes]"]:
        """Submit a chunk; tells the pool, since one that broke down answers nothing any more."""
        future = self._submit(chunk)
        return chunk, self._pool, future

    def _new_pool(self, chunks: int) -> ProcessPool:
        """Start the processes; for a few files one copy of this process is quick and enough."""
        few = chunks == 1 and sys.platform == "linux"
        return ProcessPool(
            max_workers=min(self._jobs, chunks),
            initializer=_start,
            initargs=(to_bytes(self._work), self._bounds),
            context=multiprocessing.get_context("fork" if few else "spawn"),
        )

    def _submit(self, chunk: Chunk) -> "Future[bytes]":
        if self._pool is None or not self._pool.active:
            self._end_pool()
            self._pool = self._new_pool(self._chunks)
        bounds = self._bounds
        seconds = bounds.seconds if len(chunk) == 1 else min(bounds.together, bounds.seconds)
        order = (self._task, to_bytes(chunk), bounds)
        future: Future[bytes] = self._pool.schedule(_in_time, args=order, timeout=seconds)
        return future

    def _outcome(self, chunk: Chunk, future: "Future[bytes]") -> list[Examined] | None:
        """Give what the files turned out to be; None where each is to be tried by itself."""
        try:
            found: list[Examined] = from_bytes(future.result())
        except TimeoutError:
            return [_too_long(chunk[0], self._bounds)] if len(chunk) == 1 else None
        except (MemoryError, ProcessExpired, BrokenProcessPool):
            return None
        return found

    def _alone(self, source: Source, *, last: bool = False) -> Examined:
        """Examine one file by itself: it or a neighbour brought a worker down.

        The whole pool breaks down where a worker ends before it said what it works at; then it
        may have been another file's, so this one is tried once more.
        """
        try:
            found: list[Examined] = from_bytes(self._submit((source,)).result())
        except TimeoutError:
            return _too_long(source, self._bounds)
        except MemoryError as error:
            return unexamined(source, fault_of(error))
        except ProcessExpired:
            return unexamined(source, Finding("V902"))
        except BrokenProcessPool:
            return unexamined(source, Finding("V902")) if last else self._alone(source, last=True)
        return found[0]

    def _end_pool(self) -> None:
        """End a pool that broke down; nothing where there is none."""
        if self._pool is not None:
            stop: Callable[[], None] = self._pool.stop
            stop()
            self._pool.join()


def _too_long(source: Source, bounds: Bounds) -> Examined:
    return unexamined(source, Finding("F129", fields={"most": f"{bounds.seconds:g}"}))


def examine_all(sources: Sequence[Source], work: Work, *, jobs: int = 1) -> Iterator[Examined]:
    """Examine the files, in their order, in so many processes."""
    with Examiner(work, jobs) as examiner:
        yield from examiner.run(sources)
