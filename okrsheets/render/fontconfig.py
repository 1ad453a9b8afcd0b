"""Asking fontconfig, through WeasyPrint's own binding, which file holds a font."""

import locale
from pathlib import Path

from weasyprint.text.ffi import ffi, fontconfig


def find_font_file(family: str, style: str) -> Path | None:
    """Give the file that fontconfig takes for a family and style; None where it has none.

    fontconfig always answers with something: the caller looks whether the font is in the file.
    """
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    pattern = ffi.gc(fontconfig.FcPatternCreate(), fontconfig.FcPatternDestroy)
    fontconfig.FcPatternAddString(pattern, b"family", family.encode())
    fontconfig.FcPatternAddString(pattern, b"style", style.encode())
    fontconfig.FcConfigSubstitute(config, pattern, fontconfig.FcMatchPattern)
    fontconfig.FcDefaultSubstitute(pattern)
    match = fontconfig.FcFontMatch(config, pattern, ffi.new("FcResult *"))
    if match == ffi.NULL:
        return None
    match = ffi.gc(match, fontconfig.FcPatternDestroy)
    found = ffi.new("FcChar8 **")
    fontconfig.FcPatternGetString(match, b"file", 0, found)
    if found[0] == ffi.NULL:
        return None
    encoding = locale.getpreferredencoding(do_setlocale=False)
    return Path(ffi.string(found[0]).decode(encoding, errors="surrogateescape"))
