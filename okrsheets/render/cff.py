"""Numbering the glyphs of a cut-down CFF font plainly: character id = glyph number.

The subsetter renumbers glyphs but keeps the original character ids in the font's charset. A PDF
made by WeasyPrint 70.0 names glyphs by number where the PDF standard reads a character id, so a
strict reader would print other characters. Rewriting the charset makes both the same.
"""

import struct

_CFF, _CHARSET, _ESCAPE = b"CFF ", 15, 12
_REAL, _LONG, _SHORT = 30, 29, 28
_ONE_RANGE = ">BHH"


def number_glyphs_plainly(font: bytes) -> bytes:
    """Give the font with the charset "glyph n has character id n"; unchanged if it has no CFF."""
    start = _table_start(font)
    if start is None:
        return font
    charset = start + _charset_offset(font, start)
    count = _index_count(font, start)
    patched = bytearray(font)
    struct.pack_into(_ONE_RANGE, patched, charset, 2, 1, count - 2)
    return bytes(patched)


def _table_start(font: bytes) -> int | None:
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == _CFF:
            return int(offset)
    return None


def _index_end(font: bytes, at: int) -> int:
    count, size = struct.unpack_from(">HB", font, at)
    if count == 0:
        return at + 2
    last = int.from_bytes(font[at + 3 + size * count : at + 3 + size * (count + 1)], "big")
    return int(at + 2 + size * (count + 1) + last)


def _top_dict(font: bytes, start: int) -> dict[int, list[int]]:
    at = _index_end(font, start + font[start + 2])
    size = font[at + 2]
    first = at + 3 + 2 * size
    return _operators(font[first : _index_end(font, at)])


def _operators(data: bytes) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    operands: list[int] = []
    at = 0
    while at < len(data):
        byte = data[at]
        if byte <= 21:  # noqa: PLR2004 - CFF: operators are 0-21, everything above is a number
            key = 256 + data[at + 1] if byte == _ESCAPE else byte
            found[key], operands = operands, []
            at += 2 if byte == _ESCAPE else 1
        else:
            number, at = _number(data, at)
            operands.append(number)
    return found


def _number(data: bytes, at: int) -> tuple[int, int]:
    byte = data[at]
    if byte == _SHORT:
        return int.from_bytes(data[at + 1 : at + 3], "big", signed=True), at + 3
    if byte == _LONG:
        return int.from_bytes(data[at + 1 : at + 5], "big", signed=True), at + 5
    if byte == _REAL:
        end = next(i for i in range(at + 1, len(data)) if "f" in f"{data[i]:02x}")
        return 0, end + 1
    if byte <= 246:  # noqa: PLR2004 - CFF: 32-246 stand for themselves
        return byte - 139, at + 1
    if byte <= 250:  # noqa: PLR2004 - CFF: 247-250 with one more byte are positive
        return (byte - 247) * 256 + data[at + 1] + 108, at + 2
    return -(byte - 251) * 256 - data[at + 1] - 108, at + 2


def _charset_offset(font: bytes, start: int) -> int:
    return _top_dict(font, start)[_CHARSET][0]


def _index_count(font: bytes, start: int) -> int:
    glyphs = start + _top_dict(font, start)[17][0]
    return int(struct.unpack_from(">H", font, glyphs)[0])
