"""Takes a workbook's parts apart and puts them together again, one thing changed."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain

from filled_sheets import fill
from sheet_kit import sheet_of

from okrsheets.submissions import Reading

Parts = dict[str, bytes]
Change = Callable[[bytes], bytes]
PLANNED: Mapping[str, str | float] = {
    "Q1.O1.text": "Happier customers",
    "Q1.O1.weight": 1,
    "Q1.O1.K1.text": "Satisfaction from 80 to 90",
    "Q1.O1.K1.type": "Increase",
    "Q1.O1.K1.baseline": 80,
    "Q1.O1.K1.target": 90,
    "Q1.O1.K1.actual": 88,
    "Q1.O1.K2.text": "50 visits",
    "Q1.O1.K2.type": "Linear",
    "Q1.O1.K2.target": 50,
    "Q1.O1.K2.actual": 50,
    "Q1.O1.K2.reason": "Two teams shared the work",
}
"""Q1: text in column C, weight D, type E, baseline F, target G, actual K; O1 row 9, K1 row 10."""


@cache
def good_sheet() -> bytes:
    """Give Ann's English sheet with two key results in Q1."""
    return fill(sheet_of(), PLANNED)


def parts_of(data: bytes) -> Parts:
    """Give every part of a workbook by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts into a workbook, the same bytes for the same parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(info, content, compress_type=method, compresslevel=9)
    return target.getvalue()


def tab_part(name: str) -> str:
    """Give the part of a tab of the issued sheet: how to fill 1, Q1 2 … Q4 5, the year 6."""
    numbers = {"How to fill": 1, "Q1": 2, "Q2": 3, "Q3": 4, "Q4": 5, "Year": 6, "_okrsheets": 7}
    return f"xl/worksheets/sheet{numbers[name]}.xml"


Q1 = tab_part("Q1")
STRINGS, BOOK, RELS = "xl/sharedStrings.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
CUSTOM, STYLES = "docProps/custom.xml", "xl/styles.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def values_of(reading: Reading) -> Mapping[str, tuple[str, str]]:
    """Give what a reading holds, kind and raw text, without the places."""
    every = chain(reading.cells.items(), reading.computed.items())
    return {key: (cell.kind.value, cell.raw) for key, cell in every if not cell.blank}


def changed(parts: Mapping[str, bytes], part: str, change: Change) -> bytes:
    """Give the workbook with one part changed; the change must change something."""
    after = change(parts[part])
    assert after != parts[part], part
    return zipped({**parts, part: after})


def edited(part: str, change: Change) -> bytes:
    """Give the good sheet with one part changed."""
    return changed(parts_of(good_sheet()), part, change)


def replaced(part: str, old: str, new: str, *, count: int = 1) -> bytes:
    """Give the good sheet with one piece of a part's text exchanged."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), count)

    return edited(part, change)


def with_cell(content: bytes, ref: str, cell: str) -> bytes:
    """Put `cell`, its whole XML, where the cell `ref` stands in a tab's XML."""
    pattern = f'<c r="{ref}"[^>]*?(?:/>|>.*?</c>)'.encode()
    after, count = re.subn(pattern, lambda _: cell.encode(), content, count=1, flags=re.DOTALL)
    assert count == 1, ref
    return after


def with_cells(cells: Mapping[str, str], *, tab: str = "Q1") -> bytes:
    """Give the good sheet with cells of a tab exchanged: reference → XML after `<c r="…"`."""

    def change(content: bytes) -> bytes:
        for ref, rest in cells.items():
            content = with_cell(content, ref, f'<c r="{ref}"{rest}')
        return content

    return edited(tab_part(tab), change)


def in_directory(data: bytes, name: str, offset: int, value: bytes) -> bytes:
    """Overwrite bytes of an entry of the zip directory, `offset` from its beginning."""
    place = data.index(b"PK\x01\x02")
    while data[place + 46 : place + 46 + len(name)] != name.encode():
        place = data.index(b"PK\x01\x02", place + 4)
    return data[: place + offset] + value + data[place + offset + len(value) :]
