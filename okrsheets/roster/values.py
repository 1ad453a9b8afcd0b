"""From a roster cell to a value: ids, dates, kinds, languages. Pure; a fault is a code."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from okrsheets.model import Kind
from okrsheets.roster.records import RosterCell

LONGEST_ID = 64
_MOST_DIGITS = 10**15
_POWER = re.compile(r"[+-]?\d+([.,]\d+)?[eE]\+?\d+")
_DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?")
_PLAIN_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SAME_SIGN = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1"})
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "": Kind.PERSON,
        **dict.fromkeys(("person", "employee", "人员", "个人", "员工"), Kind.PERSON),
        **dict.fromkeys(("department", "部门"), Kind.DEPARTMENT),
        **dict.fromkeys(("company", "公司"), Kind.COMPANY),
    }
)
LANGUAGE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        **dict.fromkeys(("en", "english", "英文", "英语"), "en"),
        **dict.fromkeys(("zh", "chinese", "中文", "汉语", "zh-cn"), "zh"),
    }
)


def id_fault(cell: RosterCell) -> str:
    """Give the code of what is wrong with an id's cell; empty where nothing is."""
    if isinstance(cell.value, bool | date):
        return "R205"
    if isinstance(cell.value, int | float):
        whole = float(cell.value).is_integer() and 0 <= cell.value < _MOST_DIGITS
        return "" if whole else "R205"
    if not cell.text:
        return "R201"
    if _POWER.fullmatch(cell.text):
        return "R205"
    return "" if len(cell.text) <= LONGEST_ID and cell.text.isprintable() else "R211"


def id_of(cell: RosterCell) -> str:
    """Give the id as the person sees it: text as it is, 123 as `123`, 123 shown 000123 so."""
    shown_zeros = set(cell.number_format) == {"0"} and not isinstance(cell.value, str)
    return cell.text.zfill(len(cell.number_format)) if shown_zeros else cell.text


def skeleton(person_id: str) -> str:
    """Give what is left of an id when all that the eye confuses is made equal."""
    folded = unicodedata.normalize("NFKC", person_id).casefold()
    return folded.translate(_SAME_SIGN)


def date_of(cell: RosterCell) -> date | None:
    """Read a date cell or a date written as text.

    Raises:
        ValueError: it is neither blank nor a date.
    """
    if cell.value is None or not cell.text:
        return None
    if isinstance(cell.value, date):
        return cell.value
    text = unicodedata.normalize("NFKC", cell.text).removesuffix(" 00:00:00")
    if match := _DATE.fullmatch(text):
        return date(int(match[1]), int(match[3]), int(match[5]))
    if match := _PLAIN_DATE.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    raise ValueError(cell.text)


def kind_of(text: str) -> Kind | None:
    """Give the kind that a word names, None for an unknown word."""
    return KINDS.get(text.casefold())


def language_of(text: str) -> str | None:
    """Give `en`, `zh` or an empty text (none named); None for an unknown word."""
    return LANGUAGE_WORDS.get(text.casefold())
