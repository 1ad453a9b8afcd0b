"""The progress report: every objective with its progress and status, and a summary that adds up."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from report_kit import html_of, pages_of, text_of
from report_people import Q3, D, T, context, kr, make_year, team

from okrsheets.analysis.alignment import align
from okrsheets.analysis.pace import clock_of
from okrsheets.analysis.pace_people import pace_of
from okrsheets.model import (
    Closing,
    CycleSheet,
    KeyResult,
    Kind,
    Objective,
    Person,
    PersonYear,
    Policies,
    Status,
)
from okrsheets.reports.document_records import BlocksReport, Listing
from okrsheets.reports.progress import (
    MOST_A_PART,
    PEOPLE_A_PIECE,
    Department,
    Progress,
    build_part,
    parts_of,
    split_department,
)
from okrsheets.reports.progress_lines import progress_of_objective
from okrsheets.reports.progress_records import ProgressLine, ProgressPart, ProgressSection
from okrsheets.reports.progress_summary import build_progress

HALF = date(2026, 8, 15)
"""Day 46 of the third quarter's 92: half of it is over."""
SALES, NORTH = ("Sales",), ("Sales", "North")


def calls(number: int, actual: str, status: Status | None = None, **more: object) -> KeyResult:
    """Make a key result with target 10."""
    return kr(number, f"Calls {number}", T.LINEAR, f"- 10 {actual}", status=status, **more)


def person(number: int, path: tuple[str, ...], *results: KeyResult) -> PersonYear:
    """Give a person with one objective, known since 10 August."""
    objectives = (Objective(1, f"Objective of {number}", D(1), "", results),) if results else ()
    tabs = (CycleSheet(Q3, objectives),)
    made = make_year(Person(f"E{number}", f"Person {number}", path, "Seller"), tabs)
    return replace(made, received=date(2026, 8, 10))


def company() -> tuple[PersonYear, ...]:
    """Give a company's own sheet, three people with plans and one without."""
    own = make_year(
        Person("HQ", "Yuanshan", (), kind=Kind.COMPANY),
        (CycleSheet(Q3, (Objective(1, "Grow", None, "", (calls(1, "6"),)),)),),
    )
    third = person(3, ("Product",), calls(1, "9"))
    assert third.submission is not None
    return (
        replace(own, received=date(2026, 8, 10)),
        person(1, SALES, calls(1, "2", Status.ON_TRACK, weight=D("0.75")), calls(2, "8")),
        person(2, NORTH, calls(1, "9", Status.OFF_TRACK), calls(2, "5", Status.VOID)),
        third,
        person(4, SALES),
    )


def progress(people: Sequence[PersonYear] = (), day: date = HALF) -> Progress:
    """Give the input of the report."""
    years = tuple(people) or company()
    clock = clock_of(Q3, day, 1)
    paces = tuple(pace_of(one, clock) for one in years)
    return Progress(years, paces, clock, alignment=align(years, Q3))


def parts(made: Progress, code: str = "en") -> list[ProgressPart]:
    """Give all parts."""
    return [
        build_part(made, context(code), pieces=pieces)
        for pieces in parts_of(made.departments(context(code)))
    ]


def sections(made: Progress) -> list[ProgressSection]:
    """Give the departments, or pieces of them, of all parts."""
    return [section for part in parts(made) for section in part.sections]


def lines_of(listing: Listing) -> list[tuple[str, ...]]:
    """Give the cells of a table's rows."""
    return [row.cells for group in listing.groups for row in group.rows]


def table(report: BlocksReport, anchor: str) -> Listing:
    """Give a section's table."""
    return next(b for b in report.blocks if b.anchor == anchor).tables[0]


def shown(line: ProgressLine) -> tuple[str, ...]:
    """Give what is printed of a line."""
    return (line.number, line.progress, line.owner, line.computed, line.updated, line.why)


