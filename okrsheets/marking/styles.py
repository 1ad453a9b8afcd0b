"""The styles of a file being marked: clones with a mark, looks of our own tab, marks taken off.

A mark is a fill and a box around whatever the cell looked like; number format, font, alignment and
protection stay, so a percent stays a percent. It reads in grey, too: a fault has a thick line, a
remark a broken one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from okrsheets.marking.opened import child, local, named
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.styles import BOX, FACES, FILL_IN, Look
from okrsheets.submissions.refusal import FileRefusedError

_CHARSET = ' charset="134"'
_SIDES = ("left", "right", "top", "bottom")
_LOOKS = ("fillId", "borderId")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: colour of its fill and of its line, and the line's style."""

    fill: str
    line: str
    style: str


FAULT = Mark("F6C9C4", "8E1B16", "thick")
REMARK = Mark("F3DCA2", "7A4B00", "mediumDashed")
_MARKS = (FAULT, REMARK)
_AS_FILL_IN = Mark(FILL_IN.fill, BOX, "thin")


class Styles:
    """The styles part of a file; cells' styles are numbers of its list, from 0."""

    def __init__(self, root: "etree._Element") -> None:
        """Find the lists that a cell's style is made of."""
        self._root = root
        self._cells = self._list("cellXfs")
        self._fills = self._list("fills")
        self._borders = self._list("borders")
        self._fonts = self._list("fonts")
        self._made: dict[object, int] = {}

    def _list(self, name: str) -> "etree._Element":
        found = child(self._root, name)
        if found is None:
            raise FileRefusedError(code="F119", part=name)
        return found

    @property
    def space(self) -> str:
        """The format's namespace, as this file spells it."""
        return str(etree.QName(self._root).namespace or "")

    @property
    def count(self) -> int:
        """How many cell styles there are."""
        return len(self._cells)

    def marked(self, style: int, mark: Mark) -> int:
        """Give the style of a cell with a mark."""
        return self._clone(style, mark)

    def look(self, look: Look, language: str) -> int:
        """Give the style of a look of ours."""
        if look not in self._made:
            facts = {
                "numFmtId": "0",
                "fontId": str(self._font(look, language)),
                "fillId": str(self._fill(look.fill)),
                "borderId": str(self._border(_sides_of(look))),
                "xfId": "0",
                **dict.fromkeys(("applyFont", "applyFill", "applyBorder", "applyAlignment"), "1"),
            }
            cell = etree.Element(named(self._root, "xf"), facts)
            aligned = {"horizontal": look.align, "vertical": look.vertical}
            aligned |= {"wrapText": "1"} if look.wrap else {}
            aligned |= {"indent": str(look.indent)} if look.indent else {}
            etree.SubElement(cell, named(self._root, "alignment"), aligned)
            self._made[look] = _append(self._cells, cell)
        return self._made[look]

    def mark_of(self, style: int) -> bool:
        """Tell whether a style bears one of our marks."""
        cell = self._cell(style)
        if cell is None:
            return False
        fill = _colour(self._fills, cell.get("fillId"), ("patternFill", "fgColor"))
        line = _colour(self._borders, cell.get("borderId"), ("left", "color"))
        return any((fill, line) == (mark.fill, mark.line) for mark in _MARKS)

    def unmarked(self, style: int, samples: Iterable[int]) -> int:
        """Give the style that a marked cell had: of the samples the first that fits."""
        nature = self._nature(style)
        fits = (s for s in samples if self._nature(s) == nature and not self.mark_of(s))
        found = next(fits, None)
        return self._clone(style, _AS_FILL_IN) if found is None else found

    def _nature(self, style: int) -> tuple[object, ...]:
        """Give what a mark leaves as it is."""
        cell = self._cell(style)
        if cell is None:
            return ()
        inner = tuple((local(item), tuple(sorted(item.attrib.items()))) for item in cell)
        return cell.get("numFmtId"), cell.get("fontId"), inner

    def _cell(self, style: int) -> "etree._Element | None":
        return self._cells[style] if 0 <= style < len(self._cells) else None

    def _clone(self, style: int, mark: Mark) -> int:
        if (style, mark) not in self._made:
            cell = self._cell(style)
            clone = etree.fromstring(etree.tostring(cell if cell is not None else self._cells[0]))
            clone.tail = None
            line = (mark.style, mark.line)
            clone.set("fillId", str(self._fill(mark.fill)))
            clone.set("borderId", str(self._border((line,) * len(_SIDES))))
            clone.set("applyFill", "1")
            clone.set("applyBorder", "1")
            self._made[style, mark] = _append(self._cells, clone)
        return self._made[style, mark]

    def _fill(self, colour: str) -> int:
        if not colour:
            return 0
        text = (
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
            '<bgColor indexed="64"/></patternFill></fill>'
        )
        return self._shared(self._fills, text)

    def _border(self, sides: tuple[tuple[str, str], ...]) -> int:
        parts = (
            f'<{name} style="{style}"><color rgb="FF{colour}"/></{name}>'
            if colour
            else f"<{name}/>"
            for name, (style, colour) in zip(_SIDES, sides, strict=True)
        )
        return self._shared(self._borders, f"<border>{''.join(parts)}<diagonal/></border>")

    def _font(self, look: Look, language: str) -> int:
        bold = "<b/>" if look.bold else ""
        charset = _CHARSET if language == "zh" else ""
        charset = f"<charset{charset.replace('charset=', 'val=')}/>" if charset else ""
        return self._shared(
            self._fonts,
            f'<font>{bold}<sz val="{look.size:g}"/><color rgb="FF{look.ink}"/>'
            f'<name val="{to_xml(FACES[language])}"/><family val="2"/>{charset}</font>',
        )

    def _shared(self, kind: "etree._Element", text: str) -> int:
        """Add a font, a fill or a border to its list, once."""
        if text not in self._made:
            space = etree.QName(self._root).namespace
            opening = text.index(">")
            item = etree.fromstring(f'{text[:opening]} xmlns="{space}"{text[opening:]}')
            self._made[text] = _append(kind, item)
        return self._made[text]


def _append(kind: "etree._Element", item: "etree._Element") -> int:
    kind.append(item)
    etree.cleanup_namespaces(item)
    kind.set("count", str(len(kind)))
    return len(kind) - 1


def _sides_of(look: Look) -> tuple[tuple[str, str], ...]:
    return tuple((look.weight, colour) for colour in look.sides)


def _colour(kind: "etree._Element", number: str | None, path: tuple[str, str]) -> str:
    """Give the colour of a fill or of a line, without its opacity; "" for none."""
    if number is None or not number.isdecimal() or int(number) >= len(kind):
        return ""
    item = child(kind[int(number)], path[0])
    found = None if item is None else child(item, path[1])
    return "" if found is None else str(found.get("rgb", ""))[-6:].upper()
