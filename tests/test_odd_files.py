"""Odd but innocent files read the same as the good sheet."""

import random
import re
import zipfile
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
from surgery import (
    BOOK,
    CUSTOM,
    MAIN,
    Q1,
    RELS,
    STRINGS,
    Parts,
    edited,
    good_sheet,
    parts_of,
    replaced,
    values_of,
    with_cells,
    zipped,
)

from okrsheets.submissions import read_submission

OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = b"http://purl.oclc.org/ooxml/officeDocument/relationships"


GOOD = values_of(read_submission(good_sheet()))


def all_parts(change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """Give the good sheet with every part, or its name, changed."""
    return zipped(dict(change(name, content) for name, content in parts_of(good_sheet()).items()))


def in_xml(change: Callable[[bytes], bytes]) -> bytes:
    """Give the good sheet with all its XML changed."""
    return all_parts(lambda n, c: (n, change(c) if n.endswith((".xml", ".rels")) else c))


def strict(content: bytes) -> bytes:
    """Spell XML as the strict form of the format does."""
    return content.replace(MAIN, STRICT_MAIN).replace(OFFICE, STRICT_OFFICE)


def prefixed(content: bytes) -> bytes:
    """Spell the format's own elements with a prefix."""
    if b'xmlns="' + MAIN not in content:
        return content
    body = re.sub(rb"<(/?)(?![?!]|[a-z0-9]+:)", rb"<\1q:", content)
    return body.replace(b'xmlns="' + MAIN, b'xmlns:q="' + MAIN)


def utf16(content: bytes) -> bytes:
    """Encode XML in UTF-16 with a byte order mark."""
    return content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def shuffled(parts: Parts) -> Parts:
    """Put the parts into another order."""
    names = sorted(parts, reverse=True)
    return {name: parts[name] for name in names}


def rows_reversed(content: bytes) -> bytes:
    """Put the XML rows of a tab into reverse order, their numbers kept."""
    rows = re.findall(rb"<row .*?</row>", content, re.DOTALL)
    return content.replace(b"".join(rows), b"".join(reversed(rows)))


def rows_hidden(content: bytes) -> bytes:
    """Hide every row."""
    return re.sub(rb"<row (?![^>]*hidden)", b'<row hidden="1" ', content)


def plus_mac() -> bytes:
    """Give the good sheet as a Mac packs it again."""
    return zipped({**parts_of(good_sheet()), "__MACOSX/._sheet.xml": b"\0\5\x16\7", "xl/": b""})


INNOCENT: dict[str, Callable[[], bytes]] = {
    "stored": lambda: zipped(parts_of(good_sheet()), method=zipfile.ZIP_STORED),
    "reordered": lambda: zipped(shuffled(parts_of(good_sheet()))),
    "packed-on-a-mac": plus_mac,
    "strict": lambda: in_xml(strict),
    "prefixed": lambda: in_xml(prefixed),
    "strict-and-prefixed": lambda: in_xml(lambda c: strict(prefixed(c))),
    "utf-16": lambda: in_xml(utf16),
    "byte-order-mark": lambda: in_xml(lambda c: b"\xef\xbb\xbf" + c),
    "strings-capitalised": lambda: all_parts(
        lambda n, c: (n.replace(STRINGS, "xl/SharedStrings.xml"), c)
    ),
    "no-content-of-the-list-of-types": lambda: edited("[Content_Types].xml", lambda _: b"<Types/>"),
    "wrong-dimension": lambda: edited(
        Q1, lambda c: re.sub(rb'ref="A1:[A-Z]+\d+"', b'ref="A1"', c, count=1)
    ),
    "giant-dimension": lambda: edited(
        Q1, lambda c: re.sub(rb'ref="A1:[A-Z]+\d+"', b'ref="A1:XFD1048576"', c, count=1)
    ),
    "lying-string-counts": lambda: edited(
        STRINGS,
        lambda c: re.sub(rb"<sst ([^>]*)>", rb'<sst \1 count="1" uniqueCount="9">', c, count=1),
    ),
    "rows-in-reverse": lambda: edited(Q1, rows_reversed),
    "rows-hidden": lambda: edited(Q1, rows_hidden),
    "line-breaks-between-tags": lambda: edited(Q1, lambda c: c.replace(b"<c ", b"\r\n<c ")),
    "comments-in-the-xml": lambda: edited(Q1, lambda c: c.replace(b"<row ", b"<!-- x --><row ")),
    "stray-cell-in-the-last-corner": lambda: replaced(
        Q1,
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    ),
    "tab-renamed": lambda: replaced(BOOK, 'name="Q1"', 'name="My first quarter"'),
    "tabs-reordered": lambda: edited(
        BOOK,
        lambda c: re.sub(
            rb"(<sheets>)(.*)(</sheets>)",
            lambda m: m[1] + b"".join(reversed(re.findall(rb"<sheet .*?/>", m[2]))) + m[3],
            c,
        ),
    ),
    "all-tabs-hidden": lambda: edited(
        BOOK, lambda c: c.replace(b'state="visible"', b'state="hidden"')
    ),
    "identity-only-in-the-tab": lambda: without_identity(tab=True),
    "identity-only-in-the-property": lambda: without_identity(custom=True),
    "identity-only-in-the-name": lambda: without_identity(book=True),
    "big-picture": lambda: zipped({**parts_of(good_sheet()), "xl/media/image1.png": noise(9)}),
    "50000-merges": lambda: replaced(
        Q1,
        "<mergeCell ",
        "".join(f'<mergeCell ref="BA{n}:BB{n}"/>' for n in range(1, 50_001)) + "<mergeCell ",
    ),
    "external-link-of-no-use": lambda: replaced(
        RELS,
        "<Relationship ",
        '<Relationship Id="x1" Type="http://x/externalLinkPath" Target="file:///a"'
        ' TargetMode="External"/><Relationship ',
    ),
    "targets-absolute": lambda: edited(
        RELS, lambda c: c.replace(b'Target="styles.xml"', b'Target="/xl/styles.xml"')
    ),
    "targets-roundabout": lambda: edited(
        RELS, lambda c: c.replace(b'Target="styles.xml"', b'Target="../xl/./styles.xml"')
    ),
    "style-number-out-of-range": lambda: with_cells({"F10": ' s="60000"><v>80</v></c>'}),
}


def noise(megabytes: int) -> bytes:
    """Give bytes that do not pack."""
    return random.Random(1).randbytes(megabytes << 20)  # noqa: S311 - a picture, not a secret


def without_identity(*, tab: bool = False, custom: bool = False, book: bool = False) -> bytes:
    """Give the good sheet with its identity in the named places only."""
    parts = parts_of(good_sheet())
    line = re.search(rb"okrsheets\|1\|[^|<]+\|E1001\|[^<]*", parts[CUSTOM])
    assert line
    if not tab:
        parts[STRINGS] = parts[STRINGS].replace(line[0], b"")
    if not custom:
        del parts[CUSTOM]
    if not book:
        parts[BOOK] = parts[BOOK].replace(line[0], b"")
    return zipped(parts)


@pytest.mark.parametrize("name", INNOCENT)
def test_read_submission__odd_but_innocent__reads_the_same(name: str) -> None:
    reading = read_submission(INNOCENT[name]())
    assert [f.code for f in reading.findings] == (["L405"] if name == "rows-hidden" else [])
    assert values_of(reading) == GOOD
    assert reading.identity is not None
    assert reading.identity.person == "E1001"


def moved(content: bytes, rows: Mapping[int, int]) -> bytes:
    """Give rows of a tab other numbers, and their cells with them."""

    def change(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        new = rows.get(number, number)
        return re.sub(rb'(r="[A-Z]*)%d"' % number, rb"\g<1>%d%s" % (new, b'"'), match[0])

    parts = re.findall(rb'<row r="(\d+)".*?</row>', content, re.DOTALL)
    assert parts
    after = re.sub(rb'<row r="(\d+)".*?</row>', change, content, flags=re.DOTALL)
    return re.sub(rb"<mergeCells.*?</mergeCells>", b"", after)


def columns_moved(content: bytes, columns: Mapping[str, str]) -> bytes:
    """Give columns of a tab other letters."""

    def change(match: re.Match[bytes]) -> bytes:
        letters = columns.get(match[1].decode(), match[1].decode())
        return b'<c r="' + letters.encode() + match[2] + b'"'

    after = re.sub(rb'<c r="([A-Z]+)(\d+)"', change, content)
    return re.sub(rb"<(mergeCells|cols)\b.*?</\1>", b"", after)


def places_of(data: bytes, *keys: str) -> list[str]:
    """Give the places of fields, and be sure that their contents are those of the good sheet."""
    reading = read_submission(data)
    assert reading.findings == ()
    assert values_of(reading) == GOOD
    return [str(reading.cells[key].place) for key in keys]


def test_read_submission__rows_inserted__fields_are_found_by_their_keys() -> None:
    shift = {number: number + 3 for number in range(9, 60)}
    data = edited(Q1, lambda c: moved(c, shift))
    assert places_of(data, "Q1.O1.K1.actual", "Q1.O3.K3.text") == ["Q1!K13", "Q1!C23"]


def test_read_submission__rows_inserted_above_the_keys__they_are_still_found() -> None:
    shift = {number: number + 2 for number in range(1, 60)}
    data = edited(Q1, lambda c: moved(c, shift))
    assert places_of(data, "Q1.O1.K1.actual") == ["Q1!K12"]


def test_read_submission__key_results_sorted__each_keeps_its_values() -> None:
    data = edited(Q1, lambda c: moved(c, {10: 12, 12: 10}))
    assert places_of(data, "Q1.O1.K1.actual", "Q1.O1.K2.actual") == ["Q1!K12", "Q1!K11"]


def test_read_submission__columns_exchanged__fields_are_found_by_their_keys() -> None:
    data = edited(Q1, lambda c: columns_moved(c, {"F": "K", "K": "F"}))
    assert places_of(data, "Q1.O1.K1.baseline", "Q1.O1.K1.actual") == ["Q1!K10", "Q1!F10"]


def test_read_submission__column_inserted_first__the_marker_is_still_found() -> None:
    letters = [chr(65 + n) for n in range(26)] + [f"A{chr(65 + n)}" for n in range(16)]
    data = edited(Q1, lambda c: columns_moved(c, dict(pairwise(letters))))
    assert places_of(data, "Q1.O1.K1.actual") == ["Q1!L10"]
