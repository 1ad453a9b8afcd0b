"""Writing a PDF object by object, so that a pack of thousands is never in memory as objects.

qpdf keeps every object of a document it makes, half a megabyte for a person's tagged pages. Here a
finished PDF is opened, what can be reached from its pages is written on with new numbers
(`Copier`), and it is let go before the next. Layout of the file: ISO 32000-1, 7.5.7 and 7.5.8.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from hashlib import md5
from io import BytesIO
from struct import Struct

import pikepdf

_HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_AT_ONCE = 400  # objects in one object stream at most
_ENTRY = Struct(">BIH")  # kind, place, index
_WIDTHS = b"1 4 2"
_UP, _UP_TAG = 12, b"\x02"  # predictor of PDF, filter of PNG: each row less the one above
_FREE, _PLAIN, _IN_STREAM = 0, 1, 2
_LAST_FREE = 0xFFFF
_LEVEL = 5
_MARK = b"/OKRSheets@"
# A string, a reference or our mark: a string may hold what looks like a reference.
_TOKENS = re.compile(rb"\((?:[^\\()]|\\.)*\)|\b(\d+) 0 R\b|/OKRSheets@(\d+)", re.DOTALL)
_REFERENCES = re.compile(rb" (\d+) 0 R")  # inside of something; the space makes it quick


def reference_to(number: int) -> pikepdf.Name:
    """Give what stands in a document for the pack's object of this number until it is copied."""
    return pikepdf.Name(f"{_MARK.decode()}{number}")


class PackFile:
    """A PDF that is written object by object; the same calls give the same bytes."""

    def __init__(self) -> None:
        """Start an empty file."""
        self._out = BytesIO()
        self._out.write(_HEADER)
        self._count = 1
        self._entries = bytearray(_ENTRY.pack(_FREE, 0, _LAST_FREE))
        self._waiting: list[tuple[int, bytes]] = []

    def reserve(self, count: int = 1) -> int:
        """Give the number of a new object, or the first of so many."""
        first = self._count
        self._count += count
        self._entries += bytes(count * _ENTRY.size)
        return first

    def put(self, number: int, tokens: bytes) -> None:
        """Write an object that is no stream; it waits for others to be packed with."""
        self._waiting.append((number, tokens))

    def flush(self) -> None:
        """Write the objects that wait; a reader that wants one unpacks those around it."""
        for first in range(0, len(self._waiting), _AT_ONCE):
            self._pack(self._waiting[first : first + _AT_ONCE])
        self._waiting.clear()

    def _pack(self, things: Sequence[tuple[int, bytes]]) -> None:
        home, at, heads = self.reserve(), 0, []
        for index, (number, tokens) in enumerate(things):
            self._enter(number, _IN_STREAM, home, index)
            heads.append(b"%d %d" % (number, at))
            at += len(tokens) + 1
        head = b" ".join(heads) + b"\n"
        body = head + b"\n".join([tokens for _, tokens in things])
        self.pack_stream(home, b"/Type /ObjStm /N %d /First %d" % (len(heads), len(head)), body)

    def pack_stream(self, number: int, extra: bytes, data: bytes) -> None:
        """Write a stream whose data are to be packed; `extra` as for `put_stream`."""
        self.put_stream(number, extra + b" /Filter /FlateDecode", zlib.compress(data, _LEVEL))

    def put_stream(self, number: int, extra: bytes, data: bytes) -> None:
        """Write a stream.

        Args:
            number: its number.
            extra: what its dictionary holds besides the length.
            data: as it is to stand in the file.
        """
        self._enter(number, _PLAIN, self._out.tell(), 0)
        # A line feed after data that end with a carriage return would seem to be part of a line
        # end that began in the data, and the length to be wrong (ISO 19005-3, 6.1.7.1).
        end = b"\r" if data.endswith(b"\r") else b"\n"
        self._out.write(b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, extra, len(data)))
        self._out.write(data)
        self._out.write(end + b"endstream\nendobj\n")

    def finish(self, root: int, info: int) -> bytes:
        """Write the end of the file and give all of it.

        Args:
            root: number of the catalogue.
            info: number of the information dictionary.
        """
        self.flush()
        own, place = self.reserve(), self._out.tell()
        self._enter(own, _PLAIN, place, 0)
        named = md5(self._out.getbuffer(), usedforsecurity=False).hexdigest().encode()
        extra = (
            b"/Type /XRef /Size %d /W [ %s ] /DecodeParms << /Predictor %d /Columns %d >> "
            b"/Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ]"
            % (own + 1, _WIDTHS, _UP, _ENTRY.size, root, info, named, named)
        )
        self.pack_stream(own, extra, _differences(bytes(self._entries), _ENTRY.size))
        self._out.write(b"startxref\n%d\n%%%%EOF\n" % place)
        return self._out.getvalue()

    def _enter(self, number: int, kind: int, place: int, index: int) -> None:
        _ENTRY.pack_into(self._entries, number * _ENTRY.size, kind, place, index)


