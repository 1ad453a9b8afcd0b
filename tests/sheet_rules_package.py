"""Rules of the package: its parts, their types, how they hang together, the document's facts."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from sheet_package import TYPES, Package

_OFFICE = "application/vnd.openxmlformats-officedocument."
_SHEET = _OFFICE + "spreadsheetml."
_PACKAGE = "application/vnd.openxmlformats-package."
_TYPE_SPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
KNOWN_PARTS: Mapping[str, str] = {
    r"(?:.*/)?_rels/[^/]*\.rels": _PACKAGE + "relationships+xml",
    r"docProps/app\.xml": _OFFICE + "extended-properties+xml",
    r"docProps/core\.xml": _PACKAGE + "core-properties+xml",
    r"docProps/custom\.xml": _OFFICE + "custom-properties+xml",
    r"xl/workbook\.xml": _SHEET + "sheet.main+xml",
    r"xl/styles\.xml": _SHEET + "styles+xml",
    r"xl/sharedStrings\.xml": _SHEET + "sharedStrings+xml",
    r"xl/theme/theme\d+\.xml": _OFFICE + "theme+xml",
    r"xl/worksheets/sheet\d+\.xml": _SHEET + "worksheet+xml",
    r"xl/comments(?:/comment)?\d+\.xml": _SHEET + "comments+xml",
    r"xl/drawings/\w+\.vml": _OFFICE + "vmlDrawing",
    r"xl/drawings/drawing\d+\.xml": _OFFICE + "drawing+xml",
    r"xl/charts/chart\d+\.xml": _OFFICE + "drawingml.chart+xml",
    r"xl/media/[\w-]+\.png": "image/png",
    r"xl/media/[\w-]+\.jpe?g": "image/jpeg",
}
"""Every kind of part that a sheet may hold, with its content type. Source: ISO/IEC 29500-1, 12-15.

No macros, no links to other files, no pivot tables, no threaded notes, no calculation chain.
"""
_NEEDED = ("_rels/.rels", "docProps/app.xml", "docProps/core.xml", "xl/workbook.xml")
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_DUBLIN = "{http://purl.org/dc/terms/}"
_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"
_CUSTOM_ROOT = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def well_formed(package: Package) -> Iterator[str]:
    """Every XML part parses, in UTF-8, without a DOCTYPE."""
    for name, content in package.parts.items():
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        if b"<!DOCTYPE" in content:
            yield f"{name}: has a DOCTYPE"
        try:
            content.decode("utf-8")
            ET.fromstring(content)  # noqa: S314 - workbooks of our own making
        except (ET.ParseError, UnicodeDecodeError) as fault:
            yield f"{name}: {fault}"


def _kind(name: str) -> str:
    return next((kind for pattern, kind in KNOWN_PARTS.items() if re.fullmatch(pattern, name)), "")


def known_parts(package: Package) -> Iterator[str]:
    """No entry stands twice, none is of an unknown kind, the needed ones are there."""
    yield from (f"{name}: stands twice" for name, n in Counter(package.entries).items() if n > 1)
    for name in package.parts:
        if name != TYPES and not _kind(name):
            yield f"{name}: unknown part"
    yield from (f"{name}: is missing" for name in (TYPES, *_NEEDED) if name not in package.parts)


def content_types(package: Package) -> Iterator[str]:
    """Every part has the type of its kind; no absent part is named, none twice."""
    tree = package.tree(TYPES)
    given = [
        (item.get("PartName", "").lstrip("/"), item.get("ContentType", ""))
        for item in tree.iter(_TYPE_SPACE + "Override")
    ]
    usual = {
        item.get("Extension", "").lower(): item.get("ContentType", "")
        for item in tree.iter(_TYPE_SPACE + "Default")
    }
    yield from (f"{name}: named twice" for name, n in Counter(n for n, _ in given).items() if n > 1)
    yield from (f"{name}: named but absent" for name, _ in given if name not in package.parts)
    own = dict(given)
    for name in package.parts:
        kind = own.get(name) or usual.get(name.rpartition(".")[2].lower(), "")
        if name != TYPES and kind != _kind(name):
            yield f"{name}: is called {kind!r}"


def _owners(package: Package) -> Iterator[str]:
    """Yield every part that has relationships."""
    for name in package.parts:
        match = re.fullmatch(r"(.*?)_rels/([^/]*)\.rels", name)
        if match:
            yield match[1] + match[2]


def relations(package: Package) -> Iterator[str]:
    """Every relationship's part exists, as does the one it belongs to; ids are unique."""
    for owner in _owners(package):
        links = package.links(owner)
        if owner and owner not in package.parts:
            yield f"{owner}: has relations but is absent"
        if len({link.id for link in links}) < len(links):
            yield f"{owner or 'the package'}: an id stands twice"
        for link in links:
            if link.external and link.kind != "hyperlink":
                yield f"{owner}: leads out of the file to {link.target}"
            elif not link.external and link.target not in package.parts:
                yield f"{owner}: leads to {link.target}, which is absent"


def parts_in_use(package: Package) -> Iterator[str]:
    """Some relationship leads to every part, and what has an id is used by its owner."""
    reached = {link.target for owner in _owners(package) for link in package.links(owner)}
    for name in package.parts:
        if name != TYPES and not name.endswith(".rels") and name not in reached:
            yield f"{name}: nothing leads there"
    for owner in _owners(package):
        if re.match(r"xl/(worksheets|drawings|charts)/", owner) and owner in package.parts:
            text = package.parts[owner].decode()
            for link in package.links(owner):
                if link.kind != "comments" and f'"{link.id}"' not in text:
                    yield f"{owner}: its relation {link.id} is not used"


def properties(package: Package) -> Iterator[str]:
    """Each fact of the document stands once; dates are dates; own properties are numbered."""
    core = package.tree("docProps/core.xml")
    tags = Counter(str(item.tag) for item in core)
    yield from (f"core: {tag} stands twice" for tag, count in tags.items() if count > 1)
    for tag in ("created", "modified"):
        moment = core.findtext(_DUBLIN + tag, "")
        if not re.fullmatch(_DATE, moment):
            yield f"core: {tag} is {moment!r}"
    if "docProps/custom.xml" not in package.parts:
        return
    custom = package.tree("docProps/custom.xml")
    numbers = [item.get("pid", "") for item in custom]
    if custom.tag != f"{{{_CUSTOM_ROOT}}}Properties" or any(
        i.get("fmtid") != _FORMAT_ID for i in custom
    ):
        yield "custom: is not a list of own properties"
    if numbers != [str(number) for number in range(2, len(numbers) + 2)]:
        yield f"custom: numbered {' '.join(numbers)}, not from 2 up"
    names = Counter(item.get("name", "").lower() for item in custom)
    yield from (f"custom: {name!r} stands twice" for name, n in names.items() if n > 1 or not name)
