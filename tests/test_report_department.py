"""The front matter of a review pack: totals that add up, and four kinds of no number."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from report_history import changed
from report_kit import html_of
from report_people import Q1, Q2, Q3, Q4, D, T, context, kr, lin_jing, make_year

from okrsheets.analysis.calibration import calibrate
from okrsheets.language import load_language
from okrsheets.model import (
    Cycle,
    CycleSheet,
    CycleState,
    Kind,
    Objective,
    Person,
    PersonYear,
    Policies,
    Status,
)
from okrsheets.model.scores import Closing
from okrsheets.reports.annual import build_annual
from okrsheets.reports.company_parts import groups_about
from okrsheets.reports.department import Pack, build_department
from okrsheets.reports.pack_records import HeatRow, PackReport, PackSummary
from okrsheets.scoring import empty_cycle, score_year

YEAR = Cycle(2026)


def person(number: int, *sheets: object) -> PersonYear:
    """Give person E1, E2, … with these tabs."""
    who = Person(f"E{number}", f"Person {number}", ("Sales",), "Seller")
    return make_year(who, sheets)  # type: ignore[arg-type]


def scored(actual: int, cycle: Cycle = Q3, objectives: int = 1) -> CycleSheet:
    """Make a tab whose score is a tenth of `actual`."""
    return CycleSheet(
        cycle,
        tuple(
            Objective(o, f"Objective {o}", None, "", (kr(1, "A", T.LINEAR, f"- 10 {actual}"),))
            for o in range(1, objectives + 1)
        ),
    )


def planned(cycle: Cycle = Q3) -> CycleSheet:
    """Make a tab with a key result and nothing achieved yet."""
    return CycleSheet(cycle, (Objective(1, "O", None, "", (kr(1, "A", T.LINEAR, "- 10 -"),)),))


def summary_of(report: PackReport) -> PackSummary:
    """Give a pack's summary."""
    assert report.summary is not None
    return report.summary


def rows_of(report: PackReport) -> list[HeatRow]:
    """Give the rows of a pack's last heat map, of all its groups."""
    return [row for group in summary_of(report).maps[-1].groups for row in group.rows]


def sample() -> tuple[PersonYear, ...]:
    """Give six people in six states of Q3."""
    return (
        person(1, scored(9, objectives=2)),
        person(2, scored(0)),
        person(3, scored(6)),
        person(4, planned()),
        person(5),
        person(6, empty_cycle(Q3, CycleState.NOT_EMPLOYED)),
    )


def test_build_department__six_states__figures_by_hand() -> None:
    report = build_department(Pack("Sales", Q3, sample()), context("en"))
    facts = {f.label: (f.value, f.note) for f in summary_of(report).figures}
    assert facts["Mean score"] == ("0.50", "3 scored, 2 missing, 0 excused")
    assert facts["Median"][0] == "0.60"
    assert facts["Submitted"] == ("4 / 5", "not in: Person 5\n1 not employed")
    assert facts["On target or above"] == ("1 / 3", "2 below the line")


def test_build_department__heat_map__keeps_four_kinds_of_no_number_apart() -> None:
    report = build_department(Pack("Sales", Q3, sample()), context("en"))
    rows = {row.name: row.cells for row in rows_of(report)}
    assert [(c.text, c.chip.code) for c in rows["Person 2"]] == [
        ("0.00", "no_progress"),
        ("n/a", "none"),
        ("0.00", "no_progress"),
    ]
    assert [(c.text, c.chip.code) for c in rows["Person 4"]] == [
        ("Not scored", "open"),
        ("n/a", "none"),
        ("", "open"),
    ]
    assert [(c.text, c.span) for c in rows["Person 5"]] == [("Not submitted", 3)]
    assert [(c.text, c.span) for c in rows["Person 6"]] == [("Not employed", 3)]


def test_build_department__heat_map__best_first_and_missing_last() -> None:
    report = build_department(Pack("Sales", Q3, sample()), context("en"))
    names = [row.name for row in rows_of(report)]
    assert names[:3] == ["Person 1", "Person 3", "Person 2"]


def test_build_department__counts__add_up_to_the_totals() -> None:
    report = build_department(Pack("Sales", Q3, sample()), context("en"))
    summary = summary_of(report)
    for row in summary.counts.rows:
        numbers = [0 if cell == "·" else int(cell) for cell in row[1:]]
        assert sum(numbers[:-1]) == numbers[-1]
    assert [row[-1] for row in summary.counts.rows] == ["6", "5", "5"]
    assert sum(part.count for part in summary.strip) == 5


