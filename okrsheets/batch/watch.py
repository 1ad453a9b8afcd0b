"""Notices the files that arrive in folders, as soon as each is whole. Takes nothing, locks nothing.

It looks again and again: events do not come from network folders, and none says that a file is
whole. A file is whole when its size and time have stood still for a while, it can be read from
end to end, and a workbook or archive has its end.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from okrsheets.batch.collect import Candidate, collect
from okrsheets.batch.files import read_file
from okrsheets.findings import Finding
from okrsheets.store import FileState, StoreMode, open_store
from okrsheets.store.reading import read_listed
from okrsheets.workspace import Workspace

_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_LONGEST_END = 65_557  # the end record with the longest remark that may follow it
_LATER = frozenset({"V301", "V304"})  # changed while it was read, or cannot be opened


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look and how long to wait, in seconds; `sleep` and `clock` are the system's.

    `interval`: between two looks, where a look is quick. `quiet`: how long a file has to stand
    still. `patience`: how long a workbook without its end may stand still before it is taken as
    it is; after that long nobody is copying any more.
    """

    interval: float = 1.0
    quiet: float = 2.0
    patience: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is whole, with the SHA-256 of its bytes; "" where it is too large to be read."""

    path: Path
    sha256: str


@dataclass(slots=True)
class _Seen:
    """A file as it was last seen; `since` is the time at which it was first seen so."""

    signature: tuple[int, int]
    since: float
    done: bool = False


@dataclass(slots=True)
class Watch:
    """Watches files and folders, with all below them."""

    paths: Sequence[Path]
    pace: Pace = field(default_factory=Pace)
    _seen: dict[Path, _Seen] = field(default_factory=dict)

    def look(self) -> tuple[Arrival, ...]:
        """Give the files that are whole and not done yet, in the order of their names.

        Raises:
            UsageError: a watched path is not there (any more).
            OSError: a folder cannot be listed.
        """
        before, self._seen = self._seen, {}
        try:
            found = list(self._found(before))
        except BaseException:
            self._seen = before
            raise
        self._seen = dict(found)
        arrivals = (self._arrival(path, seen) for path, seen in found)
        return tuple(arrival for arrival in arrivals if arrival)

    def done(self, path: Path) -> None:
        """Leave this file alone until it changes."""
        if path in self._seen:
            self._seen[path].done = True

    def waiting(self) -> tuple[Path, ...]:
        """Give the files that were seen last and are not done."""
        return tuple(path for path, seen in self._seen.items() if not seen.done)

    def _found(self, before: Mapping[Path, _Seen]) -> Iterator[tuple[Path, _Seen]]:
        for candidate in collect(self.paths):
            if _is_passed_over(candidate):
                continue
            try:
                status = candidate.path.stat()
            except OSError:  # gone since it was listed, or renamed to its final name
                continue
            signature = status.st_size, status.st_mtime_ns
            seen = before.get(candidate.path)
            same = seen is not None and seen.signature == signature
            yield candidate.path, seen if seen and same else _Seen(signature, self.pace.clock())

    def _arrival(self, path: Path, seen: _Seen) -> Arrival | None:
        still = self.pace.clock() - seen.since
        if seen.done or still < self.pace.quiet or not seen.signature[0]:
            return None
        data = read_file(path)
        if isinstance(data, Finding):
            return None if data.code in _LATER else Arrival(path, "")
        if len(data) != seen.signature[0]:
            return None
        if not _has_end(data) and still < self.pace.patience:
            return None
        return Arrival(path, hashlib.sha256(data).hexdigest())


def _is_passed_over(candidate: Candidate) -> bool:
    """Tell names under which nothing whole lies; rsync and others copy to a hidden name first."""
    return candidate.ignored is not None or candidate.path.name.startswith(".")


def _has_end(data: bytes) -> bool:
    """Tell whether a workbook or archive is there to its end; other files need none."""
    return not data.startswith(_ZIP) or _ZIP_END in data[-_LONGEST_END:]


def known_files(workspace: Workspace) -> Mapping[str, FileState]:
    """Give every file that the database lists: SHA-256 → state, as long as it is held: held."""
    if not workspace.database.exists():
        return {}
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        listed = read_listed(store)
    known = {file.sha256: file.state for file in listed}
    held = {file.sha256: file.state for file in listed if file.state is FileState.HELD}
    return {**known, **held}