def test_build_part__department__objectives_before_their_key_results_by_hand() -> None:
    _, sales, _ = sections(progress())
    assert (sales.title, sales.anchor, sales.first) == ("Sales", "unit-2", True)
    assert [(p.name, p.below) for p in sales.people] == [
        ("Person 1", ""),
        ("Person 2", "North"),
    ]
    assert sales.people[0].note == "Seller · E1 · Scored 0.35"
    assert [shown(line) for line in sales.people[0].lines] == [
        ("O1", "35%", "On track", "On track", "10 Aug", ""),
        ("1.1", "20%", "On track", "At risk", "10 Aug", "30 points behind, owner and pace differ"),
        ("1.2", "80%", "—", "On track", "10 Aug", ""),
    ]
    assert [shown(line) for line in sales.people[1].lines] == [
        ("O1", "90%", "Off track", "On track", "10 Aug", ""),
        ("1.1", "90%", "Off track", "On track", "10 Aug", "off track, owner and pace differ"),
        ("1.2", "—", "Void", "—", "—", ""),
    ]
    assert sales.without == "Without objectives in this cycle (1): Person 4"


def test_progress_of_objective__one_without_progress__is_none_never_less() -> None:
    made = progress([person(1, SALES, calls(1, "8"), calls(2, "-"))])
    sheet = made.sheets[0]
    assert progress_of_objective(sheet, sheet.objectives[0]) is None
    whole = progress([person(1, SALES, calls(1, "8"), calls(2, "4", Status.VOID))]).sheets[0]
    assert progress_of_objective(whole, whole.objectives[0]) == Fraction(4, 5)


def test_build_progress__summary__counts_by_hand() -> None:
    made = progress()
    report = build_progress(made, context("en"), {"unit-1": 2, "unit-2": 3, "unit-3": 5})
    assert [(f.label, f.value) for f in report.figures] == [
        ("Objectives", "4"),
        ("Key results", "6"),
        ("Stand out", "2"),
        ("Expected progress", "50%"),
    ]
    status = table(report, "status")
    assert lines_of(status) == [
        ("On track", "·", "1", "·", "1"),
        ("At risk", "·", "·", "·", "0"),
        ("Off track", "1", "·", "·", "1"),
        ("No word", "3", "·", "·", "3"),
    ]
    assert status.total == ("Total", "4", "1", "·", "5")
    assert lines_of(table(report, "departments")) == [
        ("Company", "1", "1", "1", "1", "·", "·", "·", "·", "2"),
        ("Sales", "3", "2", "2", "4", "1", "·", "1", "·", "3"),
        ("Product", "1", "1", "1", "1", "·", "·", "·", "·", "5"),
    ]
    assert lines_of(table(report, "first"))[0][:3] == ("Person 2", "1.1", "Calls 1")
    assert lines_of(table(report, "coverage")) == [("O1 Grow", "60%", "·", "·", "·", "·")]


