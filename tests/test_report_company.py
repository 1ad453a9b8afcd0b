"""The company's pack: figures by hand, page numbers, what is kept back without people."""

from dataclasses import replace
from pathlib import Path

import pytest
from report_kit import html_of, page_texts
from report_people import Q3, D, T, context, kr, make_year

from okrsheets.analysis.calibration import calibrate
from okrsheets.batch import report_pages, report_plan, reports
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import CycleSheet, Kind, Objective, Person, PersonYear
from okrsheets.render.binding import bookmarks_of
from okrsheets.reports import build_personal
from okrsheets.reports.company import CompanyPack, build_company, divide
from okrsheets.reports.pack_records import (
    ContentsGroup,
    ContentsLine,
    HeatGroup,
    HeatMap,
    HeatRow,
    PackReport,
    PackSummary,
)
from okrsheets.reports.pack_splitting import split_pack
from okrsheets.reports.words import open_chip
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace, create_workspace

EN = load_language("en")


def sheet(score: str) -> tuple[CycleSheet, ...]:
    """Make a tab with this score; none for an empty text."""
    line = kr(1, "A", T.LINEAR, f"- 10 {D(score) * 10}") if score else None
    return (CycleSheet(Q3, (Objective(1, "O", None, "", (line,)),)),) if line else ()


def year(number: int, department: str, score: str, kind: Kind = Kind.PERSON) -> PersonYear:
    """Give E1, E2, … of a department with a score."""
    path = (department,) if department else ()
    name = f"Person {number}" if kind is Kind.PERSON else department or "Acme"
    return make_year(Person(f"E{number}", name, path, "", kind=kind), sheet(score))


def company() -> tuple[PersonYear, ...]:
    """Give a company of two departments, seven people, and one person without a department."""
    return (
        year(1, "", "0.8", Kind.COMPANY),
        year(2, "Sales", "0.9", Kind.DEPARTMENT),
        *[
            year(n, "Sales", s)
            for n, s in zip(range(3, 8), ("0.7", "0.5", "0", "0.8", "1"), strict=True)
        ],
        year(8, "Law", "0.6"),
        year(9, "Law", ""),
        year(10, "", "0.4"),
    )


def summary_of(*, people: bool = True) -> PackSummary:
    """Give the company's summary."""
    own, units = divide(company(), EN)
    pack = CompanyPack("Acme", Q3, own, units, calibrate(company(), Q3), people=people)
    report = build_company(pack, context("en"))
    assert report.summary is not None
    return report.summary


def test_build_company__figures__by_hand() -> None:
    """0.7, 0.5, 0, 0.8, 1, 0.6, 0.4 make 4.0; a seventh of it is 0.571; the middle one is 0.6."""
    summary = summary_of()
    facts = {fact.label: (fact.value, fact.note) for fact in summary.figures}
    assert facts["Mean score"] == ("0.57", "7 scored, 1 missing, 0 excused")
    assert facts["Median"][0] == "0.60"
    assert facts["Submitted"] == ("7 / 8", "not in: Person 9")
    assert facts["On target or above"] == ("3 / 7", "4 below the line")
    assert summary.counts.rows[0] == ("People", "1", "3", "2", "1", "1", "·", "8")


def test_build_company__departments__mean_with_n() -> None:
    departments, own = summary_of().maps
    assert [row.name for row in own.groups[0].rows] == ["Acme", "Sales"]
    found = [
        (row.name, row.cells[-1].text, row.cells[-1].label) for row in departments.groups[0].rows
    ]
    assert found == [
        ("Company", "0.57", "n 7"),
        ("Sales", "0.60", "n 5"),
        ("Law", "0.60", "n 1"),
        ("Without a department", "0.40", "n 1"),
    ]


def test_build_company__cases__add_up_over_departments() -> None:
    table = summary_of().cases
    assert table is not None
    assert table.rows[1:] == (
        ("Sales", "·", "1", "·", "·", "·", "·", "·", "·", "1"),
        ("Law", "1", "·", "·", "·", "·", "·", "·", "·", "·"),
        ("Without a department", "·", "·", "·", "·", "·", "·", "·", "·", "·"),
    )
    assert table.total == ("Total", "1", "1", "·", "·", "·", "·", "·", "·", "1")


@pytest.mark.parametrize(("code", "head"), [("en", "Others at 0.00"), ("zh", "其他 0.00 分")])
def test_build_company__key_results_at_nought__the_head_says_that_others_count_elsewhere(
    code: str, head: str
) -> None:
    """The only key result at nought is of the person scored 0.00, and is counted there."""
    own, units = divide(company(), context(code).language)
    report = build_company(CompanyPack("Acme", Q3, own, units), context(code))
    assert report.summary is not None
    assert report.summary.cases is not None
    assert report.summary.cases.columns[3] == head
    assert html_of(report).count("Others at 0.00:" if code == "en" else "“其他 0.00 分”") == 1


def test_build_company__order_of_talk__company_then_where_something_wants_talk() -> None:
    found = [(line.name, line.score, line.why) for line in summary_of().order]
    assert found == [
        ("Acme", "0.80", "the company’s own sheet"),
        ("Sales", "0.60", "2 of 6 sheets have something to discuss"),
        ("Law", "0.60", "1 of 2 sheets have something to discuss"),
        ("Without a department", "0.40", ""),
    ]


