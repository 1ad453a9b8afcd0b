"""The tables of an OpenDocument spreadsheet, cell by cell, as the same grids as those of .xlsx."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from okrsheets.layout import column_letter
from okrsheets.submissions import limits
from okrsheets.submissions.grid import LAST_COLUMN, LAST_ROW, Grid, Merge
from okrsheets.submissions.hidden import Hidden
from okrsheets.submissions.markup import local_name
from okrsheets.submissions.parse import CellList
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.styles import CellFormat

FORMATS = (
    CellFormat(),
    CellFormat(struck=True),
    CellFormat("0%"),
    CellFormat("0%", struck=True),
)
"""Plain or percent, and struck out or not: all that the reading of a number depends on."""
_PERCENT = 2
_VISIBLE = "visible"
_CELLS = ("table-cell", "covered-table-cell")
_ASIDE = ("annotation", "shapes", "frame", "deletions", "tracked-changes")
_OTHER_SPELLING = "calcext"
_FORMULA_SIGNS = ("of:=", "oooc:=", "msoxl:=", "=")
_OTHER_VALUES = {
    "boolean": ("b", ("boolean-value",)),
    "date": ("d", ("date-value",)),
    "time": ("d", ("time-value",)),
}
_TRUTHS = {"TRUE()": "1", "FALSE()": "0"}
"""A truth value in a cell with a number's format is saved as a number."""
_NUMBERS = ("float", "percentage", "currency")


@dataclass(slots=True)
class _Cell:
    """One cell while it is read: its attributes, its paragraphs."""

    known: Mapping[str, str]
    paragraphs: list[str] = field(default_factory=list)
    struck: bool = False


@dataclass(slots=True)
class _Table:
    name: str
    cells: CellList = field(default_factory=CellList)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    row: int = 1
    column: int = 1
    repeated: int = 1


class OdsTables:
    """Follows the tables of the content part; `names` are its named expressions."""

    def __init__(self, struck: frozenset[str]) -> None:
        """Begin with the names of the styles that strike out."""
        self.names: dict[str, str] = {}
        self._struck = struck
        self._tables: list[_Table] = []
        self._nested = 0
        self._aside = 0
        self._cell: _Cell | None = None
        self._in_text = 0

    def grids(self) -> Iterator[tuple[str, Grid, Hidden]]:
        """Give every table: its name, its cells, the rows that are hidden or filtered out."""
        for table in self._tables:
            hidden = Hidden(frozenset(table.hidden))
            yield table.name, table.cells.grid(tuple(table.merges)), hidden

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        if self._aside or element in _ASIDE:
            self._aside += 1
            return
        opens = self._OPENS.get(element)
        if opens is not None:
            opens(self, _known(attributes))

    def end(self, element: str) -> None:
        """Take a closing tag."""
        if self._aside:
            self._aside -= 1
        elif element == "table":
            self._nested -= 1
        elif element == "table-row" and self._tables:
            self._tables[-1].row += self._tables[-1].repeated
        elif element in _CELLS:
            self._end_cell()
        elif element == "p":
            self._in_text -= 1

    def text(self, data: str) -> None:
        """Take text."""
        if self._in_text and not self._aside and self._cell is not None:
            self._cell.paragraphs[-1] += data

    def _start_table(self, known: Mapping[str, str]) -> None:
        self._nested += 1
        if self._nested == 1:
            self._tables.append(_Table(known.get("name", "")))
            if len(self._tables) > limits.TABS:
                raise FileRefusedError(code="F112", count=len(self._tables), most=limits.TABS)

    def _start_row(self, known: Mapping[str, str]) -> None:
        if self._tables:
            table = self._tables[-1]
            table.column, table.repeated = 1, _count(known.get("number-rows-repeated"))
            if known.get("visibility", _VISIBLE) != _VISIBLE:
                last = min(table.row + table.repeated, limits.CELLS)
                table.hidden.update(range(table.row, last))

    def _start_cell(self, known: Mapping[str, str]) -> None:
        struck = known.get("style-name") in self._struck
        self._cell = _Cell(known, struck=struck)

    def _start_paragraph(self, _known: Mapping[str, str]) -> None:
        self._in_text += 1
        if self._cell is not None:
            self._cell.paragraphs.append("")

    def _start_span(self, known: Mapping[str, str]) -> None:
        if self._cell is not None and known.get("style-name") in self._struck:
            self._cell.struck = True

    def _add(self, sign: str, known: Mapping[str, str]) -> None:
        self.text(sign * min(_count(known.get("c")), limits.TEXT_LENGTH))

    def _name(self, known: Mapping[str, str]) -> None:
        self.names[known.get("name", "").lower()] = known.get("expression", "")

    _OPENS: Mapping[str, Callable[["OdsTables", Mapping[str, str]], None]] = {
        "table": _start_table,
        "table-row": _start_row,
        "table-cell": _start_cell,
        "covered-table-cell": _start_cell,
        "p": _start_paragraph,
        "span": _start_span,
        "s": lambda self, known: self._add(" ", known),
        "tab": lambda self, known: self._add("\t", known),
        "line-break": lambda self, known: self._add("\n", known),
        "named-expression": _name,
    }

    def _end_cell(self) -> None:
        """Keep the cell, as often as the file repeats it."""
        cell, self._cell = self._cell, None
        if cell is None or not self._tables:
            return
        table = self._tables[-1]
        across = _count(cell.known.get("number-columns-repeated"))
        self._keep(table, cell, across)
        _merge(table, cell.known)
        table.column += across

    @staticmethod
    def _keep(table: _Table, cell: _Cell, across: int) -> None:
        kind, value = _content(cell)
        formula = _formula(cell.known.get("formula"))
        if value is None and formula is None:
            return
        if table.row + table.repeated - 1 > LAST_ROW or table.column + across - 1 > LAST_COLUMN:
            raise FileRefusedError(code="F207", most=limits.CELLS)
        percent = cell.known.get("value-type") == "percentage"
        style = str(_PERCENT * percent + cell.struck)
        for row in range(table.row, table.row + table.repeated):
            for column in range(table.column, table.column + across):
                table.cells.keep((column, row), (kind, style), (value, formula, None))


