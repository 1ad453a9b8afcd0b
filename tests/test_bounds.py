"""The alarm that stops what takes too long, wherever in the work it rings."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from okrsheets.batch import bounds
from okrsheets.batch.bounds import raises_in_time

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="alarms of the processor's time")


class _Waits:
    """Waits for the alarm each time it is called, until it rang once."""

    rang = False

    def __call__(self, *_: object) -> None:
        try:
            while not self.rang:
                pass
        except TimeoutError:
            self.rang = True
            raise


class _Dies:
    """Calls something where Python takes no errors: while it is destroyed."""

    def __init__(self, last: Callable[[], None]) -> None:
        self.last = last

    def __del__(self) -> None:
        self.last()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the alarm ring again soon."""
    monkeypatch.setattr(bounds, "_AGAIN", 0.1)


@pytest.fixture
def waits() -> Iterator[_Waits]:
    """Give a callback of the garbage collector in which the alarm rings."""
    callback = _Waits()
    gc.callbacks.append(callback)
    yield callback
    gc.callbacks.remove(callback)


def _work_for_ever(begin: Callable[[], object]) -> None:
    begin()
    while True:
        pass


def test_raises_in_time__alarm_rings_while_garbage_is_collected__rings_again(
    waits: _Waits,
) -> None:
    with pytest.raises(TimeoutError), raises_in_time(0.1):
        _work_for_ever(gc.collect)
    assert waits.rang


def test_raises_in_time__alarm_rings_in_a_destructor__rings_again() -> None:
    waits = _Waits()
    with pytest.raises(TimeoutError), raises_in_time(0.1):
        _work_for_ever(lambda: _Dies(waits))
    assert waits.rang


def test_raises_in_time__other_error_in_a_destructor__is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []

    def fail() -> None:
        raise TimeoutError

    monkeypatch.setattr(sys, "unraisablehook", lambda lost: told.append(lost.exc_type))
    with raises_in_time(60):
        _Dies(fail)
    assert told == [TimeoutError]


@pytest.mark.parametrize("seconds", [0.01, 60])
def test_raises_in_time__block_has_ended__all_is_as_before(seconds: float) -> None:
    handler, hook = signal.getsignal(signal.SIGPROF), sys.unraisablehook
    with suppress(TimeoutError), raises_in_time(seconds):
        while seconds < 1:
            pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)
    assert signal.getsignal(signal.SIGPROF) is handler
    assert sys.unraisablehook is hook
