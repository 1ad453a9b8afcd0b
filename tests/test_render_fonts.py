"""Fonts cut for a batch: glyph numbers are character ids, so that strict readers agree."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from report_kit import pages_of
from report_people import Q3, context, lin_jing

from okrsheets.render.binding import Section, bind_pack
from okrsheets.render.cff import number_glyphs_plainly
from okrsheets.render.fonts import FACES, base_characters, base_fonts, cut_font
from okrsheets.reports.quarterly import build_quarterly


def charset_of(font: bytes) -> list[str]:
    """Give the character ids of a CFF font, in the order of its glyphs."""
    table: Any = TTFont(BytesIO(font))["CFF "]
    return list(table.cff.topDictIndex[0].charset)


def plain(count: int) -> list[str]:
    """Give the charset in which glyph n has character id n."""
    return [".notdef", *(f"cid{n:05}" for n in range(1, count))]


def embedded(pdf: bytes) -> dict[str, bytes]:
    """Give every font file in a PDF by its name."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            str(o.FontName): o.FontFile3.read_bytes()
            for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        }


@pytest.mark.parametrize("role", FACES)
def test_base_fonts__charset__is_plain(role: str) -> None:
    charset = charset_of(base_fonts()[role])
    assert charset == plain(len(charset))


def test_cut_font__keeping_numbers__they_are_the_machine_s() -> None:
    few, more = (cut_font("sans-400", frozenset(c), keep_numbers=True) for c in ("煜", "煜煊䶮"))
    assert (
        TTFont(BytesIO(few)).getBestCmap()[ord("煜")]
        == (TTFont(BytesIO(more)).getBestCmap()[ord("煜")])
    )


def test_pages__embedded_fonts__name_glyphs_plainly_alone_and_in_a_pack() -> None:
    pages = pages_of(build_quarterly(lin_jing(), Q3, context())).pdf
    pack = bind_pack(Section("a", "a", pages), {}, [Section("b", "b", pages)])
    for pdf in (pages, pack):
        for font in embedded(pdf).values():
            charset = charset_of(font)
            assert charset == plain(len(charset))


def test_number_glyphs_plainly__font_without_cff__is_left_alone() -> None:
    font = b"\x00\x01\x00\x00" + b"\x00" * 8
    assert number_glyphs_plainly(font) == font


def test_base_characters__are_the_common_ones() -> None:
    base = base_characters()
    assert set("张的一是，。“”○△●★−×÷—") <= base
    assert "煜" not in base
    assert 4_000 < len(base) < 5_000
