"""Formulas compared by what they say: programs rewrite blanks, quotes, numbers and addresses.

A formula becomes a list of words in which every address is named by its field's keys. So the same
formula is the same after columns were inserted, tabs renamed or the file saved by another program.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from okrsheets.layout import column_letter, column_number
from okrsheets.templates.xml import Spot

Name = Callable[[str, Spot], str]
"""Names the cell of a tab (its visible name; "" for the formula's own) by its keys."""

_REF = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?![A-Za-z0-9_.(])"
_TAB = r"(?:'(?:[^']|'')+'|\$?[^\W\d][\w.]*)!"
_TOKEN = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    rf"|(?P<tab>{_TAB})?(?P<ref>{_REF})"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)"
    r"|(?P<word>#?[^\W\d][\w.\\/?!]*)"
    r"|(?P<blank>\s+)"
    r"|(?P<sign><=|>=|<>|.)",
    re.DOTALL,
)
_MOVED = re.compile(rf'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'!?|(?<![A-Za-z0-9_.$]){_REF}')
_CALLED = re.compile(r"\b(TRUE|FALSE) \( \)")
_PLAIN_PREFIX = re.compile(r"_XL(?:FN|WS|UDF)\.")


def normal(formula: str, name: Name) -> str:
    """Give a formula in the one form in which equal ones are equal."""
    words = " ".join(_words(formula.strip().removeprefix("of:").removeprefix("="), name))
    return _CALLED.sub(r"\1", words)


def _words(formula: str, name: Name) -> Iterator[str]:
    tab, within = "", False
    for match in _TOKEN.finditer(formula):
        kind, text = match.lastgroup or "", match[0]
        if kind == "blank":
            continue
        if kind == "ref":
            tab = _tab_name(match["tab"]) if match["tab"] else (tab if within else "")
            yield f"[{name(tab, _spot(match['ref']))}]"
        elif kind == "number":
            yield _number(text)
        elif kind == "word":
            yield _PLAIN_PREFIX.sub("", text.upper())
        else:
            yield text
        within = text == ":"


def _tab_name(prefix: str) -> str:
    plain = prefix[:-1].removeprefix("$")
    return plain[1:-1].replace("''", "'") if plain.startswith("'") else plain


def _spot(ref: str) -> Spot:
    plain = ref.replace("$", "")
    letters = plain.rstrip("0123456789")
    return int(plain[len(letters) :]), column_number(letters)


def _number(text: str) -> str:
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


def plain(formula: str) -> str:
    """Give a formula with TRUE and FALSE as constants, not as the functions some programs write."""
    pieces = [match[0] for match in _TOKEN.finditer(formula)]
    kept: list[str] = []
    while pieces:
        kept.append(pieces.pop(0))
        if kept[-1].upper() in ("TRUE", "FALSE") and pieces[:2] == ["(", ")"]:
            del pieces[:2]
    return "".join(kept)


def moved(formula: str, rows: int, columns: int) -> str:
    """Give a shared formula as it reads in a cell that stands further down and right."""

    def shift(match: re.Match[str]) -> str:
        text = match[0]
        if text[0] in "\"'":
            return text
        parts = re.fullmatch(r"(\$?)([A-Z]+)(\$?)(\d+)", text)
        if parts is None:
            return text
        column = parts[2] if parts[1] else column_letter(column_number(parts[2]) + columns)
        row = parts[4] if parts[3] else f"{int(parts[4]) + rows}"
        return f"{parts[1]}{column}{parts[3]}{row}"

    return _MOVED.sub(shift, formula)


def translated(
    formula: str,
    place: Callable[[str, Spot], Spot | None],
    names: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Give a formula with each address exchanged; `place` is told the tab's name, "" for its own.

    Where `place` gives None the address stays; `names` gives the tabs that have other names.
    """
    pieces: list[str] = []
    tab, within = "", False
    for match in _TOKEN.finditer(formula):
        text = match[0]
        if match["ref"]:
            tab = _tab_name(match["tab"]) if match["tab"] else (tab if within else "")
            prefix = _renamed(match["tab"] or "", names)
            text = prefix + _placed(match["ref"], place(tab, _spot(match["ref"])))
        pieces.append(text)
        within = text == ":"
    return "".join(pieces)


def _renamed(prefix: str, names: Mapping[str, str]) -> str:
    name = names.get(_tab_name(prefix)) if prefix else None
    return prefix if name is None else "'" + name.replace("'", "''") + "'!"


def _placed(ref: str, spot: Spot | None) -> str:
    if spot is None:
        return ref
    parts = re.fullmatch(r"(\$?)[A-Z]+(\$?)\d+", ref)
    if parts is None:
        return ref
    return f"{parts[1]}{column_letter(spot[1])}{parts[2]}{spot[0]}"
