"""The table of a cycle's tab: objectives and key results with their formulas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from okrsheets.errors import N_
from okrsheets.layout import NUMBER_COLUMN, Column, cycle_rows
from okrsheets.shape import SheetOptions
from okrsheets.sheets.cycle_head import is_right
from okrsheets.sheets.cycle_page import before, cycle_columns, cycle_line
from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.formulas import Formula, Line
from okrsheets.sheets.hints import key_result_hint, objective_hint, total_hint
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.roll_up import (
    cycle_formulas,
    key_result_formulas,
    objective_formulas,
    state_formula,
)
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import (
    COMPUTED,
    FILL_IN,
    GOAL,
    GOAL_INPUT,
    HINTED,
    NUMBER,
    PLAIN,
    TOTAL,
    WRITING,
    Look,
)

KEY_RESULT_HEIGHT, OBJECTIVE_HEIGHT, TOTAL_HEIGHT = 43, 34, 32
_FORMATS: Mapping[str, str] = {
    "weight": "0%_0",
    "confidence": "0%_0",
    "progress": "0%_0",
    "self": "0.00_0",
    "reviewer": "0.00_0",
    "score": "0.00_0",
    "baseline": "General_0",
    "target": "General_0",
    "upper": "General_0",
    "actual": "General_0",
    "v30": "General_0",
    "v70": "General_0",
}
_FIGURES = ("baseline", "target", "upper", "actual", "v30", "v70")
_SIZES: Mapping[str, float] = {"reason": 9.5, "evidence": 9.5, "unit": 9}
_WRAPPED = ("text", "reason", "evidence", "depends", "owner", "unit")
_SUPPORTS = ("baseline", "target", "upper", "unit")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a cycle's table: each objective with its key results, and the total.

    `excused` is the hidden cell that holds 1 where the cycle is excused on its tab, `away` the one
    that a stamp fills where the person is not employed in the cycle.
    """

    objectives: tuple[Line, ...]
    key_results: tuple[tuple[Line, ...], ...]
    total: Line
    excused: str
    away: str


def table_of(options: SheetOptions) -> Table:
    """Give the lines of the table of every cycle."""
    lines = {row.key: cycle_line(row.number, options) for row in cycle_rows(options)}
    numbers = range(1, options.objectives + 1)
    inner = range(1, options.key_results + 1)
    return Table(
        objectives=tuple(lines[f"O{o}"] for o in numbers),
        key_results=tuple(tuple(lines[f"O{o}.K{k}"] for k in inner) for o in numbers),
        total=lines["total"],
        excused=lines["excused"]("live"),
        away=lines["excused"]("exists"),
    )


def draw_table(canvas: Canvas, table: Table, lists: Lists, spec: TemplateSpec) -> None:
    """Draw every row of the table, down to the total."""
    for o, (line, inner) in enumerate(zip(table.objectives, table.key_results, strict=True), 1):
        formulas = objective_formulas(line, inner, table.total, lists=lists, spec=spec)
        weights = formulas["hint"]
        formulas["hint"] = objective_hint(line, inner, weights, table.excused, spec)
        _draw_objective(canvas, line, o, formulas, spec)
        for k, row in enumerate(inner, 1):
            inside = key_result_formulas(row, line, lists, spec)
            inside["hint"] = key_result_hint(row, table.excused, spec)
            _draw_key_result(canvas, row, o + k / 10, inside, cycle_columns(spec.options))
    formulas = cycle_formulas(
        table.total, table.objectives, excused=table.excused, lists=lists, spec=spec
    )
    flat = [line for inner in table.key_results for line in inner]
    pairs = zip(table.objectives, table.key_results, strict=True)
    rows = [line for objective, inner in pairs for line in (objective, *inner)]
    of_all = formulas.get("hint")
    formulas["hint"] = total_hint(table.total, rows, of_all, table.excused, spec)
    formulas["state"] = state_formula(table.total, flat, table.excused, table.away)
    _draw_total(canvas, table.total, formulas, spec)


