"""The operations report: who takes part, how late, thin use; every table adds up to the roster."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from report_kit import html_of, pages_of, text_of
from report_people import Q1, Q2, Q3, Q4, D, T, context, kr, make_year

from okrsheets.analysis.participation import count_check_ins, units_of
from okrsheets.analysis.weak_use import Sign, Watch, find_weak_use
from okrsheets.model import (
    CheckIn,
    Cycle,
    CycleReview,
    CycleSheet,
    CycleState,
    KeyResultPlace,
    Kind,
    Objective,
    Person,
    PersonYear,
    Policies,
    Status,
)
from okrsheets.model.frozen import FrozenPlan, plan_fingerprint, plan_text
from okrsheets.reports.document_records import BlocksReport, Listing
from okrsheets.reports.operations import build_operations
from okrsheets.reports.operations_input import Operations, WaitingFiles
from okrsheets.reports.operations_lists import ROWS_A_PIECE, missing_lists, weak_lists
from okrsheets.scoring import empty_cycle

YEAR = Cycle(2026)
IN_THE_MIDDLE = date(2026, 8, 15)
AFTER = date(2026, 10, 24)
SALES, NORTH, PRODUCT = ("Sales",), ("Sales", "North"), ("Product",)


def tab(actual: str, status: Status | None = None, reason: str = "", **more: object) -> CycleSheet:
    """Make a tab of one objective with two key results of these actuals, target 10."""
    lines = (
        kr(1, "Calls", T.LINEAR, f"- 10 {actual}", status=status, reason=reason),
        kr(2, "Visits", T.LINEAR, f"- 10 {actual}", weight=None),
    )
    objective = Objective(1, "Make new users stay", D(1), "", lines)
    return CycleSheet(Q3, (objective,), **more)  # type: ignore[arg-type]


REVIEWED = CycleReview(how_far="far")


def person(number: int, path: tuple[str, ...], *tabs: object) -> PersonYear:
    """Give person E1, E2, … received on 1 July, managed by Zhou."""
    made = make_year(Person(f"E{number}", f"Person {number}", path), tabs, manager="Zhou")  # type: ignore[arg-type]
    return replace(made, received=date(2026, 7, 1)) if made.submission else made


def company() -> tuple[PersonYear, ...]:
    """Give a company of eight lines in five states of the third quarter."""
    own = Person("HQ", "Yuanshan", (), kind=Kind.COMPANY)
    return (
        make_year(own, (tab("10", review=REVIEWED),)),
        person(1, SALES, tab("9", review=REVIEWED)),
        person(2, NORTH, tab("0", Status.OFF_TRACK)),
        person(3, NORTH, tab("-", review=REVIEWED)),
        person(4, NORTH),
        person(5, PRODUCT, tab("7", review=REVIEWED)),
        person(6, PRODUCT, CycleSheet(Q3), tab_of(Q2)),
        person(7, PRODUCT, empty_cycle(Q3, CycleState.NOT_EMPLOYED)),
    )


def tab_of(cycle: Cycle) -> CycleSheet:
    """Make the tab of another cycle."""
    return replace(tab("5"), cycle=cycle)


def operations(day: date = AFTER, people: Sequence[PersonYear] = (), **more: object) -> Operations:
    """Give the input of a report of the third quarter."""
    return Operations(tuple(people) or company(), Q3, day, Policies(), **more)  # type: ignore[arg-type]


def table(report: BlocksReport, anchor: str, number: int = 0) -> Listing:
    """Give a table of a section."""
    block = next(b for b in report.blocks if b.anchor == anchor)
    return block.tables[number]


def lines_of(listing: Listing) -> list[tuple[str, ...]]:
    """Give the cells of a table's rows."""
    return [row.cells for group in listing.groups for row in group.rows]


def number(cell: str) -> int:
    """Read a count; a dot is none."""
    return 0 if cell == "·" else int(cell)


