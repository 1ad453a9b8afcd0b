"""Writing one workbook as constant compressed parts plus a few freshly stamped ones.

Compressing is nearly all the work of writing a workbook, and nearly all of a score sheet is the
same for everybody. So constant parts are deflated once, and so is the constant beginning of a
stamped part, up to a full flush; the person's own end follows it as a stored deflate block, and
the checksum goes on from where the beginning left it. Fixed dates and fixed order: the same
stamp gives the same bytes. Only the standard library.
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_STORED = struct.Struct("<BHH")
_LONGEST_STORED = 0xFFFF
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8
_TIME, _DATE = 0, (1 << 5) | 1  # 1980-01-01 00:00


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The constant beginning of a stamped part, deflated and flushed."""

    name: bytes
    deflated: bytes
    crc: int
    size: int


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook's constant parts, ready to be joined with a stamp's ends."""

    block: bytes
    directory: bytes
    count: int
    beginnings: tuple[_Beginning, ...]

    def join(self, ends: Sequence[bytes]) -> bytes:
        """Give the whole workbook; `ends` finish the stamped parts, in their order."""
        pieces, entries = [self.block], [self.directory]
        offset = len(self.block)
        for part, end in zip(self.beginnings, ends, strict=True):
            crc = zlib.crc32(end, part.crc)
            stored = _store(end)
            packed, size = len(part.deflated) + len(stored), part.size + len(end)
            local = _local(part.name, crc, packed, size)
            pieces += (local, part.deflated, stored)
            entries.append(_central(part.name, crc, packed, size=size, offset=offset))
            offset += len(local) + packed
        directory = b"".join(entries)
        count = self.count + len(self.beginnings)
        end_record = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
        return b"".join((*pieces, directory, end_record))


def pack(constants: Mapping[str, bytes], beginnings: Mapping[str, bytes]) -> Package:
    """Deflate a workbook's constant parts and the beginnings of its stamped ones."""
    pieces: list[bytes] = []
    entries: list[bytes] = []
    offset = 0
    for name, content in constants.items():
        packed = _deflate(content, zlib.Z_FINISH)
        crc, raw_name = zlib.crc32(content), name.encode()
        local = _local(raw_name, crc, len(packed), len(content))
        entries.append(_central(raw_name, crc, len(packed), size=len(content), offset=offset))
        pieces += (local, packed)
        offset += len(local) + len(packed)
    started = tuple(
        _Beginning(n.encode(), _deflate(c, zlib.Z_FULL_FLUSH), zlib.crc32(c), len(c))
        for n, c in beginnings.items()
    )
    return Package(b"".join(pieces), b"".join(entries), len(constants), started)


def _deflate(content: bytes, flush: int) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return engine.compress(content) + engine.flush(flush)


def _store(content: bytes) -> bytes:
    """Give `content` as deflate's stored blocks, of which the last ends the stream."""
    pieces: list[bytes] = []
    for start in range(0, len(content) or 1, _LONGEST_STORED):
        block = content[start : start + _LONGEST_STORED]
        last = start + _LONGEST_STORED >= len(content)
        pieces += (_STORED.pack(last, len(block), len(block) ^ _LONGEST_STORED), block)
    return b"".join(pieces)


def _local(name: bytes, crc: int, packed: int, size: int) -> bytes:
    head = (b"PK\x03\x04", _VERSION, _UTF8, _DEFLATED, _TIME, _DATE)
    return _LOCAL.pack(*head, crc, packed, size, len(name), 0) + name


def _central(name: bytes, crc: int, packed: int, *, size: int, offset: int) -> bytes:
    head = (b"PK\x01\x02", _VERSION, _VERSION, _UTF8, _DEFLATED, _TIME, _DATE)
    tail = (len(name), 0, 0, 0, 0, 0, offset)
    return _CENTRAL.pack(*head, crc, packed, size, *tail) + name
