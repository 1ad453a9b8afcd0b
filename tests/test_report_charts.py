"""The charts of packs and documents: what they say by hand, and that the drawing says no less."""

import re
import subprocess
import sys
from fractions import Fraction as F  # noqa: N817 - dozens of them
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from report_kit import page_texts, pages_of, text_of
from report_people import Q3, context
from test_report_department import person, scored

from okrsheets.render.charts import draw_chart
from okrsheets.render.look import BUILT_IN_LOOK, NAVY, Look
from okrsheets.reports.chart_records import Chart, ChartLine, ChartMark
from okrsheets.reports.charts import cover_chart, dots_chart
from okrsheets.reports.department import Pack, build_department
from okrsheets.reports.document_records import Block, BlocksReport
from okrsheets.reports.operations import document_head
from okrsheets.reports.upright_bars import UprightBar, chart_upright_bars

SVG = "{http://www.w3.org/2000/svg}"
UNITS = 4  # in a millimetre
FIVE = (F(1), F(0), F("0.694"), F("0.7"), F("0.695"))


def svg_of(chart: Chart, look: Look = BUILT_IN_LOOK) -> ET.Element:
    """Draw a chart and read the drawing."""
    return ET.fromstring(draw_chart(chart, look))  # noqa: S314 - our own


def texts(svg: ET.Element) -> list[str]:
    """Give the words of a drawing in their order."""
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def bars(svg: ET.Element) -> list[tuple[str, float]]:
    """Give the colours and heights of the bars, in millimetres."""
    found = [(r.get("fill", ""), float(r.get("height", ""))) for r in svg.iter(f"{SVG}rect")]
    return [(fill, round(height / UNITS, 1)) for fill, height in found]


def upright() -> Chart:
    """Give two bars, a place without one, and one apart."""
    given = [
        UprightBar("29 Jun", 4, "12"),
        UprightBar("6 Jul", 0, "0"),
        UprightBar("13 Jul", 1, "1"),
        UprightBar("none", 2, apart=True),
    ]
    return chart_upright_bars(given, high=24, words="Weeks")


def test_cover_chart__five_scores__low_to_high_with_bands_and_numbers() -> None:
    chart = cover_chart(FIVE, context("en"))
    assert [(mark.code, mark.label) for mark in chart.marks] == [
        ("no_progress", "0.00"),
        ("below", "0.69"),
        ("on_target", "0.70"),
        ("on_target", "0.70"),
        ("outstanding", "1.00"),
    ]
    assert chart.line == ChartLine(F("0.7"), "On target 0.70")
    assert [place.words for place in chart.scale] == ["0.00", "1.00"]
    assert chart.title == "The scores of this pack, without names, 0.00, 0.69, 0.70, 0.70, 1.00"


def test_cover_chart__more_scores_than_numbers_have_room__scale_alone_has_numbers() -> None:
    many = [F(n, 100) for n in range(21)]
    assert {mark.label for mark in cover_chart(many, context("en")).marks} == {""}
    assert len({mark.label for mark in cover_chart(many[:20], context("en")).marks}) == 20


def test_dots_chart__seven_scores__piles_in_steps_of_a_twentieth() -> None:
    scores = [F(n, 1000) for n in (0, 624, 625, 674, 700, 724, 1000)]
    chart = dots_chart(scores, context("en"))
    assert [(mark.value, mark.code, mark.text) for mark in chart.marks] == [
        (F(0), "no_progress", "1"),
        (F("0.6"), "below", "2"),  # 0.62 and 0.63 as printed
        (F("0.6"), "below", "2"),
        (F("0.65"), "below", "1"),
        (F("0.7"), "on_target", "2"),
        (F("0.7"), "on_target", "2"),
        (F(1), "outstanding", "1"),
    ]
    assert chart.most == 2
    assert chart.title.endswith("0.00: 1, 0.60: 2, 0.65: 1, 0.70: 2, 1.00: 1")


def test_chart_upright_bars__nothing_counted__a_dot_and_no_bar() -> None:
    marks = upright().marks
    assert [(m.value, m.code, m.text, m.label, m.below) for m in marks] == [
        (F(4), "plain", "4", "29 Jun", "12"),
        (F(0), "", "·", "6 Jul", "0"),
        (F(1), "plain", "1", "13 Jul", "1"),
        (F(2), "apart", "2", "none", ""),
    ]


def test_draw_chart__bars__heights_colours_and_words_by_hand() -> None:
    svg = svg_of(upright())
    assert bars(svg) == [(NAVY, 24.0), ("none", 0.0), (NAVY, 6.0), ("#FFFFFF", 12.0)]
    assert sorted(texts(svg)) == sorted(
        ["4", "·", "1", "2", "29 Jun", "6 Jul", "13 Jul", "none", "12", "0", "1"]
    )
    assert svg[0].tag == f"{SVG}title"
    assert svg[0].text == "Weeks"
    assert (svg.get("width"), svg.get("viewBox", "").split()[2]) == ("170mm", "680")


