"""The id in a sheet's head against the one it was issued to."""

import pytest
from filled_sheets import fill
from sheet_kit import sheet_of
from surgery import parts_of, tab_part, with_cell, with_cells, zipped

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.model import SheetIdentity
from okrsheets.submissions import read_submission
from okrsheets.submissions.issuer import check_shown_id

D4 = Place("Q1", "D4")


def identity_of(person: str) -> SheetIdentity:
    """Give an identity of which only the person matters."""
    return SheetIdentity("3f", person, 2026, 1, "en", "f", "p", "t")


@pytest.mark.parametrize(
    ("person", "kind", "raw"),
    [
        ("E1001", CellKind.TEXT, " e1001 "),
        ("1001", CellKind.TEXT, "１００１"),
        ("1001", CellKind.NUMBER, "1001"),
        ("000123", CellKind.NUMBER, "123"),
        ("110101199003071234", CellKind.NUMBER, "1.10101199003071E17"),
        ("E1001", CellKind.BLANK, ""),
        ("1-2", CellKind.DATE, "2026-01-02"),
    ],
)
def test_check_shown_id__the_same_as_programs_show_it__no_finding(
    person: str, kind: CellKind, raw: str
) -> None:
    assert check_shown_id(identity_of(person), Cell(D4, kind, raw)) == []


@pytest.mark.parametrize(
    ("person", "kind", "raw"),
    [
        ("1001", CellKind.TEXT, "1002"),
        ("1001", CellKind.NUMBER, "1002"),
        ("000123", CellKind.TEXT, "123"),
        ("E1001", CellKind.NUMBER, "1001"),
        ("1001", CellKind.NUMBER, "x"),
    ],
)
def test_check_shown_id__another_id__is_named_with_its_cell(
    person: str, kind: CellKind, raw: str
) -> None:
    (finding,) = check_shown_id(identity_of(person), Cell(D4, kind, raw))
    assert (finding.code, finding.place, finding.value) == ("L106", D4, raw)
    assert finding.fields == {"person": person}


def test_read_submission__chinese_sheet_with_another_id__is_refused() -> None:
    parts = parts_of(fill(sheet_of(language="zh"), {}, language="zh"))
    part = tab_part("Q1")
    cell = '<c r="D4" t="inlineStr"><is><t>E1002</t></is></c>'
    data = zipped({**parts, part: with_cell(parts[part], "D4", cell)})
    assert [f.code for f in read_submission(data).findings] == ["L106"]


def test_read_submission__id_cleared__is_read() -> None:
    assert read_submission(with_cells({"D4": "/>"})).findings == ()
