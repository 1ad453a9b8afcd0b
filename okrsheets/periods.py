"""The dates of a cycle, from the fiscal year's first month.

A fiscal year is named after the calendar year in which it begins. Source: docs/method.md.
"""

from datetime import date, timedelta

from okrsheets.model import Cycle

_MONTHS = {"Y": 12, "Q": 3, "M": 1}


def cycle_dates(cycle: Cycle, fiscal_start: int = 1) -> tuple[date, date]:
    """Give the first and last day of a cycle; `fiscal_start` is a month, 1-12."""
    length = _MONTHS[cycle.kind]
    first = fiscal_start - 1 + length * max(cycle.number - 1, 0)
    return _first_of(cycle.year, first), _first_of(cycle.year, first + length) - timedelta(days=1)


def _first_of(year: int, month_index: int) -> date:
    return date(year + month_index // 12, month_index % 12 + 1, 1)


def cycles_of_year(
    year: int, tabs: tuple[str, ...] = ("Q1", "Q2", "Q3", "Q4")
) -> tuple[Cycle, ...]:
    """Give the scored cycles of a year, in order."""
    return tuple(Cycle.parse(f"{year}{tab}") for tab in tabs)
