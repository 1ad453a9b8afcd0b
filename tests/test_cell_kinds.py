"""Cells are told apart as a program stored them: kinds, texts, formats, dates, properties."""

import pickle
import re
from datetime import UTC, datetime

import pytest
from filled_sheets import fill
from sheet_kit import sheet_of
from surgery import (
    BOOK,
    MAIN,
    STRINGS,
    good_sheet,
    parts_of,
    tab_part,
    with_cells,
    zipped,
)

from okrsheets.cells import Cell
from okrsheets.submissions import read_submission
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.serial import date_of_serial
from okrsheets.submissions.strings import read_strings, read_strings_carefully


def cell(data: bytes, key: str) -> Cell:
    """Give one field's cell."""
    return read_submission(data).cells[key]


def test_read_submission__rich_text__is_joined_without_the_phonetic_guide() -> None:
    rich = (
        '<si><r><t>7</t></r><r><rPr><b/></rPr><t>0%</t></r><rPh sb="0" eb="1"><t>a</t></rPh></si>'
    )
    parts = parts_of(with_cells({"K10": ' t="s"><v>0</v></c>'}))
    first = parts[STRINGS].index(b"<si>")
    parts[STRINGS] = parts[STRINGS][:first] + rich.encode() + parts[STRINGS][first:]
    for tab in ("Q1", "Q2", "Q3", "Q4", "Year", "_okrsheets"):
        parts[tab_part(tab)] = re.sub(
            rb't="s"><v>(\d+)</v>',
            lambda m: b't="s"><v>%d</v>' % (int(m[1]) + (m[1] != b"0")),
            parts[tab_part(tab)],
        )
    found = cell(zipped(parts), "Q1.O1.K1.actual")
    assert (found.kind.value, found.raw, found.struck) == ("text", "70%", False)


@pytest.mark.parametrize(
    ("rest", "kind", "raw"),
    [
        ("><v>88</v></c>", "number", "88"),
        (' t="n"><v> 88 </v></c>', "number", "88"),
        (' t="b"><v>1</v></c>', "boolean", "1"),
        (' t="e"><v>#DIV/0!</v></c>', "error", "#DIV/0!"),
        ("><f>80+8</f></c>", "uncached", ""),
        ("><f>80+8</f><v></v></c>", "uncached", ""),
        (' t="str"><f>"a"</f><v>a</v></c>', "text", "a"),
        ("/>", "blank", ""),
        ("><v/></c>", "blank", ""),
        (' t="d"><v>2026-07-01</v></c>', "date", "2026-07-01"),
        (' t="inlineStr"><is><t>a_x000D_b_x0041_</t></is></c>', "text", "a\rbA"),
        (
            ' t="inlineStr"><is><t>_xD83D__xDE00__xD83D_</t></is></c>',
            "text",
            "_xD83D__xDE00__xD83D_",
        ),
        (' t="inlineStr"><is><t>_xD83D__xDE00_</t></is></c>', "text", "\U0001f600"),
    ],
)
def test_read_submission__cell_kinds__are_told_apart(rest: str, kind: str, raw: str) -> None:
    found = cell(with_cells({"K10": rest}), "Q1.O1.K1.actual")
    assert (found.kind.value, found.raw) == (kind, raw)
    assert str(found.place) == "Q1!K10"


@pytest.mark.parametrize(
    ("code", "raw", "kind", "read"),
    [
        ("yyyy-mm-dd", "46204", "date", "2026-07-01"),
        ("m/d/yy h:mm", "46204.5", "date", "2026-07-01T12:00:00"),
        ('yyyy"年"m"月"', "46204", "date", "2026-07-01"),
        ("[$-804]aaaa;@", "0.7", "number", "0.7"),
        ("[h]:mm", "1.5", "date", "1900-01-01T12:00:00"),
        ("0.00%", "0.7", "number", "0.7"),
        ('0.0"days"', "7", "number", "7"),
        ("[Red]0.0", "7", "number", "7"),
        (r"0.0\d", "7", "number", "7"),
        ("General", "7", "number", "7"),
    ],
)
def test_read_submission__number_formats__dates_are_known(
    code: str, raw: str, kind: str, read: str
) -> None:
    parts = parts_of(with_cells({"K10": f' s="0"><v>{raw}</v></c>'}))
    quoted = code.replace('"', "&quot;").encode()
    styles = b'<styleSheet xmlns="%s"><numFmts><numFmt numFmtId="999" formatCode="%s"/></numFmts>'
    end = b'<cellXfs><xf numFmtId="999" fontId="0"/></cellXfs></styleSheet>'
    parts["xl/styles.xml"] = styles % (MAIN, quoted) + end
    found = cell(zipped(parts), "Q1.O1.K1.actual")
    assert (found.kind.value, found.raw, found.format) == (kind, read, code)


def test_read_submission__1904_dates__are_right() -> None:
    parts = parts_of(with_cells({"K10": ' s="0"><v>44742</v></c>'}))
    parts[BOOK] = parts[BOOK].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    parts["xl/styles.xml"] = b'<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    assert cell(zipped(parts), "Q1.O1.K1.actual").raw == "2026-07-01"


