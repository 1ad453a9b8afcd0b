"""The days of planning, half time and scoring, each read off a wall calendar."""

from datetime import date, timedelta

import pytest

from okrsheets.deadlines import Step, calendar_of, deadlines_of, half_time, plan_due, score_due
from okrsheets.model import Cycle
from okrsheets.periods import cycles_of_year
from okrsheets.shape import MONTHS, QUARTERS


def shown(cycle: str, fiscal_start: int = 1) -> list[str]:
    return [
        f"{one.step} {one.first} {one.last}"
        for one in deadlines_of(Cycle.parse(cycle), fiscal_start)
    ]


def test_deadlines_of__first_quarter__planned_in_december_scored_in_two_weeks_of_april() -> None:
    assert shown("2026Q1") == [
        "plan 2025-12-01 2025-12-31",
        "finalise 2025-12-31 2025-12-31",
        "review 2026-02-15 2026-02-15",
        "score 2026-04-01 2026-04-14",
    ]


def test_deadlines_of__year_from_april__first_quarter_is_planned_in_march() -> None:
    assert shown("2026Q1", 4) == [
        "plan 2026-03-01 2026-03-31",
        "finalise 2026-03-31 2026-03-31",
        "review 2026-05-16 2026-05-16",
        "score 2026-07-01 2026-07-14",
    ]


def test_deadlines_of__last_quarter_of_a_year_from_april__ends_in_the_next_year() -> None:
    assert shown("2026Q4", 4) == [
        "plan 2026-12-01 2026-12-31",
        "finalise 2026-12-31 2026-12-31",
        "review 2027-02-15 2027-02-15",
        "score 2027-04-01 2027-04-14",
    ]


def test_deadlines_of__year_of_february_start__quarter_is_planned_in_a_leap_february() -> None:
    # the second quarter of a year from December runs March to May 2028
    assert shown("2027Q2", 12)[:2] == [
        "plan 2028-02-01 2028-02-29",
        "finalise 2028-02-29 2028-02-29",
    ]


def test_deadlines_of__month__planned_in_the_last_ten_days_before() -> None:
    assert shown("2026M03") == [
        "plan 2026-02-19 2026-02-28",
        "finalise 2026-02-28 2026-02-28",
        "review 2026-03-16 2026-03-16",
        "score 2026-04-01 2026-04-14",
    ]
    assert shown("2028M03")[0] == "plan 2028-02-20 2028-02-29"


def test_deadlines_of__first_month_of_a_year_from_july__is_july() -> None:
    assert shown("2026M01", 7) == [
        "plan 2026-06-21 2026-06-30",
        "finalise 2026-06-30 2026-06-30",
        "review 2026-07-16 2026-07-16",
        "score 2026-08-01 2026-08-14",
    ]


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (
            1,
            [
                "plan 2025-11-01 2025-12-17",
                "publish 2025-12-18 2025-12-31",
                "score 2027-01-01 2027-01-31",
            ],
        ),
        (
            3,  # two months before March is January; a month after it ends is March
            [
                "plan 2026-01-01 2026-02-14",
                "publish 2026-02-15 2026-02-28",
                "score 2027-03-01 2027-03-31",
            ],
        ),
        (
            2,  # scored in February 2027, which has 28 days
            [
                "plan 2025-12-01 2026-01-17",
                "publish 2026-01-18 2026-01-31",
                "score 2027-02-01 2027-02-28",
            ],
        ),
    ],
)
def test_deadlines_of__year__two_months_before_to_a_month_after(
    start: int, days: list[str]
) -> None:
    assert shown("2026", start) == days


@pytest.mark.parametrize(
    ("cycle", "day"),
    [
        ("2026Q1", date(2026, 2, 15)),  # 90 days: 45 are over
        ("2028Q1", date(2028, 2, 15)),  # 91 days: 45 are over
        ("2026Q3", date(2026, 8, 16)),  # 92 days: 46 are over
        ("2026M02", date(2026, 2, 15)),  # 28 days: 14 are over
        ("2028M02", date(2028, 2, 15)),  # 29 days: 14 are over
    ],
)
def test_half_time__by_the_length_of_the_cycle__its_second_half_begins(
    cycle: str, day: date
) -> None:
    assert half_time(Cycle.parse(cycle)) == day


def test_score_due__other_number_of_days__counted_from_the_cycles_end() -> None:
    assert score_due(Cycle.parse("2026Q1"), days=1) == date(2026, 4, 1)
    assert score_due(Cycle.parse("2026Q1"), days=30) == date(2026, 4, 30)


def test_plan_due__every_fiscal_start__the_day_before_the_cycle() -> None:
    for start in range(1, 13):
        assert plan_due(Cycle.parse("2026Q1"), start) + timedelta(days=1) == date(2026, start, 1)


def test_calendar_of__quarters_and_year__sorted_by_day_and_each_step_once() -> None:
    found = calendar_of((*cycles_of_year(2026, QUARTERS), Cycle(2026)))
    assert len(found) == 4 * 4 + 3
    assert [one.first for one in found] == sorted(one.first for one in found)
    assert (str(found[0].cycle), found[0].step) == ("2026", Step.PLAN)
    assert (str(found[-1].cycle), found[-1].step) == ("2026", Step.SCORE)


def test_calendar_of__months__four_steps_each() -> None:
    found = calendar_of(cycles_of_year(2026, MONTHS))
    assert len(found) == 12 * 4
    # on 31 January: planning of February is under way, and finalised on that day
    holding = [(str(one.cycle), one.step) for one in found if one.holds(date(2026, 1, 31))]
    assert holding == [("2026M02", Step.PLAN), ("2026M02", Step.FINALISE)]


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 4, 14), True),
        (date(2026, 4, 15), False),
    ],
)
def test_holds__edges_of_scoring__first_and_last_day_belong_to_it(day: date, inside: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert deadlines_of(Cycle.parse("2026Q1"))[-1].holds(day) is inside
