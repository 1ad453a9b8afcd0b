"""What is printed of a plan's changes since it was frozen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A field of a plan, or a score, under the frozen plan and under the present one."""

    field: str
    frozen: str
    present: str
    score: bool = False


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """An objective or key result that is not as it was frozen."""

    number: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ChangesBlock:
    """What changed in a plan since its freeze; without lines `note` says that nothing did."""

    title: str
    note: str
    lines: tuple[ChangedLine, ...] = ()
    total: ChangeRow | None = None
