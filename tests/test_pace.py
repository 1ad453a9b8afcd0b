"""How key results keep pace with their cycle: numbers worked by hand, edges included."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_people import Q3, make_year

from okrsheets.analysis.entries import Entry, Origin, entries_of, fingerprint, is_same, spoken_of
from okrsheets.analysis.lines import Trend, last_movement
from okrsheets.analysis.pace import (
    KeyResultPace,
    Reason,
    Standing,
    clock_of,
    computed_word,
    disagree,
    judge_key_result,
)
from okrsheets.analysis.pace_people import PersonPace, pace_of, standing_out, totals_of
from okrsheets.model import (
    CheckIn,
    Closing,
    Cycle,
    CycleScore,
    CycleSheet,
    CycleState,
    KeyResult,
    KeyResultPlace,
    KeyResultType,
    Objective,
    Person,
    PersonYear,
    Policies,
    Status,
)

D, F, T = Decimal, Fraction, KeyResultType
TEXT = "100 visits"
PLAN = KeyResult(1, TEXT, T.LINEAR, target=D(100))
HALF = date(2026, 8, 15)  # 31 days of July and 15 of August are 46 of 92
FIRST = KeyResultPlace("Q3", 1, 1)


def august(day: int) -> date:
    return date(2026, 8, day)


def said(day: date, value: str = "", confidence: str = "", **more: object) -> Entry:
    number, share = (D(text) if text else None for text in (value, confidence))
    plain = Entry(day, Origin.CHECK_IN, number, share, wording=TEXT)
    return replace(plain, **more)  # type: ignore[arg-type]


def sheet(day: date, value: str = "", version: int = 1, status: Status | None = None) -> Entry:
    return replace(said(day, value, status=status), origin=Origin.SHEET, version=version)


def judged(
    entries: Sequence[Entry], day: date = HALF, plan: KeyResult = PLAN, cycle: Cycle = Q3
) -> KeyResultPace:
    clock = clock_of(cycle, day, 1)
    return judge_key_result(1, plan, entries, standing=Standing.LIVE, clock=clock)


@pytest.mark.parametrize(
    ("cycle", "fiscal_start", "day", "expected"),
    [
        ("2026Q3", 1, "2026-06-30", F(0)),
        ("2026Q3", 1, "2026-07-01", F(1, 92)),  # the first day counts
        ("2026Q3", 1, "2026-08-15", F(1, 2)),
        ("2026Q3", 1, "2026-09-29", F(91, 92)),
        ("2026Q3", 1, "2026-09-30", F(1)),
        ("2026Q3", 1, "2026-12-31", F(1)),
        ("2026Q1", 1, "2026-02-28", F(59, 90)),
        ("2028Q1", 1, "2028-02-29", F(60, 91)),  # a leap year's quarter has a day more
        ("2026Q4", 4, "2027-01-01", F(1, 90)),  # the fiscal year of April 2026 to March 2027
        ("2027Q4", 4, "2028-02-29", F(60, 91)),
        ("2026Q1", 4, "2026-03-31", F(0)),
        ("2026M02", 1, "2026-02-14", F(1, 2)),
        ("2028M02", 1, "2028-02-14", F(14, 29)),
        ("2026M11", 4, "2027-02-07", F(1, 4)),
    ],
)
def test_expected__a_day_in_a_cycle__is_the_share_of_days_over(
    cycle: str, fiscal_start: int, day: str, expected: Fraction
) -> None:
    clock = clock_of(Cycle.parse(cycle), date.fromisoformat(day), fiscal_start)
    assert clock.expected == expected


@pytest.mark.parametrize(
    ("progress", "word"),
    [
        (F(1, 4), Status.ON_TRACK),  # exactly 25 points behind one half
        (F(1, 4) - F(1, 10**9), Status.AT_RISK),
        (F(1), Status.ON_TRACK),
        (F(0), Status.AT_RISK),
        (None, None),
    ],
)
def test_computed_word__at_half_time__at_risk_only_beyond_25_points(
    progress: Fraction | None, word: Status | None
) -> None:
    assert computed_word(F(1, 2), progress) is word


@pytest.mark.parametrize(
    ("plan", "value", "progress"),
    [
        (replace(PLAN, type=T.INCREASE, baseline=D(50)), "75", F(1, 2)),
        (replace(PLAN, type=T.DECREASE, baseline=D(50), target=D(10)), "30", F(1, 2)),
        (PLAN, "40", F(2, 5)),
        (PLAN, "130", F(1)),
        (replace(PLAN, type=T.RANGE, baseline=D(60), target=D(80), upper=D(90)), "70", F(1, 2)),
        (replace(PLAN, type=T.MILESTONE, target=D(4)), "3", F(3, 4)),
        (replace(PLAN, type=T.YESNO, target=None), "1", F(1)),
        (replace(PLAN, type=T.YESNO, target=None), "0", F(0)),
        (
            replace(PLAN, type=T.ANCHORED, baseline=D(10), v30=D(30), v70=D(50), target=D(60)),
            "40",
            F(1, 2),  # halfway between 0.3 and 0.7
        ),
        (replace(PLAN, type=T.JUDGED), "40", None),
        (replace(PLAN, target=None), "40", None),
        (replace(PLAN, type=None), "40", None),
    ],
)
def test_progress__every_type__as_scoring_measures_it(
    plan: KeyResult, value: str, progress: Fraction | None
) -> None:
    one = judged([said(august(1), value)], plan=plan)
    assert one.progress == progress
    assert one.behind == (None if progress is None else F(1, 2) - progress)
    assert (one.computed is None) == (progress is None)


def test_value__no_figures_yet__nothing_computed_and_not_zero() -> None:
    one = judged([sheet(date(2026, 7, 1))])
    assert (one.value, one.progress, one.computed, one.behind) == (None, None, None, None)


@pytest.mark.parametrize(
    ("word", "computed", "expected"),
    [
        (Status.ON_TRACK, Status.AT_RISK, True),
        (Status.AT_RISK, Status.ON_TRACK, True),
        (Status.OFF_TRACK, Status.ON_TRACK, True),
        (Status.OFF_TRACK, Status.AT_RISK, False),
        (Status.ON_TRACK, Status.ON_TRACK, False),
        (None, Status.AT_RISK, None),
        (Status.AT_RISK, None, None),
    ],
)
def test_disagree__two_words__only_where_one_warns_and_the_other_does_not(
    word: Status | None,
    computed: Status | None,
    expected: bool | None,  # noqa: FBT001 - one of the table's columns
) -> None:
    assert disagree(word, computed) is expected


def test_value__check_in_of_a_later_day__counts_before_the_sheets() -> None:
    one = judged([sheet(august(1), "30"), said(august(2), "40")], plan=replace(PLAN, actual=D(30)))
    assert (one.value, one.value_day, one.value_origin) == (D(40), august(2), Origin.CHECK_IN)


def test_value__check_in_of_the_same_day__the_sheets_own_counts() -> None:
    one = judged([said(august(2), "40"), sheet(august(2), "30")], plan=replace(PLAN, actual=D(30)))
    assert (one.value, one.value_origin) == (D(30), Origin.SHEET)


def test_value__old_actual_saved_again_after_a_check_in__says_nothing_new() -> None:
    entries = [sheet(august(1), "30"), said(august(5), "40"), sheet(august(9), "30", 2)]
    one = judged(entries, plan=replace(PLAN, actual=D(30)))
    assert (one.value, one.value_day) == (D(40), august(5))
    assert one.since == august(5)


def test_value__actual_blanked_since__does_not_count() -> None:
    entries = [sheet(august(1), "30"), sheet(august(9), "", 2)]
    assert judged(entries, plan=PLAN).value is None


def test_value__an_earlier_day__is_what_was_known_then() -> None:
    entries = [sheet(august(1), "30"), said(august(20), "60"), sheet(date(2026, 10, 3), "90", 2)]
    plan = replace(PLAN, actual=D(90))
    assert judged(entries, august(10), plan).value == D(30)
    assert judged(entries, august(20), plan).value == D(60)
    assert judged(entries, date(2026, 10, 3), plan).value == D(90)


def test_stale__exactly_14_days_without_another_value__is() -> None:
    entries = [said(august(1), "10"), said(august(10), "10")]  # the same again is no movement
    assert last_movement(judged(entries).line, HALF) == august(1)
    day_before, day = judged(entries, august(14)), judged(entries, august(15))
    assert (day_before.still_days, day_before.stale) == (13, False)
    assert (day.still_days, day.stale) == (14, True)


def test_stale__no_value_ever__counts_from_the_day_it_was_known() -> None:
    entries = [sheet(date(2026, 7, 20))]
    assert judged(entries, august(2)).stale is False
    assert judged(entries, august(3)).stale is True
    assert judged(entries, date(2026, 7, 19)).stale is None  # nothing was known of it


def test_stale__known_before_the_cycle__counts_from_its_first_day() -> None:
    entries = [sheet(date(2026, 6, 1))]
    assert judged(entries, date(2026, 7, 14)).stale is False
    assert judged(entries, date(2026, 7, 15)).stale is True
    assert judged(entries, date(2026, 6, 30)).stale is None
    assert judged(entries, date(2026, 10, 1)).stale is None


def test_stale__target_reached_or_judged__is_not() -> None:
    early = [said(date(2026, 7, 2), "100")]
    assert judged(early, date(2026, 9, 30)).stale is False
    assert judged(early, date(2026, 9, 30), replace(PLAN, type=T.JUDGED)).stale is None


@pytest.mark.parametrize(
    ("shares", "trend", "step"),
    [
        ("0.8", None, None),
        ("0.8 0.5", Trend.FALLING, Trend.FALLING),
        ("0.8 0.5 0.6", Trend.FALLING, Trend.RISING),
        ("0.9 0.5 0.5 0.5", Trend.STEADY, Trend.STEADY),
        ("0.2 0.9 0.5 0.6", Trend.FALLING, Trend.RISING),  # 0.9 to 0.6; the first is out of sight
        ("0.3 0.3 0.4", Trend.RISING, Trend.RISING),
    ],
)
def test_trend__over_the_last_three__against_the_third_from_the_end(
    shares: str, trend: Trend | None, step: Trend | None
) -> None:
    entries = [said(august(n), confidence=share) for n, share in enumerate(shares.split(), 1)]
    one = judged(entries)
    assert (one.trend, one.step) == (trend, step)
    assert (Reason.FALLING in one.reasons) == (trend is Trend.FALLING)


def test_word__status_of_a_later_check_in__is_the_owners_word() -> None:
    plan = replace(PLAN, status=Status.ON_TRACK, actual=D(60))
    entries = [
        sheet(august(5), "60", status=Status.ON_TRACK),
        said(august(7), status=Status.AT_RISK),
    ]
    one = judged(entries, plan=plan)
    assert (one.word, one.computed, one.disagrees) == (Status.AT_RISK, Status.ON_TRACK, True)
    assert one.reasons == (Reason.AT_RISK, Reason.DISAGREES)


def test_word__void_in_a_check_in__is_no_word() -> None:
    assert judged([said(august(3), status=Status.VOID)]).word is None


def test_line__points__in_order_with_progress_and_origin() -> None:
    entries = [said(august(9), "40", note="slow"), sheet(august(1), "20"), said(august(1), "10")]
    points = judged(entries).line.points
    assert [(p.entry.day.day, p.entry.origin, p.progress) for p in points] == [
        (1, Origin.CHECK_IN, F(1, 10)),
        (1, Origin.SHEET, F(1, 5)),
        (9, Origin.CHECK_IN, F(2, 5)),
    ]


def test_line__another_text_in_the_same_place__stands_apart() -> None:
    entries = [said(august(1), "900", wording="900 calls"), said(august(9), "40")]
    one = judged(entries)
    assert [p.entry.value for p in one.line.points] == [D(40)]
    assert [(p.entry.value, p.progress) for p in one.line.earlier] == [(D(900), None)]
    assert one.line.earlier_wordings == ("900 calls",)
    assert one.since == august(9)


def test_line__taken_out_of_the_sheet__is_drawn_and_judges_nothing() -> None:
    one = judged([said(august(1), "10"), said(august(9), "99", "0.1", standing=False)])
    assert [p.entry.value for p in one.line.points] == [D(10), D(99)]
    assert (one.value, one.confidence, one.since) == (D(10), None, august(1))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Satisfaction from 80 to 90", "satisfaction from 82 to 95", True),
        ("满意度由 80% 提高到 90%", "满意度由80％提高到92％", True),
        ("Renewals up to 400", "Complaints up to 400", False),
        ("续约率提升到 80%", "投诉率提升到 80%", False),
        ("50", "50", True),
        ("50", "60", False),
    ],
)
def test_is_same__figures_and_signs__do_not_matter_words_do(
    one: str,
    other: str,
    same: bool,  # noqa: FBT001 - one of the table's columns
) -> None:
    assert is_same(one, other) is same
    assert (fingerprint(one) == fingerprint(other)) is same


@pytest.mark.parametrize(
    ("label", "spoken"),
    [
        ("Q3 1.1 Daily renewals up to 4", "Daily renewals up to 420"),  # the drop-down's 24 signs
        ("Q3 1.1", "Daily renewals up to 420"),
        ("1.1 renewals", "Daily renewals up to 420"),
        ("O1.K1", "Daily renewals up to 420"),
        ("Q3 1.1 Complaints down to 20", "Complaints down to 20"),
    ],
)
def test_spoken_of__a_label__names_the_text_it_was_chosen_with(label: str, spoken: str) -> None:
    assert spoken_of(label, "Daily renewals up to 420") == spoken


def person_of(
    *plans: KeyResult, lines: Sequence[CheckIn] = (), excused: bool = False, **person: object
) -> PersonYear:
    tab = CycleSheet(Q3, (Objective(1, "Grow", key_results=plans),), excused=excused)
    year = make_year(Person("E1", "Ann", **person), (tab,))  # type: ignore[arg-type]
    assert year.submission is not None
    submission = replace(year.submission, check_ins=tuple(lines))
    return replace(year, submission=submission, received=august(1))


def test_entries_of__two_lines_of_one_day__the_lower_line() -> None:
    lines = [CheckIn(n, august(3), FIRST, "Q3 1.1", D(n)) for n in (1, 2)]
    lines += [CheckIn(3, None, FIRST, "Q3 1.1", D(3)), CheckIn(4, august(4), None, "?", D(4))]
    entries = entries_of(person_of(PLAN, lines=lines), Q3)[FIRST]
    assert [(e.origin, e.value) for e in entries] == [
        (Origin.SHEET, None),
        (Origin.CHECK_IN, D(2)),
    ]


def standing_of(year: PersonYear, day: date) -> Standing:
    return pace_of(year, clock_of(Q3, day, 1)).key_results[0].standing


def test_standing__void_excused_joined_left_closed__each_is_said() -> None:
    void = replace(PLAN, status=Status.VOID)
    assert standing_of(person_of(PLAN), HALF) is Standing.LIVE
    assert standing_of(person_of(void), HALF) is Standing.VOID
    assert standing_of(person_of(void, excused=True), HALF) is Standing.EXCUSED
    joiner = person_of(PLAN, joined=HALF)
    assert standing_of(joiner, HALF - timedelta(days=1)) is Standing.NOT_EMPLOYED
    assert standing_of(joiner, HALF) is Standing.LIVE
    leaver = person_of(PLAN, left=HALF)
    assert standing_of(leaver, HALF) is Standing.LIVE
    assert standing_of(leaver, HALF + timedelta(days=1)) is Standing.NOT_EMPLOYED
    stayed = person_of(PLAN, left=date(2026, 10, 2))  # worked the whole cycle
    assert standing_of(stayed, date(2026, 10, 5)) is Standing.LIVE


def test_standing__closed_cycle__from_its_day_on_nothing_is_judged() -> None:
    year = person_of(replace(PLAN, actual=D(1)))
    closing = Closing(Q3, datetime(2026, 10, 12, 9, tzinfo=UTC), Policies())
    closed = tuple(replace(c, closed=closing) if c.cycle == Q3 else c for c in year.year.cycles)
    year = replace(year, year=replace(year.year, cycles=closed))
    before, after = (
        pace_of(year, clock_of(Q3, date(2026, 10, day), 1)).key_results[0] for day in (11, 12)
    )
    assert (before.standing, before.computed) == (Standing.LIVE, Status.AT_RISK)
    assert (after.standing, after.computed, after.reasons) == (Standing.CLOSED, None, ())
    assert len(after.line.points) == 1


def test_pace_of__not_submitted__has_a_state_and_no_key_results() -> None:
    nobody = make_year(Person("E2", "Bo"), (CycleScore(Q3, CycleState.NOT_EMPLOYED, None),))
    pace = pace_of(nobody, clock_of(Q3, HALF, 1))
    assert (pace.state, pace.key_results) == (CycleState.NOT_EMPLOYED, ())


PLANS = st.builds(
    lambda kind, actual, status: replace(
        PLAN, type=kind, actual=None if actual is None else D(actual), status=status
    ),
    st.sampled_from([T.LINEAR, T.JUDGED, T.MILESTONE, None]),
    st.none() | st.integers(0, 120),
    st.none() | st.sampled_from(list(Status)),
)
PEOPLE = st.lists(
    st.builds(
        lambda plans, excused: person_of(
            *(replace(p, number=n) for n, p in enumerate(plans, 1)), excused=excused
        ),
        st.lists(PLANS, max_size=4),
        st.booleans(),
    ),
    max_size=5,
)
DAYS = st.dates(date(2026, 6, 1), date(2026, 11, 30))


@given(people=PEOPLE, day=DAYS)
def test_totals__any_people__add_up_in_any_order(people: list[PersonYear], day: date) -> None:
    clock = clock_of(Q3, day, 1)
    paces: list[PersonPace] = [pace_of(person, clock) for person in people]
    totals = totals_of(paces)
    assert totals == totals_of(paces[::-1])
    words = totals.at_risk + totals.on_track + totals.not_computed
    assert words + sum(totals.standings.values()) == totals.key_results
    assert totals.key_results == sum(len(pace.key_results) for pace in paces)
    assert sum(totals.states.values()) == totals.people == len(people)
    listed = standing_out(paces)
    assert len(listed) == totals.key_results
    flags = [bool(one.reasons) for _, one in listed]
    assert flags == sorted(flags, reverse=True)
    assert sum(flags) == totals.stand_out


ENTRIES = st.lists(
    st.builds(
        lambda day, value, share, standing: said(
            date(2026, 7, 1) + timedelta(days=day), value, share, standing=standing
        ),
        st.integers(0, 120),
        st.sampled_from(["", "10", "40", "90"]),
        st.sampled_from(["", "0.3", "0.7"]),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda entry: entry.day,
)


@given(entries=ENTRIES, day=DAYS)
def test_judge_key_result__entries_in_any_order__the_same_and_nothing_of_later_days(
    entries: list[Entry], day: date
) -> None:
    one = judged(entries, day)
    assert one == judged(entries[::-1], day)
    known = [entry for entry in entries if entry.day <= day]
    before = judged(known, day)
    assert replace(one, line=before.line) == before
    assert one.value_day is None or one.value_day <= day
    assert one.still_days is None or 0 <= one.still_days < 92
