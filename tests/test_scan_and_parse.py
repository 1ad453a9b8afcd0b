"""The quick and the careful way to read a tab give the same cells, or the quick one declines."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from surgery import good_sheet, parts_of, tab_part

from okrsheets.cells import Place
from okrsheets.submissions.grid import Grid, Merge, Stored, read_merge, split_ref
from okrsheets.submissions.parse import parse_grid
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.scan import scan_grid

SAMPLES = Path(__file__).parent.parent / "samples"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
TAIL = '<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells></worksheet>'
Dump = tuple[dict[str, Stored], tuple[Merge, ...]]


def sheet(rows: str, tail: str = TAIL) -> bytes:
    """Give a tab's XML around rows."""
    return f"{HEAD}<sheetData>{rows}</sheetData>{tail}".encode()


def dump(grid: Grid) -> Dump:
    """Give every cell that holds something, by reference."""
    found = {}
    for row, kept in grid.rows.items():
        for column in kept.cells:
            stored = grid.stored(column, row)
            if stored is not None:
                found[f"{column.decode()}{row}"] = stored
    return found, grid.merges


def careful(content: bytes) -> Dump | str:
    """Give the careful reading, or the code of its refusal."""
    try:
        return dump(parse_grid(content, "part", "Q1"))
    except FileRefusedError as refusal:
        return refusal.finding.code


def quick(content: bytes) -> Dump | str | None:
    """Give the quick reading, the code of its refusal, or None where it declines."""
    try:
        grid = scan_grid(content, "part")
    except FileRefusedError as refusal:
        return refusal.finding.code
    return None if grid is None else dump(grid)


