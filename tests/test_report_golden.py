"""Every kind of report and of web page as HTML, in both languages, against files kept here.

`OKRSHEETS_GOLDEN=write pytest tests/test_report_golden.py` writes them anew; look at the difference
before it is committed.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from alignment_kit import Q1
from book_kit import company as company_of_texts
from report_history import changed
from report_kit import html_of
from report_people import Q3, Q4, context, lin_jing, team

from okrsheets.analysis.alignment import align
from okrsheets.analysis.calibration import calibrate
from okrsheets.analysis.pace import clock_of
from okrsheets.analysis.pace_people import pace_of
from okrsheets.language import load_language
from okrsheets.model import Cycle, Kind
from okrsheets.render.html import Report
from okrsheets.render.web import build_page
from okrsheets.reports.alignment import build_alignment
from okrsheets.reports.annual import build_annual
from okrsheets.reports.book import build_part as build_book_part
from okrsheets.reports.book_front import build_front
from okrsheets.reports.book_index import build_index
from okrsheets.reports.company import CompanyPack, build_company, build_divider, divide
from okrsheets.reports.department import Pack, build_department, person_anchor, summary_parts
from okrsheets.reports.operations import build_operations
from okrsheets.reports.operations_input import Operations, WaitingFiles
from okrsheets.reports.operations_lists import missing_lists, weak_lists
from okrsheets.reports.progress import Progress, build_part, parts_of
from okrsheets.reports.progress_summary import build_progress
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.reports.shelves import shelve
from okrsheets.reports.site import build_site
from okrsheets.reports.site_records import Site

GOLDEN = Path(__file__).parent / "golden" / "reports"
WEB_PAGES = {
    "home": ("team", "index.html"),
    "department": ("team", "departments/"),
    "person": ("team", "people/"),
    "names": ("team", "names.html"),
    "search": ("team", "search.html"),
    "person_with_links": ("company", "people/E1.html"),
    "alignment": ("company", "alignment.html"),
}


def department(code: str) -> Report:
    """Give a pack's front matter with page numbers."""
    people = team(code)
    pages = dict(zip(summary_parts(load_language(code)), (3, 4, 4, 5), strict=True))
    pages |= {person_anchor(p): 6 + 2 * n for n, p in enumerate(people)}
    return build_department(Pack(people[0].person.name, Q3, people, pages), context(code))


def department_year(code: str) -> Report:
    """Give the front matter of a pack of the year."""
    people = team(code)
    return build_department(Pack(people[0].person.name, Cycle(2026), people), context(code))


def of_team(code: str) -> Operations:
    """Give the input of an operations report, ten days after the last day of scoring."""
    waiting = WaitingFiles(1, 2, {"K301": 2, "S204": 1})
    return Operations(team(code), Q3, date(2026, 10, 24), context(code).policies, waiting=waiting)


def pace_of_team(code: str) -> Progress:
    """Give the input of a progress report, a day after the sheets came in."""
    clock = clock_of(Q3, date(2026, 9, 15), 1)
    years = tuple(replace(y, received=y.received and date(2026, 9, 14)) for y in team(code))
    paces = tuple(pace_of(year, clock) for year in years)
    return Progress(years, paces, clock, alignment=align(years, Q3))


def progress_part(code: str) -> Report:
    """Give the pages of the progress report on the team."""
    made = pace_of_team(code)
    (pieces,) = parts_of(made.departments(context(code)))
    return build_part(made, context(code), pieces=pieces)


def company_of(code: str, *, people: bool = True) -> CompanyPack:
    """Give the company's pack of one department and two people without any."""
    context_, members = context(code), list(team(code))
    own = replace(members[0].person, id="HQ", name=context_.organisation, department=())
    members.insert(0, replace(members[0], person=replace(own, kind=Kind.COMPANY)))
    for year in members[-2:]:
        members[members.index(year)] = replace(year, person=replace(year.person, department=()))
    sheets, units = divide(members, context_.language)
    anchors = [*summary_parts(context_.language), *map(person_anchor, members)]
    anchors += [unit.anchor for unit in units]
    pages = {anchor: 3 + 2 * number for number, anchor in enumerate(anchors)}
    name, groups = context_.organisation, calibrate(members, Q3)
    return CompanyPack(name, Q3, sheets, units, groups, pages if people else {}, people)


