"""A personal report is one page where it can be; else its talk has a page to spread on."""

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest
from report_kit import html_of, page_texts, pages_of
from report_people import Q1, Q2, Q3, Q4, T, context, kr, lin_jing, make_year

from okrsheets.model import CycleReview, CycleSheet, Objective, Person
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.reports.records import AnnualReport, QuarterlyReport
from okrsheets.reports.talk_room import MORE_LINES

LANGUAGES = ("en", "zh")


def report_of(
    objectives: int, key_results: int, review: CycleReview | None = None, code: str = "en"
) -> QuarterlyReport:
    """Give a report of so many objectives with so many key results each."""
    lines = tuple(kr(n + 1, f"Result {n}", T.LINEAR, "- 10 8") for n in range(key_results))
    held = tuple(Objective(n + 1, f"Aim {n}", None, "", lines) for n in range(objectives))
    sheet = CycleSheet(Q3, held, review=review or CycleReview())
    person = make_year(Person("E1", "Ann", ("Sales",), "Seller"), (sheet,))
    return build_quarterly(person, Q3, context(code))


def lines_of(report: QuarterlyReport) -> int:
    """Count the lines to write on."""
    return html_of(report).count('<div class="line">')


@pytest.mark.parametrize("code", LANGUAGES)
def test_build_quarterly__may_be_one_sheet__is_set_close_and_is_one(code: str) -> None:
    report = report_of(1, 3, code=code)
    assert report.more_lines == 0
    assert "roomy" not in html_of(report)
    assert pages_of(report).count == 1


LONGER = {
    **{code: report_of(3, 2, code=code) for code in LANGUAGES},
    "nine key results": build_quarterly(lin_jing("zh"), Q3, context("zh")),
}


@pytest.mark.parametrize("report", LONGER.values(), ids=LONGER.keys())
def test_build_quarterly__second_page_anyway__talk_has_more_lines_and_no_third_page(
    report: QuarterlyReport,
) -> None:
    empty = [q for part in report.review for q in part.questions if not q.answer]
    assert report.more_lines == MORE_LINES
    assert 'class="together roomy"' in html_of(report)
    assert lines_of(report) == sum(q.lines + MORE_LINES for q in empty) > 0
    assert pages_of(report).count == 2


def test_build_quarterly__talk_moves_to_a_second_page__it_was_guessed() -> None:
    counts = {}
    for objectives, key_results in ((1, 1), (1, 5), (2, 2), (2, 4), (3, 1), (3, 3), (5, 1)):
        report = report_of(objectives, key_results)
        counts[objectives, key_results] = (pages_of(report).count, bool(report.more_lines))
    assert all(roomy == (pages == 2) for pages, roomy in counts.values()), counts
    assert {pages for pages, _ in counts.values()} == {1, 2}


def test_build_quarterly__long_answers_fill_a_page__no_further_lines() -> None:
    answers = CycleReview(how_far="Word by word. " * 60, how="Step by step. " * 60)
    assert report_of(3, 3).more_lines == MORE_LINES
    assert report_of(3, 3, answers).more_lines == 0


def test_build_quarterly__key_results_fill_two_pages__no_further_lines() -> None:
    report = report_of(5, 5)
    assert report.more_lines == 0
    assert pages_of(report).count == 3


def annual_of(objectives: int, quarters: int, code: str = "en") -> AnnualReport:
    """Give a year's report of so many scored quarters with so many objectives each."""
    held = tuple(
        Objective(n + 1, f"Aim {n}", None, "", (kr(1, "Result", T.LINEAR, "- 10 8"),))
        for n in range(objectives)
    )
    sheets = [CycleSheet(cycle, held) for cycle in (Q1, Q2, Q3, Q4)[:quarters]]
    person = make_year(Person("E1", "Ann", ("Sales",), "Seller"), sheets)
    return build_annual(person, context(code))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("objectives", [1, 2, 3, 5])
def test_build_annual__second_page_anyway__reviews_have_room_and_no_third_page(
    objectives: int, code: str
) -> None:
    report = annual_of(objectives, 4, code)
    assert 'class="together roomy"' in html_of(report)
    assert pages_of(report).count == pages_of(replace(report, roomy=False)).count


@pytest.mark.parametrize("code", LANGUAGES)
def test_build_annual__may_be_one_sheet__is_set_close_and_is_one(code: str) -> None:
    report = annual_of(1, 0, code)
    assert "roomy" not in html_of(report)
    assert pages_of(report).count == 1


@pytest.mark.parametrize(
    ("objectives", "key_results", "reasons"), [(2, 5, 4), (3, 3, 2), (3, 4, 0)]
)
def test_build_quarterly__reckoning_on_a_next_page__last_objective_is_with_it(
    objectives: int, key_results: int, reasons: int
) -> None:
    lines = tuple(
        kr(n + 1, f"Result {n}", T.LINEAR, "- 10 8", reason="Late." if n < reasons else "")
        for n in range(key_results)
    )
    held = tuple(Objective(n + 1, f"Aim {n}", None, "", lines) for n in range(objectives))
    report = build_quarterly(
        make_year(Person("E1", "Ann", ("Sales",), "Seller"), (CycleSheet(Q3, held),)),
        Q3,
        context("zh"),
    )
    pages = page_texts(pages_of(report).pdf)
    told = [page for page in pages if "季度得分 =" in page]
    assert len(told) == 1
    assert f"O{objectives} =" in told[0]


def test_build_quarterly__long_question__next_line_hangs_under_the_first_word() -> None:
    lines = (kr(1, "Result", T.LINEAR, "- 10 5"),)
    sheet = CycleSheet(Q3, (Objective(1, "Aim", None, "", lines),))
    person = make_year(Person("E1", "Ann", ("Sales",), "Seller"), (sheet,))
    left: dict[str, float] = {}

    def note(text: str, _cm: object, tm: list[float], *_font: object) -> None:
        left.setdefault(text.strip(), tm[4])

    pdf = pages_of(build_quarterly(person, Q3, context("en"))).pdf
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=note)
    first = left["Is the method wrong, and what will"]
    assert left["improve it?"] == pytest.approx(first, abs=1)
