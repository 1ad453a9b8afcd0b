"""The XML of a workbook's parts as trees: read with care, written in the one plain way.

Only elements and attributes of the format itself are kept, besides what the format's own extension
list holds of looks: what programs add for themselves (revision ids, their users' names, paths of a
disk) never reaches a sheet. Cells are written as the readers of `okrsheets.submissions` read them
fastest.
"""

import re
import xml.etree.ElementTree as ET

from okrsheets.layout import column_number
from okrsheets.submissions.markup import is_plain, utf8_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML = "http://www.w3.org/XML/1998/namespace"
LATER = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
LATER_TEXT = "http://schemas.microsoft.com/office/excel/2006/main"
LATER_LIMITS = "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}"
_KEPT_EXTENSIONS = frozenset(
    {
        "{78C0D931-6437-407D-A8EE-F0AAD7539E65}",  # conditional looks
        LATER_LIMITS,
        "{05C60535-1F16-4FD2-B633-F4F36F0B64E0}",  # sparklines
    }
)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TAB_ORDER = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
Spot = tuple[int, int]
"""Row and column of a cell, both from 1."""

_PREFIXES = (("", MAIN), ("r", RELATED), ("x14", LATER), ("xm", LATER_TEXT))


def q(name: str) -> str:
    """Give the full name of an element of the format."""
    return f"{{{MAIN}}}{name}"


def parse(content: bytes, part: str) -> ET.Element:
    """Read a part.

    Raises:
        FileRefusedError: F201 for a DOCTYPE, F202 where it is not well-formed.
    """
    text = utf8_of(content, part)
    is_plain(text, part, prefixes=True)
    root = ET.fromstring(text)  # noqa: S314 - any DOCTYPE was refused above
    _clean(root)
    return root


def _clean(root: ET.Element) -> None:
    """Drop what is not of the format itself."""
    for element in list(root.iter()):
        for name in [n for n in element.attrib if _is_foreign(n)]:
            del element.attrib[name]
        for child in [c for c in element if not _is_kept(element, c)]:
            element.remove(child)


def _is_foreign(name: str) -> bool:
    return name.startswith("{") and not name.startswith((f"{{{RELATED}}}", f"{{{_XML}}}"))


def _is_kept(parent: ET.Element, child: ET.Element) -> bool:
    if child.tag == q("ext"):
        return child.get("uri", "").upper() in _KEPT_EXTENSIONS
    foreign = not child.tag.startswith(f"{{{MAIN}}}")
    return not foreign or not parent.tag.startswith(f"{{{MAIN}}}") or parent.tag == q("ext")


def written(root: ET.Element) -> bytes:
    """Write a part; the same tree gives the same bytes."""
    for element in root.iter():
        for child in [c for c in element if c.tag == q("extLst") and not len(c)]:
            element.remove(child)
    return _DECLARATION + as_text(root).replace("<v/>", "<v></v>").encode()


def as_text(element: ET.Element) -> str:
    """Write an element with the prefixes that spreadsheet programs write, or none."""
    for prefix, uri in _PREFIXES:  # one table for the whole process; other libraries change it
        ET.register_namespace(prefix, uri)
    return ET.tostring(element, encoding="unicode").replace(" />", "/>")


def replace_child(root: ET.Element, new: ET.Element) -> None:
    """Put a part of a tab where the format's order has it, in the place of the one of its name."""
    drop_children(root, new.tag)
    names = [q(name) for name in _TAB_ORDER]
    before = set(names[: names.index(new.tag)])
    at = max((n for n, child in enumerate(root, 1) if child.tag in before), default=0)
    root.insert(at, new)


def drop_children(root: ET.Element, *tags: str) -> None:
    """Remove all children with these full names."""
    for child in [c for c in root if c.tag in tags]:
        root.remove(child)


def is_true(value: str | None) -> bool:
    """Read an attribute that says yes or no."""
    return value in ("1", "true", "on")


def spot_of(ref: str) -> Spot:
    """Give row and column of `C8`; (0, 0) where it is not a cell."""
    match = _CELL.fullmatch(ref.replace("$", ""))
    return (int(match[2]), column_number(match[1])) if match else (0, 0)


def spots_of(areas: str) -> set[Spot]:
    """Give the cells of `A1:B2 D4`; of an area of whole rows or columns none."""
    spots: set[Spot] = set()
    for area in areas.split():
        first, _, last = area.partition(":")
        (top, left), (bottom, right) = spot_of(first), spot_of(last or first)
        if top and bottom and (bottom - top + 1) * (right - left + 1) <= _MOST_CELLS:
            spots |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    return spots


_MOST_CELLS = 100_000
