"""Whether a key result's target asks for less than there is: by its cells, and by its own words."""

import re
from decimal import Decimal
from functools import lru_cache

from okrsheets.model import KeyResult, KeyResultType
from okrsheets.wording.words import find_word

_REMEMBERED = 2**16
_NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)"
_UNIT = {
    "zh": r"(个月|小时|分钟|[%％‰万亿千百天日周月年时秒元分]|[A-Za-z]{1,10})?",
    "en": r"\s?([a-z%]{1,20})?",
}
_CHECKED_BY_CELLS = (KeyResultType.INCREASE, KeyResultType.DECREASE, KeyResultType.ANCHORED)
_FROM_TO = {
    "zh": re.compile(
        rf"[由从自]\D{{0,6}}{_NUMBER}{_UNIT['zh']}[^\d，,；;。]{{0,12}}?[到至为成]\D{{0,2}}"
        rf"{_NUMBER}{_UNIT['zh']}"
    ),
    "en": re.compile(
        rf"\bfrom\s\D{{0,3}}{_NUMBER}{_UNIT['en']}[^\d,;]{{0,12}}?\bto\s\D{{0,3}}"
        rf"{_NUMBER}{_UNIT['en']}",
        re.IGNORECASE,
    ),
}
_MAGNITUDES = frozenset(("万", "亿", "千", "百", "k", "m", "bn", "thousand", "million", "billion"))


def is_easier(language: str, text: str, key_result: KeyResult) -> str:
    """Give the words or figures that say so; "" where the target is harder than the baseline."""
    k = key_result
    if k.baseline is not None and k.target is not None:
        if k.type is KeyResultType.LINEAR and k.target > 0 and k.baseline >= k.target:
            return f"{k.baseline.normalize():f} → {k.target.normalize():f}"
        if k.type is KeyResultType.RANGE and k.upper is not None:
            inside = k.target <= k.baseline <= k.upper
            return f"{k.baseline.normalize():f}" if inside else ""
        if k.type in _CHECKED_BY_CELLS:
            return ""
    return _by_words(language, text)


@lru_cache(maxsize=_REMEMBERED)
def _by_words(language: str, text: str) -> str:
    """Give “raise from 90 to 80” and its like."""
    found = _FROM_TO[language].search(text)
    if not found or not _comparable(found[2] or "", found[4] or ""):
        return ""
    start, end = (Decimal(found[n].replace(",", "")) for n in (1, 3))
    rises, falls = find_word(language, "rise", text), find_word(language, "fall", text)
    if bool(rises) == bool(falls):
        return found[0] if start == end else ""
    wrong = end <= start if rises else end >= start
    return found[0] if wrong else ""


def _comparable(first: str, second: str) -> bool:
    """Tell 3 days and 4 days, or 80 and 90%, from 3 days and 4 hours, or 900 and 1.2 million."""
    first, second = first.lower().rstrip("s"), second.lower().rstrip("s")
    bare = not (first and second) and _MAGNITUDES.isdisjoint((first, second))
    return first == second or bare
