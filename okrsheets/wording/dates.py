"""The dates and spans of time that a text names, and whether they lie outside its cycle.

What Chinese and English write is taken apart in `dates_zh` and `dates_en`; both give `Mention`s.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from okrsheets.model import Cycle
from okrsheets.periods import cycle_dates
from okrsheets.wording import dates_en, dates_zh
from okrsheets.wording.case import Period
from okrsheets.wording.mentions import Mention

_REMEMBERED = 2**16
_READERS: Mapping[str, Callable[[str], Iterable[Mention]]] = MappingProxyType(
    {"zh": dates_zh.read_mentions, "en": dates_en.read_mentions}
)
_MONTHS = {"Y": 12, "Q": 3, "M": 1}
_Span = tuple[date, date]


@lru_cache(maxsize=_REMEMBERED)
def mentions_of(language: str, text: str) -> tuple[Mention, ...]:
    """Give the dates and spans of time that a text names, in its order."""
    return tuple(_READERS[language](text))


def without_dates(language: str, text: str) -> str:
    """Give a text with every date and span of time blanked out."""
    kept, end = [], 0
    for mention in mentions_of(language, text):
        kept.append(text[end : mention.at])
        end = mention.at + len(mention.words)
    return " ".join([*kept, text[end:]])


def find_outside(language: str, text: str, period: Period) -> str:
    """Give the first date of a text that lies outside its cycle; "" where there is none.

    A date that a figure is compared with lies in the past by right. A month without a year is
    the one nearest to the cycle.
    """
    for mention in mentions_of(language, text):
        if not mention.compared and _is_outside(mention, period):
            return mention.words
    return ""


def _is_outside(mention: Mention, period: Period) -> bool:
    if mention.following:
        return True
    if mention.months:
        return mention.months > _MONTHS[period.cycle.kind]
    spans = list(_spans(mention, period))
    return bool(spans) and not any(
        start <= period.last and end >= period.first for start, end in spans
    )


def _spans(mention: Mention, period: Period) -> Iterable[_Span]:
    """Yield the spans that a mention may mean; several where it names no year."""
    years = [mention.year] if mention.year else [period.first.year, period.last.year]
    for year in sorted(set(years)):
        span = _span(mention, year, period)
        if span and mention.before:
            day = span[0] - timedelta(days=1)
            yield day, day
        elif span:
            yield span


def _span(mention: Mention, year: int, period: Period) -> _Span | None:
    """Give the span in a year; quarters and halves are those of the fiscal year."""
    if mention.quarter or mention.half:
        fiscal = mention.year or period.cycle.year
        return _quarters(mention, fiscal, period.fiscal_start)
    if mention.year_end:
        end = cycle_dates(Cycle.parse(f"{mention.year or period.cycle.year}"), period.fiscal_start)
        return end[1], end[1]
    if not mention.month:
        return date(year, 1, 1), date(year, 12, 31)
    last = monthrange(year, mention.month)[1]
    if mention.day > last:
        return None
    first = date(year, mention.month, mention.day or 1)
    return first, first if mention.day else date(year, mention.month, last)


def _quarters(mention: Mention, year: int, fiscal_start: int) -> _Span:
    numbers = (
        (mention.quarter,) * 2 if mention.quarter else (2 * mention.half - 1, 2 * mention.half)
    )
    first, last = (cycle_dates(Cycle.parse(f"{year}Q{n}"), fiscal_start) for n in numbers)
    return first[0], last[1]
