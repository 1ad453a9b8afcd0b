"""What a larger chart says: values with their bands, labels, numbers, the line on target.

Frozen records only. How a chart looks is the business of `okrsheets.render.charts`.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

ChartKind = Literal["bars", "dots"]


@dataclass(frozen=True, slots=True)
class ChartMark:
    """A bar or a dot.

    Attributes:
        value: how high a bar stands; where on the scale a dot lies.
        code: a band (`no_progress` … `outstanding`), `plain`, `apart` (hollow: without a place on
            the scale), or "" where nothing is drawn.
        text: the number over it; one for a whole pile of dots.
        label: what stands below a bar.
        below: a second line below the label.
    """

    value: Fraction
    code: str
    text: str = ""
    label: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A place on the scale and the words that stand at it."""

    value: Fraction
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over the text's width.

    Attributes:
        kind: `bars` beside each other, or `dots` in piles on a scale from 0 to 1.
        title: the words that stand for it when it is read aloud.
        marks: at least one; dots of one place follow each other.
        most: the value at the full height of bars, or how many dots the highest pile has.
        high: the full height of bars, or the most that a pile may take, in millimetres.
        line: the lowest score on target, if the scale is one of scores.
        scale: the other places on the scale that have words.
    """

    kind: ChartKind
    title: str
    marks: tuple[ChartMark, ...]
    most: Fraction
    high: Fraction
    line: ChartLine | None = None
    scale: tuple[ChartLine, ...] = ()
