"""The cells of one tab as they are stored, before anything is interpreted.

Made by `scan` (one pass of a regular expression over plain XML) or by `parse` (a full XML parser
for everything else); both give equal grids, which a test holds them to.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from okrsheets.submissions.markup import without_entities

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


class Stored(NamedTuple):
    """A cell as stored: type attribute, format index, formula, value; all may be absent.

    Besides the format's own types, `text` and `struck` stand for an inline string already read.
    A formula that repeats a shared one has the shared one's text.
    """

    type: str
    style: int
    formula: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, 1-based, corners included."""

    ref: str
    first_column: int
    first_row: int
    last_column: int
    last_row: int


@dataclass(slots=True)
class Grid:
    """A tab's cells: row number → column letters → position in the parallel lists."""

    rows: Mapping[int, Mapping[bytes, int]]
    types: Sequence[bytes | None]
    styles: Sequence[bytes | None]
    shares: Sequence[bytes | None]
    formulas: Sequence[bytes | None]
    values: Sequence[bytes | None]
    shared: Mapping[bytes, bytes]
    merges: tuple[Merge, ...] = ()

    def stored(self, column: bytes, row: int) -> Stored | None:
        """Give the cell, or None where nothing is stored or only a format."""
        if not self.holds(column, row):
            return None
        at = self.rows[row][column]
        value = self.values[at]
        return Stored(
            (self.types[at] or b"n").decode("ascii"),
            int(self.styles[at] or 0),
            self._formula(at),
            None if value is None else without_entities(value),
        )

    def at(self, column: bytes, row: int) -> int | None:
        """Give the cell's position in the lists."""
        return self.rows.get(row, _NOTHING).get(column)

    def holds(self, column: bytes, row: int) -> bool:
        """Tell whether the cell holds a value or a formula."""
        at = self.rows.get(row, _NOTHING).get(column)
        return at is not None and (self.values[at] is not None or self._has_formula(at))

    def typed(self, column: bytes, row: int) -> bool:
        """Tell whether the cell holds a value and no formula."""
        at = self.rows.get(row, _NOTHING).get(column)
        return at is not None and bool(self.values[at]) and not self._has_formula(at)

    def _has_formula(self, at: int) -> bool:
        return self.formulas[at] is not None or self.shares[at] is not None

    def _formula(self, at: int) -> str | None:
        if not self._has_formula(at):
            return None
        share = self.shares[at]
        own = self.formulas[at] or (self.shared.get(share, b"") if share is not None else b"")
        return without_entities(own)

    @property
    def size(self) -> int:
        """The number of cells and merges kept in memory."""
        return len(self.types) + len(self.merges)


_NOTHING: Mapping[bytes, int] = {}


def column_number(letters: str) -> int:
    """Give the 1-based number of a column: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def split_ref(ref: str) -> tuple[str, int] | None:
    """Give column letters and row of `C8`; None where it is not a cell of a sheet."""
    match = _REF.fullmatch(ref)
    if match is None or int(match[2]) > LAST_ROW or column_number(match[1]) > LAST_COLUMN:
        return None
    return match[1], int(match[2])


@lru_cache(maxsize=4096)
def read_merge(ref: str) -> Merge | None:
    """Read a range `C5:D6`; None where it is not one, or a single cell."""
    corners = [split_ref(corner) for corner in ref.split(":")]
    if len(corners) != 2 or corners[0] is None or corners[1] is None:  # noqa: PLR2004 - corners
        return None
    (left, top), (right, bottom) = corners[0], corners[1]
    return Merge(ref, column_number(left), top, column_number(right), bottom)
