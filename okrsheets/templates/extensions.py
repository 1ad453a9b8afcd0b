"""What Excel keeps among a tab's extensions, written in the plain way that every program reads."""

import xml.etree.ElementTree as ET

from okrsheets.templates.xml import LATER, LATER_LIMITS, LATER_TEXT, q, replace_child


def settle_later(root: ET.Element) -> None:
    """Turn the limits that Excel keeps among a tab's extensions into plain ones.

    Excel puts a list there as soon as it stands on another tab; a plain one is read by all.
    """
    plain = root.find(q("dataValidations"))
    for extension in list(root.iterfind(f"{q('extLst')}/{q('ext')}")):
        if extension.get("uri", "").upper() != LATER_LIMITS:
            continue
        for rule in extension.iter(f"{{{LATER}}}dataValidation"):
            if plain is None:
                plain = ET.Element(q("dataValidations"))
                replace_child(root, plain)
            plain.append(_as_plain(rule))
        root.find(q("extLst")).remove(extension)  # type: ignore[union-attr] # it was found there


def _as_plain(rule: ET.Element) -> ET.Element:
    areas = rule.findtext(f"{{{LATER_TEXT}}}sqref") or ""
    new = ET.Element(q("dataValidation"), {**rule.attrib, "sqref": areas})
    for name in ("formula1", "formula2"):
        text = rule.findtext(f"{{{LATER}}}{name}/{{{LATER_TEXT}}}f")
        if text:
            ET.SubElement(new, q(name)).text = text
    return new
