"""The larger charts of packs and documents, laid out and drawn by pygal, in one style.

Here stand pygal's settings and the style, which is written into the shapes: WeasyPrint then has no
stylesheet to apply. What pygal adds for browsers (scripts, tooltips, the day) is left out, so the
same chart gives the same bytes.
"""

import re
import sys
from collections.abc import Mapping
from copy import deepcopy
from fractions import Fraction
from functools import partial
from itertools import groupby
from math import ceil
from types import MappingProxyType
from typing import Any

import pygal
from markupsafe import Markup
from pygal.style import Style

from okrsheets.render.look import NAVY, Look
from okrsheets.reports.chart_records import Chart, ChartMark

# pygal's finder for maps, which we have not, knows no `find_spec`: Python 3.11 would warn of it
# with every import that fails, wherever.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_UNITS = 4
"""Units of the drawing in a millimetre: pygal's own gaps, 5 units, are then about one."""
_WIDE = 170
_FONT = 2.65  # mm, 7.5 pt
_NUMBERS = 4  # mm, over bars
_EDGES_TOO = 1.04  # pygal leaves a fiftieth free at each end of a scale
_LABELS = 2.5 + _FONT  # mm: what pygal keeps free for labels of one line
_LAST_NARROW = "\u2e7f"
_WIDEST_BAR, _WIDEST_COLUMN = 8.0, 22.0  # mm; a column is a bar on the scale of scores
_LEAST_PITCH = 1.5  # mm: nearer bars touch, as finer gaps would only flicker
_LEFT = 21.0  # mm, about what the words at the line take
_LEAST = Fraction(1, 120)  # of the scale: so much is seen of a score of nought
_STEP, _LEAST_STEP, _DOT = 4.0, 1.6, 1.7  # mm
_PILE = 7.0  # mm, the room between two piles
_SCALE = 163.0  # mm, from 0 to 1
_OVER_PILES = 10.0  # mm: a number, and above it the words at the line
_NEAR = Fraction(1, 50)  # of the scale: a line so near would cross a pile's number
_INK, _INK_2, _GREY, _FAINT, _HAIR = "#1A1F24", "#4A535C", "#6B757F", "#9AA3AC", "#C9CFD5"
_FILLS: Mapping[str, str] = MappingProxyType(
    {
        "no_progress": "#FFFFFF",
        "below": "#F0C987",
        "on_target": "#7DABC8",
        "outstanding": NAVY,
        "plain": NAVY,
        "apart": "#FFFFFF",
        "": "none",
    }
)
_EDGES: Mapping[str, str] = MappingProxyType({"no_progress": _GREY, "apart": _INK})
_AXIS = "axis y"
_DRAWN = {"svg", "g", "path", "rect", "circle", "text"}
_MEASURE = re.compile(r"-?\d+\.\d+")


def draw_chart(chart: Chart, look: Look) -> Markup:
    """Draw a chart as SVG, 170 mm wide; its text is text, in the faces of the pages."""
    drawn = _bars(chart) if chart.kind == "bars" else _dots(chart)
    drawn.add_xml_filter(partial(_dress, chart=chart, height=drawn.config.height))
    return Markup(look.tinted(drawn.render(is_unicode=True)))  # noqa: S704 - pygal escapes the words


def _settings(height: float, below: float, **more: object) -> dict[str, object]:
    """Give what all charts have in common; height and room below in millimetres.

    Words at the left take their room by themselves; Chinese ones more than pygal reckons.
    """
    words: str = more["y_labels"][0]["label"]  # type: ignore[index] # a list of labelled places
    whole = ceil((height + below) * _UNITS) + 1  # pygal's viewBox has whole numbers
    wide = sum(letter > _LAST_NARROW for letter in words) * 0.4 * _FONT
    return {
        "style": Style(label_font_size=_FONT * _UNITS, value_font_size=0),
        "width": _WIDE * _UNITS,
        "height": whole,
        "margin": 0.01,
        "margin_bottom": whole - height * _UNITS,
        "margin_left": (wide + 0.3 if words else -_LABELS) * _UNITS,
        "truncate_label": -1,
        "show_legend": False,
        "print_labels": True,
        "no_prefix": True,
        "disable_xml_declaration": True,
        "js": (),
        **more,
    }


