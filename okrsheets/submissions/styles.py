"""The cell formats of the styles part: number format codes, dates, struck-out fonts.

Takes the part's XML, hands on one `CellFormat` for each format index of a cell.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from okrsheets.submissions import limits
from okrsheets.submissions.markup import walk
from okrsheets.submissions.refusal import FileRefusedError

_BUILTIN: Mapping[int, str] = MappingProxyType(
    {
        0: "General",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "yyyy-mm-dd",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "yyyy-mm-dd h:mm",
        37: "#,##0 ;(#,##0)",
        38: "#,##0 ;[Red](#,##0)",
        39: "#,##0.00;(#,##0.00)",
        40: "#,##0.00;[Red](#,##0.00)",
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
    }
)
_EASTERN_DATES = (*range(27, 37), *range(50, 59))
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETED = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_KEPT_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class CellFormat:
    """How a cell shows its number. `is_date` is true for dates and times."""

    code: str = "General"
    is_date: bool = False
    struck: bool = False


GENERAL = CellFormat()


def shows_date(code: str) -> bool:
    """Tell whether a number format shows a date or a time."""
    bare = _BRACKETED.sub("", _QUOTED.sub("", code)).partition(";")[0]
    return "general" not in bare.lower() and bool(_DATE_LETTERS.search(bare))


def read_styles(content: bytes, part: str) -> tuple[CellFormat, ...]:
    """Read the UTF-8 XML of the styles part; the usual ones are remembered by their bytes.

    Raises:
        FileRefusedError: F201, F202, F207.
    """
    return _read_kept(content, part) if len(content) <= _KEPT_BYTES else _read(content, part)


def _read(content: bytes, part: str) -> tuple[CellFormat, ...]:
    found = _StylesWalk()
    walk(content, part, start=found.start, end=found.end)
    return tuple(_format_of(number, found.codes, struck) for number, struck in found.formats())


@lru_cache(maxsize=limits.KEPT_STYLES)
def _read_kept(content: bytes, part: str) -> tuple[CellFormat, ...]:
    return _read(content, part)


def _format_of(number: int, codes: Mapping[int, str], struck: bool) -> CellFormat:  # noqa: FBT001 - one of two plain facts
    if number in _EASTERN_DATES:
        return CellFormat("yyyy-mm-dd", is_date=True, struck=struck)
    code = codes.get(number) or _BUILTIN.get(number, "General")
    return CellFormat(code, shows_date(code), struck)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


class _StylesWalk:
    """Collects custom number formats, struck fonts and the cells' formats."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self._fonts: list[bool] = []
        self._cells: list[tuple[int, int]] = []
        self._section = ""

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        if max(len(self._cells), len(self._fonts), len(self.codes)) > limits.FORMATS:
            raise FileRefusedError(code="F207", most=limits.FORMATS)
        if element in ("fonts", "cellXfs", "numFmts", "dxfs", "cellStyleXfs"):
            self._section = element
        elif element == "numFmt" and self._section == "numFmts":
            number = _whole(attributes.get("numFmtId"))
            self.codes[number] = attributes.get("formatCode", "General")
        elif element == "font" and self._section == "fonts":
            self._fonts.append(False)
        elif element == "strike" and self._section == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val", "1") not in ("0", "false")
        elif element == "xf" and self._section == "cellXfs":
            self._cells.append(
                (_whole(attributes.get("numFmtId")), _whole(attributes.get("fontId")))
            )

    def end(self, element: str) -> None:
        """Take a closing tag."""
        if element == self._section:
            self._section = ""

    def formats(self) -> tuple[tuple[int, bool], ...]:
        """Give (number format id, struck) of every cell format."""
        return tuple(
            (number, font < len(self._fonts) and self._fonts[font]) for number, font in self._cells
        )
