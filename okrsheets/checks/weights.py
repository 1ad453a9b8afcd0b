"""K3: weights of an objective's key results and of a cycle's objectives."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from okrsheets.checks.cases import CycleCase, Fault, ObjectiveCase, number_text, percent_text
from okrsheets.findings import Severity
from okrsheets.model import WEIGHT_TOLERANCE


@dataclass(frozen=True, slots=True)
class _Weights:
    """The weights that have to add up, with their names (`O1.K2`) in the order of the sheet."""

    tab: str
    names: tuple[str, ...]
    weights: tuple[Decimal | None, ...]
    unfinished: Severity

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(f"{self.tab}.{name}.weight" for name in self.names)

    @property
    def blank(self) -> tuple[str, ...]:
        pairs = zip(self.names, self.weights, strict=True)
        return tuple(name for name, weight in pairs if weight is None)

    @property
    def sum(self) -> Decimal:
        return sum((w for w in self.weights if w is not None), Decimal(0))

    @property
    def positive(self) -> bool:
        return all(w > 0 for w in self.weights if w is not None)

    @property
    def off(self) -> Decimal:
        """How much too much (above 0) or missing (below 0) where all are given; else 0."""
        off = self.sum - 1
        given = bool(self.weights) and not self.blank and self.positive
        return off if given and abs(off) > WEIGHT_TOLERANCE else Decimal(0)


def _of_key_results(case: ObjectiveCase) -> _Weights:
    key_results = case.objective.key_results
    return _Weights(
        case.cycle.key,
        tuple(f"{case.name}.K{k.number}" for k in key_results),
        tuple(k.weight for k in key_results),
        case.cycle.unfinished,
    )


def _of_objectives(case: CycleCase) -> _Weights:
    objectives = case.sheet.objectives
    return _Weights(
        case.key,
        tuple(f"O{o.number}" for o in objectives),
        tuple(o.weight for o in objectives),
        case.unfinished,
    )


@lru_cache(maxsize=2)
def _groups(case: CycleCase) -> tuple[_Weights, ...]:
    """Give the weights that have to add up, of one cycle; four checks ask for them in a row."""
    of_key_results = (_of_key_results(objective) for objective in case.objectives())
    return (_of_objectives(case), *of_key_results)


def _off_fault(weights: _Weights, **fields: object) -> Fault:
    points = percent_text(abs(weights.off))
    fields |= {"sum": percent_text(weights.sum), "points": points}
    return Fault(weights.keys, percent_text(weights.sum), fields, weights.unfinished)


def check_key_results_under(case: ObjectiveCase) -> Iterator[Fault]:
    """Key results' weights add up to less than 100 %."""
    weights = _of_key_results(case)
    if weights.off < 0:
        yield _off_fault(weights, objective=case.name)


def check_key_results_over(case: ObjectiveCase) -> Iterator[Fault]:
    """Key results' weights add up to more than 100 %."""
    weights = _of_key_results(case)
    if weights.off > 0:
        yield _off_fault(weights, objective=case.name)


def check_objectives_under(case: CycleCase) -> Iterator[Fault]:
    """Objectives' weights add up to less than 100 %."""
    weights = _of_objectives(case)
    if weights.off < 0:
        yield _off_fault(weights)


def check_objectives_over(case: CycleCase) -> Iterator[Fault]:
    """Objectives' weights add up to more than 100 %."""
    weights = _of_objectives(case)
    if weights.off > 0:
        yield _off_fault(weights)


def check_blank_weights(case: CycleCase) -> Iterator[Fault]:
    """Blank weights share what the others leave."""
    for group in _groups(case):
        left = 1 - group.sum
        if not 0 < len(group.blank) < len(group.names) or left <= WEIGHT_TOLERANCE:
            continue
        keys = tuple(f"{group.tab}.{name}.weight" for name in group.blank)
        share = percent_text(left / len(group.blank))
        fields = {"names": ", ".join(group.blank), "share": share}
        yield Fault(keys, fields=fields, missing=True)


def check_nothing_left(case: CycleCase) -> Iterator[Fault]:
    """Blank weights beside others that take the whole 100 %."""
    for group in _groups(case):
        if group.blank and 1 - group.sum <= WEIGHT_TOLERANCE:
            keys = tuple(f"{group.tab}.{name}.weight" for name in group.blank)
            fields = {"names": ", ".join(group.blank), "sum": percent_text(group.sum)}
            yield Fault(keys, fields=fields, severity=group.unfinished, missing=True)


def check_nearly_all(case: CycleCase) -> Iterator[Fault]:
    """Three times 33.33 % pass."""
    for group in _groups(case):
        if group.names and not group.blank and 0 < abs(group.sum - 1) <= WEIGHT_TOLERANCE:
            yield Fault(group.keys, fields={"sum": percent_text(group.sum)})


def check_positive_weights(case: CycleCase) -> Iterator[Fault]:
    """Every weight is above 0."""
    for group in _groups(case):
        for name, key, weight in zip(group.names, group.keys, group.weights, strict=True):
            if weight is not None and weight <= 0:
                value = number_text(weight)
                fields = {"name": name, "percent": percent_text(weight)}
                yield Fault((key,), value, fields)
