"""Removes what a killed command left behind: files that it had begun and not yet renamed.

They hold people's data under hidden names. Only names of our own are removed, and only where the
process that made them has ended.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_BEGUN = re.compile(
    r"\.okrsheets-(?P<process>\d+)(-\w+)?(\.tmp|\.part)?"  # `-key` is none of them
    r"|\.okrsheets\.tmp"
    r"|\.okrsheets\.db\.\w+\.new(-journal|-wal|-shm)?"
)
_FLAT = (".", "returned")
_DEEP = ("originals", "sheets", "mail")


def begun_name(suffix: str) -> str:
    """Give the name under which this process begins a file; it is renamed when it is whole."""
    return f"{begun_prefix()}{suffix}"


def begun_prefix() -> str:
    """Give how the name of everything begins that this process has not finished yet."""
    return f".okrsheets-{os.getpid()}"


def sweep_workspace(root: Path, *, deep: bool) -> None:
    """Remove what was begun and left; the caller holds the workspace.

    Args:
        root: the workspace's folder.
        deep: look into the folders of originals, sheets and drafts as well.
    """
    for name in _FLAT:
        sweep_folder(root / name, held=True)
    for name in _DEEP if deep else ():
        sweep_below(root / name, held=True)


def sweep_below(folder: Path, *, held: bool = False) -> None:
    """Remove what was begun and left in a folder and everywhere below it."""
    for place, _, _ in os.walk(folder):
        sweep_folder(Path(place), held=held)


def sweep_folder(folder: Path, *, held: bool = False) -> None:
    """Remove what was begun and left in this folder; what cannot be removed stays.

    Where the workspace is not `held`, names that do not tell their process are left alone.
    """
    for path in _left_in(folder, held=held):
        with suppress(OSError):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _left_in(folder: Path, *, held: bool) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(".okrsheets")]
    except OSError:
        return
    for name in names:
        found = _BEGUN.fullmatch(name)
        if found and (held if found["process"] is None else not _runs(int(found["process"]))):
            yield folder / name


def _runs(process: int) -> bool:
    """Tell whether another process of this number is at work."""
    if process == os.getpid():
        return False
    if os.name != "posix":  # there is no harmless way to ask
        return True
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
