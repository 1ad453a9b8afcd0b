"""The sheet contract: every field's key and where it stands in an issued score sheet.

Declared once in `workbook_templates/score_sheet.toml`. The writer (`okrsheets.sheets`) draws
from it and the reader (`okrsheets.submissions`) reads by it, by the keys in the hidden first
column and first row of each tab, so that an inserted, moved or sorted row is still read right.

A field's key is `<tab>.<row prefix>.<name>`: `Q1.O1.K2.actual`, `Q1.review.how`, `annual.score`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from okrsheets.cells import Place
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.resources import find_resource
from okrsheets.shape import SheetOptions

KEY_COLUMN = "A"
KEY_ROW = 1
NUMBER_COLUMN = "B"
FIRST_COLUMN = 3
TABLE_ROW = 9
PLAN_ROWS = 3
CHECK_INS = 160
FOUR_LINES = 5
FOUR_ROW = 7
LABEL_TEXT = 24
IDENTITY_SHEET = "_okrsheets"
LISTS_SHEET = "_lists"
ANNUAL_SHEET = N_("Year")
CHECK_INS_SHEET = N_("Check-ins")
HOW_TO_SHEET = N_("How to fill")
_TABS = ("annual", "checkins")
_DEFAULT = SheetOptions()
_ROW_KEY = re.compile(
    r"O(?P<o>\d+)(?:\.K(?P<k>\d+))?|plan\.(?P<p>\d+)|(?P<cycle>[QM]\d+)|(?P<n>\d+)"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a tab. `half` is plan, hint, gap, score, more (outline group) or hidden.

    `comment` stands on the heading, `prompt` and `error` on the input cells; `longest` is the
    number of characters that a text may have, 0 for no limit.
    """

    key: str
    letter: str
    width: float
    half: str
    heading: str
    hint: str
    comment: str = ""
    prompt: str = ""
    error: str = ""
    longest: int = 0


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What may stand in a field. `kind` is text, number, share, score, choice, date or actual."""

    name: str
    column: str
    kind: str
    choice: str = ""
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One keyed row of a tab: `key` stands in its hidden first cell."""

    key: str
    kind: str
    prefix: str
    number: int


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an issued sheet with its address."""

    key: str
    place: Place
    rule: FieldRule


@dataclass(frozen=True, slots=True)
class TabRules:
    """The columns of one kind of tab and the fields of each kind of row."""

    columns: tuple[Column, ...]
    rows: Mapping[str, tuple[FieldRule, ...]]

    def column(self, key: str) -> Column:
        """Give the column with this key."""
        return next(c for c in self.columns if c.key == key)


@dataclass(frozen=True, slots=True)
class Layout:
    """An issued sheet's layout in one language."""

    version: int
    language: str
    options: SheetOptions
    fields: Mapping[str, Field]
    choices: Mapping[str, Mapping[str, str]]


def column_letter(number: int) -> str:
    """Give the letters of the 1-based column `number`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """Give the 1-based number of a column: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@cache
