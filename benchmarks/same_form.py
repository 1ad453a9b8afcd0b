"""The score sheet's form made with XlsxWriter: the peer of benchmarks/issue.py.

`plan_form` reads an issued sheet once (not timed) into plain data; `write_form` makes the same form
from that data with XlsxWriter (timed): every cell with its look, every formula with its value, the
input limits, conditional looks, notes, merges, widths, heights, print set-up and protection.
"""

import io
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

Look = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class TabPlan:
    """One tab as plain data."""

    name: str
    hidden: bool
    cells: list[tuple[int, int, str, object, object, int]]
    merges: list[tuple[str, int]]
    columns: list[tuple[int, float, bool, int]]
    rows: list[tuple[int, float | None, bool]]
    limits: list[tuple[list[str], dict[str, object]]]
    conditions: list[tuple[str, dict[str, object], Look]]
    notes: list[tuple[str, str]]
    freeze: str | None
    area: str | None
    breaks: list[int]


@dataclass(frozen=True)
class FormPlan:
    """The whole form as plain data."""

    looks: list[Look]
    tabs: list[TabPlan]


def plan_form(sheet: bytes) -> FormPlan:
    """Read an issued sheet into plain data."""
    formulas = openpyxl.load_workbook(io.BytesIO(sheet))
    values = openpyxl.load_workbook(io.BytesIO(sheet), data_only=True)
    looks: dict[Look, int] = {}
    tabs = [_plan_tab(tab, values[tab.title], looks) for tab in formulas.worksheets]
    return FormPlan(list(looks), tabs)


def _plan_tab(tab: Worksheet, values: Worksheet, looks: dict[Look, int]) -> TabPlan:
    cells: list[tuple[int, int, str, object, object, int]] = []
    for row in tab.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and (cell.has_style or cell.value is not None):
                look = looks.setdefault(_look(cell), len(looks))
                kind = "f" if cell.data_type == "f" else "blank" if cell.value is None else "v"
                value = values.cell(cell.row, cell.column).value
                shown = "" if value is None else value
                known = (cell.row - 1, cell.column - 1, kind, cell.value, shown, look)
                cells.append(known)
    return TabPlan(
        name=tab.title,
        hidden=tab.sheet_state != "visible",
        cells=cells,
        merges=[
            (str(a), looks.setdefault(_look(tab.cell(a.min_row, a.min_col)), len(looks)))
            for a in tab.merged_cells.ranges
        ],
        columns=[
            ((d.min or 1) - 1, d.width, bool(d.hidden), int(d.outlineLevel or 0))
            for d in tab.column_dimensions.values()
        ],
        rows=[(n - 1, d.height, bool(d.hidden)) for n, d in tab.row_dimensions.items()],
        limits=[_limit(rule) for rule in tab.data_validations.dataValidation],
        conditions=[
            (str(area.sqref), {"type": "formula", "criteria": "=" + rule.formula[0]}, _dxf(rule))
            for area in tab.conditional_formatting
            for rule in area.rules
        ],
        notes=[
            (cell.coordinate, cell.comment.text)
            for row in tab.iter_rows()
            for cell in row
            if isinstance(cell, Cell) and cell.comment
        ],
        freeze=tab.freeze_panes,
        area=str(tab.print_area).rpartition("!")[2].replace("$", "") or None,
        breaks=[b.id for b in tab.row_breaks.brk],
    )


def _look(cell: Any) -> Look:  # noqa: ANN401 - a cell or a merged cell
    look: dict[str, object] = {
        "font_name": cell.font.name,
        "font_size": cell.font.sz,
        "bold": bool(cell.font.b),
        "font_color": _colour(cell.font.color),
        "num_format": cell.number_format,
        "align": cell.alignment.horizontal or "",
        "valign": {"center": "vcenter"}.get(cell.alignment.vertical or "", "top"),
        "text_wrap": bool(cell.alignment.wrap_text),
        "indent": int(cell.alignment.indent or 0),
        "locked": bool(cell.protection.locked),
    }
    if cell.fill.fill_type:
        look["bg_color"] = _colour(cell.fill.start_color)
    for side in ("left", "right", "top", "bottom"):
        line = getattr(cell.border, side)
        if line is not None and line.style:
            look[side] = {"thin": 1, "medium": 2}[line.style]
            look[f"{side}_color"] = _colour(line.color)
    return tuple(look.items())


