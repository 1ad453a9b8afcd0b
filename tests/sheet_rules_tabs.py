"""Rules of a worksheet's build: order, rows, cells, columns, merged areas, panes, paper."""

from collections import Counter
from collections.abc import Iterator

from sheet_package import (
    LAST_COLUMN,
    LAST_ROW,
    MAIN,
    Package,
    Tab,
    box_of,
    place_of,
    places_in,
)
from sheet_rules_styles import plain

ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr"),
    *("sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState"),
    *("dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting"),
    *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter"),
    *("rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags"),
    *("drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
"""The children of a worksheet in the order of CT_Worksheet. Source: ISO/IEC 29500-1, 18.3.1.99."""
_OFTEN = ("conditionalFormatting",)
_WIDEST, _HIGHEST, _DEEPEST, _LONGEST_FOOTER = 255.0, 409.5, 7, 255
_SMALLEST_SCALE, _LARGEST_SCALE, _WIDEST_MARGIN = 10, 400, 49


def element_order(package: Package) -> Iterator[str]:
    """The elements of a worksheet stand in the schema's order, each once."""
    for tab in package.tabs:
        at = -1
        for child in tab.root:
            name = plain(child)
            if name not in ORDER:
                yield f"{tab.name}: {name} is unknown"
            elif ORDER.index(name) < at or (ORDER.index(name) == at and name not in _OFTEN):
                yield f"{tab.name}: {name} stands too late or twice"
            else:
                at = ORDER.index(name)


def rows_and_cells(package: Package) -> Iterator[str]:
    """Rows and the cells in them ascend, stand once, in the grid; no row is too high."""
    for tab in package.tabs:
        last = 0
        for row in tab.all("row"):
            number = int(row.get("r", "0"))
            if not last < number <= LAST_ROW:
                yield f"{tab.name}: row {number} after row {last}"
            last = number
            places = [place_of(cell.get("r", "")) for cell in row.iter(MAIN + "c")]
            columns = [place[1] for place in places if place and place[0] == number]
            if len(columns) < len(places) or columns != sorted(set(columns)):
                yield f"{tab.name}: the cells of row {number} do not ascend"
            if float(row.get("ht", "0")) > _HIGHEST:
                yield f"{tab.name}: row {number} is {row.get('ht')} points high"


def used_area(tab: Tab) -> tuple[int, int, int, int]:
    """Give (first row, first column, last row, last column) of the smallest area of all cells."""
    rows, columns = zip(*filter(None, map(place_of, tab.cells)), strict=True)
    return min(rows), min(columns), max(rows), max(columns)


def dimension(package: Package) -> Iterator[str]:
    """The dimension, where there is one, is an area that holds every cell."""
    for tab in package.tabs:
        element = tab.one("dimension")
        if element is None:
            continue
        given = element.get("ref", "")
        box = box_of(given)
        if box is None or not tab.cells:
            yield f"{tab.name}: {given!r}, {len(tab.cells)} cells"
            continue
        used = used_area(tab)
        if used[0] < box[0] or used[1] < box[1] or used[2] > box[2] or used[3] > box[3]:
            yield f"{tab.name}: {given}, in use {used}"


def columns(package: Package) -> Iterator[str]:
    """Column settings ascend, do not overlap, are not too wide; outlines have their depth."""
    for tab in package.tabs:
        last = deepest = 0
        for column in tab.all("col"):
            first, end = int(column.get("min", "0")), int(column.get("max", "0"))
            if not last < first <= end <= LAST_COLUMN:
                yield f"{tab.name}: columns {first} to {end} after {last}"
            last = end
            deepest = max(deepest, int(column.get("outlineLevel", "0")))
            if not 0 <= float(column.get("width", "0")) <= _WIDEST:
                yield f"{tab.name}: column {first} is {column.get('width')} wide"
        usual = tab.one("sheetFormatPr")
        told = int(usual.get("outlineLevelCol", "0")) if usual is not None else 0
        if told != deepest or deepest > _DEEPEST:
            yield f"{tab.name}: outlines {deepest} deep, told {told}"


def merges(package: Package) -> Iterator[str]:
    """Merged areas are of more than one cell, do not overlap, and hide no value."""
    for tab in package.tabs:
        areas = [item.get("ref", "") for item in tab.all("mergeCell")]
        covered: Counter[tuple[int, int]] = Counter()
        for area in areas:
            places = list(places_in(area))
            covered.update(places)
            if len(places) < 2:
                yield f"{tab.name}: {area!r} is not an area"
            yield from _hidden_values(package, tab, area, places[1:])
        if covered and max(covered.values()) > 1:
            yield f"{tab.name}: merged areas overlap"
        listing = tab.one("mergeCells")
        if listing is not None and int(listing.get("count", len(areas))) != len(areas):
            yield f"{tab.name}: {listing.get('count')} merged areas told, there are {len(areas)}"


def _hidden_values(
    package: Package, tab: Tab, area: str, places: list[tuple[int, int]]
) -> Iterator[str]:
    within = set(places)
    for ref, cell in tab.cells.items():
        if place_of(ref) in within and package.value(cell) is not None:
            yield f"{tab.name}: {ref} has a value under {area}"


def panes(package: Package) -> Iterator[str]:
    """A frozen pane begins where its split says; a selection's cell is in the selected area."""
    for tab in package.tabs:
        for pane in tab.all("pane"):
            across, down = int(pane.get("xSplit", "0")), int(pane.get("ySplit", "0"))
            corner = place_of(pane.get("topLeftCell", ""))
            frozen = pane.get("state") in ("frozen", "frozenSplit")
            if not frozen or not corner or corner[0] <= down or corner[1] <= across:
                yield f"{tab.name}: split at {across}, {down}, begins at {pane.get('topLeftCell')}"
        for selection in tab.all("selection"):
            active = place_of(selection.get("activeCell", "A1"))
            areas = selection.get("sqref", "A1").split()
            if not any(active in set(places_in(area)) for area in areas):
                yield f"{tab.name}: {selection.get('activeCell')} is outside {areas}"


def page(package: Package) -> Iterator[str]:
    """Feet are short enough, breaks stand in the grid and are counted, margins are sane."""
    for tab in package.tabs:
        feet = [item for item in tab.root.iter() if plain(item).endswith(("Header", "Footer"))]
        for item in feet:
            if len(item.text or "") > _LONGEST_FOOTER:
                yield f"{tab.name}: {plain(item)} has {len(item.text or '')} signs"
        yield from _breaks(tab, "rowBreaks", LAST_ROW)
        yield from _breaks(tab, "colBreaks", LAST_COLUMN)
        for setup in tab.all("pageSetup"):
            if not _SMALLEST_SCALE <= int(setup.get("scale", "100")) <= _LARGEST_SCALE:
                yield f"{tab.name}: printed at {setup.get('scale')} %"
        for margins in tab.all("pageMargins"):
            if any(not 0 <= float(value) < _WIDEST_MARGIN for value in margins.attrib.values()):
                yield f"{tab.name}: margins {margins.attrib}"


def _breaks(tab: Tab, name: str, most: int) -> Iterator[str]:
    listing = tab.one(name)
    breaks = [int(item.get("id", "0")) for item in listing] if listing is not None else []
    told = int(listing.get("count", len(breaks))) if listing is not None else 0
    if told != len(breaks) or not all(0 < number < most for number in breaks):
        yield f"{tab.name}: {name} {breaks}, count {told}"
