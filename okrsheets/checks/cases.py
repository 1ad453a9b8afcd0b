"""What a check is given: one key result, one objective or one cycle, with its score and its cells.

And what it hands back: faults, which name the fields they stand in by key. The table's code and
the cells' addresses are added by `okrsheets.checks.engine`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

from okrsheets.display import round_half_up
from okrsheets.findings import Severity
from okrsheets.model import (
    CycleScore,
    CycleSheet,
    CycleState,
    KeyResult,
    KeyResultScore,
    Objective,
    ObjectiveScore,
    Policies,
)
from okrsheets.shape import SheetOptions

_WHOLE = SheetOptions()


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, not yet in words.

    `keys` are the field keys it stands in (`Q1.O1.K2.actual`), several where it is of a range.
    `severity` overrides the catalogue's. `missing` says that the fields are blank: it is no fault
    of theirs where something was typed that could not be read, which has its own finding.
    """

    keys: tuple[str, ...]
    value: str = ""
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CycleCase:
    """One cycle's tab with its score; a case is equal only to itself.

    `shape` is the sheet's: a check asks for nothing it lacks.
    """

    sheet: CycleSheet
    score: CycleScore
    policies: Policies
    shape: SheetOptions = _WHOLE

    @property
    def key(self) -> str:
        """The tab's key: `Q1`."""
        return self.sheet.cycle.tab

    @property
    def unfinished(self) -> Severity:
        """How grave an unfinished plan is: an error once the cycle has an actual or a score."""
        started = self.score.state in (CycleState.PARTIAL, CycleState.SCORED)
        return Severity.ERROR if started else Severity.WARNING

    def objectives(self) -> "Iterator[ObjectiveCase]":
        """Yield one case per objective, in the order of the sheet."""
        for objective, score in zip(self.sheet.objectives, self.score.objectives, strict=True):
            yield ObjectiveCase(self, objective, score)


@dataclass(frozen=True, slots=True)
class ObjectiveCase:
    """One objective with its score."""

    cycle: CycleCase
    objective: Objective
    score: ObjectiveScore

    @property
    def name(self) -> str:
        """How messages call it: `O1`."""
        return f"O{self.objective.number}"

    @property
    def key(self) -> str:
        """The front part of its field keys: `Q1.O1`."""
        return f"{self.cycle.key}.{self.name}"

    def key_results(self) -> "Iterator[KeyResultCase]":
        """Yield one case per key result, in the order of the sheet."""
        pairs = zip(self.objective.key_results, self.score.key_results, strict=True)
        for key_result, score in pairs:
            yield KeyResultCase(self, key_result, score)


@dataclass(frozen=True, slots=True)
class KeyResultCase:
    """One key result with its score."""

    parent: ObjectiveCase
    key_result: KeyResult
    score: KeyResultScore

    @property
    def cycle(self) -> CycleCase:
        """The cycle it stands in."""
        return self.parent.cycle

    @property
    def name(self) -> str:
        """How messages call it: `O1.K2`."""
        return f"{self.parent.name}.K{self.key_result.number}"

    def fault(
        self,
        column: str,
        *,
        value: Decimal | None = None,
        severity: Severity | None = None,
        **fields: object,
    ) -> Fault:
        """Give a fault in one of its fields; messages may use `{name}` and `fields`."""
        key = f"{self.cycle.key}.{self.name}.{column}"
        return Fault((key,), number_text(value), {"name": self.name, **fields}, severity)

    def unfinished(self, column: str) -> Fault:
        """Give the fault of a field of the plan that is still blank."""
        return replace(self.fault(column, severity=self.cycle.unfinished), missing=True)


CycleCheck = Callable[[CycleCase], Iterator[Fault]]
ObjectiveCheck = Callable[[ObjectiveCase], Iterator[Fault]]
KeyResultCheck = Callable[[KeyResultCase], Iterator[Fault]]


def number_text(number: Decimal | None) -> str:
    """Give a number as a person would type it: `50`, `0.7`; an empty text for None."""
    return "" if number is None else f"{number.normalize():f}"


def percent_text(share: Decimal) -> str:
    """Give a share as a percentage without its sign, four decimals at most: `99.99`."""
    return number_text(round_half_up(share * 100, 4))
