"""The tab of the check-ins: the four-square of the week, below it a line for each check-in."""

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from okrsheets.errors import N_
from okrsheets.layout import CHECK_INS, NUMBER_COLUMN, check_in_rows, choice_words, tab_rules
from okrsheets.sheets.check_in_lists import codes_of, latest_formula, log_of
from okrsheets.sheets.conditions import ASKING
from okrsheets.sheets.cycle_head import LABEL_ROW, TITLE_ROW, VALUE_ROW
from okrsheets.sheets.cycle_tab import set_columns
from okrsheets.sheets.cycle_table import table_of
from okrsheets.sheets.drawing import Canvas, LimitWords, protect, set_page, set_view, slot
from okrsheets.sheets.four_square import Square, draw_four_square, square_of
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.logo import place_logo
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import (
    BAR,
    COMPUTED,
    FILL_IN,
    HEAD,
    HINT,
    INK,
    LABEL,
    PLAIN,
    TITLE,
    VALUE,
)

_LINE_HEIGHT = 26
_RIGHT = ("value", "confidence")
_FORMATS = {"date": "yyyy-mm-dd", "value": "General_0", "confidence": "0%_0"}
_STATUS_WORDS = 3  # a check-in cannot make a key result void


def draw_check_in_tab(canvas: Canvas, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the whole tab."""
    square = square_of(spec)
    canvas.put("A1", slot("tab:checkins"), PLAIN)
    for row in check_in_rows(spec.options):
        canvas.key(row.number, row.key)
    _draw_head(canvas, square, spec)
    draw_four_square(canvas, square, lists, spec)
    _draw_headings(canvas, square, spec)
    _draw_lines(canvas, square, spec)
    _limit_lines(canvas, square, lists, spec)
    _limit_square(canvas, square, lists, spec)
    _show_status(canvas, square, spec)
    columns = tab_rules("checkins", spec.options).columns
    set_columns(canvas, columns, number_width=5)
    set_page(canvas, area=f"{NUMBER_COLUMN}{TITLE_ROW}:{square.last}{square.bottom}")
    canvas.sheet.page_setup.fitToHeight = 1
    set_view(canvas, freeze=f"A{VALUE_ROW + 1}")
    protect(canvas)


def draw_latest(canvas: Canvas, tab: str, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the column of a cycle's tab that shows each key result's latest check-in."""
    if not spec.options.check_ins:
        return
    log, numbers = log_of(spec), lists["kr_last"]
    rows = {line.number: line for inner in table_of(spec.options).key_results for line in inner}
    look = COMPUTED.but(size=9.5, wrap=True, indent=1)
    for n, (_, own, row) in enumerate(codes_of(spec), 1):
        if own == tab:
            canvas.compute(rows[row]("latest"), latest_formula(numbers.item(n), log), look)


def _draw_head(canvas: Canvas, square: Square, spec: TemplateSpec) -> None:
    say = spec.language.text
    for row, points in {TITLE_ROW: 30, LABEL_ROW: 16, VALUE_ROW: 22, VALUE_ROW + 1: 8}.items():
        canvas.height(row, points)
    names: dict[str, object] = {"organisation": spec.organisation, "year": spec.year}
    title = say(N_("{organisation} · OKR check-ins {year}"), **names)
    indent = place_logo(canvas, spec.logo, f"{NUMBER_COLUMN}{TITLE_ROW}")
    canvas.put(f"{NUMBER_COLUMN}{TITLE_ROW}", title, TITLE.but(indent=indent))
    canvas.lay((f"{letter}{LABEL_ROW}" for letter in square.letters), LABEL)
    block = (
        (NUMBER_COLUMN, N_("Name"), "name"),
        (square.line(1)("key_result")[0], N_("Employee ID"), "id"),
        (square.right[0], N_("Department"), "department"),
    )
    for letter, label, name in block:
        canvas.put(f"{letter}{LABEL_ROW}", say(label), LABEL)
        canvas.put(f"{letter}{VALUE_ROW}", slot(name), VALUE)


def _draw_headings(canvas: Canvas, square: Square, spec: TemplateSpec) -> None:
    """Draw the bar and the headings above the lines."""
    say = spec.language.text
    bar, head, hint = (square.log - n for n in (3, 2, 1))
    canvas.height(bar, 24)
    canvas.lay((f"{letter}{bar}" for letter in square.letters), BAR)
    text = N_("5  Check-ins      a line a week for each key result; not printed")
    canvas.put(f"{NUMBER_COLUMN}{bar}", say(text), BAR)
    canvas.height(head, 20)
    canvas.height(hint, 16)
    canvas.lay([f"{NUMBER_COLUMN}{hint}"], HINT)
    for column in tab_rules("checkins", spec.options).columns:
        canvas.column_key(column.letter, column.key)
        right = column.key in _RIGHT
        shape: dict[str, object] = {"align": "right" if right else "left", "indent": not right}
        canvas.put(f"{column.letter}{head}", say(column.heading), HEAD.but(**shape))
        canvas.put(f"{column.letter}{hint}", say(column.hint), HINT.but(**shape))
        canvas.comment(f"{column.letter}{head}", say(column.comment))


def _draw_lines(canvas: Canvas, square: Square, spec: TemplateSpec) -> None:
    looks = {}
    for column in tab_rules("checkins", spec.options).columns:
        right = column.key in _RIGHT
        shape = FILL_IN.but(align="right" if right else "left", indent=not right)
        wrapped = column.key == "note"
        looks[column.letter] = shape.but(
            format=_FORMATS.get(column.key, "General"), wrap=wrapped, size=9.5 if wrapped else 10
        )
    for row in range(square.log, square.log + CHECK_INS):
        canvas.height(row, _LINE_HEIGHT)
        for letter, look in looks.items():
            canvas.lay([f"{letter}{row}"], look)


def _limit_lines(canvas: Canvas, square: Square, lists: Lists, spec: TemplateSpec) -> None:
    say = spec.language.text
    rows = range(square.log, square.log + CHECK_INS)
    count = lists["kr_count"]
    offer = f"OFFSET({lists['kr_offer'].item(1)},0,0,MAX(1,{count.item(len(count.values))}),1)"
    limits = {
        "date": DataValidation("date", operator="greaterThan", formula1="36526"),
        "key_result": DataValidation("list", formula1=offer),
        "confidence": DataValidation("decimal", operator="between", formula1="0", formula2="1"),
        "status": DataValidation("list", formula1=lists["status"].part(_STATUS_WORDS)),
    }
    for column in tab_rules("checkins", spec.options).columns:
        limit = limits.get(column.key) or _at_most(column.longest)
        words = LimitWords(say(column.heading), say(column.prompt), say(column.error))
        canvas.limit((f"{column.letter}{row}" for row in rows), limit, words)
    limits["key_result"].errorStyle = "warning"  # `Q1 1.2` alone is understood as well


def _limit_square(canvas: Canvas, square: Square, lists: Lists, spec: TemplateSpec) -> None:
    say = spec.language.text
    cycle = LimitWords(
        say(N_("Cycle")),
        say(N_("Choose the cycle to show, or leave it blank: that of the newest check-in.")),
        say(N_("Choose one of the cycles of the list.")),
    )
    canvas.limit([square.cycle], DataValidation("list", formula1=lists["cycle"].range), cycle)
    status = tab_rules("checkins", spec.options).column("status")
    words = LimitWords(say(status.heading), say(status.prompt), say(status.error))
    choice = DataValidation("list", formula1=lists["status"].part(_STATUS_WORDS))
    canvas.limit((line("status") for line in square.low), choice, words)
    for key, title, prompt in _TEXTS:
        error = say(N_("This text is too long. Use at most 300 characters."))
        limit = LimitWords(say(title), say(prompt), error)
        lines = square.must if key == "must" else square.low
        column = "note" if key == "health" else "date"
        canvas.limit((line(column) for line in lines), _at_most(300), limit)


_TEXTS = (
    ("must", N_("This week"), N_("One thing that must get done this week, with its result.")),
    ("next", N_("Next month"), N_("What is coming up, who is needed for it, and by when.")),
    ("health", N_("Health"), N_("What must stay well meanwhile: quality, the team, customers.")),
)


def _at_most(length: int) -> DataValidation:
    return DataValidation("textLength", operator="lessThanOrEqual", formula1=f"{length}")


def _show_status(canvas: Canvas, square: Square, spec: TemplateSpec) -> None:
    """Make what is not on track stand out, in colour and in grey."""
    words = choice_words(spec.language)["status"]
    column = square.line(1)("status").rstrip("0123456789")
    area = f"{column}{square.top}:{column}{square.log + CHECK_INS - 1}"
    for code, fill, ink in (("off_track", INK, "FFFFFF"), ("at_risk", ASKING, INK)):
        style = DifferentialStyle(
            font=Font(bold=True, color=ink), fill=PatternFill(bgColor=fill, fill_type="solid")
        )
        formula = f'{column}{square.top}="{words[code]}"'
        rule = Rule(type="expression", dxf=style, formula=[formula])
        canvas.sheet.conditional_formatting.add(area, rule)
