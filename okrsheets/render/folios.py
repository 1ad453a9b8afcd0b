"""Page numbers "x / y", printed on finished pages: alike for one report and for a whole pack.

They are marked as artifacts, so that a screen reader passes over them.
"""

from functools import cache

import pikepdf
import uharfbuzz as hb

from okrsheets.render.shared_fonts import base_face, cut_glyphs, type0_font, widths_of

FOLIO_FONT = "/OKRFolio"
_SIGNS = "0123456789/ "
_SIZE = 7.5
_RIGHT, _BASELINE = 544.25, 34.79  # points from the left and the bottom of A4
_A4_WIDTH = 595.276
_FLAGS = 4  # symbolic: the font has its own character set


@cache
def _glyphs() -> dict[str, int]:
    font = hb.Font(base_face("sans-400"))
    return {sign: font.get_nominal_glyph(ord(sign)) or 0 for sign in _SIGNS}


@cache
def _widths() -> dict[int, float]:
    return widths_of(base_face("sans-400"), sorted(_glyphs().values()))


@cache
def _font_data() -> bytes:
    return cut_glyphs(base_face("sans-400"), sorted(_glyphs().values()))


def folio_font(target: pikepdf.Pdf) -> pikepdf.Object:
    """Make the font of the page numbers in a document."""
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/OKRNUM+OKR-Folio"),
        Flags=_FLAGS,
        FontBBox=pikepdf.Array([0, -120, 1000, 880]),
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=733,
        StemV=80,
        FontFile3=target.make_stream(_font_data(), Subtype=pikepdf.Name.OpenType),
    )
    texts = {b"%04x" % g: sign.encode("utf-16-be").hex().encode() for sign, g in _glyphs().items()}
    held = target.make_indirect(descriptor)
    return type0_font(target, "OKRNUM+OKR-Folio", _widths(), held, texts)


def stamp_folios(document: pikepdf.Pdf, *, first_without: int = 0) -> None:
    """Print "x / y" at the foot of every page.

    Args:
        document: changed in place.
        first_without: how many pages at the start (a cover) are counted but carry no number.
    """
    font = folio_font(document)
    whole = len(document.pages)
    for number, page in enumerate(document.pages, start=1):
        if number <= first_without:
            continue
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name(FOLIO_FONT))
        page.contents_add(folio_of(number, whole, page))


def folio_of(number: int, whole: int, page: pikepdf.Page) -> bytes:
    """Give the drawing of a page number; the text stands in the middle of a wider paper.

    Args:
        number: of the page, from 1.
        whole: how many pages there are.
        page: its paper.
    """
    text = f"{number} / {whole}"
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    end, baseline = _RIGHT + (right - left - _A4_WIDTH) / 2, top - bottom - _BASELINE
    glyphs = [_glyphs()[sign] for sign in text]
    width = sum(_widths()[glyph] for glyph in glyphs) * _SIZE / 1000
    shown = "".join(f"{glyph:04x}" for glyph in glyphs)
    return (
        f"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q BT .102 .122 .141 rg "
        f"{FOLIO_FONT} {_SIZE} Tf 1 0 0 -1 {end - width:.2f} {baseline:.2f} Tm <{shown}> Tj "
        "ET Q EMC"
    ).encode()
