"""Rules of the workbook: its tabs, which is shown first, its names."""

import re
from collections import Counter
from collections.abc import Iterator

from openpyxl.formula.tokenizer import Token, Tokenizer
from sheet_package import BOOK, MAIN, RELATION, Package, box_of, place_of

_NAME = re.compile(r"[^\W\d][\w.]{0,254}|\\[\w.]{1,254}")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr](?:\d*|\[-?\d+\])[Cc](?:\d*|\[-?\d+\])|[RrCc]")
_OWN = "_xlnm."
_KNOWN = ("Print_Area", "Print_Titles")
_FORBIDDEN = set("[]:*?/\\")
_LONGEST_TAB_NAME, _LONGEST_TEXT, _LONGEST_FORMULA = 31, 255, 8192
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([\w.]+))!(.+)")


def tab_names(package: Package) -> Iterator[str]:
    """A tab's name has 1 to 31 signs, none forbidden, is unique and not Excel's own "History"."""
    names = [sheet.get("name", "") for sheet in package.book.iter(MAIN + "sheet")]
    for name in names:
        if not 1 <= len(name) <= _LONGEST_TAB_NAME or set(name) & _FORBIDDEN:
            yield f"{name!r}: too long or with a forbidden sign"
        if name.startswith("'") or name.endswith("'") or any(ord(sign) < ord(" ") for sign in name):
            yield f"{name!r}: begins or ends with an apostrophe, or holds a control sign"
        if name.casefold() == "history":
            yield f"{name!r}: is a name that Excel keeps for itself"
    counts = Counter(name.casefold() for name in names)
    yield from (f"{name!r}: stands twice" for name, count in counts.items() if count > 1)


def tab_links(package: Package) -> Iterator[str]:
    """Every tab has an id of its own and leads to a worksheet of its own."""
    sheets = list(package.book.iter(MAIN + "sheet"))
    ids = [sheet.get("sheetId", "") for sheet in sheets]
    if len(set(ids)) < len(ids) or not all(number.isdecimal() for number in ids):
        yield f"sheet ids {' '.join(ids)}"
    targets = [package.target(BOOK, sheet.get(RELATION + "id")) for sheet in sheets]
    for sheet, target in zip(sheets, targets, strict=True):
        if not target.startswith("xl/worksheets/") or targets.count(target) > 1:
            yield f"{sheet.get('name')}: leads to {target!r}"


def active_tab(package: Package) -> Iterator[str]:
    """The tab that is shown first exists and is visible; states are those of the format."""
    states = [sheet.get("state", "visible") for sheet in package.book.iter(MAIN + "sheet")]
    yield from (
        f"state {state!r}" for state in states if state not in ("visible", "hidden", "veryHidden")
    )
    for view in package.book.iter(MAIN + "workbookView"):
        for key in ("activeTab", "firstSheet"):
            number = int(view.get(key, "0"))
            if number >= len(states) or states[number] != "visible":
                yield f"{key} is {number}, which is no visible tab"


def tokens_of(formula: str) -> list[Token]:
    """Give a formula's tokens, white space left out."""
    return [t for t in Tokenizer("=" + formula).items if t.type != Token.WSPACE]


def unknown_references(package: Package, formula: str) -> Iterator[str]:
    """Yield what a formula refers to that does not exist: tabs, names, cells off the grid."""
    tabs = {tab.name for tab in package.tabs}
    names = {name.get("name", "") for name in package.book.iter(MAIN + "definedName")}
    for token in tokens_of(formula):
        if token.type != Token.OPERAND or token.subtype != Token.RANGE:
            continue
        match = _REFERENCE.fullmatch(token.value)
        tab = (match[1] or match[2]).replace("''", "'") if match else ""
        area = (match[3] if match else token.value).replace("$", "")
        if match and tab not in tabs:
            yield f"tab {tab!r}"
        if not (box_of(area) or _whole(area) or area in names):
            yield f"{token.value!r}"


def _whole(area: str) -> bool:
    """Tell whether an area is of whole rows or columns: `2:4`, `B:C`."""
    first, _, last = area.partition(":")
    if first.isdecimal() and last.isdecimal():
        return 1 <= int(first) <= int(last)
    return bool(place_of(f"{first}1") and place_of(f"{last}1") and last)


def defined_names(package: Package) -> Iterator[str]:
    """A name is one that Excel takes, stands once in its scope, and leads to what exists."""
    tabs = len(package.tabs)
    seen: Counter[tuple[str, str]] = Counter()
    for item in package.book.iter(MAIN + "definedName"):
        name, scope, text = item.get("name", ""), item.get("localSheetId", ""), item.text or ""
        seen[(name.casefold(), scope)] += 1
        if name.startswith(_OWN):
            if name.removeprefix(_OWN) not in _KNOWN or not scope:
                yield f"{name}: not a name of Excel's that a sheet needs"
        elif not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name):
            yield f"{name!r}: not a valid name"
        if scope and int(scope) >= tabs:
            yield f"{name}: belongs to tab number {scope}, which does not exist"
        if not text or len(text) > _LONGEST_FORMULA:
            yield f"{name}: has {len(text)} signs"
        constants = [t.value for t in tokens_of(text) if t.subtype == Token.TEXT]
        if any(len(constant) - 2 > _LONGEST_TEXT for constant in constants):
            yield f"{name}: holds a text of more than {_LONGEST_TEXT} signs"
        yield from (f"{name}: refers to {what}" for what in unknown_references(package, text))
    yield from (f"{name}: stands twice" for (name, _), count in seen.items() if count > 1)


def print_names(package: Package) -> Iterator[str]:
    """A print area is one area of its own tab, the repeated heads are whole rows of it."""
    for item in package.book.iter(MAIN + "definedName"):
        name, scope = item.get("name", ""), item.get("localSheetId", "")
        if not name.startswith(_OWN) or not scope or int(scope) >= len(package.tabs):
            continue
        match = _REFERENCE.fullmatch(item.text or "")
        own = package.tabs[int(scope)].name
        area = match[3].replace("$", "") if match else ""
        right = _whole(area) if name.endswith("Print_Titles") else box_of(area) is not None
        if not match or (match[1] or match[2]).replace("''", "'") != own or not right:
            yield f"{name} of {own}: {item.text!r}"
