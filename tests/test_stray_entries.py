"""Entries where no field is: never lost without a word."""

import pytest
from surgery import Q1, Parts, edited, parts_of, replaced, with_cells, zipped
from test_odd_files import moved

from okrsheets.submissions import read_submission


def found(data: bytes) -> list[tuple[str, str, str]]:
    """Give every finding's code, place and value."""
    return [(f.code, str(f.place), f.value) for f in read_submission(data).findings]


def with_row(number: int, cells: str) -> Parts:
    """Give the good sheet with one row more from `number` on, the others moved down."""
    content = parts_of(edited(Q1, lambda c: moved(c, {n: n + 1 for n in range(number, 60)})))
    row = f'<row r="{number}">{cells}</row><row r="{number + 1}"'
    old = f'<row r="{number + 1}"'
    assert old.encode() in content[Q1]
    return {**content, Q1: content[Q1].replace(old.encode(), row.encode(), 1)}


@pytest.mark.parametrize("row", [9, 12, 20, 21])
def test_read_submission__row_added_among_or_after_key_results__is_an_error(row: int) -> None:
    """Row 9 is above the first objective; row 21 is the total's, after the last key result."""
    data = zipped(with_row(row, f'<c r="K{row}"><v>5</v></c>'))
    assert found(data) == [("L401", f"Q1!K{row}", "5")]


@pytest.mark.parametrize("ref", ["M9", "N9", "Q13"])
def test_read_submission__entry_where_the_row_has_no_field__is_a_warning(ref: str) -> None:
    """M9, N9: a score beside the objective itself."""
    data = with_cells({ref: "><v>0.9</v></c>"})
    assert found(data) == [("L402", f"Q1!{ref}", "0.9")]


def test_read_submission__actual_in_the_gap__is_a_warning() -> None:
    """Merging K10 with the hint before it moves what was typed over the hint."""
    data = with_cells({"J10": "><v>88</v></c>"})
    assert found(data) == [("L402", "Q1!J10", "88")]


def test_read_submission__entries_below_the_form__are_one_warning() -> None:
    rows = '<row r="35"><c r="C35"><v>4</v></c><c r="K35"><v>3</v></c></row>'
    data = replaced(
        Q1, "</sheetData>", f'{rows}<row r="36"><c r="C36"><v>1</v></c></row></sheetData>'
    )
    assert found(data) == [("L402", "Q1!C35", "4")]
