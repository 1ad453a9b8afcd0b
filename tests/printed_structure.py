"""Reads what stands on the pages of a tagged PDF: headings, paragraphs, tables, drawings.

It shares nothing with okrsheets: the file's structure tree says which marks of a page belong to a
cell, and the page's content says which letters were painted there and where. A cell that does not
stand to the right of the one before it is told, so that tags and paper cannot part.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pypdf
from printed_letters import SLACK, Mark, Painter, Thing
from pypdf.generic import DictionaryObject, IndirectObject

_LEAVES = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LI", "/Caption"}


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its words, whether a head, over how many columns, where it begins.

    `alt` is what is said of the drawings in it.
    """

    text: str
    head: bool
    span: int
    x: float | None
    alt: str = ""


@dataclass(frozen=True)
class Block:
    """A heading (`H1` …), paragraph (`P`), table (`Table`) or drawing (`Figure`), on its page."""

    kind: str
    text: str
    page: int
    rows: tuple[tuple[Cell, ...], ...] = ()
    alt: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def texts(self) -> list[list[str]]:
        """The words of a table's cells, row by row."""
        return [[cell.text for cell in row] for row in self.rows]


def squeezed(text: str) -> str:
    """Give a text without blanks, for lines break anywhere, and with one kind of apostrophe."""
    return "".join(text.split()).replace("’", "'")


@dataclass
class PrintedPages:
    """The blocks of a PDF in reading order, and what is wrong with their places."""

    blocks: list[Block] = field(default_factory=list)
    crooked: list[str] = field(default_factory=list)

    @cached_property
    def words(self) -> str:
        """Everything that is read, without blanks."""
        return squeezed("".join(_all_text(block) for block in self.blocks))


def _all_text(block: Block) -> str:
    return block.text + block.alt + "".join(c.text for row in block.rows for c in row)


def read_pages(path: Path) -> PrintedPages:
    """Read all pages of a tagged PDF."""
    return _Tree(pypdf.PdfReader(path)).read()


class _Tree:
    """The structure tree and the marks of the pages that it points to."""

    def __init__(self, reader: pypdf.PdfReader) -> None:
        self._reader = reader
        fonts: dict[int, dict[int, str]] = {}
        self._marks = [Painter(page, fonts).read() for page in reader.pages]
        self._numbers = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages)
            if page.indirect_reference is not None
        }
        self._pages = PrintedPages()

    def read(self) -> PrintedPages:
        """Go through the tree."""
        self._walk(cast("Thing", self._reader.root_object["/StructTreeRoot"]), 0)
        return self._pages

    def _walk(self, element: Thing, page: int) -> None:
        """Give the blocks below an element."""
        page = self._page_of(element, page)
        for kid in _kids(element):
            if not isinstance(kid, DictionaryObject) or "/S" not in kid:
                continue
            kind = str(kid["/S"])
            if kind == "/Table":
                self._table(kid, page)
            elif kind in _LEAVES or kind == "/Figure" or self._is_leaf(kid):
                marks = tuple(mark for _, mark in self._marks_of(kid, page))
                text = _joined(marks)
                here = next((n for n, _ in self._marks_of(kid, page)), page)
                block = Block(kind[1:], text, here, alt=str(kid.get("/Alt", "")), marks=marks)
                self._pages.blocks.append(block)
            else:
                self._walk(kid, page)

    def _is_leaf(self, element: Thing) -> bool:
        """Tell whether letters stand right in an element, or in nothing but spans."""
        if element["/S"] in ("/Sect", "/Art", "/Part", "/Document"):
            return False
        kids = _kids(element)
        return any(
            isinstance(k, int) or "/S" not in k or k["/S"] in ("/Span", "/Link") for k in kids
        )

    def _page_of(self, element: Thing, page: int) -> int:
        reference = element.raw_get("/Pg") if "/Pg" in element else None
        return self._numbers[reference.idnum] if isinstance(reference, IndirectObject) else page

    def _marks_of(self, element: Thing, page: int) -> Iterator[tuple[int, Mark]]:
        page = self._page_of(element, page)
        for kid in _kids(element):
            if isinstance(kid, int):
                yield page, self._marks[page].get(int(kid), Mark())
            elif isinstance(kid, DictionaryObject) and "/MCID" in kid:
                at = self._page_of(kid, page)
                yield at, self._marks[at].get(int(cast("Thing", kid["/MCID"])), Mark())
            elif isinstance(kid, DictionaryObject) and "/S" in kid:
                yield from self._marks_of(kid, page)

    def _table(self, element: Thing, page: int) -> None:
        rows = [self._row(row, at) for row, at in self._rows(element, page)]
        here = next((n for n, _ in self._marks_of(element, page)), page)
        self._pages.blocks.append(Block("Table", "", here, rows=tuple(rows)))

    def _rows(self, element: Thing, page: int) -> Iterator[tuple[Thing, int]]:
        page = self._page_of(element, page)
        for kid in _kids(element):
            if isinstance(kid, DictionaryObject) and kid.get("/S") == "/TR":
                yield kid, page
            elif isinstance(kid, DictionaryObject) and "/S" in kid:
                yield from self._rows(kid, page)

    def _row(self, element: Thing, page: int) -> tuple[Cell, ...]:
        page = self._page_of(element, page)
        cells = []
        for kid in _kids(element):
            marks = [mark for _, mark in self._marks_of(kid, page)]
            left = min((m.x for m in marks if m.x is not None), default=None)
            span = int(_attribute(kid, "/ColSpan") or 1)
            alt = " ".join(_alts(kid))
            cells.append(Cell(_joined(marks), kid["/S"] == "/TH", span, left, alt))
        known = [cell.x for cell in cells if cell.x is not None]
        if known != sorted(known):
            self._pages.crooked.append(f"page {page + 1}: {[cell.text for cell in cells]}")
        return tuple(cells)


def _alts(element: Thing) -> Iterator[str]:
    """Give what is said of each drawing below an element."""
    for kid in _kids(element):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield from [str(kid["/Alt"])] if "/Alt" in kid else _alts(kid)


def _joined(marks: Sequence[Mark]) -> str:
    """Give the words of some marks; another line parts them, and a mark without letters."""
    text, line = "", 0.0
    for mark in marks:
        if mark.x is None:
            text += " " if text else ""
            continue
        if text and abs(mark.first - line) > SLACK:
            text += " "
        text += mark.text
        line = mark.y
    return re.sub(r"\s+", " ", text).strip()


def _attribute(element: Thing, name: str) -> Thing:
    given = _kids({"/K": element.get("/A", [])})
    return next((one[name] for one in given if name in one), None)


def _kids(element: Thing) -> list[Any]:
    kids = element.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    kids = kids if isinstance(kids, list) else [kids]
    return [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in kids]
