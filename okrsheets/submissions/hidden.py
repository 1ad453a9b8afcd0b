"""Which rows and columns of a tab a person has hidden, folded up or filtered out.

They are read like all others; a note says so. Read from the XML of the tab's part by its plain
spelling, which all programs share: it decides nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from okrsheets.layout import column_letter
from okrsheets.submissions.grid import LAST_COLUMN

_CELLS = b"<sheetData"
_HEAD = 64 * 1024
_SMALL = 32 * 1024
_SIGN = b' hidden="'
_YES = (b"1", b"t")
_NUMBER = rb'\b%s="([1-9][0-9]{0,6})"'
_ROW, _FIRST, _LAST = (re.compile(_NUMBER % name) for name in (b"r", b"min", b"max"))
_GROUPED = re.compile(rb'\boutlineLevel="[1-9]"')


@dataclass(frozen=True, slots=True)
class Hidden:
    """The numbers of hidden rows, the letters of hidden columns.

    Columns that the form itself groups, to be folded up at will, are not among them.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[bytes] = frozenset()


NOTHING_HIDDEN = Hidden()


def hidden_in(content: bytes) -> Hidden:
    """Give what the XML of a tab's part hides; most files hide the same, which is nothing."""
    return _hidden_kept(content) if len(content) < _SMALL else _hidden_in(content)


def _hidden_in(content: bytes) -> Hidden:
    head, _, rest = content.partition(_CELLS)
    rows = (_ROW.search(tag) for tag in _tags(rest) if tag.startswith(b"<row "))
    return Hidden(frozenset(int(row[1]) for row in rows if row), _columns_of(head[-_HEAD:]))


_hidden_kept = lru_cache(maxsize=64)(_hidden_in)


@lru_cache(maxsize=64)
def _columns_of(head: bytes) -> frozenset[bytes]:
    """Give the hidden columns; the tabs of one template all begin alike."""
    tags = (tag for tag in _tags(head) if tag.startswith(b"<col ") and not _GROUPED.search(tag))
    return frozenset(letters for tag in tags for letters in _columns(tag))


def _tags(content: bytes) -> Iterator[bytes]:
    """Find the tags of what is hidden, without a look at the others."""
    at = content.find(_SIGN)
    while at >= 0:
        value = at + len(_SIGN)
        if content[value : value + 1] in _YES:
            yield content[content.rfind(b"<", 0, at) : content.find(b">", at)]
        at = content.find(_SIGN, value)


def _columns(tag: bytes) -> Iterator[bytes]:
    first, last = _FIRST.search(tag), _LAST.search(tag)
    if first and last:
        for number in range(int(first[1]), min(int(last[1]), LAST_COLUMN) + 1):
            yield column_letter(number).encode("ascii")