def _known(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Give attributes by their local names; a program's own ones keep apart."""
    return {
        f"{_OTHER_SPELLING}:{local_name(key)}" if _OTHER_SPELLING in key else local_name(key): value
        for key, value in attributes.items()
    }


def _count(text: str | None) -> int:
    """Give how often something is repeated, 1 to what a sheet can hold."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1  # noqa: PLR2004 - beyond every sheet
    return min(max(number, 1), LAST_ROW)


def _content(cell: _Cell) -> tuple[str, str | None]:
    """Give a cell's type and value as .xlsx would store them."""
    known, shown = cell.known, "\n".join(cell.paragraphs)
    kind, formula = known.get("value-type", ""), _formula(known.get("formula"))
    if known.get(f"{_OTHER_SPELLING}:value-type") == "error" or _is_error(kind, formula, shown):
        return "e", shown
    if kind in _NUMBERS:
        truth = _TRUTHS.get(formula or "")
        return ("b", truth) if truth else ("n", known.get("value", ""))
    if kind in _OTHER_VALUES:
        type_, names = _OTHER_VALUES[kind]
        return type_, next((known[name] for name in names if name in known), "")
    if kind == "string" or shown or formula is not None:
        return ("struck" if cell.struck else "text"), known.get("string-value", shown) or shown
    return "n", None


def _is_error(kind: str, formula: str | None, shown: str) -> bool:
    """Tell a formula's error where the program has no word of its own for it."""
    return kind == "string" and formula is not None and shown.startswith(("#", "Err:"))


def _formula(text: str | None) -> str | None:
    if text is None:
        return None
    sign = next((sign for sign in _FORMULA_SIGNS if text.startswith(sign)), "")
    return text[len(sign) :]


def _merge(table: _Table, known: Mapping[str, str]) -> None:
    columns = _count(known.get("number-columns-spanned"))
    rows = _count(known.get("number-rows-spanned"))
    if columns * rows == 1 or len(table.merges) >= limits.MERGES:
        return
    right, bottom = table.column + columns - 1, table.row + rows - 1
    ref = f"{column_letter(table.column)}{table.row}:{column_letter(right)}{bottom}"
    table.merges.append(Merge(ref, table.column, table.row, right, bottom))
