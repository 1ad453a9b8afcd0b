"""Sets many people's pages, in this process or in several; one that fails never stops the others.

Only the standard executor's interface is used. Results come in the order of the people.
"""

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from okrsheets.batch.packing import pack, unpack
from okrsheets.batch.report_pages import PageRules, PageWorker, PersonPages
from okrsheets.model import PersonYear

Task = tuple[PersonYear, str]
"""A person's year and the language of the pages."""
_CRASHED = "the process that set it ended unexpectedly"


class _Process:
    """What a worker process was given when it started."""

    worker: PageWorker | None = None


def _start(packed: bytes) -> None:
    _Process.worker = PageWorker(unpack(packed))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process ends the workers


def _set_packed(packed: bytes) -> PersonPages:
    if _Process.worker is None:
        raise RuntimeError
    person, language = unpack(packed)
    return _Process.worker.set_person(person, language)


def set_all(tasks: Sequence[Task], rules: PageRules, *, jobs: int = 1) -> Iterator[PersonPages]:
    """Set everybody's pages, in their order; with more than one job in that many processes."""
    if jobs <= 1 or len(tasks) <= 1:
        worker = PageWorker(rules)
        yield from (worker.set_person(person, language) for person, language in tasks)
        return
    executor = _new_pool(min(jobs, len(tasks)), rules)
    try:
        futures = [_submit(executor, task) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            yield _result(task, future, rules)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _new_pool(jobs: int, rules: PageRules) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(pack(rules),),
    )


def _submit(executor: ProcessPoolExecutor, task: Task) -> "Future[PersonPages] | None":
    try:
        return executor.submit(_set_packed, pack(task))
    except BrokenProcessPool:
        return None


def _result(task: Task, future: "Future[PersonPages] | None", rules: PageRules) -> PersonPages:
    try:
        if future is not None:
            return future.result()
    except BrokenProcessPool:
        pass
    return _alone(task, rules)


def _alone(task: Task, rules: PageRules) -> PersonPages:
    """Set one person's pages in a process of its own: this one or another brought a worker down."""
    executor = _new_pool(1, rules)
    try:
        return executor.submit(_set_packed, pack(task)).result()
    except BrokenProcessPool:
        return PersonPages(task[0].person.id, failure=_CRASHED)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
