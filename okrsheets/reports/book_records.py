"""What the OKR book says, on paper and on the web: frozen records, everything as it is shown.

No record of the book has room for a score. An anchor names a place: a shelf (`d1`), a unit
(`d1-u2`), somebody's OKRs (`p7`) or one objective (`p7-q3-o1`).
"""

from dataclasses import dataclass

from okrsheets.reports.records import Fact, Head


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A text that leads to an anchor."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One key result as planned; a void one stays, and `details` begin with the word for it."""

    number: str
    text: str
    details: str
    baseline: str
    target: str
    weight: str
    void: bool


@dataclass(frozen=True, slots=True)
class PlannedObjective:
    """One objective as planned. `supports` is what is written in its cell.

    `supported` are the objectives that are meant by it, `supporters` those that support this one,
    `asked` whom its key results depend on; only the web copy has these.
    """

    anchor: str
    number: str
    text: str
    weight: str
    supports: str
    lines: tuple[PlannedLine, ...]
    supported: tuple[PlaceLink, ...] = ()
    supporters: tuple[PlaceLink, ...] = ()
    asked: tuple[PlaceLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedCycle:
    """One cycle of a sheet; `label` is empty in a book of one cycle. `note` is said below it."""

    label: str
    note: str
    objectives: tuple[PlannedObjective, ...]


@dataclass(frozen=True, slots=True)
class BookPerson:
    """Somebody's OKRs: a person's, or a sheet that a department or the company has itself."""

    anchor: str
    id: str
    name: str
    note: str
    own: bool
    cycles: tuple[PlannedCycle, ...]


@dataclass(frozen=True, slots=True)
class BookUnit:
    """A department on a shelf, with those right in it; `title` is empty for the shelf's own."""

    anchor: str
    title: str
    people: tuple[BookPerson, ...]


@dataclass(frozen=True, slots=True)
class BookPart:
    """Some pages of the book: a department of the highest level, or a part of a large one.

    `title` is empty where the department began in the part before. `missing` are the names of
    those without objectives, by the reason; they stand in a department's last part, under
    `without`. `others` are further small departments that follow on the same pages.
    """

    head: Head
    anchor: str
    title: str
    figures: str
    units: tuple[BookUnit, ...]
    missing: tuple[Fact, ...]
    without: str = ""
    others: "tuple[BookPart, ...]" = ()


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """A line of the contents: a department of the highest level, or one so many levels below it.

    Only departments of the highest level, and the index, have a `number`.
    """

    number: str
    title: str
    note: str
    anchor: str
    page: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class BookFront:
    """Cover and contents."""

    head: Head
    cover_lines: tuple[str, ...]
    subtitle: str
    cover_facts: tuple[Fact, ...]
    figures: tuple[Fact, ...]
    contents: tuple[ShelfLine, ...]
    note: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A name, where it leads and the page. `letter` stands at the first of each letter."""

    letter: str
    name: str
    department: str
    anchor: str
    page: str


IndexRow = tuple[IndexEntry | None, ...]


@dataclass(frozen=True, slots=True)
class BookIndex:
    """The index of names: blocks of a page, each in rows whose columns are read downwards.

    `wide` columns are for long names; then there are fewer of them.
    """

    head: Head
    title: str
    blocks: tuple[tuple[IndexRow, ...], ...]
    wide: bool = False
