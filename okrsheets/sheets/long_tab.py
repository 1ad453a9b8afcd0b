"""Writes a drawn workbook whose first tab goes on for many lines, each like the one drawn.

The drawn line lends its styles and its height. Texts become shared strings (Numbers drops those
that openpyxl writes inline) and are never formulas; links are relations of the tab.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

from okrsheets.layout import column_letter
from okrsheets.sheets.escaping import to_xml

MOST_LINKS = 65_000
"""Excel takes 65,530 links in a tab; lines beyond show their file as a text."""

_LONGEST_LINK = 2_000
_TAB = "xl/worksheets/sheet1.xml"
_TAB_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
_SHARED, _TYPES, _BOOK_RELATIONS = (
    "xl/sharedStrings.xml",
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
)
_CORE, _APP = "docProps/core.xml", "docProps/app.xml"
_FIRST_PARTS = (_TYPES, "_rels/.rels")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INLINE = re.compile(
    r' t="inlineStr"><is><t(?: xml:space="preserve")?>(.*?)</t></is></c>', re.DOTALL
)
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_HEIGHT = re.compile(r'\sht="[^"]+"')
_DIMENSION = re.compile(r'(<dimension ref=")[^"]+')
_CLEAR = re.compile(r'(<(?:color|fgColor|bgColor|tabColor) rgb=")00(?=[0-9A-F]{6}")')
_NO_HEADER = re.compile(r"<((?:odd|even|first)(?:Header|Footer))(?: ?/>|></\1>)")
_STAMPED = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_PROGRAM = re.compile(r"(<Application>).*(</Application>)<AppVersion>.*</AppVersion>")
_MASKED = {code: quote(chr(code), safe="/") for code in range(0x80)}
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_LEVEL = 5


@dataclass(frozen=True, slots=True)
class LongTab:
    """The lines of the first tab.

    `row` is where the drawn line stands. `links` gives each line's target, blank for none, in the
    column `link_column` (from 1).
    """

    row: int
    lines: Sequence[tuple[str, ...]]
    links: Sequence[str]
    link_column: int


@dataclass(slots=True)
class _Strings:
    """The shared strings as they come."""

    index: dict[str, int] = field(default_factory=dict)

    def number(self, xml: str) -> int:
        """Give the number of a text, written as XML."""
        return self.index.setdefault(xml, len(self.index))

    def part(self) -> str:
        """Give the whole part."""
        items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in self.index)
        return f'{_DECLARATION}<sst xmlns="{_MAIN}">{items}</sst>'


def link_target(path: str) -> str:
    """Give a relative path as a link's target; blank where it is too long for one.

    Letters of any language stay as they are, as Excel writes them; only what has a meaning in an
    address is masked.
    """
    target = path.translate(_MASKED)
    return target if len(target) <= _LONGEST_LINK else ""


def write_book(workbook: Workbook, long: LongTab, stream: IO[bytes], *, year: int) -> None:
    """Write the workbook; `year` dates it, one year before the year it is for."""
    parts = _parts_of(workbook)
    strings = _Strings()
    for name in [n for n in parts if n.startswith("xl/worksheets/sheet")]:
        parts[name] = _share(parts[name], strings)
    linked = [(n, t) for n, t in enumerate(long.links) if t][:MOST_LINKS]
    parts[_TAB] = _lengthen(parts[_TAB], long, strings, [n for n, _ in linked])
    if linked:
        parts[_TAB_RELATIONS] = _relations(t for _, t in linked)
    parts[_SHARED] = strings.part()
    _tell_of_strings(parts)
    parts[_CORE] = _STAMPED.sub(rf"\g<1>{year - 1}-01-01T00:00:00Z", parts[_CORE])
    parts[_APP] = _PROGRAM.sub(r"\1okrsheets\2", parts[_APP])
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name in (*_FIRST_PARTS, *sorted(n for n in parts if n not in _FIRST_PARTS)):
            info = ZipInfo(name, _NO_DATE)
            info.compress_type = ZIP_DEFLATED
            package.writestr(info, parts[name])


def _parts_of(workbook: Workbook) -> dict[str, str]:
    buffer = io.BytesIO()
    workbook.save(buffer)
    with ZipFile(buffer) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    return {name: _declared(_NO_HEADER.sub("", text)) for name, text in parts.items()}


def _declared(text: str) -> str:
    """Give colours their opacity, and begin with the declaration that other programs write."""
    opaque = _CLEAR.sub(r"\1FF", text)
    return opaque if opaque.startswith("<?xml") else _DECLARATION + opaque


def _share(tab: str, strings: _Strings) -> str:
    return _INLINE.sub(lambda m: f' t="s"><v>{strings.number(m[1])}</v></c>', tab)


def _lengthen(tab: str, long: LongTab, strings: _Strings, linked: Sequence[int]) -> str:
    """Put all lines in the place of the one that is drawn, and links behind them."""
    drawn = re.search(rf'<row r="{long.row}".*?</row>', tab, re.DOTALL)
    if drawn is None:
        raise ValueError(long.row)
    head, tail = tab[: drawn.start()], tab[drawn.end() :]
    rows = "".join(_rows(drawn[0], long, strings))
    if linked:
        column = column_letter(long.link_column)
        links = "".join(
            f'<hyperlink ref="{column}{long.row + line}" r:id="rId{number}"/>'
            for number, line in enumerate(linked, start=1)
        )
        links = f'<hyperlinks xmlns:r="{_OFFICE}">{links}</hyperlinks>'
        tail = tail.replace("<printOptions", f"{links}<printOptions", 1)
    last = long.row - 1 + max(len(long.lines), 1)
    width = len(_STYLE.findall(drawn[0]))
    area = f"A1:{column_letter(width)}{last}"
    return _DIMENSION.sub(rf"\g<1>{area}", head) + (rows or drawn[0]) + tail


def _rows(drawn: str, long: LongTab, strings: _Strings) -> Iterator[str]:
    styles = _STYLE.findall(drawn)
    height = _HEIGHT.search(drawn)
    shape = f'{height[0]} customHeight="1"' if height else ""
    cells = [(column_letter(n), style) for n, style in enumerate(styles, start=1)]
    for row, texts in enumerate(long.lines, start=long.row):
        filled = (
            f'<c r="{letter}{row}" s="{style}" t="s"><v>{strings.number(to_xml(text))}</v></c>'
            if text
            else f'<c r="{letter}{row}" s="{style}"/>'
            for (letter, style), text in zip(cells, texts, strict=True)
        )
        yield f'<row r="{row}"{shape}>{"".join(filled)}</row>'


def _relations(targets: Iterator[str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/hyperlink" Target="{to_xml(target)}"'
        ' TargetMode="External"/>'
        for number, target in enumerate(targets, start=1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}">{items}</Relationships>'


def _tell_of_strings(parts: dict[str, str]) -> None:
    """Name the shared strings where a package has to."""
    override = f'<Override PartName="/{_SHARED}" ContentType="{_TYPE}"/></Types>'
    relation = (
        f'<Relationship Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml" Id="rId0"/>'
        "</Relationships>"
    )
    parts[_TYPES] = parts[_TYPES].replace("</Types>", override)
    parts[_BOOK_RELATIONS] = parts[_BOOK_RELATIONS].replace("</Relationships>", relation)
