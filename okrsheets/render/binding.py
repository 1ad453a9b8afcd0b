"""Binding a review pack: front matter and every person's finished pages in one tagged PDF.

Nobody's pages are set again: they are taken over as they are, share one copy of each font, and get
the pack's page numbers, bookmarks and links from the contents.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

import pikepdf

from okrsheets.render.folios import FOLIO_FONT, folio_font, folio_of, stamp_folios
from okrsheets.render.pack_file import Copier, PackFile, reference_to
from okrsheets.render.saving import Readable, saved
from okrsheets.render.shared_fonts import SharedFonts
from okrsheets.render.structure import StructureTree
from okrsheets.render.typography import clean

LINK = "okrsheets:"
Finish = Callable[[pikepdf.Pdf], None]
"""Changes what a pack says of the whole: its catalogue and information dictionary."""
_OF_MANY = "/OKRSheetsOfMany"


@dataclass(frozen=True, slots=True)
class Section:
    """Some finished pages of a pack. `anchor` is what the contents lead to.

    `marks` are places inside it, each with its bookmark and its page in the section, from 1;
    without a `title` they stand below the bookmark of the section before. `count` is the number of
    its pages where that is known. `pdf` may be what holds it, so that a long pack does not
    hold everybody's pages at once. With `level` 1 the bookmark stands below the last of level 0.
    Marks that are `chapters` have their bookmarks on the section's level, those after them below.
    """

    anchor: str
    title: str
    pdf: bytes | Readable
    count: int = 0
    marks: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    level: int = 0
    chapters: frozenset[str] = frozenset()


def count_pages(pdf: bytes) -> int:
    """Count a PDF's pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def bookmarks_of(pdf: bytes) -> tuple[str, ...]:
    """Give the titles of a PDF's bookmarks, each before those below it; none if unreadable."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
            return tuple(title for item in outline.root for title in _titles(item))
    except pikepdf.PdfError:
        return ()


def tells_of_many(pdf: bytes) -> bool:
    """Tell whether a PDF is a document on many people, whose bookmarks need not name them."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            return _OF_MANY in document.docinfo
    except pikepdf.PdfError:
        return False


def bookmark_words(title: str) -> str:
    """Give a title as a bookmark says it: on one line, without control and direction characters."""
    return " ".join(clean(title).split())


