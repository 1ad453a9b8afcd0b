"""The zip container of a returned file: its directory is checked before anything is inflated.

Takes the file's bytes, hands on the bytes of the parts asked for. Two readers of a zip file can
see two different files where names are doubled, entries overlap or junk stands around it; such
files are refused. Findings: F1xx.
"""

import struct
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from isal import isal_zlib

from okrsheets.submissions import limits
from okrsheets.submissions.refusal import FileRefusedError

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 65_535
_ENCRYPTED = 0x1
_UTF8 = 0x800
_STORED = 0
_DEFLATED = 8
_BIG = 0xFFFFFFFF
_KEPT_BYTES = 64 * 1024
_SYMLINK = 0o120000
_FILE_KIND = 0o170000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the zip directory; sizes in bytes as declared there."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


@dataclass(slots=True)
class Container:
    """An opened zip file. `entries` maps the lower-case name to its entry."""

    data: bytes
    entries: Mapping[str, Entry]
    _read: int = field(default=0)
    _tags: int = field(default=0)

    def has(self, name: str) -> bool:
        """Tell whether there is a part `name` (case does not matter, as in the format)."""
        return name.lower() in self.entries

    def part(self, name: str, *, most: int = limits.READ_BYTES, comes_again: bool = False) -> bytes:
        """Give the bytes of part `name`, at most `most` of them.

        One that `comes_again`, byte by byte, in most files of a batch is inflated once.

        Raises:
            FileRefusedError: F113-F115, F119.
        """
        entry = self.entries.get(name.lower())
        if entry is None:
            raise FileRefusedError(code="F119", part=name)
        self._read += entry.size
        if entry.size > most or self._read > limits.READ_BYTES:
            raise FileRefusedError(code="F113", part=entry.name, size=_megabytes(entry.size))
        packed = self._packed(entry)
        if comes_again and entry.method == _DEFLATED and entry.size < _KEPT_BYTES:
            with suppress(FileRefusedError):  # which knows no name: it is refused below
                return _inflate_once(bytes(packed), entry.size, entry.crc)
        return _content(packed, entry)

    def packed(self, entry: Entry) -> bytes | None:
        """Give an entry's deflated bytes as they are in the file; None where it is not deflated.

        Raises:
            FileRefusedError: F115, F117.
        """
        return bytes(self._packed(entry)) if entry.method == _DEFLATED else None

    def count_tags(self, content: bytes) -> None:
        """Count a part's tags with those of the parts before: each one costs time to walk.

        Raises:
            FileRefusedError: F207.
        """
        if len(content) > limits.MEGABYTE:
            self._tags += content.count(b"<")
            if self._tags > limits.TAGS:
                raise FileRefusedError(code="F207", most=limits.TAGS)

    def _packed(self, entry: Entry) -> memoryview:
        start = entry.offset + _LOCAL.size
        head = self.data[entry.offset : start]
        if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
            raise FileRefusedError(code="F115", part=entry.name)
        *_, name_length, extra_length = _LOCAL.unpack(head)
        name = self.data[start : start + name_length]
        if _decode_name(name, entry.flags) != entry.name:
            raise FileRefusedError(code="F117", part=entry.name)
        start += name_length + extra_length
        if start + entry.packed > len(self.data):
            raise FileRefusedError(code="F115", part=entry.name)
        return memoryview(self.data)[start : start + entry.packed]


def open_container(data: bytes) -> Container:
    """Read and check the zip directory; nothing is inflated.

    Raises:
        FileRefusedError: F102, F110-F117.
    """
    count, directory = _find_directory(data)
    if count > limits.ENTRIES:
        raise FileRefusedError(code="F112", count=count, most=limits.ENTRIES)
    entries: dict[str, Entry] = {}
    place = directory
    for _ in range(count):
        entry, place = _read_entry(data, place)
        _check_entry(entry)
        if entry.name.lower() in entries:
            raise FileRefusedError(code="F111", part=entry.name)
        entries[entry.name.lower()] = entry
    _check_together(tuple(entries.values()), directory)
    return Container(data, MappingProxyType(entries))


