"""A company's own template checked: every way to break the contract is named by its cell."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.worksheet.datavalidation import DataValidation
from sheet_kit import sheet_of
from surgery import parts_of, zipped
from template_kit import CHINESE, SPEC, Edit, edited, exported, findings_of, told, with_part

from okrsheets.display import show_finding_line
from okrsheets.findings.template import TEMPLATE
from okrsheets.language import load_language
from okrsheets.model import Policies
from okrsheets.shape import MONTHS, SheetOptions
from okrsheets.submissions import read_submission
from okrsheets.templates import export_template
from okrsheets.templates.formulas import moved, normal, plain, translated
from okrsheets.templates.placeholders import meant, placeholders
from okrsheets.templates.xml import Spot

RELS, BOOK_RELS = "xl/worksheets/_rels/sheet2.xml.rels", "xl/_rels/workbook.xml.rels"
END = b"</Relationships>"
KIND = b'<Relationship Id="own1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'


def _rename(book: Workbook) -> None:
    """Do what is allowed: names, order, looks, words, own columns, rows and tabs."""
    book["Q1"].title = "第一季度"
    for row in book["Year"].iter_rows():
        for cell in row:  # openpyxl leaves this to its caller, other programs do it
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("'Q1'!", "'第一季度'!")
    book.move_sheet("Year", -3)
    book["第一季度"]["B2"].value = "OKR of {name} ({id}), {organisation}"
    book["第一季度"].column_dimensions["C"].width = 60
    book["Q2"]["AQ9"].value = "Project code"
    book["Q2"]["AQ10"].protection = Protection(locked=False)
    book["Q2"]["C40"].value = "Send it to {send_to} by Friday {year}"
    book.create_sheet("Our values")["A1"].value = "Dear {manager} of {department}, {title}"


def _clear(tab: str, *refs: str) -> Edit:
    def edit(book: Workbook) -> None:
        for ref in refs:
            book[tab][ref].value = None

    return edit


def _put(tab: str, ref: str, value: object) -> Edit:
    def edit(book: Workbook) -> None:
        book[tab][ref].value = value

    return edit


def _copy_tab(book: Workbook) -> None:
    book.copy_worksheet(book["Q3"]).title = "Q3 old"


def _lock(book: Workbook) -> None:
    book["Q1"]["F10"].protection = Protection(locked=True)


def _merge(book: Workbook) -> None:
    book["Q1"].merge_cells("F11:G11")


def _merge_before(book: Workbook) -> None:
    book["Q1"].merge_cells("B10:C10")
    book["Q1"]["C10"].protection = Protection(locked=False)


def _format(ref: str, code: str) -> Edit:
    def edit(book: Workbook) -> None:
        book["Q1"][ref].number_format = code

    return edit


def _exchange(tab: str, one: str, other: str) -> Edit:
    def edit(book: Workbook) -> None:
        cells = book[tab][one], book[tab][other]
        cells[0].value, cells[1].value = cells[1].value, cells[0].value

    return edit


def _hide(book: Workbook) -> None:
    book["Q1"].column_dimensions["K"].hidden = True
    book["Q2"].row_dimensions[12].hidden = True


def _hidden_tab(book: Workbook) -> None:
    book.create_sheet("People").sheet_state = "hidden"


def _no_limits(book: Workbook) -> None:
    book["Q1"].data_validations.dataValidation = [
        rule for rule in book["Q1"].data_validations.dataValidation if "E10" not in str(rule.sqref)
    ]


def _other_limit(book: Workbook) -> None:
    _no_limits(book)
    rule = DataValidation("list", formula1='"Up,Down"')
    rule.add("E10:E12")
    book["Q1"].add_data_validation(rule)


def _less_printed(book: Workbook) -> None:
    book["Q1"].print_area = "B2:Q33"


def _own_column(book: Workbook) -> None:
    book["Q1"]["AQ7"].value = "Project code"


def _note(book: Workbook) -> None:
    book["Q1"]["C2"].comment = Comment("For {name}", "Jane Doe")


def _footer(book: Workbook) -> None:
    book["Q4"].oddFooter.left.text = "{id}"  # type: ignore[union-attr] # it has one


def _no_person(book: Workbook) -> None:
    for tab in ("Q1", "Q2", "Q3", "Q4", "Year"):
        for row in book[tab].iter_rows(max_row=4):
            for cell in row:
                if cell.value == "{id}":
                    cell.value = None


CASES: Mapping[str, tuple[Edit, dict[str, list[str]]]] = {
    "tab loses its marker": (_clear("Q2", "A1"), {"T201": [""]}),
    "tab copied": (_copy_tab, {"T202": ["'Q3 old'!A1"]}),
    "marker of another tab": (
        _put("Q4", "A1", "okrsheets|1|M07|template"),
        {"T203": ["Q4!A1"], "T201": [""]},
    ),
    "word of a list": (_put("_lists", "B2", "Fine"), {"T208": ["_lists!B2"]}),
    "row key cleared": (_clear("Q1", "A12"), {"T301": ["Q1!A1"]}),
    "column key cleared": (_clear("Q1", "G1"), {"T302": ["Q1!A1"]}),
    "row key doubled": (_put("Q1", "A12", "O1.K1"), {"T301": ["Q1!A1"], "T303": ["Q1!A12"]}),
    "column key doubled": (_put("Q1", "AQ1", "target"), {"T304": ["Q1!AQ1"]}),
    "row key unknown": (_put("Q1", "A22", "legend"), {"T305": ["Q1!A22"]}),
    "column key unknown": (_put("Q1", "AQ1", "project"), {"T306": ["Q1!AQ1"]}),
    "hidden mark cleared": (_clear("Q1", "Z26"), {"T307": ["Q1!Z26"]}),
    "input locked": (_lock, {"T401": ["Q1!F10"]}),
    "inputs merged": (_merge, {"T402": ["Q1!F11"]}),
    "input below another's merge": (_merge_before, {"T402": ["Q1!C10"]}),
    "percentage for a score": (_format("M10", "0%"), {"T409": ["Q1!M10"]}),
    "percentage for a figure": (_format("G10", "0.0%"), {"T409": ["Q1!G10"]}),
    "plain figure for a weight": (_format("D10", "0.00"), {"T409": ["Q1!D10"]}),
    "date for a figure": (_format("K10", "yyyy-mm-dd"), {"T409": ["Q1!K10"]}),
    "text for a figure": (_format("F10", "@"), {"T409": ["Q1!F10"]}),
    "thousands for a figure": (_format("F10", "#,##0,"), {"T409": ["Q1!F10"]}),
    "score without decimals": (_format("O10", "0"), {"T409": ["Q1!O10"]}),
    "score that nobody sees": (_format("O21", ";;;"), {"T409": ["Q1!O21"]}),
    "headings exchanged": (_exchange("Q1", "F7", "G7"), {"T506": ["Q1!F7", "Q1!G7"]}),
    "heading of another language": (_put("Q1", "G7", "起始值"), {"T506": ["Q1!G7"]}),
    "labels of rows exchanged": (
        _exchange("Year", "C17", "C19"),
        {"T506": ["Year!C17", "Year!C19"]},
    ),
    "column and row hidden": (_hide, {"T410": ["Q1!K10", "Q2!C12"]}),
    "own tab hidden": (_hidden_tab, {"T209": ["People!A1"]}),
    "input filled in": (_put("Q1", "C9", "Grow"), {"T403": ["Q1!C9"]}),
    "input with a formula": (_put("Q1", "F10", "=1+1"), {"T403": ["Q1!F10"]}),
    "limit gone": (_no_limits, {"T404": ["Q1!E10"]}),
    "limit changed": (_other_limit, {"T404": ["Q1!E10"]}),
    "printed less": (_less_printed, {"T405": ["Q1!R10"]}),
    "formula gone": (_clear("Q1", "O10"), {"T406": ["Q1!O10"]}),
    "formula changed": (_put("Q1", "O10", "=ROUND(AE10,1)"), {"T407": ["Q1!O10"]}),
    "own column locked": (_own_column, {"T408": ["Q1!AQ10"]}),
    "placeholder misspelt": (_put("Q1", "C24", "For {nmae}"), {"T501": ["Q1!C24"]}),
    "words in braces": (_put("Q1", "C24", "{see the intranet}"), {"T502": ["Q1!C24"]}),
    "id nowhere": (_no_person, {"T503": [""]}),
    "placeholder in a note": (_note, {"T504": [""]}),
    "placeholder in a footer": (_footer, {"T504": ["Q4!A1"]}),
    "placeholder in a formula": (_put("Q1", "C24", '="For "&"{name}"'), {"T504": ["Q1!C24"]}),
    "label above another entry": (_put("Q1", "D4", "No. {id}"), {"T505": ["Q1!D4"]}),
}


@pytest.mark.parametrize("case", CASES)
def test_check_template__one_thing_changed__is_named_by_its_cell(case: str) -> None:
    edit, expected = CASES[case]
    assert told(edited(edit)) == expected


def test_check_template__as_exported__is_fit_in_both_languages() -> None:
    assert findings_of(exported()) == ()
    assert findings_of(exported("zh"), CHINESE) == ()


@pytest.mark.parametrize(
    "options",
    [
        SheetOptions(cycles=MONTHS, check_ins=True),
        SheetOptions(5, 5, left_out=("anchors", "evidence", "self"), objective_weights=False),
    ],
    ids=SheetOptions.code,
)
def test_check_template__any_shape__is_fit_as_exported_and_saved_again(
    options: SheetOptions,
) -> None:
    spec = replace(CHINESE, options=options)
    data = export_template(spec)
    assert told(data, spec) == told(edited(lambda _: None, data), spec) == {}


def test_check_template__saved_by_another_program__is_fit() -> None:
    assert told(edited(lambda _: None)) == {}


def test_check_template__looks_words_names_and_own_parts__are_free() -> None:
    assert told(edited(_rename)) == {}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: b"", "F101"),
        (lambda: b"%PDF-1.7", "F123"),
        (lambda: with_part("xl/workbook.xml", b"spreadsheetml/2006/main", b"strict/main"), "T102"),
        (lambda: with_part("xl/workbook.xml", b"<workbook", b"<!DOCTYPE a><workbook"), "F201"),
        (lambda: zipped({**parts_of(exported()), "xl/vbaProject.bin": b"x"}), "T103"),
        (lambda: with_part(BOOK_RELS, END, _relation(b"relationships/externalLink")), "T104"),
        (lambda: with_part(RELS, END, _relation(b"relationships/image", outside=True)), "T104"),
        (lambda: with_part(RELS, END, _relation(b"relationships/oleObject")), "T105"),
        (lambda: with_part(RELS, END, _relation(b"relationships/pivotTable")), "T105"),
        (lambda: zipped({**parts_of(exported()), "xl/media/big.bmp": _noise()}), "T106"),
        (sheet_of, "T107"),
        (lambda: edited(_without_markers), "T101"),
    ],
)
def test_check_template__what_no_sheet_may_be__is_named(data: object, code: str) -> None:
    assert code in told(data())  # type: ignore[operator] # each row of the table is a function


def _relation(kind: bytes, *, outside: bool = False) -> bytes:
    mode = b' TargetMode="External"' if outside else b""
    return KIND + kind + b'" Target="https://example.com/x"' + mode + b"/>" + END


def _noise() -> bytes:
    """Give 2.2 MB that do not compress: the digits of consecutive hashes."""
    import hashlib  # noqa: PLC0415 - one test needs it

    return b"".join(hashlib.sha512(str(n).encode()).digest() for n in range(36_000))


def _without_markers(book: Workbook) -> None:
    for tab in ("Q1", "Q2", "Q3", "Q4", "Year"):
        book[tab]["A1"].value = None


def test_check_template__hidden_tab_gone__the_defined_name_still_knows() -> None:
    assert told(edited(lambda book: book.remove(book["_okrsheets"]))) == {}


def test_check_template__hidden_facts_gone_everywhere__is_a_warning() -> None:
    def edit(book: Workbook) -> None:
        book.remove(book["_okrsheets"])
        del book.defined_names["okrsheets_identity"]

    assert told(edited(edit)) == {"T108": [""]}


def test_check_template__other_settings__says_only_which() -> None:
    fewer = replace(SPEC, options=SheetOptions(objectives=2))
    assert told(exported(), fewer) == {"T204": [""]}
    assert told(exported(), CHINESE) == {"T205": [""]}
    other = Policies(missing_quarter="as_zero")
    assert told(exported(), replace(SPEC, policies=other)) == {"T206": [""]}
    next_year = told(exported(), replace(SPEC, year=2027))
    assert next_year["T207"] == [""]


def test_check_template__drop_downs_among_the_extensions__count() -> None:
    """Excel keeps a list that stands on another tab there as soon as it saves the file."""
    sheet = parts_of(exported())["xl/worksheets/sheet2.xml"].decode()
    rule = re.search(r'<dataValidation sqref="E10[^>]*type="list".*?</dataValidation>', sheet)
    assert rule is not None
    area = re.search('sqref="([^"]*)"', rule[0])
    text = re.search("<formula1>(.*?)</formula1>", rule[0])
    assert area is not None
    assert text is not None
    later = (
        '<extLst><ext uri="{CCE6A557-97bc-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14='
        '"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations'
        ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
        '<x14:dataValidation type="list" allowBlank="1"><x14:formula1>'
        f"<xm:f>{text[1]}</xm:f></x14:formula1><xm:sqref>{area[1]}</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    changed = sheet.replace(rule[0], "").replace("</worksheet>", later)
    parts = parts_of(exported())
    assert told(zipped({**parts, "xl/worksheets/sheet2.xml": changed.encode()})) == {}


def test_check_template__message__is_the_houses_form() -> None:
    (finding,) = findings_of(edited(_put("Q1", "C24", "For {nmae}")))
    line = show_finding_line("our.xlsx", finding, load_language("en"))
    assert line.startswith(
        "our.xlsx › Q1!C24 — T501 “{nmae}” is no placeholder; did you mean {name}"
    )


def test_codes__all__are_provoked() -> None:
    named = {code for _, codes in CASES.values() for code in codes}
    named |= {"T101", "T102", "T103", "T104", "T105", "T106", "T107", "T108"}
    named |= {"T204", "T205", "T206", "T207"}
    named |= {"T411"}  # tests/test_templates_issue.py: it takes a program that inserts rows
    assert named == {entry.code for entry in TEMPLATE}


def test_read_submission__blank_template__is_nobodys_sheet() -> None:
    reading = read_submission(exported())
    assert reading.identity is None
    assert [finding.code for finding in reading.findings] == ["L107"]


def _name(tab: str, spot: Spot) -> str:
    return f"{tab or 'here'}:{spot[0]},{spot[1]}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUM( A1 , B2 )", "SUM(A1,B2)"),
        ("'Q1'!$A$1+1", "Q1!A1+1.0"),
        ("of:=IF(A1=TRUE(),1E+3,0.50)", "if(A1=TRUE,1000,0.5)"),
        ('_xlfn.IFERROR(A1,"a  b")', 'IFERROR(A1,"a  b")'),
        ("$_lists.X1", "$_lists.X1"),
        ("Q1!A1:B2", "'Q1'!$A1:B$2"),
    ],
)
def test_normal__spellings_of_programs__are_equal(one: str, other: str) -> None:
    assert normal(one, _name) == normal(other, _name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A1", "A2"),
        ("Q1!A1", "A1"),
        ('"a b"', '"ab"'),
        ("A1<B1", "A1<=B1"),
        ("LOG10(1)", "LOG1(1)"),
    ],
)
def test_normal__other_meanings__differ(one: str, other: str) -> None:
    assert normal(one, _name) != normal(other, _name)


def test_moved__shared_formula__shifts_what_is_not_fixed() -> None:
    assert moved('A1+$B1+C$1+"A1"&LOG10(D9)', 2, 1) == 'B3+$B3+D$1+"A1"&LOG10(E11)'


def test_plain__called_constants__are_constants() -> None:
    assert plain('IF(TRUE(),FALSE(),"TRUE()")') == 'IF(TRUE,FALSE,"TRUE()")'


def test_translated__own_addresses__are_exchanged() -> None:
    def place(tab: str, spot: Spot) -> Spot | None:
        return None if tab else (spot[0] + 10, spot[1])

    assert translated("A1+$B$2+_lists!$A$2:$A$9", place) == "A11+$B$12+_lists!$A$2:$A$9"


def test_translated__tabs_with_other_names__are_renamed() -> None:
    names = {"Q1": "Jane's Q1"}
    given = "IF('Q1'!C10=1,_lists!$L$2&\"Q1!C10\",Q1!C10:D10)"
    wanted = "IF('Jane''s Q1'!C11=1,_lists!$L$2&\"Q1!C10\",'Jane''s Q1'!C11:D11)"
    assert translated(given, lambda tab, s: (s[0] + 1, s[1]) if tab == "Q1" else None, names) == (
        wanted
    )


def test_placeholders__text__are_the_words_in_braces() -> None:
    assert placeholders("{name} and {send_to}, {} { } {a+b} {=sheet}") == ["name", "send_to"]


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("nmae", "name"),
        ("Name", "name"),
        ("send to", "send_to"),
        ("姓名", "name"),
        ("intranet", ""),
    ],
)
def test_meant__misspelt__gives_the_nearest(word: str, near: str) -> None:
    assert meant(word) == near
