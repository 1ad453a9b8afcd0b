"""Sheets of every shape: what is left out is nowhere, what is there still works and fits."""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html import unescape

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from sheet_kit import ANN, opened, stamp_of, template
from sheet_rules_cells import ALLOWED_FUNCTIONS

from okrsheets.language import load_language
from okrsheets.layout import KEY_ROW, build_layout, offered_words
from okrsheets.model import Policies, ScoreSource
from okrsheets.shape import OPTIONAL, SheetOptions, read_shape
from okrsheets.sheets.spec import Stamp

ALL_OUT = "3x3Q-anchors-confidence-evidence-reviewer-self-weights"
SHAPES = (
    "1x1Q",
    "5x5Q",
    "3x3Q-self",
    "3x3Q-reviewer",
    "3x3Q-reviewer-self",
    "3x3Q-anchors",
    "2x4Q-confidence-evidence-weights",
    ALL_OUT,
    "2x2M-reviewer",
    "5x5M",
    "3x3Q+checkins",
)
LONGEST_FORMULA, DEEPEST, LONGEST_TEXT = 8192, 64, 255
IN_LIST = {*ALLOWED_FUNCTIONS, "OFFSET"}
"""A drop-down whose list grows names its range by OFFSET; where a program does not know that, the
cell takes any text."""
_TEXT = re.compile(r'"(?:[^"]|"")*"')


def shape_of(code: str) -> SheetOptions:
    """Give the shape that a code names."""
    shape = read_shape(code)
    assert shape is not None
    return shape


@cache
def data_of(code: str, language: str = "en") -> bytes:
    """Give Ann's sheet of a shape."""
    form = template(language, None, shape_of(code))
    return form.stamp(stamp_of(ANN, form, "Wei Chen"))


@cache
def book_of(code: str, language: str = "en") -> Workbook:
    """Give Ann's sheet of a shape, opened."""
    return opened(data_of(code, language))


def columns_of(tab: Worksheet) -> dict[str, str]:
    """Give the letters of a tab's columns by the keys in its hidden first row."""
    return {str(c.value): c.column_letter for c in tab[KEY_ROW][1:] if c.value}


def rows_of_keys(tab: Worksheet) -> dict[str, int]:
    """Give the numbers of a tab's rows by the keys in its hidden first column."""
    return {str(c.value): c.row for c in tab["A"] if c.value}


def width_of(tab: Worksheet) -> float:
    """Give the width of what a cycle's tab prints, in characters."""
    letters = columns_of(tab)
    keys = list(letters)
    printed = (letters[key] for key in keys[: keys.index("reason") + 1])
    return sum(tab.column_dimensions[letter].width for letter in printed)


