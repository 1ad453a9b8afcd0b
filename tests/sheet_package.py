"""A workbook taken apart for the rules of `sheet_rules`: parts, relations, tabs, cells, texts.

Reads with the standard library's parser only, so that it owes nothing to the programs and readers
it is compared with. It takes what openpyxl, LibreOffice and Excel write, not every legal workbook.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class Link:
    """One relationship: its id, the last word of its kind, the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Tab:
    """One worksheet of the workbook, in the order of the tabs."""

    name: str
    state: str
    part: str
    root: ET.Element

    def all(self, name: str) -> list[ET.Element]:
        """Give all elements of this name, wherever they stand in the tab."""
        return list(self.root.iter(MAIN + name))

    def one(self, name: str) -> ET.Element | None:
        """Give the tab's own element of this name."""
        return self.root.find(MAIN + name)

    @cached_property
    def cells(self) -> dict[str, ET.Element]:
        """Every cell by its reference."""
        return {cell.get("r", ""): cell for cell in self.all("c")}

    @cached_property
    def formulas(self) -> dict[str, str]:
        """The formula of every cell that has one."""
        found = {ref: cell.find(MAIN + "f") for ref, cell in self.cells.items()}
        return {ref: formula.text or "" for ref, formula in found.items() if formula is not None}


@dataclass(frozen=True)
class Package:
    """A workbook's parts by their names."""

    parts: Mapping[str, bytes]
    entries: tuple[str, ...] = field(default=())

    def tree(self, part: str) -> ET.Element:
        """Give the root element of a part."""
        return ET.fromstring(self.parts[part])  # noqa: S314 - workbooks of our own making

    def links(self, part: str) -> list[Link]:
        """Give the relationships of a part ("" for the package's own)."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self.parts:
            return []
        return [
            Link(
                item.get("Id", ""),
                posixpath.basename(item.get("Type", "")),
                _resolved(item.get("Target", ""), folder),
                item.get("TargetMode") == "External",
            )
            for item in self.tree(listing).iter(PACKAGE_RELATION + "Relationship")
        ]

    def target(self, part: str, link_id: str | None) -> str:
        """Give the part that a relationship of a part leads to; "" where there is none."""
        return next((link.target for link in self.links(part) if link.id == link_id), "")

    @cached_property
    def book(self) -> ET.Element:
        """The workbook's own part."""
        return self.tree(BOOK)

    @cached_property
    def styles(self) -> ET.Element:
        """The styles."""
        return self.tree(STYLES)

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        """Every tab that leads to a worksheet."""
        found = []
        for sheet in self.book.iter(MAIN + "sheet"):
            part = self.target(BOOK, sheet.get(RELATION + "id"))
            if part in self.parts:
                name, state = sheet.get("name", ""), sheet.get("state", "visible")
                found.append(Tab(name, state, part, self.tree(part)))
        return tuple(found)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The shared strings, runs of rich text joined, phonetic hints left out."""
        if STRINGS not in self.parts:
            return ()
        return tuple(map(text_of, self.tree(STRINGS).iter(MAIN + "si")))

    def value(self, cell: ET.Element) -> str | float | bool | None:
        """Give a cell's stored value: text, number, truth, or None where it is blank."""
        kind, stored = cell.get("t", "n"), cell.find(MAIN + "v")
        if kind == "inlineStr":
            inline = cell.find(MAIN + "is")
            return unescaped(text_of(inline)) if inline is not None else None
        if stored is None or stored.text is None:
            return "" if kind == "str" and stored is not None else None
        if kind == "s":
            return unescaped(self.texts[int(stored.text)])
        if kind == "b":
            return stored.text == "1"
        return float(stored.text) if kind == "n" else unescaped(stored.text)


def open_package(data: bytes) -> Package:
    """Take a workbook apart."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = tuple(archive.namelist())
        return Package({name: archive.read(name) for name in names}, names)


def text_of(item: ET.Element) -> str:
    """Give the text of a string item or a note."""
    hints = {id(part) for hint in item.iter(MAIN + "rPh") for part in hint.iter(MAIN + "t")}
    return "".join(part.text or "" for part in item.iter(MAIN + "t") if id(part) not in hints)


def unescaped(text: str) -> str:
    """Give a text with its `_x000D_` signs put back."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _resolved(target: str, folder: str) -> str:
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")


def place_of(ref: str) -> tuple[int, int] | None:
    """Give (row, column) of a reference such as `$C$10`; None outside the grid."""
    match = _CELL.fullmatch(ref)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def box_of(area: str) -> tuple[int, int, int, int] | None:
    """Give (first row, first column, last row, last column) of an area; None if it is none."""
    first, _, last = area.partition(":")
    begin, end = place_of(first), place_of(last or first)
    if begin is None or end is None or begin[0] > end[0] or begin[1] > end[1]:
        return None
    return (*begin, *end)


def places_in(area: str) -> Iterator[tuple[int, int]]:
    """Yield (row, column) of every cell of an area inside the grid."""
    box = box_of(area)
    if box is not None:
        for row in range(box[0], box[2] + 1):
            for column in range(box[1], box[3] + 1):
                yield row, column
