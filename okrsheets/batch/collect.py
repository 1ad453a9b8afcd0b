"""Finds the files of a batch: what is named on the command line, folders with all below them.

Opens nothing. What is no regular file, or leads out of the folder, is listed as ignored with the
reason; system and temporary files likewise. Every file is listed once.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from okrsheets.errors import N_, Line, UsageError
from okrsheets.findings import Finding

_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_TEMPORARY = ("~$", "._", ".~lock.", ".~")
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".download")
_KINDS = (
    (stat.S_ISFIFO, N_("a pipe")),
    (stat.S_ISSOCK, N_("a socket")),
    (stat.S_ISCHR, N_("a device")),
    (stat.S_ISBLK, N_("a device")),
    (stat.S_ISDIR, N_("a folder")),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One file of the batch. `ignored` says why it is not read; None where it is."""

    path: Path
    ignored: Finding | None = None


def shown_path(path: Path) -> str:
    """Give a path as text that can be printed and stored, whatever bytes its name has."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")


def collect(paths: Sequence[Path]) -> tuple[Candidate, ...]:
    """Give every file under these paths, once, in the order of their names.

    Raises:
        UsageError: a path does not exist; names them all, and nothing is read.
    """
    missing = [path for path in paths if not os.path.lexists(path)]
    if missing:
        lines = (Line("{path}", {"path": shown_path(path)}) for path in missing)
        raise UsageError(N_("no such file or folder:"), *lines)
    found = [candidate for path in paths for candidate in _under(path)]
    first = {_key(candidate.path): candidate for candidate in reversed(found)}
    return tuple(sorted(first.values(), key=lambda c: os.fsencode(c.path)))


def _key(path: Path) -> str:
    return os.path.normcase(path.absolute())


def _under(path: Path) -> Iterator[Candidate]:
    if not path.is_dir():
        yield _look_at(path, path.resolve().parent if path.is_symlink() else path.parent)
        return
    root = path.resolve()
    for folder, folders, files in os.walk(path, onerror=_stop, followlinks=False):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted(
            name for name in folders if name not in links and not name.startswith(".")
        )
        for name in sorted((*files, *links)):
            yield _look_at(Path(folder, name), root)


def _stop(error: OSError) -> None:
    raise error


def _look_at(path: Path, root: Path) -> Candidate:
    if is_system_file(path.name):
        return Candidate(path, Finding("V305"))
    try:
        target = path.resolve(strict=path.is_symlink())
        if path.is_symlink() and not target.is_relative_to(root.resolve()):
            return _skipped(path, N_("a link that leads out of the folder"))
        mode = path.stat().st_mode
    except (OSError, RuntimeError):  # a link that leads nowhere or round in a circle
        if path.is_symlink():
            return _skipped(path, N_("a link that leads nowhere"))
        return Candidate(path)
    kind = next((word for test, word in _KINDS if test(mode)), None)
    return _skipped(path, kind) if kind else Candidate(path)


def is_system_file(name: str) -> bool:
    """Tell a file that programs and systems leave beside the real ones by its name."""
    lower = name.lower()
    return lower in _SYSTEM_FILES or lower.startswith(_TEMPORARY) or lower.endswith(_UNFINISHED)


def _skipped(path: Path, what: str) -> Candidate:
    return Candidate(path, Finding("V302", fields={"what": Line(what, {})}))
