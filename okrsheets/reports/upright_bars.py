"""Upright bars beside each other, each with its number above and its label below."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from okrsheets.reports.bars import mm, shape
from okrsheets.reports.records import Drawing, Shape

_F = Fraction
_WIDE = _F(170)
_WIDEST_BAR = _F(8)
_ABOVE, _LINE = _F(6), _F(4)


@dataclass(frozen=True, slots=True)
class UprightBar:
    """A bar: what it counts, how it is labelled, and a second line below the label, if any.

    One that is `apart` stands for what has no place on the scale: it is hollow.
    """

    label: str
    count: int
    below: str = ""
    apart: bool = False


def draw_upright_bars(bars: Sequence[UprightBar], *, high: int, words: str) -> Drawing:
    """Draw bars over the text's width.

    Args:
        bars: at least one.
        high: how high the highest stands, in millimetres.
        words: what the drawing says, for whoever hears it.
    """
    most = max(1, *(bar.count for bar in bars))
    pitch, ground = _WIDE / len(bars), high + _ABOVE
    width = min(pitch * _F(3, 5), _WIDEST_BAR)
    shapes = [shape("rule", _F(0), ground, _WIDE, _F(1, 5))]
    for number, bar in enumerate(bars):
        middle, height = pitch * (number + _F(1, 2)), _F(high) * bar.count / most
        if bar.count:
            name = "stub" if bar.apart else "fill"
            shapes.append(shape(name, middle - width / 2, ground - height, width, height))
        shapes += [
            _text("text", middle, ground - height - 1, str(bar.count) if bar.count else "·"),
            _text("text-grey", middle, ground + _LINE, bar.label),
        ]
        if bar.below:
            shapes.append(_text("text", middle, ground + 2 * _LINE, bar.below))
    lines = 2 if any(bar.below for bar in bars) else 1
    return Drawing(words, mm(_WIDE), mm(ground + lines * _LINE + 2), tuple(shapes))


def _text(name: str, x: Fraction, y: Fraction, label: str) -> Shape:
    return Shape(name, mm(x), mm(y), "middle", "2.65", label)
