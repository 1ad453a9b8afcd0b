"""Writing one workbook as constant compressed parts plus a few freshly stamped ones.

Compressing is nearly all the work of writing a workbook, and nearly all of a score sheet is the
same for everybody. So constant parts are deflated once, and so is the constant beginning of a
stamped part, up to a full flush; the person's own end follows it as a stored deflate block, and
the checksum goes on from where the beginning left it. A prefilled tab is deflated anew, fast,
between a constant beginning and a constant end. Fixed dates and fixed order: the same stamp gives
the same bytes. Only the standard library.
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
_FAST = 1
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8
_TIME, _DATE = 0, (1 << 5) | 1  # 1980-01-01 00:00


@dataclass(frozen=True, slots=True)
class Beginning:
    """The constant beginning of a stamped part, deflated and flushed."""

    name: bytes
    deflated: bytes
    crc: int
    size: int

    def ended(self, end: bytes) -> "Packed":
        """Give the whole part; its end is stored, not deflated."""
        pieces = (self.deflated, _store(end))
        return Packed(self.name, pieces, zlib.crc32(end, self.crc), self.size + len(end))


@dataclass(frozen=True, slots=True)
class Packed:
    """A whole part, ready for a package: its deflated bytes in pieces, checksum and size."""

    name: bytes
    pieces: tuple[bytes, ...]
    crc: int
    size: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the filled middle of a part: its beginning and its end."""

    beginning: Beginning
    end: bytes
    deflated_end: bytes

    def around(self, middle: bytes) -> Packed:
        """Give the whole part with its middle deflated fast."""
        start = self.beginning
        pieces = (start.deflated, _deflate(middle, zlib.Z_FULL_FLUSH, _FAST), self.deflated_end)
        crc = zlib.crc32(self.end, zlib.crc32(middle, start.crc))
        return Packed(start.name, pieces, crc, start.size + len(middle) + len(self.end))


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook's constant parts, ready to be joined with a stamp's ends."""

    block: bytes
    directory: bytes
    count: int
    beginnings: tuple[Beginning, ...]

    def join(self, ends: Sequence[bytes], more: Sequence[Packed] = ()) -> bytes:
        """Give the whole workbook.

        Args:
            ends: what finishes the stamped parts, in their order.
            more: parts that are neither constant nor stamped at their end.
        """
        stamped = [b.ended(end) for b, end in zip(self.beginnings, ends, strict=True)]
        pieces, entries = [self.block], [self.directory]
        offset = len(self.block)
        for part in (*stamped, *more):
            packed = sum(map(len, part.pieces))
            local = _local(part.name, part.crc, packed, part.size)
            pieces += (local, *part.pieces)
            entries.append(_central(part.name, part.crc, packed, size=part.size, offset=offset))
            offset += len(local) + packed
        directory = b"".join(entries)
        count = self.count + len(stamped) + len(more)
        end_record = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
        return b"".join((*pieces, directory, end_record))


def pack(constants: Mapping[str, bytes], beginnings: Mapping[str, bytes]) -> Package:
    """Deflate a workbook's constant parts and the beginnings of its stamped ones."""
    pieces: list[bytes] = []
    entries: list[bytes] = []
    offset = 0
    for name, content in constants.items():
        part = pack_part(name, content)
        packed = sum(map(len, part.pieces))
        local = _local(part.name, part.crc, packed, part.size)
        entries.append(_central(part.name, part.crc, packed, size=part.size, offset=offset))
        pieces += (local, *part.pieces)
        offset += len(local) + packed
    started = tuple(begin(n, c) for n, c in beginnings.items())
    return Package(b"".join(pieces), b"".join(entries), len(constants), started)


def pack_part(name: str, content: bytes) -> Packed:
    """Deflate a whole part once."""
    deflated = _deflate(content, zlib.Z_FINISH)
    return Packed(name.encode(), (deflated,), zlib.crc32(content), len(content))


def begin(name: str, content: bytes) -> Beginning:
    """Deflate the beginning of a part once."""
    deflated = _deflate(content, zlib.Z_FULL_FLUSH)
    return Beginning(name.encode(), deflated, zlib.crc32(content), len(content))


def frame(name: str, beginning: bytes, end: bytes) -> Frame:
    """Deflate once what stands around the filled middle of a part."""
    return Frame(begin(name, beginning), end, _deflate(end, zlib.Z_FINISH))


def _deflate(content: bytes, flush: int, level: int = 9) -> bytes:
    engine = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
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
