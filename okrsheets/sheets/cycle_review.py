"""The review half of a cycle's tab: the band's question, the standing ones, the plan."""

from math import ceil

from okrsheets.errors import N_
from okrsheets.layout import NUMBER_COLUMN, PLAN_ROWS, cycle_rows
from okrsheets.model.questions import BandQuestions
from okrsheets.sheets.conditions import show_phase
from okrsheets.sheets.cycle_page import before, cycle_line, page_letters
from okrsheets.sheets.cycle_table import Table
from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.formulas import Formula, Line, quoted
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import BAR, BAR_QUIET, BODY, FILL_IN, NUMBER, PLAIN, REST, UNUSED

_WIDE, _LINE_ROOM, _LINE_HEIGHT = 0x2E80, 110, 15
"""Characters as wide as two; what a line of the question's box holds; points a line."""
ANSWER_HEIGHT, PLAN_HEIGHT, QUESTION_HEIGHT = 84, 34, 38
_ANSWER = FILL_IN.but(wrap=True, vertical="top", indent=1)
_LABEL = BODY.but(vertical="center", sides=REST.sides, indent=1)
_QUESTIONS = {
    "how_far": (
        N_("How far did we get?"),
        N_("In two or three sentences: what is reached, what is not? Figures stand above already."),
    ),
    "how": (
        N_("How did we get there? What worked, what did not?"),
        N_("What was done, and what of it made the difference? Say what to keep, what to stop."),
    ),
    "cause": (
        N_("Your answer to the question above"),
        N_("Answer the bold question. With no progress at all, the cause must be named."),
    ),
}
_PLAN_HEADS = {
    "text": (
        N_("Improvement: what will be done"),
        N_("One measure a line, something you can begin next week. Needed below the target line."),
    ),
    "weight": (N_("By when"), N_("The day by which the measure is done, for example 2026-08-31.")),
    "baseline": (N_("Expected effect"), N_("What will be better then, if possible as a figure.")),
    "band": (N_("Who"), N_("One name: who sees to it that it is done.")),
}
_EXCUSED_NOTE = N_(
    "Yes takes the whole cycle out of the year: joined later, long leave. Say why beside it. "
    "Joined during the cycle? Plan what can be done in the time left instead."
)
_QUESTION_NOTE = N_("Each band asks another question. It is found by the cycle's score.")
REVIEW_BAR = 3
"""How many rows below the total the bar of the review stands."""


def draw_review(canvas: Canvas, table: Table, lists: Lists, spec: TemplateSpec) -> None:
    """Draw everything below the legend."""
    rows = {row.key: cycle_line(row.number, spec.options) for row in cycle_rows(spec.options)}
    top = rows["excused"].number
    _draw_bar(canvas, table.total.number + REVIEW_BAR, spec)
    _draw_question(canvas, top - 1, table, lists, spec)
    _draw_excused(canvas, rows["excused"], lists, spec)
    for key, (text, note) in _QUESTIONS.items():
        line = rows[key]
        canvas.height(line.number, ANSWER_HEIGHT)
        canvas.lay([f"{NUMBER_COLUMN}{line.number}"], NUMBER)
        canvas.put(line("text"), spec.language.text(text), _LABEL)
        canvas.comment(line("text"), spec.language.text(note))
        canvas.merge(line.letters["weight"], line.letters["reason"], line.number, _ANSWER)
    plan = [rows[f"plan.{n}"] for n in range(1, PLAN_ROWS + 1)]
    _draw_plan(canvas, plan, table.total("score"), spec)
    _rest_until_scored(canvas, [rows[key] for key in _QUESTIONS], table.total("score"))


def _draw_bar(canvas: Canvas, row: int, spec: TemplateSpec) -> None:
    canvas.height(row, 24)
    canvas.lay((f"{letter}{row}" for letter in page_letters(spec.options)), BAR_QUIET)
    text = spec.language.text(N_("3  Review      look back together"))
    canvas.compute(f"{NUMBER_COLUMN}{row}", Formula(quoted(text), text), BAR_QUIET)


def _draw_question(
    canvas: Canvas, row: int, table: Table, lists: Lists, spec: TemplateSpec
) -> None:
    """Draw the review question of the band that the cycle's score is in."""
    canvas.height(row, _question_height(lists, spec))
    score = table.total("score")
    line, language = cycle_line(row, spec.options), spec.language
    waiting = language.text(N_("Appears as soon as the cycle has a score."))
    found = f"LOOKUP({score},{lists['band_edge'].range},{lists['question'].range})"
    formula = Formula(f"IF(COUNT({score})=1,{found},{quoted(waiting)})", waiting)
    canvas.lay([f"{NUMBER_COLUMN}{row}"], NUMBER)
    canvas.put(line("text"), language.text(N_("The question of this band")), _LABEL)
    canvas.comment(line("text"), language.text(_QUESTION_NOTE))
    canvas.merge(line.letters["weight"], line.letters["reason"], row, _LABEL.but(bold=True))
    canvas.compute(line("weight"), formula, _LABEL.but(bold=True))