def test_build_department__fewer_than_five_scores__leaves_the_cover_plain() -> None:
    five = tuple(person(n, scored(n)) for n in range(1, 6))
    for people, drawn in ((five, True), (five[:4], False), (five[:1], False)):
        cover = build_department(Pack("Sales", Q3, people), context("en")).cover
        assert cover is not None
        assert (cover.chart is not None) is drawn


def test_build_department__own_sheet__stands_apart_from_the_mean() -> None:
    own = person(9, scored(10))
    own = replace(own, person=replace(own.person, kind=Kind.DEPARTMENT, name="Sales"))
    report = build_department(Pack("Sales", Q3, (own, *sample())), context("en"))
    assert summary_of(report).figures[0].value == "0.50"
    assert rows_of(report)[0].name == "Sales"
    assert [line.title for line in report.contents[0].lines] == [
        *("Summary", "To talk about", "Order of talk", "Decisions"),
        "Sales",
    ]
    assert len(report.contents[1].lines) == 6


def test_build_department__everybody_at_full_marks__asks_about_the_targets() -> None:
    people = tuple(person(n, scored(10)) for n in range(1, 4))
    report = build_department(Pack("Sales", Q3, people), context("en"))
    assert "targets too low" in summary_of(report).notice
    mixed = (*people, person(4, scored(9)))
    report = build_department(Pack("Sales", Q3, mixed), context("en"))
    assert summary_of(report).notice == ""


def test_build_department__nobody_scored__prints_no_zero() -> None:
    report = build_department(Pack("Sales", Q3, (person(1), person(2))), context("en"))
    assert summary_of(report).figures[0].value == "—"
    assert summary_of(report).dots is None


def test_build_department__exceptions__name_person_and_reason() -> None:
    reviewed = kr(
        1,
        "Reviewed",
        T.LINEAR,
        "- 10 9",
        reviewer_score=D("0.7"),
        self_score=D("0.81"),
        reason="resold",
    )
    risky = kr(2, "Risky", T.LINEAR, "- 10 5", status=Status.OFF_TRACK)
    gone = kr(3, "Gone", T.LINEAR, "- 10 5", status=Status.VOID, reason="dropped")
    sheet = CycleSheet(Q3, (Objective(1, "O", None, "", (reviewed, risky, gone)),))
    people = (person(1, sheet), person(2), person(3, scored(0)), person(4, scored(10)))
    report = build_department(Pack("Sales", Q3, people), context("en"))
    groups = summary_of(report).exceptions
    assert [(g.title, [(x.name, x.number, x.what, x.note) for x in g.lines]) for g in groups] == [
        ("No score yet", [("Person 2", "", "Not submitted", "")]),
        ("No progress: a score of 0.00", [("Person 3", "", "Seller", "")]),
        ("At risk or off track", [("Person 1", "1.2", "Risky", "Off track")]),
        (
            "Final score more than 0.1 from the computed one",
            [("Person 1", "1.1", "Reviewed", "Reviewer score 0.70, computed 0.90: resold")],
        ),
        (
            "Self and reviewer score more than 0.1 apart",
            [("Person 1", "1.1", "Reviewed", "Self score 0.81, Reviewer score 0.70: resold")],
        ),
        ("Void key results", [("Person 1", "1.3", "Gone", "dropped")]),
        ("Full marks: a score of 1.00", [("Person 4", "", "Seller", "")]),
    ]


def test_build_department__key_result_at_zero__is_named_unless_its_status_says_so() -> None:
    """Person 1 has 0, 0 and 9 of 10; Person 2 has nothing but noughts and is named as a whole."""
    lines = (
        kr(1, "Silent", T.LINEAR, "- 10 0"),
        kr(2, "Told", T.LINEAR, "- 10 0", status=Status.OFF_TRACK),
        kr(3, "Good", T.LINEAR, "- 10 9"),
    )
    sheet = CycleSheet(Q3, (Objective(1, "O", None, "", lines),))
    pack = Pack("Sales", Q3, (person(1, sheet), person(2, scored(0))), {"person-E1": 7})
    groups = summary_of(build_department(pack, context("en"))).exceptions
    found = [
        (g.title, [(x.name, f"{x.number} {x.what}".strip(), x.score, x.page) for x in g.lines])
        for g in groups
    ]
    assert found == [
        ("No progress: a score of 0.00", [("Person 2", "Seller", "0.00", "")]),
        ("At risk or off track", [("Person 1", "1.2 Told", "0.00", "7")]),
        (
            "Key results at 0.00, neither at risk nor off track by their status",
            [("Person 1", "1.1 Silent", "0.00", "7")],
        ),
    ]
    assert [g.short for g in groups] == [False, False, False]


