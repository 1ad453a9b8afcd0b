"""The organisation's logo: taken with care, made small, placed before a tab's title.

Every sheet carries the picture, so it is kept once in the package and no larger than print needs.
Whatever else the file holds (a place, a camera, a thumbnail) stays out of the sheets.
"""

import io
import re
from collections.abc import Mapping
from math import ceil
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl.drawing.image import Image as Drawing
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import coordinate_to_tuple
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo

from okrsheets.errors import N_, UsageError
from okrsheets.sheets.drawing import Canvas

LARGEST_LOGO = 500_000
LARGEST_PIXELS = 25_000_000
WIDEST, HIGHEST = 190, 34
"""The box that a logo is fitted into, in the pixels of a screen (96 an inch)."""
_PRINT = 4  # pixels of the picture for one of the screen: sharp at 300 dots an inch
_PIXEL = 9525  # English metric units, in which drawings are measured
_LEFT = 2 * _PIXEL
_BESIDE, _INDENT = 8, 9  # pixels between logo and title, and of one step of indentation
_PIXELS_OF_A_POINT = 4 / 3
_MEDIA = "xl/media/"
_KEPT_AS: Mapping[str, Mapping[str, Any]] = {
    "JPEG": {"quality": "keep"},
    "PNG": {"optimize": True, "pnginfo": PngInfo()},
}


def prepare_logo(content: bytes, file: Path) -> bytes:
    """Give a logo as a PNG of at most the size that print needs; `file` is named in errors.

    Raises:
        UsageError: the file is too large, or not a PNG or JPEG picture.
    """
    if len(content) > LARGEST_LOGO:
        raise UsageError(
            N_("the logo {file} is larger than {most} kB: save it as a smaller picture"),
            file=file,
            most=LARGEST_LOGO // 1000,
        )
    picture = _open(content)
    if picture is None:
        raise UsageError(
            N_("the logo {file} is not a whole PNG or JPEG picture: save it as one of these"),
            file=file,
        )
    return _small(picture)


def without_remarks(content: bytes) -> bytes:
    """Give a PNG or JPEG without what else its file holds: who took it, where, with what."""
    picture = _open(content, upright=False)
    way = _KEPT_AS.get(picture.format or "") if picture else None
    if picture is None or way is None:
        return content
    target = io.BytesIO()
    for remark in ("exif", "comment", "xmp", "photoshop"):
        picture.info.pop(remark, None)
    picture.save(target, picture.format, **way)
    return target.getvalue()


def _open(content: bytes, *, upright: bool = True) -> Image.Image | None:
    """Give the picture, upright where asked; None for anything but a whole, sane PNG or JPEG."""
    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the maker of PDF sets it for the whole process
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        if picture.width * picture.height > LARGEST_PIXELS:
            return None
        picture.load()
        return ImageOps.exif_transpose(picture) if upright else picture
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None  # what Pillow raises for broken pictures differs from format to format
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _small(picture: Image.Image) -> bytes:
    clear = "A" in picture.getbands() or "transparency" in picture.info
    plain = picture.convert("RGBA" if clear else "RGB")
    plain.thumbnail((WIDEST * _PRINT, HIGHEST * _PRINT), Image.Resampling.LANCZOS)
    plain.info.clear()
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    return target.getvalue()


def fitted(width: int, height: int) -> tuple[int, int]:
    """Give the size, in pixels of a screen, of a picture fitted into the box; never enlarged."""
    scale = min(1, WIDEST / width, HIGHEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def place_logo(canvas: Canvas, logo: bytes | None, ref: str) -> int:
    """Place the logo at the left end of the title's cell; give how far the title is indented.

    At the left, because programs differ in how wide they draw a column. The cell's row must have
    its height already.
    """
    if logo is None:
        return 0
    picture = Drawing(io.BytesIO(logo))
    picture.width, picture.height = fitted(picture.width, picture.height)
    row, column = coordinate_to_tuple(ref)
    height = round((canvas.sheet.row_dimensions[row].height or 0) * _PIXELS_OF_A_POINT)
    above = max(0, (height - picture.height) // 2) * _PIXEL
    corner = AnchorMarker(col=column - 1, colOff=_LEFT, row=row - 1, rowOff=above)
    size = XDRPositiveSize2D(picture.width * _PIXEL, picture.height * _PIXEL)
    picture.anchor = OneCellAnchor(_from=corner, ext=size)
    canvas.sheet.add_image(picture)
    return ceil((picture.width + _BESIDE) / _INDENT)


def share_pictures(parts: dict[str, bytes], words: str) -> None:
    """Keep equal pictures once, and give what they show in words.

    openpyxl 3.1 writes one for each tab, and calls each of them "Picture".
    """
    kept: dict[bytes, str] = {}
    doubles: dict[str, str] = {}
    for name in sorted(n for n in parts if n.startswith(_MEDIA)):
        first = kept.setdefault(parts[name], name)
        if first != name:
            doubles[name] = first
            del parts[name]
    shown = quoteattr(words, {'"': "&quot;"})
    for name in [n for n in parts if n.startswith("xl/drawings/")]:
        text = parts[name].decode().replace('descr="Picture"', f"descr={shown}")
        text = re.sub(r'(?<=Target="/)[^"]+', lambda m: doubles.get(m[0], m[0]), text)
        parts[name] = text.encode()
