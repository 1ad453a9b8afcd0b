"""The empty form: what stands where, what may be typed, how it prints, what it shows."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sheet_kit import ANN, opened, sheet_of, stamp_of, template

from okrsheets.language import load_language
from okrsheets.layout import build_layout
from okrsheets.shape import SheetOptions

LANGUAGES = ("en", "zh")


def xml_of(part: str, language: str = "en") -> str:
    with zipfile.ZipFile(io.BytesIO(sheet_of(ANN, language))) as package:
        return package.read(part).decode()


def sheets_xml(language: str = "en") -> Iterator[str]:
    for number in range(1, 9):
        yield xml_of(f"xl/worksheets/sheet{number}.xml", language)


def tabs_of(language: str) -> list[Worksheet]:
    return list(opened(sheet_of(ANN, language)).worksheets)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["How to fill", "Q1", "Q2", "Q3", "Q4", "Year", "_okrsheets", "_lists"]),
        ("zh", ["填表说明", "Q1", "Q2", "Q3", "Q4", "年度", "_okrsheets", "_lists"]),
    ],
)
def test_form__tabs__stand_in_order_and_two_are_very_hidden(
    language: str, names: list[str]
) -> None:
    tabs = tabs_of(language)
    assert [tab.title for tab in tabs] == names
    assert [tab.sheet_state for tab in tabs] == ["visible"] * 6 + ["veryHidden"] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_form__input_fields__are_unlocked_and_computed_ones_locked(language: str) -> None:
    book = opened(sheet_of(ANN, language))
    for key, field in build_layout(SheetOptions(), load_language(language)).fields.items():
        cell = book[field.place.sheet][field.place.ref]
        assert cell.protection.locked == field.rule.computed, key
        assert (cell.data_type == "f") == field.rule.computed, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_form__every_input_field__says_what_to_type(language: str) -> None:
    book = opened(sheet_of(ANN, language))
    for key, field in build_layout(SheetOptions(), load_language(language)).fields.items():
        if field.rule.computed:
            continue
        rules = [
            rule
            for rule in book[field.place.sheet].data_validations.dataValidation
            if field.place.ref in rule.sqref
        ]
        assert len(rules) == 1, key
        assert rules[0].errorStyle == "stop"
        assert 0 < len(str(rules[0].prompt)) <= 255, key
        assert 0 < len(str(rules[0].error)) <= 255, key
        assert 0 < len(str(rules[0].promptTitle)) <= 32, key


@pytest.mark.parametrize(
    ("ref", "kind", "first", "second"),
    [
        ("D10", "decimal", "0.0001", "1"),
        ("E10", "list", "_lists!$A$2:$A$9", None),
        ("Q10", "list", "_lists!$B$2:$B$5", None),
        ("D26", "list", "_lists!$C$2:$C$3", None),
        ("M10", "decimal", "0", "1"),
        ("V10", "decimal", "0", "1"),
        ("C10", "textLength", "300", None),
        ("I10", "textLength", "20", None),
        ("D31", "date", "36526", None),
    ],
)
def test_form__limit__is_of_the_fields_kind(
    ref: str, kind: str, first: str, second: str | None
) -> None:
    rules = opened(sheet_of())["Q2"].data_validations.dataValidation
    rule = next(rule for rule in rules if ref in rule.sqref)
    assert (rule.type, rule.formula1, rule.formula2) == (kind, first, second)


def test_form__lists__hold_the_words_of_the_language() -> None:
    lists = opened(sheet_of(ANN, "zh"))["_lists"]
    types = [lists[f"A{row}"].value for row in range(2, 10)]
    assert types == ["正向", "负向", "线性", "范围", "里程碑", "是否", "锚定", "评定"]
    assert [lists[f"B{row}"].value for row in range(2, 6)] == ["可控", "有风险", "失控", "作废"]
    answers = [lists[f"C{row}"].value for row in range(2, 8)]
    assert answers == ["是", "否", "Yes", "No", "yes", "no"]
    assert lists["A10"].value == "Increase"
    assert lists["A18"].value == "increase"
    assert lists["B13"].value == "void"
    bands = [lists[f"E{row}"].value for row in range(2, 6)]
    assert bands == ["○ 无进展", "△ 未达预期", "● 达到预期", "★ 远超预期"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_form__tabs__are_protected_without_password(language: str) -> None:
    for tab in tabs_of(language)[:6]:
        protection = tab.protection
        assert protection.sheet
        assert protection.password is None
        assert not protection.formatRows
        assert not protection.formatColumns


@pytest.mark.parametrize("language", LANGUAGES)
def test_form__printed_tabs__are_a4_and_one_page_wide(language: str) -> None:
    for tab in tabs_of(language)[:6]:
        assert (tab.page_setup.paperSize, tab.page_setup.orientation) == (9, "landscape")
        assert (tab.page_setup.fitToWidth, tab.page_setup.fitToHeight) == (1, 0)
        assert tab.sheet_properties.pageSetUpPr.fitToPage  # type: ignore[union-attr] # it is set
        assert not tab.sheet_view.showGridLines
        codes = [getattr(tab.oddFooter, part).text for part in ("left", "center", "right")]
        assert codes == ["&F", "&A", "&P / &N"]


def test_form__cycle_tab__freezes_its_heads_and_hides_keys_and_helpers() -> None:
    tab = opened(sheet_of())["Q1"]
    assert tab.freeze_panes == "D9"
    assert tab.print_area == "'Q1'!$B$2:$R$33"
    assert tab.print_title_rows == "$2:$4"
    assert tab.row_dimensions[1].hidden
    hidden = {letter for letter, column in tab.column_dimensions.items() if column.hidden}
    assert {"A", "Z", "AE", "AN"} <= hidden
    assert not {"B", "C", "R", "T", "Y"} & hidden
    assert [tab.column_dimensions[letter].outlineLevel for letter in "RTY"] == [0, 1, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_form__merged_cells__stand_only_in_the_review(language: str) -> None:
    tabs = opened(sheet_of(ANN, language))
    assert all(area.min_row >= 25 for area in tabs["Q1"].merged_cells.ranges)


def test_form__dimension__is_the_used_range() -> None:
    assert '<dimension ref="A1:AN33"/>' in xml_of("xl/worksheets/sheet2.xml")


@pytest.mark.parametrize(("language", "face"), [("en", "Calibri"), ("zh", "微软雅黑")])
def test_form__fonts__are_the_languages_and_normal_stays_calibri(language: str, face: str) -> None:
    book = opened(sheet_of(ANN, language))
    assert book["Q1"]["C10"].font.name == face
    assert book["Q1"]["XX1"].font.name == "Calibri"
    assert book["Q1"]["XX1"].font.sz == 11


def test_form__document__has_no_person_but_the_organisation() -> None:
    core = xml_of("docProps/core.xml")
    assert "Ann Lee" not in core
    assert "<dc:creator" in core
    assert core.count("Northlight") == 2
    assert core.count("2025-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("shape", [SheetOptions(1, 1), SheetOptions(5, 5)])
def test_form__other_shapes__have_every_field(shape: SheetOptions) -> None:
    form = template("zh", None, shape)
    book = opened(form.stamp(stamp_of(ANN, form)))
    fields = build_layout(shape, load_language("zh")).fields
    for field in fields.values():
        cell = book[field.place.sheet][field.place.ref]
        assert (cell.data_type == "f") == field.rule.computed


def test_form__calendar__follows_the_fiscal_year() -> None:
    texts = {cell.value for row in opened(sheet_of())["How to fill"].iter_rows() for cell in row}
    assert {"2025-12-31 · 2026-02-15", "2026-01-01 – 2026-03-31", "2026-04-14"} <= texts


def test_form__chinese__sets_its_dots_without_blanks() -> None:
    book = opened(sheet_of(language="zh"))
    texts = {cell.value for tab in book.worksheets for row in tab.iter_rows() for cell in row}
    assert "2025-12-31·2026-02-15" in texts
    assert not [
        text for text in texts if isinstance(text, str) and text[:2] == "Q1" and " · " in text
    ]


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ((), "Where you see it differently, type a self score and say why."),
        (("self",), "Where your manager sees it differently, they type the reviewer's score"),
        (("self", "reviewer"), "Progress and score appear by themselves."),
    ],
)
def test_form__scores_left_out__are_not_asked_for_on_the_how_to_tab(
    left_out: tuple[str, ...], said: str
) -> None:
    form = template(options=SheetOptions(left_out=left_out))
    how_to = opened(form.stamp(stamp_of(ANN, form)))["How to fill"]
    (line,) = [str(row[2].value) for row in how_to.iter_rows() if row[1].value == "2  Score"]
    assert said in line
    assert ("self score" in line) == (not left_out)
    assert ("reviewer" in line) == (left_out == ("self",))


@pytest.mark.parametrize("language", LANGUAGES)
def test_form__tab_that_looks_like_a_cell__is_quoted_in_formulas(language: str) -> None:
    annual = xml_of("xl/worksheets/sheet6.xml", language)
    assert "<f>'Q1'!AE21</f>" in annual
    assert not re.search(r"(?<!')Q[1-4]!", annual)


def test_form__conditions__grey_what_the_type_does_not_need() -> None:
    conditions = opened(sheet_of())["Q1"].conditional_formatting
    formulas = {str(area.sqref): [rule.formula[0] for rule in area.rules] for area in conditions}
    # the types in their order: 3 linear, 5 milestone, 6 yes/no, 8 judged
    assert formulas["F10:F12 F14:F16 F18:F20"] == [
        "AND(LEN(F10)=0,OR($AB10=3,$AB10=5,$AB10=6,$AB10=8))"
    ]
    assert formulas["G10:G12 G14:G16 G18:G20"] == ["AND(LEN(G10)=0,OR($AB10=6,$AB10=8))"]
    assert formulas["J9 J13 J17 J21"] == ['LEFT($J9,1)="✗"']
    assert formulas["J10:J12 J14:J16 J18:J20"] == ['LEFT($J10,1)="✗"']
    assert [rule[:12] for rule in formulas["P9:P21"]] == ['LEFT(P9,1)="'] * 4


def test_form__notes__are_drawn_with_the_customary_prefixes() -> None:
    drawing = xml_of("xl/drawings/commentsDrawing2.vml")
    assert drawing.startswith('<xml xmlns:v="urn:schemas-microsoft-com:vml"')
    noted = sum(1 for row in opened(sheet_of())["Q2"].iter_rows() for c in row if c.comment)
    assert drawing.count("<v:shape ") == drawing.count("<x:Anchor>") == noted > 20
    assert 'id="_x0000_s2049"' in drawing


def test_form__chinese_sheet__has_no_english_left() -> None:
    foreign = set()
    for tab in tabs_of("zh")[:6]:
        cells = [cell for row in tab.iter_rows(min_row=2, min_col=2, max_col=25) for cell in row]
        texts = [str(c.value) for c in cells if c.data_type == "s"]
        texts += [c.comment.text for c in cells if c.comment]
        for rule in tab.data_validations.dataValidation:
            texts += [str(rule.prompt), str(rule.error), str(rule.promptTitle)]
        foreign |= {word for text in texts for word in re.findall(r"[A-Za-z]{4,}", text)}
    assert foreign <= {"Northlight", "Product", "Payments", "manager", "Chen", "Enter", "xlsx"}
