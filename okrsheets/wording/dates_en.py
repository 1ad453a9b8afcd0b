"""Dates in English: 30 June, June 30, Q3, second half, within six months, next quarter."""

import re
from collections.abc import Iterator

from okrsheets.wording.mentions import Mention

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"20[1-4]\d"  # 2000 is a count more often than a year
_MENTION = re.compile(
    rf"""
    (?P<following>\bnext\s(?:quarter|year|month)\b)
  | \b(?:with)?in\s(?:the\snext\s)?(?P<length>\d{{1,2}}|an?|{"|".join(_COUNTS)}|half\sa)\s
    (?P<unit>month|quarter|year)s?\b
  | \b(?:(?P<before>before)\s)?(?:(?P<yearq>{_YEAR})[\s/-]?)?Q(?P<quarter>[1-4])
    (?:[\s/-]?(?:of\s)?(?:FY\s?)?(?P<qyear>{_YEAR}))?\b
  | \b(?P<ordinal>{"|".join(_ORDINALS)})\squarter\b(?:(?:\sof)?\s(?P<oyear>{_YEAR}))?
  | \b(?P<half>first|second)\shalf\b(?:(?:\sof)?\s(?P<hyear>{_YEAR}))?
  | \bH(?P<half_number>[12])(?:[\s/-]?(?P<hnyear>{_YEAR}))?\b
  | \b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?:of\s)?(?P<dmonth>{_MONTH})\b\.?
    (?:,?[\s-](?P<dyear>{_YEAR})\b)?
  | \b(?:(?P<mbefore>before)\s)?(?:(?:the\s)?(?:end|start|middle|beginning)\sof\s)?
    (?P<month>{_MONTH})\b\.?(?:\s(?P<mday>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]))?
    (?:,?\s(?P<myear>{_YEAR})\b)?
  | \b(?P<iyear>{_YEAR})-(?P<imonth>\d{{2}})(?:-(?P<iday>\d{{2}}))?\b
  | (?<![\d./-])(?P<one>\d{{1,2}})[./](?P<other>\d{{1,2}})[./](?P<nyear>{_YEAR})\b
  | \b(?:(?P<ybefore>before)\s)?(?:FY\s?)?(?P<only>{_YEAR})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_LAST_MONTH = 12
_NEAR = 40  # how far before and after a date the words are looked for that say what it is
_COMPARED = re.compile(
    r"\b(?:since|than(?:\sin)?|over|below|above|versus|vs\.?|(?:compared|relative)\s(?:to|with)|against|beyond|"
    r"(?:had|was|were|reached)\sin|(?:level|result|results|figure|value|base|average)s?\s(?:of|in)|"
    r"from(?:\s[^,;]{1,20}\sin)?|into\sthe)\s\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\bfor\s(?:the\s)?\Z", re.IGNORECASE)
_ABOUT_AFTER = re.compile(r"['’]s\b")
_YEAR_OF = re.compile(
    r"\s(?!(?:and|or|by|at|with|in|on|for|to|the|as|is|are|we|from|of|so|than|if|through)\b)[a-z]",
    re.IGNORECASE,
)
_COMPARED_YEAR = re.compile(r"\b(?:on|up\son|last\syear.s)\s\Z", re.IGNORECASE)
_COUNTED_BEFORE = re.compile(
    r"(?:[€$£¥.,]|\b(?:to|least|most|reach|reaches|win|hire|some|about)\s)\Z", re.IGNORECASE
)
_COUNTED_AFTER = re.compile(r"\s?%|[.,]\d|\s(?:new|more|paying|active|extra|additional)\s")
_PLURAL_AFTER = re.compile(r"\s(?!sales\b|results\b|figures\b|numbers\b)[a-z]{3,}s\b")
_YEAR_BEFORE = re.compile(r"\b(?:in|of|by|the|since|until|before|for|than|from|over)\s\Z")
_MONTH_BEFORE = re.compile(
    r"\b(?:in|by|of|to|and|or|from|until|till|before|after|since|during|through|this|next|last|"
    r"early|mid|late|for|every|each)[\s-]\Z",
    re.IGNORECASE,
)
_VERB_AFTER = re.compile(r"\s(?:our|we|the|they|all|every|this|you|it|your|on|forward|ahead)\b")


def read_mentions(text: str) -> Iterator[Mention]:
    """Yield the dates and spans of an English text, in its order."""
    for found in _MENTION.finditer(text):
        parts = {name: value for name, value in found.groupdict().items() if value}
        before = text[max(0, found.start() - _NEAR) : found.start()]
        after = text[found.end() : found.end() + _NEAR]
        if _is_verb(parts, before, after) or _is_count(parts, before, after):
            continue
        year_alone = "only" in parts and _COMPARED_YEAR.search(before)
        compared = bool(year_alone or _COMPARED.search(before) or _is_about(parts, before, after))
        yield _mention(found[0].strip(), found.start(), parts, compared=compared)


def _is_about(parts: dict[str, str], before: str, after: str) -> bool:
    """Tell what something is about, next year's budget or the 2027 plan, from when it is due."""
    named = "only" in parts and _YEAR_OF.match(after)
    return bool(_ABOUT.search(before) or _ABOUT_AFTER.match(after) or named)


def _is_verb(parts: dict[str, str], before: str, after: str) -> bool:
    """Tell `may` and `march` from the months: these have a capital, a day, or a preposition."""
    month = parts.get("month", "")
    if month.lower() not in ("may", "mar", "march") or "mday" in parts or "myear" in parts:
        return False
    if month.islower():
        return _MONTH_BEFORE.search(before) is None
    return _VERB_AFTER.match(after) is not None and _MONTH_BEFORE.search(before) is None


def _is_count(parts: dict[str, str], before: str, after: str) -> bool:
    """Tell 2040 users from the year 2040."""
    if "only" not in parts or "ybefore" in parts:
        return False
    if _COUNTED_BEFORE.search(before) or _COUNTED_AFTER.match(after):
        return True
    return _PLURAL_AFTER.match(after) is not None and not _YEAR_BEFORE.search(before)


def _mention(words: str, at: int, parts: dict[str, str], *, compared: bool) -> Mention:
    if "length" in parts:
        length = _count(parts["length"]) * _MONTHS[parts["unit"].lower()] // 2
        return Mention(words, at, months=length, compared=compared)
    years = ("yearq", "qyear", "oyear", "hyear", "hnyear", "dyear", "myear", "iyear", "nyear")
    day, month = _day_and_month(parts)
    return Mention(
        words,
        at,
        year=int(_first(parts, *years, "only") or 0),
        half=_half(parts),
        quarter=int(_first(parts, "quarter") or _ordinal(parts)),
        month=month,
        day=day,
        before=_ends_before(parts, words),
        following="following" in parts,
        compared=compared,
    )


def _day_and_month(parts: dict[str, str]) -> tuple[int, int]:
    """Give what is named of both, else 0; 5/6/2026 may be either, so only its year is taken."""
    if "nyear" in parts:
        day, month = int(parts["one"]), int(parts["other"])
        if month > _LAST_MONTH:
            day, month = month, day
        elif day <= _LAST_MONTH and day != month:
            return 0, 0
        return (day, month) if month <= _LAST_MONTH else (0, 0)
    day = int(_first(parts, "day", "mday", "iday") or 0)
    return day, _month(_first(parts, "month", "dmonth", "imonth"))


def _half(parts: dict[str, str]) -> int:
    named = {"first": 1, "second": 2}.get(parts.get("half", "").lower(), 0)
    return named or int(parts.get("half_number", 0))


def _ordinal(parts: dict[str, str]) -> int:
    word = parts.get("ordinal", "").lower()
    return _ORDINALS.index(word) % 4 + 1 if word else 0


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
