"""How texts that people wrote stay texts in a file that a spreadsheet program opens.

Whoever types an objective must not run a formula on the machine of whoever opens the export.
"""

import re
import unicodedata

_SIGNS = frozenset("=+-@")
_QUOTE = "'"
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = ("C", "Z")
LONGEST_IN_CELL = 32_767
"""What a cell of a workbook holds, in UTF-16 units."""
_MARK = "\ufffd"
_CUT = "…"


def without_controls(text: str) -> str:
    """Put “�” for what neither XML nor every reader of CSV can hold; tabs and line ends stay."""
    return _UNSAFE.sub(_MARK, text)


def quoted_for_csv(text: str) -> str:
    """Put a quote before a text that a spreadsheet program might run as a formula.

    That is: the first visible character is = + - @, also as a full-width or small form, or the
    text begins with a tab or a line end. A text that begins with a quote gets one as well, so
    that taking one leading quote away always gives the text back.
    """
    return _QUOTE + text if text.startswith(_QUOTE) or _may_run(text) else text


def unquoted(text: str) -> str:
    """Give the text that `quoted_for_csv` was given."""
    return text.removeprefix(_QUOTE)


def _may_run(text: str) -> bool:
    if text.startswith(("\t", "\r", "\n")):
        return True
    seen = (c for c in text if unicodedata.category(c)[0] not in _INVISIBLE)
    return unicodedata.normalize("NFKC", next(seen, "")) in _SIGNS


def cut_for_cell(text: str) -> str:
    """Cut a text to what a cell holds, with “…” at its end; never inside a character."""
    if len(text) <= LONGEST_IN_CELL // 2 or _units(text) <= LONGEST_IN_CELL:
        return text
    units = text.encode("utf-16-le")[: 2 * (LONGEST_IN_CELL - 1)]
    return units.decode("utf-16-le", errors="ignore") + _CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
