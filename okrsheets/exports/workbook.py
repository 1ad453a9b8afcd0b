"""The four tables as a workbook to filter, join and pivot, with the data dictionary in front."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import ceil
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from okrsheets.batch.export import Record
from okrsheets.errors import N_, UsageError
from okrsheets.exports.about import about_lines, made_line
from okrsheets.exports.column import Column, Sort, Table, Unit
from okrsheets.exports.columns import TABLES
from okrsheets.exports.dictionary import (
    HEADINGS,
    Shown,
    dictionary_lines,
    shown_columns,
    word_of,
)
from okrsheets.exports.rows import Rows
from okrsheets.exports.texts import cut_for_cell, quoted_for_csv, without_controls
from okrsheets.language import Language

MOST_LINES = 1_048_575
"""Lines that a tab holds below its head."""
_FACES = {"en": "Calibri", "zh": "微软雅黑"}
_HEAD = {
    "bold": True,
    "text_wrap": True,
    "valign": "vcenter",
    "align": "left",
    "bg_color": "#1F3A5F",
}
_HEAD_INK = {"font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"}
_FORMATS: Mapping[Unit, str] = {
    Unit.SCORE: "0.00",
    Unit.SHARE: "0.0%",
    Unit.OWN: "General",
    Unit.COUNT: "0",
    Unit.NONE: "0",
}
_DAY = "yyyy-mm-dd"
_COLUMNS_A_PAGE = 16
_TEXT = {"valign": "top", "align": "left", "indent": 1}
_ARROW, _LEAST, _WIDE, _LONGEST = 4, 8, 0x2E80, 400
_DICTIONARY_WIDTHS = (13, 22, 20, 13, 16, 66, 44)
_TITLE = N_("Data dictionary")
_INTRODUCTION = N_(
    "Every column of this workbook. “Key” and “Key of …” join the tabs, “Id” joins them to "
    "“People”. A blank cell is a missing value, never 0."
)
_FULL = N_(
    "{number:,} lines do not fit into the tab “{tab}”, which holds {most:,}. Use --format parquet "
    "or --format csv, or name one CYCLE."
)


@dataclass
class Changes:
    """How many texts a workbook could not hold as they are."""

    cut: int = 0
    cleaned: int = 0


@dataclass(frozen=True)
class About:
    """What the first tab says of the export: its language, lines of text, the time it was made."""

    language: Language
    facts: Sequence[tuple[str, str]]
    made: datetime


@dataclass
class _Book:
    book: Workbook
    about: About
    changes: Changes = field(default_factory=Changes)

    def format(self, **properties: object) -> Format:
        return self.book.add_format(properties)


def write_workbook(rows: Rows, about: About, path: Path) -> Changes:
    """Write the workbook; nothing is run, nothing is a link, missing stays blank.

    Returns:
        How many texts were cut to 32,767 characters, or lost a character that a workbook cannot
        hold; the first tab says so as well.

    Raises:
        UsageError: a table has more lines than a tab holds.
    """
    for name, table in TABLES.items():
        if len(rows[name]) > MOST_LINES:
            tab = about.language.text(table.title)
            raise UsageError(_FULL, number=len(rows[name]), tab=tab, most=MOST_LINES)
    face = {"font_name": _FACES[about.language.code], "font_size": 10}
    with Workbook(path, {"default_format_properties": face}) as book:
        made = _Book(book, about)
        book.set_properties(
            {"title": about.language.text(_TITLE), "created": about.made.replace(tzinfo=None)}
        )
        first = book.add_worksheet(about.language.text(_TITLE))
        for name, table in TABLES.items():
            _write_table(made, table, rows[name])
        _write_dictionary(made, first)
        return made.changes


def _write_table(made: _Book, table: Table, rows: Sequence[Record]) -> None:
    language = made.about.language
    sheet = made.book.add_worksheet(language.text(table.title))
    columns = shown_columns(table, language)
    _set_up(sheet, heads=1, frozen=_frozen(columns), pages=ceil(len(columns) / _COLUMNS_A_PAGE))
    for number, shown in enumerate(columns):
        cells = [_shown_value(shown, row, made) for row in rows]
        _write_column(made, sheet, (number, shown), cells)
    _as_table(made, sheet, (0, len(rows), table.name), [shown.heading for shown in columns])


def _set_up(sheet: Worksheet, *, heads: int, frozen: int = 0, pages: int = 1) -> None:
    sheet.freeze_panes(heads, frozen)
    sheet.set_row(heads - 1, 32)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages, 0)
    if frozen:
        sheet.repeat_columns(0, frozen - 1)
    sheet.repeat_rows(heads - 1)
    sheet.hide_gridlines(2)


def _frozen(columns: Sequence[Shown]) -> int:
    """Give how many columns stay in sight: those up to the name."""
    return next(n for n, shown in enumerate(columns, 1) if shown.column.name == "name")


def _as_table(
    made: _Book,
    sheet: Worksheet,
    place: tuple[int, int, str],
    headings: Sequence[str],
) -> None:
    """Make a filtered table of the lines; without any line, only heads with a filter."""
    first, last, name = place
    head = made.format(**_HEAD, **_HEAD_INK)
    right = len(headings) - 1
    if last == first:
        for number, heading in enumerate(headings):
            sheet.write_string(first, number, heading, head)
        sheet.autofilter(first, 0, first, right)
        return
    columns = [{"header": heading, "header_format": head} for heading in headings]
    options = {"name": name, "style": "Table Style Light 1", "columns": columns}
    sheet.add_table(first, 0, last, right, options)


def _shown_value(shown: Shown, row: Record, made: _Book) -> object:
    value = row[shown.column.name]
    if shown.in_words and value is not None:
        return word_of(shown.column, str(value), made.about.language)
    if isinstance(value, str):
        return _text(value, made.changes)
    return value


def _text(text: str, changes: Changes) -> str:
    clean = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    cut = cut_for_cell(clean)
    changes.cleaned += clean.count("\ufffd") > text.count("\ufffd")
    changes.cut += cut != clean
    return cut


def _write_column(
    made: _Book,
    sheet: Worksheet,
    place: tuple[int, Shown],
    cells: Sequence[object],
) -> None:
    number, shown = place
    plain, harmless = _format_of(made, shown.column), made.format(quote_prefix=True, **_TEXT)
    sheet.set_column(number, number, _width(shown, cells))
    for line, value in enumerate(cells, 1):
        if isinstance(value, str):
            may_run = quoted_for_csv(value) != value
            sheet.write_string(line, number, value, harmless if may_run else plain)
        elif isinstance(value, bool):
            sheet.write_boolean(line, number, value, plain)
        elif isinstance(value, int | float):
            sheet.write_number(line, number, value, plain)
        elif isinstance(value, date):
            sheet.write_datetime(line, number, datetime.combine(value, time()), plain)


def _format_of(made: _Book, column: Column) -> Format:
    if column.sort is Sort.DAY:
        return made.format(num_format=_DAY, valign="top", align="left")
    if column.sort in (Sort.NUMBER, Sort.WHOLE):
        return made.format(num_format=_FORMATS[column.unit], valign="top")
    return made.format(**_TEXT)


def _width(shown: Shown, cells: Iterable[object]) -> float:
    """Give a width that fits the head on two lines, and what stands below up to a limit."""
    words = shown.heading.split()
    head = max(*map(_room, words), _room(shown.heading) / 2 + 1, _LEAST) + _ARROW
    longest = max((_room(v) for v in cells if isinstance(v, str)), default=0)
    return max(head, min(longest + 2, shown.column.width))


def _room(text: str) -> int:
    """Give how wide the first line of a text is; a Chinese character counts as two."""
    return sum(2 if ord(c) >= _WIDE else 1 for c in text.partition("\n")[0][:_LONGEST])


def _lines_of(texts: Sequence[str]) -> int:
    """Give how many lines a row of the dictionary needs."""
    rooms = zip(texts, _DICTIONARY_WIDTHS, strict=True)
    return max(ceil(_room(text) / width) for text, width in rooms)


def _write_dictionary(made: _Book, sheet: Worksheet) -> None:
    language = made.about.language
    _set_up(sheet, heads=3)
    title = made.format(bold=True, font_size=15, font_color="#1F3A5F")
    wrapped = made.format(text_wrap=True, valign="top")
    for number, width in enumerate(_DICTIONARY_WIDTHS):
        sheet.set_column(number, number, width)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, language.text(_TITLE), title)
    sheet.write_string(1, 0, language.text(_INTRODUCTION), made.format(italic=True))
    lines = [line for table in TABLES.values() for line in dictionary_lines(table, language)]
    for row, line in enumerate(lines, 3):
        sheet.set_row(row, 4 + 13 * _lines_of(line))
        for number, text in enumerate(line):
            sheet.write_string(row, number, text, wrapped)
    last = 2 + len(lines)
    _as_table(made, sheet, (2, last, "dictionary"), [language.text(h) for h in HEADINGS])
    bold = made.format(bold=True, valign="top")
    facts = (made_line(made.about.made, language), *made.about.facts)
    about = about_lines(facts, made.changes.cut, made.changes.cleaned, language)
    for row, (label, text) in enumerate(about, last + 2):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 2, text)
