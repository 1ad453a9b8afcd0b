"""The calibration as records for programs: plain dictionaries, numbers to ten places. Pure.

The keys are a promise (docs/calibration.md). A missing number is None.
"""

from collections.abc import Sequence

from okrsheets.analysis.calibration import FEWEST, Calibration, Flag
from okrsheets.batch.export import Record, number
from okrsheets.model import Cycle


def calibration_record(cycle: Cycle, groups: Sequence[Calibration]) -> Record:
    """Give the groups with their figures and flags; `fewest` is the n below which none is set."""
    return {
        "cycle": str(cycle),
        "fewest": FEWEST,
        "deviation": "population",
        "groups": [_group(group) for group in groups],
    }


def _group(group: Calibration) -> Record:
    figures, spread = group.figures, group.spread
    return {
        "kind": group.kind.value,
        "path": "/".join(group.path),
        "name": group.name,
        "n": figures.n,
        "missing": figures.missing,
        "excused": figures.excused,
        "mean": number(figures.mean),
        "median": number(figures.median),
        "deviation": number(spread.deviation),
        "lower_quartile": number(spread.lower),
        "upper_quartile": number(spread.upper),
        "least": number(spread.least),
        "most": number(spread.most),
        "at": {str(score): count for score, count in group.at},
        "reviewed": {
            "n": group.reviewed.n,
            "differing": group.reviewed.differing,
            "self_less_reviewer": number(group.reviewed.gap),
        },
        "overrides": {
            "n": group.overrides.n,
            "count": group.overrides.count,
            "up": group.overrides.up,
            "down": group.overrides.down,
            "typed_less_computed": number(group.overrides.mean),
        },
        "flags": [_flag(flag) for flag in group.flags],
    }


def _flag(flag: Flag) -> Record:
    return {
        "code": flag.code.value,
        "figure": number(flag.figure),
        "threshold": number(flag.threshold),
        "n": flag.n,
        "at": None if flag.at is None else str(flag.at),
    }
