"""Sets pages, in this process or in several; a task that fails never stops the others.

A page that takes too long is stopped and told, in this process by an alarm, in others by ending
the process that is stuck. Results come in the order of the tasks, and only a few stand ready
before they are asked for, so that a batch of thousands needs no more memory than one of ten.
"""

import multiprocessing
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from okrsheets.batch.bounds import raises_in_time
from okrsheets.batch.packing import pack, unpack
from okrsheets.batch.report_pages import (
    TOO_LONG,
    PageRules,
    Pages,
    PageWorker,
    Task,
    no_temporary_files,
)

SECONDS = 60.0
"""Processor time that one person's pages may take; some hundred times what they do."""
_PATIENCE = 10  # by the clock: the pool ends a process that its own alarm could not stop
_AHEAD = 4
_TRIES = 3
_CRASHED = "the process that set it ended unexpectedly"


class _Process:
    """What a worker process was given when it started."""

    worker: PageWorker | None = None


def _start(packed: bytes, temporary: str) -> None:
    tempfile.tempdir = temporary  # the engine lays its fonts there, and nobody else takes them away
    _Process.worker = PageWorker(unpack(packed))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends the workers


def _set_packed(packed: bytes, seconds: float) -> Pages:
    if _Process.worker is None:
        raise RuntimeError
    return _set(_Process.worker, unpack(packed), seconds)


def _set(worker: PageWorker, task: Task, seconds: float) -> Pages:
    try:
        with raises_in_time(seconds):
            return worker.set_task(task)
    except TimeoutError:
        return too_long(task.name, seconds)


def too_long(name: str, seconds: float) -> Pages:
    """Tell that a task took longer than it may."""
    return Pages(name, failure=f"{seconds:g} s", code=TOO_LONG)


def set_all(
    tasks: Sequence[Task], rules: PageRules, *, jobs: int = 1, seconds: float = SECONDS
) -> Iterator[Pages]:
    """Set everybody's pages, in their order; with more than one job in that many processes.

    Args:
        tasks: whose pages, in which language.
        rules: what the batch shares.
        jobs: how many processes.
        seconds: how much of the processor's time one person's pages may take.
    """
    with Setters(rules, min(jobs, len(tasks)), seconds) as setters:
        yield from setters.run(tasks)


class Setters:
    """Sets pages here, or in processes; one that dies is replaced, and its page tried again.

    The processes start with the first page that has to be set and end with the block.
    """

    def __init__(self, rules: PageRules, jobs: int, seconds: float = SECONDS) -> None:
        """Plan `jobs` processes; up to one, it is this one."""
        self._rules, self._jobs, self.seconds = rules, jobs, seconds
        self.worker = PageWorker(rules)
        self._pool: ProcessPool | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Begin; no process is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        self.end()

    def run(self, tasks: Iterable[Task | Pages]) -> Iterator[Pages]:
        """Give the pages of all tasks, in their order; pages among them pass through as they are.

        The next tasks are asked for while the first are being set, and only a few at a time.
        """
        if self._jobs <= 1:
            yield from (each if isinstance(each, Pages) else self.set_one(each) for each in tasks)
            return
        ahead: deque[Pages | tuple[Task, Future[Pages]]] = deque()
        for each in tasks:
            ahead.append(each if isinstance(each, Pages) else (each, self._submit(each)))
            if len(ahead) >= self._jobs * _AHEAD:
                yield self._finished(ahead.popleft())
        while ahead:
            yield self._finished(ahead.popleft())

    def set_one(self, task: Task) -> Pages:
        """Set one task: in a process that runs already, else here."""
        if self._pool is None:
            return _set(self.worker, task, self.seconds)
        return self.result(task, self._submit(task))

    def _finished(self, begun: "Pages | tuple[Task, Future[Pages]]") -> Pages:
        return begun if isinstance(begun, Pages) else self.result(*begun)

    def result(self, task: Task, future: "Future[Pages] | None") -> Pages:
        """Give a task's pages; where their process died, set them in another.

        The whole pool breaks down where a process ends before it said what it works at, and what
        else it had to do is cancelled; so this task may be another one's victim, even twice.
        """
        for _ in range(_TRIES):
            try:
                return (future or self._submit(task)).result()
            except TimeoutError:
                return too_long(task.name, self.seconds)
            except (ProcessExpired, BrokenProcessPool, CancelledError):
                future = None
        return Pages(task.name, failure=_CRASHED)

    def _submit(self, task: Task) -> "Future[Pages]":
        if self._pool is None or not self._pool.active:
            self.end()
            try:
                self._temporary = tempfile.TemporaryDirectory(
                    prefix="okrsheets-", ignore_cleanup_errors=True
                )
            except OSError as error:
                raise no_temporary_files(error) from error
            self._pool = ProcessPool(
                max_workers=self._jobs,
                initializer=_start,
                initargs=(pack(self._rules), self._temporary.name),
                context=multiprocessing.get_context("spawn"),
            )
        bound = self.seconds * _PATIENCE
        order = (pack(task), self.seconds)
        future: Future[Pages] = self._pool.schedule(_set_packed, args=order, timeout=bound)
        return future

    def end(self) -> None:
        """End the processes at once, and remove what they leave; nothing where there are none."""
        if self._pool is not None:
            stop: Callable[[], None] = self._pool.stop
            stop()
            self._pool.join()
            self._pool = None
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None