def test_build_operations__small_company__counts_by_hand() -> None:
    report = build_operations(operations(), context("en"), {})
    assert [(f.label, f.value, f.note) for f in report.figures] == [
        ("On the roster", "8", "7 people, 1 own sheet"),
        ("Submitted", "6", "85.7% of 7 employed"),
        ("Planned or scored", "5", "71.4% of 7 employed"),
        ("Scored", "4", "57.1% of 7 employed"),
    ]
    participation = table(report, "participation")
    assert lines_of(participation) == [
        ("People’s sheets", "3", "·", "1", "1", "1", "·", "1", "7"),
        ("Company’s own sheet", "1", "·", "·", "·", "·", "·", "·", "1"),
    ]
    assert participation.total == ("Total", "4", "·", "1", "1", "1", "·", "1", "8")
    block = next(b for b in report.blocks if b.anchor == "participation")
    assert block.after[0].startswith(
        "Scored 4 + Planned 1 + Not planned 1 + Not submitted 1 + Not employed 1 = 8"
    )


def test_build_operations__departments__each_level_with_those_below_and_days_late() -> None:
    report = build_operations(operations(), context("en"), {})
    rows = lines_of(table(report, "departments"))
    assert rows == [
        ("Without a department", "1", "·", "·", "·", "·", "·", "·", "1", "·", "n=0", ""),
        ("Sales", "2", "·", "1", "·", "1", "·", "·", "4", "2", "n=2", ""),
        ("North", "1", "·", "1", "·", "1", "·", "·", "3", "2", "n=1", ""),
        ("Product", "1", "·", "·", "1", "·", "·", "1", "3", "1", "n=1", ""),
    ]
    due = lines_of(table(report, "deadlines"))
    assert due[1][1:] == ("1 Oct 2026", "14 Oct 2026", "7", "4", "3", "10")


def test_build_operations__fewer_asked_than_employed__says_who_makes_the_difference() -> None:
    # Of ten lines one is not employed. Of the nine others one joined on 1 August without a plan,
    # one left on 10 October, before the scores' last day, and one sheet is void.
    joined = person(8, SALES, CycleSheet(Q3))
    gone = person(9, SALES, tab("9"))
    people = [
        *company()[:5],
        company()[7],
        replace(joined, person=replace(joined.person, joined=date(2026, 8, 1))),
        replace(gone, person=replace(gone.person, left=date(2026, 10, 10))),
        person(10, SALES, empty_cycle(Q3, CycleState.VOID)),
        company()[5],
    ]
    report = build_operations(operations(people=people), context("en"), {})
    assert lines_of(table(report, "deadlines"))[1][3] == "6"
    block = next(b for b in report.blocks if b.anchor == "deadlines")
    (said,) = block.after[1:]
    assert said == (
        "9 employed − 1 who joined after the cycle began − 1 who left before the last day "
        "− 1 void or excused = 6 asked."
    )


def test_build_operations__all_employed_are_asked__nothing_is_said_of_a_difference() -> None:
    report = build_operations(operations(), context("en"), {})
    block = next(b for b in report.blocks if b.anchor == "deadlines")
    assert len(block.after) == 1


def test_build_operations__where_to_look_first__counts_everybody_once_by_hand() -> None:
    report = build_operations(operations(), context("en"), {})
    assert lines_of(table(report, "focus")) == [
        ("Sales / North", "3", "2", "1", "3", "100%"),
        ("Product", "2", "1", "1", "1", "50%"),
    ]
    block = next(b for b in report.blocks if b.anchor == "focus")
    assert block.after[0].startswith(
        "Departments in which something is missing or thin: 2, all listed here; people and sheets "
        "in them: 4."
    )


def test_build_operations__more_departments_than_are_listed__says_how_many_of_all() -> None:
    made = operations(people=[person(n, (f"Team {n}",)) for n in range(1, 13)])
    report = build_operations(made, context("en"), {})
    block = next(b for b in report.blocks if b.anchor == "focus")
    assert len(lines_of(block.tables[0])) == 10
    assert block.after[0].startswith(
        "Departments in which something is missing or thin: 10 of 12; people and sheets in "
        "them: 10 of 12."
    )


def test_build_operations__nothing_missing_or_thin__has_no_departments_to_look_at() -> None:
    made = operations(people=[person(1, SALES, tab("9", review=REVIEWED))])
    anchors = [block.anchor for block in build_operations(made, context("en"), {}).blocks]
    assert "focus" not in anchors
    assert "thin-use-departments" not in anchors


def test_build_operations__long_tables__stand_behind_the_statistics() -> None:
    anchors = [b.anchor for b in build_operations(operations(), context("en"), {}).blocks]
    assert anchors[:3] == ["participation", "deadlines", "focus"]
    assert anchors[-2:] == ["departments", "thin-use-departments"]


