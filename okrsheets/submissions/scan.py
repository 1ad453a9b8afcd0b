"""The quick way to read a tab: one pass of a regular expression over plain XML.

The expression takes every cell out of the part; what is left over (rows, merges, the rest of the
tab) goes through the XML parser. Where the part is not written in the one plain way that Excel,
WPS, LibreOffice and openpyxl share, or anything is odd, the answer is None and `parse` reads it.
"""

import re
from collections.abc import Mapping

from okrsheets.submissions import limits
from okrsheets.submissions.grid import LAST_ROW, Grid, Merge, read_merge
from okrsheets.submissions.markup import walk

_SHARED = rb' t="shared"(?: ref="[A-Z0-9:]+")? si="([0-9]{1,9})"'
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="(s|str|n|b|e|d)")?'
    rb'(?:/>|>(?:<f(?: aca="false")?(?: ca="1")?(?:>|' + _SHARED + rb"(?:/>|>))"
    rb"(?:([^<]*)</f>)?)?(?:<v>([^<]*)</v>)?</c>)"
)
_PIECES = 8
_ROW_OPENS = re.compile(rb'<row r="([1-9][0-9]{0,6})"[^<>]*(?<!/)>\s*\Z')
_ENTITIES = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;")
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_NOT_PLAIN = (b"\r", b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")


def scan_grid(content: bytes, part: str) -> Grid | None:
    """Read the UTF-8 XML of a tab's part; None where it needs the careful way.

    Raises:
        FileRefusedError: F201, F202 (of what the cells leave over).
    """
    if len(content) > limits.QUICK_BYTES or not _is_plain(content):
        return None
    pieces = _CELL.split(content)
    between = pieces[::_PIECES]
    rest = _RestWalk()
    walk(b"".join(between), part, start=rest.start, end=rest.end)
    rows = None if rest.unusual else _rows(between, pieces[1::_PIECES], pieces[2::_PIECES])
    if rows is None or not rows.keys() <= rest.rows.keys():
        return None
    shares, formulas = pieces[5::_PIECES], pieces[6::_PIECES]
    return Grid(
        rows,
        pieces[4::_PIECES],
        pieces[3::_PIECES],
        shares,
        formulas,
        pieces[7::_PIECES],
        {s: f for s, f in zip(shares, formulas, strict=True) if s is not None and f},
        tuple(rest.merges),
    )


def _is_plain(content: bytes) -> bool:
    """Tell whether what the expression takes is well-formed wherever it matches."""
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData>")
    if start < 0 or content.count(b"<sheetData") != 1 or b"<!" in content:
        return False
    body = content[start : max(end, start)]
    if any(sign in body for sign in _NOT_PLAIN):
        return False
    if body.count(b"&") != sum(body.count(entity) for entity in _ENTITIES):
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(body.translate(None, _CONTROLS)) == len(body)


def _rows(
    between: list[bytes], columns: list[bytes], numbers: list[bytes]
) -> dict[int, dict[bytes, int]] | None:
    """Give the cells' positions by row; None where a cell stands outside its own row.

    `between[i]` stands before cell `i`; it is empty within a row.
    """
    rows: dict[int, dict[bytes, int]] = {}
    starts = [at for at, piece in enumerate(between) if piece]
    if not starts or starts[0] != 0:
        return None
    for first, last in zip(starts, starts[1:], strict=False):
        opened = _ROW_OPENS.search(between[first])
        if opened is None or {*numbers[first:last]} != {opened[1]}:
            return None
        columns_of_row = dict(zip(columns[first:last], range(first, last), strict=True))
        if len(columns_of_row) != last - first or int(opened[1]) in rows:
            return None
        rows[int(opened[1])] = columns_of_row
    return rows


class _RestWalk:
    """Looks through the tab without its cells: rows and merges; anything odd is `unusual`."""

    def __init__(self) -> None:
        self.rows: dict[int, None] = {}
        self.merges: list[Merge] = []
        self.unusual = False
        self._path: list[str] = []

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        self._path.append(element)
        if element == "row":
            self._start_row(attributes.get("r", ""))
        elif element == "c" or self._path[1:2] == ["sheetData"] != self._path[1:]:
            self.unusual = True
        elif self._path[1:] == ["mergeCells", "mergeCell"]:
            merge = read_merge(attributes.get("ref", ""))
            self.merges += [] if merge is None else [merge]
            self.unusual = self.unusual or len(self.merges) > limits.MERGES

    def _start_row(self, given: str) -> None:
        number = int(given) if given.isascii() and given.isdigit() and len(given) <= 7 else 0  # noqa: PLR2004 - digits of the last row
        in_order = number > next(reversed(self.rows), 0)
        self.unusual |= self._path[1:] != ["sheetData", "row"] or not in_order or number > LAST_ROW
        self.rows[number] = None

    def end(self, _element: str) -> None:
        """Take a closing tag."""
        self._path.pop()
