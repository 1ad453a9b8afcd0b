"""The words of a template: its placeholders, and the labels that the intake looks under.

Findings: T5xx.
"""

import re
from collections.abc import Iterator

from okrsheets.errors import N_, Line
from okrsheets.findings import Finding
from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import TABLE_ROW
from okrsheets.templates.book import Book, Tab, each_text
from okrsheets.templates.pairs import Comparison, Pair
from okrsheets.templates.placeholders import KNOWN, PERSON, meant, placeholders
from okrsheets.templates.structure import finding
from okrsheets.templates.xml import q

_LISTED = tuple(f"{{{name}}}" for name in KNOWN)
_NEEDED = ("name", "id")
_LABELS = ((N_("Name"), "name"), (N_("Employee ID"), "id"))
_MARKUP = re.compile(r"<[^>]*>")
_HIDDEN = ("hidden", "veryHidden")


def check_words(comparison: Comparison) -> Iterator[Finding]:
    """Check the placeholders in all cells and elsewhere."""
    found: set[str] = set()
    for tab, spot, item in each_text(comparison.book):
        text = tab.text(spot)
        words = placeholders(text) if item is not None else []
        if tab.state not in _HIDDEN:
            found |= set(words)
        for word in dict.fromkeys(w for w in words if w not in KNOWN):
            near = meant(word)
            fields = {"near": f"{{{near}}}", "known": _LISTED}
            yield finding("T501" if near else "T502", tab.place(spot), f"{{{word}}}", **fields)
    for name in _NEEDED:
        if name not in found:
            yield finding("T503", value=f"{{{name}}}")
    yield from _check_elsewhere(comparison.book)


def _check_elsewhere(book: Book) -> Iterator[Finding]:
    """Find a person's placeholders in what is the same in every sheet."""
    for tab in book.tabs:
        footers = tab.root.find(q("headerFooter"))
        said = "" if footers is None else "".join(footers.itertext())
        yield from _unfilled(said, N_("header or footer"), tab)
        for spot in sorted(tab.cells):
            formula = tab.formula(spot)
            if formula and "{" in formula and any(f"{{{name}}}" in formula for name in PERSON):
                value = next(f"{{{n}}}" for n in PERSON if f"{{{n}}}" in formula)
                yield finding("T504", tab.place(spot), value, where=Line(N_("formula"), {}))
    for part, (content, _, _) in sorted(book.others.items()):
        if part.endswith((".xml", ".vml")):
            text = _MARKUP.sub("", content.decode("utf-8", "replace"))
            where = N_("note on a cell") if "comment" in part else N_("text box or chart")
            yield from _unfilled(text, where, None)


def _unfilled(text: str, where: str, tab: Tab | None) -> Iterator[Finding]:
    for name in PERSON:
        if f"{{{name}}}" in text:
            place = tab.place((1, 1)) if tab else None
            yield finding("T504", place, f"{{{name}}}", where=Line(where, {}))


def check_labels(pair: Pair) -> Iterator[Finding]:
    """Check what stands below the labels under which the intake looks for name and id."""
    tab = pair.own.tab
    top = pair.own.corner[0]
    for label, name in _LABELS:
        words = {load_language(code).text(label) for code in LANGUAGES}
        spots = [s for s in sorted(tab.texts) if top < s[0] < top + TABLE_ROW - 1]
        spot = next((s for s in spots if tab.text(s).strip() in words), None)
        below = (spot[0] + 1, spot[1]) if spot else (0, 0)
        if spot and tab.holds(below) and tab.text(below).strip() != f"{{{name}}}":
            fields = {"wanted": f"{{{name}}}"}
            yield finding("T505", tab.place(below), tab.text(spot).strip(), **fields)