def _declared() -> Mapping[str, Any]:
    text = (find_resource("workbook_templates") / "score_sheet.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def layout_version() -> int:
    """Give the number of the layout this okrsheets issues."""
    return int(_declared()["layout"])


@cache
def tab_rules(tab: str, options: SheetOptions = _DEFAULT) -> TabRules:
    """Give the columns and row rules of a tab: `annual`, `checkins`, or any cycle (`Q1`, `M07`).

    What the options leave out is not among them.
    """
    declared = _declared()[tab if tab in _TABS else "cycle"]
    kept = [c for c in declared["columns"] if tab == "annual" or options.has(c["key"])]
    columns = tuple(
        Column(
            letter=column_letter(FIRST_COLUMN + index),
            **{"width": 9, "half": "plan", "heading": "", "hint": "", **c},
        )
        for index, c in enumerate(kept)
    )
    there = {column.key for column in columns}
    rows = {
        kind: tuple(
            FieldRule(name=name, **rule)
            for name, rule in fields.items()
            if rule["column"] in there and not _is_off(kind, name, options)
        )
        for kind, fields in declared["rows"].items()
    }
    return TabRules(columns, MappingProxyType(rows))


def _is_off(kind: str, name: str, options: SheetOptions) -> bool:
    return kind == "objective" and name == "weight" and not options.objective_weights


def row_of_key(key: str, number: int = 0) -> Row | None:
    """Read a hidden row key (`O1.K2`, `plan.1`, `total`); None where it is not one of ours."""
    match = _ROW_KEY.fullmatch(key)
    if match is None:
        known = {kind for tab in ("Q1", *_TABS) for kind in tab_rules(tab).rows}
        known -= {"objective", "key_result", "plan", "cycle", "check_in"}
        return Row(key, key, "", number) if key in known else None
    if match["o"]:
        return Row(key, "key_result" if match["k"] else "objective", f"{key}.", number)
    kind = "plan" if match["p"] else "check_in" if match["n"] else "cycle"
    return Row(key, kind, f"{key}.", number)


def cycle_rows(options: SheetOptions) -> Iterator[Row]:
    """Yield the keyed rows of a cycle's tab, top down, with their row numbers."""
    number = TABLE_ROW
    for o in range(1, options.objectives + 1):
        for key in (f"O{o}", *(f"O{o}.K{k}" for k in range(1, options.key_results + 1))):
            yield Row(key, "key_result" if ".K" in key else "objective", f"{key}.", number)
            number += 1
    yield Row("total", "total", "", number)
    number += 5
    for key in ("excused", "how_far", "how", "cause"):
        yield Row(key, key, "", number)
        number += 1
    number += 1
    for p in range(1, PLAN_ROWS + 1):
        yield Row(f"plan.{p}", "plan", f"plan.{p}.", number)
        number += 1


def annual_rows(options: SheetOptions) -> Iterator[Row]:
    """Yield the keyed rows of the annual tab, top down, with their row numbers."""
    number = TABLE_ROW
    for cycle in options.cycles:
        yield Row(cycle, "cycle", f"{cycle}.", number)
        number += 1
    yield Row("total", "total", "", number)
    number += 4
    for key in ("self", "peers", "manager", "collective"):
        yield Row(key, key, "", number)
        number += 1


def check_in_rows(options: SheetOptions) -> Iterator[Row]:
    """Yield the keyed rows of the check-ins' tab: the four-square of the week, then the lines."""
    yield Row("four.cycle", "four.cycle", "", FOUR_ROW)
    lines = max(FOUR_LINES, options.objectives * (1 + options.key_results))
    for n in range(1, FOUR_LINES + 1):
        key = f"four.must.{n}"
        yield Row(key, key, "", FOUR_ROW + 1 + lines * (n - 1) // FOUR_LINES)
    number = FOUR_ROW + lines + 1
    for n in range(1, FOUR_LINES + 1):
        yield Row(f"four.low.{n}", f"four.low.{n}", "", number + n)
    number += FOUR_LINES + 4
    for n in range(1, CHECK_INS + 1):
        yield Row(f"{n}", "check_in", f"{n}.", number + n)


def rows_of(tab: str, options: SheetOptions) -> Iterator[Row]:
    """Yield the keyed rows of any tab, top down."""
    special = {"annual": annual_rows, "checkins": check_in_rows}
    return special.get(tab, cycle_rows)(options)


def sheet_name(tab: str, language: Language) -> str:
    """Give the visible name of a tab: `Q1` stays, `annual` and `checkins` are translated."""
    names = {"annual": ANNUAL_SHEET, "checkins": CHECK_INS_SHEET}
    return language.text(names[tab]) if tab in names else tab


def key_result_label(code: str, text: str) -> str:
    """Give how drop-downs name a key result: `Q1 1.2 Satisfaction from 80 to`."""
    line = text.replace("\n", " ")
    return f"{code} {line[:LABEL_TEXT].strip()}"


def _choices_declared() -> Iterator[tuple[str, dict[str, str]]]:
    for name, choices in _declared()["choices"].items():
        yield name, {code: choice["word"] for code, choice in choices.items()}


def choice_words(language: Language) -> Mapping[str, Mapping[str, str]]:
    """Give the drop-downs' words: list name → code → word, in the sheet's order."""
    return MappingProxyType(
        {
            name: MappingProxyType({code: language.text(word) for code, word in words.items()})
            for name, words in _choices_declared()
        }
    )


def offered_words(options: SheetOptions, language: Language) -> Mapping[str, Mapping[str, str]]:
    """Give the words that a sheet of this shape offers; what it cannot hold is left out."""
    gone = options.types_left_out()
    words = dict(choice_words(language))
    words["type"] = MappingProxyType({c: w for c, w in words["type"].items() if c not in gone})
    return MappingProxyType(words)


def build_layout(options: SheetOptions, language: Language) -> Layout:
    """Give every field of a sheet with these options in this language."""
    fields: dict[str, Field] = {}
    for tab in options.tabs:
        rules = tab_rules(tab, options)
        for row in rows_of(tab, options):
            for rule in rules.rows[row.kind]:
                ref = f"{rules.column(rule.column).letter}{row.number}"
                key = f"{tab}.{row.prefix}{rule.name}"
                fields[key] = Field(key, Place(sheet_name(tab, language), ref), rule)
    return Layout(
        version=layout_version(),
        language=language.code,
        options=options,
        fields=MappingProxyType(fields),
        choices=offered_words(options, language),
    )
