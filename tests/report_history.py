"""What the store remembers, made up for the tests of reports: frozen plans and small lines."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from report_people import Q1, Q3, D, lin_jing

from okrsheets.model import FrozenPlan, KeyResultPlace, Objective, PersonYear, Pulse
from okrsheets.model.frozen import plan_text

FROZEN_AT = datetime(2026, 7, 5, 9, tzinfo=UTC)


def freeze(person: PersonYear, objectives: tuple[Objective, ...]) -> PersonYear:
    """Give the person with a plan of the third quarter frozen on 5 July."""
    plan = FrozenPlan(Q3, FROZEN_AT, "sha", "print", plan_text(objectives))
    return replace(person, frozen={Q3: plan})


def planned(person: PersonYear) -> tuple[Objective, ...]:
    """Give the third quarter's objectives as they stand."""
    assert person.submission is not None
    return next(s.objectives for s in person.submission.cycles if s.cycle == Q3)


def pulse(*points: tuple[int, int, str], note: str = "", noted: date | None = None) -> Pulse:
    """Make a pulse; a point is month, day and progress."""
    return Pulse(tuple((date(2026, m, d), Fraction(v)) for m, d, v in points), note, noted)


def changed(code: str = "zh") -> PersonYear:
    """Give the sample person with a plan changed since its freeze, and with small lines.

    Frozen were: key result 1.2 with the target 25, no key result 2.3, and O3 supporting O1.
    """
    person = lin_jing(code)
    first, second, third = planned(person)
    one, two, three = first.key_results
    was = (
        replace(first, key_results=(one, replace(two, target=D(25)), three)),
        replace(second, key_results=second.key_results[:2]),
        replace(third, supports="O1"),
    )
    note = (
        "安卓端切换完成三分之二，剩下两个机型等厂商补丁。"
        if code == "zh"
        else "Two thirds of the Android devices switched; two models wait for a patch."
    )
    pulses = {
        KeyResultPlace("Q3", 1, 1): pulse((7, 14, "0.2"), (8, 11, "0.5"), (9, 30, "1")),
        KeyResultPlace("Q3", 1, 2): pulse((7, 14, "0"), (8, 11, "0.3"), (9, 30, "0.8")),
        KeyResultPlace("Q3", 1, 3): pulse(
            (7, 14, "0.1"), (9, 30, "0.5"), note=note, noted=date(2026, 9, 22)
        ),
        KeyResultPlace("Q3", 2, 3): pulse((7, 14, "0.3"), (9, 30, "0")),
        KeyResultPlace(Q1.tab, 1, 1): pulse((1, 20, "0.2"), (3, 31, "0.8")),
    }
    return replace(freeze(person, was), pulses=pulses)
