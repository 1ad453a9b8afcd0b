"""The columns of `flat`: one table with all levels side by side, for programs that want one."""

from dataclasses import replace

from okrsheets.batch.export import FLAT_COLUMNS
from okrsheets.errors import N_
from okrsheets.exports.column import NEVER, Column, Table
from okrsheets.exports.columns import TABLES

_ELSEWHERE = {
    "cycle_score": ("cycles", "score"),
    "objective_text": ("objectives", "text"),
    "objective_weight": ("objectives", "weight"),
    "objective_score": ("objectives", "score"),
    "key_result_text": ("key_results", "text"),
}
_OF_THE_CYCLE = ("person", "name", "department", "cycle", "state", "band")
_NO_LINE = N_("on the line of a cycle without key results, and of the year")
_CYCLE = N_("The quarter or month, as 2026Q3 or 2026M07, or the year, as 2026.")


def _column(name: str) -> Column:
    table, there = _ELSEWHERE.get(name, ("", name))
    table = table or ("cycles" if name in _OF_THE_CYCLE else "key_results")
    column = next(c for c in TABLES[table].columns if c.name == there)
    if name == "cycle":
        return replace(column, meaning=_CYCLE)
    blank = _NO_LINE if table != "cycles" and column.blank == NEVER else column.blank
    return replace(column, name=name, blank=blank)


FLAT = Table(
    "flat",
    N_("All in one"),
    N_("one key result, or one cycle without any; also one line for each year"),
    tuple(map(_column, FLAT_COLUMNS)),
)
"""Made of the same columns, under names that tell the levels apart."""
