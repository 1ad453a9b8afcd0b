"""The files as they came, kept by their SHA-256 beside the database.

A file is on the disk, whole, before the database speaks of it.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from okrsheets.store.schema import sync_folder

_SUFFIX = ".xlsx"


def hash_of(data: bytes) -> str:
    """Give the SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def original_path(folder: Path, sha256: str) -> Path:
    """Give the place where the file with this hash is kept."""
    return folder / sha256[:2] / f"{sha256}{_SUFFIX}"


@dataclass(frozen=True, slots=True)
class Begun:
    """A file's bytes, written beside the place where they will be kept."""

    part: Path
    path: Path


def keep_original(folder: Path, data: bytes, sha256: str) -> Begun | None:
    """Write a file's bytes beside their place; None where they are kept already.

    They are kept once `settle_originals` was told of them.
    """
    path = original_path(folder, sha256)
    if path.exists() and path.stat().st_size == len(data):
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = f".okrsheets-{os.getpid()}-"  # by this name a killed process's are swept away
    handle, name = tempfile.mkstemp(prefix=begun, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            _begin_sync(handle)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Begun(Path(name), path)


def _begin_sync(handle: int) -> None:
    """Have the system begin to write: the syncs of many files then wait for one write-out.

    Linux writes what it is told to forget; elsewhere each sync does its own writing.
    """
    if sys.platform == "linux":
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def settle_originals(begun: Sequence[Begun]) -> None:
    """Put files in their places: every one is synced first, and so is its name afterwards."""
    try:
        for one in begun:
            with one.part.open("rb+") as stream:
                os.fsync(stream.fileno())
            one.part.replace(one.path)
    except BaseException:
        drop_originals(begun)
        raise
    for folder in {one.path.parent: None for one in begun}:
        sync_folder(folder)


def drop_originals(begun: Sequence[Begun]) -> None:
    """Remove what was written and not put in its place."""
    for one in begun:
        one.part.unlink(missing_ok=True)
