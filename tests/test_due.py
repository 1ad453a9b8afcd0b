"""What is due on a day and who is late, worked by hand."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from okrsheets.analysis.due import Due, what_is_due, what_is_next
from okrsheets.batch.due import due_record
from okrsheets.model import Cycle, CycleScore, CycleState, Kind, Person, PersonYear, Policies
from okrsheets.periods import cycles_of_year
from okrsheets.scoring import score_year
from okrsheets.shape import MONTHS, QUARTERS

MISSING, EMPTY = CycleState.NOT_SUBMITTED, CycleState.EMPTY
PLANNED, PARTIAL, SCORED = CycleState.PLANNED, CycleState.PARTIAL, CycleState.SCORED
AWAY, VOID = CycleState.NOT_EMPLOYED, CycleState.VOID
YEAR = (*cycles_of_year(2026, QUARTERS), Cycle(2026))


def person(
    name: str,
    states: Mapping[str, CycleState] | None = None,
    *,
    tabs: tuple[str, ...] = QUARTERS,
    who: Person | None = None,
) -> PersonYear:
    """Give somebody with these states by tab; the other cycles are not submitted."""
    of = states or {}
    scores = tuple(
        CycleScore(
            cycle,
            of.get(cycle.tab, MISSING),
            Fraction(1, 2) if of.get(cycle.tab) is SCORED else None,
        )
        for cycle in cycles_of_year(2026, tabs)
    )
    year = score_year(2026, scores, Policies())
    return PersonYear(who or Person(name, name), "", None, year)


def leaver(name: str, left: date) -> PersonYear:
    """Give somebody who has scored the first quarter, planned the second, and leaves."""
    return person(name, {"Q1": SCORED, "Q2": PLANNED}, who=Person(name, name, left=left))


def told(dues: tuple[Due, ...]) -> list[str]:
    return [
        f"{'late' if due.late else 'now'} {due.deadline.cycle} {due.deadline.step} {due.asked} "
        + ",".join(one.person.id for one in due.missing)
        for due in dues
    ]


def due_on(day: date, *people: PersonYear, start: int = 1) -> list[str]:
    quarters = YEAR[:-1]
    return told(what_is_due(people, quarters, start, day))


def test_what_is_due__planned_and_unplanned__who_has_no_plan_is_missing() -> None:
    people = (
        person("A", {"Q1": SCORED, "Q2": PLANNED}),
        person("B", {"Q1": SCORED, "Q2": EMPTY}),
        person("C", {"Q1": SCORED}),
        person("D", {"Q1": SCORED, "Q2": VOID}),
        person("E", {"Q1": SCORED, "Q2": AWAY}),
    )
    assert due_on(date(2026, 3, 20), *people) == ["now 2026Q2 plan 3 B,C"]


@pytest.mark.parametrize(
    ("day", "told_of"),
    [
        (date(2025, 11, 30), []),
        (date(2025, 12, 1), ["now 2026Q1 plan 1 A"]),
        (date(2025, 12, 31), ["now 2026Q1 plan 1 A"]),
        (date(2026, 1, 1), ["late 2026Q1 plan 1 A"]),
        (date(2026, 2, 15), ["late 2026Q1 plan 1 A", "now 2026Q1 review None "]),
        (date(2026, 2, 28), ["late 2026Q1 plan 1 A"]),
        (date(2026, 3, 1), ["late 2026Q1 plan 1 A", "now 2026Q2 plan 1 A"]),
        # from here on the scores are asked for, no longer the plan
        (date(2026, 4, 1), ["late 2026Q2 plan 1 A", "now 2026Q1 score 1 A"]),
        (date(2026, 4, 14), ["late 2026Q2 plan 1 A", "now 2026Q1 score 1 A"]),
        (date(2026, 4, 15), ["late 2026Q2 plan 1 A", "late 2026Q1 score 1 A"]),
    ],
)
def test_what_is_due__edges_of_the_days__first_and_last_day_count(
    day: date, told_of: list[str]
) -> None:
    assert due_on(day, person("A")) == told_of


def test_what_is_due__year_from_april__first_quarter_scored_in_july() -> None:
    done = person("A", {"Q1": PLANNED, "Q2": PLANNED})
    assert due_on(date(2026, 6, 30), done, start=4) == ["now 2026Q2 plan 1 "]
    assert due_on(date(2026, 7, 1), done, start=4) == ["now 2026Q1 score 1 A"]


def test_what_is_due__months__february_planned_while_january_runs() -> None:
    one = person("A", {"M01": PLANNED}, tabs=MONTHS)
    cycles = cycles_of_year(2026, MONTHS)
    assert told(what_is_due([one], cycles, 1, date(2026, 1, 21))) == []
    assert told(what_is_due([one], cycles, 1, date(2026, 1, 22))) == ["now 2026M02 plan 1 A"]
    assert told(what_is_due([one], cycles, 1, date(2026, 2, 1))) == [
        "late 2026M02 plan 1 A",
        "now 2026M01 score 1 A",
    ]


def test_what_is_due__leap_february__its_last_day_still_counts() -> None:
    cycles = cycles_of_year(2028, MONTHS)
    scores = tuple(CycleScore(cycle, MISSING, None) for cycle in cycles)
    one = PersonYear(Person("A", "A"), "", None, score_year(2028, scores, Policies()))
    march = [due for due in what_is_due([one], cycles, 1, date(2028, 2, 29)) if not due.late]
    assert told(tuple(march)) == ["now 2028M03 plan 1 A"]


def test_what_is_due__joined_within_the_quarter__asked_for_nothing_of_it() -> None:
    new = person("A", {"Q1": AWAY}, who=Person("A", "A", joined=date(2026, 5, 11)))
    assert due_on(date(2026, 5, 20), new) == []
    assert due_on(date(2026, 7, 20), new) == ["late 2026Q3 plan 1 A"]


def test_what_is_due__joined_within_the_quarter_and_planned_it__asked_for_scores() -> None:
    new = person(
        "A", {"Q2": PLANNED, "Q3": PLANNED}, who=Person("A", "A", joined=date(2026, 5, 11))
    )
    assert due_on(date(2026, 7, 14), new) == ["now 2026Q2 score 1 A"]


def test_what_is_due__joined_on_the_first_day__too_late_to_plan_not_to_score() -> None:
    new = person("A", {"Q1": AWAY, "Q3": PLANNED}, who=Person("A", "A", joined=date(2026, 4, 1)))
    assert due_on(date(2026, 4, 20), new) == []
    assert due_on(date(2026, 7, 14), new) == ["now 2026Q2 score 1 A"]


def test_what_is_due__joined_on_the_last_day_of_planning__asked() -> None:
    new = person("A", {"Q1": AWAY}, who=Person("A", "A", joined=date(2026, 3, 31)))
    assert due_on(date(2026, 4, 1), new) == ["late 2026Q2 plan 1 A"]


def test_what_is_due__left__asked_only_where_still_there_on_the_last_day() -> None:
    during = leaver("A", date(2026, 5, 4))
    before = leaver("B", date(2026, 7, 13))
    on_it = leaver("C", date(2026, 7, 14))
    assert due_on(date(2026, 7, 10), during, before, on_it) == [
        "late 2026Q3 plan 2 B,C",
        "now 2026Q2 score 1 C",
    ]
    # a day later nobody of them is there any more
    assert due_on(date(2026, 7, 15), during, before, on_it) == []


def test_what_is_due__all_scored__nothing_is_late_ever() -> None:
    done = person("A", dict.fromkeys(QUARTERS, SCORED))
    assert due_on(date(2030, 1, 1), done) == []


def test_what_is_due__partly_scored__still_missing() -> None:
    one = person("A", {"Q1": PARTIAL, "Q2": PLANNED})
    assert due_on(date(2026, 4, 2), one) == ["now 2026Q1 score 1 A"]


def test_what_is_due__year__asked_of_company_and_departments_only() -> None:
    people = (
        person("A"),
        person("D", dict.fromkeys(QUARTERS, SCORED), who=Person("D", "D", kind=Kind.DEPARTMENT)),
        person("C", {"Q1": SCORED}, who=Person("C", "C", kind=Kind.COMPANY)),
    )
    assert told(what_is_due(people, [Cycle(2026)], 1, date(2027, 1, 31))) == ["now 2026 score 2 C"]
    assert told(what_is_due(people, [Cycle(2026)], 1, date(2027, 2, 1))) == ["late 2026 score 2 C"]
    drafts = told(what_is_due(people, [Cycle(2026)], 1, date(2025, 12, 17)))
    assert drafts == ["now 2026 plan None "]
    assert told(what_is_due(people, [Cycle(2026)], 1, date(2025, 12, 18))) == [
        "now 2026 publish None "
    ]


def test_what_is_next__on_the_day_a_step_begins__the_one_after() -> None:
    found = what_is_next(YEAR, 1, date(2026, 2, 28))
    assert found is not None
    assert (str(found.cycle), found.step, found.first) == ("2026Q2", "plan", date(2026, 3, 1))
    later = what_is_next(YEAR, 1, date(2026, 3, 1))
    assert later is not None
    assert (str(later.cycle), later.step) == ("2026Q2", "finalise")
    assert what_is_next(YEAR, 1, date(2027, 1, 1)) is None


def test_due_record__somebody_late__named_with_days() -> None:
    people = [person("A", who=Person("A", "A", department=("Sales", "East"), manager="B"))]
    day = date(2026, 4, 16)
    dues = what_is_due(people, [YEAR[0]], 1, day)
    assert due_record(dues, None, day) == {
        "today": "2026-04-16",
        "due": [
            {
                "cycle": "2026Q1",
                "step": "score",
                "from": "2026-04-01",
                "by": "2026-04-14",
                "late": True,
                "asked": 1,
                "missing": ["A"],
            }
        ],
        "late": [
            {
                "person": "A",
                "name": "A",
                "department": "Sales/East",
                "manager": "B",
                "cycle": "2026Q1",
                "step": "score",
                "by": "2026-04-14",
                "days": 2,
            }
        ],
        "next": None,
    }
