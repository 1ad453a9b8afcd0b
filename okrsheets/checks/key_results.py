"""K2: what each type of key result needs to be measured. Void key results are passed over."""

from collections.abc import Iterator
from dataclasses import replace

from okrsheets.checks.cases import Fault, KeyResultCase, number_text
from okrsheets.errors import N_, Line
from okrsheets.model import KeyResultType

_FROM_BASELINE = (KeyResultType.INCREASE, KeyResultType.DECREASE, KeyResultType.ANCHORED)
_ANCHORED = (N_("Anchored"), N_("the anchors 0.3 and 0.7"))
_JUDGED = (N_("Judged"), N_("a typed score"))
_WITHOUT_TARGET = (None, KeyResultType.YESNO, KeyResultType.JUDGED)


def check_type_is_chosen(case: KeyResultCase) -> Iterator[Fault]:
    """Without a type nothing says how to measure."""
    if case.key_result.type is None:
        yield case.unfinished("type")


def check_type_fits_sheet(case: KeyResultCase) -> Iterator[Fault]:
    """A type whose columns the company left out: typed or pasted, for the list lacks it."""
    kind = case.key_result.type
    if kind not in case.cycle.shape.types_left_out():
        return
    word, lacking = _ANCHORED if kind is KeyResultType.ANCHORED else _JUDGED
    severity = case.cycle.unfinished
    yield case.fault("type", severity=severity, type=Line(word, {}), lacking=Line(lacking, {}))


def check_baseline_is_there(case: KeyResultCase) -> Iterator[Fault]:
    """A blank baseline is not 0."""
    if case.key_result.type in _FROM_BASELINE and case.key_result.baseline is None:
        yield case.unfinished("baseline")


def check_target_is_there(case: KeyResultCase) -> Iterator[Fault]:
    """A plan needs its target before the cycle begins."""
    if _lacks_target(case) and case.key_result.actual is None:
        yield case.unfinished("target")


def check_actual_has_target(case: KeyResultCase) -> Iterator[Fault]:
    """An actual says nothing without the target it is held against."""
    if _lacks_target(case) and case.key_result.actual is not None:
        fault = case.fault("target", actual=number_text(case.key_result.actual))
        yield replace(fault, missing=True)


def _lacks_target(case: KeyResultCase) -> bool:
    return case.key_result.type not in _WITHOUT_TARGET and case.key_result.target is None


def check_target_differs(case: KeyResultCase) -> Iterator[Fault]:
    """A target equal to the baseline leaves no way to go."""
    k = case.key_result
    if k.type in _FROM_BASELINE and k.target is not None and k.target == k.baseline:
        yield case.fault("target", value=k.target)


def check_increase_rises(case: KeyResultCase) -> Iterator[Fault]:
    """An increase needs a target above its baseline."""
    k = case.key_result
    if k.type is not KeyResultType.INCREASE or k.baseline is None or k.target is None:
        return
    if k.target < k.baseline:
        yield case.fault("target", value=k.target, baseline=number_text(k.baseline))


def check_decrease_falls(case: KeyResultCase) -> Iterator[Fault]:
    """A decrease needs a target below its baseline."""
    k = case.key_result
    if k.type is not KeyResultType.DECREASE or k.baseline is None or k.target is None:
        return
    if k.target > k.baseline:
        yield case.fault("target", value=k.target, baseline=number_text(k.baseline))


def check_linear_starts_at_nothing(case: KeyResultCase) -> Iterator[Fault]:
    """A linear key result counts from 0, whatever stands in the baseline."""
    k = case.key_result
    if k.type is KeyResultType.LINEAR and k.baseline:
        yield case.fault("baseline", value=k.baseline)


def check_linear_target(case: KeyResultCase) -> Iterator[Fault]:
    """A linear key result divides by its target."""
    k = case.key_result
    if k.type is KeyResultType.LINEAR and k.target is not None and k.target <= 0:
        yield case.fault("target", value=k.target)


def check_milestone_target(case: KeyResultCase) -> Iterator[Fault]:
    """Stages planned are counted: 1, 2, 3 …."""
    k = case.key_result
    if k.type is not KeyResultType.MILESTONE or k.target is None:
        return
    if k.target < 1 or k.target != k.target.to_integral_value():
        yield case.fault("target", value=k.target)


def check_milestone_actual(case: KeyResultCase) -> Iterator[Fault]:
    """Stages done are counted: 0, 1, 2 …."""
    k = case.key_result
    if k.type is not KeyResultType.MILESTONE or k.actual is None:
        return
    if k.actual < 0 or k.actual != k.actual.to_integral_value():
        yield case.fault("actual", value=k.actual)


def check_yesno_actual(case: KeyResultCase) -> Iterator[Fault]:
    """The answer is yes or no."""
    k = case.key_result
    if k.type is KeyResultType.YESNO and k.actual is not None and k.actual not in (0, 1):
        yield case.fault("actual", value=k.actual)
