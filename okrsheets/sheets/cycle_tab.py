"""One cycle's tab: head, table, review, limits, page set-up."""

from collections.abc import Iterable

from openpyxl.worksheet.pagebreak import Break

from okrsheets.layout import KEY_COLUMN, NUMBER_COLUMN, Column, cycle_rows
from okrsheets.model import Cycle
from okrsheets.sheets.conditions import (
    show_bands,
    show_failures,
    show_hints,
    show_missing_reason,
    show_not_needed,
    show_void,
)
from okrsheets.sheets.cycle_head import (
    HINT_ROW,
    TITLE_ROW,
    VALUE_ROW,
    draw_head,
    draw_legend,
)
from okrsheets.sheets.cycle_page import cycle_columns, drawn_widths, page_letters
from okrsheets.sheets.cycle_review import REVIEW_BAR, draw_review
from okrsheets.sheets.cycle_table import (
    KEY_RESULT_HEIGHT,
    OBJECTIVE_HEIGHT,
    Table,
    draw_table,
    table_of,
)
from okrsheets.sheets.drawing import Canvas, protect, set_page, set_view, slot
from okrsheets.sheets.limits import limit_inputs
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.phase import draw_bars, show_phases
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import PLAIN

_NUMBER_WIDTH = 5
_POINTS_OF_A_PAGE = 510  # what A4 holds below the heads at the scale of one page wide


def draw_cycle_tab(canvas: Canvas, cycle: Cycle, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the whole tab of one cycle."""
    table = table_of(spec.options)
    rows = list(cycle_rows(spec.options))
    canvas.put("A1", slot(f"tab:{cycle.tab}"), PLAIN)
    for row in rows:
        canvas.key(row.number, row.key)
    canvas.put(table.away, slot(f"away_{cycle.tab}"), PLAIN)
    draw_head(canvas, cycle, table.away, spec)
    draw_table(canvas, table, lists, spec)
    draw_bars(canvas, cycle, table, spec)
    draw_legend(canvas, table.total.number + 1, lists, spec)
    draw_review(canvas, table, lists, spec)
    limit_inputs(canvas, cycle.tab, rows, lists, spec)
    _show_conditions(canvas, table, spec)
    set_columns(canvas, cycle_columns(spec.options), number_width=_NUMBER_WIDTH)
    for column in cycle_columns(spec.options):
        canvas.sheet.column_dimensions[column.letter].width = drawn_widths(spec.options)[column.key]
    area = f"{NUMBER_COLUMN}2:{page_letters(spec.options)[-1]}{rows[-1].number}"
    _set_sheet(canvas, table, area)


def _show_conditions(canvas: Canvas, table: Table, spec: TemplateSpec) -> None:
    top, bottom = table.objectives[0], table.total
    show_bands(canvas, f"{top('band')}:{bottom('band')}", top("band"))
    for key in ("hint", "band"):  # where checks in words stand
        show_failures(canvas, (*table.objectives, bottom), key, key)
    show_hints(canvas, table.key_results)
    show_void(canvas, table.key_results)
    show_not_needed(canvas, table.key_results, spec.options)
    show_missing_reason(canvas, table.key_results, spec.policies)
    bar, letters = table.total.number + REVIEW_BAR, page_letters(spec.options)
    show_phases(canvas, table, f"{letters[0]}{bar}:{letters[-1]}{bar}", spec)


def set_columns(canvas: Canvas, columns: Iterable[Column], *, number_width: float) -> None:
    """Set the widths, hide the keys and the helpers, group the rarer columns."""
    dimensions = canvas.sheet.column_dimensions
    dimensions[KEY_COLUMN].width, dimensions[KEY_COLUMN].hidden = 2, True
    dimensions[NUMBER_COLUMN].width = number_width
    for column in columns:
        dimension = dimensions[column.letter]
        dimension.width = column.width
        dimension.hidden = column.half == "hidden"
        if column.half == "more":
            dimension.outlineLevel = 1
    canvas.sheet.row_dimensions[1].hidden = True


def _set_sheet(canvas: Canvas, table: Table, area: str) -> None:
    """Set the page: the table on the first, the review on the next, the name on both."""
    tall = OBJECTIVE_HEIGHT + KEY_RESULT_HEIGHT * len(table.key_results[0])
    on_a_page = max(1, _POINTS_OF_A_PAGE // tall)
    long = len(table.objectives) > on_a_page
    set_page(canvas, area=area, heads=f"{TITLE_ROW}:{HINT_ROW if long else VALUE_ROW}")
    for line in table.objectives[on_a_page::on_a_page]:
        canvas.sheet.row_breaks.append(Break(id=line.number - 1))
    canvas.sheet.row_breaks.append(Break(id=table.total.number + 1))
    set_view(canvas, freeze=f"D{HINT_ROW + 1}")
    protect(canvas)
