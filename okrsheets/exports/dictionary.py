"""The data dictionary as lines of words, for the workbook's first tab and for docs/."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from okrsheets.errors import N_
from okrsheets.exports.column import SORT_WORDS, UNIT_WORDS, Column, Sort, Table, Unit
from okrsheets.language import Language

_CODE_HEADING = N_("{heading} (code)")
_IN_WORDS = N_("{meaning} In words; the code stands beside it.")
_CODES = N_("{meaning} Codes: {codes}.")
_CODE = N_("{code} = {word}")
HEADINGS = (
    N_("Tab"),
    N_("Column"),
    N_("Name in CSV, Parquet, pandas"),
    N_("Kind of value"),
    N_("Unit"),
    N_("Meaning"),
    N_("Blank"),
)


@dataclass(frozen=True)
class Shown:
    """One column of a workbook's tab: what it shows and how it is headed.

    `in_words` says that it shows the words of the codes that the next column holds.
    """

    column: Column
    heading: str
    in_words: bool = False


def shown_columns(table: Table, language: Language) -> tuple[Shown, ...]:
    """Give a tab's columns: a code has two, its word first."""
    return tuple(shown for column in table.columns for shown in _shown(column, language))


def _shown(column: Column, language: Language) -> Iterator[Shown]:
    heading = language.text(column.heading)
    if column.words is None:
        yield Shown(column, heading)
        return
    yield Shown(column, heading, in_words=True)
    code = replace(column, width=16)
    yield Shown(code, language.text(_CODE_HEADING, heading=heading))


def word_of(column: Column, code: str, language: Language) -> str:
    """Give the word of a code."""
    return language.text((column.words or {})[code])


def dictionary_lines(table: Table, language: Language) -> Iterator[tuple[str, ...]]:
    """Yield a line for each column of a tab, as `HEADINGS` heads it."""
    for shown in shown_columns(table, language):
        column = shown.column
        sort = Sort.TEXT if shown.in_words else column.sort
        yield (
            language.text(table.title),
            shown.heading,
            "–" if shown.in_words else column.name,
            language.text(SORT_WORDS[sort]),
            unit_words(column, language),
            _meaning(shown, language),
            language.text(column.blank),
        )


def unit_words(column: Column, language: Language) -> str:
    """Say a column's unit; nothing where it has none."""
    return "" if column.unit is Unit.NONE else language.text(UNIT_WORDS[column.unit])


def _meaning(shown: Shown, language: Language) -> str:
    meaning = language.text(shown.column.meaning)
    if shown.in_words:
        return language.text(_IN_WORDS, meaning=meaning)
    return meaning_with_codes(shown.column, language)


def meaning_with_codes(column: Column, language: Language) -> str:
    """Say what a column means; of a code also every code with its word."""
    meaning = language.text(column.meaning)
    if column.words is None:
        return meaning
    pairs = [
        language.text(_CODE, code=str(code), word=language.text(word))
        for code, word in column.words.items()
    ]
    return language.text(_CODES, meaning=meaning, codes=language.listed(pairs))
