"""Every figure of review packs is the store's: pages read by another program against the JSON.

The reader goes by the pages' tags and painted letters (printed_packs.py, printed_matters.py), what
must stand there is reckoned from the roster and the commands' JSON (expected_packs.py,
expected_matters.py, expected_summaries.py). The personal pages inside of packs are read as those
of single reports (test_report_equality.py). Of all this the usual run takes a share; with
OKRSHEETS_RANDOM_PEOPLE set, everything is compared, with so many random people.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from equality_kit import Office, Tally
from equality_offices import OFFICES, office, on_a_day, told
from equality_sheets import Record, Sheet, mean_of, shown_score
from expected_covers import compare_cover
from expected_figures import Reckoning
from expected_packs import Part, in_order, units_of
from expected_summaries import (
    Company,
    company_contents,
    expected_company,
    expected_contents,
    expected_summary,
)
from printed_figures import Key, read_report
from printed_packs import part_pages, read_contents, read_inside, read_summaries, summary_pages
from printed_structure import PrintedPages, read_pages, squeezed
from printed_words import code_of
from test_report_equality import expected_annual, expected_quarter, tabs_of, year_so_far

pytestmark = pytest.mark.no_cover  # compares pages; others measure

__all__ = ["office", "on_a_day"]
_EVERY = [(name, cycle) for name in OFFICES for cycle in ("2026Q3", "2026")]
_MONTH = ("months", "2026M07")
_RECKONED = ("", "", "reckoning", "figures")
_SEVERAL, _MOST_TERMS = 2, 15
"""So many scores' mean is written out."""


def packs_of(*share: tuple[str, str]) -> pytest.MarkDecorator:
    """Have a test read the packs of a share of organisations and cycles, or of all of them."""
    pairs = [*_EVERY, _MONTH] if "OKRSHEETS_RANDOM_PEOPLE" in os.environ else share
    return pytest.mark.parametrize(("office", "cycle"), pairs, indirect=["office"])


def compare_personal(
    office: Office, path: Path, people: Sequence[Sheet], cycle: str, tally: Tally
) -> Mapping[str, int]:
    """Compare the personal pages in a pack; give the page on which each person's begin."""
    tabs, report = tabs_of(office), read_report(path)
    wanted: dict[Key, str] = {}
    for one in people:
        if len(cycle) == len("2026"):
            wanted |= expected_annual(one.id, tabs)
        else:
            wanted |= dict(expected_quarter(tabs[cycle[4:]][one.id]))
            wanted |= year_so_far(one.id, cycle, tabs)
    tally.compare(report.figures, wanted, f"{path.name} ")
    order = sorted(report.first_pages, key=lambda who: report.first_pages[who])
    tally.check("people in order", order, [one.id for one in people])
    return report.first_pages


def compare_summary(
    printed: dict[Key, str], wanted: Mapping[Key, str], part: Part, tally: Tally
) -> None:
    """Compare a summary; how its mean is reckoned may have as many decimals as it needs."""
    text, scores = printed.pop(_RECKONED, ""), part.scores
    told = _SEVERAL <= len(scores) <= _MOST_TERMS and part.fewest == 1
    mean = Reckoning(tuple((None, score) for score in scores), mean_of(scores), ordered=False)
    same = mean.is_printed(text) if told else text == ""
    tally.check("mean reckoned", text, text if same else [shown_score(one) for one in scores])
    tally.compare(printed, wanted, f"{part.people[0].path} ")


def compare_contents(
    pages: PrintedPages, wanted: Sequence[tuple[str, ...]], people: Sequence[Sheet], tally: Tally
) -> None:
    """Compare cover and contents line by line: score, band, and the page where it really stands."""
    printed = read_contents(pages)
    tally.check("number of lines", len(printed), len(wanted))
    for line, stored in zip(printed, wanted, strict=False):
        tally.check("contents", line, stored)
    tally.check("reports inside", read_inside(pages), str(len(people)))
    tally.check("straight tables", pages.crooked, [])


def flagged(office: Office, cycle: str) -> Sequence[Record]:
    """Give the groups of calibration."""
    groups: Sequence[Record] = office.json("calibration", cycle)["groups"]
    return groups


@packs_of(("sample en", "2026Q3"))
def test_department_packs__every_figure_is_the_stores(office: Office, cycle: str) -> None:
    tally = Tally()
    units = units_of(office.sheets)
    paths = office.report("department", cycle)
    assert len(paths) == len(units.keys() - {"without"})
    for path in paths:
        pages = read_pages(path)
        ((title, printed),) = read_summaries(pages).items()
        people = in_order(units[code_of(title)])
        first = compare_personal(office, path, people, cycle, tally)
        part = Part(units[code_of(title)], cycle, first)
        compare_summary(printed, expected_summary(part), part, tally)
        compare_contents(pages, expected_contents(part, part_pages(pages)), people, tally)
        compare_cover(pages, part, [part], tally)
    told(tally, f"department packs {cycle}", office)


@packs_of(("sample zh", "2026Q3"), ("random", "2026"), _MONTH)
def test_company_pack__every_figure_is_the_stores(office: Office, cycle: str) -> None:
    tally, units = Tally(), units_of(office.sheets)
    (path,) = office.report("company", cycle)
    pages = read_pages(path)
    printed, where = read_summaries(pages), summary_pages(pages)
    own = [one for one in office.sheets if not one.path and not one.person]
    people = [*own, *(one for unit in units.values() for one in in_order(unit))]
    first = compare_personal(office, path, people, cycle, tally)
    title, *rest = printed
    titles = {code_of(name): page for name, page in where.items() if name != title}
    company = Company(Part(office.sheets, cycle, first), titles, flagged(office, cycle))
    compare_summary(printed[title], expected_company(company), company.part, tally)
    tally.check("departments in order", [code_of(name) for name in rest], list(units))
    for name in rest:
        part = Part(units[code_of(name)], cycle, first)
        compare_summary(printed[name], expected_summary(part), part, tally)
    compare_contents(pages, company_contents(company, part_pages(pages)), people, tally)
    parts = [company.part, *(Part(unit, cycle, first) for unit in units.values())]
    compare_cover(pages, company.part, parts, tally)
    told(tally, f"company pack {cycle}", office)


@packs_of(*_EVERY)
def test_company_summary_alone__keeps_small_groups_back_and_names_nobody(
    office: Office, cycle: str
) -> None:
    tally = Tally()
    (path,) = office.report("company", cycle, "--without-people")
    pages = read_pages(path)
    (printed,) = read_summaries(pages).values()
    company = Company(Part(office.sheets, cycle, {}, fewest=5), groups=flagged(office, cycle))
    compare_summary(printed, expected_company(company), company.part, tally)
    tally.check("straight tables", pages.crooked, [])
    named = [one.name for one in office.sheets if one.person and squeezed(one.name) in pages.words]
    tally.check("nobody named", named, [])
    told(tally, f"company summary alone {cycle}", office)