def _place(value: Fraction, words: str = "") -> dict[str, object]:
    return {"value": float(value), "label": words}


def _bars(chart: Chart) -> Any:  # noqa: ANN401 - pygal has no annotations
    """Lay out bars: each has its number above it and its label below."""
    places = [_place(p.value, p.words) for p in chart.scale]
    line = [_place(chart.line.value, chart.line.words)] if chart.line else []
    count = len(chart.marks)
    widest, room = (_WIDEST_COLUMN, _WIDE - _LEFT) if line else (_WIDEST_BAR, _WIDE)
    share = 0.4 if room / count > _LEAST_PITCH else 0.51
    half = min(share, widest / 2 * count / room)
    labelled = any(mark.label for mark in chart.marks)
    below = _FONT + 1.35 if any(mark.below for mark in chart.marks) else 0
    numbers = _NUMBERS if any(mark.text for mark in chart.marks) else 0
    drawn = pygal.Histogram(
        **_settings(
            float(chart.high) * _EDGES_TOO + numbers + (_LABELS if labelled else 0),
            below,
            margin_top=numbers * _UNITS or 0.01,
            range=(0, float(chart.most)),
            print_values_position="top",
            show_x_labels=labelled,
            y_labels=[*line, *places] or [_place(Fraction(0))],
            y_labels_major=[p["value"] for p in line] or [-1],
            x_labels=[
                _place(Fraction(0)),
                *(
                    _place(Fraction(2 * n + 1, 2), f"{mark.label}\n{mark.below}".rstrip())
                    for n, mark in enumerate(chart.marks)
                ),
                _place(Fraction(count)),
            ],
        )
    )
    drawn.add("", [_bar(mark, n + 0.5, half, chart) for n, mark in enumerate(chart.marks)])
    return drawn


def _bar(mark: ChartMark, middle: float, half: float, chart: Chart) -> dict[str, object]:
    height = float(max(mark.value, _LEAST * chart.most if mark.code else 0))
    return {
        "value": (height, middle - half, middle + half),
        "label": mark.text,
        "node": _paint(mark.code, _EDGES.get(mark.code, "none"), 0.3),
    }


def _paint(code: str, edge: str, width: float) -> dict[str, object]:
    return {"fill": _FILLS[code], "stroke": edge, "stroke-width": round(width * _UNITS, 2)}


