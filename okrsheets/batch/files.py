"""Reads one returned file into memory, once, whole; tells when it changed meanwhile."""

import os
import stat
from pathlib import Path

from okrsheets.findings import Finding
from okrsheets.submissions.limits import ARCHIVE_BYTES, FILE_BYTES, MEGABYTE

_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def read_file(path: Path) -> bytes | Finding:
    """Read a file.

    Returns:
        Its bytes, or a finding: V301 (changed meanwhile or gone), F103 (too large), V304 (cannot
        be opened).
    """
    try:
        handle = os.open(path, _FLAGS)
    except FileNotFoundError:
        return Finding("V301")
    except OSError as error:
        return _unreadable(error)
    with os.fdopen(handle, "rb") as stream:
        try:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                return Finding("V301")
            if before.st_size > ARCHIVE_BYTES:
                return _too_large(before.st_size)
            data = stream.read(before.st_size + 1)
            after = os.fstat(handle)
        except OSError as error:
            return _unreadable(error)
    return Finding("V301") if _changed(before, after, len(data)) else data


def _changed(before: os.stat_result, after: os.stat_result, read: int) -> bool:
    times = before.st_mtime_ns != after.st_mtime_ns
    return times or before.st_size != after.st_size or read != after.st_size


def _unreadable(error: OSError) -> Finding:
    return Finding("V304", fields={"reason": error.strerror or type(error).__name__})


def _too_large(size: int) -> Finding:
    fields = {"size": -(-size // MEGABYTE), "most": FILE_BYTES // MEGABYTE}
    return Finding("F103", fields=fields)
