"""Drop-downs and input limits of a template: compared, and made anew where they were lost.

A company may change what a limit says; what it limits is part of the contract, since the intake
reads by it. A limit on the company's own cells stays as it is.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from okrsheets.templates.book import Tab, ref_of
from okrsheets.templates.formulas import Name, normal, translated
from okrsheets.templates.xml import Spot, drop_children, q, spots_of

_WITHOUT_OPERATOR = ("list", "custom", "none")
_TWO = ("between", "notBetween")
Rule = tuple[str, str, str, str]


def rules_of(tab: Tab) -> dict[Spot, ET.Element]:
    """Give the limit of each cell that has one; the first where areas overlap."""
    found: dict[Spot, ET.Element] = {}
    for rule in tab.root.iterfind(f"{q('dataValidations')}/{q('dataValidation')}"):
        for spot in spots_of(rule.get("sqref", "")):
            found.setdefault(spot, rule)
    return found


def normal_rule(rule: ET.Element | None, name: Name) -> Rule | None:
    """Give what a limit limits, in the one form in which equal ones are equal."""
    kind = "none" if rule is None else rule.get("type", "none")
    if rule is None or kind == "none":
        return None
    operator = "" if kind in _WITHOUT_OPERATOR else rule.get("operator", "between")
    first = rule.findtext(q("formula1")) or ""
    second = (rule.findtext(q("formula2")) or "") if operator in _TWO else ""
    return kind, operator, normal(first, name), normal(second, name)


def renewed(
    tab: Tab, ours: Mapping[Spot, ET.Element], kept: Mapping[Spot, ET.Element]
) -> ET.Element | None:
    """Give all limits of a tab.

    Args:
        tab: the company's tab.
        ours: the limit to make for each of its input cells, formulas already in its addresses.
        kept: the company's own limits of cells that are no inputs.
    """
    spots: dict[bytes, list[Spot]] = {}
    rules: dict[bytes, ET.Element] = {}
    for spot, rule in sorted((*kept.items(), *ours.items()), key=lambda item: item[0]):
        plain = _plain(rule)
        key = ET.tostring(plain)
        rules.setdefault(key, plain)
        spots.setdefault(key, []).append(spot)
    drop_children(tab.root, q("dataValidations"))
    if not rules:
        return None
    whole = ET.Element(q("dataValidations"), {"count": str(len(rules))})
    for key, rule in rules.items():
        rule.set("sqref", areas_of(spots[key]))
        whole.append(rule)
    return whole


def _plain(rule: ET.Element) -> ET.Element:
    """Give a limit without its cells."""
    attributes = {k: v for k, v in sorted(rule.attrib.items()) if k != "sqref"}
    plain = ET.Element(q("dataValidation"), attributes)
    names = ("formula1", "formula2") if needs_two(rule) else ("formula1",)
    for name in names:
        text = rule.findtext(q(name))
        if text:
            ET.SubElement(plain, q(name)).text = text
    return plain


def needs_two(rule: ET.Element) -> bool:
    """Tell whether a limit has an upper end besides its lower one."""
    operator = rule.get("operator", "between")
    return rule.get("type", "none") not in _WITHOUT_OPERATOR and operator in _TWO


def with_words(
    ours: ET.Element, theirs: ET.Element | None, spots: Mapping[Spot, Spot]
) -> ET.Element:
    """Give our limit with the company's words, where it has any, in the company's addresses."""
    said = ours if theirs is None else theirs
    words = ("prompt", "promptTitle", "error", "errorTitle", "showInputMessage", "showErrorMessage")
    attributes = {k: v for k, v in ours.attrib.items() if k not in words and k != "sqref"}
    attributes |= {k: said.attrib[k] for k in words if k in said.attrib}
    new = ET.Element(q("dataValidation"), attributes)
    for child in ours:
        text = translated(child.text or "", lambda tab, s: None if tab else spots.get(s))
        ET.SubElement(new, child.tag).text = text
    return new


def areas_of(spots: list[Spot]) -> str:
    """Join cells that stand directly below each other: `C10:C12 D9`."""
    areas: list[tuple[int, int, int]] = []
    for row, column in sorted(spots, key=lambda spot: (spot[1], spot[0])):
        if areas and areas[-1][0] == column and areas[-1][2] == row - 1:
            areas[-1] = (column, areas[-1][1], row)
        else:
            areas.append((column, row, row))
    areas.sort(key=lambda area: (area[1], area[0]))
    return " ".join(
        ref_of((first, column)) + (f":{ref_of((last, column))}" if last > first else "")
        for column, first, last in areas
    )
