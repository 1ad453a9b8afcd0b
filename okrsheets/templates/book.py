"""A template's workbook as trees: its tabs with their cells and texts, its styles and names.

Every text of a cell stands beside the cell, wherever the file kept it, and every shared formula in
full, so that cells can be moved, renamed and numbered anew without looking elsewhere.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from okrsheets.cells import Place
from okrsheets.layout import column_letter
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.templates.extensions import settle_later
from okrsheets.templates.formulas import moved
from okrsheets.templates.package import Package, Relation, open_package
from okrsheets.templates.xml import RELATED, Spot, is_true, q, spot_of

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class Tab:
    """One tab: its cells by (row, column), and the text item of each cell that holds a text."""

    name: str
    state: str
    part: str
    root: ET.Element
    relations: tuple[Relation, ...]
    cells: dict[Spot, ET.Element]
    texts: dict[Spot, ET.Element]

    def text(self, spot: Spot) -> str:
        """Give a cell's text; "" where it holds none."""
        item = self.texts.get(spot)
        return "" if item is None else text_of(item)

    def formula(self, spot: Spot) -> str | None:
        """Give a cell's formula."""
        cell = self.cells.get(spot)
        found = None if cell is None else cell.find(q("f"))
        return None if found is None else found.text or ""

    def holds(self, spot: Spot) -> bool:
        """Tell whether a cell holds a text, a value or a formula."""
        cell = self.cells.get(spot)
        return spot in self.texts or (cell is not None and len(cell) > 0)

    def typed(self, spot: Spot) -> str:
        """Give what is typed into a cell; "" for a blank and for a formula."""
        cell = self.cells.get(spot)
        if cell is None or cell.find(q("f")) is not None:
            return ""
        return self.text(spot).strip() or (cell.findtext(q("v")) or "")

    def place(self, spot: Spot) -> Place:
        """Give where a cell is."""
        return Place(self.name, ref_of(spot))


@dataclass(slots=True)
class Book:
    """A template's workbook. `others` are the parts that are carried as they are, with a type."""

    tabs: list[Tab]
    styles: ET.Element
    names: list[ET.Element]
    from_1904: bool
    others: dict[str, tuple[bytes, str, tuple[Relation, ...]]]
    theme: Relation | None
    package: Package

    def tab(self, name: str) -> Tab | None:
        """Give the tab with this name."""
        return next((tab for tab in self.tabs if tab.name == name), None)


def ref_of(spot: Spot) -> str:
    """Give a cell's address."""
    return f"{column_letter(spot[1])}{spot[0]}"


def text_of(item: ET.Element) -> str:
    """Give the visible text of a string item, without its phonetic guides."""
    runs = [*item.findall(q("t")), *item.findall(f"{q('r')}/{q('t')}")]
    return "".join(run.text or "" for run in runs)


def text_item(text: str) -> ET.Element:
    """Give a plain text as a string item."""
    item = ET.Element(q("si"))
    run = ET.SubElement(item, q("t"), {_PRESERVE: "preserve"})
    run.text = text
    return item


def read_book(data: bytes) -> Book:
    """Read a template's workbook.

    Raises:
        FileRefusedError: F1xx, F2xx, or T102 for a workbook of another spelling.
    """
    package = open_package(data)
    main = next((r for r in package_relations(package) if r.kind == "officedocument"), None)
    part = main.target if main else "xl/workbook.xml"
    root = package.xml(part)
    if root.tag != q("workbook"):
        raise FileRefusedError(code="T102")
    relations = {relation.id: relation for relation in package.relations(part)}
    by_kind = {relation.kind: relation for relation in relations.values()}
    strings = _strings(package, by_kind)
    tabs = [_tab(package, sheet, relations, strings) for sheet in root.iterfind(f".//{q('sheet')}")]
    shape = root.find(q("workbookPr"))
    book = Book(
        tabs=[tab for tab in tabs if tab is not None],
        styles=package.xml(by_kind["styles"].target) if "styles" in by_kind else _no_styles(),
        names=list(root.iterfind(f"{q('definedNames')}/{q('definedName')}")),
        from_1904=shape is not None and is_true(shape.get("date1904")),
        others={},
        theme=by_kind.get("theme"),
        package=package,
    )
    _carry(book)
    return book


def package_relations(package: Package) -> tuple[Relation, ...]:
    """Give the relationships of the package itself, whatever they are."""
    known = package.findings[:]
    relations = _of_package(package)
    package.findings[:] = known
    return relations


