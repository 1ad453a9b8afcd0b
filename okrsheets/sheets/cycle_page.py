"""The page of a cycle's tab: which column stands where, however many a company leaves out.

The page keeps its width: what the columns left out would take goes to the text and the reason.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from okrsheets.layout import NUMBER_COLUMN, Column, tab_rules
from okrsheets.shape import SheetOptions
from okrsheets.sheets.formulas import Line, line_of

_JOB_TITLE = 25
_FULL = SheetOptions()


@cache
def cycle_columns(options: SheetOptions) -> tuple[Column, ...]:
    """Give the columns of every cycle's tab, from left to right, as wide as they are drawn."""
    return tab_rules(options.cycles[0], options).columns


def cycle_line(number: int, options: SheetOptions) -> Line:
    """Give row `number` of a cycle's tab."""
    return line_of(options.cycles[0], number, options)


@cache
def printed_columns(options: SheetOptions) -> tuple[Column, ...]:
    """Give the columns that are printed: the plan, the hints, the score."""
    columns = cycle_columns(options)
    last = max(n for n, column in enumerate(columns) if column.half == "score")
    return columns[: last + 1]


def page_letters(options: SheetOptions) -> list[str]:
    """Give the letters of all printed columns, the row numbers first."""
    return [NUMBER_COLUMN, *(column.letter for column in printed_columns(options))]


def before(key: str, options: SheetOptions) -> str:
    """Give the key of the column that stands left of another one."""
    keys = [column.key for column in cycle_columns(options)]
    return keys[keys.index(key) - 1]


@cache
def drawn_widths(options: SheetOptions) -> Mapping[str, float]:
    """Give each column's width by its key, in characters; text and reason share what is free."""
    widths = {column.key: column.width for column in cycle_columns(options)}
    full = sum(column.width for column in printed_columns(_FULL))
    free = full - sum(column.width for column in printed_columns(options))
    for key in ("text", "reason"):
        widths[key] += free / 2
    return MappingProxyType(widths)


def width_between(first: str, behind: str, options: SheetOptions) -> float:
    """Give the declared width from a column up to, and without, another one."""
    keys = [column.key for column in cycle_columns(options)]
    return sum(c.width for c in cycle_columns(options)[keys.index(first) : keys.index(behind)])


def identity_places(options: SheetOptions) -> Mapping[str, str]:
    """Give the letters under which a person's name, id, department, title and manager stand.

    The manager stands by the score, or further right where the job title needs the room.
    """
    line = cycle_line(1, options).letters
    room = width_between("actual", "score", options)
    return {
        "name": NUMBER_COLUMN,
        "id": line["weight"],
        "department": line["baseline"],
        "title": line["actual"],
        "manager": line["score" if room >= _JOB_TITLE else "band"],
    }
