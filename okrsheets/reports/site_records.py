"""The pages of the web copy of the OKR book: frozen records, everything as it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from okrsheets.reports.alignment_records import AlignmentReport
from okrsheets.reports.book_records import BookPerson, BookUnit, IndexEntry, ShelfLine
from okrsheets.reports.records import Fact, Head


@dataclass(frozen=True, slots=True)
class WebHome:
    """The first page: counts, the company's own OKRs, the departments."""

    note: str
    figures: tuple[Fact, ...]
    company: tuple[BookPerson, ...]
    contents: tuple[ShelfLine, ...]


@dataclass(frozen=True, slots=True)
class WebDepartment:
    """A department's page: everybody's objectives, and who has none."""

    figures: str
    units: tuple[BookUnit, ...]
    missing: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class WebPerson:
    """Somebody's page. `shelf` is the anchor of their department's page, `place` its path."""

    person: BookPerson
    place: str
    shelf: str


@dataclass(frozen=True, slots=True)
class WebNames:
    """The index of names, those of a letter together."""

    groups: tuple[tuple[str, tuple[IndexEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What is searched of somebody: name, note, department, every line (code, text, details)."""

    name: str
    note: str
    place: str
    path: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class WebSearch:
    """The search page."""

    entries: tuple[SearchEntry, ...]


WebBody = WebHome | WebDepartment | WebPerson | WebNames | WebSearch | AlignmentReport


@dataclass(frozen=True, slots=True)
class WebPage:
    """One file: where it stands in the folder, its title, and what is on it.

    `within` is the path of the entry of the navigation it belongs to.
    """

    path: str
    title: str
    within: str
    body: WebBody


@dataclass(frozen=True)
class Site:
    """The whole copy: its pages, the navigation (words, path), and where each anchor stands.

    `when` is the cycle in words, `as_of` the day of the latest sheet in it.
    """

    head: Head
    when: str
    as_of: str
    navigation: tuple[tuple[str, str], ...]
    pages: tuple[WebPage, ...]
    addresses: Mapping[str, str]