def test_build_operations__many_departments__the_long_sum_is_shortened() -> None:
    made = operations(people=[person(n, (f"Team {n}",)) for n in range(1, 21)])
    report = build_operations(made, context("en"), {})
    block = next(b for b in report.blocks if b.anchor == "departments")
    assert block.after[0].startswith("1 + " * 10 + "… + 1 = 20:")


def test_build_operations__five_scores__mean_and_median_are_told() -> None:
    people = [person(n, SALES, tab(actual)) for n, actual in enumerate("02499")]
    report = build_operations(operations(people=people), context("en"), {})
    assert lines_of(table(report, "departments"))[0][-2:] == ("0.48", "0.40")


def test_build_operations__results__by_band_type_status_weight_and_number() -> None:
    report = build_operations(operations(), context("en"), {})
    assert lines_of(table(report, "results")) == [
        ("Objectives", "1", "·", "2", "1", "1", "·", "5"),
        ("Key results", "2", "·", "4", "2", "2", "·", "10"),
    ]
    status = table(report, "status")
    assert lines_of(status)[2] == ("Off track", "1", "·", "1", "·")
    assert status.total == ("Total", "8", "2", "10", "·")
    assert lines_of(table(report, "status", 1)) == [
        ("Objectives", "5", "·", "5"),
        ("Key results", "·", "10", "10"),
    ]
    sizes = next(b for b in report.blocks if b.anchor == "sizes")
    assert lines_of(sizes.tables[0]) == [
        ("Plans by number of objectives", "5", "·", "·", "5"),
        ("Objectives by number of key results", "·", "5", "·", "5"),
    ]
    said = "Plans with three objectives of three key results each: 0 of 5."
    assert sizes.after[0].startswith(said)


def test_missing_lists__after_the_last_day__who_lacks_what_by_department_with_boxes() -> None:
    (report,) = missing_lists(operations(), context("en"))
    groups = report.blocks[0].tables[0].groups
    assert [group.title for group in groups] == ["Sales / North (2)", "Product (1)"]
    assert [row.cells for group in groups for row in group.rows] == [
        ("Person 3", "E3", "Zhou", "Scores", "10", "□"),
        ("Person 4", "E4", "Zhou", "Score sheet", "10", "□"),
        ("Person 6", "E6", "Zhou", "Plan", "10", "□"),
    ]


def test_missing_lists__more_than_a_piece_holds__goes_on_in_the_next() -> None:
    people = [person(n, SALES) for n in range(ROWS_A_PIECE + 3)]
    pieces = missing_lists(operations(people=people), context("zh"))
    sizes = [sum(len(g.rows) for g in p.blocks[0].tables[0].groups) for p in pieces]
    assert sizes == [ROWS_A_PIECE, 3]
    assert len({p.blocks[0].anchor for p in pieces}) == 2
    first, second = (p.blocks[0].title for p in pieces)
    assert second == f"{first}（续）"


def check_in(day: date | None, tab_name: str = "Q3") -> CheckIn:
    """Make a line of the check-ins."""
    return CheckIn(1, day, KeyResultPlace(tab_name, 1, 1))


def with_check_ins(one: PersonYear, *lines: CheckIn) -> PersonYear:
    """Give the year with check-ins."""
    assert one.submission is not None
    return replace(one, submission=replace(one.submission, check_ins=lines))


def test_count_check_ins__weeks__count_lines_and_people_and_what_lies_outside() -> None:
    people = [
        with_check_ins(
            person(1, SALES, tab("5")),
            check_in(date(2026, 7, 1)),
            check_in(date(2026, 7, 7)),
            check_in(date(2026, 7, 8)),
            check_in(None),
            check_in(date(2026, 6, 30)),
            check_in(date(2026, 7, 1), "Q2"),
        ),
        with_check_ins(person(2, SALES, tab("5")), check_in(date(2026, 9, 30))),
        person(3, SALES, tab("5")),
    ]
    counts = count_check_ins(people, Q3, 1)
    assert (counts.total, counts.people, counts.outside) == (6, 2, 2)
    assert len(counts.spans) == 14
    assert [(s.check_ins, s.people) for s in counts.spans[:3]] == [(2, 1), (1, 1), (0, 0)]
    assert (counts.spans[-1].check_ins, counts.spans[-1].last) == (1, date(2026, 9, 30))
    year = count_check_ins(people, YEAR, 1)
    assert len(year.spans) == 12
    assert (year.total, year.outside) == (7, 1)


