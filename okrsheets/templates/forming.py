"""Turns a checked template into the form from which sheets are stamped.

The company's looks, words, pictures, columns and tabs stay. What the contract needs is put back;
what belongs to whoever edited the file (names, paths, printers, revisions) is left out.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from okrsheets.errors import N_
from okrsheets.layout import IDENTITY_SHEET, LISTS_SHEET
from okrsheets.sheets.finished_styles import finish_styles
from okrsheets.sheets.parts import SHARED, WORKBOOK, Form
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.submissions.tabs import is_plain_tab
from okrsheets.templates.book import Tab, ref_of
from okrsheets.templates.carried import carried_parts
from okrsheets.templates.formulas import plain, translated
from okrsheets.templates.pairs import Comparison
from okrsheets.templates.placeholders import filled
from okrsheets.templates.strings import Strings
from okrsheets.templates.tabs import area_of, protect, ready_tab, set_value
from okrsheets.templates.workbook import package_parts, workbook_part
from okrsheets.templates.xml import (
    RELATED,
    Spot,
    drop_children,
    q,
    replace_child,
    written,
)

STYLES = "xl/styles.xml"
_HIDDEN_TABS = (IDENTITY_SHEET, LISTS_SHEET)
_LEFT_OUT = (
    "customSheetViews",
    "scenarios",
    "cellWatches",
    "smartTags",
    "webPublishItems",
    "oleObjects",
    "controls",
    "customProperties",
    "sheetCalcPr",
)
_CELL_ATTRIBUTES = ("r", "s", "t")
_CLEAR = re.compile(rb'(<tabColor rgb=")00(?=[0-9A-Fa-f]{6}")')


def company_words(spec: TemplateSpec) -> Mapping[str, str]:
    """Give what the company's placeholders say."""
    manager = spec.language.text(N_("Your manager, who passes it on"))
    return {
        "organisation": spec.organisation,
        "year": str(spec.year),
        "send_to": spec.contact or manager,
    }


def form_of(comparison: Comparison, spec: TemplateSpec) -> Form:
    """Give the form of a template that was found fit; what was read of it is used up."""
    book, company = comparison.book, company_words(spec)
    _take_hidden_tabs(comparison)
    for pair in comparison.pairs:
        ready_tab(pair, comparison.looks)
    _ready_others(comparison)
    strings = Strings(company)
    numbers = {tab.name: _numbers(tab, strings) for tab in book.tabs}
    places = {
        key: (pair.own.tab.part, ref_of(spot))
        for pair in comparison.pairs
        for key, (spot, _) in pair.inputs.items()
    }
    parts = carried_parts(book, company)
    for tab in book.tabs:
        _settle_cells(tab, numbers[tab.name], strings)
        parts[tab.part] = _CLEAR.sub(rb"\1FF", _written_tab(tab, company))
    parts[STYLES] = finish_styles(written(book.styles).decode()).encode()
    parts[SHARED] = strings.head()
    parts[WORKBOOK] = workbook_part(book)
    parts |= package_parts(book, comparison.form, company, parts)
    return Form(parts, strings.slots, places)


def _take_hidden_tabs(comparison: Comparison) -> None:
    """Take the hidden tabs from our own form, without its styles."""
    book = comparison.book
    for name in _HIDDEN_TABS:
        ours, own = comparison.ours.tab(name), book.tab(name)
        if ours is None:
            continue
        for element in ours.root.iter():
            if element.tag in (q("c"), q("row")):
                element.attrib.pop("s", None)
        drop_children(ours.root, q("cols"))
        _follow(comparison, ours)
        taken = Tab(name, "veryHidden", ours.part, ours.root, (), ours.cells, ours.texts)
        if own is None:
            taken.part = _free_name(book.tabs)
            book.tabs.append(taken)
        else:
            taken.part = own.part
            book.tabs[book.tabs.index(own)] = taken