@pytest.mark.parametrize("seed", range(8))
def test_build_progress__any_company__tables_add_up(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test's
    people = [
        person(
            n,
            rng.choice([(), SALES, NORTH, ("Product",)]),
            *[
                calls(k, rng.choice("-0379"), rng.choice([None, *Status]))
                for k in range(1, rng.randint(1, 4))
            ],
        )
        for n in range(rng.randint(1, 30))
    ]
    made = progress(people, rng.choice([HALF, date(2026, 6, 1), date(2026, 11, 1)]))
    report = build_progress(made, context("en"), {})

    def number(cell: str) -> int:
        return int(cell.replace("·", "0") or 0)

    status = table(report, "status")
    for cells in [*lines_of(status), status.total]:
        assert sum(map(number, cells[1:-1])) == number(cells[-1])
    departments = table(report, "departments")
    for column in range(1, 9):
        rows = lines_of(departments)
        assert sum(number(r[column]) for r in rows) == number(departments.total[column])
    assert number(departments.total[1]) == len(people)
    printed = [line for part in sections(made) for one in part.people for line in one.lines]
    assert sum(line.number[0] != "O" for line in printed) == number(departments.total[4])


def test_build_part__closed_cycle__shows_the_progress_of_its_scores() -> None:
    one = person(1, SALES, calls(1, "7"))
    closing = Closing(Q3, datetime(2026, 8, 14, tzinfo=UTC), Policies())
    cycles = tuple(replace(c, closed=closing) if c.cycle == Q3 else c for c in one.year.cycles)
    (part,) = sections(progress([replace(one, year=replace(one.year, cycles=cycles))]))
    assert [(line.progress, line.owner, line.computed) for line in part.people[0].lines] == [
        ("70%", "Closed", "—"),
        ("70%", "Closed", "—"),
    ]


def test_build_progress__closed_cycle__says_so_in_place_of_a_table_of_noughts() -> None:
    one = person(1, SALES, calls(1, "7"))
    closing = Closing(Q3, datetime(2026, 8, 14, tzinfo=UTC), Policies())
    cycles = tuple(replace(c, closed=closing) if c.cycle == Q3 else c for c in one.year.cycles)
    made = progress([replace(one, year=replace(one.year, cycles=cycles))])
    report = build_progress(made, context("en"), {})
    status = report.blocks[0]
    assert (status.anchor, status.tables, status.after) == ("status", (), ())
    assert [(f.label, f.value, f.note) for f in report.figures] == [
        ("Objectives", "1", "on 1 of 1 sheets"),
        ("Key results", "1", "1 closed, 0 void"),
        ("Objectives at 100%", "0", "of 1 with a known progress"),
    ]
    assert (report.facts[-1].label, report.facts[-1].value) == ("Cycle closed on", "14 August 2026")
    assert status.lines[0].startswith("The cycle is closed")


def test_split_department__many_people__parts_hold_each_once() -> None:
    people = [person(n, SALES, calls(1, "5")) for n in range(PEOPLE_A_PIECE + 1)]
    made = progress(people)
    (one,) = made.departments(context("en"))
    split = list(split_department(one))
    assert [len(piece.sheets) for piece in split] == [PEOPLE_A_PIECE, 1]
    assert len({anchor for piece in split for anchor in piece.marks}) == PEOPLE_A_PIECE + 1
    first, second = sections(made)
    assert (first.first, second.first) == (True, False)


def test_parts_of__small_departments__follow_each_other_up_to_so_many_sheets() -> None:
    size, number = 3, 40
    people = [person(n, (f"Team {n // size}",), calls(1, "5")) for n in range(size * number)]
    made = progress(people)
    found = list(parts_of(made.departments(context("en"))))
    assert [len(part) for part in found] == [15, 15, 10]
    assert all(sum(len(piece.sheets) for piece in part) <= MOST_A_PART for part in found)
    ids = [s.year.person.id for part in found for piece in part for s in piece.sheets]
    assert ids == [one.person.id for one in people]


def test_build_progress__spread__counts_every_objective_once_by_its_printed_progress() -> None:
    made = progress(
        [
            person(1, SALES, calls(1, "0")),
            person(2, SALES, calls(1, "1.96")),
            person(3, SALES, calls(1, "5")),
            person(4, SALES, calls(1, "12")),
            person(5, SALES, calls(1, "8"), calls(2, "-")),
        ]
    )
    report = build_progress(made, context("en"), {})
    spread = next(block for block in report.blocks if block.anchor == "spread")
    assert spread.chart is not None
    assert spread.chart.title == (
        "< 20%: 1, 20–39%: 1, 40–59%: 1, 60–79%: 0, 80–99%: 0, ≥ 100%: 1, no progress known: 1"
    )
    assert spread.lines == (
        "2 of 4 objectives with a known progress have reached the expected 50%.",
    )
    assert spread.after[0].startswith("1 + 1 + 1 + 1 + 1 = 5 objectives.")


def test_build_progress__one_department__is_told_by_the_departments_below_it() -> None:
    people = [person(1, SALES, calls(1, "5")), person(2, NORTH), person(3, NORTH, calls(1, "1"))]
    report = build_progress(progress(people), context("en"), {"unit-1": 2, "unit-1-p2": 4})
    departments = table(report, "departments")
    assert [
        (r.cells[0], r.cells[1:4], r.cells[-1], r.level) for r in departments.groups[0].rows
    ] == [
        ("Sales", ("3", "2", "2"), "2", 0),
        ("North", ("2", "1", "1"), "4", 1),
    ]
    assert departments.total[1:4] == ("3", "2", "2")


def test_build_progress__what_stands_out_first__leads_to_the_page_of_the_sheet() -> None:
    made = progress([person(1, SALES, replace(calls(1, "1"), text="x" * 200))])
    report = build_progress(made, context("en"), {"unit-1-p1": 9})
    (row,) = (r for g in table(report, "first").groups for r in g.rows)
    assert (row.anchor, row.cells[0], row.cells[4]) == ("unit-1-p1", "Person 1", "9")
    assert row.cells[1:3] == ("1.1", "x" * 69 + "…")


def test_build_progress__pace_of_some_unknown__they_are_not_counted_as_judged() -> None:
    # Three with an actual; one without; one void: 3 + 1 + 1 = 5.
    people = [
        person(1, SALES, calls(1, "2"), calls(2, "9")),
        person(2, SALES, calls(1, "5"), calls(2, "-"), calls(3, "5", Status.VOID)),
    ]
    report = build_progress(progress(people), context("en"), {})
    assert report.figures[1].value == "5"
    assert report.figures[1].note == "3 judged by their pace, 1 unknown"
    block = next(b for b in report.blocks if b.anchor == "status")
    assert block.after[0].startswith("3 judged + 1 unknown + 1 void + 0 excused")
    known = build_progress(progress(people[:1]), context("en"), {})
    assert known.figures[1].note == "2 judged by their pace"


def test_build_progress__more_than_twenty_stand_out__the_gravest_are_further_behind() -> None:
    # Half of the quarter is over: 0 of 10 calls are 50 points behind, 2 of 10 are 30, and what
    # was called off track is graver than either. The third has no actual and no gap.
    people = [person(n, SALES, calls(1, "2")) for n in range(1, 21)]
    people += [person(21, SALES, calls(1, "0"))]
    people += [person(22, SALES, calls(1, "9", Status.OFF_TRACK), calls(2, "0", Status.OFF_TRACK))]
    people += [person(23, SALES, calls(1, "-", Status.AT_RISK), calls(2, "1", Status.AT_RISK))]
    block = next(
        b for b in build_progress(progress(people), context("en"), {}).blocks if b.anchor == "first"
    )
    found = [(cells[0], cells[1]) for cells in lines_of(block.tables[0])]
    assert found[:5] == [
        ("Person 22", "1.2"),
        ("Person 22", "1.1"),
        ("Person 23", "1.2"),
        ("Person 23", "1.1"),
        ("Person 21", "1.1"),
    ]
    assert found[5:] == [(f"Person {n}", "1.1") for n in range(1, 16)]
    assert block.lines[0].startswith("The 20 gravest of 25, by the first reason, then by points")


def test_build_progress__long_text_of_words__is_cut_between_two() -> None:
    made = progress([person(1, SALES, replace(calls(1, "1"), text="many calls " * 9))])
    (row,) = (
        r for g in table(build_progress(made, context("en"), {}), "first").groups for r in g.rows
    )
    assert row.cells[2] == "many calls " * 5 + "many calls…"


def test_departments__own_sheet_first_then_each_department_below_in_one_run() -> None:
    own = make_year(Person("D-S", "Sales", SALES, kind=Kind.DEPARTMENT), ())
    people = [
        person(1, NORTH),
        person(2, SALES),
        own,
        person(3, ("Sales", "South")),
        person(4, NORTH),
    ]
    (sales,) = progress(people).departments(context("en"))
    assert isinstance(sales, Department)
    ids = [sheet.year.person.id for sheet in sales.sheets]
    assert ids == ["D-S", "E2", "E1", "E4", "E3"]


@pytest.mark.parametrize("code", ["zh", "en"])
def test_progress__as_pages__hold_every_objective(code: str) -> None:
    made = progress(team(code))
    text = "".join(text_of(pages_of(part).pdf) for part in parts(made, code))
    for sheet in made.sheets:
        for objective in sheet.objectives:
            assert _squeezed(objective.text) in _squeezed(text)
    front = text_of(pages_of(build_progress(made, context(code), {})).pdf)
    assert "50%" in front


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_build_part__hostile_texts__are_printed_as_text() -> None:
    evil = "<script>alert(1)</script>{{7*7}}</td>"
    one = person(1, (evil,), replace(calls(1, "3", Status.AT_RISK), text=evil))
    for part in parts(progress([replace(one, person=replace(one.person, name=evil))])):
        html = html_of(part)
        assert "<script" not in html
        assert "{{7*7}}" in html
        assert pages_of(part).count == 1


def test_build_part__very_long_text__flows_without_loss() -> None:
    long = "，".join(f"第{n}项要求须在评审前完成" for n in range(400))
    one = person(1, SALES, replace(calls(1, "3"), text=long))
    (part,) = parts(progress([one]), "zh")
    pages = pages_of(part)
    text = _squeezed(text_of(pages.pdf))
    whole = [n for n in range(400) if f"第{n}项要求须在评审前完成" in text]
    assert pages.count > 1
    assert len(whole) > 400 - pages.count, "only what a page break parts may be missing"
