"""Where a template keeps its keys: markers, key rows and key columns, and names by them.

The same reading serves the company's template and the form that okrsheets would draw today, so
that the one can be held against the other cell by cell, wherever columns and rows have gone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from okrsheets.layout import column_letter, column_number
from okrsheets.shape import SheetOptions
from okrsheets.submissions.arrangement import Arrangement, KeyedTab, arrange
from okrsheets.templates.book import Book, Tab
from okrsheets.templates.placeholders import technical
from okrsheets.templates.xml import Spot

MARKER = re.compile(r"okrsheets\|(\d{1,6})\|([A-Za-z]+\d{0,2})\|([^|]*)")
_NEAR = 12


@dataclass(frozen=True, slots=True)
class KeyedSheet:
    """One of our tabs: its marker (layout, key, whose sheet) and its keys by number."""

    tab: Tab
    layout: int
    key: str
    sheet: str
    corner: Spot
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, int], ...]

    def arranged(self, options: SheetOptions) -> Arrangement:
        """Give where the fields stand and what is wrong with the keys."""
        columns = tuple((key, column_letter(number).encode()) for key, number in self.columns)
        return arrange(KeyedTab(self.key, columns, self.rows), options)

    def column_number(self) -> Mapping[str, int]:
        """Give the column of each key; the first where there are two."""
        return dict(reversed(self.columns))

    def row_number(self) -> Mapping[str, int]:
        """Give the row of each key; the first where there are two."""
        return dict(reversed(self.rows))


def keyed_sheets(book: Book) -> list[KeyedSheet]:
    """Give our tabs, in the workbook's order."""
    return [sheet for sheet in map(_keyed, book.tabs) if sheet is not None]


def _keyed(tab: Tab) -> KeyedSheet | None:
    for spot in sorted(s for s in tab.texts if s[0] <= _NEAR and s[1] <= _NEAR):
        match = MARKER.fullmatch(tab.text(spot).strip())
        if match is not None:
            row, column = spot
            keys = [(tab.text(s).strip(), s) for s in sorted(tab.texts) if s != spot]
            return KeyedSheet(
                tab,
                int(match[1]),
                match[2],
                match[3],
                spot,
                tuple((key, s[1]) for key, s in keys if s[0] == row),
                tuple((key, s[0]) for key, s in keys if s[1] == column),
            )
    return None


def spot_of_field(spot: tuple[bytes, int]) -> Spot:
    """Give a field's place as the intake has it, in numbers."""
    return spot[1], column_number(spot[0].decode("ascii"))


class Names:
    """Names the cells of a book by keys: the words of which formulas are compared."""

    def __init__(self, sheets: list[KeyedSheet]) -> None:
        """Gather the keys of all tabs."""
        self._sheets = {sheet.tab.name: sheet for sheet in sheets}
        self._rows = {s.tab.name: {n: key for key, n in reversed(s.rows)} for s in sheets}
        self._columns = {s.tab.name: {n: key for key, n in reversed(s.columns)} for s in sheets}
        self._marks = {
            sheet.tab.name: {
                spot: mark for spot in sheet.tab.texts if (mark := technical(sheet.tab.text(spot)))
            }
            for sheet in sheets
        }

    def of(self, tab: str, spot: Spot) -> str:
        """Name a cell of the tab with this visible name."""
        sheet = self._sheets.get(tab)
        if sheet is None:
            return f"{tab}!R{spot[0]}C{spot[1]}"
        mark = self._marks[tab].get(spot)
        if mark is not None:
            return f"{sheet.key}={mark}"
        row = _named(self._rows[tab], spot[0], sheet.corner[0])
        column = _named(self._columns[tab], spot[1], sheet.corner[1])
        return f"{sheet.key}!{row}.{column}"


def _named(keys: Mapping[int, str], number: int, corner: int) -> str:
    """Name a row or column by its own key, else by how far it is behind the last one with a key."""
    last = max((n for n in keys if n <= number), default=corner)
    behind = f"+{number - last}" if number != last else ""
    return f"{keys.get(last, '')}{behind}"
