"""K1: how many objectives and key results there are, and whether a line was left out."""

from collections.abc import Iterator, Sequence

from okrsheets.checks.cases import CycleCase, Fault, ObjectiveCase

USUAL = 3
MOST = 5


def check_objective_is_measured(case: ObjectiveCase) -> Iterator[Fault]:
    """An objective needs at least one key result."""
    if not case.objective.key_results:
        fields = {"name": case.name}
        yield Fault((f"{case.key}.text",), case.objective.text, fields, case.cycle.unfinished)


def check_objective_lines(case: CycleCase) -> Iterator[Fault]:
    """No empty objective above a filled one."""
    number = _after_gap([o.number for o in case.sheet.objectives])
    if number:
        yield Fault((f"{case.key}.O{number}.text",), fields={"name": f"O{number}"})


def check_key_result_lines(case: ObjectiveCase) -> Iterator[Fault]:
    """No empty key result above a filled one."""
    number = _after_gap([k.number for k in case.objective.key_results])
    if number:
        name = f"{case.name}.K{number}"
        yield Fault((f"{case.cycle.key}.{name}.text",), fields={"name": name})


def check_too_many_objectives(case: CycleCase) -> Iterator[Fault]:
    """Five objectives a cycle are the most."""
    objectives = case.sheet.objectives
    if len(objectives) > MOST:
        key = f"{case.key}.O{objectives[MOST].number}.text"
        yield Fault((key,), fields={"count": len(objectives), "most": MOST})


def check_too_many_key_results(case: ObjectiveCase) -> Iterator[Fault]:
    """Five key results an objective are the most."""
    key_results = case.objective.key_results
    if len(key_results) > MOST:
        key = f"{case.key}.K{key_results[MOST].number}.text"
        yield Fault((key,), fields={"name": case.name, "count": len(key_results), "most": MOST})


def check_usual_counts(case: CycleCase) -> Iterator[Fault]:
    """Three objectives with three key results each are the rule; said once a cycle."""
    counts = {f"O{o.number}": len(o.key_results) for o in case.sheet.objectives}
    if not counts or list(counts.values()) == [USUAL] * USUAL:
        return
    shape = tuple(f"{name} × {count}" for name, count in counts.items())
    yield Fault((f"{case.key}.{next(iter(counts))}.text",), fields={"shape": shape})


def _after_gap(numbers: Sequence[int]) -> int | None:
    """Give the first number that does not follow on from 1; None where none is left out."""
    return next((n for place, n in enumerate(numbers, 1) if n != place), None)
