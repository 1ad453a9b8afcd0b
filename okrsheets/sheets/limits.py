"""Input limits of the input cells, with a prompt and an error that say what to type."""

from collections.abc import Iterator, Mapping

from openpyxl.worksheet.datavalidation import DataValidation

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.layout import Column, FieldRule, Row, tab_rules
from okrsheets.shape import SheetOptions
from okrsheets.sheets.drawing import Canvas, LimitWords
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.spec import TemplateSpec

LONGEST_ANSWER = 2000
_SMALLEST_WEIGHT = "0.0001"
_OWN_WORDS: Mapping[str, tuple[str, str, str]] = {
    "supports": (
        N_("Supports"),
        N_("Name what this objective supports: whose objective, for example Company O2."),
        N_("This text is too long. Use at most 100 characters."),
    ),
    "excused": (
        N_("Excused"),
        N_("Yes takes the whole cycle out of the year; say why beside it. Leave it blank else."),
        N_("Choose yes or no, or leave it blank."),
    ),
    "date": (
        N_("By when"),
        N_("Type a date, for example 2026-08-31."),
        N_("Type a date, for example 2026-08-31."),
    ),
    "answer": (
        N_("Your answer"),
        N_("Write in whole sentences. Alt+Enter starts a new line."),
        N_("This text is too long. Use at most 2000 characters."),
    ),
}


def limit_inputs(
    canvas: Canvas, tab: str, rows: list[Row], lists: Lists, spec: TemplateSpec
) -> None:
    """Limit every input cell of a tab; cells with the same limit and words share one rule."""
    cells: dict[LimitWords, list[str]] = {}
    limits: dict[LimitWords, DataValidation] = {}
    for row, rule, column in _inputs(tab, rows, spec.options):
        words = _words(row.kind, rule, column, spec.language)
        cells.setdefault(words, []).append(f"{column.letter}{row.number}")
        if words not in limits:
            limits[words] = _limit(rule, column, lists)
    for words, refs in cells.items():
        canvas.limit(refs, limits[words], words)


def _inputs(
    tab: str, rows: list[Row], options: SheetOptions
) -> Iterator[tuple[Row, FieldRule, Column]]:
    known = tab_rules(tab, options)
    for row in rows:
        for rule in known.rows[row.kind]:
            if not rule.computed:
                yield row, rule, known.column(rule.column)


def _limit(rule: FieldRule, column: Column, lists: Lists) -> DataValidation:
    if rule.kind == "choice":
        return DataValidation("list", formula1=lists.offered(rule.choice))
    if rule.kind in ("share", "score"):
        least = _SMALLEST_WEIGHT if rule.name == "weight" else "0"
        return DataValidation("decimal", operator="between", formula1=least, formula2="1")
    if rule.kind == "number":
        return DataValidation("decimal", operator="between", formula1="-1E+15", formula2="1E+15")
    if rule.kind == "date":
        return DataValidation("date", operator="greaterThan", formula1="36526")
    longest = str(_longest(rule, column))
    return DataValidation("textLength", operator="lessThanOrEqual", formula1=longest)


def _longest(rule: FieldRule, column: Column) -> int:
    if rule.name == "supports":
        return 100
    own = column.key == rule.name
    return column.longest if own and column.longest else LONGEST_ANSWER


def _words(kind: str, rule: FieldRule, column: Column, language: Language) -> LimitWords:
    say = language.text
    if kind in ("key_result", "objective") and rule.name == column.key:
        return LimitWords(say(column.heading), say(column.prompt), say(column.error))
    title, prompt, error = _OWN_WORDS.get(rule.name, _OWN_WORDS["answer"])
    return LimitWords(say(title), say(prompt), say(error))
