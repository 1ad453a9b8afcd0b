"""Sets many people's pages, in this process or in several; one that fails never stops the others.

A page that takes too long is stopped and told, in this process by an alarm, in others by ending
the process that is stuck. Results come in the order of the people, and only a few stand ready
before they are asked for, so that a batch of thousands needs no more memory than one of ten.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from pebble import ProcessExpired, ProcessPool

from okrsheets.batch.bounds import raises_in_time
from okrsheets.batch.packing import pack, unpack
from okrsheets.batch.report_pages import TOO_LONG, PageRules, PageWorker, PersonPages
from okrsheets.model import PersonYear

Task = tuple[PersonYear, str]
"""A person's year and the language of the pages."""
SECONDS = 60.0
"""Processor time that one person's pages may take; some hundred times what they do."""
_PATIENCE = 10  # by the clock: the pool ends a process that its own alarm could not stop
_AHEAD = 4
_CRASHED = "the process that set it ended unexpectedly"


class _Process:
    """What a worker process was given when it started."""

    worker: PageWorker | None = None


def _start(packed: bytes) -> None:
    _Process.worker = PageWorker(unpack(packed))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends the workers


def _set_packed(packed: bytes, seconds: float) -> PersonPages:
    if _Process.worker is None:
        raise RuntimeError
    return _set(_Process.worker, unpack(packed), seconds)


def _set(worker: PageWorker, task: Task, seconds: float) -> PersonPages:
    try:
        with raises_in_time(seconds):
            return worker.set_person(*task)
    except TimeoutError:
        return _too_long(task, seconds)


def _too_long(task: Task, seconds: float) -> PersonPages:
    return PersonPages(task[0].person.id, failure=f"{seconds:g} s", code=TOO_LONG)


def set_all(
    tasks: Sequence[Task], rules: PageRules, *, jobs: int = 1, seconds: float = SECONDS
) -> Iterator[PersonPages]:
    """Set everybody's pages, in their order; with more than one job in that many processes.

    Args:
        tasks: whose pages, in which language.
        rules: what the batch shares.
        jobs: how many processes.
        seconds: how much of the processor's time one person's pages may take.
    """
    if jobs <= 1 or len(tasks) <= 1:
        worker = PageWorker(rules)
        yield from (_set(worker, task, seconds) for task in tasks)
        return
    setters = Setters(rules, min(jobs, len(tasks)), seconds)
    try:
        yield from setters.run(tasks)
    finally:
        setters.end()


class Setters:
    """Processes that set pages; a process that dies is replaced, and its page tried once more."""

    def __init__(self, rules: PageRules, jobs: int, seconds: float = SECONDS) -> None:
        """Plan `jobs` processes; they start with the first page."""
        self._rules, self._jobs, self._seconds = rules, jobs, seconds
        self._pool: ProcessPool | None = None

    def run(self, tasks: Sequence[Task]) -> Iterator[PersonPages]:
        """Set everybody's pages, in their order."""
        rest = iter(tasks)
        ahead: deque[tuple[Task, Future[PersonPages]]] = deque()
        ahead.extend((task, self._submit(task)) for task in islice(rest, self._jobs * _AHEAD))
        while ahead:
            task, future = ahead.popleft()
            ahead.extend((each, self._submit(each)) for each in islice(rest, 1))
            yield self.result(task, future)

    def result(self, task: Task, future: "Future[PersonPages] | None") -> PersonPages:
        """Give one person's pages; where their process died, set them in another, once."""
        try:
            if future is not None:
                return future.result()
        except TimeoutError:
            return _too_long(task, self._seconds)
        except (ProcessExpired, BrokenProcessPool):
            pass
        try:
            return self._submit(task).result()
        except TimeoutError:
            return _too_long(task, self._seconds)
        except (ProcessExpired, BrokenProcessPool):
            return PersonPages(task[0].person.id, failure=_CRASHED)

    def _submit(self, task: Task) -> "Future[PersonPages]":
        if self._pool is None or not self._pool.active:
            self.end()
            self._pool = ProcessPool(
                max_workers=self._jobs,
                initializer=_start,
                initargs=(pack(self._rules),),
                context=multiprocessing.get_context("spawn"),
            )
        bound = self._seconds * _PATIENCE
        order = (pack(task), self._seconds)
        future: Future[PersonPages] = self._pool.schedule(_set_packed, args=order, timeout=bound)
        return future

    def end(self) -> None:
        """End the processes at once; nothing where there are none."""
        if self._pool is not None:
            stop: Callable[[], None] = self._pool.stop
            stop()
            self._pool.join()
