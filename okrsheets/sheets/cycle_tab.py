"""One cycle's tab: head, table, review, limits, page set-up."""

from openpyxl.worksheet.pagebreak import Break

from okrsheets.layout import KEY_COLUMN, NUMBER_COLUMN, cycle_rows, tab_rules
from okrsheets.model import Cycle
from okrsheets.sheets.conditions import (
    show_bands,
    show_failures,
    show_missing_reason,
    show_not_needed,
    show_void,
)
from okrsheets.sheets.cycle_head import (
    HINT_ROW,
    TITLE_ROW,
    VALUE_ROW,
    draw_count,
    draw_head,
    draw_legend,
)
from okrsheets.sheets.cycle_review import draw_review
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
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import PLAIN

_LAST_PRINTED = "R"
_NUMBER_WIDTH = 5
_POINTS_OF_A_PAGE = 510  # what A4 holds below the heads at the scale of one page wide
_CHECKS = (("actual", "reviewer"), ("type", "unit"), ("band", "band"))
"""Where checks in words stand, and the last column that their words may run over."""


def draw_cycle_tab(canvas: Canvas, cycle: Cycle, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the whole tab of one cycle."""
    table = table_of(cycle.tab, spec)
    rows = list(cycle_rows(spec.options))
    canvas.put("A1", slot(f"tab:{cycle.tab}"), PLAIN)
    for row in rows:
        canvas.key(row.number, row.key)
    draw_head(canvas, cycle, spec)
    draw_table(canvas, table, lists, spec)
    draw_count(canvas, list(table.objectives), spec.language)
    draw_legend(canvas, table.total.number + 1, lists, spec.language)
    draw_review(canvas, table, lists, spec)
    limit_inputs(canvas, cycle.tab, rows, lists, spec.language)
    _show_conditions(canvas, table, spec)
    set_columns(canvas, cycle.tab, number_width=_NUMBER_WIDTH)
    _set_sheet(canvas, table, rows[-1].number)


def _show_conditions(canvas: Canvas, table: Table, spec: TemplateSpec) -> None:
    target_line = f"{spec.policies.band_edges[1]:f}"
    top, bottom = table.objectives[0], table.total
    show_bands(canvas, f"{top('band')}:{bottom('band')}", top("band"))
    for first, last in _CHECKS:
        show_failures(canvas, (*table.objectives, bottom), first, last)
    show_void(canvas, table.key_results)
    show_not_needed(canvas, table.key_results)
    show_missing_reason(canvas, table.key_results, target_line)


def set_columns(canvas: Canvas, tab: str, *, number_width: float) -> None:
    """Set the widths, hide the keys and the helpers, group the rarer columns."""
    dimensions = canvas.sheet.column_dimensions
    dimensions[KEY_COLUMN].width, dimensions[KEY_COLUMN].hidden = 2, True
    dimensions[NUMBER_COLUMN].width = number_width
    for column in tab_rules(tab).columns:
        dimension = dimensions[column.letter]
        dimension.width = column.width
        dimension.hidden = column.half == "hidden"
        if column.half == "more":
            dimension.outlineLevel = 1
    canvas.sheet.row_dimensions[1].hidden = True


def _set_sheet(canvas: Canvas, table: Table, last_row: int) -> None:
    """Set the page: the table on the first, the review on the next, the name on both."""
    area = f"{NUMBER_COLUMN}2:{_LAST_PRINTED}{last_row}"
    tall = OBJECTIVE_HEIGHT + KEY_RESULT_HEIGHT * len(table.key_results[0])
    on_a_page = max(1, _POINTS_OF_A_PAGE // tall)
    long = len(table.objectives) > on_a_page
    set_page(canvas, area=area, heads=f"{TITLE_ROW}:{HINT_ROW if long else VALUE_ROW}")
    for line in table.objectives[on_a_page::on_a_page]:
        canvas.sheet.row_breaks.append(Break(id=line.number - 1))
    canvas.sheet.row_breaks.append(Break(id=table.total.number + 1))
    set_view(canvas, freeze=f"D{HINT_ROW + 1}")
    protect(canvas)
