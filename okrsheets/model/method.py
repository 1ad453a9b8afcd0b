"""The words of the method: types, states, bands, cycles and the policies of scoring."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

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
