"""Faults in the structure of a tagged PDF, looked for with a library that did not write it.

The clauses are those of ISO 14289-1 (PDF/UA-1) that a program can judge. Every function yields
sentences for people; a file without a fault yields none.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, TypeAlias, cast

import pypdf
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject, NullObject

Thing: TypeAlias = Any
"""Whatever stands in a PDF: pypdf types every value as its base class."""
_HEADINGS = {f"/H{level}": level for level in range(1, 7)}
_KNOWN = {
    *("/Document", "/Part", "/Art", "/Sect", "/Div", "/P", "/Span", "/NonStruct", "/Figure"),
    *("/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD", "/Caption", "/Link"),
    *("/L", "/LI", "/Lbl", "/LBody"),
    *_HEADINGS,
}
_PAINTS = {b"Tj", b"TJ", b"'", b'"', b"Do", b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_MAY_BE_EMPTY = {"/TD", "/TH", "/TR"}
_PRINTED = 4


def structure_faults(pdf: bytes) -> list[str]:
    """Give every fault that is found in a PDF's structure."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    tree = _Tree(reader)
    return [
        *_of_document(reader),
        *tree.of_elements(),
        *_of_headings(tree),
        *(fault for number in range(len(reader.pages)) for fault in tree.of_page(number)),
    ]


def kinds_of(pdf: bytes) -> list[str]:
    """Give the kinds of all structure elements in reading order."""
    return [str(e["/S"]) for e in _Tree(pypdf.PdfReader(BytesIO(pdf))).elements]


def _of_document(reader: pypdf.PdfReader) -> Iterator[str]:
    root: Thing = reader.root_object
    title = (reader.metadata and reader.metadata.title) or ""
    said = reader.xmp_metadata.dc_title if reader.xmp_metadata else {}
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not title or title not in (said or {}).values():
        yield "no title, or another one in the metadata"
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window would show the file's name"


class _Tree:
    """The structure tree, every element in reading order."""

    def __init__(self, reader: pypdf.PdfReader) -> None:
        self.reader = reader
        self.root: Thing = cast("Thing", reader.root_object["/StructTreeRoot"])
        parents: Thing = self.root["/ParentTree"].get_object()
        numbers = parents["/Nums"]
        self.parents = {int(numbers[n]): numbers[n + 1] for n in range(0, len(numbers), 2)}
        self.elements: list[Any] = []
        self.wrong: list[str] = []
        self._walk(self.root, self.root)

    def _walk(self, element: Thing, parent: Thing) -> None:
        if element is not self.root:
            self.elements.append(element)
            if element["/P"].get_object() != parent:
                self.wrong.append(f"{element['/S']}: its parent does not hold it")
        for kid in _kids(element):
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                self._walk(kid, element)

    def of_elements(self) -> Iterator[str]:
        """Yield faults of single elements."""
        yield from self.wrong
        tops = [kid["/S"] for kid in _kids(self.root)]
        if tops != ["/Document"]:
            yield f"the tree begins with {tops}"
        for element in self.elements:
            kind = element["/S"]
            if kind not in _KNOWN:
                yield f"{kind} is no kind of element"
            if not _kids(element) and kind not in _MAY_BE_EMPTY:
                yield f"{kind} is empty"
            if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
                yield "a figure without words"
            if kind == "/TH" and _scope(element) not in ("/Row", "/Column"):
                yield "a table's head without a scope"
            if kind == "/Link":
                yield from self._of_link(element)

    def _of_link(self, element: Thing) -> Iterator[str]:
        notes = [k["/Obj"].get_object() for k in _kids(element) if _is_reference(k)]
        if not notes:
            yield "a link that leads nowhere"
        for note in notes:
            if not str(note.get("/Contents", "")).strip() or "okrsheets:" in note["/Contents"]:
                yield "a link without words"
            if note.get("/F") != _PRINTED:
                yield "a link that is not printed"
            if self.parents[note["/StructParent"]].get_object() != element:
                yield "a link whose number is another's"

    def of_page(self, number: int) -> Iterator[str]:
        """Yield faults of a page's content: all of it is tagged or an artifact."""
        page = self.reader.pages[number]
        if page.get("/Tabs") != "/S":
            yield f"page {number + 1}: no order of tabs"
        number_of: Thing = page["/StructParents"]
        held = self.parents[number_of].get_object()
        marks = {n for n, e in enumerate(held) if not isinstance(e.get_object(), NullObject)}
        used = set()
        for mark in _marks(page):
            if mark is None:
                yield f"page {number + 1}: content that is neither tagged nor an artifact"
            elif mark >= 0:
                used.add(mark)
        if used != marks:
            yield f"page {number + 1}: marks {sorted(used ^ marks)} are only on one side"
        for mark in marks & used:
            if mark not in [k for k in _kids(held[mark].get_object()) if isinstance(k, int)]:
                yield f"page {number + 1}: mark {mark} leads to an element without it"


def _kids(element: Thing) -> list[Any]:
    kids = element.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    kids = kids if isinstance(kids, list) else [kids]
    return [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in kids]


def _is_reference(kid: Thing) -> bool:
    return isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR"


def _scope(element: Thing) -> str:
    return str(element.get("/A", {}).get("/Scope", ""))


def _marks(page: pypdf.PageObject) -> Iterator[int | None]:
    """Yield the number of every mark, −1 for an artifact, None for what is painted outside."""
    content = page.get_contents()
    open_marks: list[int | None] = []
    for operands, operator in content.operations if isinstance(content, ContentStream) else ():
        if operator in (b"BDC", b"BMC"):
            open_marks.append(_mark(operands))
            yield from [mark for mark in open_marks[-1:] if mark is not None]
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in _PAINTS and not any(mark is not None for mark in open_marks):
            yield None


def _mark(operands: list[Any]) -> int | None:
    if operands[0] == "/Artifact":
        return -1
    properties = operands[1] if len(operands) > 1 else {}
    return int(properties["/MCID"]) if "/MCID" in properties else None


def _of_headings(tree: _Tree) -> Iterator[str]:
    """Yield where a heading leaves a level out; every report begins with the first level."""
    level = 0
    for element in tree.elements:
        here = _HEADINGS.get(element["/S"], 0)
        if here > level + 1:
            yield f"a heading of level {here} after one of level {level}"
        level = here or level
    if not level:
        yield "no heading"
