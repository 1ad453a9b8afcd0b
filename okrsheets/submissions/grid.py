"""The cells of one tab as they are stored, before anything is interpreted.

Made by `scan` (rows that are known, new ones by a regular expression over plain XML) or by `parse`
(a full XML parser for everything else); both give equal grids, which a test holds them to.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from okrsheets.layout import column_number
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


class Slot(NamedTuple):
    """A cell that holds something: where its value stands among the row's, -1 for none."""

    type: bytes
    style: int
    share: bytes | None
    formula: bytes | None
    value: int


class Row(NamedTuple):
    """The cells of a row by column letters, and where its values begin among the tab's.

    `texts` are the places, among the row's values, of those that name a shared string; `plain` are
    the columns of the cells that hold a value and no formula.
    """

    cells: Mapping[bytes, Slot]
    start: int
    texts: tuple[int, ...]
    plain: frozenset[bytes]


@dataclass(slots=True)
class Grid:
    """A tab's cells that hold a value or a formula; `size` counts blank ones and merges as well.

    `shared` gives the text of a formula that other cells repeat by its number. `outline` is the
    part's XML without the cells, where they were cut out.
    """

    rows: Mapping[int, Row]
    values: Sequence[bytes]
    shared: Mapping[bytes, bytes]
    merges: tuple[Merge, ...]
    size: int
    outline: bytes = b""

    def stored(self, column: bytes, row: int) -> Stored | None:
        """Give the cell, or None where nothing is stored or only a format."""
        slot, value = self.kept(column, row)
        return None if slot is None else self.read(slot, value)

    def read(self, slot: Slot, value: bytes | None) -> Stored:
        """Give a cell that holds something, with its value as a parser would give it."""
        return Stored(
            slot.type.decode("ascii"),
            slot.style,
            self._formula(slot),
            None if value is None else without_entities(value),
        )

    def slot(self, column: bytes, row: int) -> Slot | None:
        """Give the cell as it is kept; None where it holds nothing."""
        found = self.rows.get(row)
        return None if found is None else found.cells.get(column)

    def kept(self, column: bytes, row: int) -> tuple[Slot | None, bytes | None]:
        """Give the cell as it is kept and its value as written; None for what there is not."""
        found = self.rows.get(row)
        slot = None if found is None else found.cells.get(column)
        if found is None or slot is None or slot.value < 0:
            return slot, None
        return slot, self.values[found.start + slot.value]

    def value(self, column: bytes, row: int) -> tuple[bytes, bytes | None]:
        """Give the type of a cell and its value as written; no value where it holds nothing."""
        slot, value = self.kept(column, row)
        return (b"n" if slot is None else slot.type), value

    def columns(self, row: int) -> Mapping[bytes, Slot]:
        """Give the cells of a row by their column letters."""
        found = self.rows.get(row)
        return _NOTHING if found is None else found.cells

    def holds(self, column: bytes, row: int) -> bool:
        """Tell whether the cell holds a value or a formula."""
        return self.slot(column, row) is not None

    def typed(self, column: bytes, row: int) -> bool:
        """Tell whether the cell holds a value and no formula."""
        slot, value = self.kept(column, row)
        return bool(value) and slot is not None and slot.formula is None and slot.share is None

    def plain(self, row: int) -> frozenset[bytes]:
        """Give the columns of a row's cells that have a value, blank it may be, and no formula."""
        found = self.rows.get(row)
        return _NO_COLUMNS if found is None else found.plain

    def string_numbers(self) -> set[bytes]:
        """Give the numbers, as written, of all shared strings that cells refer to."""
        values = self.values
        return {values[start + at] for _, start, texts, _ in self.rows.values() for at in texts}

    def _formula(self, slot: Slot) -> str | None:
        if slot.formula is None and slot.share is None:
            return None
        own = slot.formula or (self.shared.get(slot.share, b"") if slot.share is not None else b"")
        return without_entities(own)


_NOTHING: Mapping[bytes, Slot] = {}
_NO_COLUMNS: frozenset[bytes] = frozenset()


def string_places(cells: Mapping[bytes, Slot]) -> tuple[int, ...]:
    """Give the places, among a row's values, of those that name a shared string."""
    return tuple(s.value for s in cells.values() if s.type == b"s" and s.value >= 0)


def plain_columns(cells: Mapping[bytes, Slot]) -> frozenset[bytes]:
    """Give the columns of a row's cells that have a value and no formula."""
    return frozenset(
        column
        for column, slot in cells.items()
        if slot.value >= 0 and slot.formula is None and slot.share is None
    )


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