def _dots(chart: Chart) -> Any:  # noqa: ANN401 - pygal has no annotations
    """Lay out piles of dots; upwards everything is in millimetres."""
    step, abreast = _fit_piles(chart)
    radius = min(_DOT, step / 2)
    top = step * ceil(chart.most / abreast) + _OVER_PILES
    piles = [(at, list(marks)) for at, marks in groupby(chart.marks, key=lambda mark: mark.value)]
    drawn = pygal.XY(
        **_settings(
            top * _EDGES_TOO + _LABELS,
            0,
            range=(0, top),
            xrange=(0, 1),
            stroke=False,
            y_labels=[_place(Fraction(0))],
            x_labels=[_place(p.value, p.words) for p in chart.scale],
        )
    )
    dots = [
        {
            "value": (
                float(at) + (number % abreast - (min(len(marks), abreast) - 1) / 2) * step / _SCALE,
                step * (number // abreast) + radius + 0.6,
            ),
            "node": _paint(mark.code, _INK, min(0.3, radius / 6)),
        }
        for at, marks in piles
        for number, mark in enumerate(marks)
    ]
    heights = [(at, step * ceil(len(marks) / abreast) + 0.6) for at, marks in piles]
    texts = [marks[-1].text for _, marks in piles]
    numbers = [_words(at, h, text) for (at, h), text in zip(heights, texts, strict=True)]
    drawn.add("", dots, dots_size=radius * _UNITS)
    drawn.add("", numbers, dots_size=0)
    if chart.line:
        at = chart.line.value
        near = [height + 4.5 for place, height in heights if abs(place - at) < _NEAR]
        drawn.add("", [_words(at - Fraction(1, 160), top - 3.2, chart.line.words)], dots_size=0)
        ends = [(float(at), max(near, default=0.0)), (float(at), top)]
        drawn.add("", ends, stroke=True, show_dots=False)
    return drawn


def _fit_piles(chart: Chart) -> tuple[float, int]:
    """Give the way from dot to dot, in millimetres, and how many dots of a pile lie abreast."""
    high, many = float(chart.high), int(chart.most)
    if high / many >= _LEAST_STEP:
        return min(_STEP, high / many), 1
    return max((min(high / ceil(many / n), _PILE / n), n) for n in range(1, many + 1))


def _words(at: Fraction, high: float, words: str) -> dict[str, object]:
    return {"value": (float(at), high), "label": words}


def _dress(root: Any, chart: Chart, height: int) -> Any:  # noqa: ANN401 - pygal's tree
    """Give every shape its style, and leave out what only a browser needs."""
    for node in list(root.iter()):
        if node.tag not in _DRAWN or not _style(node):
            node.getparent().remove(node)
    for axis in [group for group in root.iter("g") if _AXIS in group.get("class", "")]:
        axis.getparent().append(axis)  # the line goes over the bars
    for text in root.findall(".//text"):
        _second_line(text)
    for node in list(root.iter("g"))[::-1]:
        node.attrib.pop("class", None)
        if not len(node):
            node.getparent().remove(node)
    title = root.makeelement("title")
    title.text = chart.title
    root.insert(0, title)
    root.attrib.pop("id")
    root.attrib.pop("class")
    root.set("width", f"{_WIDE}mm")
    root.set("height", f"{height / _UNITS:g}mm")
    return root


def _style(node: Any) -> bool:  # noqa: ANN401 - pygal's tree
    """Style a shape by its place in pygal's tree; False if it is nothing to see."""
    if node.tag in ("svg", "g"):
        return True
    names = set(node.attrib.pop("class", "").split())
    around = {name for group in node.iterancestors("g") for name in group.get("class", "").split()}
    for name, value in node.attrib.items():
        node.set(name, _MEASURE.sub(lambda found: f"{float(found[0]):.2f}", value))
    if node.tag == "text":
        if "label" in names:  # a number stands a little over its place
            node.set("y", f"{float(node.get('y')) - 0.9 * _UNITS:.2f}")
        end = ("axis" in around and "y" in around) or "serie-2" in around
        node.attrib.update(
            {
                "font-family": "OKR Sans",
                "font-size": f"{_FONT * _UNITS:g}",
                "fill": _INK_2 if "axis" in around or end else _INK,
                "text-anchor": "end" if end else "middle",
            }
        )
        return bool((node.text or "").strip())
    if node.tag == "path":
        return _draw_line(node, names, around)
    return not names & {"background", "tooltip-box"} and node.get("r") != "0"


def _draw_line(node: Any, names: set[str], around: set[str]) -> bool:  # noqa: ANN401 - pygal's tree
    if "axis" not in around:
        node.attrib.update({"stroke": _FAINT, "stroke-width": "0.8", "fill": "none"})
        return True
    if "x" in around:
        return False
    if "major" in names:  # the line on target, white at its edges where it crosses a dark bar
        halo = deepcopy(node)
        halo.attrib.update({"stroke": "#FFFFFF", "stroke-width": "2.4", "fill": "none"})
        node.addprevious(halo)
    width = "0.8" if "guide" in names else "1"
    hair = "guide" in names and "major" not in names
    node.attrib.update({"stroke": _HAIR if hair else _INK, "stroke-width": width, "fill": "none"})
    return True


def _second_line(text: Any) -> None:  # noqa: ANN401 - pygal's tree
    """Put what follows a line break below it, darker: a number under its label."""
    first, _, second = text.text.partition("\n")
    if second:
        text.text = first
        below = deepcopy(text)
        below.text = second
        below.set("y", f"{float(text.get('y')) + 4 * _UNITS:.2f}")
        below.set("fill", _INK)
        text.addnext(below)
