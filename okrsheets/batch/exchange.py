"""Two folders change places in one step, where the system can do that.

Linux and macOS have a call for it: whoever is killed, or looks, finds the old folder whole or the
new one. Elsewhere, and on file systems that refuse (some network drives), it takes two steps: for a
moment there is neither, and who is killed in it has the folder again with the next run.
"""

import ctypes
import os
import shutil
import sys
from pathlib import Path

from okrsheets.batch.leftovers import begun_name

_HERE = -100  # AT_FDCWD of Linux: paths are as they are written
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def exchange(new: Path, old: Path) -> None:
    """Put a folder in the place of another, which then stands in its own, or nowhere.

    Raises:
        OSError: it cannot be done; the old folder stands where it stood.
    """
    if not _swap(os.fsencode(new), os.fsencode(old)):
        _swap_by_renaming(new, old)


def _swap(one: bytes, other: bytes) -> bool:
    """Swap two names in one step; False where this system or file system cannot."""
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            return int(library.renameat2(_HERE, one, _HERE, other, _EXCHANGE)) == 0
        if sys.platform == "darwin":
            return int(library.renamex_np(one, other, _EXCHANGE)) == 0
    except (AttributeError, OSError, TypeError):  # no such call here: old Linux, Windows
        return False
    return False


def _swap_by_renaming(new: Path, old: Path) -> None:
    aside = old.parent / begun_name("-old.tmp")
    old.replace(aside)
    try:
        new.replace(old)
    except OSError:
        aside.replace(old)
        raise
    try:
        aside.replace(new)
    except OSError:  # the new one is in its place, and that is what counts
        shutil.rmtree(aside, ignore_errors=True)
