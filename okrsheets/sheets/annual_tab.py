"""The annual tab: the cycles' scores, the year's score with n of 4, a chart, reserved reviews."""

from openpyxl.worksheet.pagebreak import Break

from okrsheets.errors import N_
from okrsheets.layout import NUMBER_COLUMN, annual_rows, cycle_rows, tab_rules
from okrsheets.sheets.conditions import show_bands
from okrsheets.sheets.cycle_head import LABEL_ROW, TITLE_ROW, VALUE_ROW
from okrsheets.sheets.cycle_page import cycle_line
from okrsheets.sheets.cycle_tab import set_columns
from okrsheets.sheets.cycle_table import table_of
from okrsheets.sheets.drawing import Canvas, protect, set_page, set_view, slot
from okrsheets.sheets.formulas import Formula, Line, joined, line_of, shown, spliced
from okrsheets.sheets.limits import limit_inputs
from okrsheets.sheets.lists import VOID, Lists
from okrsheets.sheets.logo import place_logo
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import (
    BAR,
    BODY,
    COMPUTED,
    FILL_IN,
    HEAD,
    LABEL,
    NOTE,
    PLAIN,
    REST,
    TITLE,
    TOTAL,
    VALUE,
)
from okrsheets.sheets.year_chart import caption, draw_chart

HEAD_ROW = 8
_LETTERS = "CDEFG"
_MANY = 4  # more cycles than these stand closer
_HEIGHTS = {True: (34, 34, 215, 72), False: (25, 30, 150, 62)}
"""Points of a cycle's line, the total, the chart and a review, for few cycles and for many."""
_BLOCK = (
    ("C", N_("Name"), "name"),
    ("D", N_("Employee ID"), "id"),
    ("F", N_("Department"), "department"),
)
_QUESTIONS = {
    "self": (
        N_("Self review"),
        N_("What the year brought, what I learned"),
        N_("Your own look at the year, beyond the figures."),
    ),
    "peers": (
        N_("Peer review"),
        N_("How the work together went"),
        N_("What two or three colleagues say; the manager gathers it."),
    ),
    "manager": (
        N_("Manager review"),
        N_("What stands out, what comes next"),
        N_("For the manager, after the talk about the year."),
    ),
    "collective": (
        N_("Collective result"),
        N_("What the department reached together"),
        N_("What the department reached as a whole; it puts one's own score into its place."),
    ),
}


