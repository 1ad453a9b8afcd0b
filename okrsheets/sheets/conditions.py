"""Conditional looks: the bands, the checks that fail, key results that are void.

Each repeats what a mark and a word in the cell already say, so nothing is lost in greyscale.
"""

from collections.abc import Mapping, Sequence

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from okrsheets.model import Band, KeyResultType, Policies
from okrsheets.shape import SheetOptions
from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.formulas import Line
from okrsheets.sheets.lists import MARKS
from okrsheets.sheets.styles import BAND_FILLS, INK, INK_2, WASH, Look

FAILED = "✗"
ASKING = "FFE9BF"
TOLERANCE = "0.1000001"
NOT_NEEDED: Mapping[str, tuple[str, ...]] = {
    "baseline": ("linear", "milestone", "yesno", "judged"),
    "target": ("yesno", "judged"),
    "upper": tuple(code for code in KeyResultType if code != "range"),
    "actual": ("judged",),
    "v30": tuple(code for code in KeyResultType if code != "anchored"),
    "v70": tuple(code for code in KeyResultType if code != "anchored"),
}


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


def show_failures(canvas: Canvas, rows: Sequence[Line], first: str, last: str) -> None:
    """Turn a check that fails into white on ink, as far as its words run over blank cells."""
    check = f"${rows[0](first)}"
    rule = _rule(f'LEFT({check},1)="{FAILED}"', fill=INK, ink="FFFFFF")
    area = " ".join(f"{row(first)}:{row(last)}" for row in rows)
    canvas.sheet.conditional_formatting.add(area, rule)


def show_hints(canvas: Canvas, blocks: Sequence[Sequence[Line]]) -> None:
    """Let a key result's hint stand out calmly where it must be put right."""
    first = f"${blocks[0][0]('hint')}"
    rule = _rule(f'LEFT({first},1)="{FAILED}"', fill=ASKING, ink=INK)
    canvas.sheet.conditional_formatting.add(area_of(blocks, "hint"), rule)


def show_phase(canvas: Canvas, area: str, formula: str, look: Look) -> None:
    """Give the cells of `area` the fill and ink of `look` while `formula` holds."""
    style = DifferentialStyle(
        font=Font(color=look.ink), fill=PatternFill(bgColor=look.fill, fill_type="solid")
    )
    rule = Rule(type="expression", dxf=style, formula=[formula])
    canvas.sheet.conditional_formatting.add(area, rule)


def area_of(blocks: Sequence[Sequence[Line]], first: str, last: str = "") -> str:
    """Give the cells from column `first` to `last` of several blocks of rows."""
    return " ".join(f"{rows[0](first)}:{rows[-1](last or first)}" for rows in blocks)


def show_not_needed(
    canvas: Canvas, blocks: Sequence[Sequence[Line]], options: SheetOptions
) -> None:
    """Make cells that the chosen type does not need look like computed ones while blank."""
    first = blocks[0][0]
    for key, types in NOT_NEEDED.items():
        if not options.has(key):
            continue
        cell, typeno = first(key), f"${first('typeno')}"
        numbers = [list(KeyResultType).index(KeyResultType(code)) + 1 for code in types]
        chosen = ",".join(f"{typeno}={number}" for number in numbers)
        style = DifferentialStyle(fill=PatternFill(bgColor=WASH, fill_type="solid"))
        formula = f"AND(LEN({cell})=0,OR({chosen}))"
        rule = Rule(type="expression", dxf=style, formula=[formula])
        canvas.sheet.conditional_formatting.add(area_of(blocks, key), rule)


def reason_is_needed(line: Line, target_line: str, pin: str = "") -> str:
    """Give the condition that a score asks for a reason; `target_line` is an edge of a band.

    Below the target line, typed where nothing is computed, or apart from what is: K401 to K403.
    `pin` is `$` where the columns are to stay when the condition is read for other cells.
    """
    score, computed, final = (f"{pin}{line(key)}" for key in ("score", "computed", "final"))
    low = f"AND(COUNT({score})=1,{score}<{target_line})"
    typed = f"AND(COUNT({final})=1,COUNT({computed})=0)"
    apart = f"IF(COUNT({final},{computed})=2,ABS({final}-{computed})>{TOLERANCE},FALSE)"
    return f"OR({low},{typed},{apart})"


def show_missing_reason(
    canvas: Canvas, blocks: Sequence[Sequence[Line]], policies: Policies
) -> None:
    """Fill the reason's cell where a reason is needed and missing."""
    first = blocks[0][0]
    cell = first("reason")
    needed = f"AND(${first('exists')}=1,${first('live')}=0)"
    if policies.reason_rule != "off":
        scored = reason_is_needed(first, f"{policies.band_edges[1]:f}", "$")
        needed = f"OR({needed},{scored})"
    style = DifferentialStyle(fill=PatternFill(bgColor=ASKING, fill_type="solid"))
    formula = f"AND(LEN(TRIM(${cell}))=0,{needed})"
    rule = Rule(type="expression", dxf=style, formula=[formula])
    canvas.sheet.conditional_formatting.add(area_of(blocks, "reason"), rule)


def show_void(canvas: Canvas, blocks: Sequence[Sequence[Line]]) -> None:
    """Grey the rows of void key results and strike their plan through."""
    first = blocks[0][0]
    condition = f"AND(${first('exists')}=1,${first('live')}=0)"
    style = DifferentialStyle(
        font=Font(color=INK_2, strike=True), fill=PatternFill(bgColor=WASH, fill_type="solid")
    )
    rule = Rule(type="expression", dxf=style, formula=[condition])
    canvas.sheet.conditional_formatting.add(area_of(blocks, "text", "unit"), rule)
