"""The cells of the fields, made only when they are asked for.

A score sheet has some 700 input fields, most of them blank; a mapping that makes a cell on its
first use reads a whole file in a fraction of the time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.submissions.arrangement import Spot
from okrsheets.submissions.grid import Grid, Stored
from okrsheets.submissions.hidden import NOTHING_HIDDEN, Hidden
from okrsheets.submissions.markup import without_entities
from okrsheets.submissions.serial import date_of_serial
from okrsheets.submissions.strings import Strings, unescape
from okrsheets.submissions.styles import GENERAL, CellFormat


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What the cells of all tabs share: strings, formats and the date system."""

    strings: Strings
    formats: tuple[CellFormat, ...]
    dates_from_1904: bool

    def format_of(self, style: int) -> CellFormat:
        """Give a cell's format; an index beyond the list means the plain one."""
        return self.formats[style] if style < len(self.formats) else GENERAL


@dataclass(frozen=True, slots=True)
class TabCells:
    """One tab's cells, by column letters and row."""

    name: str
    grid: Grid
    shared: Interpretation
    hidden: Hidden = NOTHING_HIDDEN

    def cell(self, column: bytes, row: int) -> Cell:
        """Give the cell; a blank one where nothing is stored.

        Raises:
            FileRefusedError: F203.
        """
        place = _place(self.name, column, row)
        slot, value = self.grid.kept(column, row)
        if slot is None:
            return Cell(place, CellKind.BLANK)
        if slot.type == b"s" and value is not None and slot.formula is None and slot.share is None:
            text, style = self.shared.strings.text(value), self.shared.format_of(slot.style)
            struck = style.struck or text.struck
            return Cell(place, CellKind.TEXT, text.text, style.code, None, struck)
        return _cell_of(place, self.grid.read(slot, value), self.shared)

    def text(self, column: bytes, row: int) -> str:
        """Give a cell's text; "" where it holds none."""
        kind, value = self.grid.value(column, row)
        if value is None:
            return ""
        if kind == b"s":
            return self.shared.strings.text(value).text
        if kind == b"str":
            return unescape(without_entities(value))
        return without_entities(value) if kind in (b"text", b"struck") else ""


@lru_cache(maxsize=8192)
def _place(tab: str, column: bytes, row: int) -> Place:
    return Place(tab, f"{column.decode('ascii')}{row}")


def _cell_of(place: Place, stored: Stored, shared: Interpretation) -> Cell:
    style = shared.format_of(stored.style)
    raw, struck = stored.value or "", style.struck
    kind = _KINDS.get(stored.type, CellKind.TEXT)
    if stored.type == "s":
        text = shared.strings.text(raw)
        raw, struck = text.text, struck or text.struck
    elif kind is CellKind.TEXT:
        raw, struck = (
            unescape(raw) if stored.type == "str" else raw,
            struck or stored.type == "struck",
        )
    elif kind is CellKind.BOOLEAN:
        raw = "1" if raw.strip() in ("1", "true") else "0"
    elif kind is CellKind.NUMBER:
        kind, raw = _number(raw.strip(), stored, style, from_1904=shared.dates_from_1904)
    return Cell(place, kind, raw, style.code, stored.formula, struck)


_KINDS: Mapping[str, CellKind] = MappingProxyType(
    {
        "n": CellKind.NUMBER,
        "b": CellKind.BOOLEAN,
        "e": CellKind.ERROR,
        "d": CellKind.DATE,
    }
)


def _number(
    raw: str, stored: Stored, style: CellFormat, *, from_1904: bool
) -> tuple[CellKind, str]:
    if not raw:
        return (CellKind.BLANK if stored.formula is None else CellKind.UNCACHED), ""
    moment = date_of_serial(raw, from_1904=from_1904) if style.is_date else None
    return (CellKind.NUMBER, raw) if moment is None else (CellKind.DATE, moment)


@dataclass(slots=True)
class FieldCells(Mapping[str, Cell]):
    """Field key → cell over all tabs, in reading order; blanks included.

    `tabs` gives each tab's cells and its fields' places. `held` are the others only.
    """

    tabs: Mapping[str, tuple[TabCells, Mapping[str, Spot]]]
    made: dict[str, Cell] = field(default_factory=dict)
    _held: dict[str, Cell] | None = None

    def __getitem__(self, key: str) -> Cell:
        """Give the field's cell; KeyError where the sheet has no such field."""
        cell = self.made.get(key)
        if cell is None:
            tab, spots = self.tabs[key.partition(".")[0]]
            cell = self.made[key] = tab.cell(*spots[key])
        return cell

    def __contains__(self, key: object) -> bool:
        """Tell whether the sheet has the field."""
        tab = self.tabs.get(str(key).partition(".")[0])
        return tab is not None and key in tab[1]

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in reading order."""
        return chain.from_iterable(spots for _, spots in self.tabs.values())

    def __len__(self) -> int:
        """Give the number of fields."""
        return sum(len(spots) for _, spots in self.tabs.values())

    def __reduce__(self) -> tuple[type[dict[str, Cell]], tuple[dict[str, Cell]]]:
        """Travel to another process as a plain dictionary of the cells that hold something."""
        return dict, (dict(self.held()),)

    def held(self) -> Mapping[str, Cell]:
        """Give the fields that hold anything, in reading order."""
        if self._held is None:
            self._held = {
                key: tab.cell(*spots[key])
                for tab, spots in self.tabs.values()
                for key in _held_keys(tab, spots)
            }
            self.made |= self._held
        return self._held


def _held_keys(tab: TabCells, spots: Mapping[str, Spot]) -> Iterator[str]:
    """Go through the fields that hold anything; one row's stand together."""
    number, cells = 0, tab.grid.columns(0)
    for key, (column, row) in spots.items():
        if row != number:
            number, cells = row, tab.grid.columns(row)
        if column in cells:
            yield key


def held_cells(cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """Give the fields that hold anything, without making those that do not."""
    return cells.held() if isinstance(cells, FieldCells) else cells


def tab_names(cells: Mapping[str, Cell]) -> tuple[str, ...]:
    """Give the names of the tabs that the fields stand in, in order."""
    if isinstance(cells, FieldCells):
        return tuple(tab.name for tab, spots in cells.tabs.values() if spots)
    return tuple(dict.fromkeys(cell.place.sheet for cell in cells.values()))
