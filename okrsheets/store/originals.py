"""The files as they came, kept by their SHA-256 beside the database.

A file is on the disk, whole, before the database speaks of it.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from okrsheets.store.schema import sync_folder

_SUFFIX = ".xlsx"


def hash_of(data: bytes) -> str:
    """Give the SHA-256 of a file's bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def original_path(folder: Path, sha256: str) -> Path:
    """Give the place where the file with this hash is kept."""
    return folder / sha256[:2] / f"{sha256}{_SUFFIX}"


def keep_original(folder: Path, data: bytes, sha256: str) -> Path:
    """Keep a file's bytes: written beside, synced, renamed; nothing where it is there already."""
    path = original_path(folder, sha256)
    if path.exists() and path.stat().st_size == len(data):
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return path
