"""The workbook of a file being marked: its tabs, one put first and made active, one taken out."""

import re
from dataclasses import dataclass

from lxml import etree

from okrsheets.marking.opened import Opened, child, local, named
from okrsheets.submissions.refusal import FileRefusedError

_SELECTED = re.compile(rb' tabSelected="(?:1|true)"')
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
_LONGEST_NAME = 31
_PARTS_OF_A_TAB = ("comments", "vmldrawing", "drawing", "printersettings")


@dataclass(frozen=True, slots=True)
class BookTab:
    """One tab: its visible name, its part, its place in the workbook from 0."""

    name: str
    part: str
    index: int
    link: str
    element: "etree._Element"


class Book:
    """The workbook's part."""

    def __init__(self, opened: Opened) -> None:
        """Find the tabs."""
        self._opened = opened
        self.tabs = self._found()

    def _found(self) -> list[BookTab]:
        sheets = self._sheets()
        relations = self._opened.relations(self._opened.main)
        tabs: list[BookTab] = []
        for index, item in enumerate(sheets):
            link = str(item.get(f"{{{self._opened.related}}}id", ""))
            relation = relations.get(link)
            if relation is not None and relation.kind == "worksheet":
                tabs.append(BookTab(item.get("name", ""), relation.target, index, link, item))
        return tabs

    def _sheets(self) -> "etree._Element":
        found = child(self._opened.tree(self._opened.main), "sheets")
        if found is None:
            raise FileRefusedError(code="F119", part="sheets")
        return found

    def tab(self, name: str) -> BookTab | None:
        """Give the tab with a name."""
        return next((tab for tab in self.tabs if tab.name == name), None)

    def remove(self, tab: BookTab) -> None:
        """Take a tab out, with what belongs to it alone."""
        root = self._opened.change(self._opened.main)
        tab.element.getparent().remove(tab.element)
        self._shift_names(root, tab.index, -1)
        self._opened.part_ways(self._opened.main, tab.link)
        for relation in self._opened.relations(tab.part).values():
            if relation.kind in _PARTS_OF_A_TAB and not relation.external:
                self._opened.drop(relation.target)
        self._opened.drop(tab.part)
        self.tabs = self._found()

    def add_first(self, name: str, content: bytes, names: dict[str, str]) -> None:
        """Put a tab first and show it; `names` are its print names with what they mean."""
        opened = self._opened
        self._deselect()
        root = opened.change(opened.main)
        sheets = self._sheets()
        part = opened.free_name("xl/worksheets/sheet{}.xml")
        opened.add(part, content, _KIND)
        link = opened.relate(opened.main, "worksheet", part)
        numbers = [int(item.get("sheetId", "0")) for item in sheets]
        facts = {"name": name, "sheetId": str(max(numbers, default=0) + 1)}
        facts[f"{{{opened.related}}}id"] = link
        sheets.insert(0, etree.Element(named(root, "sheet"), facts))
        self._shift_names(root, -1, 1)
        self._define(root, names)
        self._show_first(root, sheets)
        self.tabs = self._found()

    def free_name(self, wanted: str) -> str:
        """Give a name that no tab has."""
        sheets = self._sheets()
        taken = {item.get("name", "").casefold() for item in sheets}
        names = (wanted, *(f"{wanted} {n}" for n in range(2, len(taken) + 3)))
        return next(n for n in names if n.casefold() not in taken)[:_LONGEST_NAME]

    def _deselect(self) -> None:
        """Let no other tab be selected: what is typed would go into all selected ones."""
        for tab in self.tabs:
            head, cells, rest = self._opened.content(tab.part).partition(b"<sheetData")
            plain = _SELECTED.sub(b"", head)
            if plain != head:
                self._opened.put(tab.part, plain + cells + rest)

    @staticmethod
    def _shift_names(root: "etree._Element", index: int, by: int) -> None:
        """Number the names of single tabs anew, from the tab behind `index` on."""
        names = child(root, "definedNames")
        for item in list(names) if names is not None else ():
            number = item.get("localSheetId", "")
            if not number.isdecimal():
                continue
            if by < 0 and int(number) == index:
                item.getparent().remove(item)
            elif int(number) > index:
                item.set("localSheetId", str(int(number) + by))

    @staticmethod
    def _define(root: "etree._Element", names: dict[str, str]) -> None:
        defined = child(root, "definedNames")
        if defined is None:
            defined = etree.Element(named(root, "definedNames"))
            at = max(n for n, item in enumerate(root, 1) if local(item) in _BEFORE_NAMES)
            root.insert(at, defined)
        for name, text in names.items():
            item = etree.SubElement(
                defined, named(root, "definedName"), {"name": name, "localSheetId": "0"}
            )
            item.text = text

    @staticmethod
    def _show_first(root: "etree._Element", sheets: "etree._Element") -> None:
        views = child(root, "bookViews")
        if views is None:
            views = etree.Element(named(root, "bookViews"))
            root.insert(root.index(sheets), views)
            etree.SubElement(views, named(root, "workbookView"))
        for view in views:
            view.set("activeTab", "0")
            view.set("firstSheet", "0")