def formulas_of(code: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield every formula of a sheet with its kind: of cells, of conditional looks, of limits."""
    with zipfile.ZipFile(io.BytesIO(data_of(code, language))) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                xml = package.read(name).decode()
                tags = r"<(f|formula|formula1|formula2)>(.*?)</\1>"
                yield from ((kind, unescape(text)) for kind, text in re.findall(tags, xml))


def depth(formula: str) -> int:
    """Give how deep a formula nests its parentheses."""
    deepest = level = 0
    for sign in _TEXT.sub("", formula):
        level += (sign == "(") - (sign == ")")
        deepest = max(deepest, level)
    return deepest


@pytest.mark.parametrize("code", SHAPES)
def test_form__shape__has_every_field_and_no_other_input(code: str) -> None:
    book = book_of(code)
    fields = build_layout(shape_of(code), load_language("en")).fields
    for key, field in fields.items():
        cell = book[field.place.sheet][field.place.ref]
        assert (cell.data_type == "f", cell.protection.locked) == (field.rule.computed,) * 2, key
    first = book[shape_of(code).cycles[0]]
    inputs = {f.place.ref for f in fields.values() if f.place.sheet == first.title}
    merged = {r for area in first.merged_cells.ranges for r in area.cells}
    for row in first.iter_rows(min_row=2):
        for cell in row:
            if not cell.protection.locked and (cell.row, cell.column) not in merged:
                assert cell.coordinate in inputs


@pytest.mark.parametrize("code", SHAPES)
def test_form__shape__has_no_trace_of_what_it_leaves_out(code: str) -> None:
    shape = shape_of(code)
    gone = {key for part in shape.left_out for key in OPTIONAL[part]}
    for tab in shape.cycles:
        assert not gone & set(columns_of(book_of(code)[tab]))


@pytest.mark.parametrize("code", SHAPES)
def test_form__shape__is_printed_as_wide_as_a_sheet_with_every_column(code: str) -> None:
    tab = book_of(code)[shape_of(code).cycles[0]]
    assert width_of(tab) == pytest.approx(width_of(book_of("3x3Q")["Q1"]))
    last = columns_of(tab)["reason"]
    assert str(tab.print_area).split(":")[1].startswith(f"${last}$")


@pytest.mark.parametrize("code", SHAPES)
def test_form__shape__names_the_person_in_five_places(code: str) -> None:
    tab = book_of(code)[shape_of(code).cycles[0]]
    head = {
        str(cell.value): cell.column_letter for row in tab["B2:Z8"] for cell in row if cell.value
    }
    shown = ("Ann Lee", "E1001", "Product / Payments", "Product manager", "Wei Chen")
    assert len({head[text] for text in shown}) == len(shown)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", ["5x5Q", "5x5M", ALL_OUT, "5x5Q+checkins"])
def test_form__formulas_of_a_shape__are_such_as_every_program_takes(
    code: str, language: str
) -> None:
    for kind, formula in set(formulas_of(code, language)):
        assert len(formula) < LONGEST_FORMULA, formula
        assert depth(formula) <= DEEPEST, formula
        texts = [text[1:-1].replace('""', '"') for text in _TEXT.findall(formula)]
        assert max(map(len, texts), default=0) <= LONGEST_TEXT, formula
        allowed = IN_LIST if kind == "formula1" else ALLOWED_FUNCTIONS
        assert set(re.findall(r"([A-Z]+)\(", _TEXT.sub("", formula))) <= allowed, formula


@pytest.mark.parametrize("order", [tuple(ScoreSource), tuple(reversed(ScoreSource))])
def test_form__formulas_of_the_longest_policies__are_no_longer_than_a_cell_takes(
    order: tuple[ScoreSource, ...],
) -> None:
    policies = Policies(score_order=order, missing_quarter="block", objective_method="mean")
    form = template("en", policies, SheetOptions(5, 5))
    book = opened(form.stamp(stamp_of(ANN, form)))
    formulas = [
        str(cell.value)
        for tab in book.worksheets
        for row in tab.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert max(map(len, formulas)) < LONGEST_FORMULA
    assert max(map(depth, formulas)) <= DEEPEST


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("code", "gone"),
    [
        ("3x3Q-anchors", {"anchored"}),
        ("3x3Q-reviewer-self", {"judged"}),
        (ALL_OUT, {"anchored", "judged"}),
        ("3x3Q-self", set()),
    ],
)
def test_form__type_drop_down__offers_only_what_the_shape_can_hold(
    code: str, gone: set[str], language: str
) -> None:
    book = book_of(code, language)
    place = build_layout(shape_of(code), load_language(language)).fields["Q1.O1.K1.type"].place
    rules = book["Q1"].data_validations.dataValidation
    rule = next(rule for rule in rules if place.ref in rule.sqref)
    area = str(rule.formula1).removeprefix("_lists!").replace("$", "")
    words = [cell.value for (cell,) in book["_lists"][area]]
    expected = offered_words(shape_of(code), load_language(language))["type"]
    assert words == list(expected.values())
    assert len(words) == 8 - len(gone)
    assert not gone & set(expected)


def test_form__without_objective_weights__has_no_place_and_no_check_for_them() -> None:
    tab = book_of("2x4Q-confidence-evidence-weights")["Q1"]
    columns, rows = columns_of(tab), rows_of_keys(tab)
    for key in ("O1", "O2"):
        cell = tab[f"{columns['weight']}{rows[key]}"]
        assert cell.protection.locked
        assert cell.value is None
        assert not [r for r in tab.data_validations.dataValidation if cell.coordinate in r.sqref]
    assert tab[f"{columns['type']}{rows['total']}"].value is None
    assert not tab[f"{columns['weight']}{rows['O1.K1']}"].protection.locked


def test_stamp__cycle_outside_of_the_employment__is_marked_on_its_own_tab_only() -> None:
    form = template("en")
    plain = stamp_of(ANN, form)
    stamp = Stamp(plain.identity, plain.person, plain.manager_name, away=frozenset({"Q1"}))
    book = opened(form.stamp(stamp))
    marked = [
        tab.title
        for tab in book.worksheets
        if any(cell.value == "away" for row in tab.iter_rows() for cell in row)
    ]
    assert marked == ["Q1"]


def test_form__months__have_a_tab_and_a_line_of_the_year_each() -> None:
    book = opened(data_of("2x2M-reviewer"), values=True)
    months = [f"M{number:02}" for number in range(1, 13)]
    assert [tab.title for tab in book.worksheets if re.fullmatch(r"M\d\d", tab.title)] == months
    rows = rows_of_keys(book["Year"])
    assert [key for key in rows if key.startswith("M")] == months
    total = book["Year"][f"{columns_of(book['Year'])['state']}{rows['total']}"]
    assert total.value == "0 of 12, provisional"
