"""docs/reliability.md has a row for every fault, and its rows name tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
GROUPS = {"A": 23, "B": 27, "C": 22, "D": 14, "E": 17, "F": 12, "G": 15, "H": 12, "I": 12}
FAULTS = [f"{group}{n}" for group, last in GROUPS.items() for n in range(1, last + 1)]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| [A-I]\d", line)
]


def covered(row: list[str]) -> list[str]:
    """Give the faults of a row: one, or those from one to another."""
    first, last = re.findall(r"^([A-I]\d+)(?: to ([A-I]\d+))?", row[0])[0]
    numbers = range(int(first[1:]), int((last or first)[1:]) + 1)
    return [f"{first[0]}{number}" for number in numbers]


@pytest.mark.parametrize("fault", FAULTS)
def test_page__fault__has_a_row_with_a_test_or_a_reason(fault: str) -> None:
    rows = [row for row in ROWS if fault in covered(row)]
    assert rows, "no row"
    for _, happens, proof in rows:
        assert happens
        assert re.search(r"`(tests/)?test_\w+|tests/bad|as [AB]\d+|Why no test: \w", proof), proof


def test_page__tests_that_it_names__exist() -> None:
    files = {file.stem: file.read_text(encoding="utf-8") for file in ROOT.glob("tests/test_*.py")}
    functions = re.findall(r"^def (test_\w+)", "\n".join(files.values()), re.MULTILINE)
    named = set(re.findall(r"`(?:tests/)?(test_\w+?)(?:\.py)?`", PAGE))
    assert len(named) > 100
    assert named - {*functions, *files} == set()


def test_page__faults_of_no_group__have_no_row() -> None:
    assert {fault for row in ROWS for fault in covered(row)} == set(FAULTS)
