"""Finished pages put aside until they are bound, in a file that is this run's alone.

A long pack holds nobody's pages in memory, and what another run removes from the cache meanwhile
is missed by no one. The file has no name for others, and the system takes it back with the process.
"""

from dataclasses import dataclass, replace
from errno import ENOSPC
from io import SEEK_END
from os import strerror
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

from okrsheets.batch.report_pages import Pages


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a file."""

    file: IO[bytes]
    start: int
    size: int

    def read_bytes(self) -> bytes:
        """Read it."""
        self.file.seek(self.start)
        return self.file.read(self.size)


class Spool:
    """Takes finished pages; a folder that cannot be written leaves them in memory."""

    def __init__(self, folder: Path) -> None:
        """Plan a file in a folder; it is made with the first pages."""
        self._folder = folder
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        """Begin; there is no file yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        """Give the file up; what was put aside can be read no more."""
        if self._file:
            self._file.close()

    def put(self, pages: Pages) -> Pages:
        """Put pages aside; give their record, which knows where they are."""
        if not pages.pdf:
            return pages
        try:
            return replace(pages, pdf=b"", aside=self._write(pages.pdf))
        except OSError:
            return pages

    def _write(self, content: bytes) -> _Stretch:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            new = TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - closed with the block
            self._file = new
        start = self._file.seek(0, SEEK_END)
        if self._file.write(content) < len(content):  # the disk is full
            raise OSError(ENOSPC, strerror(ENOSPC))
        return _Stretch(self._file, start, len(content))
