"""How a sheet's own numbers and dates are printed: as people typed them, with a true minus sign."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from okrsheets.display import round_half_up
from okrsheets.errors import N_
from okrsheets.language import Language

_MOST_DECIMALS = 4
_GROUPED_FROM = 10_000
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def decimals_of(numbers: Sequence[Decimal | None]) -> int:
    """Give how many decimals a row of numbers needs, so that all can be printed alike."""
    return max((_decimals(n) for n in numbers if n is not None), default=0)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return min(max(-exponent, 0), _MOST_DECIMALS) if isinstance(exponent, int) else 0


def show_number(number: Decimal | None, decimals: int, *, percent: bool = False) -> str:
    """Print a number with so many decimals; empty where there is none.

    Args:
        number: the cell's number.
        decimals: how many decimals; see `decimals_of`.
        percent: the cell shows a fraction as a percentage, so the print does as well.
    """
    if number is None:
        return ""
    scaled = number * 100 if percent else number
    places = max(decimals - 2, 0) if percent else decimals
    rounded = round_half_up(scaled, places)
    form = f",.{places}f" if abs(rounded) >= _GROUPED_FROM else f".{places}f"
    return with_minus(format(rounded, form)) + ("%" if percent else "")


def with_minus(text: str) -> str:
    """Put the minus sign (U+2212) in the place of a leading hyphen."""
    return "−" + text[1:] if text.startswith("-") else text


def show_date(day: date, language: Language) -> str:
    """Print a day: `8 October 2026`, `2026-10-08` in Chinese."""
    if language.code == "zh":
        return day.isoformat()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def show_day(day: date, language: Language) -> str:
    """Print a day in little room: `8 Oct 2026`, `2026-10-08` in Chinese."""
    if language.code == "zh":
        return day.isoformat()
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def show_month(day: date, language: Language, *, short: bool = False) -> str:
    """Print a month: `July 2026`, in Chinese `2026 年 7 月`; in short `Jul`, `7月`."""
    if language.code == "zh":
        return f"{day.month}月" if short else f"{day.year} 年 {day.month} 月"
    name = _MONTHS[day.month - 1]
    return name[:3] if short else f"{name} {day.year}"


def show_period(first: date, last: date, language: Language) -> str:
    """Print a span of days: `1 Jul – 30 Sep 2026`, `2026-07-01 至 09-30` in Chinese."""
    if language.code == "zh":
        end = last.isoformat() if first.year != last.year else last.strftime("%m-%d")
        return language.text(N_("{first} to {last}"), first=first.isoformat(), last=end)
    start = f"{first.day} {_MONTHS[first.month - 1][:3]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} – {last.day} {_MONTHS[last.month - 1][:3]} {last.year}"