def _titles(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for below in item.children:
        yield from _titles(below)


def finish_single(pdf: bytes) -> bytes:
    """Give a person's own PDF: the finished pages with their page numbers."""
    with pikepdf.open(BytesIO(pdf)) as document:
        stamp_folios(document)
        return saved(document)


@dataclass(frozen=True, slots=True)
class Binding:
    """How a pack is bound.

    Attributes:
        first_without: how many pages at the start (a cover) carry no page number.
        of_many: mark it as a document that tells of many people (see `tells_of_many`).
        finish: what else is to be said of the whole, such as an archive's files.
        on_progress: told how many of how many sections are bound.
    """

    first_without: int = 1
    of_many: bool = False
    finish: Finish | None = None
    on_progress: Callable[[int, int], None] | None = None


_AS_USUAL = Binding()


def bind_pack(
    front: Section,
    marks: Mapping[str, tuple[str, int]],
    sections: Sequence[Section],
    how: Binding = _AS_USUAL,
) -> bytes:
    """Bind a pack.

    Args:
        front: cover, contents and summary; the first page is the cover.
        marks: anchors inside the front matter, each with its bookmark and page (from 1).
        sections: every person's pages, in order.
        how: what else it is to have.
    """
    plan = _Plan(front, marks, sections)
    pack = _Pack(plan, how)
    for number, section in enumerate(plan.whole, start=1):
        pack.take(section)
        if how.on_progress:
            how.on_progress(number, len(plan.whole))
    return pack.finish()


class _Plan:
    """What is bound, and where everything will stand."""

    def __init__(
        self, front: Section, marks: Mapping[str, tuple[str, int]], sections: Sequence[Section]
    ) -> None:
        self.front, self.marks, self.sections = front, marks, sections
        self.whole = (front, *sections)
        self.starts: dict[str, int] = {}
        self.pages = 0
        for section in self.whole:
            before = self.starts[section.anchor] = self.pages
            self.starts |= {anchor: before + n - 1 for anchor, (_, n) in section.marks.items()}
            self.pages += section.count or count_pages(_bytes(section.pdf))
        self.starts |= {anchor: page - 1 for anchor, (_, page) in marks.items()}
        self.names = _names(marks, sections)


class _Pack:
    """A pack while it is bound: what is written already, and what will be said of the whole.

    The frame is a document with the pack's catalogue, bookmarks and fonts, and with as many empty
    pages as stand-ins, so that bookmarks lead to them.
    """

    def __init__(self, plan: _Plan, how: Binding) -> None:
        self._plan, self._how = plan, how
        self._file, self._frame = PackFile(), pikepdf.new()
        self._tree, self._first = self._file.reserve(), self._file.reserve(plan.pages)
        self._fonts = SharedFonts(self._file, self._frame)
        self._fonts.add(FOLIO_FONT, folio_font(self._frame))
        self._structure = StructureTree(self._file)
        self._done = 0

    def take(self, section: Section) -> None:
        """Write a section's pages and structure; nothing of them stays in memory."""
        source = pikepdf.open(BytesIO(_bytes(section.pdf)))
        if section is self._plan.front:
            _take_catalogue(self._frame, source)
        pages = list(source.pages)
        numbers = {p.obj.objgen[0]: self._first + self._done + n for n, p in enumerate(pages)}
        self._fonts.take(source)
        self._structure.renumber(pages)
        for page in pages:
            self._link(page)
            page.obj.Parent = reference_to(self._tree)
            self._done += 1
            self._number(page)
        copier = Copier(self._file, source, numbers)
        for page in pages:
            copier.put(page.obj)
        self._file.flush()
        self._structure.join(source, copier)
        self._file.flush()

    def _number(self, page: pikepdf.Page) -> None:
        """Print a page's number on it."""
        if self._done <= self._how.first_without:
            return
        stamp = self._file.reserve()
        self._file.put_stream(stamp, b"", folio_of(self._done, self._plan.pages, page))
        own = page.obj.Contents
        drawn = list(own) if isinstance(own, pikepdf.Array) else [own]
        page.obj.Contents = pikepdf.Array([*drawn, reference_to(stamp)])

    def _link(self, page: pikepdf.Page) -> None:
        """Lead the links of contents and indexes, set as `okrsheets:ANCHOR`, to their pages."""
        for note in page.obj.get("/Annots", ()):
            address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
            if not address.startswith(LINK):
                continue
            anchor = unquote(address.removeprefix(LINK))
            start = self._plan.starts.get(anchor)
            del note["/A"]
            words = bookmark_words(self._plan.names.get(anchor, ""))
            note.Contents = pikepdf.String(words or f"{(start or 0) + 1}")
            if start is not None:
                place = [reference_to(self._first + start), pikepdf.Name.Fit]
                note.Dest = pikepdf.Array(place)

    def finish(self) -> bytes:
        """Write what is said of the whole, and give the pack."""
        plan, frame, first = self._plan, self._frame, self._first
        if self._done != plan.pages:
            raise ValueError(plan.pages, self._done)
        kids = b" ".join(b"%d 0 R" % (first + n) for n in range(plan.pages))
        tree = b"<< /Count %d /Kids [ %s ] /Type /Pages >>" % (plan.pages, kids)
        self._file.put(self._tree, tree)
        for _ in range(plan.pages):
            frame.add_blank_page()
        stand_ins = {p.obj.objgen[0]: first + n for n, p in enumerate(frame.pages)}
        _bookmark(frame, plan)
        if self._how.of_many:
            frame.docinfo[_OF_MANY] = "1"
        if self._how.finish:
            self._how.finish(frame)
        frame.Root.Pages = reference_to(self._tree)
        frame.Root.StructTreeRoot = reference_to(self._structure.put())
        frame.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        return self._written(stand_ins)

    def _written(self, stand_ins: Mapping[int, int]) -> bytes:
        frame, fonts = self._frame, self._fonts.put()
        copier = Copier(self._file, frame, {**stand_ins, **fonts})
        for number in fonts:
            copier.put(frame.get_object(number, 0))
        root, info = (int(copier.copy(o).split()[0]) for o in (frame.Root, frame.trailer.Info))
        return self._file.finish(root, info)


def _bytes(pdf: bytes | Readable) -> bytes:
    return pdf if isinstance(pdf, bytes) else pdf.read_bytes()


def _take_catalogue(pack: pikepdf.Pdf, front: pikepdf.Pdf) -> None:
    pack.Root.Lang = pikepdf.String(str(front.Root.get("/Lang", "")))
    pack.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if "/Metadata" in front.Root:
        pack.Root.Metadata = pack.copy_foreign(front.Root.Metadata)
    for key, value in front.docinfo.items():
        pack.docinfo[key] = str(value)


def _names(marks: Mapping[str, tuple[str, int]], sections: Sequence[Section]) -> Mapping[str, str]:
    """Give the words of every anchor, for whoever hears a link."""
    names = {anchor: words for anchor, (words, _) in marks.items()}
    for section in sections:
        names[section.anchor] = section.title
        names |= {anchor: words for anchor, (words, _) in section.marks.items()}
    return names


def _bookmark(frame: pikepdf.Pdf, plan: _Plan) -> None:
    front = [(plan.front.title, 0), *[(title, page - 1) for title, page in plan.marks.values()]]
    with frame.open_outline() as outline:
        for title, page in front:
            outline.root.append(_bookmark_to(title, page))
        for section in plan.sections:
            shelf, item = _shelf(outline.root, section.level), outline.root[-1]
            if section.title:
                item = _bookmark_to(section.title, plan.starts[section.anchor])
                shelf.append(item)
            for anchor, (words, _) in section.marks.items():
                mark = _bookmark_to(words, plan.starts[anchor])
                if anchor in section.chapters:
                    item = mark
                    shelf.append(item)
                else:
                    item.is_closed = True
                    item.children.append(mark)
    frame.Root.PageMode = pikepdf.Name.UseOutlines


def _bookmark_to(title: str, page: int) -> pikepdf.OutlineItem:
    return pikepdf.OutlineItem(bookmark_words(title), page)


def _shelf(root: list[pikepdf.OutlineItem], level: int) -> list[pikepdf.OutlineItem]:
    """Give the list that a bookmark of this level goes into; the one above it is folded."""
    if not level or not root:
        return root
    root[-1].is_closed = True
    return root[-1].children
