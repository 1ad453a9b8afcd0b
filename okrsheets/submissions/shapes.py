"""Small parts that are the same in most files but for their texts: walked once for all of them.

The workbook part and the document's properties differ from person to person only in what stands
between their tags. With a numbered hole in place of each text they are known from the file before.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from okrsheets.submissions import limits
from okrsheets.submissions.kept import Kept
from okrsheets.submissions.markup import is_plain, is_sound, without_entities
from okrsheets.submissions.refusal import FileRefusedError

Found = TypeVar("Found")
Fill = Callable[[str], str]

_HOLE = re.compile(r"\{([0-9]+)\}")
_MOST_BYTES = 64 * 1024
_KEPT_BYTES = limits.MEGABYTE


@dataclass(frozen=True, slots=True)
class _Cut:
    """XML with `{0}`, `{1}` … for its texts, blank ones apart, and the texts as written."""

    shape: bytes
    texts: tuple[bytes, ...]

    def fill(self, value: str) -> str:
        """Put the texts back into a value that was read from the shape."""
        return _HOLE.sub(lambda hole: without_entities(self.texts[int(hole[1])]), value)


def _cut(content: bytes) -> _Cut | None:
    """Cut the texts out of XML; None where that needs a parser."""
    texts: list[bytes] = []
    pieces = content.split(b"<")
    for at, piece in enumerate(pieces):
        tag, _, text = piece.partition(b">")
        if text and not text.isspace():
            if b">" in text:
                return None
            pieces[at] = b"%s>{%d}" % (tag, len(texts))
            texts.append(text)
    return _Cut(b"<".join(pieces), tuple(texts)) if is_sound(b"</".join(texts)) else None


class ByShape(Generic[Found]):
    """Reads a small part: by its shape where that was read before, else as a whole.

    Args:
        read: walks the UTF-8 XML of a part; raises FileRefusedError.
        fill: puts the texts back into what was read of a shape.
    """

    def __init__(
        self, read: Callable[[bytes, str], Found], fill: Callable[[Found, Fill], Found]
    ) -> None:
        """Begin with nothing known."""
        self._read = read
        self._fill = fill
        self._known: Kept[Found | None] = Kept(self._read_shape, _KEPT_BYTES)

    def read(self, content: bytes, part: str) -> Found:
        """Give what the part holds.

        Raises:
            FileRefusedError: F201, F202.
        """
        cut = _cut(content) if len(content) <= _MOST_BYTES else None
        known = None if cut is None else self._known.of(cut.shape)
        if cut is None or known is None:
            return self._read(content, part)
        return self._fill(known, cut.fill)

    def _read_shape(self, shape: bytes) -> Found | None:
        try:
            return self._read(shape, "") if is_plain(shape, "", prefixes=True) else None
        except FileRefusedError:
            return None