def _colour(colour: Any) -> str:  # noqa: ANN401 - openpyxl's colour, or none
    text = getattr(colour, "rgb", None)
    return f"#{text[-6:]}" if isinstance(text, str) else "#000000"


def _dxf(rule: Any) -> Look:  # noqa: ANN401 - openpyxl's rule
    fill = rule.dxf.fill.bgColor if rule.dxf.fill else None
    look: dict[str, object] = {}
    if rule.dxf.font:
        look = {"font_color": _colour(rule.dxf.font.color), "bold": bool(rule.dxf.font.b)}
    if fill is not None:
        look["bg_color"] = _colour(fill)
    return tuple(look.items())


def _limit(rule: Any) -> tuple[list[str], dict[str, object]]:  # noqa: ANN401 - openpyxl's rule
    areas = [str(area) for area in rule.sqref.ranges]
    kind = {"textLength": "length"}.get(rule.type, rule.type)
    limit: dict[str, object] = {
        "validate": kind,
        "input_title": rule.promptTitle,
        "input_message": rule.prompt,
        "error_title": rule.errorTitle,
        "error_message": rule.error,
    }
    if kind == "list":
        return areas, {**limit, "source": "=" + rule.formula1}
    if rule.operator == "between":
        least, most = float(rule.formula1), float(rule.formula2)
        return areas, {**limit, "criteria": "between", "minimum": least, "maximum": most}
    criteria = {"lessThanOrEqual": "<=", "greaterThan": ">"}[rule.operator]
    value: object = f"={rule.formula1}" if kind == "date" else int(rule.formula1)
    return areas, {**limit, "criteria": criteria, "value": value}


def write_form(plan: FormPlan) -> bytes:
    """Make the form with XlsxWriter."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    formats = [book.add_format(dict(look)) for look in plan.looks]
    for tab in plan.tabs:
        _write_tab(book, tab, formats)
    book.set_custom_property("okrsheets", "okrsheets|1|0123456789ab|E1|2026|1|zh|f|p|t")
    book.define_name("okrsheets_identity", '="okrsheets|1|0123456789ab|E1|2026|1|zh|f|p|t"')
    book.close()
    return stream.getvalue()


def _write_tab(book: Any, tab: TabPlan, formats: list[Any]) -> None:  # noqa: ANN401 - XlsxWriter has no types
    sheet = book.add_worksheet(tab.name)
    for number, width, hidden, level in tab.columns:
        sheet.set_column(number, number, width, None, {"hidden": hidden, "level": level})
    for number, height, hidden in tab.rows:
        sheet.set_row(number, height, None, {"hidden": hidden})
    for area, look in tab.merges:
        sheet.merge_range(area, "", formats[look])
    for row, column, kind, value, shown, look in tab.cells:
        if kind == "f":
            sheet.write_formula(row, column, value, formats[look], shown)
        elif kind == "blank":
            sheet.write_blank(row, column, None, formats[look])
        else:
            sheet.write(row, column, value, formats[look])
    for areas, limit in tab.limits:
        more = [tuple(_corners(area)) for area in areas[1:]]
        sheet.data_validation(areas[0], {**limit, "other_cells": more})
    for area, rule, dxf in tab.conditions:
        one = {**rule, "format": book.add_format(dict(dxf)), "multi_range": area}
        sheet.conditional_format(area.split()[0], one)
    for ref, text in tab.notes:
        sheet.write_comment(ref, text)
    _set_page(sheet, tab)


def _corners(area: str) -> list[int]:
    first, _, last = area.partition(":")
    top, left = xlsxwriter.utility.xl_cell_to_rowcol(first)
    bottom, right = xlsxwriter.utility.xl_cell_to_rowcol(last or first)
    return [top, left, bottom, right]


def _set_page(sheet: Any, tab: TabPlan) -> None:  # noqa: ANN401 - XlsxWriter has no types
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
    sheet.protect("", {"format_rows": True, "format_columns": True})
    if tab.freeze:
        sheet.freeze_panes(tab.freeze)
    if tab.area:
        sheet.print_area(tab.area)
    if tab.breaks:
        sheet.set_h_pagebreaks(tab.breaks)
    if tab.hidden:
        sheet.very_hidden()