@pytest.mark.parametrize(("number", "short"), [(3, False), (4, True)])
def test_build_department__few_in_a_group__are_an_ordinary_list(
    *, number: int, short: bool
) -> None:
    """Three in a row would leave the row mostly empty; a list has the page at the right edge."""
    people = tuple(person(n, scored(0)) for n in range(1, number + 1))
    report = build_department(Pack("Sales", Q3, people), context("en"))
    (group,) = summary_of(report).exceptions
    assert group.short is short
    assert html_of(report).count('<div class="c mm108">Seller') == (0 if short else number)


def test_build_department__plan_changed_since_its_freeze__is_named_with_both_scores() -> None:
    """Frozen was 1.2 with the target 25, so (45-33)/(45-25) = 0.60; its typed 0.85 stands."""
    pack = Pack("Product", Q3, (changed("en"),))
    report = build_department(pack, context("en"))
    (group,) = [g for g in summary_of(report).exceptions if g.title.startswith("Plan changed")]
    (line,) = group.lines
    assert line.what == "3 lines changed since the freeze of 5 July 2026"
    assert line.score == "0.70"
    assert "of the plan as it stands 0.70" in line.note
    assert summary_of(report).status == (
        "The scores are not closed yet and can still change. "
        "Plans frozen: 1 of 1, changed since: 1. Means are of the exact scores."
    )


def test_build_department__closed_cycle__says_when() -> None:
    first, second = person(1, scored(6)), person(2, scored(7))
    cycles = tuple(
        replace(c, closed=Closing(Q3, datetime(2026, 10, 15, 12, tzinfo=UTC), Policies()))
        if c.cycle == Q3
        else c
        for c in first.year.cycles
    )
    closed = replace(first, year=replace(first.year, cycles=cycles))
    said = [
        summary_of(build_department(Pack("Sales", Q3, people), context("en"))).status
        for people in ((first, second), (closed, second), (closed,))
    ]
    exact = " Means are of the exact scores."
    assert said == [
        f"The scores are not closed yet and can still change.{exact}",
        f"1 of 2 sheets’ scores were closed, the last on 15 October 2026.{exact}",
        f"The scores were closed on 15 October 2026.{exact}",
    ]


def test_build_department__order_of_talk__the_gravest_matter_comes_first() -> None:
    """By the roster: full marks, at risk, nothing the matter, not in, nothing but noughts."""
    late = kr(1, "Late", T.LINEAR, "- 10 5", status=Status.AT_RISK)
    sheet = CycleSheet(Q3, (Objective(1, "O", None, "", (late,)),))
    people = (
        person(1, scored(10)),
        person(2, sheet),
        person(3, scored(6)),
        person(4),
        person(5, scored(0)),
    )
    report = build_department(Pack("Sales", Q3, people), context("en"))
    assert [line.name for line in summary_of(report).order] == [
        *("Person 4", "Person 5", "Person 2", "Person 1", "Person 3")
    ]


def test_build_department__not_employed__counts_apart_and_is_not_talked_about() -> None:
    """Six on the roster, one gone before the quarter: five are asked, and six are the total."""
    summary = summary_of(build_department(Pack("Sales", Q3, sample()), context("en")))
    assert summary.counts.columns[-3:] == ("Void, excused", "Not employed", "Total")
    assert [row[-3:] for row in summary.counts.rows] == [
        ("·", "1", "6"),
        ("·", "·", "5"),
        ("·", "·", "5"),
    ]
    assert "Person 6" not in [line.name for line in summary.order]
    assert len(summary.order) == 5


def test_build_department__nobody_employed__nothing_is_submitted() -> None:
    gone = person(1, empty_cycle(Q3, CycleState.NOT_EMPLOYED))
    summary = summary_of(build_department(Pack("Sales", Q3, (gone,)), context("zh")))
    facts = {f.label: (f.value, f.note) for f in summary.figures}
    assert facts["已提交"] == ("—", "未在职 1 人")
    assert summary.order == ()


