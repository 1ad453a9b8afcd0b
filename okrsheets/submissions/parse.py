"""The careful way to read a tab: an XML parser over the whole part.

For strict and prefixed spellings, comments, CDATA, inline strings, cells without addresses and
whatever else `scan` does not take. Findings: F201, F202, F205-F208.
"""

from collections.abc import Mapping

from okrsheets.cells import Place
from okrsheets.layout import column_letter, column_number
from okrsheets.submissions import limits
from okrsheets.submissions.grid import (
    LAST_COLUMN,
    LAST_ROW,
    Grid,
    Merge,
    Row,
    Slot,
    plain_columns,
    read_merge,
    split_ref,
    string_places,
)
from okrsheets.submissions.markup import walk
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.strings import TextWalk

_TYPES = ("n", "s", "str", "b", "e", "d", "inlineStr")
_ESCAPES = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b"\r", b"&#13;"))
_SECTION, _ROW, _CELL, _INNER = 2, 3, 4, 5
_LONGEST = 9


def parse_grid(content: bytes, part: str, tab: str) -> Grid:
    """Read the UTF-8 XML of a tab's part; `tab` is its name, for the findings.

    Raises:
        FileRefusedError: F201, F202, F205-F208.
    """
    reader = _TabWalk(tab)
    walk(content, part, start=reader.start, end=reader.end, text=reader.text)
    return reader.cells.grid(tuple(reader.merges))


def _stored(text: str) -> bytes:
    content = text.encode("utf-8")
    for sign, entity in _ESCAPES:
        content = content.replace(sign, entity)
    return content


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else -1


class CellList:
    """The cells that hold something, by row."""

    def __init__(self) -> None:
        """Begin with none."""
        self._rows: dict[int, dict[bytes, Slot]] = {}
        self._values: list[bytes] = []
        self._shared: dict[bytes, bytes] = {}
        self._size = 0

    def keep(self, spot: tuple[int, int], kind: tuple[str, str], contents: "_Contents") -> None:
        """Keep a cell: its column and row, its type and style, its contents."""
        if self._size >= limits.CELLS:
            raise FileRefusedError(code="F207", most=limits.CELLS)
        self._size += 1
        value, formula, share = (None if text is None else _stored(text) for text in contents)
        if share is not None and formula:
            self._shared[share] = formula
        column = column_letter(spot[0]).encode("ascii")
        style = max(_whole(kind[1]), 0)
        at = -1 if value is None else len(self._values)
        slot = Slot(kind[0].encode("ascii"), style, share, formula, at)
        self._rows.setdefault(spot[1], {})[column] = slot
        if value is not None:
            self._values.append(value)

    def grid(self, merges: tuple[Merge, ...]) -> Grid:
        """Give what was kept."""
        rows = {
            number: Row(cells, 0, string_places(cells), plain_columns(cells))
            for number, cells in self._rows.items()
        }
        return Grid(rows, self._values, self._shared, merges, self._size + len(merges))


_Contents = tuple[str | None, str | None, str | None]
"""Value, formula, number of the shared formula."""


class _TabWalk:
    """Follows sheetData › row › c by depth; everything else passes by."""

    def __init__(self, tab: str) -> None:
        self.cells = CellList()
        self.merges: list[Merge] = []
        self._tab = tab
        self._depth = 0
        self._section = ""
        self._seen: set[int] = set()
        self._row = self._column = 0
        self._columns: set[int] = set()
        self._in_row = self._in_cell = False
        self._inner = ""
        self._kind = ("n", "0")
        self._texts: dict[str, list[str]] = {}
        self._share: str | None = None
        self._inline: TextWalk | None = None

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        self._depth += 1
        if self._depth == _SECTION:
            self._section = element
        elif self._section == "sheetData":
            self._start_in_data(element, attributes)
        elif self._section == "mergeCells" and self._depth == _ROW and element == "mergeCell":
            self._start_merge(attributes)

    def _start_in_data(self, element: str, attributes: Mapping[str, str]) -> None:
        if self._depth == _CELL:
            self._in_cell = self._in_row and element == "c"
            if self._in_cell:
                self._start_cell(attributes)
        elif self._depth == _ROW:
            self._in_row = element == "row"
            if self._in_row:
                self._start_row(attributes)
        elif self._in_cell and self._depth == _INNER:
            self._start_inner(element, attributes)
        elif self._inline is not None and self._inner == "is":
            self._inline.start(element, attributes)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r")
        number = self._row + 1 if given is None else _whole(given)
        if not 1 <= number <= LAST_ROW:
            raise FileRefusedError(code="F206", place=Place(self._tab, "A1"), value=given or "")
        if number in self._seen:
            raise FileRefusedError(code="F205", place=Place(self._tab, f"A{number}"), row=number)
        self._seen.add(number)
        self._row, self._column = number, 0
        self._columns.clear()

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r")
        place = (column_letter(self._column + 1), self._row) if given is None else split_ref(given)
        if place is None or place[1] != self._row or self._column >= LAST_COLUMN:
            here = Place(self._tab, f"A{self._row}")
            raise FileRefusedError(code="F206", place=here, value=given or "")
        here = Place(self._tab, f"{place[0]}{place[1]}")
        self._column = column_number(place[0])
        if self._column in self._columns:
            raise FileRefusedError(code="F205", place=here, row=self._row)
        self._columns.add(self._column)
        self._kind = (attributes.get("t", "n"), attributes.get("s", "0"))
        if self._kind[0] not in _TYPES:
            raise FileRefusedError(code="F208", place=here, value=self._kind[0])
        self._texts, self._share, self._inline = {}, None, None

    def _start_inner(self, element: str, attributes: Mapping[str, str]) -> None:
        self._inner = element
        if element == "is":
            self._inline = TextWalk()
            return
        self._texts[element] = []
        if element == "f" and attributes.get("t") == "shared":
            self._share = attributes.get("si")

    def _start_merge(self, attributes: Mapping[str, str]) -> None:
        merge = read_merge(attributes.get("ref", ""))
        if merge is not None:
            self.merges.append(merge)
        if len(self.merges) > limits.MERGES:
            raise FileRefusedError(code="F207", most=limits.MERGES)

    def end(self, element: str) -> None:
        """Take a closing tag."""
        depth, self._depth = self._depth, self._depth - 1
        if not self._in_cell or depth < _CELL:
            return
        if depth == _CELL:
            self._end_cell()
            self._in_cell = False
        elif depth == _INNER:
            self._inner = ""
        elif self._inline is not None and self._inner == "is":
            self._inline.end(element)

    def text(self, data: str) -> None:
        """Take text."""
        if not self._inner:
            return
        if self._inner == "is" and self._inline is not None:
            self._inline.characters(data)
        elif self._depth == _INNER:
            self._texts[self._inner].append(data)

    def _end_cell(self) -> None:
        kind, style = self._kind
        value = "".join(self._texts["v"]) if "v" in self._texts else None
        formula = "".join(self._texts["f"]) if "f" in self._texts else None
        if kind == "inlineStr":
            text = self._inline.result() if self._inline else None
            kind = "struck" if text and text.struck else "text"
            value = text.text if text else None
        if value is not None or formula is not None:
            spot = (self._column, self._row)
            self.cells.keep(spot, (kind, style), (value, formula, self._share))