def test_read_submission__struck_out_font__is_noticed() -> None:
    parts = parts_of(with_cells({"K10": ' s="0"><v>88</v></c>'}))
    parts["xl/styles.xml"] = (
        b"<styleSheet><fonts><font><strike/></font></fonts>"
        b'<cellXfs><xf numFmtId="0" fontId="0"/></cellXfs></styleSheet>'
    )
    assert cell(zipped(parts), "Q1.O1.K1.actual").struck


def test_read_submission__modified_date__is_the_documents_own() -> None:
    day = datetime(2026, 7, 9, 18, 30, tzinfo=UTC)
    assert read_submission(fill(sheet_of(), {}, modified=day)).modified == day
    assert read_submission(fill(sheet_of(), {}, modified=None)).modified is None


def test_read_submission__last_author_and_name__are_read() -> None:
    part = "docProps/core.xml"
    author = "<cp:lastModifiedBy>Bo Zhang</cp:lastModifiedBy>"
    content = parts_of(good_sheet())[part]
    clean = re.sub(rb"<cp:lastModifiedBy>.*?</cp:lastModifiedBy>", b"", content)
    close = re.search(rb"</(?:\w+:)?coreProperties>", clean)
    assert close
    data = zipped(
        {**parts_of(good_sheet()), part: clean.replace(close[0], author.encode() + close[0])}
    )
    reading = read_submission(data)
    assert reading.modified_by == "Bo Zhang"
    assert reading.name is not None
    assert (reading.name.raw, str(reading.name.place)) == ("Ann Lee", "Q1!B4")


PLAIN_ITEM = "<si><t>a</t></si>"
TABLES = {
    "plain": f"<sst>{PLAIN_ITEM}<si><t xml:space='preserve'> b </t></si></sst>",
    "rich": "<sst><si><r><t>a</t></r><r><t>b</t></r></si><si><t>c</t></si></sst>",
    "runs": "<sst><si><r><rPr><b/></rPr><t xml:space='preserve'>a </t></r><r><t/></r><r><t>&lt;</t>"
    "</r></si><si><r><rPr><strike/></rPr><t>a</t></r></si><si><t>b</t><rPh><t>c</t></rPh></si></sst>",
    "odd-attributes": '<sst><si><t a="/">a</t></si><si><t a="x" /><t>b</t></si></sst>',
    "empty-item": f"<sst><si/>{PLAIN_ITEM}</sst>",
    "spaced-tags": "<sst><si ><t>a</t></si ><si><t>b</t></si></sst>",
    "comment": f"<sst><!-- {PLAIN_ITEM} -->{PLAIN_ITEM}</sst>",
    "cdata": f"<sst><si><t><![CDATA[<si>a]]></t></si>{PLAIN_ITEM}</sst>",
    "prefixed": "<x:sst xmlns:x='u'><x:si><x:t>a</x:t></x:si></x:sst>",
    "entities": "<sst><si><t>&lt;&#20803;&amp;</t></si><si><t>a\r\nb</t></si></sst>",
    "no-text": "<sst><si></si><si><t/></si></sst>",
    "undone-escapes": "<sst><si><t>_x0041__x005F_x0041_</t></si></sst>",
}


@pytest.mark.parametrize("name", TABLES)
def test_read_strings__quick_and_careful__give_the_same(name: str) -> None:
    content = TABLES[name].encode()
    strings = read_strings(content, "part")
    assert [strings.text(str(n)) for n in range(len(strings.items))] == [
        *read_strings_carefully(content, "part")
    ]


def test_read_strings__plain_and_rich__are_these() -> None:
    strings = read_strings(TABLES["rich"].encode(), "part")
    assert [strings.text("0").text, strings.text("1").text] == ["ab", "c"]


@pytest.mark.parametrize(
    "table",
    [
        "<sst><si><t>&x;</t></si></sst>",
        "<sst><si><t>a</t></si>",
        "<sst><si><t>a</t></sst>",
        "<sst><si><t>]]></t></si></sst>",
        "<sst><si><t>\x02</t></si></sst>",
    ],
)
def test_read_strings__not_well_formed__is_refused(table: str) -> None:
    with pytest.raises(FileRefusedError, match="F202"):
        read_strings(table.encode(), "part")


def test_reading__cells__hold_blank_ones_and_travel_as_the_filled_ones() -> None:
    cells = read_submission(good_sheet()).cells
    assert str(cells["Q1.O3.K3.target"].place) == "Q1!G20"
    assert cells["Q1.O3.K3.target"].blank
    assert "Q1.O4.text" not in cells
    assert "Q9.O1.text" not in cells
    assert len(cells) == sum(1 for _ in cells)
    travelled = pickle.loads(pickle.dumps(cells))  # noqa: S301 - made one line above
    assert travelled == {key: cell for key, cell in cells.items() if not cell.blank}


@pytest.mark.parametrize(
    ("raw", "system", "read"),
    [
        ("1", 1900, "1900-01-01"),
        ("59", 1900, "1900-02-28"),
        ("61", 1900, "1900-03-01"),
        ("46204.75", 1900, "2026-07-01T18:00:00"),
        ("0", 1904, "1904-01-01"),
        ("-1", 1900, None),
        ("2958466", 1900, None),
        ("1e9", 1900, None),
        ("soon", 1900, None),
    ],
)
def test_date_of_serial__both_systems__give_the_day(
    raw: str, system: int, read: str | None
) -> None:
    assert date_of_serial(raw, from_1904=system == 1904) == read
