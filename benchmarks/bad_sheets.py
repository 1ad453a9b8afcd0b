"""Makes bad returned files out of good ones: kinds that do come in, no two the same bytes."""

import struct
import zlib
from collections.abc import Callable, Sequence

_WHOLE = 0.6
_BOMB = 600 * 1024 * 1024
_SIZE_IN_DIRECTORY = 24


def _cut_off(data: bytes) -> bytes:
    return data[: int(len(data) * _WHOLE)]


def _bit_flipped(data: bytes) -> bytes:
    """Change a bit in the middle of the largest tab's packed bytes."""
    place = data.find(b"xl/worksheets/sheet2.xml") + 6000
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _bomb(data: bytes) -> bytes:
    """Have the directory say that the workbook part is 600 MB."""
    entry = data.rfind(b"PK\1\2", 0, data.rfind(b"xl/workbook.xml"))
    place = entry + _SIZE_IN_DIRECTORY
    return data[:place] + struct.pack("<L", _BOMB) + data[place + 4 :]


def _bytes_behind(data: bytes) -> bytes:
    return data + b"sent by mail" * 10


def _web_page(data: bytes) -> bytes:
    return b"<!DOCTYPE html><html><body>%08x</body></html>" % zlib.crc32(data)


def _text(data: bytes) -> bytes:
    return b"objective,key result\n%08x,1\n" % zlib.crc32(data)


def _pdf(data: bytes) -> bytes:
    return b"%%PDF-1.7\n%08x\n%%%%EOF\n" % zlib.crc32(data)


def _password(data: bytes) -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + name + data[:4096]


DAMAGES: Sequence[Callable[[bytes], bytes]] = (
    _cut_off,
    _bit_flipped,
    _bomb,
    _bytes_behind,
    _web_page,
    _text,
    _pdf,
    _password,
)
"""What happens to the bytes; two more kinds are signed wrongly or for nobody (`many_sheets`)."""