@pytest.mark.parametrize(
    ("sheet", "day", "signs"),
    [
        (CycleSheet(Q3), IN_THE_MIDDLE, {Sign.UNPLANNED}),
        (CycleSheet(Q3), date(2026, 6, 30), set()),
        (tab("9"), date(2026, 7, 14), set()),
        (tab("9"), date(2026, 7, 15), {Sign.NO_CHECK_INS}),
        (tab("9"), date(2026, 7, 29), {Sign.NO_CHECK_INS, Sign.STILL}),
        (tab("9"), AFTER, {Sign.NO_CHECK_INS, Sign.BLANK_REVIEW}),
        (tab("6", review=REVIEWED), AFTER, {Sign.NO_CHECK_INS, Sign.NO_REASONS}),
        (tab("6", reason="why", review=REVIEWED), AFTER, {Sign.NO_CHECK_INS}),
        (tab("9", Status.AT_RISK, review=REVIEWED), AFTER, {Sign.NO_CHECK_INS, Sign.NO_REASONS}),
        (tab("9", excused=True), AFTER, set()),
    ],
)
def test_find_weak_use__each_sign__only_where_it_holds(
    sheet: CycleSheet, day: date, signs: set[Sign]
) -> None:
    watch = Watch(day, 1, check_ins=True, policies=Policies())
    one = person(1, SALES, sheet, tab_of(Q1))
    found = find_weak_use([one], Q3, watch)
    assert {sign for weak in found for sign, _ in weak.signs} == signs


def test_find_weak_use__not_submitted_or_no_tab_for_check_ins__no_sign() -> None:
    off = Watch(date(2026, 7, 20), 1, check_ins=False, policies=Policies())
    assert find_weak_use([person(1, SALES, tab("9"))], Q3, off) == ()
    assert find_weak_use([person(2, SALES)], Q3, replace(off, check_ins=True)) == ()


def test_weak_lists__year__name_the_cycles_of_each_sign() -> None:
    one = person(1, SALES, tab_of(Q1), tab("5"))
    of_year = replace(operations(people=[one]), cycle=YEAR)
    (report,) = weak_lists(of_year, context("en"))
    row = report.blocks[0].tables[0].groups[0].rows[0]
    assert row.cells[-1] == "No reasons (Q1, Q3), Blank review (Q1, Q3)"


def test_units_of__levels__parents_before_children_in_the_rosters_order() -> None:
    paths = [NORTH, PRODUCT, SALES, (), ("Sales", "South"), NORTH]
    people = [person(n, path) for n, path in enumerate(paths)]
    assert [(unit.path, len(unit.people)) for unit in units_of(people)] == [
        ((), 1),
        (SALES, 4),
        (NORTH, 2),
        (("Sales", "South"), 1),
        (PRODUCT, 1),
    ]


def some_person(number: int, rng: random.Random) -> PersonYear:
    """Give somebody in a random state of a random department."""
    path = rng.choice([(), SALES, NORTH, PRODUCT, ("Product", "A", "B")])
    kind = rng.choice([*Kind, Kind.PERSON, Kind.PERSON])
    tabs = rng.choice(
        [
            (),
            (tab(rng.choice(["-", "0", "3", "8", "10"]), rng.choice([None, *Status])),),
            (CycleSheet(Q3), tab_of(Q2)),
            (tab("4", excused=True),),
            (empty_cycle(Q3, CycleState.NOT_EMPLOYED), tab_of(Q4)),
        ]
    )
    made = person(number, path, *tabs)
    return replace(made, person=replace(made.person, kind=kind))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("cycle", [Q3, YEAR])
def test_build_operations__any_company__every_table_adds_up(seed: int, cycle: Cycle) -> None:
    rng = random.Random(seed)  # noqa: S311 - a test's
    people = tuple(some_person(n, rng) for n in range(rng.randint(1, 40)))
    made = Operations(people, cycle, AFTER, Policies(), check_ins=True)
    report = build_operations(made, context("en"), {})
    participation = table(report, "participation")
    for cells in [*lines_of(participation), participation.total]:
        assert sum(map(number, cells[1:-1])) == int(cells[-1])
    assert int(participation.total[-1]) == len(people)
    departments = table(report, "departments")
    for row in departments.groups[0].rows:
        assert sum(map(number, row.cells[1:8])) == int(row.cells[8])
    top = [r.cells for r in departments.groups[0].rows if r.level == 0]
    for column in range(1, 10):
        assert sum(number(r[column]) for r in top) == number(departments.total[column])
    _assert_results_add_up(report)
    listed = sum(
        len(g.rows)
        for p in missing_lists(made, context("en"))
        for g in p.blocks[0].tables[0].groups
    )
    assert listed == len(made.missing)