def test_build_department__a_tenth_apart__is_no_exception() -> None:
    near = kr(1, "Near", T.LINEAR, "- 10 8", reviewer_score=D("0.7"), self_score=D("0.8"))
    sheet = CycleSheet(Q3, (Objective(1, "O", None, "", (near,)),))
    report = build_department(Pack("Sales", Q3, (person(1, sheet),)), context("en"))
    assert summary_of(report).exceptions == ()


def test_build_department__order_of_talk__own_sheet_then_exceptions_then_the_roster() -> None:
    own = person(9, scored(8))
    own = replace(own, person=replace(own.person, kind=Kind.DEPARTMENT, name="Sales"))
    people = (person(1, scored(6)), person(2), person(3, scored(0)), person(4, scored(9)), own)
    report = build_department(Pack("Sales", Q3, people, {"person-E3": 17}), context("en"))
    lines = [(t.number, t.name, t.score, t.why, t.page) for t in summary_of(report).order]
    assert lines == [
        ("1", "Sales", "0.80", "the department’s own sheet", ""),
        ("2", "Person 2", "—", "Not submitted", ""),
        ("3", "Person 3", "0.00", "scored 0.00", "17"),
        ("4", "Person 1", "0.60", "", ""),
        ("5", "Person 4", "0.90", "", ""),
    ]


def test_build_department__sub_departments__are_grouped_everywhere() -> None:
    def in_(year: PersonYear, *path: str) -> PersonYear:
        return replace(year, person=replace(year.person, department=path))

    people = (
        in_(person(1, scored(6)), "Sales", "Phone"),
        in_(person(2, scored(7)), "Sales"),
        in_(person(3, scored(8)), "Sales", "Field"),
        in_(person(4, scored(9)), "Sales", "Phone"),
    )
    report = build_department(Pack("Sales", Q3, people), context("en"))
    shelves = [(g.title, [line.title for line in g.lines]) for g in report.contents]
    assert shelves == [
        ("Department", ["Summary", "To talk about", "Order of talk", "Decisions"]),
        ("People", ["Person 2"]),
        ("Phone", ["Person 1", "Person 4"]),
        ("Field", ["Person 3"]),
    ]
    heat = summary_of(report).maps[0]
    assert [(g.title, [row.name for row in g.rows]) for g in heat.groups] == [
        ("", ["Person 2"]),
        ("Phone", ["Person 4", "Person 1"]),
        ("Field", ["Person 3"]),
        ("", ["Mean of the people"]),
    ]


def test_build_department__third_quarter__has_the_quarters_up_to_it() -> None:
    people = (person(1, scored(8, Q1), scored(6, Q3)), person(2, scored(7, Q2)))
    maps = summary_of(build_department(Pack("Sales", Q3, people), context("en"))).maps
    assert [m.title for m in maps] == ["Scores by quarter", "Scores by objective"]
    assert maps[0].heads == ("Q1", "Q2", "Q3")
    assert [c.text for c in maps[0].groups[0].rows[0].cells] == ["0.80", "Not submitted", "0.60"]
    first = summary_of(build_department(Pack("Sales", Q1, people), context("en"))).maps
    assert [m.title for m in first] == ["Scores by objective"]


def test_build_department__first_map__ends_with_the_peoples_mean_and_n() -> None:
    """Third quarter: 0.6 and 0.9 make 0.75. Second: 0.7 alone. First: 0.8 alone."""
    people = (
        person(1, scored(8, Q1), scored(6, Q3)),
        person(2, scored(7, Q2), scored(9, Q3)),
        person(3),
    )
    summary = summary_of(build_department(Pack("Sales", Q3, people), context("en")))
    row = summary.maps[0].groups[-1].rows[-1]
    assert (row.name, row.mean) == ("Mean of the people", True)
    assert [(c.label, c.text) for c in row.cells] == [
        ("n 1", "0.80"),
        ("n 1", "0.70"),
        ("n 2", "0.75"),
    ]
    assert [r.mean for g in summary.maps[1].groups for r in g.rows] == [False] * 3
    facts = {f.label: f.note for f in summary.figures}
    assert facts["Mean score"] == "2 scored, 1 missing, 0 excused\nQ2: 0.70 (n 1)"
    assert facts["Median"] == "from 0.60 to 0.90, n 2"


