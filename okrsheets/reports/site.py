"""The web copy of the OKR book: which pages there are, and what is on each.

Files have names of plain letters only, and everybody's stays the same as long as their id does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from okrsheets.analysis.alignment import Alignment
from okrsheets.errors import N_
from okrsheets.model import Kind, PersonYear
from okrsheets.reports.alignment import build_alignment
from okrsheets.reports.book import (
    Ties,
    book_head,
    build_person,
    build_unit,
    missing_of,
    shelf_figures,
)
from okrsheets.reports.book_front import book_figures, build_front
from okrsheets.reports.book_index import index_entries
from okrsheets.reports.book_records import BookPerson
from okrsheets.reports.figures import show_date
from okrsheets.reports.name_order import letter_of
from okrsheets.reports.records import ReportContext
from okrsheets.reports.shelves import PARTED, Shelf, Shelves
from okrsheets.reports.site_records import (
    SearchEntry,
    Site,
    WebDepartment,
    WebHome,
    WebNames,
    WebPage,
    WebPerson,
    WebSearch,
)
from okrsheets.reports.site_ties import goal_anchors, ties_of
from okrsheets.reports.words import cycle_title
from okrsheets.sheets.names import safe_id

HOME, NAMES, SEARCH = "index.html", "names.html", "search.html"
_HASH = 12


@dataclass(frozen=True)
class _Maker:
    """What all pages need."""

    title: str
    shelves: Shelves
    alignments: Sequence[Alignment]
    context: ReportContext
    ties: Ties
    addresses: Mapping[str, str]

    def text(self, words: str) -> str:
        return self.context.language.text(words)


def build_site(
    title: str, shelves: Shelves, alignments: Sequence[Alignment], context: ReportContext
) -> Site:
    """Give the whole web copy.

    Args:
        title: the organisation, or the department it is made for.
        shelves: who stands where.
        alignments: of every cycle of the book that has objectives.
        context: language and settings.
    """
    addresses = dict(_addresses(shelves))
    ties = ties_of(alignments, shelves)
    maker = _Maker(title, shelves, alignments, context, ties, addresses)
    people = _people(maker, addresses)
    aligned = tuple(_alignment_pages(maker))
    planned = [(person, year) for _, person, year in people]
    return Site(
        head=book_head(title, shelves.cycle, context),
        when=cycle_title(shelves.cycle, context),
        as_of=_as_of(planned, context),
        navigation=(
            (maker.text(N_("Contents")), HOME),
            *((page.title, page.path) for page in aligned),
            (maker.text(N_("Names")), NAMES),
            (maker.text(N_("Search")), SEARCH),
        ),
        pages=(
            _home(maker, planned),
            *(_department(shelf, maker) for shelf in shelves.all),
            *(_person(shelf, person, year, maker) for shelf, person, year in people),
            *aligned,
            _names(maker),
            _search(planned, maker),
        ),
        addresses=addresses,
    )


def _people(maker: _Maker, addresses: dict[str, str]) -> list[tuple[Shelf, BookPerson, PersonYear]]:
    """Give everybody's OKRs in order, and put their objectives' addresses to the others."""
    people = [
        (shelf, build_person(year, maker.shelves, maker.context, maker.ties), year)
        for shelf in maker.shelves.all
        for year in shelf.people
    ]
    for _, person, _ in people:
        page = addresses[person.anchor]
        addresses |= {o.anchor: f"{page}#{o.anchor}" for c in person.cycles for o in c.objectives}
    return people


def _as_of(people: Sequence[tuple[BookPerson, PersonYear]], context: ReportContext) -> str:
    received = [year.received for _, year in people if year.received]
    return show_date(max(received), context.language) if received else ""


def _addresses(shelves: Shelves) -> Iterator[tuple[str, str]]:
    """Yield where shelves, units and people stand."""
    for shelf in shelves.all:
        first = shelf.people[0] if shelf.people else shelf.missing[0]
        top = "" if first.person.kind is Kind.COMPANY else "/".join(first.person.department[:1])
        page = f"departments/{_digest(top)}.html" if top else "departments/company.html"
        yield shelf.anchor, page
        for unit in shelf.units:
            yield unit.anchor, f"{page}#{unit.anchor}"
    for person, anchor in shelves.anchors.items():
        name = safe_id(person)
        yield anchor, f"people/{name if name.isascii() else _digest(person)}.html"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]


def _home(maker: _Maker, people: Sequence[tuple[BookPerson, PersonYear]]) -> WebPage:
    front = build_front(maker.title, maker.shelves, {}, maker.context)
    company = tuple(p for p, year in people if year.person.kind is Kind.COMPANY)
    lines = tuple(line for line in front.contents if line.anchor in maker.addresses)
    body = WebHome(front.note, book_figures(maker.shelves, maker.context), company, lines)
    return WebPage(HOME, maker.title, HOME, body)


def _department(shelf: Shelf, maker: _Maker) -> WebPage:
    context, cycle = maker.context, maker.shelves.cycle
    body = WebDepartment(
        figures=shelf_figures(shelf, cycle, context),
        units=tuple(build_unit(u, maker.shelves, context, maker.ties) for u in shelf.units),
        missing=missing_of(shelf, cycle, context),
    )
    return WebPage(maker.addresses[shelf.anchor], shelf.title, HOME, body)


def _person(shelf: Shelf, person: BookPerson, year: PersonYear, maker: _Maker) -> WebPage:
    place = PARTED.join(year.person.department) or shelf.title
    body = WebPerson(person, place, shelf.anchor)
    return WebPage(maker.addresses[person.anchor], person.name, HOME, body)


def _alignment_pages(maker: _Maker) -> Iterator[WebPage]:
    """Yield the alignment of the cycle, or in a book of the year of each of its cycles."""
    one = maker.shelves.cycle.kind != "Y"
    for found in maker.alignments:
        anchors = goal_anchors(found, maker.shelves)
        report = build_alignment(found, maker.context, title=maker.title, anchors=anchors)
        title = maker.text(N_("Alignment"))
        if not one:
            title = f"{title} {found.cycle.tab}"
        path = "alignment.html" if one else f"alignment-{found.cycle}.html"
        yield WebPage(path, title, path, report)


def _names(maker: _Maker) -> WebPage:
    entries = index_entries(maker.shelves, {})
    groups = groupby(entries, key=lambda entry: letter_of(entry.name))
    body = WebNames(tuple((letter, tuple(found)) for letter, found in groups))
    return WebPage(NAMES, maker.text(N_("Index of names")), NAMES, body)


def _search(people: Sequence[tuple[BookPerson, PersonYear]], maker: _Maker) -> WebPage:
    entries = tuple(
        SearchEntry(
            person.name,
            person.note,
            PARTED.join(year.person.department),
            maker.addresses[person.anchor],
            tuple(_lines(person)),
        )
        for person, year in people
    )
    return WebPage(SEARCH, maker.text(N_("Search")), SEARCH, WebSearch(entries))


def _lines(person: BookPerson) -> Iterator[tuple[str, str, str]]:
    for cycle in person.cycles:
        for objective in cycle.objectives:
            yield objective.number, objective.text, ""
            for line in objective.lines:
                yield line.number, line.text, line.details
