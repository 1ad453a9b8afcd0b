"""What personal reports tell of the time before: changes since the freeze, small lines, notes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from report_history import FROZEN_AT, changed, freeze, planned, pulse
from report_kit import html_of, page_texts, pages_of, text_of
from report_people import Q3, D, T, context, kr, lin_jing, make_year

from okrsheets.analysis.entries import Entry, Origin
from okrsheets.analysis.pulses import pulses_of
from okrsheets.model import (
    Closing,
    CycleSheet,
    KeyResultPlace,
    Objective,
    Person,
    Policies,
    Pulse,
    Status,
)
from okrsheets.model.frozen import FrozenPlan
from okrsheets.render.characters import characters_of
from okrsheets.reports.annual import build_annual
from okrsheets.reports.pulses import draw_pulse
from okrsheets.reports.quarterly import build_quarterly

ANN = Person("E1", "Ann Lee", ("Sales",), "Seller", "E0")
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)


def test_changes__no_plan_frozen__prints_nothing() -> None:
    report = build_quarterly(lin_jing("en"), Q3, context("en"))
    assert report.changes is None
    assert "freeze" not in html_of(report)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "No change since the freeze of 5 July 2026."),
        ("zh", "计划自 2026-07-05 冻结以来没有变化。"),
    ],
)
def test_changes__plan_as_it_was_frozen__says_so_with_the_day(code: str, said: str) -> None:
    person = lin_jing(code)
    report = build_quarterly(freeze(person, planned(person)), Q3, context(code))
    assert report.changes is not None
    assert (report.changes.note, report.changes.lines) == (said, ())
    assert said in html_of(report)


def test_changes__target_moved__both_targets_are_scored_by_hand() -> None:
    """45 → 25 with 33 reached is 12 ÷ 20 = 0.60, 45 → 30 is 12 ÷ 15 = 0.80; 0.85 was typed."""
    block = build_quarterly(changed("en"), Q3, context("en")).changes
    assert block is not None
    rows = [(row.field, row.frozen, row.present) for row in block.lines[0].rows]
    assert block.lines[0].number == "1.2"
    assert rows == [("Target", "25", "30"), ("Computed", "0.60", "0.80"), ("Score", "0.85", "0.85")]


def test_changes__added_and_objective__stand_side_by_side_with_the_total() -> None:
    """Frozen: (0.5×0.805 + 0.3×(61/70 + 2/3)÷2 + 0.2×0.705) = 0.7742; now 0.6973."""
    block = build_quarterly(changed("en"), Q3, context("en")).changes
    assert block is not None
    assert [line.number for line in block.lines] == ["1.2", "2.3", "O3"]
    added, supports = block.lines[1].rows, block.lines[2].rows
    assert (added[0].field, added[0].frozen) == ("Added", "—")
    assert added[0].present == "Halve support tickets in the first week"
    assert (added[1].frozen, added[1].present) == ("—", "0.00")
    assert [(row.field, row.frozen, row.present) for row in supports] == [("Supports", "O1", "—")]
    assert block.total is not None
    assert (block.total.frozen, block.total.present) == ("0.77", "0.70")


def test_changes__removed_key_result__keeps_its_frozen_words_and_leaves_no_number() -> None:
    """Without an actual for what was removed, the frozen plan is partly scored."""
    lines = tuple(kr(n, f"Sign {n}0 deals", T.LINEAR, "- 10 5") for n in (1, 2))
    person = make_year(ANN, (CycleSheet(Q3, (Objective(1, "Sell", None, "", lines[:1]),)),))
    frozen = freeze(person, (Objective(1, "Sell", None, "", lines),))
    block = build_quarterly(frozen, Q3, context("en")).changes
    assert block is not None
    removed = block.lines[-1].rows[0]
    assert (removed.field, removed.frozen, removed.present) == ("Removed", "Sign 20 deals", "—")
    assert block.total is not None
    assert (block.total.frozen, block.total.present) == ("—", "0.50")


def test_changes__two_key_results_changed_places__each_says_where_it_stands_now() -> None:
    """Calls reach 5 of 10, visits 4 of 5; both plans score them alike: (0.50 + 0.80) ÷ 2."""
    calls, visits = (
        kr(1, "Call ten shops", T.LINEAR, "- 10 5"),
        kr(2, "Visit five shops", T.LINEAR, "- 5 4"),
    )
    now = (replace(visits, number=1), replace(calls, number=2))
    person = make_year(ANN, (CycleSheet(Q3, (Objective(1, "Sell", None, "", now),)),))
    frozen = freeze(person, (Objective(1, "Sell", None, "", (calls, visits)),))
    block = build_quarterly(frozen, Q3, context("en")).changes
    assert block is not None
    first = block.lines[0].rows[0]
    assert first.field == "Wording, moved to 1.2"
    assert (first.frozen, first.present) == ("Call ten shops", "Visit five shops")
    assert block.lines[1].rows[0].field == "Wording, moved to 1.1"
    assert block.total is not None
    assert (block.total.frozen, block.total.present) == ("0.65", "0.65")


def test_source__three_scores__all_of_them_are_printed() -> None:
    """5 of 10 is computed; the reviewer's counts, and the others stand under it."""
    line = kr(1, "Sell", T.LINEAR, "- 10 5", self_score=D("0.9"), reviewer_score=D("0.7"))
    person = make_year(ANN, (CycleSheet(Q3, (Objective(1, "Sell", None, "", (line,)),)),))
    printed = build_quarterly(person, Q3, context("en")).objectives[0].key_results[0]
    assert (printed.score, printed.source) == (
        "0.70",
        ("Reviewer score", "Self 0.90", "Computed 0.50"),
    )


