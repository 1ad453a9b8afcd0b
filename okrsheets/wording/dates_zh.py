"""Dates in Chinese: 6月30日, 三季度, 下半年, 六个月内, 下个季度."""

import re
from collections.abc import Iterator

from okrsheets.wording.mentions import Mention

_DIGITS = {word: number for number, word in enumerate("〇一二三四五六七八九")} | {"两": 2, "零": 0}
_N = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_YEAR = r"\s*年?度?\s*[-—/第]?\s*"
_QUARTER_YEAR, _Q_YEAR, _HALF_YEAR, _MONTH_YEAR = (
    rf"(?:(?P<{name}>20\d\d){_YEAR})?" for name in ("year", "qyear", "hyear", "myear")
)
_BEFORE, _Q_BEFORE, _MONTH_BEFORE, _YEAR_BEFORE = (
    rf"(?P<{name}>[之以]?前)?" for name in ("before", "qbefore", "mbefore", "ybefore")
)
_COMPARED = re.compile(
    r"(?:较|比|相比|同比|对比|对照|环比|自|从|由|相对|相较|相较于|超过|基于)\s*\Z"
)
_NAMED = re.compile(r"\s*(?:版|届|财报|年报|报告|标准|新规|秋季|春季|款|校招|应届)")
_FOR_LATER = re.compile(
    r"[^，,。；;]{0,8}(?:计划|预算|规划|OKR|目标|方案|清单|框架|合同|排期|路线图|策略)"
)
_MENTION = re.compile(
    rf"""
    (?P<following>下个?季度?(?!末)|下一个?季度|下个?月|明年|下一年度?|来年)
  | (?:在\s*)?(?P<length>{_N}|半)\s*(?:个\s*)?(?P<unit>月|季度|年)\s*(?:之|以)?内
  | {_QUARTER_YEAR}(?:第\s*)?(?P<quarter>[1-4一二三四])\s*季度?末?底?{_BEFORE}
  | {_Q_YEAR}[QＱ](?P<q>[1-4])(?![0-9A-Za-z])末?底?{_Q_BEFORE}
  | {_HALF_YEAR}(?P<half>上|下)半年
  | {_MONTH_YEAR}(?P<month>{_N})\s*月(?!度|活|均|薪|租|票)份?
    (?:\s*(?P<day>{_N})\s*[日号]|\s*(?:[上中下]旬|底|末|初|内))?{_MONTH_BEFORE}
  | (?P<iyear>20\d\d)[-/.](?P<imonth>\d{{1,2}})(?:[-/.](?P<iday>\d{{1,2}}))?(?!\d)
  | (?:(?P<eyear>20\d\d)\s*)?(?P<end>年[底末])
  | (?P<only>20\d\d)\s*年(?!度?[上下]半年)度?[内初]?{_YEAR_BEFORE}
    """,
    re.VERBOSE,
)
_MONTHS = {"月": 1, "季度": 3, "年": 12}
_NEAR = 12  # how far before a date the word stands that it is compared by


def read_mentions(text: str) -> Iterator[Mention]:
    """Yield the dates and spans of a Chinese text, in its order."""
    for found in _MENTION.finditer(text):
        yield _mention(found, compared=_is_no_due_date(found))


def _is_no_due_date(found: re.Match[str]) -> bool:
    """Tell what a figure is compared with (较2025年), or what bears the date (明年预算, 2025版)."""
    before = found.string[max(0, found.start() - _NEAR) : found.start()]
    if _COMPARED.search(before) or _NAMED.match(found.string, found.end()):
        return True
    due = found[0].rstrip().endswith(("前", "底", "末", "内", "日", "号"))
    return not due and _FOR_LATER.match(found.string, found.end()) is not None


def _mention(found: re.Match[str], *, compared: bool) -> Mention:
    parts = {name: value for name, value in found.groupdict().items() if value}
    words, at = found[0].strip(), found.start()
    if "length" in parts:
        length = 6 if parts["length"] == "半" else _number(parts["length"]) * _MONTHS[parts["unit"]]
        return Mention(words, at, months=length, compared=compared)
    return Mention(
        words,
        at,
        year=int(_first(parts, "year", "qyear", "hyear", "myear", "iyear", "eyear", "only") or 0),
        half={"上": 1, "下": 2}.get(parts.get("half", ""), 0),
        quarter=_number(_first(parts, "quarter", "q")),
        month=_month(_first(parts, "month", "imonth")),
        day=_number(_first(parts, "day", "iday")),
        before=bool(_first(parts, "before", "qbefore", "ybefore")) or _ends_before(parts, words),
        following="following" in parts,
        year_end="end" in parts,
        compared=compared,
    )


def _ends_before(parts: dict[str, str], words: str) -> bool:
    """Tell 7月前, which ends with June, from 7月底前 and 7月5日前."""
    return "mbefore" in parts and words.removesuffix(parts["mbefore"]).endswith(("月", "月份"))


def _first(parts: dict[str, str], *names: str) -> str:
    return next((parts[name] for name in names if name in parts), "")


def _month(word: str) -> int:
    number = _number(word)
    return number if number <= 12 else 0  # noqa: PLR2004 - months of a year


def _number(word: str) -> int:
    """Read 7, 七, 十, 十二, 二十一; "" is 0."""
    if not word or word.isdecimal():
        return int(word or 0)
    tens, ten, ones = word.partition("十")
    if not ten:
        return _DIGITS.get(word, 0)
    return 10 * (_DIGITS.get(tens, 0) if tens else 1) + _DIGITS.get(ones, 0)
