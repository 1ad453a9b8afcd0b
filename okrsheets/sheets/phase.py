"""What to fill in now stands out: the bars of the phases and the looks of the two halves.

All of it follows what is filled in, never a date: a plan is being written until something has a
score, then the plan settles and the score half is open, then the review. Locks stay as they are.
"""

from okrsheets.errors import N_
from okrsheets.layout import NUMBER_COLUMN
from okrsheets.model import Cycle
from okrsheets.sheets.conditions import FAILED, area_of, show_phase
from okrsheets.sheets.cycle_head import BAR_ROW, due_dates, show_date
from okrsheets.sheets.cycle_page import cycle_columns
from okrsheets.sheets.cycle_table import Table
from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.formulas import Formula, quoted, spliced
from okrsheets.sheets.lists import AWAY, PARTIAL, PLANNED, SCORED
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import BAR, BAR_QUIET, GOAL, SETTLED, UNUSED, Look


def draw_bars(canvas: Canvas, cycle: Cycle, table: Table, spec: TemplateSpec) -> None:
    """Draw the bars above the halves: when each is due, and at the right how far it is.

    Their words are formulas, since LibreOffice saves a text of two scripts with colours of its own,
    which a conditional look cannot change.
    """
    plan_due, score_due = map(show_date, due_dates(cycle, spec))
    say = spec.language.text
    texts = {
        "plan": say(N_("1  Plan      write it before the cycle, by {day}"), day=plan_due),
        "score": say(N_("2  Score      fill it in at the end, by {day}"), day=score_due),
        "more": say(N_("More      where it helps; not printed")),
    }
    counts = {"plan": _planned(table, spec), "score": _to_score(table, spec)}
    for half, text in texts.items():
        letters = _letters(half, spec)
        look = BAR if half == "plan" else BAR_QUIET
        canvas.lay((f"{letter}{BAR_ROW}" for letter in letters), look)
        canvas.compute(f"{letters[0]}{BAR_ROW}", Formula(quoted(text), text), look)
        if half in counts:
            right = look.but(align="right", size=10)
            canvas.compute(f"{letters[-1]}{BAR_ROW}", counts[half], right)


def _letters(half: str, spec: TemplateSpec) -> list[str]:
    letters = [c.letter for c in cycle_columns(spec.options) if c.half == half]
    return [NUMBER_COLUMN, *letters] if half == "plan" else letters


def _count(table: Table) -> str:
    return "(" + "+".join(f"{o('exists')}*{o('members')}" for o in table.objectives) + ")"


def _planned(table: Table, spec: TemplateSpec) -> Formula:
    """Give how many of the form's key results are planned."""
    template = spec.language.text(N_("{planned} of {lines} planned"))
    fields = {"lines": str(sum(map(len, table.key_results)))}
    text = spliced(template, planned=_count(table), **fields)
    return Formula(text, template.format(planned=0, **fields))


def _to_score(table: Table, spec: TemplateSpec) -> Formula:
    """Give how many key results wait for their score; nothing where none is planned."""
    planned = _count(table)
    unscored = "(" + "+".join(o("open") for o in table.objectives) + ")"
    some = spliced(
        spec.language.text(N_("{unscored} of {planned} to score")),
        unscored=unscored,
        planned=planned,
    )
    done = quoted(spec.language.text(N_("✓ all scored")))
    return Formula(f'IF({planned}=0,"",IF({unscored}=0,{done},{some}))')


def show_phases(canvas: Canvas, table: Table, review_bar: str, spec: TemplateSpec) -> None:
    """Let the half that is open now stand out; `review_bar` is the area of that bar."""
    cell = table.total("state")
    letters = cell.rstrip("0123456789")
    state = f"${letters}${cell[len(letters) :]}"
    started = f"{state}>={PARTIAL},{state}<{AWAY}"
    bars = {half: _letters(half, spec) for half in ("plan", "score")}
    areas = {half: f"{own[0]}{BAR_ROW}:{own[-1]}{BAR_ROW}" for half, own in bars.items()}
    show_phase(canvas, areas["plan"], f"{state}>={PARTIAL}", BAR_QUIET)
    show_phase(canvas, areas["score"], f"OR({state}={PLANNED},{state}={PARTIAL})", BAR)
    show_phase(canvas, review_bar, f"{state}={SCORED}", BAR)
    _settle(canvas, table, f"{state}={AWAY}", (UNUSED, UNUSED))
    _settle(canvas, table, started, (GOAL, SETTLED))
    nothing = f"${table.key_results[0][0]('exists')}=0"
    first, last = bars["score"][0], bars["score"][-1]
    scores = " ".join(
        f"{first}{rows[0].number}:{last}{rows[-1].number}" for rows in table.key_results
    )
    show_phase(canvas, scores, nothing, UNUSED)


def _settle(canvas: Canvas, table: Table, formula: str, looks: tuple[Look, Look]) -> None:
    """Give the plan's inputs other looks: those of the objectives and of the key results.

    A line that must be put right stays open.
    """
    objectives = " ".join(
        f"{o('text')}:{o('weight')} {o('baseline')}:{o('unit')}" for o in table.objectives
    )
    areas = (objectives, area_of(table.key_results, "text", "unit"))
    firsts = (table.objectives[0], table.key_results[0][0])
    for area, first, look in zip(areas, firsts, looks, strict=True):
        right = f'LEFT(${first("hint")},1)<>"{FAILED}"'
        show_phase(canvas, area, f"AND({formula},{right})", look)
