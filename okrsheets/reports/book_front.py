"""Cover, contents and index of names of the OKR book."""

from collections.abc import Iterator, Mapping

from okrsheets.errors import N_
from okrsheets.model import Kind
from okrsheets.reports.book import MISSING_STATES, book_head, counts_of
from okrsheets.reports.book_records import BookFront, ShelfLine
from okrsheets.reports.figures import show_date
from okrsheets.reports.people import handling_of
from okrsheets.reports.records import Fact, ReportContext
from okrsheets.reports.shelves import PARTED, Path, Shelf, Shelves, Unit, missing_state
from okrsheets.reports.words import STATE_WORDS, cycle_title

INDEX = "index"


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
) -> tuple[ShelfLine, ...]:
    lines = []
    for number, shelf in enumerate(shelves.all, start=1):
        page, note = str(pages.get(shelf.anchor, "")), _with_plans(shelf, shelf, context)
        lines.append(ShelfLine(str(number), shelf.title, note, shelf.anchor, page))
        lines += _below(shelf, pages, context)
    if shelves.anchors:
        title = context.language.text(N_("Index of names"))
        page = str(pages.get(INDEX, ""))
        lines.append(ShelfLine(str(len(shelves.all) + 1), title, "", INDEX, page))
    return tuple(lines)


def _below(shelf: Shelf, pages: Mapping[str, int], context: ReportContext) -> Iterator[ShelfLine]:
    """Yield a shelf's lower departments, each under the nearest above it that is named too."""
    levels: dict[Path, int] = {}
    for unit in shelf.units:
        path = unit.path
        if len(path) <= 1:
            continue
        known = next((n for n in range(len(path) - 1, 1, -1) if path[:n] in levels), 1)
        levels[path] = levels.get(path[:known], 0) + 1
        page, note = str(pages.get(unit.anchor, "")), _with_plans(shelf, unit, context)
        title = PARTED.join(path[known:])
        yield ShelfLine("", title, note, unit.anchor, page, levels[path])


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