def draw_annual_tab(canvas: Canvas, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the whole annual tab."""
    rows = list(annual_rows(spec.options))
    canvas.put("A1", slot("tab:annual"), PLAIN)
    for row in rows:
        canvas.key(row.number, row.key)
    _draw_head(canvas, spec)
    lines = {row.key: line_of("annual", row.number, spec.options) for row in rows}
    cycles = [lines[tab] for tab in spec.options.cycles]
    for tab, line in zip(spec.options.cycles, cycles, strict=True):
        _draw_cycle(canvas, tab, line, lists, spec)
    _draw_total(canvas, lines["total"], cycles, lists, spec)
    chart_row = lines["total"].number + 1
    _draw_chart(canvas, cycles, chart_row, spec)
    _draw_reviews(canvas, lines, spec)
    limit_inputs(canvas, "annual", rows, lists, spec)
    top, bottom = cycles[0]("band"), lines["total"]("band")
    show_bands(canvas, f"{top}:{bottom}", top)
    set_columns(canvas, tab_rules("annual").columns, number_width=2)
    area = f"{NUMBER_COLUMN}2:{_LETTERS[-1]}{rows[-1].number}"
    set_page(canvas, area=area, heads=f"{TITLE_ROW}:{VALUE_ROW}")
    few = len(cycles) <= _MANY  # with many cycles the chart goes with the reviews
    canvas.sheet.row_breaks.append(Break(id=chart_row if few else chart_row - 1))
    set_view(canvas, freeze=f"A{HEAD_ROW + 1}")
    protect(canvas)


def _heights(spec: TemplateSpec) -> tuple[float, ...]:
    return _HEIGHTS[len(spec.options.cycles) <= _MANY]


def _draw_head(canvas: Canvas, spec: TemplateSpec) -> None:
    say = spec.language.text
    for row, points in {TITLE_ROW: 34, LABEL_ROW: 16, VALUE_ROW: 22, 5: 8, 6: 24, 7: 6}.items():
        canvas.height(row, points)
    title = say(
        N_("{organisation} · OKR of the year {year}"),
        organisation=spec.organisation,
        year=spec.year,
    )
    indent = place_logo(canvas, spec.logo, f"C{TITLE_ROW}")
    canvas.put(f"C{TITLE_ROW}", title, TITLE.but(indent=indent))
    canvas.lay((f"{letter}{LABEL_ROW}" for letter in _LETTERS), LABEL)
    for letter, label, name in _BLOCK:
        canvas.put(f"{letter}{LABEL_ROW}", say(label), LABEL)
        canvas.put(f"{letter}{VALUE_ROW}", slot(name), VALUE)
    canvas.lay((f"{letter}6" for letter in _LETTERS), BAR)
    canvas.put("C6", say(N_("The year      computed from the cycles' tabs")), BAR)
    canvas.height(HEAD_ROW, 24)
    for column in tab_rules("annual").columns:
        canvas.column_key(column.letter, column.key)
        if column.half != "hidden":
            side = "right" if column.key == "score" else "left"
            look = HEAD.but(align=side, indent=1, sides=("", "", "", "1A1F24"), weight="medium")
            canvas.put(f"{column.letter}{HEAD_ROW}", say(column.heading), look)
            canvas.comment(f"{column.letter}{HEAD_ROW}", say(column.comment))


def _draw_cycle(canvas: Canvas, tab: str, line: Line, lists: Lists, spec: TemplateSpec) -> None:
    """Draw one cycle's line; its values come from that cycle's tab."""
    canvas.height(line.number, _heights(spec)[0])
    table = table_of(spec.options)
    there = f"'{tab}'!"  # quoted: without quotes a program may take Q1 for a cell
    total, how_far = table.total, there + _row_of(spec, "how_far")("weight")
    states = lists["state"]
    canvas.put(line("label"), tab, REST.but(bold=True, indent=1))
    looks = COMPUTED.but(align="right", format="0.00_0", bold=True)
    canvas.compute(line("score"), Formula(shown(line("final"))), looks)
    canvas.compute(line("band"), Formula(f"{there}{total('band')}"), COMPUTED.but(indent=1))
    state = Formula(f"INDEX({states.range},{line('stateno')})", str(states.values[0]))
    canvas.compute(line("state"), state, COMPUTED.but(indent=1))
    note = Formula(f'IF({how_far}="","",{how_far})')
    canvas.compute(line("note"), note, COMPUTED.but(wrap=True, size=9.5, indent=1))
    canvas.compute(line("final"), Formula(f"{there}{total('final')}"), PLAIN)
    canvas.compute(line("stateno"), Formula(f"{there}{total('state')}", 1), PLAIN)
    canvas.compute(line("caption"), caption(line, tab), PLAIN)
    canvas.put(line("line"), float(spec.policies.band_edges[1]), PLAIN)


def _row_of(spec: TemplateSpec, key: str) -> Line:
    number = next(row.number for row in cycle_rows(spec.options) if row.key == key)
    return cycle_line(number, spec.options)


def year_formula(cycles: list[Line], missing_quarter: str) -> Formula:
    """Give the year's exact score by the policy for cycles that are neither scored nor excused."""
    finals, states = joined(cycles, "final"), _states(cycles)
    missing = f"({len(cycles)}-COUNT({finals})-{_excused(states)})"
    mean = f"SUM({finals})/COUNT({finals})"
    if missing_quarter == "zero":
        mean = f"SUM({finals})/(COUNT({finals})+{missing})"
    if missing_quarter == "block":
        mean = f'IF({missing}>0,"",{mean})'
    return Formula(f'IF(COUNT({finals})=0,"",{mean})')


def _excused(states: str) -> str:
    """Give how many cycles are void, excused, or before or after the person's employment."""
    return f'COUNTIF({states},">={VOID}")'


def _states(cycles: list[Line]) -> str:
    return f"{cycles[0]('stateno')}:{cycles[-1]('stateno')}"


def _draw_total(
    canvas: Canvas, line: Line, cycles: list[Line], lists: Lists, spec: TemplateSpec
) -> None:
    canvas.height(line.number, _heights(spec)[1])
    columns = [c for c in tab_rules("annual").columns if c.half != "hidden"]
    canvas.lay((line(c.key) for c in columns), TOTAL)
    canvas.put(line("label"), spec.language.text(N_("Score of the year")), TOTAL.but(indent=1))
    score, final = line("score"), line("final")
    band = f"LOOKUP({score},{lists['band_edge'].range},{lists['band'].range})"
    canvas.compute(final, year_formula(cycles, spec.policies.missing_quarter), PLAIN)
    canvas.compute(score, Formula(shown(final)), TOTAL.but(align="right", format="0.00_0"))
    canvas.compute(line("band"), Formula(f'IF(COUNT({score})=1,{band},"")'), TOTAL.but(indent=1))
    canvas.compute(line("state"), _count_formula(cycles, spec), TOTAL.but(bold=False, indent=1))


def _count_formula(cycles: list[Line], spec: TemplateSpec) -> Formula:
    """Give `3 of 4, provisional` in words."""
    scored = f"COUNT({joined(cycles, 'final')})"
    excused = _excused(_states(cycles))
    say = spec.language.text
    fields = {"of": str(len(cycles))}
    part = say(N_("{scored} of {of}, provisional"))
    whole = say(N_("{scored} of {of}"))
    formula = (
        f"IF({scored}+{excused}<{len(cycles)},"
        f"{spliced(part, scored=scored, **fields)},{spliced(whole, scored=scored, **fields)})"
    )
    return Formula(formula, part.format(scored=0, **fields))


def _draw_chart(canvas: Canvas, cycles: list[Line], row: int, spec: TemplateSpec) -> None:
    """Draw the chart of the year, with what its line means above it."""
    target = spec.policies.band_edges[1]
    canvas.height(row, _heights(spec)[2])
    words = spec.language.text(
        N_("Scores of the cycles. Broken line: {target:.2f}, on target"), target=target
    )
    canvas.put(f"C{row}", words, NOTE.but(vertical="top", indent=1))
    draw_chart(canvas, cycles, float(target), row)


def _draw_reviews(canvas: Canvas, lines: dict[str, Line], spec: TemplateSpec) -> None:
    top = lines["self"].number
    canvas.height(top - 2, 24)
    canvas.lay((f"{letter}{top - 2}" for letter in _LETTERS), BAR)
    say = spec.language.text
    canvas.put(f"C{top - 2}", say(N_("Reviews      beside the score, never computed")), BAR)
    use = {
        "none": N_("The score is not used for appraisal."),
        "reference": N_("The score is one reference among others for appraisal."),
        "direct": N_("The score goes into appraisal directly."),
    }[spec.policies.score_use]
    canvas.put(f"C{top - 1}", say(use), NOTE.but(indent=1))
    canvas.height(top - 1, 20)
    for key, (title, hint, note) in _QUESTIONS.items():
        line = lines[key]
        canvas.height(line.number, _heights(spec)[3])
        text = f"{say(title)}\n{say(hint)}"
        canvas.comment(line("label"), say(note))
        canvas.put(line("label"), text, BODY.but(sides=REST.sides, vertical="center", indent=1))
        canvas.merge("D", "G", line.number, FILL_IN.but(wrap=True, vertical="top", indent=1))
