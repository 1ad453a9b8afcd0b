"""Workbooks saved by a real program are read right, and as other readers read them."""

import io
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

from okrsheets.cells import Cell, CellKind
from okrsheets.submissions import build_submission, read_submission

HERE = Path(__file__).parent
MIXED = HERE / "good" / "libreoffice-mixed-cells.xlsx"
SAMPLES = sorted((HERE.parent / "samples").glob("*/inbox/*.xlsx"))
FILES = [*sorted((HERE / "good").glob("*.xlsx")), *SAMPLES]
UNMEASURED = pytest.mark.no_cover
"""What runs here is measured by other tests; measuring it here would double its time."""
TYPED = {
    "Q1.O1.text": ("text", "Happier customers"),
    "Q1.O1.weight": ("number", "1"),
    "Q1.O1.K1.text": ("text", "Satisfaction from 80 to 90"),
    "Q1.O1.K1.weight": ("number", "0.1"),
    "Q1.O1.K1.type": ("text", "Increase"),
    "Q1.O1.K1.baseline": ("number", "80"),
    "Q1.O1.K1.target": ("number", "90"),
    "Q1.O1.K1.actual": ("number", "88"),
    "Q1.O1.K1.self": ("text", "0.7"),
    "Q1.O1.K1.confidence": ("number", "0.55"),
    "Q1.O1.K2.text": ("text", "50 visits"),
    "Q1.O1.K2.weight": ("number", "0.3"),
    "Q1.O1.K2.type": ("text", "Linear"),
    "Q1.O1.K2.target": ("number", "50"),
    "Q1.O1.K2.actual": ("number", "50"),
    "Q1.O1.K2.self": ("text", " ７０％ "),
    "Q1.O1.K2.reason": ("text", "Two teams <shared> it & won"),
    "Q1.O2.text": ("text", "增长\n第二行 😀"),
    "Q1.plan.1.measure": ("text", "=SUM(1,2) is only text here"),
    "Q1.plan.1.date": ("date", "2026-09-30"),
}
"""What scripts/make_good_files.py had typed into the sheet."""


def test_read_submission__mixed_cells_of_libreoffice__are_what_was_typed() -> None:
    reading = read_submission(MIXED.read_bytes())
    assert [(f.code, f.value) for f in reading.findings] == [("L405", "11")]
    assert {k: (c.kind.value, c.raw) for k, c in reading.cells.items() if not c.blank} == TYPED


def test_build_submission__mixed_cells_of_libreoffice__numbers_and_notes() -> None:
    reading = read_submission(MIXED.read_bytes())
    submission, findings = build_submission(reading.identity, reading.cells)
    assert submission is not None
    one, two = submission.cycles[0].objectives[0].key_results
    assert (one.actual, one.self_score, one.weight) == (Decimal(88), Decimal("0.7"), Decimal("0.1"))
    assert (two.self_score, two.weight) == (Decimal("0.7"), Decimal("0.3"))
    assert submission.cycles[0].review.plan[0].date == "2026-09-30"
    assert [(f.code, str(f.place)) for f in findings] == [
        ("S104", "Q1!K10"),
        ("S101", "Q1!M10"),
        ("S101", "Q1!M11"),
    ]


@cache
def content(file: Path) -> bytes:
    """Give a file's bytes."""
    return file.read_bytes()


@cache
def fields(file: Path) -> tuple[tuple[str, Cell], ...]:
    """Give every field of a file with its cell, read once for all comparisons."""
    reading = read_submission(content(file))
    return (*reading.cells.items(), *reading.computed.items())


@cache
def opened(file: Path, *, values: bool) -> Workbook:
    """Open a file with openpyxl: values or formulas."""
    return openpyxl.load_workbook(io.BytesIO(content(file)), data_only=values)


def plain(cell: Cell) -> object:
    """Give a cell's content as a spreadsheet library would."""
    if cell.kind is CellKind.NUMBER:
        return float(cell.raw)
    if cell.kind is CellKind.BOOLEAN:
        return cell.raw == "1"
    return cell.raw or None


def of_library(value: object) -> object:
    """Give a library's value in the same form."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if type(value) is int else value or (None if value == "" else value)


@UNMEASURED
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:12])
def test_read_submission__saved_file__values_equal_openpyxl(file: Path) -> None:
    book = opened(file, values=True)
    for key, cell in fields(file):
        assert plain(cell) == of_library(book[cell.place.sheet][cell.place.ref].value), key


@UNMEASURED
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem[:12])
def test_read_submission__saved_file__formulas_equal_openpyxl(file: Path) -> None:
    book = opened(file, values=False)
    for key, cell in fields(file):
        theirs = book[cell.place.sheet][cell.place.ref]
        formula = theirs.value.removeprefix("=") if theirs.data_type == "f" else None
        assert cell.formula == formula, key


@UNMEASURED
@pytest.mark.parametrize("file", [MIXED, *SAMPLES], ids=lambda file: file.stem[:12])
def test_read_submission__saved_file__values_equal_calamine(file: Path) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(file)))
    sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    tables = {name: sheet.to_python(skip_empty_area=False) for name, sheet in sheets.items()}
    for key, cell in fields(file):
        row, column = coordinate_to_tuple(cell.place.ref)
        table = tables[cell.place.sheet]
        inside = row <= len(table) and column <= len(table[row - 1])
        theirs = table[row - 1][column - 1] if inside else None
        assert plain(cell) == of_library(theirs), key


def test_fields__of_a_sheet__are_all_compared() -> None:
    assert sum(1 for _ in fields(MIXED)) > 900