def test_build_department__nobody_in_it__says_no_figure_at_all() -> None:
    own = person(9, scored(8))
    own = replace(own, person=replace(own.person, kind=Kind.DEPARTMENT, name="Sales"))
    summary = summary_of(build_department(Pack("Sales", Q3, (own,)), context("en")))
    assert [f.value for f in summary.figures] == ["—", "—", "—", "—"]
    assert summary.notice == ""


def test_build_department__long_names__take_a_smaller_title() -> None:
    """Up to 25 Chinese letters, or 45 Latin ones at 0.55, stand in full size; then up to 60."""
    for name, size in (
        ("研" * 25, ""),
        ("研" * 26, "smaller"),
        ("a" * 45, ""),
        ("a" * 46, "smaller"),
        ("研" * 61, "smallest"),
    ):
        cover = build_department(Pack(name, Q3, (person(1),)), context("en")).cover
        assert cover is not None
        assert cover.size == size, name


def test_build_department__calibration__is_put_as_questions() -> None:
    people = tuple(person(n, scored(7)) for n in range(1, 7))
    groups = groups_about(people, calibrate(people, Q3))
    pack = Pack("Sales", Q3, people, groups=groups)
    said = [(q.label, q.value) for q in summary_of(build_department(pack, context("en"))).questions]
    assert [label for label, _ in said] == ["Sales", "Sales"]
    assert said[1][1].startswith("100% of 6 people at exactly 0.70")


def test_build_department__year__has_the_cycles_as_columns() -> None:
    people = (person(1, scored(8, Q1), scored(6, Q3)), person(2))
    report = build_department(Pack("Sales", YEAR, people), context("en"))
    assert summary_of(report).maps[0].heads == ("Q1", "Q2", "Q3", "Q4", "Overall")
    assert [c.text for c in rows_of(report)[0].cells] == [
        "0.80",
        "Not submitted",
        "0.60",
        "Not submitted",
        "0.70",
    ]
    assert report.head.kicker == "Annual review pack · Year 2026"


def test_build_annual__two_of_four__is_provisional_and_traced() -> None:
    report = build_annual(lin_jing("en"), context("en"))
    assert (report.total.text, report.total.note) == ("0.75", "2 of 4 quarters scored, provisional")
    assert report.trace == "Year score = (0.80 + 0.70) ÷ 2 = 0.75"
    chinese = build_annual(lin_jing(), context())
    assert chinese.total.note == "4 个季度已评 2 个，暂定"


def test_build_annual__missing_counts_as_zero__is_in_the_trace() -> None:
    policies = Policies(missing_quarter="zero")
    year = lin_jing("en")
    year = replace(year, year=score_year(2026, year.year.cycles, policies))
    report = build_annual(year, context("en", missing_quarter="zero"))
    assert report.trace == "Year score = (0.80 + 0.697 + 0.00 + 0.00) ÷ 4 = 0.37"


def test_build_annual__all_four_done__is_not_provisional() -> None:
    sheets = [scored(n, cycle) for n, cycle in zip((6, 7, 8, 9), (Q1, Q2, Q3, Q4), strict=True)]
    report = build_annual(person(1, *sheets), context("en"))
    assert (report.total.text, report.total.note) == ("0.75", "4 of 4 quarters scored")


def test_build_annual__joined_late__counts_who_was_not_employed_apart() -> None:
    year = person(1, empty_cycle(Q1, CycleState.NOT_EMPLOYED), scored(6, Q2))
    report = build_annual(year, context("en"))
    assert report.total.note == "1 of 4 quarters scored, not employed in 1, provisional"


def test_build_annual__counts_by_type_and_band__add_up() -> None:
    table = build_annual(lin_jing("en"), context("en")).counts
    for row in (*table.rows, table.total):
        numbers = [0 if cell == "·" else int(cell) for cell in row[1:]]
        assert sum(numbers[:-1]) == numbers[-1]
    assert table.total[-1] == "12"


@pytest.mark.parametrize("code", ["en", "zh"])
def test_build_annual__nothing_yet__has_four_reviews_to_write(code: str) -> None:
    report = build_annual(person(1), context(code))
    assert report.total.text == ""
    assert [q.answer for q in report.review.questions] == ["", "", "", ""]
    assert load_language(code).text("Self review") == report.review.questions[0].text
