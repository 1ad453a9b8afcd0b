"""A long pack's own pages in parts, so that thousands of lines are never set at once.

A contents of 1,000 lines set at once takes the engine minutes and half a gigabyte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from okrsheets.reports.pack_records import (
    CaseGroup,
    ContentsGroup,
    HeatGroup,
    HeatMap,
    PackReport,
    PackSummary,
)
from okrsheets.reports.pack_summary import SUMMARY

MOST_LINES = 170
"""Lines of the contents that are set at once: nearly five full pages of A4."""
_FEWEST_LINES = 3
MOST_ROWS = 100
_IN_A_ROW = 3  # short cases
_Thing = TypeVar("_Thing")


def split_pack(report: PackReport) -> tuple[PackReport, ...]:
    """Give a pack's own pages as they are set one after the other; short ones stay whole.

    How many parts there are depends on the lines alone, not on the page numbers in them. Long
    lists of the summary stand behind it, as long heat maps do.
    """
    contents = list(_shelves(report.contents))
    summary, behind = _without_long(report)
    if len(contents) <= 1 and not behind:
        return (report,)
    parts = []
    if report.cover or contents:
        first = tuple(contents[0]) if contents else ()
        parts.append(replace(report, contents=first, summary=None))
    bare = PackReport(report.head, first=False)
    parts += [replace(bare, contents=tuple(shelf)) for shelf in contents[1:]]
    if summary:
        parts.append(replace(bare, summary=summary))
    return (*parts, *behind)


def _without_long(report: PackReport) -> tuple[PackSummary | None, list[PackReport]]:
    """Give the summary without its long lists and maps, and these in parts of their own."""
    summary = report.summary
    if summary is None:
        return None, []
    anchor = summary.anchor
    # behind a divider: its title is the first heading of its pages, so it is an h1
    level = 3 if report.cover or report.contents or anchor == SUMMARY else 2
    bare = PackReport(report.head, first=False, level=level)
    behind: list[PackReport] = []
    if sum(map(_rows_of, summary.exceptions)) > MOST_ROWS:
        behind += [replace(bare, cases=row) for row in _case_shelves(summary.exceptions)]
        behind[0] = replace(behind[0], anchor=anchor)
        summary = replace(summary, exceptions=())
    if len(summary.order) > MOST_ROWS:
        pieces = [tuple(piece) for piece in _cut(summary.order, MOST_ROWS)]
        behind += [
            replace(
                bare, order=piece, order_note=summary.order_note, anchor="" if number else anchor
            )
            for number, piece in enumerate(pieces)
        ]
        summary = replace(summary, order=())
    long = [one for one in summary.maps if _rows(one) > MOST_ROWS]
    behind += [replace(bare, maps=(piece,)) for one in long for piece in _pieces(one)]
    short = tuple(one for one in summary.maps if one not in long)
    return replace(summary, maps=short), behind


def _rows_of(group: CaseGroup) -> int:
    """Give how many rows a group's lines take."""
    return -(-len(group.lines) // (_IN_A_ROW if group.short else 1))


def _case_shelves(groups: Sequence[CaseGroup]) -> Iterator[tuple[CaseGroup, ...]]:
    """Yield what wants talk by so many rows as are set at once; a kind's heading is repeated."""
    shelf: list[CaseGroup] = []
    room = MOST_ROWS
    for group in groups:
        rest = group.lines
        while rest:
            most = room * (_IN_A_ROW if group.short else 1)
            piece = replace(group, lines=rest[:most], whole=len(group.lines))
            shelf.append(piece)
            rest, room = rest[most:], room - _rows_of(piece)
            if not room:
                yield tuple(shelf)
                shelf, room = [], MOST_ROWS
    if shelf:
        yield tuple(shelf)


def _shelves(groups: Sequence[ContentsGroup]) -> Iterator[list[ContentsGroup]]:
    """Yield the groups of the contents by so many lines as are set at once.

    A group begins on the pages of the one before, so that no page ends early for it.
    """
    shelf: list[ContentsGroup] = []
    room = MOST_LINES
    for group in groups:
        rest = group.lines
        while rest:
            if room < min(len(rest), _FEWEST_LINES):
                yield shelf
                shelf, room = [], MOST_LINES
            shelf.append(ContentsGroup(group.title, rest[:room]))
            rest, room = rest[room:], max(room - len(rest), 0)
    if shelf:
        yield shelf


def _cut(things: Sequence[_Thing], most: int) -> Iterator[Sequence[_Thing]]:
    return (things[start : start + most] for start in range(0, len(things), most))


def _rows(heat: HeatMap) -> int:
    return sum(len(group.rows) for group in heat.groups)


def _pieces(heat: HeatMap) -> Iterator[HeatMap]:
    """Yield a long heat map in pieces, each with its heads."""
    pairs = [(group.title, row) for group in heat.groups for row in group.rows]
    for piece in _cut(pairs, MOST_ROWS):
        titles = dict.fromkeys(title for title, _ in piece)
        groups = (
            HeatGroup(title, tuple(row for own, row in piece if own == title)) for title in titles
        )
        yield replace(heat, groups=tuple(groups))
