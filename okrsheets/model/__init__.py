"""The records of the OKR method: what people plan, what they achieve, how it is scored.

Frozen records and enumerations only: no file, no database, no template, no clock. Scores,
progress, weights and confidence are fractions 0-1. A missing number is None, never 0.
Source: docs/method.md.
"""

from okrsheets.model.frozen import FrozenPlan
from okrsheets.model.method import (
    WEIGHT_TOLERANCE,
    Band,
    Cycle,
    CycleState,
    KeyResultType,
    Kind,
    ObjectiveState,
    Policies,
    ScoreSource,
    Status,
)
from okrsheets.model.scores import (
    Closing,
    CycleScore,
    KeyResultScore,
    ObjectiveScore,
    PersonYear,
    Pulse,
    YearScore,
    policies_of,
)
from okrsheets.model.sheets import (
    AnnualReview,
    CheckIn,
    CycleReview,
    CycleSheet,
    FourSquare,
    HealthMeasure,
    Improvement,
    KeyResult,
    KeyResultPlace,
    Objective,
    Person,
    SheetIdentity,
    Submission,
)

__all__ = [
    "WEIGHT_TOLERANCE",
    "AnnualReview",
    "Band",
    "CheckIn",
    "Closing",
    "Cycle",
    "CycleReview",
    "CycleScore",
    "CycleSheet",
    "CycleState",
    "FourSquare",
    "FrozenPlan",
    "HealthMeasure",
    "Improvement",
    "KeyResult",
    "KeyResultPlace",
    "KeyResultScore",
    "KeyResultType",
    "Kind",
    "Objective",
    "ObjectiveScore",
    "ObjectiveState",
    "Person",
    "PersonYear",
    "Policies",
    "Pulse",
    "ScoreSource",
    "SheetIdentity",
    "Status",
    "Submission",
    "YearScore",
    "policies_of",
]
