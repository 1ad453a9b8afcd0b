"""One ingest at a time: a second one waits, then says who holds the workspace.

The lock is the system's own, so it is gone with the process that held it, however that ended.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from okrsheets.batch.leftovers import sweep_workspace
from okrsheets.errors import N_, MachineError

LOCK_FILE = ".okrsheets.lock"
_HOLDER_FILE = ".okrsheets.lock.holder"
_PATIENCE = 60.0


@contextmanager
def hold_workspace(root: Path, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the workspace in this folder for writing; what a killed holder had begun is removed.

    Raises:
        MachineError: another process holds it longer than `patience` seconds, or the folder
            cannot be written.
    """
    lock = FileLock(root / LOCK_FILE)
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise MachineError(
            N_("{folder} is in use by another okrsheets ({holder}). Wait until it is done."),
            folder=root,
            holder=_holder(root),
        ) from None
    except OSError as error:
        raise MachineError(
            N_("{folder} cannot be written: {reason}"),
            folder=root,
            reason=error.strerror or error,
        ) from error
    try:
        killed = (root / _HOLDER_FILE).exists()
        sweep_workspace(root, deep=killed)
        with suppress(OSError):
            holder = f"{os.getpid()} @ {socket.gethostname()}"
            (root / _HOLDER_FILE).write_text(holder, encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            (root / _HOLDER_FILE).unlink(missing_ok=True)
        lock.release()


def _holder(root: Path) -> str:
    try:
        return (root / _HOLDER_FILE).read_text(encoding="utf-8")
    except OSError:
        return "?"
