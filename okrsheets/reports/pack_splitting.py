"""A long pack's own pages in parts, so that thousands of lines are never set at once.

A contents of 1,000 lines set at once takes the engine minutes and half a gigabyte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from okrsheets.reports.pack_records import (
    ContentsGroup,
    HeatGroup,
    HeatMap,
    PackReport,
)

MOST_LINES = 150
MOST_ROWS = 100
_Thing = TypeVar("_Thing")


def split_pack(report: PackReport) -> tuple[PackReport, ...]:
    """Give a pack's own pages as they are set one after the other; short ones stay whole.

    How many parts there are depends on the lines alone, not on the page numbers in them.
    """
    contents = list(_shelves(report.contents))
    maps = report.summary.maps if report.summary else ()
    long = [one for one in maps if _rows(one) > MOST_ROWS]
    if len(contents) <= 1 and not long:
        return (report,)
    parts = []
    if report.cover or contents:
        first = tuple(contents[0]) if contents else ()
        parts.append(replace(report, contents=first, summary=None))
    bare = PackReport(report.head, first=False)
    parts += [replace(bare, contents=tuple(shelf)) for shelf in contents[1:]]
    if report.summary:
        short = tuple(one for one in maps if one not in long)
        parts.append(replace(bare, summary=replace(report.summary, maps=short)))
    parts += [replace(bare, maps=(piece,)) for one in long for piece in _pieces(one)]
    return tuple(parts)


def _shelves(groups: Sequence[ContentsGroup]) -> Iterator[list[ContentsGroup]]:
    """Yield the groups of the contents by so many lines as are set at once."""
    shelf: list[ContentsGroup] = []
    for group in groups:
        for lines in _cut(group.lines, MOST_LINES):
            if shelf and sum(len(g.lines) for g in shelf) + len(lines) > MOST_LINES:
                yield shelf
                shelf = []
            shelf.append(ContentsGroup(group.title, tuple(lines)))
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