def real_tabs() -> list[bytes]:
    """Give tabs as issued, as filled here, and as LibreOffice saved them."""
    tabs = [parts_of(good_sheet())[tab_part(tab)] for tab in ("Q2", "Year", "_okrsheets")]
    for file in sorted(SAMPLES.glob("*/inbox/*.xlsx"))[:3]:
        parts = parts_of(file.read_bytes())
        tabs += [c for n, c in parts.items() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
    return tabs


REAL = real_tabs()


@pytest.mark.parametrize("number", range(len(REAL)))
def test_scan_grid__real_tab__equals_the_careful_reading(number: int) -> None:
    found = quick(REAL[number])
    assert found is not None
    assert found == careful(REAL[number])


def test_scan_grid__every_plain_form__is_read() -> None:
    rows = (
        '<row r="1" spans="1:9"><c r="A1" s="3" t="s"><v>7</v></c><c r="B1" s="3"/><c r="C1"/>'
        '<c r="D1" t="str"><f>A1&amp;"x"</f><v>7x &lt; &#20803;</v></c><c r="E1" t="n"></c></row>'
        '<row r="2"/><row r="4" ht="15"><c r="A4" t="b"><v>1</v></c><c r="B4" t="e"><v>#N/A</v></c>'
        '<c r="C4"><f aca="false">A4*2</f></c><c r="D4"><f t="shared" ref="D4:E4" si="0">A4+1</f>'
        '<v>2</v></c><c r="E4"><f t="shared" si="0"/><v>3</v></c><c r="F4"><v></v></c>'
        '<c r="G4" t="str"><v>v>1</v></c></row>'
    )
    cells, merges = dump(scan_grid(sheet(rows), "part") or pytest.fail("declined"))
    assert cells == {
        "A1": Stored("s", 3, None, "7"),
        "D1": Stored("str", 0, 'A1&"x"', "7x < 元"),
        "A4": Stored("b", 0, None, "1"),
        "B4": Stored("e", 0, None, "#N/A"),
        "C4": Stored("n", 0, "A4*2", None),
        "D4": Stored("n", 0, "A4+1", "2"),
        "E4": Stored("n", 0, "A4+1", "3"),
        "F4": Stored("n", 0, None, ""),
        "G4": Stored("str", 0, None, "v>1"),
    }
    assert merges == (Merge("B2:C3", 2, 2, 3, 3),)
    assert (cells, merges) == careful(sheet(rows))


@pytest.mark.parametrize(
    "text", ["x", "", " a  b ", "&lt;v&gt; &amp; &#20803;", "a\r\nb", "1", "v", "张三", "]]", "{0}"]
)
@pytest.mark.parametrize("tag", ["<t>", '<t xml:space="preserve">'])
def test_both_ways__plain_inline_string__is_read_the_same(text: str, tag: str) -> None:
    inline = f'<c r="A1" s="2" t="inlineStr"><is>{tag}{text}</t></is></c>'
    rows = f'<row r="1">{inline}<c r="B1" t="inlineStr"/><c r="C1"><f>A1</f><v></v></c></row>'
    found = quick(sheet(rows))
    assert found is not None
    assert found == careful(sheet(rows))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>x</t></r></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>_x0041_</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><is><t>x</t></is><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><is><t>0</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><v>x</v></is></c></row>',
        '<row r="1"><!-- <c r="B1"><v>2</v></c> --><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>',
        '<row r="1"><c><v>1</v></c></row>',
        '<row><c r="A1"><v>1</v></c></row>',
        '<row r="1"> <c r="A1"><v>1</v></c></row>',
        '<row r="1"><c t="n" r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><extLst/></c></row>',
        '<row r="1"><c r="A1"><f>A2<v>1</v></f></c></row>',
        '<row r="1"><c r="A1"><xv>0</xv><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v/></c><c r="B1"><v>1</v></c></row>',
        '<row r="1"></row><row r="2"/>x<row r="3"><c r="A3"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="A1">1</f><v>1</v></c></row>',
        '<extra><row r="1"><c r="A1"><v>1</v></c></row></extra>',
        '<row r="1"><x><c r="A1"><v>1</v></c></x></row>',
    ],
)
def test_scan_grid__unusual_spelling__declines(rows: str) -> None:
    assert quick(sheet(rows)) is None
    assert not isinstance(careful(sheet(rows)), str)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "F205"),
        ('<row r="1"><c r="A1"/><c r="A1"><v>2</v></c></row>', "F205"),
        ('<row r="1"></row><row r="1"><c r="A1"><v>2</v></c></row>', "F205"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "F206"),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', "F206"),
        ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', "F206"),
        ('<row r="0"/>', "F206"),
        ('<row r="1"><c r="A1" t="q"><v>1</v></c></row>', "F208"),
        ('<row r="1"><c r="A1"><v>&nbsp;</v></c></row>', "F202"),
        ('<row r="1"><c r="A1"><v>1</c></row>', "F202"),
        ('<row r="1"><c r="A1"><f></c></row>', "F202"),
        ('<row r="1"><c r="A1"><f>1<v>1</v></f></v></c></row>', "F202"),
        ('<row r="1"><c r="A1"><f t="shared" si="0"/>1</f><v>1</v></c></row>', "F202"),
        ('<row r="1"><c r="A1"><\x00</c></row>', "F202"),
        ('<row r="1"><c r="A1"><v>1<v>2</v></c></row>', "F202"),
        ('<row r="1"><c r="A1"><v>1</v>v>2</v></c></row>', "F202"),
        ('<row r="1"><c r="A1"><v>\x01</v></c></row>', "F202"),
        ('<row r="1"><c r="A1"><v>]]></v></c></row>', "F202"),
    ],
)
def test_both_ways__faulty_cells__are_never_read(rows: str, code: str) -> None:
    assert careful(sheet(rows)) == code
    assert quick(sheet(rows)) in (None, code)