def _differences(table: bytes, width: int) -> bytes:
    """Give a table's rows each less the one above, byte by byte, as PNG's filter "up" does.

    The whole table is one number: with the highest bit of every byte put aside nothing is borrowed
    from the next byte.
    """
    size = len(table)
    high = int.from_bytes(b"\x80" * size)
    rows, above = int.from_bytes(table), int.from_bytes(bytes(width) + table[:-width])
    less = ((rows | high) - (above & ~high)) ^ ((rows ^ ~above) & high)
    flat, tagged = less.to_bytes(size), bytearray(_UP_TAG * (size // width * (width + 1)))
    for column in range(width):
        tagged[column + 1 :: width + 1] = flat[column::width]
    return bytes(tagged)


class Copier:
    """Writes what can be reached in one document into a pack, under the pack's numbers."""

    def __init__(self, file: PackFile, source: pikepdf.Pdf, known: Mapping[int, int]) -> None:
        """Prepare copying.

        Args:
            file: the pack.
            source: the document.
            known: number in the document → in the pack, of what has one; `put` writes these.
        """
        self._file, self._source = file, source
        self._names = _Names(file)
        for own, number in known.items():
            self._names[b"%d" % own] = b" %d 0 R" % number

    def put(self, thing: pikepdf.Object) -> None:
        """Write an object that has a number already, and what it leads to."""
        own = b"%d" % thing.objgen[0]
        self._names.waiting.append((own, int(self._names[own].split()[0])))
        self._write_waiting()

    def copy(self, value: pikepdf.Object) -> bytes:
        """Write what a value leads to, and give the value as it is to stand in the pack."""
        tokens = value.unparse()
        if tokens.startswith(b"[") and _is_easy(tokens):
            tokens = self._all_renamed([tokens])[0]
        else:
            tokens = self._renamed_in(tokens)
        self._write_waiting()
        return tokens

    def _write_waiting(self) -> None:
        while wave := self._names.waiting:
            self._names.waiting = []
            easy: list[tuple[int, bytes]] = []
            for own, number in wave:
                thing = self._source.get_object(int(own), 0)
                if isinstance(thing, pikepdf.Stream):
                    self._write_stream(thing, number)
                    continue
                tokens = thing.unparse(resolved=True)
                if _is_easy(tokens):
                    easy.append((number, tokens))
                else:
                    self._file.put(number, self._renamed_in(tokens))
            if easy:
                renamed = self._all_renamed([tokens for _, tokens in easy])
                for (number, _), tokens in zip(easy, renamed, strict=True):
                    self._file.put(number, tokens)

    def _all_renamed(self, easy: Sequence[bytes]) -> list[bytes]:
        """Give objects without strings under the pack's numbers, all at once."""
        parts = _REFERENCES.split(b"\n".join(easy))
        parts[1::2] = map(self._names.__getitem__, parts[1::2])
        return b"".join(parts).split(b"\n")

    def _renamed_in(self, tokens: bytes) -> bytes:
        return _TOKENS.sub(self._renamed, tokens)

    def _write_stream(self, thing: pikepdf.Stream, number: int) -> None:
        data, extra = thing.read_raw_bytes(), thing.stream_dict
        packed = "/Filter" in extra or extra.get("/Type") == pikepdf.Name.Metadata
        if "/Length" in extra:
            del extra["/Length"]
        tokens = self._renamed_in(extra.unparse(resolved=True))
        inside = tokens.removeprefix(b"<<").removesuffix(b">>").strip()
        (self._file.put_stream if packed else self._file.pack_stream)(number, inside, data)

    def _renamed(self, found: re.Match[bytes]) -> bytes:
        own, of_pack = found.groups()
        if own:
            return self._names[own][1:]
        return b"%s 0 R" % of_pack if of_pack else found[0]


def _is_easy(tokens: bytes) -> bool:
    """Tell whether all that looks like a reference is one: where there are no strings."""
    return b"(" not in tokens and _MARK not in tokens


class _Names(dict[bytes, bytes]):
    """A document's object numbers → references in the pack, each with a space before it.

    Objects that have none get one when they are asked for, and wait to be written.
    """

    def __init__(self, file: PackFile) -> None:
        super().__init__()
        self._file = file
        self.waiting: list[tuple[bytes, int]] = []

    def __missing__(self, own: bytes) -> bytes:
        number = self._file.reserve()
        self.waiting.append((own, number))
        name = self[own] = b" %d 0 R" % number
        return name
