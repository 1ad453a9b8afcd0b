"""What a person's quarterly report says, whatever state the quarter is in."""

from dataclasses import replace
from datetime import date

import pytest
from report_people import (
    Q1,
    Q2,
    Q3,
    Q4,
    D,
    T,
    context,
    kr,
    lin_jing,
    make_year,
    with_cells,
    zh_objectives,
)

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.model import (
    CycleReview,
    CycleSheet,
    CycleState,
    Improvement,
    Kind,
    Objective,
    Person,
    Status,
)
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.scoring import empty_cycle

ANN = Person("E1", "Ann Lee", ("Sales",), "Seller", "E0", joined=date(2026, 7, 1))


def one(*key_results: object, **more: object) -> CycleSheet:
    """Make a Q3 tab with one objective."""
    objective = Objective(1, "Sell more", None, "", tuple(key_results))  # type: ignore[arg-type]
    return CycleSheet(Q3, (objective,), **more)  # type: ignore[arg-type]


def test_build_quarterly__three_scored_quarters__masthead_and_year_by_hand() -> None:
    report = build_quarterly(lin_jing("en"), Q3, context("en"))
    assert (report.total.text, report.total.chip.word) == ("0.70", "On target")
    assert [c.text for c in report.year] == ["0.80", "Planned", "0.70", "Planned", "0.75"]
    assert [p.count for p in report.strip] == [1, 3, 3, 1, 1]
    assert report.trace == "Quarter score = (50%×0.81 + 30%×0.51 + 20%×0.71) ÷ 100% = 0.70"


def test_build_quarterly__figures__share_their_decimals() -> None:
    first = build_quarterly(lin_jing(), Q3, context()).objectives[0].key_results[0]
    assert (first.baseline, first.target, first.actual) == ("96.2", "98.0", "98.4")
    assert (first.weight, first.raw, first.score) == ("40%", "122.2%", "1.00")
    assert first.details == "正向·%·支付网关日报"


def test_build_quarterly__progress_on_a_tie__is_rounded_half_up() -> None:
    """1669 of 2000 is 83.45 %."""
    year = make_year(ANN, (one(kr(1, "2,000 visits", T.LINEAR, "- 2000 1669")),))
    line = build_quarterly(year, Q3, context("en")).objectives[0].key_results[0]
    assert (line.raw, line.score) == ("83.5%", "0.83")


def test_build_quarterly__score_from_elsewhere__is_named_with_the_computed_one() -> None:
    lines = build_quarterly(lin_jing("en"), Q3, context("en")).objectives[0].key_results
    assert lines[0].source == ("Computed",)
    assert (lines[1].score, lines[1].source) == ("0.85", ("Self score", "Computed 0.80"))


def test_build_quarterly__status_off_the_track__stands_out() -> None:
    lines = build_quarterly(lin_jing("en"), Q3, context("en")).objectives[0].key_results
    assert [line.alert for line in lines] == ["", "", "At risk"]


def test_build_quarterly__void_key_result__stays_with_its_reason() -> None:
    void = build_quarterly(lin_jing("en"), Q3, context("en")).objectives[2].key_results[2]
    assert (void.score, void.chip.word, void.void, void.source) == ("—", "Void", True, ())
    assert void.reason.startswith("The data-centre move")
    assert void.bar is None


@pytest.mark.parametrize(
    ("kind", "figures", "more", "shown"),
    [
        (T.RANGE, "- 6.5 7", {"upper": D(8)}, ("", "6.5–8", "7")),
        (T.YESNO, "- - 1", {}, ("", "Yes", "Yes")),
        (T.YESNO, "- - 0", {}, ("", "Yes", "No")),
        (T.JUDGED, "- - -", {}, ("", "", "")),
        (T.MILESTONE, "- 3 2", {}, ("", "3", "2")),
        (T.DECREASE, "-4 -10 -7", {}, ("−4", "−10", "−7")),
    ],
)
def test_build_quarterly__every_type__shows_what_it_has(
    kind: T, figures: str, more: dict[str, object], shown: tuple[str, str, str]
) -> None:
    year = make_year(ANN, (one(kr(1, "One", kind, figures, **more)),))
    line = build_quarterly(year, Q3, context("en")).objectives[0].key_results[0]
    assert (line.baseline, line.target, line.actual) == shown


