"""Lines of personal reports as they are set: no mark on the wrong side of a break, no empty box.

The lines are read from the engine's layout, the glyphs from the finished PDF.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from report_history import changed
from report_kit import html_of, pages_of, setter
from report_people import Q3, Q4, T, context, kr, lin_jing, make_year

from okrsheets.model import CycleReview, CycleSheet, Objective, PersonYear
from okrsheets.render.html import Report
from okrsheets.render.pdf import _Document
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.resources import find_resource

pytestmark = pytest.mark.no_cover  # looks at pages; others measure

NEVER_FIRST = "，。；：、！？）》」』】〉〕”’,.;:!?)]}%"
NEVER_LAST = "（《「『【〈〔“‘([{"
PAIRS = ("——", "……")
MARKED = "他说：“做到了！”（两次抽查，都没有问题）；《口径说明》——共 24 项……其余 3.5% 下季度再做。"

_HAN = r"[\u4e00-\u9fff]"
_FIGURE = r"(?:[A-Za-z0-9%]|\{(?:number|n|score|day|missing|excused)\})"
_UNEVEN = re.compile(
    rf"{_HAN}{_FIGURE}|{_FIGURE}{_HAN}|[０-９Ａ-Ｚａ-ｚ％]"
    r"|[，。；：！？、（）《》“”] | [，。；：！？、）》”]"
)


def shifted() -> PersonYear:
    """Give a person whose texts bring every mark to every place of a line, a sign at a time."""
    lines = tuple(
        kr(n, "字" * n + MARKED * 2, T.LINEAR, "- 10 5", reason="因" * n + MARKED * 3)
        for n in range(1, 6)
    )
    objectives = tuple(Objective(n, "目" * n + MARKED, None, MARKED, lines) for n in range(1, 6))
    answers = ["答" * n + MARKED * 4 for n in range(1, 4)]
    review = CycleReview(how_far=answers[0], how=answers[1], cause=answers[2])
    return make_year(lin_jing().person, (CycleSheet(Q3, objectives, review=review),))


def reports(code: str) -> Iterator[Report]:
    """Give the sample's personal reports, and in Chinese those with marks everywhere."""
    given = context(code)
    yield build_quarterly(changed(code), Q3, given)
    yield build_quarterly(lin_jing(code), Q4, given)
    yield build_annual(changed(code), given)
    if code == "zh":
        yield build_quarterly(shifted(), Q3, given)


def lines_of(report: Report) -> list[list[str]]:
    """Give every paragraph's lines as the engine sets them."""
    pages = setter()
    document = pages._laid_out(_Document(html_of(report), pages._fetcher, pages._elements))
    found: list[list[str]] = []
    for page in document.pages:
        for child in page._page_box.descendants():
            inner = [c for c in getattr(child, "children", ()) if type(c).__name__ == "LineBox"]
            if inner:
                found.append([text for text in map(_text, inner) if text])
    return found


def _text(line: Any) -> str:  # noqa: ANN401 - a box of the engine
    return "".join(box.text for box in line.descendants() if hasattr(box, "text")).strip()


def faults(paragraphs: Sequence[Sequence[str]]) -> list[str]:
    """Give the lines that begin or end with a mark that must not stand there."""
    wrong = []
    for lines in paragraphs:
        for before, line in pairwise(lines):
            if line[0] in NEVER_FIRST or before[-1] in NEVER_LAST:
                wrong.append(f"{before} | {line}")
            if before[-1] + line[0] in PAIRS:
                wrong.append(f"torn: {before} | {line}")
    return wrong


def test_faults__marks_on_the_wrong_side__are_seen() -> None:
    torn = [["他说", "，好"], ["他说（", "好）"], ["好—", "—好"], ["好", "——好"]]
    assert [len(faults([lines])) for lines in torn] == [1, 1, 1, 0]


@pytest.mark.parametrize("code", ["en", "zh"])
def test_lines__of_every_personal_report__break_where_they_may(code: str) -> None:
    broken = 0
    for report in reports(code):
        paragraphs = lines_of(report)
        assert faults(paragraphs) == []
        broken += sum(len(lines) > 1 for lines in paragraphs)
    assert broken > 15


@pytest.mark.parametrize("room", ["reports", "operations", "alignment", "analysis"])
def test_catalogue__chinese_words_on_paper__are_spaced_alike(room: str) -> None:
    """A space between Chinese and Latin letters or figures, none beside a Chinese mark."""
    catalogue = (find_resource("locale") / "zh" / f"{room}.po").read_text(encoding="utf-8")
    words = re.findall(r'^msgstr(?:\[0\])? "(.+)"$', catalogue, re.MULTILINE)
    assert len(words) > 30
    assert [text for text in words if _UNEVEN.search(text.replace("\\n", "\n"))] == []


@pytest.mark.parametrize("text", ["共3人", "共 3人", "３ 人", "好。 坏", "共{number} 人", "A表"])
def test_catalogue__uneven_words__are_seen(text: str) -> None:
    assert _UNEVEN.search(text)


def test_lines__english__no_short_word_stands_alone_at_the_end_of_a_text() -> None:
    """Of texts that people typed: those that are long enough to have several lines."""
    report = build_quarterly(lin_jing("en"), Q3, context("en"))
    typed = [o.text for o in report.objectives]
    typed += [k.text for o in report.objectives for k in o.key_results]
    last = {" ".join(lines): lines[-1] for lines in lines_of(report) if len(lines) > 1}
    found = {text: last[text] for text in typed if text in last}
    assert found["Complete the two-site failover drill"] == "failover drill"
    assert found["Build a payment data foundation people can trust"] == "can trust"
    assert [end for end in found.values() if " " not in end and len(end) <= 8] == []


def test_lines__text_that_fits_but_for_its_last_space__is_not_torn_after_its_first_word() -> None:
    """A fault of the engine, where a kept end follows; the text is tried at every length."""
    for number in range(32):
        text = (
            f"Make payment success the reason {'i' * (number // 2)}{'.' * (number % 2)} we sell it"
        )
        objective = Objective(1, text, None, "", (kr(1, text, T.LINEAR, "- 10 5"),))
        person = make_year(lin_jing("en").person, (CycleSheet(Q3, (objective,)),))
        report = replace(build_quarterly(person, Q3, context("en")), legend="", formulas=())
        first = [lines[0] for lines in lines_of(report) if lines[0].startswith("Make")]
        assert first
        assert all(len(line) > 20 for line in first), first


@pytest.mark.parametrize("code", ["en", "zh"])
def test_pages__of_every_personal_report__have_no_empty_box(code: str) -> None:
    for report in reports(code):
        shown = list(_glyphs(pages_of(report).pdf))
        assert len(shown) > 200
        assert 0 not in shown  # glyph 0 is .notdef


def _glyphs(pdf: bytes) -> Iterator[int]:
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            for given in pikepdf.parse_content_stream(page):
                if str(given.operator) in ("Tj", "TJ"):
                    parts = given.operands[0] if str(given.operator) == "TJ" else given.operands
                    for part in parts:
                        yield from _numbers(part)


def _numbers(part: object) -> Iterator[int]:
    if isinstance(part, pikepdf.String):
        data = bytes(part)
        yield from (int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2))
