"""The number grammar: what counts as a number in a cell, and what is refused with a hint.

Takes a `Cell`, gives a `Decimal` from its raw text, or None with the code that says why; never 0
for something that is not 0. The grammar is written down in docs/number-grammar.md, row by row,
and tested against that table. Codes: S1xx notes, S2xx faults.
"""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from okrsheets.cells import Cell, CellKind

_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_TEXT_NUMBER = re.compile(
    r"(?P<number>[+-]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?|[+-]?\.[0-9]+)"
    r"\s*(?P<percent>%?)"
)
_READ_AS = str.maketrans("０１２３４５６７８９％．－−＋，", "0123456789%.--+,")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_FIFTEEN = Context(prec=15)
_SHORT = 16
_TOP = Decimal("1e15")
_BOTTOM = Decimal("1e-9")

MISSING_WORDS = frozenset(
    word
    for line in (
        ("-", "--", "---", "—", "——", "–", "/", "\\", "?", "？", ".", "…", "...", "……", "*"),
        ("无", "没有", "暂无", "未知", "未定", "未填", "空", "空白", "不适用", "同上", "略"),
        ("待定", "待补", "待填", "待补充", "待确认", "待统计"),
        ("n/a", "n.a.", "na", "none", "nil", "null", "tbd", "tbc", "unknown", "blank", "ditto"),
    )
    for word in line
)
"""Words that say "nothing here": the value is missing, with a note. Compared in lower case."""

_LONGEST = 64
_SOME = r"(?:[0-9]+(?:[.,][0-9]+)*%?)"
_ABOUT = r"约|大约|大概|近|超过|不到|≈|~|～|>|<|≥|≤|＞|＜|ca\.?|about|over|under"
_PROGRAMMER = r"nan|inf|infinity|0x[0-9a-f]+|[0-9]+(?:_[0-9]+)+|[0-9]*\.?[0-9]+e[+-]?[0-9]+"
_HINTS = tuple(
    (code, re.compile(pattern, re.IGNORECASE))
    for code, pattern in (
        ("S202", r"[+-]?[0-9]+[。·、][0-9]+%?"),
        ("S203", r"[+-]?[0-9]+(?:[,'][0-9]*)+(?:\.[0-9]+)?%?|[+-]?[0-9.]+,[0-9]+%?"),
        ("S204", r"(?:百分之)?[零〇一二三四五六七八九十百千万亿两半点成几]+"),
        ("S205", rf"(?:{_ABOUT})\s*{_SOME}.*|{_SOME}\s*(?:左右|以上|以下|多|\+)"),
        ("S206", rf"{_SOME}\s*(?:-|~|～|—|–|至|到|to|\.\.)\s*{_SOME}"),
        ("S207", r"[0-9.]+\s*[/／:：]\s*[0-9.]+|[0-9]*\s*[¼½¾⅐-⅞]"),
        ("S209", rf"[+-]?(?:{_PROGRAMMER})"),
        ("S208", rf"[+-]?{_SOME}\s*[^\d\s.,%+-].*|[^\d\s.,%+-]{{1,3}}\s*{_SOME}"),
    )
)
"""What is wrong with a text that is not a number: the first pattern that fits the whole text."""


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell says. `codes` are the notes, or the one fault, to report of it."""

    value: Decimal | None = None
    codes: tuple[str, ...] = ()


def read_number(cell: Cell) -> Number:
    """Read a cell as a number; a blank one gives no number and no code."""
    if cell.blank and cell.formula is None:
        return Number()
    fault = _fault_of_cell(cell)
    if fault:
        return Number(None, (fault,))
    found = read_stored(cell.raw) if cell.kind is CellKind.NUMBER else read_typed(cell.raw)
    if cell.formula is None or found.value is None:
        return found
    return Number(None, ("S224",)) if found.value == 0 else Number(found.value, ("S104",))


def _fault_of_cell(cell: Cell) -> str:
    """Give the code for a cell that holds no number for reasons other than its text."""
    if cell.formula is not None and reaches_out(cell.formula):
        return "S225"
    if cell.struck:
        return "S226"
    if cell.kind is CellKind.TEXT and cell.blank:
        return "S224"
    return _FAULTY_KINDS.get(cell.kind, "")


_FAULTY_KINDS = {
    CellKind.BOOLEAN: "S221",
    CellKind.DATE: "S222",
    CellKind.ERROR: "S223",
    CellKind.UNCACHED: "S224",
}
_LITERAL = re.compile(r'"[^"]*"')
_REACHES_OUT = re.compile(
    r"\[[^\]]+\]|\b(?:WEBSERVICE|FILTERXML|RTD|DDE|CALL|EXEC|REGISTER(?:\.ID)?|IMPORT[A-Z]+|DISPIMG"
    r"|ENCODEURL|IMAGE|STOCKHISTORY|SQL\.REQUEST)\s*\(|file:/|'[^']*\||\b\w+\|'",
    re.IGNORECASE,
)


def reaches_out(formula: str) -> bool:
    """Tell whether a formula takes its value from another file, program or the network."""
    return bool(_REACHES_OUT.search(_LITERAL.sub("", formula)))


def read_stored(raw: str) -> Number:
    """Read the stored text of a number cell; floating-point noise past 15 digits is dropped."""
    if not _PLAIN_NUMBER.fullmatch(raw):
        return Number(None, ("S209",))
    number = Decimal(raw)
    if len(raw) > _SHORT or "e" in raw or "E" in raw:
        number = shortest(number)
    return _within_bounds(number)


def shortest(number: Decimal) -> Decimal:
    """Round to 15 significant digits, as spreadsheet programs show them, without padding."""
    rounded = _FIFTEEN.plus(number).normalize(_FIFTEEN)
    exponent = rounded.as_tuple().exponent
    whole = isinstance(exponent, int) and 0 < exponent <= _SHORT
    return rounded.quantize(Decimal(1), context=Context(prec=40)) if whole else rounded


def _within_bounds(number: Decimal, codes: tuple[str, ...] = ()) -> Number:
    size = abs(number)
    if size and not _BOTTOM <= size < _TOP:
        return Number(None, ("S211",))
    return Number(number or Decimal(0), codes)


def read_typed(raw: str) -> Number:
    """Read a number that was typed as text; every reading but the plain one leaves a note."""
    text = normalised(raw)
    if text.casefold() in MISSING_WORDS or not text:
        return Number(None, ("S102",))
    match = _TEXT_NUMBER.fullmatch(text)
    if match is None:
        return Number(None, (_hint(text),))
    number = Decimal(match["number"].replace(",", ""))
    return _within_bounds(number.scaleb(-2) if match["percent"] else number, ("S101",))


def normalised(raw: str) -> str:
    """Apply the listed normalisation: full-width signs, surrounding and invisible spaces."""
    return raw.translate(_INVISIBLE).translate(_READ_AS).strip()


def _hint(text: str) -> str:
    """Give the code that says what is wrong with a text that is not a number."""
    if len(text) > _LONGEST:
        return "S201"
    known = next((code for code, pattern in _HINTS if pattern.fullmatch(text)), None)
    if known:
        return known
    return "S210" if any(c.isnumeric() and not c.isascii() for c in text) else "S201"
