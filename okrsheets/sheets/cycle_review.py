"""The review half of a cycle's tab: the band's question, the standing ones, the plan."""

from okrsheets.errors import N_
from okrsheets.layout import NUMBER_COLUMN, PLAN_ROWS, cycle_rows
from okrsheets.sheets.cycle_page import before, cycle_line, page_letters
from okrsheets.sheets.cycle_table import Table
from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.formulas import Formula, Line, quoted
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import BAR, BODY, FILL_IN, HEAD, NUMBER, PLAIN, REST

ANSWER_HEIGHT, PLAN_HEIGHT, QUESTION_HEIGHT = 84, 34, 38
_ANSWER = FILL_IN.but(wrap=True, vertical="top", indent=1)
_LABEL = BODY.but(vertical="center", sides=REST.sides, indent=1)
_QUESTIONS = {
    "how_far": N_("How far did we get?"),
    "how": N_("How did we get there? What worked, what did not?"),
    "cause": N_("Your answer to the question above"),
}
_PLAN_HEADS = (
    ("text", N_("Improvement: what will be done")),
    ("weight", N_("By when")),
    ("baseline", N_("Expected effect")),
    ("band", N_("Who")),
)


def draw_review(canvas: Canvas, table: Table, lists: Lists, spec: TemplateSpec) -> None:
    """Draw everything below the legend."""
    rows = {row.key: cycle_line(row.number, spec.options) for row in cycle_rows(spec.options)}
    top = rows["excused"].number
    _draw_bar(canvas, top - 2, spec)
    _draw_question(canvas, top - 1, table, lists, spec)
    _draw_excused(canvas, rows["excused"], lists, spec)
    for key, text in _QUESTIONS.items():
        line = rows[key]
        canvas.height(line.number, ANSWER_HEIGHT)
        canvas.lay([f"{NUMBER_COLUMN}{line.number}"], NUMBER)
        canvas.put(line("text"), spec.language.text(text), _LABEL)
        canvas.merge(line.letters["weight"], line.letters["reason"], line.number, _ANSWER)
    _draw_plan(canvas, [rows[f"plan.{n}"] for n in range(1, PLAN_ROWS + 1)], spec)


def _draw_bar(canvas: Canvas, row: int, spec: TemplateSpec) -> None:
    canvas.height(row, 24)
    canvas.lay((f"{letter}{row}" for letter in page_letters(spec.options)), BAR)
    canvas.put(
        f"{NUMBER_COLUMN}{row}", spec.language.text(N_("3  Review      look back together")), BAR
    )


def _draw_question(
    canvas: Canvas, row: int, table: Table, lists: Lists, spec: TemplateSpec
) -> None:
    """Draw the review question of the band that the cycle's score is in."""
    canvas.height(row, QUESTION_HEIGHT)
    score = table.total("score")
    line, language = cycle_line(row, spec.options), spec.language
    waiting = language.text(N_("Appears as soon as the cycle has a score."))
    found = f"LOOKUP({score},{lists['band_edge'].range},{lists['question'].range})"
    formula = Formula(f"IF(COUNT({score})=1,{found},{quoted(waiting)})", waiting)
    canvas.lay([f"{NUMBER_COLUMN}{row}"], NUMBER)
    canvas.put(line("text"), language.text(N_("The question of this band")), _LABEL)
    canvas.merge(line.letters["weight"], line.letters["reason"], row, _LABEL.but(bold=True))
    canvas.compute(line("weight"), formula, _LABEL.but(bold=True))


def _draw_excused(canvas: Canvas, line: Line, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the cell that excuses a whole cycle; the hidden one holds 1 where it does."""
    canvas.height(line.number, PLAN_HEIGHT)
    canvas.lay([f"{NUMBER_COLUMN}{line.number}"], NUMBER)
    question = N_("Is the whole cycle excused (joined later, long leave)?")
    canvas.put(line("text"), spec.language.text(question), _LABEL)
    canvas.lay([line("weight")], FILL_IN.but(align="center"))
    canvas.put(line("type"), spec.language.text(N_("because")), _LABEL.but(align="right"))
    wide = _ANSWER.but(vertical="center")
    canvas.merge(line.letters["baseline"], line.letters["reason"], line.number, wide)
    number = lists["yesno"].number_of(line("weight"))
    canvas.compute(line("live"), Formula(f"IF({number}=1,1,0)", 0), PLAIN)


def _draw_plan(canvas: Canvas, lines: list[Line], spec: TemplateSpec) -> None:
    heads = cycle_line(lines[0].number - 1, spec.options)
    canvas.height(heads.number, 24)
    for key, text in _PLAN_HEADS:
        canvas.put(heads(key), spec.language.text(text), HEAD.but(wrap=False, indent=1))
    for number, line in enumerate(lines, 1):
        canvas.height(line.number, PLAN_HEIGHT)
        canvas.put(f"{NUMBER_COLUMN}{line.number}", number, NUMBER)
        canvas.lay([line("text")], _ANSWER.but(vertical="center"))
        at, effect = line.letters, before("band", spec.options)
        day = FILL_IN.but(align="center", format="yyyy-mm-dd")
        canvas.merge(at["weight"], at["type"], line.number, day)
        canvas.merge(at["baseline"], at[effect], line.number, _ANSWER.but(vertical="center"))
        canvas.merge(at["band"], at["reason"], line.number, FILL_IN.but(indent=1))
