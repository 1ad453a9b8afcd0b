"""K4: scores that need a reason, and words that contradict each other."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from okrsheets.checks.cases import Fault, KeyResultCase
from okrsheets.display import round_half_up, show_score
from okrsheets.findings import Severity
from okrsheets.model import Status

MOST_DIFFERENCE = Fraction(1, 10)
EVEN_CHANCE = Decimal("0.5")


def check_judgement_has_reason(case: KeyResultCase) -> Iterator[Fault]:
    """A score typed where nothing is computed."""
    if _lacks_reason(case) and case.score.computed is None:
        yield _reason_fault(case)


def check_difference_has_reason(case: KeyResultCase) -> Iterator[Fault]:
    """A score more than 0.1 away from the computed one."""
    if _lacks_reason(case) and _differs(case):
        yield _reason_fault(case, computed=show_score(case.score.computed))


def check_low_score_has_reason(case: KeyResultCase) -> Iterator[Fault]:
    """A score below the target line, as displayed."""
    score, line = case.score.score, case.cycle.policies.band_edges[1]
    if score is None or not _lacks_reason(case) or case.score.computed is None or _differs(case):
        return
    if round_half_up(score) < line:
        yield _reason_fault(case, line=show_score(line))


def check_confidence_agrees(case: KeyResultCase) -> Iterator[Fault]:
    """On track, with less than an even chance."""
    k = case.key_result
    if k.status is Status.ON_TRACK and k.confidence is not None and k.confidence < EVEN_CHANCE:
        yield case.fault("confidence", value=k.confidence)


def _lacks_reason(case: KeyResultCase) -> bool:
    asked = case.cycle.policies.reason_rule != "off"
    return asked and case.score.score is not None and not case.key_result.reason.strip()


def _differs(case: KeyResultCase) -> bool:
    score, computed = case.score.score, case.score.computed
    if score is None or computed is None:
        return False
    return abs(score - computed) > MOST_DIFFERENCE


def _reason_fault(case: KeyResultCase, **fields: object) -> Fault:
    required = case.cycle.policies.reason_rule == "require"
    severity = Severity.ERROR if required else Severity.WARNING
    fault = case.fault("reason", severity=severity, score=show_score(case.score.score))
    return replace(fault, fields={**fault.fields, **fields})
