"""K: objectives, key results, weights, scores and their reasons (docs/method.md)."""

from okrsheets.findings.method_check_ins import METHOD_CHECK_INS
from okrsheets.findings.method_plan import METHOD_PLAN
from okrsheets.findings.method_review import METHOD_REVIEW
from okrsheets.findings.method_scores import METHOD_SCORES
from okrsheets.findings.method_types import METHOD_TYPES
from okrsheets.findings.method_weights import METHOD_WEIGHTS

METHOD = (
    *METHOD_PLAN,
    *METHOD_TYPES,
    *METHOD_WEIGHTS,
    *METHOD_SCORES,
    *METHOD_REVIEW,
    *METHOD_CHECK_INS,
)
