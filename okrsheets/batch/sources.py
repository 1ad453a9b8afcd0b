"""Where the bytes of one file of a batch come from: the disk, or an archive or e-mail there."""

from dataclasses import dataclass
from pathlib import Path

from okrsheets.batch.files import read_file
from okrsheets.findings import Finding
from okrsheets.store.originals import hash_of
from okrsheets.submissions.archive import take_member

INSIDE = " › "


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a batch.

    Attributes:
        path: the file on the disk.
        member: its number within that file, where that is an archive or an e-mail; else None.
        name: its name within the archive, fit to be shown.
        container: the archive's SHA-256 when it was listed.
        fault: why it is not taken out of the archive.
    """

    path: Path
    member: int | None = None
    name: str = ""
    container: str = ""
    fault: Finding | None = None

    def shown(self, path: str) -> str:
        """Give the name for people, `path` being that of the file on the disk."""
        return path if self.member is None else f"{path}{INSIDE}{self.name}"


class _Last:
    """The archive opened last: its members are asked for one after the other."""

    key: tuple[Path, str] | None = None
    data: bytes = b""


def read_source(source: Source) -> bytes | Finding:
    """Read a file, or take it out of its archive; each is read once, whole.

    Returns:
        Its bytes, or why it cannot be had: V301 (changed meanwhile), V304, F103, F115.
    """
    if source.fault is not None:
        return source.fault
    if source.member is None:
        return read_file(source.path)
    data = _container(source)
    return data if isinstance(data, Finding) else take_member(data, source.member)


def _container(source: Source) -> bytes | Finding:
    key = (source.path, source.container)
    if _Last.key != key:
        data = read_file(source.path)
        if isinstance(data, Finding):
            return data
        if hash_of(data) != source.container:
            return Finding("V301")
        _Last.key, _Last.data = key, data
    return _Last.data
