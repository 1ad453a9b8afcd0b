"""Whether the cells of a template are what a sheet's cells have to be.

Inputs open, blank, apart and limited; computed cells with the formulas they were exported with.
Findings: T4xx.
"""

from collections.abc import Iterator, Mapping

from okrsheets.findings import Finding
from okrsheets.templates.book import Book, Tab, ref_of
from okrsheets.templates.formulas import normal
from okrsheets.templates.limits import normal_rule, rules_of
from okrsheets.templates.owned import own_columns, own_rows
from okrsheets.templates.pairs import Comparison, Pair
from okrsheets.templates.structure import finding
from okrsheets.templates.xml import Spot, is_true, q, spots_of

_PRINTED = "_xlnm.Print_Area"


def check_fields(comparison: Comparison, pair: Pair) -> Iterator[Finding]:
    """Check every field of a tab."""
    yield from _check_open(comparison, pair)
    yield from _check_merges(pair)
    yield from _check_blank(pair)
    yield from _check_limits(pair)
    yield from _check_printed(comparison, pair)
    yield from _check_hidden(pair)
    yield from _check_formulas(pair)
    yield from _check_own(comparison, pair)


def _by_column(spots: list[Spot]) -> Mapping[int, list[Spot]]:
    columns: dict[int, list[Spot]] = {}
    for spot in sorted(spots):
        columns.setdefault(spot[1], []).append(spot)
    return columns


def _check_open(comparison: Comparison, pair: Pair) -> Iterator[Finding]:
    tab = pair.own.tab
    closed = [s for s, _ in pair.inputs.values() if comparison.looks.is_locked(tab.cells.get(s))]
    for spots in _by_column(closed).values():
        yield finding("T401", tab.place(spots[0]), count=len(spots))


def _check_merges(pair: Pair) -> Iterator[Finding]:
    inputs = {spot for spot, _ in pair.inputs.values()}
    for merge in pair.own.tab.root.iterfind(f"{q('mergeCells')}/{q('mergeCell')}"):
        first, *covered = sorted(spots_of(merge.get("ref", ""))) or [(0, 0)]
        within = sorted(inputs & {first, *covered})
        if not inputs.isdisjoint(covered):
            yield finding("T402", pair.own.tab.place(within[0]))


def _check_blank(pair: Pair) -> Iterator[Finding]:
    tab, ours = pair.own.tab, pair.ours.tab
    for spot, our_spot in pair.inputs.values():
        said = tab.typed(spot) or ("=" if tab.formula(spot) is not None else "")
        if said and said != ours.typed(our_spot):
            yield finding("T403", tab.place(spot), said)


def _check_limits(pair: Pair) -> Iterator[Finding]:
    own, ours = rules_of(pair.own.tab), rules_of(pair.ours.tab)
    lost: list[Spot] = []
    for spot, our_spot in pair.inputs.values():
        wanted = normal_rule(ours.get(our_spot), pair.our_name)
        if wanted is not None and normal_rule(own.get(spot), pair.own_name) != wanted:
            lost.append(spot)
    for spots in _by_column(lost).values():
        yield finding("T404", pair.own.tab.place(spots[0]), count=len(spots))


def _printed(book: Book, tab: Tab) -> set[Spot] | None:
    """Give the cells of a tab's print area; None where it has none, so that all is printed."""
    number = str(book.tabs.index(tab))
    for name in book.names:
        if name.get("name") == _PRINTED and name.get("localSheetId") == number:
            areas = [area.rpartition("!")[2] for area in (name.text or "").split(",")]
            return spots_of(" ".join(areas))
    return None


def _check_printed(comparison: Comparison, pair: Pair) -> Iterator[Finding]:
    own = _printed(comparison.book, pair.own.tab)
    ours = _printed(comparison.ours, pair.ours.tab)
    if own is None or ours is None:
        return
    out = [s for s, our_spot in pair.inputs.values() if our_spot in ours and s not in own]
    if out:
        yield finding("T405", pair.own.tab.place(min(out)), count=len(out))


def _check_hidden(pair: Pair) -> Iterator[Finding]:
    root = pair.own.tab.root
    columns = {
        number
        for column in root.iterfind(f"{q('cols')}/{q('col')}")
        if is_true(column.get("hidden"))
        for number in range(int(column.get("min", "1")), int(column.get("max", "1")) + 1)
    }
    hidden = (r for r in root.iterfind(f"{q('sheetData')}/{q('row')}") if is_true(r.get("hidden")))
    rows = {int(row.get("r", "0")) for row in hidden}
    out = [s for s, _ in pair.inputs.values() if s[0] in rows or s[1] in columns]
    if out:
        yield finding("T410", pair.own.tab.place(min(out)), count=len(out))


def _check_formulas(pair: Pair) -> Iterator[Finding]:
    own, ours = pair.own.tab, pair.ours.tab
    for our_spot, spot in sorted(pair.spots.items()):
        wanted = ours.formula(our_spot)
        if wanted is None:
            continue
        there = own.formula(spot)
        if there is None:
            yield finding("T406", own.place(spot))
        elif normal(there, pair.own_name) != normal(wanted, pair.our_name):
            yield finding("T407", own.place(spot), f"={there}")


def _check_own(comparison: Comparison, pair: Pair) -> Iterator[Finding]:
    """Find the company's own columns beside key results that nobody could fill in."""
    tab = pair.own.tab
    rows = [n for key, n in pair.own.rows if ".K" in key]
    for column in own_columns(pair):
        spots = [(row, column) for row in rows]
        blank = [spot for spot in spots if not tab.holds(spot)]
        if blank and all(comparison.looks.is_locked(tab.cells.get(s)) for s in blank):
            yield finding("T408", tab.place(blank[0]), ref_of(blank[0]))
    yield from _check_own_rows(comparison, pair)


def _check_own_rows(comparison: Comparison, pair: Pair) -> Iterator[Finding]:
    """Find lines of the company's own that look like one more key result: nobody reads them."""
    tab, column = pair.own.tab, pair.own.column_number().get("text", 0)
    first, *rest = [n for key, n in pair.own.rows if key.startswith("O")] or [0]
    for spot in ((row, column) for row in own_rows(pair) if first < row < max(rest, default=0)):
        if not tab.holds(spot) and not comparison.looks.is_locked(tab.cells.get(spot)):
            yield finding("T411", tab.place(spot))
