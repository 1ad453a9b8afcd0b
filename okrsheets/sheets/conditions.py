"""Conditional looks: the bands, the checks that fail, key results that are void.

Each repeats what a mark and a word in the cell already say, so nothing is lost in greyscale.
"""

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from okrsheets.model import Band
from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.lists import MARKS
from okrsheets.sheets.styles import BAND_FILLS, INK, INK_2, WASH

_FAILED = "✗"


def _rule(formula: str, *, fill: str, ink: str, bold: bool = True, box: bool = False) -> Rule:
    side = Side("thin", INK_2) if box else None
    style = DifferentialStyle(
        font=Font(bold=bold, color=ink),
        fill=PatternFill(bgColor=fill, fill_type="solid"),
        border=Border(left=side, right=side, top=side, bottom=side) if side else None,
    )
    return Rule(type="expression", dxf=style, formula=[formula], stopIfTrue=True)


def show_bands(canvas: Canvas, area: str, first: str) -> None:
    """Fill the cells of `area` by the mark their text begins with; `first` is its first cell."""
    for band, fill in zip(Band, BAND_FILLS, strict=True):
        dark = band is Band.OUTSTANDING
        mark = f'LEFT({first},1)="{MARKS[band]}"'
        rule = _rule(mark, fill=fill, ink="FFFFFF" if dark else INK, box=band is Band.NO_PROGRESS)
        canvas.sheet.conditional_formatting.add(area, rule)


def show_failures(canvas: Canvas, area: str, first: str) -> None:
    """Turn a check that fails into white on ink."""
    rule = _rule(f'LEFT({first},1)="{_FAILED}"', fill=INK, ink="FFFFFF")
    canvas.sheet.conditional_formatting.add(area, rule)


def show_void(canvas: Canvas, area: str, condition: str) -> None:
    """Grey the rows of void key results."""
    style = DifferentialStyle(
        font=Font(color=INK_2, strike=True), fill=PatternFill(bgColor=WASH, fill_type="solid")
    )
    rule = Rule(type="expression", dxf=style, formula=[condition])
    canvas.sheet.conditional_formatting.add(area, rule)
