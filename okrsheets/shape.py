"""The shape of a score sheet: what a company may choose of it, and the text that names a shape.

A sheet carries its shape in its identity, so that one that is out stays good when the settings
change. Source: docs/settings.md, `[sheet]`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
MONTHS = tuple(f"M{month:02}" for month in range(1, 13))
MOST_LINES = 5
"""Objectives of a cycle, or key results of an objective, at the most."""
OPTIONAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "self": ("self",),
        "reviewer": ("reviewer",),
        "confidence": ("confidence",),
        "evidence": ("evidence",),
        "anchors": ("v30", "v70"),
    }
)
"""What may be left out of a sheet, with the keys of its columns."""
_CYCLES = {"Q": QUARTERS, "M": MONTHS}
_CODE = re.compile(r"([1-5])x([1-5])([QM])((?:-[a-z]+)*)(\+checkins)?")
_WEIGHTS = "weights"
_LATEST = "latest"


@dataclass(frozen=True, slots=True)
class SheetOptions:
    """What a company may choose of the sheet's shape.

    `left_out` names parts of `OPTIONAL`, sorted; without `objective_weights` all objectives of a
    cycle weigh the same.
    """

    objectives: int = 3
    key_results: int = 3
    cycles: tuple[str, ...] = QUARTERS
    left_out: tuple[str, ...] = ()
    objective_weights: bool = True
    check_ins: bool = False

    def has(self, column: str) -> bool:
        """Tell whether the sheet has this column, be it of a cycle's table or of the check-ins."""
        if column == _LATEST:
            return self.check_ins
        return not any(column in OPTIONAL[part] for part in self.left_out)

    def types_left_out(self) -> tuple[str, ...]:
        """Give the key result types that this sheet cannot hold: their columns are left out."""
        judged = ("judged",) if {"self", "reviewer"} <= set(self.left_out) else ()
        return (*(("anchored",) if "anchors" in self.left_out else ()), *judged)

    @property
    def tabs(self) -> tuple[str, ...]:
        """The keys of the tabs that hold fields, in the order of the sheet."""
        return (*self.cycles, "annual", *(("checkins",) if self.check_ins else ()))

    def code(self) -> str:
        """Name the shape in one text without blanks: `3x3Q`, `5x4M-anchors-weights+checkins`."""
        gone = (*self.left_out, *(() if self.objective_weights else (_WEIGHTS,)))
        kind = "M" if self.cycles == MONTHS else "Q"
        more = "+checkins" if self.check_ins else ""
        return f"{self.objectives}x{self.key_results}{kind}{''.join('-' + g for g in gone)}{more}"


def read_shape(code: str) -> SheetOptions | None:
    """Read the text that names a shape back; None for anything else."""
    match = _CODE.fullmatch(code)
    gone = match[4].split("-")[1:] if match else []
    if match is None or not set(gone) <= {*OPTIONAL, _WEIGHTS}:
        return None
    return SheetOptions(
        objectives=int(match[1]),
        key_results=int(match[2]),
        cycles=_CYCLES[match[3]],
        left_out=tuple(sorted(set(gone) - {_WEIGHTS})),
        objective_weights=_WEIGHTS not in gone,
        check_ins=match[5] is not None,
    )
