"""What a report that is one document says: figures, sections with tables, long lists.

Frozen records only; as in `records`, every number is already shown as it will be printed.
"""

from dataclasses import dataclass, field

from okrsheets.reports.chart_records import Chart
from okrsheets.reports.records import Fact, Head

_MOST_TOGETHER = 14


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its width in millimetres, whether it holds numbers."""

    title: str
    width: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. `level` indents it; its first cell leads to `anchor` where there is one."""

    cells: tuple[str, ...]
    level: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under a heading; without a title just rows."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of 170 mm whose heads repeat on every page. `total` is its last row, if any."""

    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A section: a heading with its anchor, what is said of it, a chart, tables."""

    title: str
    anchor: str
    lines: tuple[str, ...] = ()
    chart: Chart | None = None
    tables: tuple[Listing, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """How many rows its tables have."""
        return sum(len(group.rows) for table in self.tables for group in table.groups)

    @property
    def short(self) -> bool:
        """Whether it is kept together on a page."""
        return self.length <= _MOST_TOGETHER


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents and the page on which it begins."""

    title: str
    anchor: str
    page: str


@dataclass(frozen=True, slots=True)
class BlocksReport:
    """A document, or a part of one, made of sections. A part has no figures, facts or contents."""

    head: Head
    blocks: tuple[Block, ...]
    figures: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...] = ()
    contents: tuple[ContentsEntry, ...] = field(default=())


def rows(*lines: tuple[str, ...]) -> tuple[RowGroup, ...]:
    """Give rows without a heading."""
    return (RowGroup("", tuple(Row(cells) for cells in lines)),)


def columns(first: tuple[str, str], *others: str, width: str) -> tuple[Column, ...]:
    """Give a first column of words (title, width) and columns of numbers of one width."""
    return (Column(*first), *[Column(title, width, number=True) for title in others])
