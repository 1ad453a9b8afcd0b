"""The OKR book's index of names: columns that are read downwards, page by page."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from okrsheets.errors import N_
from okrsheets.reports.book import book_head
from okrsheets.reports.book_records import BookIndex, IndexEntry, IndexRow
from okrsheets.reports.name_order import letter_of, name_order
from okrsheets.reports.records import ReportContext
from okrsheets.reports.room import room_of
from okrsheets.reports.shelves import PARTED, Shelves

_THREE, _TWO = (3, 23), (2, 42)
"""Columns beside each other, and the room of a name in one."""
_FEW = 12
"""One name in so many may take a second line before the columns become wider."""
_PAGE, _LINE, _APART = 561, 13, 4
"""Points: the height of a page's names, of a line, and between two rows."""


def build_index(
    title: str, shelves: Shelves, pages: Mapping[str, int], context: ReportContext
) -> BookIndex:
    """Give the index of names, with the pages on which people's OKRs begin."""
    entries = index_entries(shelves, pages)
    long = sum(_room(entry) > _THREE[1] for entry in entries)
    wide = long * _FEW > len(entries)
    blocks = tuple(_blocks(entries, *(_TWO if wide else _THREE)))
    head = book_head(title, shelves.cycle, context)
    return BookIndex(head, context.language.text(N_("Index of names")), blocks, wide)


def index_entries(shelves: Shelves, pages: Mapping[str, int]) -> list[IndexEntry]:
    """Give everybody's entry in the order of their names; the department tells namesakes apart."""
    people = [y.person for shelf in shelves.all for y in shelf.people]
    people.sort(key=lambda who: (name_order(who.name), who.id))
    times = Counter(who.name for who in people)
    letters = [letter_of(who.name) for who in people]
    return [
        IndexEntry(
            letter="" if number and letters[number - 1] == letters[number] else letters[number],
            name=who.name,
            department=PARTED.join(who.department) if times[who.name] > 1 else "",
            anchor=shelves.anchors[who.id],
            page=str(pages.get(shelves.anchors[who.id], "")),
        )
        for number, who in enumerate(people)
    ]


def _room(entry: IndexEntry) -> int:
    return room_of(f"{entry.name} {entry.department}" if entry.department else entry.name)


def _blocks(
    entries: Sequence[IndexEntry], columns: int, room: int
) -> Iterator[tuple[IndexRow, ...]]:
    """Yield as many names as are sure to fit on each page."""
    most = columns * (_PAGE // (_LINE + _APART))
    while entries:
        count = min(most, len(entries))
        rows = _rows(entries[:count], columns)
        while count > columns and sum(_height(row, room) for row in rows) > _PAGE:
            count -= columns
            rows = _rows(entries[:count], columns)
        yield rows
        entries = entries[count:]


def _height(row: IndexRow, room: int) -> int:
    lines = max(-(-_room(entry) // room) for entry in row if entry)
    return lines * _LINE + _APART


def _rows(entries: Sequence[IndexEntry], columns: int) -> tuple[IndexRow, ...]:
    """Put a page of names into columns, read downwards; each column's first has its letter."""
    height = -(-len(entries) // columns)
    places = [[row + column * height for column in range(columns)] for row in range(height)]
    tops = {column * height for column in range(columns)}
    shown = [
        replace(e, letter=letter_of(e.name)) if at in tops else e for at, e in enumerate(entries)
    ]
    return tuple(tuple(shown[at] if at < len(shown) else None for at in row) for row in places)
