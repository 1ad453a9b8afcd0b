"""What one file may cost: the time and the memory of the process that examines it.

The time is the pool's to keep (`pool`), the memory the system's: where it can bound what a
process takes for its data (Linux), asking for more fails in that process and nowhere else.
"""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from okrsheets.submissions.limits import MEGABYTE

if sys.platform == "linux":
    import resource

SECONDS = 20
_PATIENCE = 2
_AGAIN = 1
MEGABYTES = 300


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of one file.

    `seconds` and `megabytes` (the whole process) are for one file; `together` is the time that
    a handful of files may take before each of them is examined by itself. `at_start` is what the
    process takes before it reads anything.
    """

    seconds: float = SECONDS
    together: float = 5
    megabytes: int = MEGABYTES
    at_start: int = 80


def bound_memory(bounds: Bounds) -> None:
    """Bound what this process may take from now on; nothing where the system cannot.

    Only the memory for data is counted: mapped libraries and address space that is merely
    reserved cost nothing, and would make the bound on the address space useless.
    """
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        room = (bounds.megabytes - bounds.at_start) * MEGABYTE
        most = pages * resource.getpagesize() + room
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


@contextmanager
def ends_in_time(bounds: Bounds) -> Iterator[None]:
    """Have the system end this process if the block takes far too long.

    The main process does so earlier; this is for the case that it was killed itself, so that no
    stuck process stays behind.
    """
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, bounds.seconds * _PATIENCE)
    try:
        yield
    finally:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def raises_in_time(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` inside the block once it has had so many seconds of the processor.

    It is raised again each second until the block ends: where Python calls something by the way
    and takes no errors from it (`__del__`, a callback of the garbage collector), a single one
    would be lost. Such a loss is not worth a word to anybody. A busy machine makes nothing late,
    as only the processor's time counts. Only where the system has such alarms, and in the main
    thread; elsewhere nothing is bounded.
    """
    bounded = sys.platform != "win32" and threading.current_thread() is threading.main_thread()
    if not bounded:
        yield
        return
    alarm = _Alarm()
    handler, hook = signal.signal(signal.SIGPROF, alarm.ring), sys.unraisablehook
    sys.unraisablehook = partial(_tell_unless_alarm, hook)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        alarm.on = False  # first of all: one that rings from here on would keep the rest undone
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
        sys.unraisablehook = hook


@dataclass(slots=True)
class _Alarm:
    """An alarm that raises `TimeoutError` when it rings, as long as it is on."""

    on: bool = True

    def ring(self, number: int, frame: object) -> None:
        del number, frame
        if self.on:
            raise _TimeIsUpError


class _TimeIsUpError(TimeoutError):
    """What the alarm raises; to tell it from other errors where it is lost."""


def _tell_unless_alarm(
    tell: "Callable[[sys.UnraisableHookArgs], object]", lost: "sys.UnraisableHookArgs"
) -> None:
    """Tell of an error that Python could not raise, if it is not the alarm's."""
    if not isinstance(lost.exc_value, _TimeIsUpError):
        tell(lost)
