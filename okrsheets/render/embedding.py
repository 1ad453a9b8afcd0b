"""What is embedded in a PDF: cut-down fonts and compressed streams, quicker than the engine's own.

The engine cuts every font anew from the whole face and compresses as hard as zlib can. The batch's
faces are prepared once for being cut often, and zlib's usual level is three times as quick for one
part in a hundred of size.
"""

import zlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import uharfbuzz as hb

from okrsheets.render.shared_fonts import BASE_ROLES, base_face, cut_ready_face

_LEVEL = 6
_BEGIN, _END = b"\nstream\n", b"\nendstream"


@cache
def _ready_face(role: str) -> hb.Face:
    """Give a base face with its outlines taken apart already."""
    return hb.subset_preprocess(base_face(role))


class CutFonts(dict[Any, Any]):
    """A document's fonts as the engine keeps them; ours are cut by us when it asks."""

    def __setitem__(self, key: object, font: Any) -> None:  # noqa: ANN401 - the engine's own
        """Take a font; one of the base faces gets our way of cutting."""
        role = BASE_ROLES.get(font.name.decode().partition("+")[2])
        if role:
            font.subset = _cutter(font, role)
        super().__setitem__(key, font)


def _cutter(font: Any, role: str) -> Callable[[Iterable[int], object], None]:  # noqa: ANN401 - as above
    def cut(to_unicode: Iterable[int], hinting: object) -> None:
        del hinting
        glyphs = sorted(to_unicode)
        if glyphs and not font.missing:
            font.file_content = cut_ready_face(_ready_face(role), glyphs)

    return cut


def compress_streams(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no annotations
    """Compress a document's streams before the engine would; changed in place."""
    for thing in pdf.objects:
        if not getattr(thing, "compress", False):
            continue
        thing.compress = False
        plain = thing.data.partition(_BEGIN)[2].removesuffix(_END)
        thing.stream = [zlib.compress(plain, _LEVEL)]
        thing.extra["Filter"] = "/FlateDecode"
