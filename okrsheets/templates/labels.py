"""Whether the labels of a template stand beside the fields whose labels they are.

A company may give a field other words. With the words of another field people would type into the
wrong cells, and everything else would still look right. Findings: T506.
"""

from collections.abc import Iterator, Mapping

from okrsheets.findings import Finding
from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import tab_rules
from okrsheets.templates.book import Tab
from okrsheets.templates.pairs import Pair
from okrsheets.templates.placeholders import technical
from okrsheets.templates.structure import finding
from okrsheets.templates.xml import Spot


def check_headings(pair: Pair) -> Iterator[Finding]:
    """Check the headings above the table, and the labels of the rows."""
    yield from _check_columns(pair)
    yield from _check_rows(pair)


def _check_columns(pair: Pair) -> Iterator[Finding]:
    tab, (top, _) = pair.own.tab, pair.own.corner
    first = min((row for _, row in pair.own.rows), default=top)
    columns = {number: key for key, number in pair.own.columns}
    headings = _headings(pair)
    for spot in sorted(s for s in tab.texts if top < s[0] < first and s[1] in columns):
        own, said = columns[spot[1]], tab.text(spot).strip()
        meant = {key for key, words in headings.items() if said in words}
        if own in headings and meant and own not in meant:
            yield finding("T506", tab.place(spot), said, wanted=headings[own][0])


def _headings(pair: Pair) -> Mapping[str, tuple[str, ...]]:
    """Give each column's heading, in the language of our form first, then in the others."""
    columns = tab_rules(pair.ours.key, pair.options).columns
    here = {_first_line(pair.ours.tab, spot) for spot in pair.ours.tab.texts}
    headings: dict[str, tuple[str, ...]] = {}
    for column in columns:
        if column.heading:
            words = [load_language(code).text(column.heading) for code in LANGUAGES]
            headings[column.key] = tuple(sorted(words, key=lambda word: word not in here))
    return headings


def _check_rows(pair: Pair) -> Iterator[Finding]:
    ours, own = pair.ours.tab, pair.own.tab
    known: dict[int, set[str]] = {}
    labels = [s for s in sorted(pair.spots) if _is_label(ours, s) and s[0] != pair.ours.corner[0]]
    for spot in labels:
        known.setdefault(spot[1], set()).add(_first_line(ours, spot))
    for our_spot in labels:
        spot = pair.spots[our_spot]
        said, wanted = _first_line(own, spot), _first_line(ours, our_spot)
        if said != wanted and said in known[our_spot[1]]:
            yield finding("T506", own.place(spot), said, wanted=wanted)


def _is_label(tab: Tab, spot: Spot) -> bool:
    text = tab.text(spot)
    return bool(text.strip()) and not technical(text)


def _first_line(tab: Tab, spot: Spot) -> str:
    """Give the first line of a cell's text."""
    return tab.text(spot).strip().split("\n", maxsplit=1)[0].strip()
