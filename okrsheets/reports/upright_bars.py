"""Upright bars beside each other, each with its number above and its label below."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from okrsheets.reports.chart_records import Chart, ChartMark


@dataclass(frozen=True, slots=True)
class UprightBar:
    """A bar: what it counts, how it is labelled, and a second line below the label, if any.

    One that is `apart` stands for what has no place on the scale: it is hollow.
    """

    label: str
    count: int
    below: str = ""
    apart: bool = False


def chart_upright_bars(bars: Sequence[UprightBar], *, high: int, words: str) -> Chart:
    """Give bars over the text's width.

    Args:
        bars: at least one.
        high: how high the highest stands, in millimetres.
        words: what the chart says, for whoever hears it.
    """
    most = max(1, *(bar.count for bar in bars))
    marks = tuple(_mark(bar) for bar in bars)
    return Chart("bars", words, marks, most=Fraction(most), high=Fraction(high))


def _mark(bar: UprightBar) -> ChartMark:
    code = "apart" if bar.apart else "plain"
    return ChartMark(
        Fraction(bar.count),
        code if bar.count else "",
        str(bar.count) if bar.count else "·",
        bar.label,
        bar.below,
    )