def _question_height(lists: Lists, spec: TemplateSpec) -> float:
    """Give the height that the longest question needs; the built-in ones fit on two lines."""
    if spec.questions == BandQuestions():
        return QUESTION_HEIGHT
    texts = map(str, lists["question"].values)
    widest = max(sum(2 if ord(c) >= _WIDE else 1 for c in text) for text in texts)
    return max(QUESTION_HEIGHT, 8 + _LINE_HEIGHT * ceil(widest / _LINE_ROOM))


def _draw_excused(canvas: Canvas, line: Line, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the cell that excuses a whole cycle; the hidden one holds 1 where it does."""
    canvas.height(line.number, PLAN_HEIGHT)
    canvas.lay([f"{NUMBER_COLUMN}{line.number}"], NUMBER)
    question = N_("Is the whole cycle excused (joined later, long leave)?")
    canvas.put(line("text"), spec.language.text(question), _LABEL)
    canvas.comment(line("text"), spec.language.text(_EXCUSED_NOTE))
    canvas.lay([line("weight")], FILL_IN.but(align="center"))
    canvas.put(line("type"), spec.language.text(N_("because")), _LABEL.but(align="right"))
    wide = _ANSWER.but(vertical="center")
    canvas.merge(line.letters["baseline"], line.letters["reason"], line.number, wide)
    number = lists["yesno"].number_of(line("weight"))
    canvas.compute(line("live"), Formula(f"IF({number}=1,1,0)", 0), PLAIN)


def _draw_plan(canvas: Canvas, lines: list[Line], score: str, spec: TemplateSpec) -> None:
    """Draw the improvement plan; its bar says whether this score needs one."""
    heads = cycle_line(lines[0].number - 1, spec.options)
    letters = page_letters(spec.options)
    canvas.height(heads.number, 26)
    canvas.lay((f"{letter}{heads.number}" for letter in letters), BAR_QUIET)
    for key, (text, note) in _PLAN_HEADS.items():
        canvas.put(heads(key), spec.language.text(text), BAR_QUIET)
        canvas.comment(heads(key), spec.language.text(note))
    canvas.compute(heads("text"), _need(score, spec), BAR_QUIET)
    for number, line in enumerate(lines, 1):
        canvas.height(line.number, PLAN_HEIGHT)
        canvas.put(f"{NUMBER_COLUMN}{line.number}", number, NUMBER)
        canvas.lay([line("text")], _ANSWER.but(vertical="center"))
        at, effect = line.letters, before("band", spec.options)
        day = FILL_IN.but(align="center", format="yyyy-mm-dd")
        canvas.merge(at["weight"], at["type"], line.number, day)
        canvas.merge(at["baseline"], at[effect], line.number, _ANSWER.but(vertical="center"))
        canvas.merge(at["band"], at["reason"], line.number, FILL_IN.but(indent=1))
    _show_need(canvas, heads, lines, score, spec)


def _need(score: str, spec: TemplateSpec) -> Formula:
    """Give the title of the improvement plan, with whether it is needed: K704."""
    line, say = spec.policies.band_edges[1], spec.language.text
    title = say(N_("Improvement: what will be done"))
    needed = say(N_("Improvement plan: needed, below {line:.2f}"), line=line)
    not_needed = say(N_("Improvement plan: not needed this time"))
    words = f"IF({score}<{line:f},{quoted(needed)},{quoted(not_needed)})"
    return Formula(f"IF(COUNT({score})=1,{words},{quoted(title)})", title)


def _show_need(
    canvas: Canvas, heads: Line, lines: list[Line], score: str, spec: TemplateSpec
) -> None:
    """Let the improvement plan stand out where it is needed, and rest where it is not."""
    letters = page_letters(spec.options)
    first, last, row = letters[0], letters[-1], heads.number
    column, at = score.rstrip("0123456789"), score.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell, line = f"${column}${at}", f"{spec.policies.band_edges[1]:f}"
    below = f"AND(COUNT({cell})=1,{cell}<{line})"
    show_phase(canvas, f"{first}{row}:{last}{row}", below, BAR)
    rows = f"{lines[0]('text')}:{last}{lines[-1].number}"
    show_phase(canvas, rows, f"{below}=FALSE", UNUSED)


def _rest_until_scored(canvas: Canvas, answers: list[Line], score: str) -> None:
    """Let the answers rest until there is a score to look back on; they stay open all the same."""
    column, at = score.rstrip("0123456789"), score.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    area = f"{answers[0]('weight')}:{answers[-1]('reason')}"
    show_phase(canvas, area, f"COUNT(${column}${at})=0", UNUSED)