def _of_package(package: Package) -> tuple[Relation, ...]:
    root = package.xml("_rels/.rels")
    return tuple(
        Relation(
            e.get("Id", ""),
            e.get("Type", ""),
            e.get("Type", "").rpartition("/")[2].lower(),
            e.get("Target", "").lstrip("/"),
            external=False,
        )
        for e in root
    )


def _no_styles() -> ET.Element:
    raise FileRefusedError(code="F119", part="xl/styles.xml")


def _strings(package: Package, by_kind: Mapping[str, Relation]) -> list[ET.Element]:
    if "sharedstrings" not in by_kind:
        return []
    return package.xml(by_kind["sharedstrings"].target).findall(q("si"))


def _tab(
    package: Package,
    sheet: ET.Element,
    relations: Mapping[str, Relation],
    strings: list[ET.Element],
) -> Tab | None:
    relation = relations.get(sheet.get(f"{{{RELATED}}}id", ""))
    if relation is None or relation.kind != "worksheet":
        return None
    root = package.xml(relation.target)
    settle_later(root)
    cells, texts = _cells(root, strings, relation.target)
    return Tab(
        name=sheet.get("name", ""),
        state=sheet.get("state", "visible"),
        part=relation.target,
        root=root,
        relations=package.relations(relation.target),
        cells=cells,
        texts=texts,
    )


def _cells(
    root: ET.Element, strings: list[ET.Element], part: str
) -> tuple[dict[Spot, ET.Element], dict[Spot, ET.Element]]:
    cells: dict[Spot, ET.Element] = {}
    texts: dict[Spot, ET.Element] = {}
    shared: dict[str, tuple[Spot, str]] = {}
    row_number = 0
    for row in root.iterfind(f"{q('sheetData')}/{q('row')}"):
        row_number = int(row.get("r", row_number + 1))
        row.set("r", str(row_number))
        column = 0
        for cell in row:
            spot = spot_of(cell.get("r", ""))
            spot = spot if spot != (0, 0) else (row_number, column + 1)
            column = spot[1]
            cells[spot] = cell
            cell.set("r", ref_of(spot))
            _settle_text(cell, spot, strings, texts, part)
            _settle_formula(cell, spot, shared)
    return cells, texts


def _settle_text(
    cell: ET.Element,
    spot: Spot,
    strings: list[ET.Element],
    texts: dict[Spot, ET.Element],
    part: str,
) -> None:
    """Put a cell's text item beside the cell."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        found = cell.find(q("is"))
        if found is not None:
            found.tag = q("si")
            texts[spot] = found
        _empty(cell, spot)
    elif kind == "s":
        value = cell.find(q("v"))
        index = (value.text or "") if value is not None else ""
        if not index.isdecimal() or int(index) >= len(strings):
            raise FileRefusedError(code="F203", part=part, value=index)
        texts[spot] = strings[int(index)]
        _empty(cell, spot)
    if spot in texts and not text_of(texts[spot]):
        del texts[spot]


def _empty(cell: ET.Element, spot: Spot) -> None:
    """Leave a cell its address and style only."""
    style = cell.get("s")
    cell.clear()
    cell.set("r", ref_of(spot))
    if style is not None:
        cell.set("s", style)


def _settle_formula(cell: ET.Element, spot: Spot, shared: dict[str, tuple[Spot, str]]) -> None:
    """Write a shared formula out in full."""
    formula = cell.find(q("f"))
    if formula is None or formula.get("t") != "shared":
        return
    index = formula.get("si", "")
    if formula.text:
        shared[index] = (spot, formula.text)
    elif index in shared:
        (row, column), text = shared[index]
        formula.text = moved(text, spot[0] - row, spot[1] - column)
    formula.attrib.clear()


def _carry(book: Book) -> None:
    """Gather the parts that the kept relationships lead to, each once."""
    waiting = [r for tab in book.tabs for r in tab.relations]
    waiting += [book.theme] if book.theme else []
    while waiting:
        relation = waiting.pop()
        part = relation.target
        inner = not relation.external and book.package.container.has(part)
        if not inner or part in book.others:
            continue
        found = book.package.relations(part)
        content = book.package.container.part(part)
        book.others[part] = (content, book.package.type_of(part), found)
        waiting += found


def each_text(book: Book) -> Iterator[tuple[Tab, Spot, ET.Element]]:
    """Go through the texts of all cells, in reading order."""
    for tab in book.tabs:
        for spot in sorted(tab.texts):
            yield tab, spot, tab.texts[spot]