def test_draw_chart__cover__a_score_of_nought_is_seen_and_the_line_lies_over_the_bars() -> None:
    svg = svg_of(cover_chart((F(0), F("0.5"), F(1)), context("en")))
    assert bars(svg) == [("#FFFFFF", 0.5), ("#F0C987", 30.0), (NAVY, 60.0)]
    order = [node.tag.removeprefix(SVG) for node in svg.iter() if node.tag != f"{SVG}g"]
    assert order.index("path") > max(n for n, tag in enumerate(order) if tag == "rect")


@pytest.mark.parametrize("number", [5, 20])
def test_draw_chart__cover__numbers_do_not_meet(number: int) -> None:
    svg = svg_of(cover_chart([F(n, 25) for n in range(number)], context("zh")))
    places = sorted(
        float(t.get("x", "")) for t in svg.iter(f"{SVG}text") if t.get("text-anchor") == "middle"
    )
    wide = 4 * 0.6 * 2.65 * UNITS  # four characters, of which a digit takes 0.555
    assert len(places) == number
    assert all(right - left > wide for left, right in pairwise(places))


def test_draw_chart__target_line__ends_above_the_number_of_its_pile() -> None:
    svg = svg_of(dots_chart([F("0.7")] * 3, context("en")))
    number = next(t for t in svg.iter(f"{SVG}text") if t.text == "3")
    (line,) = [p for p in svg.iter(f"{SVG}path") if "L" in p.get("d", "")]
    ends = [float(pair.split()[1]) for pair in re.split("[ML]", line.get("d", "")) if pair.strip()]
    assert max(ends) < float(number.get("y", "")) - 2.65 * 0.75 * UNITS


def test_draw_chart__two_hundred_of_one_score__every_dot_is_seen_within_the_height() -> None:
    svg = svg_of(dots_chart([F("0.7")] * 200, context("en")))
    dots = list(svg.iter(f"{SVG}circle"))
    assert len({(dot.get("cx"), dot.get("cy")) for dot in dots}) == 200
    assert {dot.get("fill") for dot in dots} == {"#7DABC8"}
    heights = [float(dot.get("cy", "")) for dot in dots]
    assert max(heights) - min(heights) < 41 * UNITS
    assert min(float(dot.get("r", "")) for dot in dots) > 0.5 * UNITS


@pytest.mark.parametrize("code", ["en", "zh"])
def test_draw_chart__in_a_pack__every_number_stands_in_the_page_s_text(code: str) -> None:
    people = tuple(person(n, scored(n)) for n in (0, 3, 5, 7, 7, 8, 10))
    report = build_department(Pack("Sales", Q3, people), context(code))
    assert report.cover is not None
    assert report.cover.chart is not None
    assert report.summary is not None
    assert report.summary.dots is not None
    cover, *others = page_texts(pages_of(report).pdf)
    rest = "\n".join(others)
    for mark in report.cover.chart.marks:
        assert mark.label in cover
    for place in (*report.cover.chart.scale, report.cover.chart.line):
        assert place is not None
        assert place.words in cover
    for place in (*report.summary.dots.scale, report.summary.dots.line):
        assert place is not None
        assert place.words in rest


def test_draw_chart__in_a_document__every_number_stands_in_the_page_s_text() -> None:
    head = document_head("Operations report", Q3, "", context("en"))
    report = BlocksReport(head, (Block("Weeks", "weeks", chart=upright()),))
    words = text_of(pages_of(report).pdf).split()
    for word in ("4", "·", "1", "2", "29", "6", "13", "Jun", "12", "0"):
        assert word in words


def test_draw_chart__twice__same_bytes_without_day_script_or_address() -> None:
    chart = dots_chart(FIVE, context("en"))
    drawn = draw_chart(chart, BUILT_IN_LOOK)
    assert draw_chart(chart, BUILT_IN_LOOK) == drawn
    assert re.findall(r"<!--|<script|<style|class=|id=", drawn) == []
    assert set(re.findall(r'https?://[^"]+', drawn)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_draw_chart__accent_and_words_of_people__colour_is_taken_and_words_are_escaped() -> None:
    chart = Chart("bars", "A & <b>", (ChartMark(F(1), "plain", "1", "<i>"),), F(1), F(20))
    svg = svg_of(chart, Look(accent="#5A1A4A"))
    assert bars(svg) == [("#5A1A4A", 20.0)]
    assert (svg[0].text, sorted(texts(svg))) == ("A & <b>", ["1", "<i>"])


def test_build_html__no_chart__library_is_not_loaded() -> None:
    code = "import sys, okrsheets.render.pdf, okrsheets.render.html; print('pygal' in sys.modules)"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_charts__imported__leave_no_finder_behind() -> None:
    assert [f for f in sys.meta_path if type(f).__module__ == "pygal"] == []
