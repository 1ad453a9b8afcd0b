"""The shared texts of a file being marked: those of our tab are added at the end, once each."""

from collections.abc import Collection

from lxml import etree

from okrsheets.marking.opened import Opened, child, local, named
from okrsheets.sheets.escaping import escape

_PART = "xl/sharedStrings.xml"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def begin_texts(opened: Opened) -> str:
    """Give a file whose texts all stand in their cells a table of shared ones; give its part."""
    part = _PART if not opened.has(_PART) else opened.free_name("xl/sharedStrings{}.xml")
    space = etree.QName(opened.tree(opened.main)).namespace
    opened.add(part, f'<sst xmlns="{space}" count="0" uniqueCount="0"/>'.encode(), _KIND)
    opened.relate(opened.main, "sharedStrings", part)
    return part


class Texts:
    """The table of shared texts; cells hold numbers of it, from 0."""

    def __init__(self, root: "etree._Element") -> None:
        """Read what stands there; only plain texts are used again."""
        self._root = root
        self._items = [item for item in root if local(item) == "si"]
        self._known: dict[str, int] = {}
        for number, item in enumerate(self._items):
            plain = child(item, "t") if len(item) == 1 else None
            if plain is not None:
                self._known.setdefault(plain.text or "", number)

    def add(self, text: str) -> int:
        """Give the number of a text for one more cell."""
        safe = escape(text)
        if safe not in self._known:
            item = etree.SubElement(self._root, named(self._root, "si"))
            words = etree.SubElement(item, named(self._root, "t"), {_PRESERVE: "preserve"})
            words.text = safe
            self._known[safe] = len(self._items)
            self._items.append(item)
        self._count(1)
        return self._known[safe]

    def forget(self, cells: int) -> None:
        """Say that this many cells with a shared text are gone."""
        self._count(-cells)

    def trim(self, used: Collection[str]) -> None:
        """Drop the texts at the end that no cell uses any more, by their numbers."""
        while self._items and str(len(self._items) - 1) not in used:
            item = self._items.pop()
            item.getparent().remove(item)
        self._known = {text: n for text, n in self._known.items() if n < len(self._items)}
        self._count(0)

    def find(self, text: str) -> int | None:
        """Give the number of a plain text; None where it is not there."""
        return self._known.get(text)

    def text(self, cell: "etree._Element") -> str:
        """Give a cell's plain text, wherever it stands; "" where there is none."""
        if cell.get("t") == "inlineStr":
            return _plain(child(cell, "is"))
        number = value_of(cell)
        shared = cell.get("t") == "s" and number.isdecimal() and int(number) < len(self._items)
        return _plain(self._items[int(number)]) if shared else ""

    def _count(self, cells: int) -> None:
        for name, value in (("count", None), ("uniqueCount", len(self._items))):
            given = self._root.get(name, "")
            if given.isdecimal():
                self._root.set(name, str(max(int(given) + cells, 0) if value is None else value))


def value_of(cell: "etree._Element") -> str:
    """Give the stored value of a cell; "" for none."""
    value = child(cell, "v")
    return "" if value is None else value.text or ""


def _plain(item: "etree._Element | None") -> str:
    """Give the text of an item without formats of its own."""
    words = None if item is None else child(item, "t")
    return "" if words is None else words.text or ""
