"""One measure a key result type: from a key result's figures to its raw progress.

A measure is a pure function: a key result in, raw progress out, an exact fraction that may lie
below 0 or above 1. It gives None where the figures do not allow it: missing, or contradictory.
It never raises and never guesses a 0. Source: docs/method.md, "Types and progress".
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from okrsheets.model import KeyResult, KeyResultType
from okrsheets.scoring.measures.anchored import measure_anchored
from okrsheets.scoring.measures.judged import measure_judged
from okrsheets.scoring.measures.linear import measure_linear
from okrsheets.scoring.measures.milestone import measure_milestone
from okrsheets.scoring.measures.range import measure_range
from okrsheets.scoring.measures.toward_target import measure_decrease, measure_increase
from okrsheets.scoring.measures.yesno import measure_yesno

__all__ = ["MEASURES", "Measure"]

Measure = Callable[[KeyResult], Fraction | None]

MEASURES: Mapping[KeyResultType, Measure] = MappingProxyType(
    {
        KeyResultType.INCREASE: measure_increase,
        KeyResultType.DECREASE: measure_decrease,
        KeyResultType.LINEAR: measure_linear,
        KeyResultType.RANGE: measure_range,
        KeyResultType.MILESTONE: measure_milestone,
        KeyResultType.YESNO: measure_yesno,
        KeyResultType.ANCHORED: measure_anchored,
        KeyResultType.JUDGED: measure_judged,
    }
)