@pytest.mark.parametrize(
    "content",
    [
        sheet("")
        .replace(b"<sheetData>", b"<x><sheetData>")
        .replace(b"</sheetData>", b"</sheetData></x>"),
        sheet("", '<x><mergeCells><mergeCell ref="A1:B2"/></mergeCells></x></worksheet>'),
        sheet("", '<mergeCells xmlns:m="m"><m:mergeCell ref="A1:B2"/></mergeCells></worksheet>'),
        sheet("", '<mergeCels><mergeCell ref="A1:B2"/></mergeCels></worksheet>'),
        sheet("", '<mergeCells><mergeCell\tref="A1:B2"/></mergeCells></worksheet>'),
        sheet("").replace(b"worksheet", b"x:worksheet").replace(b"xmlns", b"xmlns:x"),
    ],
)
def test_scan_grid__cells_or_merges_elsewhere__declines(content: bytes) -> None:
    assert quick(content) is None


def test_parse_grid__prefixed_strict_spelling__reads_the_same() -> None:
    rows = '<row r="1"><c r="A1" t="str"><f>1</f><v>a</v></c><c r="C1"><v>2</v></c></row>'
    plain = sheet(rows)
    prefixed = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", plain).replace(b"xmlns=", b"xmlns:x=")
    strict = prefixed.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert careful(strict) == careful(plain) == quick(plain)


def test_parse_grid__rows_and_cells_without_addresses__are_counted() -> None:
    rows = '<row><c/><c><v>1</v></c></row><row r="5"><c r="D5"><v>2</v></c><c><v>3</v></c></row>'
    found = careful(sheet(rows))
    assert not isinstance(found, str)
    assert {ref: stored.value for ref, stored in found[0].items()} == {
        "B1": "1",
        "D5": "2",
        "E5": "3",
    }


def test_parse_grid__inline_strings__visible_text_only() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>0.</t></r><r><rPr><strike/></rPr><t>7</t></r>'
        '<rPh sb="0" eb="1"><t>zero</t></rPh></is></c></row>'
    )
    found = careful(sheet(rows))
    assert not isinstance(found, str)
    assert found[0] == {"A1": Stored("struck", 0, None, "0.7")}


PIECES = [
    *(
        b'<c r="B2">',
        b"</c>",
        b"<v>",
        b"</v>",
        b'<row r="2">',
        b"</row>",
        b"&lt;",
        b"&",
        b"<",
        b">",
    ),
    *(b"<is><t>", b"</t></is>", b' t="inlineStr"', b"<is>", b"&#65;", b"&#0;", b"_x0041_"),
    *(b'"', b' t="s"', b' s="1"', b"<!-- -->", b"<sheetData>", b"</sheetData>", b"1", b" ", b"\r"),
    *(
        b"\xff",
        b"/",
        b"<f>",
        b"</f>",
        b"x:",
        b"<?x?>",
        b"]]>",
        b"<mergeCell ",
        b'<c r="B2" s="1"/>',
    ),
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=0, max_value=2**32))
def test_both_ways__mutilated_tab__agree_or_the_quick_one_declines(seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - mutilation, not secrecy
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}" s="2" t="n"><f>A{r}&lt;1</f><v>{r}</v></c>' for c in "ABC")
        + "</row>"
        for r in range(1, 4)
    )
    content = sheet(rows)
    for _ in range(luck.randint(1, 3)):
        start = luck.randrange(len(content))
        end = start + luck.choice((0, 0, 1, 5, 30))
        content = content[:start] + luck.choice((b"", luck.choice(PIECES))) + content[end:]
    found = quick(content)
    if found is not None:
        assert found == careful(content)


@pytest.mark.parametrize("ref", ["A0", "XFE1", "A1048577", "1A", "a1", "", "AAAA1", "A1:B2"])
def test_split_ref__no_cell_of_a_sheet__is_none(ref: str) -> None:
    assert split_ref(ref) is None


@pytest.mark.parametrize("ref", ["A1", "A1:B2:C3", "A1:", "1:2"])
def test_read_merge__no_range__is_none(ref: str) -> None:
    assert read_merge(ref) is None


def test_refusal__place__is_the_cell() -> None:
    rows = '<row r="7"><c r="K7" t="q"><v>1</v></c></row>'
    with pytest.raises(FileRefusedError) as refusal:
        parse_grid(sheet(rows), "part", "Q1")
    assert refusal.value.finding.place == Place("Q1", "K7")
