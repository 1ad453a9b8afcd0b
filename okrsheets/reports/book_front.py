"""Cover, contents and index of names of the OKR book."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsheets.errors import N_
from okrsheets.model import Kind
from okrsheets.reports.book import MISSING_STATES, book_head, counts_of
from okrsheets.reports.book_records import BookFront, BookIndex, IndexEntry
from okrsheets.reports.figures import show_date
from okrsheets.reports.name_order import letter_of, name_order
from okrsheets.reports.pack_records import ContentsLine
from okrsheets.reports.people import handling_of
from okrsheets.reports.records import Fact, ReportContext
from okrsheets.reports.shelves import PARTED, Shelf, Shelves, Unit, missing_state
from okrsheets.reports.words import STATE_WORDS, cycle_title

INDEX = "index"
_COLUMNS, _MOST_ROWS = 3, 33


def build_front(
    title: str, shelves: Shelves, pages: Mapping[str, int], context: ReportContext
) -> BookFront:
    """Give cover and contents; `title` is the organisation or the book's department."""
    language, cycle = context.language, shelves.cycle
    return BookFront(
        head=book_head(title, cycle, context),
        cover_lines=(title, language.text(N_("OKR book"))) if title else (),
        subtitle=language.text(
            N_("{cycle}, objectives and key results"), cycle=cycle_title(cycle, context)
        ),
        cover_facts=_cover_facts(shelves, context),
        figures=book_figures(shelves, context),
        contents=_contents(shelves, pages, context),
        note=language.text(
            N_(
                "Objectives and key results as they are planned, everybody's alike. Scores are "
                "not in this book."
            )
        ),
    )


def _cover_facts(shelves: Shelves, context: ReportContext) -> tuple[Fact, ...]:
    language = context.language
    received = [y.received for s in shelves.all for y in s.people if y.received]
    prepared_by = context.prepared_by or language.text(N_("Human Resources"))
    people = sum(len(shelf.people) for shelf in shelves.all)
    return (
        Fact(language.text(N_("Prepared by")), prepared_by),
        Fact(
            language.text(N_("Data as of")), show_date(max(received), language) if received else "—"
        ),
        Fact(language.text(N_("Handling")), handling_of(context)),
        Fact(language.text(N_("Sheets inside")), str(people)),
    )


def book_figures(shelves: Shelves, context: ReportContext) -> tuple[Fact, ...]:
    """Give the book's four counts; sheets with OKRs and without add up to the roster."""
    language = context.language
    people = [y for shelf in shelves.all for y in shelf.people]
    missing = [y for shelf in shelves.all for y in shelf.missing]
    objectives, results = counts_of(people, shelves.cycle)
    states = [missing_state(y, shelves.cycle) for y in missing]
    why = [
        f"{language.text(STATE_WORDS[state]).lower()} {states.count(state)}"
        for state in MISSING_STATES
        if state in states
    ]
    own = sum(y.person.kind is not Kind.PERSON for y in people)
    return (
        Fact(
            language.text(N_("With OKRs")),
            str(len(people)),
            language.text(N_("{own} of company and departments"), own=own),
        ),
        Fact(
            language.text(N_("Without OKRs")),
            str(len(missing)),
            language.listed(why) or language.text(N_("all are in")),
        ),
        Fact(language.text(N_("Objectives")), str(objectives)),
        Fact(language.text(N_("Key results")), str(results)),
    )


def _contents(
    shelves: Shelves, pages: Mapping[str, int], context: ReportContext
) -> tuple[ContentsLine, ...]:
    language = context.language

    def line(number: str, title: str, note: str, anchor: str) -> ContentsLine:
        return ContentsLine(number, title, note, "", None, anchor, str(pages.get(anchor, "")))

    lines = []
    for number, shelf in enumerate(shelves.all, start=1):
        lines.append(
            line(str(number), shelf.title, _with_plans(shelf, shelf, context), shelf.anchor)
        )
        lines += [
            line("", PARTED.join(unit.path[1:]), _with_plans(shelf, unit, context), unit.anchor)
            for unit in shelf.units
            if len(unit.path) > 1
        ]
    if shelves.anchors:
        lines.append(
            line(str(len(shelves.all) + 1), language.text(N_("Index of names")), "", INDEX)
        )
    return tuple(lines)


def _with_plans(shelf: Shelf, part: Shelf | Unit, context: ReportContext) -> str:
    """Say how many of a shelf, or of a unit of it, have OKRs."""
    missing = [
        y for y in shelf.missing if isinstance(part, Shelf) or y.person.department == part.path
    ]
    return context.language.text(
        N_("{number} of {whole} with OKRs"),
        number=len(part.people),
        whole=len(part.people) + len(missing),
    )


def build_index(
    title: str, shelves: Shelves, pages: Mapping[str, int], context: ReportContext
) -> BookIndex:
    """Give the index of names, with the pages on which people's OKRs begin."""
    entries = index_entries(shelves, pages)
    most = _COLUMNS * _MOST_ROWS
    blocks = tuple(_rows(entries[at : at + most]) for at in range(0, len(entries), most))
    head = book_head(title, shelves.cycle, context)
    return BookIndex(head, context.language.text(N_("Index of names")), blocks)


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


def _rows(entries: Sequence[IndexEntry]) -> tuple[tuple[IndexEntry | None, ...], ...]:
    """Put a page of names into columns, read downwards; each column's first has its letter."""
    height = -(-len(entries) // _COLUMNS)
    places = [[row + column * height for column in range(_COLUMNS)] for row in range(height)]
    tops = {column * height for column in range(_COLUMNS)}
    shown = [
        replace(e, letter=letter_of(e.name)) if at in tops else e for at, e in enumerate(entries)
    ]
    return tuple(tuple(shown[at] if at < len(shown) else None for at in row) for row in places)
