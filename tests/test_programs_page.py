"""docs/programs.md says what the tests say: what LibreOffice keeps, names of tests, counts."""

import re
from pathlib import Path

import pytest
from office_views import FEATURES
from sheet_rules import RULES
from sheet_shapes import SHAPES
from test_sheet_round_trip import LOST, WAYS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "programs.md").read_text(encoding="utf-8")


def table_under(heading: str) -> dict[str, list[str]]:
    """Give a table's cells by its rows' first ones."""
    part = PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    return {first.strip(): [cell.strip() for cell in rest] for first, *rest in rows[2:]}


def test_page__libreoffice_table__has_every_feature_that_is_tried_and_no_other() -> None:
    assert list(table_under("LibreOffice 7.4, tried")) == [f for f in FEATURES if f != "faces"]


@pytest.mark.parametrize("number", range(len(WAYS)), ids=WAYS)
def test_page__libreoffice_table__tells_what_the_round_trip_shows(number: int) -> None:
    lost = LOST[WAYS[number]]
    for feature, cells in table_under("LibreOffice 7.4, tried").items():
        assert cells[number] == (f"lost: {lost[feature]}" if feature in lost else "kept"), feature


def test_page__tests_that_it_names__exist() -> None:
    known = {
        name
        for file in (ROOT / "tests").glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) >= 8
    assert named <= known


def test_page__counts_of_rules_and_shapes__are_right() -> None:
    assert f"{len(RULES)} rules" in PAGE
    assert f"{len(SHAPES)} shapes" in PAGE


def test_page__programs_that_were_not_at_hand__are_nowhere_called_tried() -> None:
    rows = table_under("The other programs").values()
    ways = {cell.partition(":")[0] for row in rows for cell in row}
    assert ways <= {"rules", "not tried", "shows the stored values", "not changed"}
