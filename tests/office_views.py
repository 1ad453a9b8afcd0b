"""The features of a score sheet that a program may keep or lose, each as something to compare."""

import re
from collections.abc import Callable, Mapping

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet
from sheet_package import places_in

from okrsheets.identity import DEFINED_NAME, PROPERTY
from okrsheets.layout import IDENTITY_SHEET

Feature = Callable[[Workbook], object]
_WIDTH_STEP, _HEIGHT_STEP, _USUAL_WIDTH = 4, 1, 8.43
"""Programs round widths to their own grid: compared to a quarter of a digit, heights to a point."""


def _cells(tab: Worksheet) -> list[Cell]:
    return [cell for row in tab.iter_rows() for cell in row if isinstance(cell, Cell)]


def _shown(book: Workbook) -> list[Worksheet]:
    return [tab for tab in book.worksheets if tab.sheet_state == "visible"]


def tabs(book: Workbook) -> object:
    """Names of the tabs, and which of them are seen."""
    return [(tab.title, tab.sheet_state == "visible") for tab in book.worksheets]


def texts_and_numbers(book: Workbook) -> object:
    """Every constant."""
    return {
        (tab.title, cell.coordinate): cell.value
        for tab in book.worksheets
        for cell in _cells(tab)
        if cell.data_type != "f" and cell.value not in ("", None)
    }


def formulas(book: Workbook) -> object:
    """Every formula, blanks in it left out, truths and numbers written one way."""
    return {
        (tab.title, cell.coordinate): _one_way(str(cell.value))
        for tab in book.worksheets
        for cell in _cells(tab)
        if cell.data_type == "f"
    }


def _one_way(formula: str) -> str:
    """Leave out what says nothing: quotes of names that need none, `FALSE` for 0, end noughts."""
    plain = formula.replace(" ", "").replace("'", "")
    for word, number in (("TRUE", "1"), ("FALSE", "0")):
        plain = re.sub(rf"\b{word}(?:\(\)|\b)", number, plain)
    return re.sub(r"(\.\d*?)0+(?!\d)", r"\1", plain)


