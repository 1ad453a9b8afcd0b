"""Reports that are one file of their own: which there are, and how they are set and bound.

A new one is a row in `DOCUMENTS` (kind → builder); the class of the records it gives picks their
template (`okrsheets.render.html.TEMPLATES`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from okrsheets.batch.alignment_document import alignment_document
from okrsheets.batch.book_document import book_document
from okrsheets.batch.document_parts import Builder, Document, DocumentPart
from okrsheets.batch.report_operations import operations_document
from okrsheets.batch.report_pages import PageRules
from okrsheets.batch.report_progress import progress_document
from okrsheets.render.binding import Section, bind_pack
from okrsheets.render.html import Report, build_html
from okrsheets.render.pdf import PageSetter, SetPages

DOCUMENTS: Mapping[str, Builder] = MappingProxyType(
    {
        "alignment": alignment_document,
        "book": book_document,
        "operations": operations_document,
        "progress": progress_document,
    }
)
_TRIES = 4
_COVER = "cover"
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BoundDocument:
    """A finished document and the engine's remarks."""

    pdf: bytes
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class DocumentSetter:
    """Sets a document's parts one after the other and binds them behind its front."""

    rules: PageRules
    setter: PageSetter
    language: str

    def bind(self, document: Document, on_progress: OnProgress) -> BoundDocument:
        """Set and bind a document; told how many parts of how many are set, the front the last."""
        whole = len(document.parts) + 1
        remarks: list[str] = []
        sections = []
        for number, part in enumerate(document.parts, start=1):
            pages = self._set(part.build())
            sections.append(_section(part, pages))
            remarks += pages.remarks
            on_progress(number, whole)
        front = self._front(document, sections)
        if document.back:
            pages = self._set(document.back.build(_places(document, front, sections)))
            sections.append(
                Section(document.back.anchor, document.back.title, pages.pdf, count=pages.count)
            )
            remarks += pages.remarks
        on_progress(whole, whole)
        marks = {
            anchor: (words, front.place_of(anchor)) for anchor, words in document.marks.items()
        }
        pdf = bind_pack(
            Section(_COVER, document.title, front.pdf, count=front.count),
            marks,
            sections,
            first_without=int(document.cover),
            of_many=True,
        )
        return BoundDocument(pdf, (*front.remarks, *remarks))

    def _front(self, document: Document, sections: list[Section]) -> SetPages:
        """Set the front until its own length agrees with the page numbers printed in it."""
        known: dict[str, int] = {}
        front = self._set(document.front(known))
        for _ in range(_TRIES):
            places = _places(document, front, sections)
            if places == known:
                break
            known = places
            front = self._set(document.front(known))
        return front

    def _set(self, report: Report) -> SetPages:
        speech = self.rules.context(self.language).language
        return self.setter.set_pages(
            build_html(report, speech, self.rules.typesetter(self.language))
        )


def _section(part: DocumentPart, pages: SetPages) -> Section:
    inner = {anchor: (words, pages.place_of(anchor)) for anchor, words in part.marks.items()}
    return Section(part.anchor, part.title, pages.pdf, count=pages.count, marks=inner)


def _places(document: Document, front: SetPages, sections: list[Section]) -> dict[str, int]:
    """Give the page of every anchor, from 1, with the front as long as it is now."""
    found, before = dict(front.anchors), front.count
    for section in sections:
        found[section.anchor] = before + 1
        found |= {anchor: before + page for anchor, (_, page) in section.marks.items()}
        before += section.count
    if document.back:
        found[document.back.anchor] = before + 1
    return found
