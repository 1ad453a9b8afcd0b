"""Small companies for the tests of alignment: who is on the roster and what their sheets say."""

from collections.abc import Sequence
from dataclasses import replace

from okrsheets.model import (
    Cycle,
    CycleSheet,
    CycleState,
    KeyResult,
    Kind,
    Objective,
    Person,
    PersonYear,
    Policies,
    SheetIdentity,
    Status,
    Submission,
)
from okrsheets.scoring import empty_cycle, score_cycle, score_year

Q1 = Cycle(2026, "Q", 1)
HQ = Person("HQ", "Acme", kind=Kind.COMPANY)
SALES = Person("D-S", "销售部", ("销售部",), kind=Kind.DEPARTMENT)
HR = Person("D-H", "人力资源部", ("人力资源部",), kind=Kind.DEPARTMENT)
ANN = Person("E1", "Ann Lee", ("销售部",), manager="E2")
BO = Person("E2", "张三", ("销售部", "渠道组"))
CY = Person("E3", "李四", ("人力资源部",))


def objective(
    number: int, text: str, supports: str = "", *, krs: Sequence[KeyResult] = ()
) -> Objective:
    """Give an objective; without key results it has one that says nothing."""
    return Objective(number, text, supports=supports, key_results=tuple(krs) or (kr(1, "—"),))


def kr(number: int, text: str, depends: str = "", *, void: bool = False) -> KeyResult:
    """Give a key result."""
    return KeyResult(number, text, depends=depends, status=Status.VOID if void else None)


def year(person: Person, *objectives: Objective, excused: bool = False) -> PersonYear:
    """Give a person's year with these objectives in the first quarter; without any, no sheet."""
    sheet = CycleSheet(Q1, objectives, excused=excused, excused_reason="leave" if excused else "")
    missing = empty_cycle(Q1, CycleState.NOT_SUBMITTED)
    score = score_cycle(sheet, Policies()) if objectives else missing
    rest = tuple(
        empty_cycle(replace(Q1, number=number), CycleState.NOT_SUBMITTED) for number in (2, 3, 4)
    )
    identity = SheetIdentity("s", person.id, 2026, 1, "zh", "t", "p", "k")
    submission = Submission(identity, person.name, (sheet,)) if objectives else None
    return PersonYear(person, "", submission, score_year(2026, (score, *rest), Policies()))
