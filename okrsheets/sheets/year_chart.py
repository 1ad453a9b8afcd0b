"""The chart of the year on the annual tab: a column for each cycle, the target line across.

A native chart, so that it follows the scores in any spreadsheet program. A cycle without a score
has no column and says so in its label, `Q1  –`; a score of nothing says `Q1  0.00`. The values
that other programs find stored in the chart are those of the empty form.
"""

from collections.abc import Sequence

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.utils import column_index_from_string

from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.formulas import Formula, Line
from okrsheets.sheets.styles import ACCENT, BOX, FACES, HAIR, INK, INK_2

NO_SCORE = "–"
_POINT = 12_700  # English metric units, in which charts are measured
_LABEL_SIZE = 900  # hundredths of a point
_GAPS = {True: 230, False: 80}  # per cent of a column's width between two: few cycles, many
_MANY = 4
_ABOVE, _BELOW = 18, 8  # points of the row that the chart leaves free


def caption(line: Line, tab: str) -> Formula:
    """Give a cycle's label with its displayed score: `Q1  0.79`, or `Q1  –`."""
    score = line("score")
    hundredths = f"ROUND({score}*100,0)"
    shown = f'INT({hundredths}/100)&"."&INT(MOD({hundredths},100)/10)&MOD({hundredths},10)'  # 0.80
    empty = f"{tab}  {NO_SCORE}"
    return Formula(f'IF(COUNT({score})=1,"{tab}  "&{shown},"{empty}")', empty)


def draw_chart(canvas: Canvas, cycles: Sequence[Line], target: float, row: int) -> None:
    """Draw the chart into `row` over the columns from the labels to the notes.

    Args:
        canvas: the annual tab; `row` has its height already.
        cycles: the cycles' rows, with captions and the target line's values in them.
        target: the lowest score that is on target.
        row: the chart's row.
    """
    face = FACES[canvas.language]
    bars, line = BarChart(), LineChart()
    bars.type, bars.gapWidth, bars.varyColors = "col", _GAPS[len(cycles) <= _MANY], False
    bars.append(_series(canvas, cycles, "score", None))
    bars.series[0].graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    bars.series[0].invertIfNegative = False
    line.append(_series(canvas, cycles, "line", target))
    stroke = LineProperties(solidFill=BOX, w=2 * _POINT, prstDash="dash")
    line.series[0].graphicalProperties = GraphicalProperties(ln=stroke)
    line.series[0].smooth = False
    line.series[0].marker.symbol = "none"
    _set_axes(bars, face)
    bars += line
    bars.legend = None
    bars.visible_cells_only = False  # the helper columns are hidden
    bars.roundedCorners = False
    bars.display_blanks = "gap"
    bars.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    bars.layout = Layout(ManualLayout(layoutTarget="inner", x=0.04, y=0.05, w=0.94, h=0.78))
    place = _place(cycles[0], row, canvas.sheet.row_dimensions[row].height or 0)
    bars.anchor = place  # type: ignore[assignment] # the stubs know only a cell's name
    canvas.sheet.add_chart(bars)


def _series(canvas: Canvas, cycles: Sequence[Line], key: str, value: float | None) -> Series:
    """Give a series with what an empty form holds: `value` in each cycle, or nothing."""
    letters = cycles[0].letters
    first, last = cycles[0].number, cycles[-1].number

    def cells(column: str) -> Reference:
        at = column_index_from_string(letters[column])
        return Reference(canvas.sheet, min_col=at, min_row=first, max_row=last)

    points = [] if value is None else [NumVal(idx=n, v=f"{value:g}") for n in range(len(cycles))]
    cache = NumData(formatCode="0.00", ptCount=len(cycles), pt=points)
    series: Series = SeriesFactory(cells(key))
    series.tx = SeriesLabel(v=key)
    series.val = NumDataSource(numRef=NumRef(f=str(cells(key)), numCache=cache))
    series.cat = _categories(cells("caption"), [str(canvas.empty[c("caption")]) for c in cycles])
    return series


def _categories(cells: Reference, texts: Sequence[str]) -> AxDataSource:
    points = [StrVal(idx=n, v=text) for n, text in enumerate(texts)]
    return AxDataSource(
        strRef=StrRef(f=str(cells), strCache=StrData(ptCount=len(texts), pt=points))
    )


def _set_axes(bars: BarChart, face: str) -> None:
    across, up = bars.x_axis, bars.y_axis
    across.delete = up.delete = False
    up.scaling.min, up.scaling.max, up.majorUnit = 0, 1, 0.5
    up.number_format, up.majorTickMark, across.majorTickMark = "0.0", "none", "none"
    grid = GraphicalProperties(ln=LineProperties(solidFill=HAIR, w=_POINT // 2))
    up.majorGridlines = ChartLines(spPr=grid)
    up.spPr = GraphicalProperties(ln=LineProperties(noFill=True))
    across.spPr = GraphicalProperties(ln=LineProperties(solidFill=INK_2, w=_POINT))
    across.txPr, up.txPr = _text(face, INK), _text(face, INK_2)


def _text(face: str, ink: str) -> RichText:
    font = Font(typeface=face)
    look = CharacterProperties(sz=_LABEL_SIZE, solidFill=ink, latin=font, ea=font)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=CharacterProperties())
    paragraph.r = []  # openpyxl adds an empty run, which has no place here
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])


def _place(line: Line, row: int, height: float) -> TwoCellAnchor:
    """Give the place of the chart: its row, from the first column of the table to the last."""
    first = column_index_from_string(line.letters["label"]) - 1
    last = column_index_from_string(line.letters["note"])
    end = round((height - _BELOW) * _POINT)
    return TwoCellAnchor(
        editAs="twoCell",
        _from=AnchorMarker(col=first, row=row - 1, rowOff=_ABOVE * _POINT),
        to=AnchorMarker(col=last, row=row - 1, rowOff=end),
    )
