"""Rules of the styles: what they point at, the order of their elements, how many there may be."""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from sheet_package import MAIN, Package

_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_ORDER = (*_LISTS, "tableStyles", "colors", "extLst")
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz"),
    *("color", "name", "family", "charset", "scheme"),
)
_BORDER = ("start", "end", "left", "right", "top", "bottom", "diagonal", "vertical", "horizontal")
_DXF = ("font", "numFmt", "fill", "alignment", "border", "protection", "extLst")
_MOST: Mapping[str, int] = {
    "numFmts": 200,
    "fonts": 512,
    "fills": 256,
    "borders": 256,
    "cellStyleXfs": 65_490,
    "cellXfs": 65_490,
    "cellStyles": 65_490,
    "dxfs": 65_490,
}
"""Excel's published limits of a workbook; of conditional looks the house's."""
_FIRST_OWN_FORMAT, _LAST_BUILT_IN = 164, 49
_LONGEST_FORMAT = 255


def plain(element: ET.Element) -> str:
    """Give an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def in_order(element: ET.Element, order: tuple[str, ...]) -> str:
    """Give the first child that stands where the schema has it not; "" where all is right."""
    at = -1
    for child in element:
        name = plain(child)
        if name not in order:
            return f"{name} is unknown"
        if order.index(name) <= at:
            return f"{name} stands too late or twice"
        at = order.index(name)
    return ""


def _count(package: Package, name: str) -> int:
    found = package.styles.find(MAIN + name)
    return 0 if found is None else len(found)


def _formats(package: Package) -> set[int]:
    own = {int(item.get("numFmtId", "-1")) for item in package.styles.iter(MAIN + "numFmt")}
    return own | set(range(_LAST_BUILT_IN + 1))


def indexes(package: Package) -> Iterator[str]:
    """Every look points at a font, fill, border, number format and base look that exist."""
    formats = _formats(package)
    kinds = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    for name in ("cellStyleXfs", "cellXfs"):
        for number, look in enumerate(package.styles.find(MAIN + name) or ()):
            for key, there in kinds.items():
                if int(look.get(key, "0")) >= _count(package, there):
                    yield f"{name} {number}: {key} is {look.get(key)}"
            if int(look.get("numFmtId", "0")) not in formats:
                yield f"{name} {number}: no number format {look.get('numFmtId')}"
    for style in package.styles.iter(MAIN + "cellStyle"):
        if int(style.get("xfId", "0")) >= _count(package, "cellStyleXfs"):
            yield f"cell style {style.get('name')}: xfId is {style.get('xfId')}"


def order(package: Package) -> Iterator[str]:
    """The lists, and the parts of fonts, borders and looks, are in the order of the schema."""
    orders = {"font": _FONT, "border": _BORDER, "dxf": _DXF}
    fault = in_order(package.styles, _ORDER)
    if fault:
        yield f"styles: {fault}"
    for name, known in orders.items():
        for number, item in enumerate(package.styles.iter(MAIN + name)):
            fault = in_order(item, known)
            if fault:
                yield f"{name} {number}: {fault}"
    fills = package.styles.find(MAIN + "fills")
    first = (
        [f[0].get("patternType", "none") for f in fills if len(f)][:2] if fills is not None else []
    )
    if first != ["none", "gray125"]:
        yield f"fills: the first two are {first}, which Excel keeps for none and gray125"


def limits(package: Package) -> Iterator[str]:
    """No list is too long; counts, colours and the numbers of formats are right."""
    for name, most in _MOST.items():
        found = package.styles.find(MAIN + name)
        if found is None:
            continue
        if len(found) > most:
            yield f"{name}: {len(found)}, at most {most}"
        if int(found.get("count", len(found))) != len(found):
            yield f"{name}: count is {found.get('count')}, there are {len(found)}"
    for item in package.styles.iter():
        colour = item.get("rgb")
        if colour is not None and not re.fullmatch("[0-9A-Fa-f]{8}", colour):
            yield f"{plain(item)}: colour {colour}"
    for item in package.styles.iter(MAIN + "numFmt"):
        number, code = int(item.get("numFmtId", "-1")), item.get("formatCode", "")
        if number < _FIRST_OWN_FORMAT or not 1 <= len(code) <= _LONGEST_FORMAT:
            yield f"number format {number}: {code!r}"
