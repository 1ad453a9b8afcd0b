"""Binding a review pack: front matter and every person's finished pages in one tagged PDF.

Nobody's pages are set again: they are taken over as they are, share one copy of each font, and get
the pack's page numbers, bookmarks and links from the contents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

import pikepdf

from okrsheets.render.folios import stamp_folios
from okrsheets.render.shared_fonts import SharedFonts
from okrsheets.render.structure import StructureTree

LINK = "okrsheets:"


@dataclass(frozen=True, slots=True)
class Section:
    """Some finished pages of a pack. `anchor` is what the contents lead to.

    `marks` are places inside it, each with its bookmark and its page in the section, from 1;
    `count` is the number of its pages where that is known.
    """

    anchor: str
    title: str
    pdf: bytes
    count: int = 0
    marks: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def count_pages(pdf: bytes) -> int:
    """Count a PDF's pages."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def bookmarks_of(pdf: bytes) -> tuple[str, ...]:
    """Give the titles of a PDF's outermost bookmarks; none where it cannot be read."""
    try:
        with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
            return tuple(item.title for item in outline.root)
    except pikepdf.PdfError:
        return ()


def finish_single(pdf: bytes) -> bytes:
    """Give a person's own PDF: the finished pages with their page numbers."""
    with pikepdf.open(BytesIO(pdf)) as document:
        stamp_folios(document)
        return _saved(document)


def bind_pack(
    front: Section,
    marks: Mapping[str, tuple[str, int]],
    sections: Sequence[Section],
    *,
    first_without: int = 1,
) -> bytes:
    """Bind a pack.

    Args:
        front: cover, contents and summary; the first page is the cover.
        marks: anchors inside the front matter, each with its bookmark and page (from 1).
        sections: every person's pages, in order.
        first_without: how many pages at the start (a cover) carry no page number.
    """
    pack = pikepdf.new()
    fonts, structure = SharedFonts(), StructureTree(pack)
    starts: dict[str, int] = {}
    sources = []
    for section in (front, *sections):
        starts[section.anchor] = len(pack.pages)
        source = pikepdf.open(BytesIO(section.pdf))
        sources.append(source)
        fonts.take(source, pack)
        pack.pages.extend(source.pages)
        structure.join(source, pack.pages[starts[section.anchor] :])
    _take_catalogue(pack, sources[0])
    structure.put()
    fonts.put(pack)
    starts |= {anchor: page - 1 for anchor, (_, page) in marks.items()}
    for section in sections:
        before = starts[section.anchor]
        starts |= {anchor: before + page - 1 for anchor, (_, page) in section.marks.items()}
    _link(pack, len(sources[0].pages), starts)
    _bookmark(pack, [(front.title, 0), *[(t, p - 1) for t, p in marks.values()]], sections, starts)
    stamp_folios(pack, first_without=first_without)
    return _saved(pack)


def _take_catalogue(pack: pikepdf.Pdf, front: pikepdf.Pdf) -> None:
    pack.Root.Lang = pikepdf.String(str(front.Root.get("/Lang", "")))
    pack.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if "/Metadata" in front.Root:
        pack.Root.Metadata = pack.copy_foreign(front.Root.Metadata)
    for key, value in front.docinfo.items():
        pack.docinfo[key] = str(value)


def _link(pack: pikepdf.Pdf, front_pages: int, starts: Mapping[str, int]) -> None:
    """Lead the contents' links, set as `okrsheets:ANCHOR`, to their pages."""
    for page in pack.pages[:front_pages]:
        for note in page.obj.get("/Annots", ()):
            address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
            if not address.startswith(LINK):
                continue
            start = starts.get(unquote(address.removeprefix(LINK)))
            del note["/A"]
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
            item = pikepdf.OutlineItem(section.title, starts[section.anchor])
            inner = [(words, starts[anchor]) for anchor, (words, _) in section.marks.items()]
            item.children.extend(pikepdf.OutlineItem(words, page) for words, page in inner)
            item.is_closed = bool(inner)
            outline.root.append(item)
    pack.Root.PageMode = pikepdf.Name.UseOutlines


def _saved(document: pikepdf.Pdf) -> bytes:
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
