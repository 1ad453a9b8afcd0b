"""Rules of what lies over the cells: notes with their boxes, pictures, charts."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from sheet_package import LAST_COLUMN, LAST_ROW, MAIN, RELATION, Package, Tab, place_of
from sheet_rules_book import unknown_references
from sheet_rules_styles import plain

_OFFICE_BOX = "{urn:schemas-microsoft-com:office:excel}"
_VML = "{urn:schemas-microsoft-com:vml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SIGNATURES = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
_LONGEST_NOTE = 32_767
_NUMBERED = "_x0000_s"


def notes(package: Package) -> Iterator[str]:
    """Every note has a text, an author and a box of its own; boxes have ids of their own."""
    ids: Counter[str] = Counter()
    for tab in package.tabs:
        links = {link.kind: link.target for link in package.links(tab.part)}
        legacy = tab.one("legacyDrawing")
        drawn = package.target(tab.part, legacy.get(RELATION + "id")) if legacy is not None else ""
        if "comments" not in links:
            if drawn:
                yield f"{tab.name}: boxes without notes"
            continue
        if not drawn:
            yield f"{tab.name}: notes without boxes"
            continue
        found, faults = _noted(package, tab, links["comments"])
        yield from faults
        boxes, shapes = _boxes(package, drawn)
        ids.update(shapes)
        if found != boxes:
            yield f"{tab.name}: notes on {sorted(found)}, boxes on {sorted(boxes)}"
    yield from (f"box {name!r} stands {count} times" for name, count in ids.items() if count > 1)


def _noted(package: Package, tab: Tab, part: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Give the cells that have a note, and what is wrong with the notes."""
    root, places, faults = package.tree(part), [], []
    authors = sum(1 for _ in root.iter(MAIN + "author"))
    for note in root.iter(MAIN + "comment"):
        place = place_of(note.get("ref", ""))
        text = "".join(item.text or "" for item in note.iter(MAIN + "t"))
        wrong_author = int(note.get("authorId", "-1")) not in range(authors)
        if place is None or wrong_author or not 0 < len(text) <= _LONGEST_NOTE:
            faults.append(f"{tab.name}!{note.get('ref')}: a note of {len(text)} signs")
        else:
            places.append(place)
    return sorted(places), faults


def _boxes(package: Package, part: str) -> tuple[list[tuple[int, int]], list[str]]:
    """Give the cells that boxes belong to, and the boxes' ids."""
    root = package.tree(part)
    places = [
        (
            int(box.findtext(_OFFICE_BOX + "Row", "-1")) + 1,
            int(box.findtext(_OFFICE_BOX + "Column", "-1")) + 1,
        )
        for box in root.iter(_OFFICE_BOX + "ClientData")
        if box.get("ObjectType") == "Note"
    ]
    names = [shape.get("id", "") for shape in root.iter(_VML + "shape")]
    return sorted(places), [name for name in names if name.startswith(_NUMBERED)]


def anchors(package: Package) -> Iterator[str]:
    """Drawings stand inside the grid, have ids of their own, show what exists."""
    for tab in package.tabs:
        element = tab.one("drawing")
        if element is None:
            continue
        part = package.target(tab.part, element.get(RELATION + "id"))
        if part not in package.parts:
            yield f"{tab.name}: its drawing {part!r} is missing"
            continue
        root = package.tree(part)
        ids = [item.get("id", "") for item in root.iter(_DRAWING + "cNvPr")]
        if len(set(ids)) < len(ids) or "" in ids:
            yield f"{part}: ids {ids}"
        for corner in (*root.iter(_DRAWING + "from"), *root.iter(_DRAWING + "to")):
            row, column = (int(corner.findtext(_DRAWING + key, "-1")) for key in ("row", "col"))
            if not (0 <= row < LAST_ROW and 0 <= column < LAST_COLUMN):
                yield f"{part}: stands at row {row}, column {column}"
        yield from _pictures(package, part)


def _pictures(package: Package, part: str) -> Iterator[str]:
    root = package.tree(part)
    shown = [(item.get(RELATION + "embed"), "xl/media/") for item in root.iter(_ART + "blip")]
    shown += [(item.get(RELATION + "id"), "xl/charts/") for item in root.iter(_CHART + "chart")]
    for link, folder in shown:
        target = package.target(part, link)
        if not target.startswith(folder) or target not in package.parts:
            yield f"{part}: {link} leads to {target!r}"
            continue
        ending = posixpath.splitext(target)[1].lstrip(".").lower()
        if folder == "xl/media/" and not package.parts[target].startswith(
            _SIGNATURES.get(ending, b"?")
        ):
            yield f"{target}: is not a {ending} picture"


def charts(package: Package) -> Iterator[str]:
    """Charts show cells of tabs that exist, as many points as cells, on axes that exist."""
    for part in package.parts:
        if not re.fullmatch(r"xl/charts/chart\d+\.xml", part):
            continue
        root = package.tree(part)
        for item in root.iter(_CHART + "f"):
            for what in unknown_references(package, item.text or ""):
                yield f"{part}: shows {what}"
        plot = root.find(f".//{_CHART}plotArea")
        if plot is None:
            yield f"{part}: has nothing to plot"
            continue
        used: set[str] = set()
        own: set[str] = set()
        for child in plot:
            name = plain(child)
            ids = {item.get("val", "") for item in child.findall(_CHART + "axId")}
            (own if name.endswith("Ax") else used).update(ids)
        if used != own:
            yield f"{part}: uses the axes {sorted(used)}, has {sorted(own)}"
