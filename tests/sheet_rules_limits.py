"""Rules of input limits, their drop-downs, and conditional looks."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from openpyxl.formula.tokenizer import Token
from sheet_package import MAIN, Package, Tab, box_of, places_in
from sheet_rules_book import tokens_of, unknown_references
from sheet_rules_styles import plain

_KINDS = {"none", "whole", "decimal", "list", "date", "time", "textLength", "custom"}
_OPERATORS = {
    *("between", "notBetween", "equal", "notEqual"),
    *("lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"),
}
_LONGEST = {"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 255}
_LONGEST_FORMULA = 255
_LONGEST_LOOK = 8192
_RANGE = re.compile(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)")
_GROWING = re.compile(r"OFFSET\('?[^'!]+'?!\$[A-Z]+\$\d+,0,0,MAX\(1,'?[^'!]+'?!\$[A-Z]+\$\d+\),1\)")


def _formula(rule: ET.Element, number: int) -> str | None:
    return rule.findtext(f"{MAIN}formula{number}")


def _limits(package: Package) -> Iterator[tuple[Tab, ET.Element, str]]:
    for tab in package.tabs:
        for rule in tab.all("dataValidation"):
            yield tab, rule, f"{tab.name}!{rule.get('sqref', '')[:20]}"


def validations(package: Package) -> Iterator[str]:
    """Words and formulas are short enough, kinds known, areas in the grid; a cell has one limit."""
    for _, rule, where in _limits(package):
        for key, most in _LONGEST.items():
            if len(rule.get(key, "")) > most:
                yield f"{where}: {key} has more than {most} signs"
        kind, operator = rule.get("type", "none"), rule.get("operator", "between")
        if kind not in _KINDS or operator not in _OPERATORS:
            yield f"{where}: {kind} {operator}"
        first, second = _formula(rule, 1), _formula(rule, 2)
        needs_two = operator in ("between", "notBetween") and kind not in ("list", "custom", "none")
        if (kind != "none" and not first) or (needs_two and not second):
            yield f"{where}: a bound is missing"
        for formula in filter(None, (first, second)):
            if len(formula) > _LONGEST_FORMULA:
                yield f"{where}: a formula has more than {_LONGEST_FORMULA} signs"
            yield from (
                f"{where}: refers to {what}" for what in unknown_references(package, formula)
            )
    yield from _areas(package)


def _areas(package: Package) -> Iterator[str]:
    for tab in package.tabs:
        rules = tab.all("dataValidation")
        listing = tab.one("dataValidations")
        if listing is not None and int(listing.get("count", len(rules))) != len(rules):
            yield f"{tab.name}: {listing.get('count')} limits told, there are {len(rules)}"
        areas = [area for rule in rules for area in rule.get("sqref", "").split()]
        yield from (f"{tab.name}: limit of {area!r}" for area in areas if box_of(area) is None)
        limited = Counter(place for area in areas for place in places_in(area))
        yield from (f"{tab.name}: {place} has {n} limits" for place, n in limited.items() if n > 1)


def lists(package: Package) -> Iterator[str]:
    """A drop-down's range is one row or column of a tab, or grows over one; none of it is blank.

    A named list may be blank where its limit stops nobody: nothing is offered there.
    A range that grows, `OFFSET(first cell,0,0,how many,1)`, is taken by Excel, WPS and LibreOffice.
    """
    names = {n.get("name", ""): n.text or "" for n in package.book.iter(MAIN + "definedName")}
    for _, rule, where in _limits(package):
        formula = _formula(rule, 1) or ""
        if rule.get("type") != "list" or formula.startswith('"'):
            continue
        fault = _list_fault(package, names.get(formula, formula))
        if fault and not (formula in names and rule.get("showErrorMessage", "0") == "0"):
            yield f"{where}: {formula}: {fault}"


def _list_fault(package: Package, formula: str) -> str:
    """Give what is wrong with a drop-down's range; "" where nothing is."""
    if _GROWING.fullmatch(formula):
        return ""
    match = _RANGE.fullmatch(formula)
    tab = next((tab for tab in package.tabs if match and tab.name == match[1]), None)
    box = box_of(f"{match[2]}{match[3]}:{match[4]}{match[5]}") if match else None
    if match is None or tab is None or box is None:
        return "is neither a range nor a list"
    if box[0] != box[2] and box[1] != box[3]:
        return "is not one row or column"
    cells = (tab.cells.get(ref) for ref in _refs(match))
    if any(cell is None or package.value(cell) is None for cell in cells):
        return "has a blank"
    return ""


def _refs(match: re.Match[str]) -> list[str]:
    if match[2] != match[4]:
        return [f"{match[2]}{match[3]}", f"{match[4]}{match[5]}"]
    return [f"{match[2]}{row}" for row in range(int(match[3]), int(match[5]) + 1)]


def conditions(package: Package) -> Iterator[str]:
    """A conditional look exists; priorities are unique in a tab; formulas stay in their own tab.

    Excel takes no other tab, no constant array and no union in them (MS-OI29500, 3.2.3.1.2).
    """
    dxfs = package.styles.find(MAIN + "dxfs")
    looks = 0 if dxfs is None else len(dxfs)
    for tab in package.tabs:
        rules = tab.all("cfRule")
        priorities = Counter(rule.get("priority", "") for rule in rules)
        yield from (f"{tab.name}: priority {p!r} {n} times" for p, n in priorities.items() if n > 1)
        for rule in rules:
            if rule.get("type") not in ("expression", "cellIs") or "extLst" in map(plain, rule):
                yield f"{tab.name}: a look of the kind {rule.get('type')}"
            if not 0 <= int(rule.get("dxfId", "-1")) < looks:
                yield f"{tab.name}: no look {rule.get('dxfId')}"
            for item in rule.findall(MAIN + "formula"):
                yield from _look_faults(tab, item.text or "")
        for block in tab.all("conditionalFormatting"):
            for area in block.get("sqref", "").split() or [""]:
                if box_of(area) is None:
                    yield f"{tab.name}: look of {area!r}"


def _look_faults(tab: Tab, formula: str) -> Iterator[str]:
    tokens = tokens_of(formula)
    foreign = [t.value for t in tokens if t.subtype == Token.RANGE and "!" in t.value]
    arrays = [t.value for t in tokens if t.type == Token.ARRAY]
    unions = [t.value for t in tokens if t.type == Token.OP_IN and t.value in (",", " ")]
    if not formula or len(formula) > _LONGEST_LOOK or foreign or arrays or unions:
        yield f"{tab.name}: look by {formula[:80]!r}"
