"""Whether a template keeps its tabs, its hidden keys and what it was exported with.

Findings: T101, T106-T108, T2xx, T3xx.
"""

from collections.abc import Iterator
from types import MappingProxyType
from urllib.parse import unquote

from okrsheets.cells import Place
from okrsheets.findings import Finding
from okrsheets.identity import is_template_line, policies_fingerprint
from okrsheets.layout import IDENTITY_SHEET, LISTS_SHEET
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.templates.book import Book
from okrsheets.templates.keys import KeyedSheet
from okrsheets.templates.pairs import Comparison, Pair
from okrsheets.templates.placeholders import TEMPLATE, technical

_LARGE = 2 * 1024 * 1024
_FACTS = 6
_QUESTION = "question"


def finding(code: str, place: Place | None = None, value: str = "", **fields: object) -> Finding:
    """Give a finding."""
    return Finding(code, place, value=value, fields=MappingProxyType(fields))


def check_size(size: int) -> Iterator[Finding]:
    """Say where each sheet would be large; `size` in bytes."""
    if size > _LARGE:
        megabytes = f"{size / (1024 * 1024):.1f}"
        yield finding("T106", size=megabytes, most=_LARGE // (1024 * 1024))


def check_facts(book: Book, spec: TemplateSpec) -> Iterator[Finding]:
    """Compare what the template was exported with to what is wanted now."""
    line = _line_of(book)
    if not line:
        yield finding("T108")
        return
    parts = [unquote(part) for part in line.split("|")]
    if len(parts) != _FACTS:
        yield finding("T108")
        return
    _, _, year, language, policies, shape = parts
    if shape != spec.options.code():
        yield finding("T204", value=shape, shape=spec.options.code())
    if language != spec.language.code:
        yield finding("T205", value=language, language=spec.language.code)
    if policies != policies_fingerprint(spec.policies):
        yield finding("T206")
    if year != str(spec.year):
        yield finding("T207", value=year, year=spec.year)


def _line_of(book: Book) -> str:
    tab = book.tab(IDENTITY_SHEET)
    said = tab.text((1, 1)) if tab else ""
    names = [(name.text or "").strip('"') for name in book.names]
    return next((line for line in (said, *names) if is_template_line(line)), "")


def check_tabs(comparison: Comparison) -> Iterator[Finding]:
    """Check that each tab of ours is there once, and is a template's."""
    own, first = comparison.own_sheets, dict[str, KeyedSheet]()
    if not own:
        yield finding("T101")
        return
    for sheet in own:
        earlier = first.setdefault(sheet.key, sheet)
        place = sheet.tab.place(sheet.corner)
        if earlier is not sheet:
            names = {"first": earlier.tab.name, "second": sheet.tab.name}
            yield finding("T202", place, sheet.key, **names)
        elif sheet.key not in comparison.options.tabs:
            yield finding("T203", place, sheet.key)
    for tab in comparison.book.tabs:
        if tab.state != "visible" and tab.name not in (IDENTITY_SHEET, LISTS_SHEET):
            yield finding("T209", tab.place((1, 1)), tab.name)
    if any(sheet.sheet != TEMPLATE for sheet in own):
        yield finding("T107")
    missing = [key for key in comparison.options.tabs if key not in first]
    missing += [] if comparison.book.tab(LISTS_SHEET) else [LISTS_SHEET]
    if missing:
        yield finding("T201", value=", ".join(missing))


def check_lists(comparison: Comparison) -> Iterator[Finding]:
    """Find the first difference of the hidden lists."""
    own, ours = comparison.book.tab(LISTS_SHEET), comparison.ours.tab(LISTS_SHEET)
    if own is None or ours is None:
        return
    question = next((spot[1] for spot in ours.cells if ours.text(spot) == _QUESTION), None)
    for spot in sorted({*ours.cells, *own.texts}):
        if spot[1] == question:  # the settings' own; each sheet gets those of its day
            continue
        there, wanted = own.typed(spot), ours.typed(spot)
        if not _is_same(there, wanted):
            yield finding("T208", own.place(spot), there, wanted=wanted)
            return


def _is_same(one: str, other: str) -> bool:
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False


def check_keys(pair: Pair) -> Iterator[Finding]:
    """Check a tab's hidden keys, and its other hidden cells."""
    tab, faults = pair.own.tab, pair.arrangement.faults
    row, column = pair.own.corner
    corner = tab.place(pair.own.corner)
    gone = [key for key, _ in pair.ours.columns if key not in dict(pair.own.columns)]
    if faults.missing_rows:
        yield finding("T301", corner, ", ".join(faults.missing_rows))
    if gone:
        yield finding("T302", corner, ", ".join(gone))
    for code, keys in (("T303", faults.doubled_rows), ("T305", faults.unknown_rows)):
        for key, number in keys:
            yield finding(code, tab.place((number, column)), key)
    for code, found in (("T304", faults.doubled_columns), ("T306", faults.unknown_columns)):
        for key, letters in found:
            yield finding(code, Place(tab.name, f"{letters.decode()}{row}"), key)
    yield from _check_marks(pair)


def _check_marks(pair: Pair) -> Iterator[Finding]:
    """Check the hidden cells that each stamp fills."""
    own, ours = pair.own.tab, pair.ours.tab
    there = {technical(own.text(spot)) for spot in own.texts}
    for spot in sorted(ours.texts):
        mark = technical(ours.text(spot))
        if mark and mark not in there:
            where = pair.spots.get(spot)
            yield finding("T307", own.place(where) if where else None, wanted=ours.text(spot))
