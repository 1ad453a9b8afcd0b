"""Says which processes have a file open, where the system tells; to name who is in the way."""

import os
from collections.abc import Iterator
from pathlib import Path

_PROCESSES = Path("/proc")


def holders_of(path: Path) -> str:
    """Give the other processes that have the file open, as `name (number)`; "" where unknown."""
    target = str(path.resolve())
    found = {holder for holder in _open_files() if holder[1] == target}
    return ", ".join(sorted(f"{_name_of(process)} ({process})" for process, _ in found))


def _open_files() -> Iterator[tuple[str, str]]:
    """Yield (process number, file) for what this account may see."""
    if not _PROCESSES.is_dir():
        return
    for folder in _PROCESSES.iterdir():
        if not folder.name.isdecimal() or folder.name == str(os.getpid()):
            continue
        try:
            for link in (folder / "fd").iterdir():
                yield folder.name, os.readlink(link)  # noqa: PTH115 - a text, not always a path
        except OSError:
            continue


def _name_of(process: str) -> str:
    try:
        return (_PROCESSES / process / "comm").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return "?"
