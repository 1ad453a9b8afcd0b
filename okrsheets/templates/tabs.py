"""Makes a template's tab ready for issuing: what the contract needs is put back, looks stay.

Programs drop or rewrite what they do not care for; a company changes what it should be free to
change. Here a tab gets its limits, locks, protection, frozen heads and the values of an empty form
again, and its own columns and rows get their keys.
"""

import xml.etree.ElementTree as ET
from copy import deepcopy

from okrsheets.layout import column_letter
from okrsheets.templates.book import Tab, ref_of, text_item
from okrsheets.templates.formulas import normal
from okrsheets.templates.limits import normal_rule, renewed, rules_of, with_words
from okrsheets.templates.looks import Looks
from okrsheets.templates.owned import own_columns, own_rows
from okrsheets.templates.pairs import Pair
from okrsheets.templates.xml import Spot, drop_children, q, replace_child, spot_of

_KEY = "own.{}"
_NOT_OURS = ("protectedRanges",)


def ready_tab(pair: Pair, looks: Looks) -> None:
    """Make one of our tabs ready."""
    tab = pair.own.tab
    _set_locks(pair, looks)
    _set_values(pair)
    _set_limits(pair)
    protect(tab, pair.ours.tab)
    _freeze(pair)
    _name_own(pair)
    drop_children(tab.root, *map(q, _NOT_OURS))
    _set_outline(tab)


def _set_locks(pair: Pair, looks: Looks) -> None:
    inputs = {spot for spot, _ in pair.inputs.values()}
    for spot in inputs:
        looks.lock(cell_at(pair.own.tab, spot), locked=False)
    for our_spot, spot in pair.spots.items():
        cell = pair.own.tab.cells.get(spot)
        if cell is not None and pair.ours.tab.formula(our_spot) is not None:
            looks.lock(cell, locked=spot not in inputs)


def _set_values(pair: Pair) -> None:
    """Give every formula of ours the value it has in an empty form, the company's none."""
    ours, own = pair.ours.tab, pair.own.tab
    empty = {
        normal(formula, pair.our_name): cell
        for spot, cell in ours.cells.items()
        if (formula := ours.formula(spot)) is not None
    }
    for spot, cell in own.cells.items():
        formula = own.formula(spot)
        if formula is not None:
            set_value(cell, empty.get(normal(formula, pair.own_name)))


def set_value(cell: ET.Element, known: ET.Element | None) -> None:
    """Give a formula's cell the kind and value of another cell, or none."""
    drop_children(cell, q("v"))
    cell.attrib.pop("t", None)
    value = None if known is None else known.find(q("v"))
    if known is not None and value is not None:
        if known.get("t"):
            cell.set("t", known.get("t", ""))
        cell.append(deepcopy(value))


def _set_limits(pair: Pair) -> None:
    own, ours = rules_of(pair.own.tab), rules_of(pair.ours.tab)
    made: dict[Spot, ET.Element] = {}
    for spot, our_spot in pair.inputs.values():
        rule, there = ours.get(our_spot), own.get(spot)
        if rule is not None:
            same = normal_rule(rule, pair.our_name) == normal_rule(there, pair.own_name)
            made[spot] = with_words(rule, there if same else None, pair.spots)
    kept = {spot: rule for spot, rule in own.items() if spot not in made}
    whole = renewed(pair.own.tab, made, kept)
    if whole is not None:
        replace_child(pair.own.tab.root, whole)


def protect(tab: Tab, ours: Tab) -> None:
    """Protect a tab as ours is."""
    found = ours.root.find(q("sheetProtection"))
    if found is not None:
        replace_child(tab.root, deepcopy(found))


def _freeze(pair: Pair) -> None:
    """Freeze the heads again where a program has let them go."""
    view = pair.own.tab.root.find(f"{q('sheetViews')}/{q('sheetView')}")
    ours = pair.ours.tab.root.find(f"{q('sheetViews')}/{q('sheetView')}")
    pane = None if ours is None else ours.find(q("pane"))
    if view is None or ours is None or pane is None or view.find(q("pane")) is not None:
        return
    spot = pair.spots.get(spot_of(pane.get("topLeftCell", "")))
    if spot is None:
        return
    new = deepcopy(pane)
    row, column = spot
    new.attrib.update(xSplit=str(column - 1), ySplit=str(row - 1), topLeftCell=ref_of(spot))
    drop_children(view, q("selection"))
    view.insert(0, new)
    view.attrib.pop("topLeftCell", None)
    for number, name in enumerate(("topRight", "bottomLeft", "bottomRight"), 1):
        cell = {"activeCell": ref_of(spot), "sqref": ref_of(spot)} if name == "bottomRight" else {}
        view.insert(number, ET.Element(q("selection"), {"pane": name, **cell}))


def _name_own(pair: Pair) -> None:
    """Give the company's own columns and rows their keys."""
    tab, (top, left) = pair.own.tab, pair.own.corner
    for number, column in enumerate(own_columns(pair), 1):
        write_text(tab, (top, column), _KEY.format(number))
    for number, row in enumerate(own_rows(pair), 1):
        write_text(tab, (row, left), _KEY.format(number))


def _set_outline(tab: Tab) -> None:
    """Say how deep columns are grouped; without that Excel shows no groups."""
    form = tab.root.find(q("sheetFormatPr"))
    depth = max((int(c.get("outlineLevel", "0")) for c in tab.root.iter(q("col"))), default=0)
    if form is not None and depth:
        form.set("outlineLevelCol", str(depth))


def write_text(tab: Tab, spot: Spot, text: str) -> None:
    """Write a text into a cell."""
    cell = cell_at(tab, spot)
    drop_children(cell, q("v"), q("f"))
    tab.texts[spot] = text_item(text)


def cell_at(tab: Tab, spot: Spot) -> ET.Element:
    """Give a cell, made where it is missing."""
    known = tab.cells.get(spot)
    if known is not None:
        return known
    data = tab.root.find(q("sheetData"))
    if data is None:
        data = ET.Element(q("sheetData"))
        replace_child(tab.root, data)
    row = _row_at(data, spot[0])
    cell = ET.Element(q("c"), {"r": ref_of(spot)})
    after = sum(spot_of(other.get("r", ""))[1] < spot[1] for other in row)
    row.insert(after, cell)
    tab.cells[spot] = cell
    return cell


def _row_at(data: ET.Element, number: int) -> ET.Element:
    for at, row in enumerate(data):
        if int(row.get("r", "0")) == number:
            return row
        if int(row.get("r", "0")) > number:
            new = ET.Element(q("row"), {"r": str(number)})
            data.insert(at, new)
            return new
    return ET.SubElement(data, q("row"), {"r": str(number)})


def area_of(tab: Tab) -> str:
    """Give the area that a tab's cells take up."""
    if not tab.cells:
        return "A1"
    rows, columns = {s[0] for s in tab.cells}, {s[1] for s in tab.cells}
    first = f"{column_letter(min(columns))}{min(rows)}"
    last = f"{column_letter(max(columns))}{max(rows)}"
    return first if first == last else f"{first}:{last}"
