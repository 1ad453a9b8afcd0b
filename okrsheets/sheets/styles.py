"""How a cell of the form looks: one table of cell kinds, one set of colours.

A boxed cell is the reader's to fill, anything without a box is not; so it holds in colour, in
grey and on paper. A band is said by mark and word, its fill only repeats it.
"""

from dataclasses import dataclass, replace
from typing import Literal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

INK, INK_2, ACCENT, WRITING = "1A1F24", "4A535C", "123B59", "1F4E9E"
HAIR, BOX, WASH, OBJECTIVE, INPUT, PALE = (
    "C9CFD5",
    "7C8792",
    "EDF0F3",
    "E3E9EF",
    "FFF8E1",
    "DDE3E9",
)
BAND_FILLS = ("FFFFFF", "F0C987", "7DABC8", ACCENT)
FACES = {"zh": "微软雅黑", "en": "Calibri"}
_CHINESE_CHARSET = 134


@dataclass(frozen=True, slots=True)
class Look:
    """One cell kind: colours by hex code, sides as (left, right, top, bottom) colour or ""."""

    fill: str = ""
    ink: str = INK
    size: float = 10.5
    bold: bool = False
    sides: tuple[str, str, str, str] = ("", "", "", "")
    weight: Literal["thin", "medium"] = "thin"
    align: str = "left"
    vertical: str = "center"
    wrap: bool = False
    indent: int = 0
    format: str = "General"
    shrink: bool = False
    open: bool = False

    def but(self, **changes: object) -> "Look":
        """Give this look with some changes."""
        return replace(self, **changes)  # type: ignore[arg-type] # the fields' own types


PLAIN = Look()
TITLE = Look(size=20, bold=True)
LABEL = Look(size=8.5, ink=INK_2, sides=("", "", HAIR, ""))
VALUE = Look(size=11, bold=True)
BAR = Look(fill=ACCENT, ink="FFFFFF", size=11, bold=True, indent=1)
BAR_QUIET = Look(fill=PALE, ink=INK_2, size=11, bold=True, indent=1)
HEAD = Look(size=10, bold=True, vertical="bottom", wrap=True)
HINT = Look(
    size=8.5, ink=INK_2, vertical="top", sides=("", "", "", INK), weight="medium", wrap=True
)
NUMBER = Look(size=10, ink=INK_2, align="center", sides=("", "", "", HAIR))
FILL_IN = Look(fill=INPUT, ink=WRITING, sides=(BOX, BOX, BOX, BOX), open=True)
COMPUTED = Look(fill=WASH, sides=("", "", HAIR, HAIR))
HINTED = Look(size=9, wrap=True, indent=1, sides=("", "", "", HAIR))
SETTLED = Look(fill="FFFFFF")
UNUSED = Look(fill=WASH, ink=INK_2)
REST = Look(sides=("", "", "", HAIR))
GOAL = Look(fill=OBJECTIVE, bold=True, size=11, sides=("", "", INK, ""))
GOAL_INPUT = FILL_IN.but(bold=True, size=11)
TOTAL = Look(size=11, bold=True, sides=("", "", INK, INK))
NOTE = Look(size=9, ink=INK_2)
BODY = Look(wrap=True, vertical="top")


def dress(cell: Cell, look: Look, language: str) -> None:
    """Give a cell its look."""
    cell.font = Font(
        name=FACES[language],
        charset=_CHINESE_CHARSET if language == "zh" else None,
        family=2,
        size=look.size,
        bold=look.bold,
        color=look.ink,
    )
    if look.fill:
        cell.fill = PatternFill("solid", start_color=look.fill)
    left, right, top, bottom = (
        Side(look.weight if colour == INK else "thin", colour) if colour else Side()
        for colour in look.sides
    )
    cell.border = Border(left=left, right=right, top=top, bottom=bottom)
    cell.alignment = Alignment(
        horizontal=look.align,
        vertical=look.vertical,
        wrap_text=look.wrap,
        shrink_to_fit=look.shrink or None,
        indent=look.indent,
    )
    cell.number_format = look.format
    cell.protection = Protection(locked=not look.open)
