"""The records of the OKR method: what people plan, what they achieve, how it is scored.

Frozen records and enumerations only: no file, no database, no template, no clock. Scores,
progress, weights and confidence are fractions 0-1. A missing number is None, never 0.
Source: docs/method.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from okrsheets.cells import Cell

_CYCLE = re.compile(r"(?P<year>\d{4})(?:(?P<kind>[QM])(?P<number>\d{1,2}))?")
_CYCLES_A_YEAR = MappingProxyType({"Q": 4, "M": 12})
WEIGHT_TOLERANCE = Decimal("0.0001")  # three times 33.33 % is as good as 100 %


class KeyResultType(StrEnum):
    """How a key result is measured (docs/method.md, "Types and progress")."""

    INCREASE = "increase"
    DECREASE = "decrease"
    LINEAR = "linear"
    RANGE = "range"
    MILESTONE = "milestone"
    YESNO = "yesno"
    ANCHORED = "anchored"
    JUDGED = "judged"


class Status(StrEnum):
    """The owner's word on a key result; `void` takes it out of the sum."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    VOID = "void"


class ScoreSource(StrEnum):
    """Where a key result's final score came from."""

    REVIEWER = "reviewer"
    SELF = "self"
    COMPUTED = "computed"


class ObjectiveState(StrEnum):
    """What is known of an objective's score."""

    PARTIAL = "partial"
    SCORED = "scored"
    VOID = "void"


class CycleState(StrEnum):
    """What is known of a person's cycle; every person on the roster has one in every cycle.

    `void` also covers a cycle excused on its tab; `not_employed` comes from the roster's dates.
    Both are excused: they are not missing.
    """

    NOT_SUBMITTED = "not_submitted"
    EMPTY = "empty"
    PLANNED = "planned"
    PARTIAL = "partial"
    SCORED = "scored"
    VOID = "void"
    NOT_EMPLOYED = "not_employed"


class Kind(StrEnum):
    """Whose score sheet it is."""

    PERSON = "person"
    DEPARTMENT = "department"
    COMPANY = "company"


class Band(StrEnum):
    """The four bands, from lowest to highest (docs/method.md, "Bands")."""

    NO_PROGRESS = "no_progress"
    BELOW = "below"
    ON_TARGET = "on_target"
    OUTSTANDING = "outstanding"


@dataclass(frozen=True, slots=True, order=True)
class Cycle:
    """A period that is scored: `2026Q3`, the month `2026M07`, or the year `2026` (number 0)."""

    year: int
    kind: str = "Y"
    number: int = 0

    @classmethod
    def parse(cls, text: str) -> "Cycle":
        """Read `2026Q3`, `2026M07` or `2026`; ValueError for anything else."""
        match = _CYCLE.fullmatch(text.strip().upper())
        if not match:
            raise ValueError(text)
        kind = match["kind"] or "Y"
        number = int(match["number"] or 0)
        if kind != "Y" and not 1 <= number <= _CYCLES_A_YEAR[kind]:
            raise ValueError(text)
        return cls(int(match["year"]), kind, number)

    @property
    def tab(self) -> str:
        """The key of the cycle's tab: `Q3`, `M07`, `annual`."""
        if self.kind == "Y":
            return "annual"
        return f"Q{self.number}" if self.kind == "Q" else f"M{self.number:02}"

    def __str__(self) -> str:
        """Give the cycle's code."""
        return str(self.year) if self.kind == "Y" else f"{self.year}{self.tab}"


@dataclass(frozen=True, slots=True)
class Policies:
    """The settings that change scores or their reading (docs/method.md, "Policies").

    `band_edges` are the lowest displayed scores of below, on target and outstanding.
    """

    score_order: tuple[ScoreSource, ...] = (
        ScoreSource.REVIEWER,
        ScoreSource.SELF,
        ScoreSource.COMPUTED,
    )
    objective_method: str = "weighted"
    missing_quarter: str = "exclude"
    unscored_kr: str = "block"
    reason_rule: str = "warn"
    score_use: str = "reference"
    band_edges: tuple[Decimal, Decimal, Decimal] = (
        Decimal("0.01"),
        Decimal("0.70"),
        Decimal("1.00"),
    )


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
    """What a score sheet says it is; carried three times over in the workbook."""

    sheet: str
    person: str
    year: int
    layout: int
    language: str
    template: str
    policies: str
    token: str


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

    `cells` maps a field key (`Q1.O1.K2.actual`) to the cell it was read from.
    """

    identity: SheetIdentity
    name: str
    cycles: tuple[CycleSheet, ...]
    annual: AnnualReview = field(default_factory=AnnualReview)
    cells: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class KeyResultScore:
    """A key result's numbers, exact.

    `weight` is the effective one: blanks shared, before void leaves the sum. `raw` is unclamped
    progress, `progress` clamped to 0-1, `computed` the computed score (equal to progress).
    `score` is the final one, None where missing or void; `source` says where it came from.
    """

    number: int
    weight: Fraction | None
    raw: Fraction | None
    progress: Fraction | None
    computed: Fraction | None
    score: Fraction | None
    source: ScoreSource | None
    void: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """An objective's score, exact; None unless every live key result has one."""

    number: int
    weight: Fraction | None
    state: ObjectiveState
    score: Fraction | None
    key_results: tuple[KeyResultScore, ...]


@dataclass(frozen=True, slots=True)
class CycleScore:
    """A cycle's score, exact, with its state and its objectives' scores."""

    cycle: Cycle
    state: CycleState
    score: Fraction | None
    objectives: tuple[ObjectiveScore, ...] = ()


@dataclass(frozen=True, slots=True)
class YearScore:
    """A year's score: the mean of its scored cycles, always shown with `scored` of `of`."""

    cycle: Cycle
    state: CycleState
    score: Fraction | None
    scored: int
    excused: int
    of: int
    provisional: bool
    cycles: tuple[CycleScore, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonYear:
    """All that is known of one person's year: what reports and exports are made from.

    `year.cycles` holds one score, with its state, for every cycle of the year. `received` is the
    day on which the current version was taken in, `version` its number from 1; both None where
    nothing was submitted.
    """

    person: Person
    manager_name: str
    submission: Submission | None
    year: YearScore
    received: date | None = None
    version: int | None = None
