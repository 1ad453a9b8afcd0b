"""The careful way to read a tab: an XML parser over the whole part.

For strict and prefixed spellings, comments, CDATA, inline strings, cells without addresses and
whatever else `scan` does not take. Findings: F201, F202, F205-F208.
"""

from collections.abc import Mapping

from okrsheets.cells import Place
from okrsheets.layout import column_letter
from okrsheets.submissions import limits
from okrsheets.submissions.grid import (
    LAST_COLUMN,
    LAST_ROW,
    Grid,
    Merge,
    column_number,
    read_merge,
    split_ref,
)
from okrsheets.submissions.markup import walk
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.strings import TextWalk

_TYPES = ("n", "s", "str", "b", "e", "d", "inlineStr")
_ESCAPES = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"))


def parse_grid(content: bytes, part: str, tab: str) -> Grid:
    """Read the UTF-8 XML of a tab's part.

    Raises:
        FileRefusedError: F201, F202, F205-F208.
    """
    reader = _TabWalk(tab)
    walk(content, part, start=reader.start, end=reader.end, text=reader.text)
    return reader.grid()


def _stored(text: str) -> bytes:
    content = text.encode("utf-8")
    for sign, entity in _ESCAPES:
        content = content.replace(sign, entity)
    return content


class _TabWalk:
    """Follows sheetData/row/c and gathers the cells that hold something."""

    def __init__(self, tab: str) -> None:
        self._tab = tab
        self._path: list[str] = []
        self._rows: dict[int, dict[bytes, int]] = {}
        self._row = 0
        self._seen: dict[int, None] = {}
        self._types: list[bytes] = []
        self._styles: list[bytes] = []
        self._shares: list[bytes | None] = []
        self._formulas: list[bytes | None] = []
        self._values: list[bytes | None] = []
        self._shared: dict[bytes, bytes] = {}
        self._merges: list[Merge] = []
        self._column = 0
        self._columns: set[int] = set()
        self._begin_cell({})

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._formula: list[str] | None = None
        self._value: list[str] | None = None
        self._share: str | None = None
        self._inline: TextWalk | None = None

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        self._path.append(element)
        where = tuple(self._path[1:4])
        depth = len(self._path)
        if where[:1] == ("sheetData",):
            self._start_in_data(where, depth, attributes)
        elif depth == 3 and where == ("mergeCells", "mergeCell"):  # noqa: PLR2004 - tree level
            self._start_merge(attributes)

    def _start_in_data(
        self, where: tuple[str, ...], depth: int, attributes: Mapping[str, str]
    ) -> None:
        if where == ("sheetData", "row") and depth == 3:  # noqa: PLR2004 - tree level
            self._start_row(attributes)
        elif where == ("sheetData", "row", "c") and depth == 4:  # noqa: PLR2004 - tree level
            self._start_cell(attributes)
        elif where == ("sheetData", "row", "c"):
            self._start_inner(self._path[4:], attributes)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r")
        number = self._row + 1 if given is None else _whole(given)
        if not 1 <= number <= LAST_ROW:
            raise FileRefusedError(code="F206", place=Place(self._tab, "A1"), value=given or "")
        if number in self._seen:
            raise FileRefusedError(code="F205", place=Place(self._tab, f"A{number}"), row=number)
        self._seen[number] = None
        self._row = number
        self._column = 0
        self._columns = set()

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        given = attributes.get("r")
        place = (column_letter(self._column + 1), self._row) if given is None else split_ref(given)
        if place is None or place[1] != self._row or self._column >= LAST_COLUMN:
            raise FileRefusedError(
                code="F206", place=Place(self._tab, f"A{self._row}"), value=given or ""
            )
        self._column = column_number(place[0])
        if self._column in self._columns:
            raise FileRefusedError(code="F205", place=Place(self._tab, given or ""), row=self._row)
        self._columns.add(self._column)
        self._begin_cell(attributes)
        if self._type not in _TYPES:
            ref = f"{place[0]}{place[1]}"
            raise FileRefusedError(code="F208", place=Place(self._tab, ref), value=self._type)

    def _start_inner(self, inner: list[str], attributes: Mapping[str, str]) -> None:
        if inner == ["f"]:
            self._formula = []
            if attributes.get("t") == "shared":
                self._share = attributes.get("si")
        elif inner == ["v"]:
            self._value = []
        elif inner == ["is"]:
            self._inline = TextWalk()
        elif inner[0] == "is" and self._inline is not None:
            self._inline.start(inner[-1], attributes)

    def _start_merge(self, attributes: Mapping[str, str]) -> None:
        merge = read_merge(attributes.get("ref", ""))
        if merge is not None:
            self._merges.append(merge)
        if len(self._merges) > limits.MERGES:
            raise FileRefusedError(code="F207", most=limits.MERGES)

    def end(self, element: str) -> None:
        """Take a closing tag."""
        if self._path[1:] == ["sheetData", "row", "c"]:
            self._end_cell()
        elif self._inline is not None and "is" in self._path[4:5]:
            self._inline.end(element)
        self._path.pop()

    def text(self, data: str) -> None:
        """Take text."""
        inner = self._path[4:]
        if not inner or self._path[1:4] != ["sheetData", "row", "c"]:
            return
        if inner == ["v"] and self._value is not None:
            self._value.append(data)
        elif inner == ["f"] and self._formula is not None:
            self._formula.append(data)
        elif inner[0] == "is" and self._inline is not None:
            self._inline.characters(data)

    def _end_cell(self) -> None:
        kind, value = self._type, None if self._value is None else "".join(self._value)
        if kind == "inlineStr":
            text = self._inline.result() if self._inline else None
            kind = "struck" if text and text.struck else "text"
            value = text.text if text else None
        formula = None if self._formula is None else "".join(self._formula)
        if value is None and formula is None:
            return
        self._keep(kind, value, formula)

    def _keep(self, kind: str, value: str | None, formula: str | None) -> None:
        at = len(self._types)
        if at >= limits.CELLS:
            raise FileRefusedError(code="F207", most=limits.CELLS)
        share = None if self._share is None else _stored(self._share)
        own = None if formula is None else _stored(formula)
        if share is not None and own:
            self._shared[share] = own
        self._types.append(kind.encode("ascii"))
        self._styles.append(b"%d" % max(_whole(self._style), 0))
        self._shares.append(share)
        self._formulas.append(own)
        self._values.append(None if value is None else _stored(value))
        column = column_letter(self._column).encode("ascii")
        self._rows.setdefault(self._row, {})[column] = at

    def grid(self) -> Grid:
        """Give what was gathered."""
        return Grid(
            self._rows,
            self._types,
            self._styles,
            self._shares,
            self._formulas,
            self._values,
            self._shared,
            tuple(self._merges),
        )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1  # noqa: PLR2004 - no longer number is meant