def _assert_results_add_up(report: BlocksReport) -> None:
    results = next(b for b in report.blocks if b.anchor == "results")
    if not results.tables:
        return
    bands, types = results.tables
    for cells in [*lines_of(bands), *lines_of(types), types.total]:
        assert sum(map(number, cells[1:-1])) == int(cells[-1])
    whole = lines_of(bands)[1][-1]
    assert types.total[-1] == whole
    assert sum(int(cells[-1]) for cells in lines_of(types)) == int(whole)
    status = table(report, "status")
    assert status.total[3] == whole
    assert sum(int(cells[3]) for cells in lines_of(status)) == int(whole)
    for cells in lines_of(table(report, "status", 1)):
        assert number(cells[1]) + number(cells[2]) == int(cells[3])
    sizes = lines_of(table(report, "sizes"))
    assert sum(map(number, sizes[1][1:-1])) == int(sizes[1][-1])
    assert sizes[1][-1] == lines_of(bands)[0][-1]


def test_build_operations__frozen_plans__are_counted_with_those_changed_since() -> None:
    at = datetime(2026, 7, 5, 8, tzinfo=UTC)
    one, other = person(1, SALES, tab("9")), person(2, SALES, tab("9"))
    same = _frozen(one, at)
    changed = replace(_frozen(other, at), plan="[]")
    people = [replace(one, frozen={Q3: same}), replace(other, frozen={Q3: changed})]
    report = build_operations(operations(people=people), context("en"), {})
    facts = {fact.label: fact.value for fact in report.facts}
    assert facts == {
        "Data as of": "24 October 2026",
        "Plans frozen on": "5 July 2026",
        "Cycle closed on": "—",
        "Frozen plans": "2",
        "Changed since the freeze": "1",
    }


def _frozen(one: PersonYear, at: datetime) -> FrozenPlan:
    assert one.submission is not None
    objectives = next(s for s in one.submission.cycles if s.cycle == Q3).objectives
    plan = plan_text(objectives)
    return FrozenPlan(Q3, at, "0" * 64, plan_fingerprint(plan), plan)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_operations__as_pages__hold_the_counts_worked_by_hand(code: str) -> None:
    waiting = WaitingFiles(1, 2, {"K301": 2, "S204": 1})
    made = operations(waiting=waiting, check_ins=True)
    text = text_of(pages_of(build_operations(made, context(code), {})).pdf).replace(" ", "")
    wanted = {
        "zh": ("已打分4+已制定1+未填写1+未提交1+未在职1=8", "1+4+3=8", "85.7%", "2026-10-24"),
        "en": (
            "Scored4+Planned1+Notplanned1+Notsubmitted1+Notemployed1=8",
            "1+4+3=8",
            "85.7%",
            "24October2026",
        ),
    }
    for words in (*wanted[code], "K301", "S204"):
        assert words in text, words


def test_build_operations__more_than_six_pages__has_contents_with_their_pages() -> None:
    made = operations()
    pages = {"participation": 2, "departments": 3, "missing": 7}
    report = build_operations(made, context("en"), pages)
    found = {line.anchor: line.page for line in report.contents}
    assert found["departments"] == "3"
    assert found["missing"] == "7"
    assert build_operations(made, context("en"), {"missing": 6}).contents == ()


def test_missing_lists__hostile_names__are_printed_as_text() -> None:
    evil = "<img src=x onerror=alert(1)><b>{{7*7}}</b>"
    one = person(1, (evil,))
    one = replace(one, person=replace(one.person, name=evil), manager_name="</td></table>" * 3)
    for report in missing_lists(operations(people=[one]), context("en")):
        html = html_of(report)
        assert "<img" not in html
        assert "{{7*7}}" in html
        assert "</td></table></td>" not in html
        assert pages_of(report).count == 1


def test_build_operations__nobody__says_so_without_a_fault() -> None:
    made = Operations((), Q3, AFTER, Policies())
    report = build_operations(made, context("zh"), {})
    assert report.figures[0].value == "0"
    assert pages_of(report).count >= 1
