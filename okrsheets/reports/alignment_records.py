"""What the alignment report says, on paper and on the web: frozen records, as it is shown.

`anchor` is where an objective stands in the web copy; it is empty on paper.
"""

from dataclasses import dataclass

from okrsheets.reports.records import Fact, Head


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How many support an objective of the company; `remark` where nobody does."""

    code: str
    text: str
    direct: str
    objectives: str
    people: str
    departments: str
    remark: str
    anchor: str


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of the tree: how deep it stands, whose objective it is, and its text."""

    depth: int
    code: str
    text: str
    note: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A line of one of the lists: which objective or key result, and what is said of it."""

    code: str
    text: str
    written: str
    remark: str
    anchor: str


@dataclass(frozen=True, slots=True)
class AlignmentList:
    """One of the lists. `heads` are its four headings, of which the last two may be empty.

    `again` is its title where it goes on in another part.
    """

    anchor: str
    title: str
    note: str
    heads: tuple[str, str, str, str]
    rows: tuple[ListRow, ...]
    again: str = ""


@dataclass(frozen=True, slots=True)
class AlignmentReport:
    """The whole report, or a part of a large one: then most of its fields are empty.

    `tree_note` is printed where there is no tree.
    """

    head: Head
    title: str
    note: str
    figures: tuple[Fact, ...]
    coverage: tuple[CoverageRow, ...]
    coverage_note: str
    tree: tuple[TreeRow, ...]
    lists: tuple[AlignmentList, ...]
    circles: tuple[str, ...]
    whole: bool = True
