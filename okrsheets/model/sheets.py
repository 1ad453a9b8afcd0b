"""What people plan and fill in: a person, a score sheet, its objectives and key results."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from okrsheets.cells import Cell
from okrsheets.model.method import Cycle, KeyResultType, Kind, Status


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the roster: a person, or a department or company that has its own sheet."""

    id: str
    name: str
    department: tuple[str, ...] = ()
    title: str = ""
    manager: str = ""
    email: str = ""
    joined: date | None = None
    left: date | None = None
    kind: Kind = Kind.PERSON
    language: str = ""


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """What a score sheet says it is; carried three times over in the workbook.

    `shape` names the form's shape (`okrsheets.shape`); blank on sheets that do not say it.
    """

    sheet: str
    person: str
    year: int
    layout: int
    language: str
    template: str
    policies: str
    token: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One key result as planned and as filled in. For `yesno` the actual is 1 or 0.

    For `range`, `target` is the lower edge and `upper` the upper one.
    """

    number: int
    text: str
    type: KeyResultType | None = None
    owner: str = ""
    weight: Decimal | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    upper: Decimal | None = None
    v30: Decimal | None = None
    v70: Decimal | None = None
    actual: Decimal | None = None
    unit: str = ""
    self_score: Decimal | None = None
    reviewer_score: Decimal | None = None
    status: Status | None = None
    confidence: Decimal | None = None
    reason: str = ""
    evidence: str = ""
    depends: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective with its key results, in the order of the sheet. Blank ones are left out."""

    number: int
    text: str
    weight: Decimal | None = None
    supports: str = ""
    key_results: tuple[KeyResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Improvement:
    """One line of the improvement plan asked for below the line."""

    number: int
    measure: str = ""
    date: str = ""
    effect: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CycleReview:
    """The review half of a cycle's tab: the two standing questions, the cause, the plan."""

    how_far: str = ""
    how: str = ""
    cause: str = ""
    plan: tuple[Improvement, ...] = ()


@dataclass(frozen=True, slots=True)
class CycleSheet:
    """One cycle's tab as filled in."""

    cycle: Cycle
    objectives: tuple[Objective, ...] = ()
    excused: bool = False
    excused_reason: str = ""
    review: CycleReview = field(default_factory=CycleReview)


@dataclass(frozen=True, slots=True, order=True)
class KeyResultPlace:
    """Which key result of a sheet is meant: the cycle's tab, objective and key result from 1."""

    tab: str
    objective: int
    number: int

    def __str__(self) -> str:
        """Give its code: `Q1 1.2`."""
        return f"{self.tab} {self.objective}.{self.number}"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One line of the check-ins: how a key result stood on a day. For `yesno` the value is 1 or 0.

    `number` is the line's, from 1. `key_result` is None where `label`, the text of the cell,
    names no key result of the sheet.
    """

    number: int
    day: date | None = None
    key_result: KeyResultPlace | None = None
    label: str = ""
    value: Decimal | None = None
    confidence: Decimal | None = None
    status: Status | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class HealthMeasure:
    """What must not suffer while the objectives are pursued, with how it stands."""

    text: str
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class FourSquare:
    """The four-square of the week, without its computed quarter; blank lines are left out.

    `cycle` is the tab of the chosen cycle, "" where none is chosen. Source: docs/method.md.
    """

    cycle: str = ""
    must: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    health: tuple[HealthMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnualReview:
    """The reviews kept beside the year's score (never computed)."""

    self_review: str = ""
    peers: str = ""
    manager: str = ""
    collective: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One returned score sheet, read: the whole year of one person.

    `cells` maps a field key (`Q1.O1.K2.actual`) to the cell it was read from. `check_ins` are in
    the order of the sheet, which need not be that of their dates.
    """

    identity: SheetIdentity
    name: str
    cycles: tuple[CycleSheet, ...]
    annual: AnnualReview = field(default_factory=AnnualReview)
    cells: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))
    check_ins: tuple[CheckIn, ...] = ()
    four_square: FourSquare = field(default_factory=FourSquare)