def _limited(tab: Worksheet) -> dict[str, tuple[object, ...]]:
    return {
        f"{get_column_letter(column)}{row}": (
            *(rule.type, rule.formula1, rule.formula2 if _of_two(rule) else None),
            *(
                rule.promptTitle,
                rule.prompt,
                rule.errorTitle,
                rule.error,
                rule.errorStyle or "stop",
            ),
            None if rule.type == "list" else rule.operator or "between",
        )
        for rule in tab.data_validations.dataValidation
        for area in rule.sqref.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _of_two(rule: DataValidation) -> bool:
    between = (rule.operator or "between") in ("between", "notBetween")
    return between and rule.type != "list"


def limits(book: Workbook) -> object:
    """Every cell's input limit: kind, bounds, prompt and error with their titles."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    for tab in book.worksheets:
        for ref, (kind, first, second, *words) in _limited(tab).items():
            bounds = tuple(_number(str(b)) for b in (first, second) if b is not None)
            found[(tab.title, ref)] = (kind, bounds, *words)
    return found


def _number(text: str) -> str | float:
    try:
        return float(text)
    except ValueError:
        return text.replace("'", "")


def locks(book: Workbook) -> object:
    """Which cells of the tabs that are seen may be typed into."""
    return {
        (tab.title, cell.coordinate)
        for tab in _shown(book)
        for cell in _cells(tab)
        if not cell.protection.locked
    }


def protection(book: Workbook) -> object:
    """Which tabs are protected, all of them without a password."""
    return [(tab.title, tab.protection.sheet, tab.protection.password) for tab in _shown(book)]


def conditional_looks(book: Workbook) -> object:
    """Every conditional look of every cell: its formula as seen from there, its fill, its ink."""
    found = set()
    for tab in book.worksheets:
        for block in tab.conditional_formatting:
            areas = str(block.sqref).split()
            first = areas[0].partition(":")[0]
            refs = [
                f"{get_column_letter(column)}{row}"
                for area in areas
                for row, column in places_in(area)
            ]
            for rule in block.rules:
                origin = Translator(f"={rule.formula[0]}", origin=first)
                colours = _colours(rule.dxf)
                for ref in refs:
                    formula = _one_way(origin.translate_formula(ref))
                    found.add((tab.title, ref, formula, *colours))
    return found


def _colours(look: object) -> tuple[str, str]:
    fill = getattr(getattr(look, "fill", None), "bgColor", None)
    ink = getattr(getattr(look, "font", None), "color", None)
    return str(getattr(fill, "rgb", ""))[-6:], str(getattr(ink, "rgb", ""))[-6:]


def notes(book: Workbook) -> object:
    """Every note."""
    return {
        (tab.title, cell.coordinate): cell.comment.text
        for tab in book.worksheets
        for cell in _cells(tab)
        if cell.comment
    }


def paper(book: Workbook) -> object:
    """Size, direction, fit, print area and repeated heads of each tab."""
    return [
        (
            *(tab.title, int(tab.page_setup.paperSize or 0), tab.page_setup.orientation),
            *(tab.page_setup.fitToWidth, tab.page_setup.fitToHeight),
            *(str(tab.print_area), str(tab.print_title_rows)),
        )
        for tab in _shown(book)
    ]


def feet(book: Workbook) -> object:
    """File, tab and page in each tab's foot."""
    parts = ("left", "center", "right")
    return [
        [str(getattr(tab.oddFooter, part).text).replace(" ", "") for part in parts]
        for tab in _shown(book)
    ]


def _columns(tab: Worksheet) -> dict[int, ColumnDimension]:
    """Give every used column's settings; openpyxl joins equal neighbours."""
    found = {}
    for letter, column in tab.column_dimensions.items():
        first = column.min or column_index_from_string(letter)
        for number in range(first, (column.max or first) + 1):
            found[number] = column
    used = max(column_index_from_string(cell.column_letter) for cell in _cells(tab))
    return {number: column for number, column in found.items() if number <= used}


def hidden(book: Workbook) -> object:
    """Which rows and columns are hidden; rows count below zero."""
    found = set()
    for tab in _shown(book):
        columns, rows = _columns(tab), tab.row_dimensions
        found |= {(tab.title, number) for number, column in columns.items() if column.hidden}
        found |= {(tab.title, -number) for number, row in rows.items() if row.hidden}
    return found


def outline(book: Workbook) -> object:
    """Which columns can be folded away."""
    return {
        (tab.title, number)
        for tab in _shown(book)
        for number, column in _columns(tab).items()
        if column.outlineLevel
    }


def widths(book: Workbook) -> object:
    """Widths of the columns that are seen, to a quarter of a digit."""
    found = {}
    for tab in _shown(book):
        columns = _columns(tab)
        usual = tab.sheet_format.defaultColWidth or _USUAL_WIDTH
        for number in range(2, max(columns) + 1):
            width = columns[number].width if number in columns else usual
            if number not in columns or not columns[number].hidden:
                found[(tab.title, number)] = round(width * _WIDTH_STEP) / _WIDTH_STEP
    return found


def heights(book: Workbook) -> object:
    """Heights of the rows that are seen, to a point."""
    return {
        (tab.title, number): round(row.height * _HEIGHT_STEP)
        for tab in _shown(book)
        for number, row in tab.row_dimensions.items()
        if row.height and not row.hidden
    }


def merged(book: Workbook) -> object:
    """Every merged area."""
    return {(tab.title, area.coord) for tab in book.worksheets for area in tab.merged_cells.ranges}


def looks(book: Workbook) -> object:
    """Fill, size, weight and ink of every filled cell of the tabs that are seen."""
    return {
        (tab.title, cell.coordinate): (
            str(cell.fill.fgColor.rgb)[-6:] if cell.fill.patternType == "solid" else None,
            *(cell.font.sz, cell.font.b, str(cell.font.color.rgb)[-6:] if cell.font.color else ""),
        )
        for tab in _shown(book)
        for cell in _cells(tab)
        if cell.value not in ("", None)
    }


def faces(book: Workbook) -> object:
    """The face of every filled cell."""
    return {
        (tab.title, cell.coordinate): cell.font.name
        for tab in _shown(book)
        for cell in _cells(tab)
        if cell.value not in ("", None)
    }


def formats(book: Workbook) -> object:
    """The number format of every cell that may be typed into or that computes."""
    return {
        (tab.title, cell.coordinate): cell.number_format.replace("\\", "")
        for tab in _shown(book)
        for cell in _cells(tab)
        if cell.data_type == "f" or not cell.protection.locked
    }


def charts(book: Workbook) -> object:
    """How many charts each tab has, and the cells that they show."""
    return {
        tab.title: sorted(
            series.val.numRef.f.replace("'", "")
            for chart in tab._charts  # type: ignore[attr-defined] # openpyxl 3.1 has no public list
            for series in chart.series
        )
        for tab in _shown(book)
        if tab._charts  # type: ignore[attr-defined] # as above
    }


def identity_name(book: Workbook) -> object:
    """The identity in the defined name."""
    return DEFINED_NAME in book.defined_names and str(book.defined_names[DEFINED_NAME].value)


def identity_property(book: Workbook) -> object:
    """The identity in the document property."""
    return {p.name: p.value for p in book.custom_doc_props.props}.get(PROPERTY)  # type: ignore[attr-defined] # missing in the stubs


def identity_tab(book: Workbook) -> object:
    """The identity in the hidden tab."""
    return IDENTITY_SHEET in book.sheetnames and book[IDENTITY_SHEET]["A1"].value


FEATURES: Mapping[str, Feature] = {
    "tabs and which are hidden": tabs,
    "texts and numbers": texts_and_numbers,
    "formulas": formulas,
    "input limits with prompts and errors": limits,
    "unlocked input cells": locks,
    "protection without password": protection,
    "conditional looks": conditional_looks,
    "notes on headings": notes,
    "paper, fit, repeated heads": paper,
    "feet": feet,
    "hidden rows and columns": hidden,
    "columns to fold away": outline,
    "column widths": widths,
    "row heights": heights,
    "merged boxes": merged,
    "fills, sizes, inks": looks,
    "faces": faces,
    "number formats": formats,
    "chart of the year": charts,
    "identity in the name": identity_name,
    "identity in the property": identity_property,
    "identity in the hidden tab": identity_tab,
}
"""Every feature of the table in docs/programs.md that a saved file can show."""


def kept(before: object, after: object) -> bool:
    """Tell whether all of a feature is still there; a program may add to it."""
    if isinstance(before, dict) and isinstance(after, dict):
        return before.items() <= after.items()
    if isinstance(before, set) and isinstance(after, set):
        return before <= after
    return before == after
