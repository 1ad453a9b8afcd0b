"""The tabs of a returned workbook, told apart by their hidden markers.

Takes the opened workbook, hands on which tab is which cycle, with its keys. A marker is looked
for in the corner first and then near it, since rows and columns may have been put before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from okrsheets.cells import Cell
from okrsheets.errors import N_
from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import HOW_TO_SHEET, LISTS_SHEET, TABLE_ROW, column_number
from okrsheets.submissions.arrangement import KeyedTab
from okrsheets.submissions.container import Container
from okrsheets.submissions.fieldcells import Interpretation, TabCells
from okrsheets.submissions.grid import Grid
from okrsheets.submissions.hidden import hidden_in
from okrsheets.submissions.marks import FINDINGS_MARK
from okrsheets.submissions.parse import parse_grid
from okrsheets.submissions.relations import large_part
from okrsheets.submissions.scan import scan_grid
from okrsheets.submissions.workbook import Tab

_MARKER = re.compile(r"okrsheets\|(\d{1,6})\|(annual|checkins|[QM]\d{1,2})\|([^|]*)")
_NEAR = 12
_NEEDED_TYPES = (b"s", b"str", b"text", b"struck")


@dataclass(frozen=True, slots=True)
class MarkedTab:
    """A tab with its marker: layout version, tab key, sheet id, and where the marker stands."""

    cells: TabCells
    layout: int
    key: str
    sheet: str
    column: bytes
    row: int


def read_tab(container: Container, tab: Tab, shared: Interpretation) -> TabCells:
    """Read a tab's cells, the quick way where its XML is plain.

    Raises:
        FileRefusedError: F113-F115, F119, F201-F208.
    """
    content = large_part(container, tab.part)
    grid = scan_grid(content, tab.part) or parse_grid(content, tab.part, tab.name)
    shared.strings.check(grid.string_numbers())
    return TabCells(tab.name, grid, shared, hidden_in(grid.outline or content))


@lru_cache(maxsize=256)
def is_plain_tab(name: str) -> bool:
    """Tell whether a tab is, by its name, one that holds no fields (lists, how to fill)."""
    how_to = (load_language(code).text(HOW_TO_SHEET) for code in LANGUAGES)
    return name == LISTS_SHEET or name in how_to


def marker_of(cells: TabCells) -> MarkedTab | None:
    """Give a tab's marker; None where it has none."""
    for column, row in _corner_first(cells.grid):
        if cells.grid.value(column, row)[0] in _NEEDED_TYPES:
            match = _MARKER.fullmatch(cells.text(column, row).strip())
            if match:
                return MarkedTab(cells, int(match[1]), match[2], match[3], column, row)
    return None


def _corner_first(grid: Grid) -> Iterator[tuple[bytes, int]]:
    if grid.holds(b"A", 1):
        yield b"A", 1
    for row in sorted(row for row in grid.rows if row <= _NEAR):
        for column in grid.columns(row):
            near = len(column) == 1 and column_number(column.decode("ascii")) <= _NEAR
            if near and grid.holds(column, row):
                yield column, row


def keys_of(marked: MarkedTab) -> KeyedTab:
    """Give the keys in the marker's row and in its column."""
    cells, grid, own = marked.cells, marked.cells.grid, marked.column
    columns = (
        (cells.text(column, marked.row).strip(), column)
        for column in grid.columns(marked.row)
        if column != own
    )
    rows = (
        (cells.text(own, number).strip(), number)
        for number, row in grid.rows.items()
        if own in row.cells and number != marked.row
    )
    return KeyedTab(
        marked.key, tuple(pair for pair in columns if pair[0]), tuple(p for p in rows if p[0])
    )


def name_of(marked: MarkedTab) -> Cell | None:
    """Give the cell with the person's name: below its label in the head of a cycle's tab."""
    return _below(marked, _name_labels())


def id_of(marked: MarkedTab) -> Cell | None:
    """Give the cell with the person's id, as people see it in the head of a tab."""
    return _below(marked, _id_labels())


def _below(marked: MarkedTab, labels: frozenset[str]) -> Cell | None:
    grid = marked.cells.grid
    head = range(marked.row + 1, marked.row + TABLE_ROW - 1)
    for row in head:
        for column in grid.columns(row):
            if marked.cells.text(column, row).strip() in labels:
                return marked.cells.cell(column, row + 1)
    return None


@cache
def _name_labels() -> frozenset[str]:
    return frozenset(load_language(code).text(N_("Name")) for code in LANGUAGES)


@cache
def _id_labels() -> frozenset[str]:
    return frozenset(load_language(code).text(N_("Employee ID")) for code in LANGUAGES)


def identity_line(cells: TabCells) -> str:
    """Give the text in the corner of a tab: the identity, where it is the identity's tab.

    Neither a tab's own marker nor the mark of a marked copy's tab of findings is one.
    """
    text = cells.text(b"A", 1)
    other = _MARKER.fullmatch(text.strip()) or text.strip() == FINDINGS_MARK
    return text if text.startswith("okrsheets|") and not other else ""
