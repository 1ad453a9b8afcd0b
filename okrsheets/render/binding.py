"""Binding a review pack: front matter and every person's finished pages in one tagged PDF.

Nobody's pages are set again: they are taken over as they are, share one copy of each font, and get
the pack's page numbers, bookmarks and links from the contents.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pikepdf

from okrsheets.render.folios import stamp_folios
from okrsheets.render.shared_fonts import SharedFonts
from okrsheets.render.structure import StructureTree

LINK = "okrsheets:"
_OF_MANY = "/OKRSheetsOfMany"


@dataclass(frozen=True, slots=True)
class Section:
    """Some finished pages of a pack. `anchor` is what the contents lead to.

    `marks` are places inside it, each with its bookmark and its page in the section, from 1;
    without a `title` they stand below the bookmark of the section before. `count` is the number of
    its pages where that is known. `pdf` may be the file that holds it, so that a long pack does not
    hold everybody's pages at once. With `level` 1 the bookmark stands below the last of level 0.
    """

    anchor: str
    title: str
    pdf: bytes | Path
    count: int = 0
    marks: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    level: int = 0


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


def _titles(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for below in item.children:
        yield from _titles(below)


def finish_single(pdf: bytes) -> bytes:
    """Give a person's own PDF: the finished pages with their page numbers."""
    with pikepdf.open(BytesIO(pdf)) as document:
        stamp_folios(document)
        return saved(document)


def bind_pack(
    front: Section,
    marks: Mapping[str, tuple[str, int]],
    sections: Sequence[Section],
    *,
    first_without: int = 1,
    of_many: bool = False,
) -> bytes:
    """Bind a pack.

    Args:
        front: cover, contents and summary; the first page is the cover.
        marks: anchors inside the front matter, each with its bookmark and page (from 1).
        sections: every person's pages, in order.
        first_without: how many pages at the start (a cover) carry no page number.
        of_many: mark it as a document that tells of many people (see `tells_of_many`).
    """
    pack = pikepdf.new()
    fonts, structure = SharedFonts(), StructureTree(pack)
    starts: dict[str, int] = {}
    for section in (front, *sections):
        before = starts[section.anchor] = len(pack.pages)
        starts |= {anchor: before + page - 1 for anchor, (_, page) in section.marks.items()}
        source = _open(section.pdf)
        if section is front:
            _take_catalogue(pack, source)
        fonts.take(source, pack)
        pack.pages.extend(source.pages)
        structure.join(source, pack.pages[before:])
        del source  # its pages are copied: holding everybody's twice costs a gigabyte for 1,000
    structure.put()
    fonts.put(pack)
    starts |= {anchor: page - 1 for anchor, (_, page) in marks.items()}
    _link(pack, starts, _names(marks, sections))
    _bookmark(pack, [(front.title, 0), *[(t, p - 1) for t, p in marks.values()]], sections, starts)
    stamp_folios(pack, first_without=first_without)
    if of_many:
        pack.docinfo[_OF_MANY] = "1"
    return saved(pack)


def _open(pdf: bytes | Path) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf if isinstance(pdf, bytes) else pdf.read_bytes()))


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


def _link(pack: pikepdf.Pdf, starts: Mapping[str, int], names: Mapping[str, str]) -> None:
    """Lead the links of contents and indexes, set as `okrsheets:ANCHOR`, to their pages."""
    for page in pack.pages:
        for note in page.obj.get("/Annots", ()):
            address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
            if not address.startswith(LINK):
                continue
            anchor = unquote(address.removeprefix(LINK))
            start = starts.get(anchor)
            del note["/A"]
            note.Contents = pikepdf.String(names.get(anchor) or f"{(start or 0) + 1}")
            if start is not None:
                place = [pack.pages[start].obj, pikepdf.Name.Fit]
                note.Dest = pikepdf.Array(place)


def _bookmark(
    pack: pikepdf.Pdf,
    front: Sequence[tuple[str, int]],
    sections: Sequence[Section],
    starts: Mapping[str, int],
) -> None:
    with pack.open_outline() as outline:
        for title, page in front:
            outline.root.append(pikepdf.OutlineItem(title, page))
        for section in sections:
            inner = [(words, starts[anchor]) for anchor, (words, _) in section.marks.items()]
            if section.title or not outline.root:
                item = pikepdf.OutlineItem(section.title, starts[section.anchor])
                _shelf(outline.root, section.level).append(item)
                item.is_closed = bool(inner)
            else:
                item = outline.root[-1]
            item.children.extend(pikepdf.OutlineItem(words, page) for words, page in inner)
    pack.Root.PageMode = pikepdf.Name.UseOutlines


def _shelf(root: list[pikepdf.OutlineItem], level: int) -> list[pikepdf.OutlineItem]:
    """Give the list that a bookmark of this level goes into; the one above it is folded."""
    if not level or not root:
        return root
    root[-1].is_closed = True
    return root[-1].children


def saved(document: pikepdf.Pdf) -> bytes:
    """Give a document's bytes, the same for the same objects."""
    stream = BytesIO()
    document.save(
        stream,
        deterministic_id=True,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        fix_metadata_version=False,
    )
    return stream.getvalue()