def test_build_quarterly__anchored__names_its_anchors() -> None:
    anchored = build_quarterly(lin_jing("en"), Q3, context("en")).objectives[2].key_results[1]
    assert "0.3 at 30, 0.7 at 50" in anchored.details
    assert "owner Zheng Yifan" in anchored.details


def test_build_quarterly__percent_cells__print_percentages() -> None:
    year = make_year(ANN, (one(kr(1, "Rate", T.INCREASE, "0.8 0.9 0.85")),))
    cell = Cell(Place("Q3", "K10"), CellKind.NUMBER, "0.85", "0%")
    keys = [f"Q3.O1.K1.{name}" for name in ("baseline", "target", "actual")]
    year = with_cells(year, dict.fromkeys(keys, cell))
    line = build_quarterly(year, Q3, context("en")).objectives[0].key_results[0]
    assert (line.baseline, line.target, line.actual) == ("80%", "90%", "85%")


def test_build_quarterly__far_beyond_the_target__raw_stays_short() -> None:
    year = make_year(ANN, (one(kr(1, "Far", T.INCREASE, "0 0.001 500")),))
    line = build_quarterly(year, Q3, context("en")).objectives[0].key_results[0]
    assert (line.raw, line.score) == (">100000%", "1.00")


def test_build_quarterly__zero__is_a_score_and_not_missing() -> None:
    year = make_year(ANN, (one(kr(1, "Nothing", T.LINEAR, "- 10 0")),))
    report = build_quarterly(year, Q3, context("en"))
    assert (report.total.text, report.total.chip.code) == ("0.00", "no_progress")
    assert report.notice == ""


def test_build_quarterly__partly_scored__says_which_are_missing() -> None:
    sheet = one(kr(1, "A", T.LINEAR, "- 10 5"), kr(2, "B", T.LINEAR, "- 10 -"))
    report = build_quarterly(make_year(ANN, (sheet,)), Q3, context("en"))
    assert report.total.text == ""
    assert report.total.chip.word == "Partly scored"
    assert "1.2" in report.notice
    assert "1.1" not in report.notice
    assert report.score_use == ""


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [("5", "-", "Partly scored"), ("-", "-", "Not scored"), ("5", "5", "On target")],
)
def test_build_quarterly__objective_in_part__says_partly_scored(
    first: str, second: str, word: str
) -> None:
    half = Objective(
        1,
        "Half",
        None,
        "",
        tuple(kr(n, "A", T.LINEAR, f"- 6 {v}") for n, v in ((1, first), (2, second))),
    )
    other = Objective(
        2, "Begun", None, "", (kr(1, "B", T.LINEAR, "- 6 6"), kr(2, "C", T.LINEAR, "- 6 -"))
    )
    year = make_year(ANN, (CycleSheet(Q3, (half, other)),))
    for objectives in (
        build_quarterly(year, Q3, context("en")).objectives,
        build_annual(year, context("en")).cycles[2].objectives,
    ):
        assert [o.chip.word for o in objectives] == [word, "Partly scored"]


def test_build_quarterly__planned__has_no_score_and_no_review() -> None:
    report = build_quarterly(lin_jing("en"), Q4, context("en"))
    assert report.total.chip.word == "Planned"
    assert "not 0" in report.notice
    assert report.review == ()
    assert [o.score for o in report.objectives] == ["—"]


def test_build_quarterly__nothing_received__says_so_and_invents_nothing() -> None:
    report = build_quarterly(make_year(ANN, ()), Q3, context("en"))
    assert report.total.chip.word == "Not submitted"
    assert report.objectives == ()
    assert report.signatures == ()
    assert "received" in report.notice


def test_build_quarterly__not_employed__says_from_when() -> None:
    year = make_year(ANN, (empty_cycle(Q2, CycleState.NOT_EMPLOYED),))
    report = build_quarterly(year, Q2, context("en"))
    assert report.total.chip.word == "Not employed"
    assert "Joined on 1 July 2026." in report.notice


def test_build_quarterly__excused__gives_the_reason() -> None:
    sheet = CycleSheet(Q3, (), excused=True, excused_reason="Parental leave")
    report = build_quarterly(make_year(ANN, (sheet,)), Q3, context("en"))
    assert report.total.chip.code == "void"
    assert "Reason: Parental leave" in report.notice


