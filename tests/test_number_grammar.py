"""Every row of docs/number-grammar.md, run; and what the tables cannot say."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.submissions.numbers import Number, reaches_out, read_number, read_stored, read_typed

PAGE = (Path(__file__).parent.parent / "docs" / "number-grammar.md").read_text(encoding="utf-8")
HERE = Place("Q1", "K10")
SIGNS = str.maketrans({"·": "\u00a0", "∅": "\u200b"})


def rows(heading: str) -> Iterator[tuple[str, ...]]:
    """Give the rows of the table below a heading, cells without their back-quotes."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    for line in re.findall(r"^\|(.*)\|$", section, re.MULTILINE)[2:]:
        yield tuple(cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line))


@pytest.mark.parametrize(("stored", "value", "code"), list(rows("Cells that hold a number")))
def test_read_stored__as_the_page_says(stored: str, value: str, code: str) -> None:
    number = read_stored(stored)
    assert number.codes == ((code,) if code else ())
    assert number.value == (Decimal(value) if value else None)
    assert str(number.value) != "-0"


@pytest.mark.parametrize(("typed", "value", "code"), list(rows("Numbers typed as text")))
def test_read_typed__accepted_spelling__as_the_page_says(typed: str, value: str, code: str) -> None:
    assert read_typed(typed.translate(SIGNS)) == Number(Decimal(value), (code,))


@pytest.mark.parametrize(("typed", "value", "code"), list(rows('Words for "nothing here"')))
def test_read_typed__word_for_nothing__is_missing(typed: str, value: str, code: str) -> None:
    assert value == "missing"
    assert read_typed(typed) == Number(None, (code,))


@pytest.mark.parametrize(("typed", "why", "code"), list(rows("What is refused")))
def test_read_typed__refused__with_its_hint(typed: str, why: str, code: str) -> None:
    assert why
    assert read_typed(typed) == Number(None, (code,))


@pytest.mark.parametrize("code", sorted({*re.findall(r"S\d{3}", PAGE)}))
def test_page__codes__are_of_the_catalogue(code: str) -> None:
    assert code in CATALOGUE


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (Cell(HERE, CellKind.BLANK), ()),
        (Cell(HERE, CellKind.TEXT, "   "), ()),
        (Cell(HERE, CellKind.BOOLEAN, "1"), ("S221",)),
        (Cell(HERE, CellKind.DATE, "2026-07-01", "m/d"), ("S222",)),
        (Cell(HERE, CellKind.ERROR, "#DIV/0!"), ("S223",)),
        (Cell(HERE, CellKind.UNCACHED, "", formula="K9*2"), ("S224",)),
        (Cell(HERE, CellKind.TEXT, "", formula='IF(1,"",2)'), ("S224",)),
        (Cell(HERE, CellKind.NUMBER, "0", formula="K9*2"), ("S224",)),
        (Cell(HERE, CellKind.NUMBER, "88", formula="[1]Sheet1!A1"), ("S225",)),
        (Cell(HERE, CellKind.NUMBER, "88", struck=True), ("S226",)),
        (Cell(HERE, CellKind.TEXT, "0.60.7", struck=True), ("S226",)),
    ],
)
def test_read_number__no_number__says_why(cell: Cell, codes: tuple[str, ...]) -> None:
    assert read_number(cell) == Number(None, codes)


def test_read_number__formula_with_a_stored_number__takes_it_with_a_note() -> None:
    cell = Cell(HERE, CellKind.NUMBER, "88", formula="80+8")
    assert read_number(cell) == Number(Decimal(88), ("S104",))


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Sheet1!A1",
        "'[budget.xlsx]Q1'!A1",
        'WEBSERVICE("http://x")',
        "cmd|'/c calc'!A0",
        'DDE("soffice";"a";"b")',
        "'file:///tmp/a.xlsx'#$Sheet1.A1",
        '_xlfn.RTD("a",,"b")',
        'DISPIMG("ID_1",1)',
    ],
)
def test_reaches_out__foreign_sources__are_known(formula: str) -> None:
    assert reaches_out(formula)


@pytest.mark.parametrize(
    "formula", ["SUM(K9:K11)", "'Q1'!K10*2", 'IF(A1="call (me)",1,2)', "A1|B1"]
)
def test_reaches_out__formulas_of_the_sheet__are_not(formula: str) -> None:
    assert not reaches_out(formula)


def test_read_typed__very_long_text__is_refused_at_once() -> None:
    assert read_typed("1," * 16_000 + "\n") == Number(None, ("S201",))


@given(st.integers(min_value=0, max_value=100))
def test_read_typed__every_percentage__is_its_hundredth(percent: int) -> None:
    assert read_typed(f"{percent}%").value == Decimal(percent) / 100
    assert read_stored(f"{percent / 100!r}").value == Decimal(percent) / 100


@given(st.text(max_size=12))
def test_read_typed__any_text__is_a_number_or_has_one_code(text: str) -> None:
    number = read_typed(text)
    assert len(number.codes) == 1
    assert number.codes[0] in CATALOGUE
    assert (number.value is None) == (number.codes != ("S101",))
