"""A whole workspace in one zip: what cannot be made again, as of one moment.

The database is copied by SQLite itself, so an ingest may go on meanwhile. Originals are written
before the database speaks of them and never change, so those of the copied state are all there.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from okrsheets.batch.leftovers import begun_prefix, sweep_folder
from okrsheets.errors import N_, MachineError, UsageError
from okrsheets.store.copying import copy_database
from okrsheets.store.originals import original_path
from okrsheets.workspace import Workspace, own_files

_NO_DATE = (1980, 1, 1, 0, 0, 0)
_OWNER_ONLY = 0o100600 << 16
_PACKED = frozenset({".xlsx", ".zip", ".png", ".jpg", ".jpeg"})


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: how many files are in it, how many of them originals, its size."""

    path: Path
    files: int
    originals: int
    size: int


def write_backup(workspace: Workspace, target: Path) -> Backup:
    """Write the backup beside its place and rename it; an existing file is never replaced.

    Raises:
        UsageError: the file exists, its folder does not, or the database is not one of ours.
        MachineError: something cannot be read or written; nothing is left behind.
    """
    if target.exists() or target.is_symlink():
        raise UsageError(N_("{file} exists already: nothing was written"), file=target)
    if not target.parent.is_dir():
        raise UsageError(N_("there is no folder {folder}"), folder=target.parent)
    sweep_folder(target.parent)
    try:
        with tempfile.TemporaryDirectory(prefix=f"{begun_prefix()}-", dir=target.parent) as folder:
            new = Path(folder) / "new.zip"
            files, originals = _write(workspace, new, Path(folder) / "copy.db")
            size = new.stat().st_size
            _put(new, target)
    except OSError as error:
        raise MachineError(
            N_("the backup {file} cannot be written: {reason}"),
            file=target,
            reason=error.strerror or error,
        ) from error
    return Backup(target, files, originals, size)


def _put(new: Path, target: Path) -> None:
    """Give the finished file its name, unless somebody took the name meanwhile."""
    with new.open("rb") as stream:
        os.fsync(stream.fileno())
    try:
        target.hardlink_to(new)
    except FileExistsError:
        raise UsageError(N_("{file} exists already: nothing was written"), file=target) from None
    except OSError:  # a file system without links
        new.replace(target)


def _write(workspace: Workspace, new: Path, copy: Path) -> tuple[int, int]:
    handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    files, originals = list(own_files(workspace)), list[tuple[str, Path]]()
    with os.fdopen(handle, "w+b") as stream, ZipFile(stream, "w", ZIP_DEFLATED) as package:
        if workspace.database.exists():
            hashes = copy_database(workspace.database, copy)
            originals = list(_originals(workspace, sorted(hashes)))
            _add(package, workspace.database.name, copy)
        for path in files:
            _add(package, path.relative_to(workspace.root).as_posix(), path)
        for name, path in originals:
            _add(package, name, path)
    return len(files) + len(originals) + copy.exists(), len(originals)


def _originals(workspace: Workspace, hashes: list[str]) -> Iterator[tuple[str, Path]]:
    for sha256 in hashes:
        path = original_path(workspace.originals, sha256)
        if not path.is_file():
            raise MachineError(
                N_("the original {file} is missing: bring it back from an earlier backup"),
                file=path,
            )
        yield path.relative_to(workspace.root).as_posix(), path


def _add(package: ZipFile, name: str, path: Path) -> None:
    info = ZipInfo(name, _NO_DATE)
    info.external_attr = _OWNER_ONLY
    info.compress_type = ZIP_STORED if path.suffix.lower() in _PACKED else ZIP_DEFLATED
    info.file_size = path.stat().st_size
    with path.open("rb") as source, package.open(info, "w") as entry:
        shutil.copyfileobj(source, entry)