def test_build_quarterly__all_void__is_not_called_missing() -> None:
    sheet = one(kr(1, "A", T.LINEAR, "- 10 5", status=Status.VOID, reason="dropped"))
    report = build_quarterly(make_year(ANN, (sheet,)), Q3, context("en"))
    assert report.total.text == ""
    assert "not missing" in report.notice


@pytest.mark.parametrize(
    ("figures", "asked", "plan_lines"),
    [
        ("- 10 10", "Was the target too low?", 0),
        ("- 10 8", "What was the breakthrough?", 0),
        ("- 10 5", "What will I change?", 3),
        ("- 10 0", "Is the objective kept or adjusted?", 3),
    ],
)
def test_build_quarterly__each_band__asks_its_own_questions(
    figures: str, asked: str, plan_lines: int
) -> None:
    year = make_year(ANN, (one(kr(1, "A", T.LINEAR, figures)),))
    report = build_quarterly(year, Q3, context("en"))
    questions = [q.text for part in report.review for q in part.questions]
    assert asked in questions
    assert "How far did we get?" in questions
    assert len(report.plan) == plan_lines


def test_build_quarterly__no_progress__prints_the_cause_that_was_given() -> None:
    sheet = one(kr(1, "A", T.LINEAR, "- 10 0"), review=CycleReview(cause="The supplier failed"))
    report = build_quarterly(make_year(ANN, (sheet,)), Q3, context("en"))
    assert report.review[1].questions[0].answer == "The supplier failed"


def test_build_quarterly__answer_to_another_band__is_not_called_a_cause() -> None:
    sheet = one(kr(1, "A", T.LINEAR, "- 10 8"), review=CycleReview(cause="A second supplier"))
    first, *asked = build_quarterly(make_year(ANN, (sheet,)), Q3, context("en")).review[1].questions
    assert (first.text, first.answer) == ("Answered on the sheet", "A second supplier")
    assert [question.lines for question in asked] == [1, 1]


@pytest.mark.parametrize(
    ("use", "said"),
    [("none", "learning only"), ("reference", "reference"), ("direct", "directly")],
)
def test_build_quarterly__use_of_the_score__is_printed(use: str, said: str) -> None:
    report = build_quarterly(lin_jing("en"), Q3, context("en", score_use=use))
    assert said in report.score_use


def test_build_quarterly__department_sheet__is_not_called_personal() -> None:
    year = lin_jing("en")
    own = replace(year, person=replace(year.person, kind=Kind.DEPARTMENT))
    report = build_quarterly(own, Q3, context("en"))
    assert report.head.kicker == "Department’s quarterly OKR report · Third quarter 2026"


def test_build_quarterly__fiscal_year__shows_its_own_dates() -> None:
    april = replace(context("en"), fiscal_start=4)
    facts = {f.label: f.value for f in build_quarterly(lin_jing("en"), Q1, april).facts}
    assert facts["Period"] == "1 Apr – 30 Jun 2026"


def test_build_quarterly__weights_given_and_blank__show_the_effective_ones() -> None:
    lines = build_quarterly(lin_jing(), Q3, context()).objectives
    assert [k.weight for k in lines[0].key_results] == ["40%", "30%", "30%"]
    assert [k.weight for k in lines[1].key_results] == ["33.3%", "33.3%", "33.3%"]
    assert [o.weight for o in lines] == ["50%", "30%", "20%"]
    assert len(zh_objectives()) == 3


@pytest.mark.parametrize(
    ("code", "typed", "shown"),
    [
        ("en", "2026-10-12", "12 Oct 2026"),
        ("zh", "2026-10-12", "2026-10-12"),
        ("en", "2026-02-30", "2026-02-30"),
        ("en", "end of October", "end of October"),
        ("en", "", ""),
    ],
)
def test_build_quarterly__plan_by_when__is_printed_as_other_days_are(
    code: str, typed: str, shown: str
) -> None:
    review = CycleReview(plan=(Improvement(1, "Ask first", typed, "", "Ann Lee"),))
    sheet = one(kr(1, "A", T.LINEAR, "- 10 5"), review=review)
    report = build_quarterly(make_year(ANN, (sheet,)), Q3, context(code))
    assert report.plan[0].date == shown