def company(code: str) -> Report:
    """Give the front matter of the company's pack."""
    return build_company(company_of(code), context(code))


def company_divider(code: str) -> Report:
    """Give the pages before a department in the company's pack."""
    pack = company_of(code)
    return build_divider(pack.units[0], pack, context(code))


def company_summary(code: str) -> Report:
    """Give the company's pack without people's pages."""
    return build_company(company_of(code, people=False), context(code))


def book_part(code: str) -> Report:
    """Give the OKR book's part of a department."""
    shelves = shelve(team(code), Q3, load_language(code))
    shelf = shelves.all[0]
    return build_book_part(shelf, shelf.units, shelves, context(code), whole="only")


def book_front(code: str) -> Report:
    """Give cover and contents of an OKR book."""
    shelves = shelve(team(code), Q3, load_language(code))
    return build_front(context(code).organisation, shelves, {"d1": 3, "index": 6}, context(code))


def book_index(code: str) -> Report:
    """Give the index of an OKR book."""
    shelves = shelve(team(code), Q3, load_language(code))
    pages = dict.fromkeys(shelves.anchors.values(), 3)
    return build_index(context(code).organisation, shelves, pages, context(code))


REPORTS: dict[str, Callable[[str], Report]] = {
    "quarterly": lambda code: build_quarterly(lin_jing(code), Q3, context(code)),
    "quarterly_planned": lambda code: build_quarterly(lin_jing(code), Q4, context(code)),
    "quarterly_changed": lambda code: build_quarterly(changed(code), Q3, context(code)),
    "annual_moved": lambda code: build_annual(changed(code), context(code)),
    "alignment": lambda code: build_alignment(align(company_of_texts(), Q1), context(code)),
    "book_front": book_front,
    "book_index": book_index,
    "book_part": book_part,
    "annual": lambda code: build_annual(lin_jing(code), context(code)),
    "department": department,
    "department_year": department_year,
    "company": company,
    "company_divider": company_divider,
    "company_summary": company_summary,
    "operations": lambda code: build_operations(of_team(code), context(code), {"thin-use": 7}),
    "operations_missing": lambda code: missing_lists(of_team(code), context(code))[0],
    "operations_weak": lambda code: weak_lists(of_team(code), context(code))[0],
    "progress": lambda code: build_progress(pace_of_team(code), context(code), {"unit-1": 2}),
    "progress_part": progress_part,
}


@cache
def site(whose: str, code: str) -> Site:
    """Give the web copy of a team of one department, or of a company with ties."""
    people, cycle = (team(code), Q3) if whose == "team" else (company_of_texts(), Q1)
    given = context(code)
    shelves = shelve(people, cycle, given.language)
    return build_site(given.organisation, shelves, (align(people, cycle),), given)


def check_golden(html: str, file: Path) -> None:
    """Compare with the file, or write it anew."""
    if os.environ.get("OKRSHEETS_GOLDEN") == "write":
        file.write_text(html, encoding="utf-8", newline="\n")
    assert html == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("name", REPORTS)
def test_build_html__every_kind__is_as_it_was_looked_at(name: str, code: str) -> None:
    check_golden(html_of(REPORTS[name](code)), GOLDEN / f"{name}_{code}.html")


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("name", WEB_PAGES)
def test_build_page__every_kind__is_as_it_was_looked_at(name: str, code: str) -> None:
    whose, path = WEB_PAGES[name]
    whole = site(whose, code)
    page = next(page for page in whole.pages if page.path.startswith(path))
    html = build_page(whole, page, context(code).language)
    check_golden(html, GOLDEN / f"web_{name}_{code}.html")
