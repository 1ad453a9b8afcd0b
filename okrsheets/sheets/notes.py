"""The boxes of the notes on headings, in the old drawing language that spreadsheet programs want.

A box is as large as its words ask for.

openpyxl 3.1 writes it with made-up namespace prefixes and without an anchor; some programs know
only the customary prefixes, and without an anchor the box has a size of the program's own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from unicodedata import east_asian_width

_ROW = re.compile(r":Row>(\d+)<")
_COLUMN = re.compile(r":Column>(\d+)<")
_SIZE = re.compile(r"width:(\d+)px;\s*height:(\d+)px")
_COLUMNS = re.compile(r"<col ([^>]*)/>")
_ROWS = re.compile(r"<row ([^>]*)>")
_FACT = re.compile(r'(\w+)="([^"]*)"')
_IDS_A_SHEET = 1024
_USUAL_SIZE = (280, 93)
_NARROW, _WIDE, _FEW = 210, 290, 80  # pixels of a box, and the letters up to which it is narrow
_LETTER, _LINE, _EDGE = 6.9, 16, 12  # pixels: half a Chinese character, a line, both edges
_DIGIT = 7  # pixels of a digit of Calibri 11, in which columns are measured
_LEFT, _TOP = 12, 4
_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{sheet}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;'
    'width:{width}px;height:{height}px;z-index:{order};visibility:hidden" fillcolor="#ffffff"'
    ' o:insetmode="auto"><v:fill color2="#ffffff"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns' widths and the rows' heights of a tab in pixels, by number from 0."""

    columns: Mapping[int, int] = field(default_factory=dict)
    rows: Mapping[int, int] = field(default_factory=dict)

    def corner(self, first: int, offset: int, length: int, *, down: bool) -> tuple[int, int]:
        """Give the row or column, and the pixels in it, `length` pixels behind a place."""
        sizes, usual = (self.rows, 20) if down else (self.columns, 64)
        place, left = first, offset + length
        while left > sizes.get(place, usual):
            left -= sizes.get(place, usual)
            place += 1
        return place, left


_PLAIN = Grid()


def size_of_note(text: str) -> tuple[int, int]:
    """Give the width and height in pixels of a box that its words fill."""
    letters = sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
    width = _NARROW if letters <= _FEW else _WIDE
    lines = ceil(letters * _LETTER / (width - _EDGE))
    return width, lines * _LINE + _EDGE


def grid_of(sheet: str) -> Grid:
    """Read the sizes of columns and rows from a tab's XML; what is hidden has none."""
    columns: dict[int, int] = {}
    for tag in _COLUMNS.findall(sheet):
        facts = dict(_FACT.findall(tag))
        size = 0 if facts.get("hidden") == "1" else int(float(facts.get("width", 9)) * _DIGIT)
        for number in range(int(facts["min"]), int(facts["max"]) + 1):
            columns[number - 1] = size
    rows: dict[int, int] = {}
    for tag in _ROWS.findall(sheet):
        facts = dict(_FACT.findall(tag))
        if facts.get("hidden") == "1":
            rows[int(facts["r"]) - 1] = 0
        elif "ht" in facts:
            rows[int(facts["r"]) - 1] = int(float(facts["ht"]) * 4 / 3)
    return Grid(columns, rows)


def tabs_with_notes(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the drawing of each tab's notes with the part of the tab itself."""
    for name in sorted(n for n in parts if n.endswith(".vml")):
        for relations in sorted(n for n in parts if n.startswith("xl/worksheets/_rels/")):
            if f'{name.rpartition("/")[2]}"' in parts[relations].decode():
                tab = relations.replace("_rels/", "").removesuffix(".rels")
                yield name, tab


def redraw_notes(drawing: str, sheet: int, grid: Grid = _PLAIN) -> str:
    """Draw the boxes of one tab's notes again; `sheet` numbers the tabs that have any, from 1."""
    rows, columns = map(int, _ROW.findall(drawing)), map(int, _COLUMN.findall(drawing))
    sizes = [(int(w), int(h)) for w, h in _SIZE.findall(drawing)]
    boxes: list[str] = []
    for order, spot in enumerate(zip(rows, columns, strict=True), 1):
        size = sizes[order - 1] if order <= len(sizes) else _USUAL_SIZE
        boxes.append(note_box(sheet * _IDS_A_SHEET + order, spot, size, order=order, grid=grid))
    return drawing_of_notes(boxes, sheet)


def drawing_of_notes(boxes: Iterable[str], sheet: int) -> str:
    """Give the drawing of a tab's notes; `sheet` numbers the tabs that have any, from 1."""
    return _HEAD.format(sheet=sheet) + "".join(boxes) + "</xml>"


def note_box(
    number: int, spot: tuple[int, int], size: tuple[int, int], *, order: int, grid: Grid = _PLAIN
) -> str:
    """Draw the box of one note: its id, row and column from 0, width and height in pixels."""
    (row, column), (width, height) = spot, size
    right, across = grid.corner(column + 1, _LEFT, width, down=False)
    bottom, below = grid.corner(row, _TOP, height, down=True)
    return _BOX.format(
        id=number,
        order=order,
        width=width,
        height=height,
        anchor=f"{column + 1}, {_LEFT}, {row}, {_TOP}, {right}, {across}, {bottom}, {below}",
        row=row,
        column=column,
    )
