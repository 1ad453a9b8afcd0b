"""K5: what was taken out of the sum: void key results and excused cycles."""

from collections.abc import Iterator

from okrsheets.checks.cases import CycleCase, Fault, KeyResultCase
from okrsheets.model import KeyResult


def check_void_has_reason(case: KeyResultCase) -> Iterator[Fault]:
    """A void key result leaves the sum only with a reason."""
    if case.score.void and not case.key_result.reason.strip():
        yield case.fault("reason")


def check_void_has_no_score(case: KeyResultCase) -> Iterator[Fault]:
    """Void wins over a typed score or an actual."""
    columns = _filled(case.key_result)
    if case.score.void and columns:
        yield case.fault(columns[0])


def check_excused_has_reason(case: CycleCase) -> Iterator[Fault]:
    """An excused cycle leaves the year only with a reason."""
    if case.sheet.excused and not case.sheet.excused_reason.strip():
        yield Fault((f"{case.key}.excused.reason",), fields={"cycle": str(case.sheet.cycle)})


def check_excused_has_no_scores(case: CycleCase) -> Iterator[Fault]:
    """Excused wins over everything filled in on the tab."""
    if case.sheet.excused and any(_filled(k) for o in case.sheet.objectives for k in o.key_results):
        yield Fault((f"{case.key}.excused",), fields={"cycle": str(case.sheet.cycle)})


def check_excuse_is_meant(case: CycleCase) -> Iterator[Fault]:
    """A reason to excuse the cycle without the yes."""
    if case.sheet.excused_reason.strip() and not case.sheet.excused:
        fields = {"cycle": str(case.sheet.cycle)}
        yield Fault((f"{case.key}.excused",), fields=fields, missing=True)


def _filled(key_result: KeyResult) -> tuple[str, ...]:
    """Give the columns of the actual and the typed scores that are filled in."""
    figures = (
        ("actual", key_result.actual),
        ("self", key_result.self_score),
        ("reviewer", key_result.reviewer_score),
    )
    return tuple(column for column, figure in figures if figure is not None)