def test_source__typed_score_equals_the_computed_one__both_are_printed() -> None:
    line = kr(1, "Sell", T.LINEAR, "- 10 5", self_score=D("0.5"))
    person = make_year(ANN, (CycleSheet(Q3, (Objective(1, "Sell", None, "", (line,)),)),))
    printed = build_quarterly(person, Q3, context("en")).objectives[0].key_results[0]
    assert printed.source == ("Self score", "Computed 0.50")


def test_facts__frozen_and_closed__stand_under_the_period_with_the_version() -> None:
    person = changed("en")
    closing = Closing(Q3, datetime(2026, 10, 20, 8, tzinfo=UTC), Policies())
    cycles = tuple(replace(c, closed=closing) if c.cycle == Q3 else c for c in person.year.cycles)
    person = replace(person, year=replace(person.year, cycles=cycles))
    notes = {f.label: f.note for f in build_quarterly(person, Q3, context("en")).facts}
    assert notes["Period"] == "frozen 5 Jul 2026\nclosed 20 Oct 2026"
    assert notes["Received"] == "version 2"


def said(day: date, origin: Origin, value: str = "", **more: object) -> Entry:
    """Make an entry for the key result `Sell`."""
    number = D(value) if value else None
    return Entry(day, origin, number, wording="Sell", **more)  # type: ignore[arg-type]


def test_pulses_of__check_ins_and_sheets__one_point_a_day_by_hand() -> None:
    """From 80 to 90: 82 is 0.2, 88 is 0.8. October is drawn on the last day."""
    line = kr(1, "Sell", T.INCREASE, "80 90 88")
    person = make_year(ANN, (CycleSheet(Q3, (Objective(1, "Grow", None, "", (line,)),)),))
    place = KeyResultPlace("Q3", 1, 1)
    entries = (
        said(date(2026, 6, 28), Origin.CHECK_IN, "79"),
        said(date(2026, 7, 15), Origin.CHECK_IN, "82", note="Two signed. "),
        said(date(2026, 8, 1), Origin.CHECK_IN, "84", note="wrong row", standing=False),
        said(date(2026, 8, 20), Origin.CHECK_IN, status=Status.AT_RISK),
        said(date(2026, 10, 8), Origin.SHEET, "88"),
    )
    found = dict(pulses_of(person, Q3, {place: entries}, days=(FIRST, LAST)))
    assert found == {
        place: Pulse(
            (
                (FIRST, Fraction(0)),
                (date(2026, 7, 15), Fraction(1, 5)),
                (LAST, Fraction(4, 5)),
            ),
            "Two signed.",
            date(2026, 7, 15),
        )
    }


def test_pulses_of__judged_and_silent__have_none() -> None:
    lines = (kr(1, "Sell", T.JUDGED), kr(2, "Buy", T.LINEAR, "- 10 5"))
    person = make_year(ANN, (CycleSheet(Q3, (Objective(1, "Grow", None, "", lines),)),))
    known = {KeyResultPlace("Q3", 1, 1): (said(FIRST, Origin.CHECK_IN, "1"),)}
    assert dict(pulses_of(person, Q3, known, days=(FIRST, LAST))) == {}


def test_draw_pulse__half_time_and_end__places_by_hand() -> None:
    """15 August is day 46 of 92: half of 14.6 mm behind the left edge, half of 3 mm up."""
    drawing = draw_pulse(pulse((8, 15, "1/2"), (9, 30, "1")), Q3, context("en"))
    assert drawing is not None
    paths = {shape.name: shape.label for shape in drawing.shapes if shape.label}
    assert paths == {"expected": "M0.6 3.6L15.2 0.6", "pulse": "M7.9 2.1L15.2 0.6"}
    assert drawing.title == "2 points: progress 50% on 15 Aug 2026, 100% on 30 Sep 2026"


def test_draw_pulse__fewer_than_two_points__is_not_drawn() -> None:
    assert draw_pulse(pulse((8, 15, "1/2"), note="late"), Q3, context("en")) is None
    assert draw_pulse(Pulse(), Q3, context("en")) is None


