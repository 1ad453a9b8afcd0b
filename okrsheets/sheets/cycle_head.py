"""The head of a cycle's tab: whose it is, what is due when, the headings of the columns."""

from datetime import date

from okrsheets.deadlines import plan_due, score_due
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.layout import NUMBER_COLUMN, Column
from okrsheets.model import Cycle
from okrsheets.periods import cycle_dates
from okrsheets.shape import SheetOptions
from okrsheets.sheets.cycle_page import (
    cycle_columns,
    cycle_line,
    identity_places,
    page_letters,
    printed_columns,
)
from okrsheets.sheets.drawing import Canvas, slot
from okrsheets.sheets.formulas import Formula, quoted
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.logo import place_logo
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import HEAD, HINT, LABEL, NOTE, TITLE, VALUE

TITLE_ROW, LABEL_ROW, VALUE_ROW, GAP_ROW, BAR_ROW, HEAD_ROW, HINT_ROW = range(2, 9)
_HEIGHTS = {TITLE_ROW: 30, LABEL_ROW: 16, VALUE_ROW: 22, GAP_ROW: 8, BAR_ROW: 24, HEAD_ROW: 28}
_HINT_HEIGHT = 26
_BLOCK = {
    "name": N_("Name"),
    "id": N_("Employee ID"),
    "department": N_("Department"),
    "title": N_("Job title"),
    "manager": N_("Manager"),
}
_NUMBERS = N_(
    "O1 is the first objective, 1.2 its second key result. The most important comes first."
)
_WEIGHT_OF_KEY_RESULTS = N_(
    "How much it counts. The key results of an objective add up to 100%. All blank: equal "
    "weights. Some blank: they share what is left. Objectives count the same."
)
_RIGHT_KINDS = ("weight", "baseline", "target", "upper", "actual", "progress", "self", "reviewer")
_RIGHT = (*_RIGHT_KINDS, "score", "confidence", "v30", "v70")


def dot_of(language: Language) -> str:
    """Give the dot between two remarks: Chinese sets it without blanks."""
    return "·" if language.code == "zh" else " · "


def show_date(day: date) -> str:
    """Give a date as both languages write it on a form: `2026-07-10`."""
    return day.isoformat()


def due_dates(cycle: Cycle, spec: TemplateSpec) -> tuple[date, date]:
    """Give the last day of planning and the last day of scoring of a cycle."""
    start = spec.fiscal_start
    return plan_due(cycle, start), score_due(cycle, start, days=spec.days_to_score)


def is_right(column: Column) -> bool:
    """Tell whether a column holds figures, which stand to the right."""
    return column.key in _RIGHT


def draw_head(canvas: Canvas, cycle: Cycle, away: str, spec: TemplateSpec) -> None:
    """Draw the rows above the table; `away` is filled where the person is not employed."""
    say = spec.language.text
    for row, points in _HEIGHTS.items():
        canvas.height(row, points)
    canvas.height(HINT_ROW, _HINT_HEIGHT)
    title = say(N_("{organisation} · OKR score sheet {year}"), **_names(spec))
    indent = place_logo(canvas, spec.logo, f"{NUMBER_COLUMN}{TITLE_ROW}")
    canvas.put(f"{NUMBER_COLUMN}{TITLE_ROW}", title, TITLE.but(indent=indent))
    first, last = cycle_dates(cycle, spec.fiscal_start)
    span = f"{cycle.tab}{dot_of(spec.language)}{show_date(first)} – {show_date(last)}"
    not_here = say(N_("{span} · not employed, nothing to fill in"), span=span)
    formula = Formula(f'IF({away}="away",{quoted(not_here)},{quoted(span)})', span)
    place = f"{page_letters(spec.options)[-1]}{TITLE_ROW}"
    canvas.compute(place, formula, NOTE.but(align="right", size=11))
    _draw_identity(canvas, spec.language, spec.options)
    _draw_headings(canvas, spec.language, spec.options)


def _names(spec: TemplateSpec) -> dict[str, object]:
    return {"organisation": spec.organisation, "year": spec.year}


def _draw_identity(canvas: Canvas, language: Language, options: SheetOptions) -> None:
    shown = [c.letter for c in printed_columns(options) if c.half not in ("gap", "hint")]
    canvas.lay((f"{letter}{LABEL_ROW}" for letter in (NUMBER_COLUMN, *shown)), LABEL)
    places = identity_places(options)
    for name, label in _BLOCK.items():
        canvas.put(f"{places[name]}{LABEL_ROW}", language.text(label), LABEL)
        canvas.put(f"{places[name]}{VALUE_ROW}", slot(name), VALUE)


def _draw_headings(canvas: Canvas, language: Language, options: SheetOptions) -> None:
    canvas.put(f"{NUMBER_COLUMN}{HEAD_ROW}", language.text(N_("No.")), HEAD.but(align="center"))
    canvas.comment(f"{NUMBER_COLUMN}{HEAD_ROW}", language.text(_NUMBERS))
    canvas.lay([f"{NUMBER_COLUMN}{HINT_ROW}"], HINT)
    for column in cycle_columns(options):
        canvas.column_key(column.letter, column.key)
        if column.half in ("gap", "hidden"):
            continue
        right = is_right(column)
        shape: dict[str, object] = {"align": "right" if right else "left", "indent": not right}
        head, hint = f"{column.letter}{HEAD_ROW}", f"{column.letter}{HINT_ROW}"
        canvas.put(head, language.text(column.heading), HEAD.but(**shape))
        canvas.put(hint, language.text(column.hint), HINT.but(**shape))
        canvas.comment(head, language.text(_comment(column, options)))


def _comment(column: Column, options: SheetOptions) -> str:
    if column.key == "weight" and not options.objective_weights:
        return _WEIGHT_OF_KEY_RESULTS
    return column.comment


def draw_legend(canvas: Canvas, row: int, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the key of the two fills and of the four bands below the table."""
    canvas.height(row, 22)
    note = NOTE.but(indent=1)
    line = cycle_line(row, spec.options)
    fills = spec.language.text(N_("Boxed: yours to fill in. Grey: computed."))
    canvas.put(line("text"), fills, note)
    edges = [f"{edge:.2f}" for edge in lists["band_edge"].values if isinstance(edge, float)]
    words = map(str, lists["band"].values)
    bands = "    ".join(
        f"{word} ≥ {edge}" if number else f"{word} {edge}"
        for number, (word, edge) in enumerate(zip(words, edges, strict=True))
    )
    canvas.put(line("actual"), bands, note)