def _find_directory(data: bytes) -> tuple[int, int]:
    """Give the number of entries and the offset of the directory."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _LONGEST_COMMENT - _END.size))
    if end < 0 or end + _END.size > len(data):
        raise FileRefusedError(code="F102")
    _, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, end)
    if offset == _BIG or count == 0xFFFF:  # noqa: PLR2004 - the format's mark for zip64
        raise FileRefusedError(code="F117", part="zip64")
    whole = disk == first_disk == 0 and here == count
    if not whole or end + _END.size + comment != len(data) or offset + size != end:
        raise FileRefusedError(code="F102")
    return count, offset


def _read_entry(data: bytes, place: int) -> tuple[Entry, int]:
    """Read the directory entry at `place`; give it and the place of the next one."""
    head = data[place : place + _CENTRAL.size]
    if len(head) < _CENTRAL.size or not head.startswith(b"PK\x01\x02"):
        raise FileRefusedError(code="F102")
    values = _CENTRAL.unpack(head)
    flags, method, crc, packed, size = values[3], values[4], *values[7:10]
    name_length, extra_length, comment_length = values[10:13]
    start = place + _CENTRAL.size
    name = _decode_name(data[start : start + name_length], flags)
    extra = data[start + name_length : start + name_length + extra_length]
    if _BIG in (packed, size):
        size, packed = _zip64_sizes(extra, size, packed)
    if values[15] >> 16 & _FILE_KIND == _SYMLINK:
        raise FileRefusedError(code="F110", part=name)
    entry = Entry(name, flags, method, crc, packed, size, values[16])
    return entry, start + name_length + extra_length + comment_length


def _zip64_sizes(extra: bytes, size: int, packed: int) -> tuple[int, int]:
    """Give the sizes from the zip64 extra field, which some writers always use."""
    while len(extra) >= 4:  # noqa: PLR2004 - the head of an extra field: id and length
        kind, length = struct.unpack_from("<2H", extra)
        body = extra[4 : 4 + length]
        if kind == 1:
            numbers = [n for (n,) in struct.iter_unpack("<Q", body[: len(body) // 8 * 8])]
            size = numbers.pop(0) if size == _BIG and numbers else size
            packed = numbers.pop(0) if packed == _BIG and numbers else packed
        extra = extra[4 + length :]
    return size, packed


def _decode_name(name: bytes, flags: int) -> str:
    return name.decode("utf-8" if flags & _UTF8 or name.isascii() else "cp437", "replace")


def _check_entry(entry: Entry) -> None:
    if not _is_safe(entry.name):
        raise FileRefusedError(code="F110", part=entry.name)
    if entry.flags & _ENCRYPTED:
        raise FileRefusedError(code="F116", part=entry.name)
    if entry.method not in (_STORED, _DEFLATED):
        raise FileRefusedError(code="F117", part=entry.name)
    if entry.method == _STORED and entry.size != entry.packed:
        raise FileRefusedError(code="F114", part=entry.name)


@lru_cache(maxsize=256)
def _is_safe(name: str) -> bool:
    """Tell whether a name stays in the file; all files have the same few."""
    steps = name.rstrip("/").split("/")
    unsafe = "\\" in name or ":" in name or "\0" in name
    return not unsafe and not any(step in ("", ".", "..") for step in steps)


def _check_together(entries: tuple[Entry, ...], directory: int) -> None:
    """Refuse a bomb by its declared sizes, junk before the first entry, overlapping entries."""
    largest = max(entries, key=lambda e: e.size, default=None)
    if largest and sum(e.size for e in entries) > limits.DECLARED_BYTES:
        raise FileRefusedError(code="F113", part=largest.name, size=_megabytes(largest.size))
    by_place = sorted(entries, key=lambda e: e.offset)
    if by_place and by_place[0].offset != 0:
        raise FileRefusedError(code="F102")
    for one, other in pairwise(by_place):
        if one.offset + _LOCAL.size + len(one.name) + one.packed > other.offset:
            raise FileRefusedError(code="F117", part=other.name)
    if by_place and by_place[-1].offset + _LOCAL.size + by_place[-1].packed > directory:
        raise FileRefusedError(code="F117", part=by_place[-1].name)


def _content(packed: bytes | memoryview, entry: Entry) -> bytes:
    """Inflate one entry and check what it holds by its checksum."""
    content = _inflate(packed, entry)
    if isal_zlib.crc32(content) != entry.crc:
        raise FileRefusedError(code="F115", part=entry.name)
    return content


@lru_cache(maxsize=64)
def _inflate_once(packed: bytes, size: int, crc: int) -> bytes:
    return _content(packed, Entry("", 0, _DEFLATED, crc, len(packed), size, 0))


def _inflate(packed: bytes | memoryview, entry: Entry) -> bytes:
    """Inflate one entry, counting: it never grows beyond what the directory declared."""
    if entry.method == _STORED:
        return bytes(packed)
    inflater = isal_zlib.decompressobj(-isal_zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, entry.size + 1)
    except isal_zlib.error as fault:  # type: ignore[misc] # a class
        raise FileRefusedError(code="F115", part=entry.name) from fault
    if len(content) > entry.size:
        raise FileRefusedError(code="F114", part=entry.name)
    if len(content) < entry.size or not inflater.eof:
        raise FileRefusedError(code="F115", part=entry.name)
    return content


def _megabytes(size: int) -> int:
    return -(-size // limits.MEGABYTE)
