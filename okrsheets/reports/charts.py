"""The larger drawings: the year's line, the cover's bars, the dots of a department's scores.

The year's line, set for every person, is a few shapes in millimetres, 170 wide. The others say
what a chart holds; `okrsheets.render.charts` draws it.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from okrsheets.display import band_of, round_half_up, show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Band, CycleScore, Policies, YearScore
from okrsheets.reports.bars import mm, shape
from okrsheets.reports.chart_records import Chart, ChartLine, ChartMark
from okrsheets.reports.records import Drawing, ReportContext, Shape
from okrsheets.reports.words import cycle_label

_WIDE = Fraction(170)
_F = Fraction
_NEAR_THE_GROUND = Fraction(1, 4)
_HIGHEST_PILE = Fraction(40)
_MOST_NUMBERED = 20
"""So many numbers of four characters stand beside each other below the bars."""


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


def cover_chart(scores: Sequence[Fraction], context: ReportContext) -> Chart:
    """Give a department's scores as bars without names, from low to high.

    Where there are few enough, each has its number.
    """
    policies, language = context.policies, context.language
    shown = [(score, show_score(score) or "") for score in sorted(scores)]
    numbered = len(shown) <= _MOST_NUMBERED
    marks = [
        ChartMark(score, _band_name(score, policies), label=text if numbered else "")
        for score, text in shown
    ]
    words = [language.text(N_("The scores of this pack, without names"))]
    words += [text for _, text in shown] if numbered else []
    return Chart(
        "bars",
        ", ".join(words),
        tuple(marks),
        most=_F(1),
        high=_F(60),
        line=ChartLine(_line_of(policies), _on_target(policies, language)),
        scale=tuple(ChartLine(end, show_score(end) or "") for end in (_F(0), _F(1))),
    )


def cover_note(scores: Sequence[Fraction], language: Language) -> str:
    """Say what the bars of a cover are."""
    return language.text(
        N_("Each bar is one person's score, from low to high; {number} people have one."),
        number=len(scores),
    )


def dots_chart(scores: Sequence[Fraction], context: ReportContext) -> Chart:
    """Give one dot a person on a scale from 0 to 1, in steps of 0.05; over them, how many."""
    policies, language = context.policies, context.language
    bins: dict[int, list[Fraction]] = {}
    for score in sorted(scores):
        bins.setdefault(min(int(round_half_up(score) * 20), 20), []).append(score)
    piles = [(_F(place, 20), members) for place, members in sorted(bins.items())]
    words = [f"{show_score(place)}: {len(members)}" for place, members in piles]
    return Chart(
        "dots",
        f"{language.text(N_('Each dot is one person, in steps of 0.05.'))} {', '.join(words)}",
        tuple(
            ChartMark(place, _band_name(score, policies), str(len(members)))
            for place, members in piles
            for score in members
        ),
        most=_F(max(len(members) for _, members in piles)),
        high=_HIGHEST_PILE,
        line=ChartLine(_line_of(policies), _on_target(policies, language)),
        scale=tuple(ChartLine(_F(fifth, 5), f"{fifth / 5:.1f}") for fifth in range(6)),
    )
