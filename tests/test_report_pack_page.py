"""What is told of a review pack's figures: they are read aloud, checked, and decided on."""

import re

import pytest
from report_kit import html_of, page_texts
from report_people import Q3, T, context, kr, make_year

from okrsheets.model import Cycle, CycleSheet, Kind, Objective, Person, PersonYear, Status
from okrsheets.render.look import Look
from okrsheets.render.pdf import PageSetter
from okrsheets.reports.company import build_company
from okrsheets.reports.company_parts import CompanyPack, divide
from okrsheets.reports.department import Pack, build_department
from okrsheets.reports.pack_records import PackReport, PackSummary
from okrsheets.reports.quarterly import build_quarterly


def person(number: int, *sheets: CycleSheet) -> PersonYear:
    """Give person E1, E2, … with these tabs."""
    return make_year(Person(f"E{number}", f"Person {number}", ("Sales",), "Seller"), sheets)


def scored(actual: str, target: int = 10) -> CycleSheet:
    """Make a tab with one key result from nought to the target."""
    line = kr(1, "A", T.LINEAR, f"- {target} {actual}")
    return CycleSheet(Q3, (Objective(1, "O", None, "", (line,)),))


def late() -> CycleSheet:
    """Make a tab with something to talk about."""
    line = kr(1, "4 more partners", T.LINEAR, "- 10 5", status=Status.OFF_TRACK)
    return CycleSheet(Q3, (Objective(1, "O", None, "", (line,)),))


def summary_of(people: tuple[PersonYear, ...], code: str = "en") -> PackSummary:
    """Give the summary of a department's pack."""
    summary = build_department(Pack("Sales", Q3, people), context(code)).summary
    assert summary
    return summary


@pytest.mark.parametrize(
    ("cycle", "number"), [(Q3, "1.1"), (Cycle(2026), "Q3 1.1")], ids=["quarter", "year"]
)
def test_pages__key_result_that_begins_with_a_figure__its_number_stands_apart(
    cycle: Cycle, number: str
) -> None:
    """Of `1.1 4 more partners` nobody can tell which figure is the number."""
    pack = Pack("Sales", cycle, (person(1, late()),))
    html = html_of(build_department(pack, context("en")))
    assert re.search(rf">{number}</div><div[^>]*>(<[^>]+>)?4", html)


def test_build_department__mean__can_be_reckoned_from_the_page_in_the_order_of_the_rows() -> None:
    """Of 1/3, 2/3 and 2/3 the mean is 5/9."""
    summary = summary_of(tuple(person(n, scored(a, 3)) for n, a in enumerate("122", start=1)))
    assert summary.figures[0].value == "0.56"
    assert summary.trace == "Mean score = (0.67 + 0.67 + 0.33) ÷ 3 = 0.56"
    rows = [row.cells[-1].text for group in summary.maps[0].groups for row in group.rows]
    assert rows == ["0.67", "0.67", "0.33", "0.56"]


def test_build_department__mean_that_rounded_scores_miss__has_the_decimals_it_needs() -> None:
    """Of 0.82, 0.82 and 0.80 it would be 0.81; of 0.824, 0.824 and 0.799 it is 0.8157."""
    actuals = enumerate(("824", "824", "799"), start=1)
    summary = summary_of(tuple(person(n, scored(actual, 1000)) for n, actual in actuals))
    assert summary.figures[0].value == "0.82"
    assert summary.trace == "Mean score = (0.824 + 0.824 + 0.799) ÷ 3 = 0.82"


def test_build_department__more_scores_than_two_lines_hold__no_reckoning() -> None:
    people = tuple(person(n, scored("6")) for n in range(1, 17))
    assert summary_of(people[:15]).trace.startswith("Mean score = (0.60 + 0.60")
    assert summary_of(people).trace == ""


def test_build_company__without_people__no_single_score_is_told_by_the_reckoning() -> None:
    people = tuple(person(n, scored("6")) for n in range(1, 7))
    own, units = divide(people, context("en").language)
    for with_people in (True, False):
        pack = CompanyPack("Acme", Q3, own, units, people=with_people)
        summary = build_company(pack, context("en")).summary
        assert summary
        assert bool(summary.trace) is with_people


def test_build_department__key_results_of_its_own_sheet__are_told_apart() -> None:
    """Of three people one has handed nothing in; the department has a sheet of its own."""
    own = make_year(Person("D1", "Sales", ("Sales",), "", kind=Kind.DEPARTMENT), (scored("8"),))
    people = (person(1, scored("7")), person(2, scored("-")), person(3))
    both = summary_of((own, *people))
    assert both.strip_title == "Key results by band (3)"
    assert both.strip_note == (
        "Sheets with key results: 3; of people 2, of departments and the company 1."
    )
    assert summary_of(people, "zh").strip_note == "有关键结果的评分表共 2 份，均为个人。"
    assert summary_of(people[2:]).strip_note == ""


def test_heads__company_pack_and_its_own_sheet__do_not_name_the_company_twice() -> None:
    known = context("en")
    who = Person("HQ", known.organisation, (), "", kind=Kind.COMPANY)
    year = make_year(who, (scored("8"),))
    pack = build_company(CompanyPack(known.organisation, Q3, (year,), ()), known)
    assert pack.head.running == "Quarterly review pack · Third quarter 2026"
    own = build_quarterly(year, Q3, known)
    assert own.head.running == "Company’s quarterly OKR report · Third quarter 2026"
    department = build_department(Pack("Sales", Q3, (person(1),)), known)
    assert department.head.running == "Sales · Third quarter 2026"


def test_signatures__manager_is_the_company__the_line_has_no_name() -> None:
    """The roster may put a department's sheet under the company's; a name is a person's."""
    known = context("en")
    who = Person("D1", "Sales", ("Sales",), "", "HQ", kind=Kind.DEPARTMENT)
    for manager, name in ((known.organisation, ""), ("Ann Brown", "Ann Brown")):
        report = build_quarterly(make_year(who, (scored("8"),), manager=manager), Q3, known)
        assert [s.name for s in report.signatures] == ["", name, ""]


def places_of(report: PackReport, words: tuple[str, ...], paper: str) -> list[int]:
    """Give the pages on which these words last stand."""
    pages = PageSetter(frozenset(), Look(paper=paper)).set_pages(html_of(report))
    assert pages.remarks == ()
    texts = page_texts(pages.pdf)
    return [max(n for n, text in enumerate(texts) if word in text) for word in words]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("code", ["zh", "en"])
def test_pages__small_department__order_of_talk_and_decisions_share_a_page(
    code: str, paper: str
) -> None:
    """With eight sheets the decisions have a page of their own, and more lines."""
    words = ("讨论顺序", "会议决定") if code == "zh" else ("Order of talk", "Decisions")
    found = []
    for number in (7, 8):
        pack = Pack("Sales", Q3, tuple(person(n, late()) for n in range(1, number + 1)))
        report = build_department(pack, context(code))
        assert report.summary
        order, decisions = places_of(report, words, paper)
        found.append((report.summary.decisions, decisions - order))
    assert found == [(8, 0), (15, 1)]
