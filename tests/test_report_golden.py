"""Every kind of report as HTML, in both languages, against files kept in the repository.

`OKRSHEETS_GOLDEN=write pytest tests/test_report_golden.py` writes them anew; look at the difference
before it is committed.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from report_history import changed
from report_kit import html_of
from report_people import Q3, Q4, context, lin_jing, team

from okrsheets.model import Cycle
from okrsheets.render.html import Report
from okrsheets.reports.annual import build_annual
from okrsheets.reports.department import SUMMARY, Pack, build_department, person_anchor
from okrsheets.reports.quarterly import build_quarterly

GOLDEN = Path(__file__).parent / "golden" / "reports"


def department(code: str) -> Report:
    """Give a pack's front matter with page numbers."""
    people = team(code)
    pages = {SUMMARY: 3} | {person_anchor(p): 5 + 2 * n for n, p in enumerate(people)}
    return build_department(Pack(people[0].person.name, Q3, people, pages), context(code))


def department_year(code: str) -> Report:
    """Give the front matter of a pack of the year."""
    people = team(code)
    return build_department(Pack(people[0].person.name, Cycle(2026), people), context(code))


REPORTS: dict[str, Callable[[str], Report]] = {
    "quarterly": lambda code: build_quarterly(lin_jing(code), Q3, context(code)),
    "quarterly_planned": lambda code: build_quarterly(lin_jing(code), Q4, context(code)),
    "quarterly_changed": lambda code: build_quarterly(changed(code), Q3, context(code)),
    "annual_moved": lambda code: build_annual(changed(code), context(code)),
    "annual": lambda code: build_annual(lin_jing(code), context(code)),
    "department": department,
    "department_year": department_year,
}


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("name", REPORTS)
def test_build_html__every_kind__is_as_it_was_looked_at(name: str, code: str) -> None:
    file = GOLDEN / f"{name}_{code}.html"
    html = html_of(REPORTS[name](code))
    if os.environ.get("OKRSHEETS_GOLDEN") == "write":
        file.write_text(html, encoding="utf-8", newline="\n")
    assert html == file.read_text(encoding="utf-8")