def test_build_quarterly__last_check_in__stands_under_its_key_result() -> None:
    report = build_quarterly(changed("en"), Q3, context("en"))
    lines = report.objectives[0].key_results
    assert lines[2].said[0] == "Check-in 22 Sep 2026"
    assert lines[2].said[1].startswith("Two thirds")
    assert lines[0].said == ("", "")
    assert [line.pulse is not None for line in lines] == [True, True, True]
    assert report.legend.endswith("the progress expected.")


def test_build_quarterly__void_key_result__has_no_small_line() -> None:
    line = kr(1, "Sell", T.LINEAR, "- 10 5", status=Status.VOID, reason="Stopped.")
    person = make_year(ANN, (CycleSheet(Q3, (Objective(1, "Sell", None, "", (line,)),)),))
    person = replace(
        person, pulses={KeyResultPlace("Q3", 1, 1): pulse((7, 14, "0.1"), (8, 1, "0.2"))}
    )
    report = build_quarterly(person, Q3, context("en"))
    assert report.objectives[0].key_results[0].pulse is None


def test_build_annual__small_lines__stand_in_their_quarter_with_their_end() -> None:
    cycles = build_annual(changed("en"), context("en")).cycles
    shown = [[(cell.number, cell.end) for cell in c.pulses] for c in cycles]
    assert shown == [
        [("1.1", "80%")],
        [],
        [("1.1", "100%"), ("1.2", "80%"), ("1.3", "50%"), ("2.3", "0%")],
        [],
    ]


def test_characters_of__frozen_words_and_notes__are_covered() -> None:
    plan = FrozenPlan(Q3, FROZEN_AT, "s", "f", '[{"text":"㐂"}]')
    person = replace(
        lin_jing(), frozen={Q3: plan}, pulses={KeyResultPlace("Q3", 1, 1): Pulse((), "䶮", FIRST)}
    )
    assert {"㐂", "䶮"} <= characters_of(person)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_pages__nine_key_results__take_two_pages_with_the_signatures(code: str) -> None:
    person = lin_jing(code)
    pages = pages_of(build_quarterly(freeze(person, planned(person)), Q3, context(code)))
    texts = page_texts(pages.pdf)
    assert len(texts) == 2
    assert ("签字" if code == "zh" else "signature") in texts[1]


@pytest.mark.parametrize("code", ["zh", "en"])
def test_pages__nine_key_results_changed_since_the_freeze__take_two_pages(code: str) -> None:
    """With reasons, a check-in's note, an improvement plan and the signatures."""
    pages = pages_of(build_quarterly(changed(code), Q3, context(code)))
    texts = page_texts(pages.pdf)
    assert len(texts) == 2
    assert ("冻结后的变化" if code == "zh" else "Changes since the freeze") in texts[1]
    assert ("签字" if code == "zh" else "signature") in texts[1]
    lines = html_of(build_quarterly(changed(code), Q3, context(code))).count('class="line"')
    assert lines == 4  # two to write on under each of the two questions without an answer


@pytest.mark.parametrize("words", [5, 15, 25, 35, 45, 55])
@pytest.mark.parametrize(
    ("actual", "before"), [("5", "Improvement plan"), ("8", "What further opportunity")]
)
def test_pages__any_length__no_row_is_torn_and_signatures_are_not_alone(
    words: int, actual: str, before: str
) -> None:
    """A key result's last words stand on the page of its first; signatures follow something."""
    text = "Alpha " + "word " * words + "omega"
    lines = tuple(kr(n, text, T.LINEAR, f"- 10 {actual}", reason="Because.") for n in (1, 2, 3))
    objectives = tuple(Objective(n, "Grow", None, "", lines) for n in (1, 2, 3))
    person = make_year(ANN, (CycleSheet(Q3, objectives),))
    texts = page_texts(pages_of(build_quarterly(person, Q3, context("en"))).pdf)
    counts = [(t.count("Alpha"), t.count("omega"), t.count("Because.")) for t in texts]
    assert all(a == b == c for a, b, c in counts)
    assert sum(a for a, _, _ in counts) == 9
    assert "signature" in texts[-1]
    assert before in texts[-1]


@pytest.mark.parametrize("code", ["zh", "en"])
def test_pages__annual_with_an_objective_of_5000_characters__loses_nothing(code: str) -> None:
    text = ("结算路径改造完成，" if code == "zh" else "a settled path, ") * 500 + "END"
    line = kr(1, "Sell", T.LINEAR, "- 10 5")
    sheets = (CycleSheet(Q3, (Objective(1, text, None, "", (line,)),)),)
    printed = text_of(pages_of(build_annual(make_year(ANN, sheets), context(code))).pdf)
    assert printed.count("径" if code == "zh" else "settled") == 500
    assert "END" in printed


@pytest.mark.parametrize("code", ["zh", "en"])
def test_pages__annual_of_nobody_s_sheet__is_one_page_without_an_empty_chart(code: str) -> None:
    report = build_annual(make_year(ANN, ()), context(code))
    assert report.chart is None
    assert pages_of(report).count == 1