def _follow(comparison: Comparison, taken: Tab) -> None:
    """Let the formulas of a tab of ours follow the company's: names of tabs, places of fields."""
    spots = {pair.ours.tab.name: pair.spots for pair in comparison.pairs}
    names = {pair.ours.tab.name: pair.own.tab.name for pair in comparison.pairs}
    for formula in taken.root.iter(q("f")):
        formula.text = translated(
            formula.text or "", lambda tab, spot: spots.get(tab, {}).get(spot), names
        )


def _free_name(tabs: list[Tab]) -> str:
    taken = {tab.part for tab in tabs}
    number = next(n for n in range(1, len(tabs) + 2) if f"xl/worksheets/sheet{n}.xml" not in taken)
    return f"xl/worksheets/sheet{number}.xml"


def _ready_others(comparison: Comparison) -> None:
    """Protect the tab "How to fill" again, and leave the company's own formulas without values."""
    ours = next((tab for tab in comparison.ours.tabs if is_plain_tab(tab.name)), None)
    marked = {pair.own.tab.name for pair in comparison.pairs}
    for tab in comparison.book.tabs:
        if tab.name in marked or tab.name in _HIDDEN_TABS:
            continue
        if ours is not None and is_plain_tab(tab.name):
            protect(tab, ours)
        for spot, cell in tab.cells.items():
            if tab.formula(spot) is not None:
                set_value(cell, None)


def _numbers(tab: Tab, strings: Strings) -> dict[Spot, tuple[bool, int]]:
    return {spot: strings.add(tab.texts[spot]) for spot in sorted(tab.texts)}


def _settle_cells(tab: Tab, numbers: Mapping[Spot, tuple[bool, int]], strings: Strings) -> None:
    """Write every cell in the one plain way."""
    for spot, cell in tab.cells.items():
        if spot in numbers:
            cell.set("t", "s")
            drop_children(cell, q("v"), q("is"))
            ET.SubElement(cell, q("v")).text = str(strings.number(numbers[spot]))
        kept = {k: cell.attrib[k] for k in _CELL_ATTRIBUTES if k in cell.attrib}
        if kept.get("t") == "n" or not len(cell):
            kept.pop("t", None)
        cell.attrib.clear()
        cell.attrib.update(kept)
        formula = cell.find(q("f"))
        if formula is not None:
            _settle_formula(formula)


def _settle_formula(formula: ET.Element) -> None:
    array = formula.get("t") == "array"
    kept = {k: v for k, v in formula.attrib.items() if array and k in ("t", "ref")}
    formula.attrib.clear()
    formula.attrib.update(kept)
    formula.text = plain(formula.text or "")


def _written_tab(tab: Tab, company: Mapping[str, str]) -> bytes:
    root = tab.root
    drop_children(root, *map(q, _LEFT_OUT))
    area = area_of(tab)
    replace_child(root, ET.Element(q("dimension"), {"ref": area}))
    for row in root.iterfind(f"{q('sheetData')}/{q('row')}"):
        row.attrib.pop("spans", None)
    for row in root.findall(q("ignoredErrors")):
        for ignored in row:
            ignored.set("sqref", area)
    _drop_dangling(tab)
    for part in root.iterfind(f"{q('headerFooter')}/*"):
        doubled = {name: value.replace("&", "&&") for name, value in company.items()}
        part.text = filled(part.text or "", doubled)
    return written(root)


def _drop_dangling(tab: Tab) -> None:
    """Drop what refers to a part that is not carried."""
    name, kept = f"{{{RELATED}}}id", {relation.id for relation in tab.relations}
    for parent in list(tab.root.iter()):
        for child in [c for c in parent if c.get(name, "") and c.get(name) not in kept]:
            if child.tag == q("pageSetup"):
                del child.attrib[name]
            else:
                parent.remove(child)
    for view in tab.root.iter(q("sheetView")):
        view.attrib.pop("tabSelected", None)
