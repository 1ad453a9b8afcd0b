"""Dates in English: 30 June, June 30, Q3, second half, within six months, next quarter."""

import re
from collections.abc import Iterator

from okrsheets.wording.mentions import Mention

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_COMPARED = re.compile(
    r"\b(?:from|since|than|on|over|versus|vs\.?|compared (?:to|with))\s+\Z", re.IGNORECASE
)
_MENTION = re.compile(
    rf"""
    (?P<following>\bnext\s+(?:quarter|year|month)\b)
  | \b(?:with)?in\s+(?:the\s+next\s+)?(?P<length>\d{{1,2}}|an?|{"|".join(_COUNTS)}|half\s+a)\s+
    (?P<unit>month|quarter|year)s?\b
  | \b(?:(?P<before>before)\s+)?Q(?P<quarter>[1-4])(?:\s+(?:of\s+)?(?P<qyear>20\d\d))?\b
  | \b(?P<half>first|second)\s+half\b(?:\s+of\s+(?P<hyear>20\d\d))?
  | \b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dmonth>{_MONTH})\b\.?
    (?:,?\s+(?P<dyear>20\d\d))?
  | \b(?:(?P<mbefore>before)\s+)?(?:(?:the\s+)?(?:end|start|middle)\s+of\s+)?
    (?P<month>{_MONTH})\b\.?
    (?:\s+(?P<mday>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?(?:,?\s+(?P<myear>20\d\d))?
  | \b(?P<iyear>20\d\d)-(?P<imonth>\d{{2}})(?:-(?P<iday>\d{{2}}))?\b
  | \b(?:(?P<ybefore>before)\s+)?(?P<only>20\d\d)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def read_mentions(text: str) -> Iterator[Mention]:
    """Yield the dates and spans of an English text, in its order."""
    for found in _MENTION.finditer(text):
        parts = {name: value for name, value in found.groupdict().items() if value}
        if parts.get("month") in ("may", "mar"):  # a verb, not the month, unless it has a capital
            continue
        compared = _COMPARED.search(text, 0, found.start()) is not None
        yield _mention(found[0].strip(), parts, compared=compared)


def _mention(words: str, parts: dict[str, str], *, compared: bool) -> Mention:
    if "length" in parts:
        length = _count(parts["length"]) * _MONTHS[parts["unit"].lower()] // 2
        return Mention(words, months=length, compared=compared)
    return Mention(
        words,
        year=int(_first(parts, "qyear", "hyear", "dyear", "myear", "iyear", "only") or 0),
        half={"first": 1, "second": 2}.get(parts.get("half", "").lower(), 0),
        quarter=int(parts.get("quarter", 0)),
        month=_month(_first(parts, "month", "dmonth", "imonth")),
        day=int(_first(parts, "day", "mday", "iday") or 0),
        before=_ends_before(parts, words),
        following="following" in parts,
        compared=compared,
    )


def _ends_before(parts: dict[str, str], words: str) -> bool:
    """Tell before July, which ends with June, from before 5 July and before the end of July."""
    if "mbefore" in parts:
        return "mday" not in parts and " of " not in words
    return "before" in parts or "ybefore" in parts


def _first(parts: dict[str, str], *names: str) -> str:
    return next((parts[name] for name in names if name in parts), "")


def _month(word: str) -> int:
    if word.isdecimal():
        return int(word) if int(word) <= len(_NAMES) else 0
    return _NAMES.index(word[:3].lower()) + 1 if word else 0


def _count(word: str) -> int:
    """Give twice the number, so that a half is whole."""
    word = word.lower()
    if word.isdecimal():
        return 2 * int(word)
    if word.startswith("half"):
        return 1
    return 2 * (_COUNTS.index(word) + 1 if word in _COUNTS else 1)