def test_build_company__without_people__names_nobody_and_keeps_small_groups_back() -> None:
    summary = summary_of(people=False)
    said = repr(summary)
    assert not [n for n in range(3, 11) if f"Person {n}" in said]
    texts = {row.name: row.cells[-1].text for row in summary.maps[0].groups[0].rows}
    assert texts == {
        "Company": "0.57",
        "Sales": "0.60",
        "Law": "Few",
        "Without a department": "Few",
    }
    assert summary.cases is not None
    assert summary.cases.rows[2] == ("Law", *["…"] * 9)
    assert [line.score for line in summary.order][2:] == ["—", "—"]


def test_build_company__without_people_one_small_group__the_totals_do_not_give_it_away() -> None:
    years = tuple(y for y in company() if y.person.id != "E10")
    own, units = divide(years, EN)
    pack = CompanyPack("Acme", Q3, own, units, people=False)
    summary = build_company(pack, context("en")).summary
    assert summary is not None
    assert summary.cases is not None
    assert summary.cases.total == ()


def test_split_pack__long_contents_and_map__in_parts_without_loss() -> None:
    lines = tuple(ContentsLine(str(n), f"P{n}", "", "", None, f"a{n}", "") for n in range(400))
    rows = tuple(HeatRow(f"P{n}", "", (), open_chip(EN)) for n in range(250))
    heat = HeatMap("t", "Name", ("Q1",), "Band", (HeatGroup("", rows),), "")
    summary = replace(summary_of(), maps=(heat,))
    head = build_company(CompanyPack("A", Q3, (), ()), context("en")).head
    whole = PackReport(head, contents=(ContentsGroup("Sales", lines),), summary=summary)
    parts = split_pack(whole)
    listed = [line for part in parts for group in part.contents for line in group.lines]
    shown = [row for part in parts for m in part.maps for g in m.groups for row in g.rows]
    assert tuple(listed) == lines
    assert tuple(shown) == rows
    assert [len(p.contents) for p in parts] == [1, 1, 1, 0, 0, 0, 0]
    assert sum(part.summary is not None for part in parts) == 1


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace with the company of this module."""
    made = create_workspace(tmp_path / "w", organisation="Acme", year=2026, language="en")
    write_roster(made.root / "roster.xlsx", [y.person for y in company()], EN)
    monkeypatch.setattr(reports, "load_year", lambda _: company())
    return made


def test_make_reports__company__the_contents_name_the_real_pages(workspace: Workspace) -> None:
    made = make_reports(workspace, ReportRequest("company", Q3))[0]
    assert (made.state, made.findings) == (ReportState.MADE, ())
    texts = page_texts(made.path.read_bytes())
    for number in (3, 7, 8, 10):
        line = next(x for x in texts[1].split("\n") if f"Person {number} " in f"{x} ")
        page = int(line.split()[-1])
        assert f"Person {number} · Third quarter 2026" in texts[page - 1]
        assert f"Person {number} · Third quarter 2026" not in texts[page - 2]
    assert f"2 / {made.pages}" in texts[1]
    assert bookmarks_of(made.path.read_bytes()) == (
        *("Acme", "Summary", "To talk about", "Order of talk", "Decisions", "Acme"),
        *("Sales", "Sales", *[f"Person {n}" for n in range(3, 8)]),
        *("Law", "Person 8", "Person 9"),
        *("Without a department", "Person 10"),
    )


def test_make_reports__company_one_person_fails__the_pack_is_made_and_it_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(person: PersonYear, *rest: object) -> object:
        if person.person.id == "E4":
            raise ZeroDivisionError
        return build_personal(person, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(report_pages, "build_personal", poisoned)
    made = make_reports(workspace, ReportRequest("company", Q3))[0]
    assert made.state is ReportState.FAILED
    assert [f.code for f in made.findings] == ["P301"]
    texts = page_texts(made.path.read_bytes())
    assert not [t for t in texts if "Person 4 · Third quarter" in t]
    assert [t for t in texts if "Person 5 · Third quarter" in t]


def test_make_reports__company_without_people__stands_beside_the_whole_pack(
    workspace: Workspace,
) -> None:
    made = make_reports(workspace, ReportRequest("company", Q3, without_people=True))[0]
    assert made.path.name == "Company review pack 2026Q3 summary.pdf"
    assert not [t for t in page_texts(made.path.read_bytes()) if "Person" in t]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"departments": ("Sales",)}, "made of everybody"),
        ({"persons": ("E3",)}, "made of everybody"),
        ({}, "could not be used at a table"),
    ],
)
def test_make_reports__company_of_some_or_of_too_many__says_what_to_make(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, given: dict[str, object], said: str
) -> None:
    monkeypatch.setattr(report_plan, "MOST_PEOPLE", 5)
    with pytest.raises(UsageError, match=said):
        make_reports(workspace, ReportRequest("company", Q3, **given))  # type: ignore[arg-type]


def test_make_reports__without_people_of_a_department__is_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="alone"):
        make_reports(workspace, ReportRequest("department", Q3, without_people=True))
