"""The cells of a tab being marked: found or made, wherever its program wrote them."""

import re
from collections.abc import Iterator

from lxml import etree

from okrsheets.layout import column_letter, column_number
from okrsheets.marking.opened import child, local, named
from okrsheets.submissions.grid import LAST_COLUMN, LAST_ROW, read_merge, split_ref

Spot = tuple[int, int]
"""Row and column of a cell, both from 1."""
_MOST_CELLS = 400
_DIMENSION = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?")


def ref_of(spot: Spot) -> str:
    """Give a cell's address."""
    return f"{column_letter(spot[1])}{spot[0]}"


def spot_of(ref: str) -> Spot | None:
    """Give row and column of `C8`; None where it is not a cell."""
    found = split_ref(ref)
    return (found[1], column_number(found[0])) if found else None


def spots_of(ref: str) -> list[Spot]:
    """Give the cells of `C8` or `C8:D9`, at most some hundred."""
    merge = read_merge(ref)
    if merge is None:
        spot = spot_of(ref.partition(":")[0])
        return [spot] if spot else []
    rows = range(merge.first_row, merge.last_row + 1)
    columns = range(merge.first_column, merge.last_column + 1)
    return [(r, c) for r, c in zip_cells(rows, columns)]


def zip_cells(rows: range, columns: range) -> Iterator[Spot]:
    """Give the cells of an area, row by row, until there are too many to mark."""
    count = 0
    for row in rows:
        for column in columns:
            count += 1
            if count > _MOST_CELLS:
                return
            yield row, column


class TabGrid:
    """One tab's rows and cells as elements of its tree."""

    def __init__(self, root: "etree._Element") -> None:
        """Go through the tab once."""
        self.root = root
        data = child(root, "sheetData")
        self._data = data if data is not None else etree.SubElement(root, named(root, "sheetData"))
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[Spot, etree._Element] = {}
        self._hidden: set[int] = set()
        self._column_styles: dict[int, int] = {}
        self._read_rows()
        self._read_columns()
        merges = child(root, "mergeCells")
        refs = [] if merges is None else [item.get("ref", "") for item in merges]
        self._merges = [merge for merge in map(read_merge, refs) if merge is not None]

    def _read_rows(self) -> None:
        number = 0
        for row in self._data:
            if local(row) != "row":
                continue
            given = row.get("r", "")
            number = int(given) if given.isdecimal() else number + 1
            self._rows[number] = row
            column = 0
            for cell in row:
                if local(cell) == "c":
                    spot = spot_of(cell.get("r", "")) or (number, column + 1)
                    column = spot[1]
                    self._cells[spot] = cell

    def _read_columns(self) -> None:
        columns = child(self.root, "cols")
        for item in columns if columns is not None else ():
            first, last = item.get("min", ""), item.get("max", "")
            if not (first.isdecimal() and last.isdecimal()):
                continue
            within = range(int(first), min(int(last), LAST_COLUMN) + 1)
            if item.get("hidden") in ("1", "true"):
                self._hidden |= {*within}
            if item.get("style", "").isdecimal():
                self._column_styles |= dict.fromkeys(within, int(item.get("style")))

    @property
    def cells(self) -> Iterator[tuple[Spot, "etree._Element"]]:
        """All cells that the file has."""
        yield from self._cells.items()

    def visible(self, spot: Spot) -> Spot:
        """Give the cell itself, or the next one to the right and below that can be seen."""
        row, column = spot
        while column in self._hidden and column < LAST_COLUMN:
            column += 1
        while row < LAST_ROW and self._is_hidden(row):
            row += 1
        return row, column

    def _is_hidden(self, row: int) -> bool:
        found = self._rows.get(row)
        return found is not None and found.get("hidden") in ("1", "true")

    def area_of(self, spot: Spot) -> list[Spot]:
        """Give the cells that are merged with this one, itself among them."""
        row, column = spot
        for merge in self._merges:
            in_rows = merge.first_row <= row <= merge.last_row
            if in_rows and merge.first_column <= column <= merge.last_column:
                return spots_of(merge.ref)
        return [spot]

    def style_of(self, spot: Spot) -> int:
        """Give the number of a cell's style: its own, its row's or its column's."""
        cell, row = self._cells.get(spot), self._rows.get(spot[0])
        if cell is not None:
            return _number(cell.get("s"))
        if row is not None and row.get("customFormat") in ("1", "true"):
            return _number(row.get("s"))
        return self._column_styles.get(spot[1], 0)

    def set_style(self, spot: Spot, style: int) -> None:
        """Give a cell a style; it is made where the file has none."""
        cell = self._cells.get(spot)
        if cell is None:
            cell = self._make(spot)
        cell.set("s", str(style))

    def _make(self, spot: Spot) -> "etree._Element":
        row = self._rows.get(spot[0])
        if row is None:
            row = etree.Element(named(self.root, "row"), {"r": str(spot[0])})
            before = sum(1 for number in self._rows if number < spot[0])
            self._data.insert(before, row)
            self._rows[spot[0]] = row
        cell = etree.Element(named(self.root, "c"), {"r": ref_of(spot)})
        row.insert(sum(1 for r, c in self._cells if r == spot[0] and c < spot[1]), cell)
        self._cells[spot] = cell
        row.attrib.pop("spans", None)
        self._widen(spot)
        return cell

    def _widen(self, spot: Spot) -> None:
        """Let the tab's dimension hold a new cell."""
        dimension = child(self.root, "dimension")
        if dimension is None or not _DIMENSION.fullmatch(dimension.get("ref", "")):
            return
        first, _, last = dimension.get("ref").partition(":")
        corners = [corner for corner in (spot_of(first), spot_of(last or first), spot) if corner]
        top, left = (min(corner[n] for corner in corners) for n in (0, 1))
        bottom, right = (max(corner[n] for corner in corners) for n in (0, 1))
        dimension.set("ref", f"{ref_of((top, left))}:{ref_of((bottom, right))}")


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
