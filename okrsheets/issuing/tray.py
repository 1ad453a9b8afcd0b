"""Files written beside their place and renamed: whole under their name, or not there at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from okrsheets.batch.leftovers import begun_name
from okrsheets.errors import N_, MachineError


@contextmanager
def written_beside(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose content takes the place of a file when all of it is written.

    Raises:
        MachineError: it cannot be written; what was there before is there still.
    """
    temporary = path.parent / begun_name(".tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as stream:
            yield stream
        temporary.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> MachineError:
    """Name the file, and the usual cause: a program that has it open keeps it from changing."""
    return MachineError(
        N_("{file} cannot be written: {reason}. Close it where it is open, and run this again."),
        file=path,
        reason=error.strerror or error,
    )
