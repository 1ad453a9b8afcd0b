"""Whether the number formats of a template show figures as they are read.

A program multiplies what is typed into a percentage's cell, makes a date of it or a text; a score
without decimals looks like another one. Findings: T409.
"""

import re
from collections.abc import Iterator

from okrsheets.findings import Finding
from okrsheets.layout import Field
from okrsheets.submissions.fields import is_percent
from okrsheets.submissions.styles import shows_date
from okrsheets.templates.keys import spot_of_field
from okrsheets.templates.pairs import Comparison, Pair
from okrsheets.templates.structure import finding
from okrsheets.templates.xml import Spot

_FIGURES = ("number", "share", "score", "actual")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DIGIT = re.compile(r"[0#?]")
_SCALED = re.compile(r"[0#?],+(?![,0#?])")
_DECIMALS = re.compile(r"\.([0#?]+)")


def check_formats(comparison: Comparison, pair: Pair) -> Iterator[Finding]:
    """Find fields whose format shows or takes figures in another way; said once a column."""
    said: dict[tuple[int, str, str], list[Spot]] = {}
    for field, spot, our_spot in _figures(comparison, pair):
        there = comparison.formats.of(pair.own.tab.cells.get(spot))
        wanted = comparison.our_formats.of(pair.ours.tab.cells.get(our_spot))
        score = field.rule.kind == "score"
        if sense_of(there, score=score) != sense_of(wanted, score=score):
            said.setdefault((spot[1], there, wanted), []).append(spot)
    for (_, there, wanted), spots in said.items():
        place = pair.own.tab.place(min(spots))
        yield finding("T409", place, there, wanted=_bare(wanted), count=len(spots))


def _figures(comparison: Comparison, pair: Pair) -> Iterator[tuple[Field, Spot, Spot]]:
    """Yield each field for figures with its cell in the template and in ours."""
    own, ours = pair.arrangement, pair.ours.arranged(pair.options)
    spots, our_spots = ({**a.inputs, **a.computed} for a in (own, ours))
    for key, field in comparison.fields.items():
        if field.rule.kind in _FIGURES and key in spots and key in our_spots:
            yield field, spot_of_field(spots[key]), spot_of_field(our_spots[key])


def sense_of(code: str, *, score: bool = False) -> str:
    """Give in what way a number format shows figures; of a score also whether it is rounded."""
    first = code.split(";", maxsplit=1)[0]
    bare = _LITERAL.sub("", first)
    if is_percent(first):
        return "percent"
    if shows_date(first):
        return "date"
    if "general" in bare.lower():
        return "number"
    if not _DIGIT.search(bare):
        return "text" if "@" in bare else "hidden"
    if _SCALED.search(bare):
        return "scaled"
    decimals = _DECIMALS.search(bare)
    rounded = score and len(decimals[1] if decimals else "") < len("00")
    return "rounded" if rounded else "number"


def _bare(code: str) -> str:
    """Give a format without its blank at the end, as people know it."""
    return re.sub(r"_.$", "", code)
