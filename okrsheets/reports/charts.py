"""The larger drawings: the year's line, the cover's bars, the dots of a department's scores.

All in millimetres, 170 wide. A score of 0-1 becomes a height or a place; nothing else is reckoned.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from okrsheets.display import band_of, round_half_up, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Band, CycleScore, Policies, YearScore
from okrsheets.reports.bars import mm, shape
from okrsheets.reports.records import Drawing, ReportContext, Shape
from okrsheets.reports.words import cycle_label

_WIDE = Fraction(170)
_F = Fraction
_NEAR_THE_GROUND = Fraction(1, 4)


def _text(name: str, place: tuple[Fraction, Fraction], anchor: str, label: str) -> Shape:
    return Shape(name, mm(place[0]), mm(place[1]), anchor, "2.65", label)


def _band_name(score: Fraction, policies: Policies) -> str:
    return (band_of(score, policies) or Band.NO_PROGRESS).value


def _line_of(policies: Policies) -> Fraction:
    """Give the lowest score on target: the line that every chart shows."""
    return Fraction(policies.band_edges[1])


def _on_target(policies: Policies, language: Language) -> str:
    return language.text(N_("On target {score}"), score=show_score(_line_of(policies)))


def year_chart(year: YearScore, context: ReportContext) -> Drawing:
    """Draw a person's year: one dot a scored cycle, joined where neighbours are scored."""
    policies, language, scores = context.of(year).policies, context.language, year.cycles
    step = (_WIDE - 24) / max(len(scores), 1)
    points = [
        (_F(24) + step * (number + _F(1, 2)), None if s.score is None else _level(s.score), s)
        for number, s in enumerate(scores)
    ]
    line = _level(_line_of(policies))
    shapes = [
        _text("text-grey", (_F(0), line + 1), "start", _on_target(policies, language)),
        shape("thin", _F(22), line, _WIDE - 22, _F(1, 4)),
        shape("rule", _F(22), _level(_F(0)), _WIDE - 22, _F(1, 5)),
    ]
    for (x1, y1, _), (x2, y2, _) in pairwise(points):
        if y1 is not None and y2 is not None:
            shapes.append(Shape("line", mm(x1), mm(y1), mm(x2), mm(y2)))
    for x, y, score in points:
        shapes += _year_point((x, y), score, context.of(score))
    words = [f"{cycle_label(s.cycle, context.of(s))} {show_score(s.score) or '—'}" for s in scores]
    return Drawing(", ".join(words), "170", "38", tuple(shapes))


def _level(score: Fraction) -> Fraction:
    return _F(31) - score * 25


def _year_point(
    place: tuple[Fraction, Fraction | None], score: CycleScore, context: ReportContext
) -> list[Shape]:
    x, y = place
    label = _text("text-grey", (x, _F(36)), "middle", cycle_label(score.cycle, context))
    if y is None or score.score is None:
        return [label]
    name = f"dot-{_band_name(score.score, context.policies)}"
    above = score.score >= _line_of(context.policies) or score.score < _NEAR_THE_GROUND
    place = (x, y - 3 if above else y + _F(49, 10))
    return [
        shape(name, x, y, _F(17, 10), _F(0)),
        _text("text", place, "middle", show_score(score.score)),
        label,
    ]


def cover_chart(scores: Sequence[Fraction], context: ReportContext) -> Drawing:
    """Draw a department's scores as bars without names, from low to high.

    The line's words stand at the left of the bars: over them they could not be read.
    """
    policies, language = context.policies, context.language
    height, base, left = _F(60), _F(62), _F(22)
    wide = _WIDE - left
    width = min(wide / len(scores) * _F(4, 5), _F(22))
    pitch = (wide - width) / max(len(scores) - 1, 1)
    line = base - _line_of(policies) * height
    bars, white = [], []
    for number, score in enumerate(sorted(scores)):
        name, x = f"bar-{_band_name(score, policies)}", left + pitch * number
        tall = max(score * height, _F(1, 2))
        bars.append(shape(name, x, base - tall, width, tall))
        if _band_name(score, policies) == Band.OUTSTANDING:
            white.append(shape("rule-white", x, line, width, _F(1, 5)))
    foot = language.text(
        N_("Each bar is one person's score, from low to high; {number} people have one."),
        number=len(scores),
    )
    shapes = [
        *bars,
        shape("rule", _F(0), line, _WIDE, _F(1, 5)),
        *white,
        shape("rule", _F(0), base, _WIDE, _F(2, 5)),
        _text("text-grey", (_F(0), line - 1), "start", _on_target(policies, language)),
        _text("text-grey", (_F(0), base + 5), "start", foot),
    ]
    words = language.text(N_("The scores of this pack, without names"))
    return Drawing(words, "170", "68", tuple(shapes))


def dots_chart(scores: Sequence[Fraction], context: ReportContext) -> Drawing:
    """Draw one dot a person on a scale from 0 to 1, in steps of 0.05; over them, how many."""
    policies = context.policies
    bins: dict[int, list[Fraction]] = {}
    for score in sorted(scores):
        bins.setdefault(min(int(round_half_up(score) * 20), 20), []).append(score)
    tallest = max((len(b) for b in bins.values()), default=1)
    step = min(_F(4), _F(40) / tallest)
    radius = min(_F(17, 10), step / 2)
    base = step * tallest + 10
    shapes = _dots_axis(base, context)
    for place, members in sorted(bins.items()):
        x = _dot_x(_F(place, 20))
        for number, score in enumerate(members):
            y = base - step * number - radius - _F(3, 5)
            shapes.append(shape(f"dot-{_band_name(score, policies)}", x, y, radius, _F(0)))
        top = base - step * len(members) - _F(7, 5)
        shapes.append(shape("halo", x - 2, top - _F(12, 5), _F(4), _F(3)))
        shapes.append(_text("text", (x, top), "middle", str(len(members))))
    words = context.language.text(N_("Each dot is one person, in steps of 0.05."))
    return Drawing(words, "170", mm(base + 6), tuple(shapes))


def _dot_x(score: Fraction) -> Fraction:
    return _F(6) + score * 156


def _dots_axis(base: Fraction, context: ReportContext) -> list[Shape]:
    line = _dot_x(_line_of(context.policies))
    label = _on_target(context.policies, context.language)
    shapes = [
        shape("axis", line - _F(1, 10), _F(1), _F(1, 5), base - 1),
        _text("text-grey", (line - 1, _F(3)), "end", label),
        shape("rule", _F(2), base, _F(165), _F(1, 5)),
    ]
    for fifth, label in enumerate(("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")):
        place = (_dot_x(_F(fifth, 5)), base + 4)
        shapes.append(_text("text-grey", place, "middle", label))
    return shapes
