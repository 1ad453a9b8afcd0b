"""Reports that are one file of their own: which there are, and how they are set and bound.

Every part is a task as a person's report is: set by the same processes, within the same bound of
time, kept in the same cache. A new document is a row in `DOCUMENTS` (kind → builder); the class of
the records it gives picks their template (`okrsheets.render.html.TEMPLATES`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from okrsheets.batch.alignment_document import alignment_document
from okrsheets.batch.book_document import book_document
from okrsheets.batch.bounds import raises_in_time
from okrsheets.batch.document_parts import Builder, Document, DocumentPart
from okrsheets.batch.report_operations import operations_document
from okrsheets.batch.report_pages import PageRules, Pages, PartTask
from okrsheets.batch.report_pool import Setters, too_long
from okrsheets.batch.report_progress import progress_document
from okrsheets.batch.report_spool import Spool
from okrsheets.errors import N_, OkrSheetsError
from okrsheets.language import Language
from okrsheets.render.binding import Binding, Finish, Section, bind_pack
from okrsheets.render.html import Report, build_html
from okrsheets.render.pdf import FATAL
from okrsheets.render.places import Places, read_places
from okrsheets.render.saving import Readable

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
    """A finished document, how many pages it has, and the engine's remarks."""

    pdf: bytes
    count: int
    remarks: tuple[str, ...]


class PartsFailedError(Exception):
    """Parts of a document could not be set; `failed` tells which and why."""

    def __init__(self, failed: Sequence[Pages]) -> None:
        """Keep the parts that failed, in their order."""
        super().__init__([pages.name for pages in failed])
        self.failed = tuple(failed)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A finished part, put aside, and where its ids stand."""

    source: bytes | Readable
    places: Places
    remarks: tuple[str, ...]


@dataclass
class DocumentSetter:
    """Sets a document's front and parts and binds them; `folder` is the document's in the cache."""

    rules: PageRules
    setters: Setters
    language: str
    folder: str
    spool: Spool
    finish: Finish | None = None
    _used: set[Path] = field(default_factory=set)

    def bind(self, document: Document, on_progress: OnProgress) -> BoundDocument:
        """Set and bind a document; told how many of its pieces of how many are set.

        Raises:
            PartsFailedError: parts failed or took too long.
        """
        whole = len(document.parts) + 2
        front, *pieces = self._begin(document, lambda done: on_progress(done, whole))
        sections = [
            _section(part, piece) for part, piece in zip(document.parts, pieces, strict=True)
        ]
        front = self._front(document, front, sections)
        if document.back:
            back = document.back
            places = _places(document, front.places, sections)
            pieces.append(self._one(back.title, lambda: back.build(places)))
            count = pieces[-1].places.count
            sections.append(Section(back.anchor, back.title, pieces[-1].source, count=count))
        on_progress(whole, whole)
        pdf = self._bound(document, front, sections)
        self._tidy()
        count = front.places.count + sum(section.count for section in sections)
        remarks = tuple(line for p in (front, *pieces) for line in p.remarks)
        return BoundDocument(pdf, count, remarks)

    def _begin(self, document: Document, on_progress: Callable[[int], None]) -> list[_Piece]:
        """Set the front as far as it can be, and all parts, while further ones are built."""
        builds: list[Callable[[], Report]] = [partial(document.front, {})]
        builds += [part.build for part in document.parts]
        names = (self._front_name, *_names(document))
        tasks = (self._task(name, build) for name, build in zip(names, builds, strict=True))
        pieces: list[_Piece] = []
        failed: list[Pages] = []
        for number, pages in enumerate(self.setters.run(tasks), start=1):
            on_progress(number)
            if pages.failure:
                failed.append(pages)
            else:
                pieces.append(self._piece(pages))
        if failed:
            raise PartsFailedError(failed)
        return pieces

    def _front(self, document: Document, front: _Piece, sections: Sequence[Section]) -> _Piece:
        """Set the front until its own length agrees with the page numbers printed in it."""
        known: Mapping[str, int] = {}
        for _ in range(_TRIES):
            places = _places(document, front.places, sections)
            if places == known:
                break
            known = places
            front = self._one(self._front_name, partial(document.front, known))
        return front

    @property
    def _front_name(self) -> str:
        return self._speech.text(N_("first pages"))

    @property
    def _speech(self) -> Language:
        return self.rules.context(self.language).language

    def _one(self, name: str, build: Callable[[], Report]) -> _Piece:
        task = self._task(name, build)
        pages = task if isinstance(task, Pages) else self.setters.set_one(task)
        if pages.failure:
            raise PartsFailedError([pages])
        return self._piece(pages)

    def _task(self, name: str, build: Callable[[], Report]) -> PartTask | Pages:
        """Build a part's HTML; give its pages where the cache has them, or why there are none."""
        seconds = self.setters.seconds
        try:
            with raises_in_time(seconds):
                html = build_html(build(), self._speech, self.rules.typesetter(self.language))
        except OkrSheetsError:
            raise
        except TimeoutError:
            return too_long(name, seconds)
        except FATAL as error:
            return Pages(name, failure=f"{type(error).__name__}: {error}")
        task = PartTask(name, self.folder, html)
        return self.setters.worker.find(task) or task

    def _piece(self, pages: Pages) -> _Piece:
        if pages.kept:
            self._used.add(pages.kept)
        return _Piece(self.spool.put(pages).source, read_places(pages.pdf), pages.remarks)

    def _bound(self, document: Document, front: _Piece, sections: Sequence[Section]) -> bytes:
        marks = {
            anchor: (words, front.places.place_of(anchor))
            for anchor, words in document.marks.items()
        }
        return bind_pack(
            Section(_COVER, document.title, front.source, count=front.places.count),
            marks,
            sections,
            Binding(int(document.cover), of_many=True, finish=self.finish),
        )

    def _tidy(self) -> None:
        """Remove from the cache what earlier runs kept and this one had no use for."""
        for file in (self.rules.cache / self.folder).glob("*.pdf"):
            if file not in self._used:
                with suppress(OSError):
                    file.unlink()


def _names(document: Document) -> Iterator[str]:
    """Yield how each part is named where it fails; one that goes on has a number."""
    title, number = document.title, 1
    for part in document.parts:
        title, number = (part.title, 1) if part.title else (title, number + 1)
        yield title if number == 1 else f"{title} ({number})"


def _section(part: DocumentPart, piece: _Piece) -> Section:
    places = piece.places
    inner = {anchor: (words, places.place_of(anchor)) for anchor, words in part.marks.items()}
    return Section(
        part.anchor,
        part.title,
        piece.source,
        count=places.count,
        marks=inner,
        chapters=part.chapters,
    )


def _places(document: Document, front: Places, sections: Sequence[Section]) -> dict[str, int]:
    """Give the page of every anchor, from 1, with the front as long as it is now."""
    found, before = dict(front.anchors), front.count
    for section in sections:
        found[section.anchor] = before + 1
        found |= {anchor: before + page for anchor, (_, page) in section.marks.items()}
        before += section.count
    if document.back:
        found[document.back.anchor] = before + 1
    return found
