"""Drawing on one tab: values, formulas with their values in an empty form, limits, page set-up.

The only module through which the tabs touch openpyxl's worksheet.
"""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from okrsheets.layout import KEY_COLUMN, KEY_ROW
from okrsheets.sheets.formulas import Formula
from okrsheets.sheets.notes import size_of_note
from okrsheets.sheets.styles import Look, dress

SLOT = "@@okrsheets:{}@@"
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255


def slot(name: str) -> str:
    """Give the mark of a place that each person's stamp fills."""
    return SLOT.format(name)


@dataclass(frozen=True, slots=True)
class Canvas:
    """One tab being drawn. `empty` collects the formulas' values in an empty form.

    `dressed` is shared by all tabs of a workbook: the style of each look's first cell, which the
    others copy (openpyxl compares every style of the workbook for every cell otherwise).
    """

    sheet: Worksheet
    language: str
    dressed: dict[Look, StyleArray]
    empty: dict[str, str | int | float] = field(default_factory=dict)

    def dress(self, cell: Cell, look: Look) -> None:
        """Give a cell its look."""
        if look not in self.dressed:
            dress(cell, look, self.language)
            self.dressed[look] = copy(cell._style)  # type: ignore[attr-defined] # noqa: SLF001 - openpyxl 3.1's documented way to copy a style
        cell._style = copy(self.dressed[look])  # type: ignore[attr-defined] # noqa: SLF001 - as above

    def put(self, ref: str, value: str | float | None, look: Look) -> None:
        """Write a constant; a text is never taken for a formula."""
        cell = self.sheet[ref]
        if value not in ("", None):
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
        self.dress(cell, look)

    def compute(self, ref: str, formula: Formula, look: Look) -> None:
        """Write a formula and keep its value in an empty form."""
        cell = self.sheet[ref]
        cell.value = "=" + formula.text
        self.empty[ref] = formula.empty
        self.dress(cell, look)

    def lay(self, refs: Iterable[str], look: Look) -> None:
        """Give cells without a value their look."""
        for ref in refs:
            self.dress(self.sheet[ref], look)

    def merge(self, first: str, last: str, row: int, look: Look) -> None:
        """Join the cells of a row into one box, whose value stands in the first."""
        self.sheet.merge_cells(f"{first}{row}:{last}{row}")
        for cell in self.sheet[f"{first}{row}:{last}{row}"][0]:
            self.dress(cell, look)

    def key(self, row: int, key: str) -> None:
        """Write a row's key into the hidden first column."""
        self.put(f"{KEY_COLUMN}{row}", key, Look(size=8))

    def column_key(self, letter: str, key: str) -> None:
        """Write a column's key into the hidden first row."""
        self.put(f"{letter}{KEY_ROW}", key, Look(size=8))

    def height(self, row: int, points: float) -> None:
        """Set a row's height in points."""
        self.sheet.row_dimensions[row].height = points

    def comment(self, ref: str, text: str) -> None:
        """Put a note on a heading."""
        note = Comment(text, "okrsheets")
        note.width, note.height = size_of_note(text)
        self.sheet[ref].comment = note

    def limit(self, refs: Iterable[str], rule: DataValidation, words: "LimitWords") -> None:
        """Limit what may be typed into cells, and say what to type."""
        rule.allow_blank = True
        rule.showErrorMessage = rule.showInputMessage = True
        rule.errorStyle = "stop"
        rule.promptTitle = rule.errorTitle = words.title[:_LONGEST_TITLE]
        rule.prompt = words.prompt[:_LONGEST_PROMPT]
        rule.error = words.error[:_LONGEST_PROMPT]
        for area in areas_of(refs):
            rule.add(area)
        self.sheet.add_data_validation(rule)


def areas_of(refs: Iterable[str]) -> list[str]:
    """Join cells that stand directly below each other: C10, C11, D9 → C10:C11, D9."""
    areas: list[tuple[str, int, int]] = []
    for ref in refs:
        letters = ref.rstrip("0123456789")
        row = int(ref[len(letters) :])
        if areas and areas[-1][0] == letters and areas[-1][2] == row - 1:
            areas[-1] = (letters, areas[-1][1], row)
        else:
            areas.append((letters, row, row))
    return [f"{c}{first}:{c}{last}" if last > first else f"{c}{first}" for c, first, last in areas]


@dataclass(frozen=True, slots=True)
class LimitWords:
    """What an input limit says before and after something is typed."""

    title: str
    prompt: str
    error: str


def set_page(
    canvas: Canvas,
    *,
    area: str,
    heads: str = "",
    orientation: Literal["landscape", "portrait"] = "landscape",
) -> None:
    """Set a tab up for A4: one page wide, as many tall as it needs, heads on every page."""
    sheet = canvas.sheet
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr] # it has one
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6
    margins.header = margins.footer = 0.3
    sheet.print_area = area
    if heads:
        sheet.print_title_rows = heads
    for part, code in (("left", "&F"), ("center", "&A"), ("right", "&P / &N")):
        item = getattr(sheet.oddFooter, part)
        item.text, item.size = code, 8


def protect(canvas: Canvas) -> None:
    """Lock all but the input cells, without a password; rows and columns may be resized."""
    protection = canvas.sheet.protection
    protection.sheet = True
    protection.formatRows = protection.formatColumns = False
    protection.objects = protection.scenarios = False


def set_view(canvas: Canvas, *, freeze: str = "") -> None:
    """Show the tab without grid lines at full size, with its heads frozen."""
    view = canvas.sheet.sheet_view
    view.showGridLines = False
    view.zoomScale = view.zoomScaleNormal = 100
    if freeze:
        canvas.sheet.freeze_panes = freeze
        view.selection[-1].activeCell = view.selection[-1].sqref = freeze