def _draw_formulas(
    canvas: Canvas,
    line: Line,
    formulas: Mapping[str, Formula],
    look: Look,
    columns: Sequence[Column],
) -> None:
    for column in columns:
        if column.key in formulas:
            canvas.compute(line(column.key), formulas[column.key], _shaped(look, column))


def _shaped(look: Look, column: Column) -> Look:
    """Give a look the number format and the side of a column."""
    shape = look.but(format=_FORMATS.get(column.key, "General"), indent=1)
    if column.half == "hidden":
        return PLAIN
    if column.half == "hint":
        return HINTED.but(sides=look.sides if look in (GOAL, TOTAL) else HINTED.sides)
    if column.key in _WRAPPED:
        return shape.but(wrap=True, size=min(look.size, _SIZES.get(column.key, look.size)))
    if column.key == "score":
        shape = shape.but(bold=True)
    figure = column.key in _FIGURES
    return shape.but(align="right", indent=0, shrink=figure) if is_right(column) else shape


def _draw_key_result(
    canvas: Canvas,
    line: Line,
    number: float,
    formulas: Mapping[str, Formula],
    columns: Sequence[Column],
) -> None:
    canvas.height(line.number, KEY_RESULT_HEIGHT)
    canvas.put(f"{NUMBER_COLUMN}{line.number}", number, NUMBER.but(format="0.0"))
    for column in columns:
        if column.half in ("plan", "score", "more") and column.key not in formulas:
            canvas.lay([line(column.key)], _shaped(FILL_IN, column))
    _draw_formulas(canvas, line, formulas, COMPUTED, columns)


def _draw_objective(
    canvas: Canvas,
    line: Line,
    number: int,
    formulas: Mapping[str, Formula],
    spec: TemplateSpec,
) -> None:
    canvas.height(line.number, OBJECTIVE_HEIGHT)
    canvas.put(f"{NUMBER_COLUMN}{line.number}", f"O{number}", GOAL.but(align="center"))
    columns = cycle_columns(spec.options)
    canvas.lay((line(c.key) for c in columns if c.half not in ("gap", "hint", "hidden")), GOAL)
    inputs = ("text", "weight") if spec.options.objective_weights else ("text",)
    for column in columns:
        if column.key in inputs:
            canvas.lay([line(column.key)], _shaped(GOAL_INPUT, column))
    label = spec.language.text(N_("supports"))
    canvas.put(line("type"), label, GOAL.but(bold=False, size=9, align="right", indent=1))
    _draw_supports(canvas, line)
    _draw_formulas(canvas, line, formulas, GOAL, columns)


def _draw_supports(canvas: Canvas, line: Line) -> None:
    """Draw one box over four cells; a text in the first runs over its empty neighbours."""
    box = FILL_IN.but(size=9.5, indent=1)
    left, right, top, bottom = box.sides
    for key in _SUPPORTS:
        inner = (
            left if key == _SUPPORTS[0] else "",
            right if key == _SUPPORTS[-1] else "",
            top,
            bottom,
        )
        first = key == _SUPPORTS[0]
        canvas.lay([line(key)], box.but(sides=inner, open=first, ink=WRITING))


def _draw_total(
    canvas: Canvas, line: Line, formulas: Mapping[str, Formula], spec: TemplateSpec
) -> None:
    canvas.height(line.number, TOTAL_HEIGHT)
    columns = cycle_columns(spec.options)
    drawn = [line(column.key) for column in columns if column.half in ("plan", "score")]
    canvas.lay([f"{NUMBER_COLUMN}{line.number}", *drawn], TOTAL)
    canvas.put(line("text"), spec.language.text(N_("Total")), TOTAL.but(indent=1))
    _draw_formulas(canvas, line, formulas, TOTAL, columns)
    score = spec.language.text(N_("Score of the cycle"))
    canvas.put(line(before("score", spec.options)), score, TOTAL.but(align="right"))
