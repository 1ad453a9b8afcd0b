"""The OKR book as a document: cover and contents, departments, index of names.

A department is set in parts of so many people: one document of a thousand would take more memory
than the whole book has.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from okrsheets.batch.document_parts import Back, Document, DocumentPart, DocumentSource
from okrsheets.errors import N_
from okrsheets.render.html import Report
from okrsheets.reports.book import build_part, build_together, dot_of
from okrsheets.reports.book_front import INDEX, build_front
from okrsheets.reports.book_index import build_index
from okrsheets.reports.records import ReportContext
from okrsheets.reports.shelves import PARTED, Shelf, Shelves, Unit, chunks, shelve, together
from okrsheets.reports.words import cycle_title

_MOST = 60
"""People set at a time."""
_SMALL = 10
"""People of a department that does not begin its own page beside others like it."""


def book_document(source: DocumentSource) -> Document:
    """Give the OKR book of a company or a department."""
    context = source.context
    speech = context.language
    shelves = shelve(source.years, source.cycle, speech)
    title = source.department or context.organisation
    dot = dot_of(speech)
    words = (title, speech.text(N_("OKR book")), cycle_title(source.cycle, context))
    parts = (
        part
        for row in together(shelves.all, _SMALL, _MOST)
        for part in (
            _parts(row[0], shelves, context)
            if len(row) == 1
            else [_together(title, row, shelves, context)]
        )
    )

    def front(pages: Mapping[str, int]) -> Report:
        return build_front(title, shelves, pages, context)

    def index(pages: Mapping[str, int]) -> Report:
        return build_index(title, shelves, pages, context)

    back = Back(INDEX, speech.text(N_("Index of names")), index) if shelves.anchors else None
    return Document(
        title=dot.join(words),
        front=front,
        marks={"contents": speech.text(N_("Contents"))},
        parts=tuple(parts),
        cover=True,
        back=back,
    )


def _parts(shelf: Shelf, shelves: Shelves, context: ReportContext) -> Iterator[DocumentPart]:
    """Yield a shelf's parts; the first carries its title, the last those without OKRs."""
    found = chunks(shelf, _MOST)
    seen: set[str] = set()
    for number, units in enumerate(found, start=1):
        place = {(True, True): "only", (True, False): "first", (False, True): "last"}
        whole = place.get((number == 1, number == len(found)), "middle")
        yield DocumentPart(
            anchor=shelf.anchor if number == 1 else f"{shelf.anchor}-{number}",
            title=shelf.title if number == 1 else "",
            build=partial(build_part, shelf, units, shelves, context, whole=whole),
            marks=dict(_marks(units, shelves, seen)),
        )


def _together(
    title: str, row: tuple[Shelf, ...], shelves: Shelves, context: ReportContext
) -> DocumentPart:
    """Give small shelves as one part, with a bookmark for each of them."""
    marks: dict[str, str] = {}
    for shelf in row:
        marks[shelf.anchor] = shelf.title
        marks |= dict(_marks(shelf.units, shelves, set()))
    return DocumentPart(
        anchor=f"from-{row[0].anchor}",
        title="",
        build=partial(build_together, title, row, shelves, context),
        marks=marks,
        chapters=frozenset(shelf.anchor for shelf in row),
    )


def _marks(units: tuple[Unit, ...], shelves: Shelves, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the bookmarks below a department's: its units, each once, and its people."""
    for unit in units:
        if len(unit.path) > 1 and unit.anchor not in seen:
            seen.add(unit.anchor)
            yield unit.anchor, PARTED.join(unit.path[1:])
        for year in unit.people:
            yield shelves.anchors[year.person.id], year.person.name
