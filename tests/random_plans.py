"""Plans as they were agreed earlier: a random sheet's plan with lines that were changed later.

From a filled sheet comes the sheet as it was taken in before the freeze, without results, and what
the frozen plan is worth today: its lines with the results that they have by now, by which a second
reckoning finds the score under the frozen plan.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from random_sheets import Fields, Value

from okrsheets.shape import SheetOptions

_RESULTS = ("actual", "self", "reviewer", "status", "reason", "evidence")
_OF_SHEET = ("excused", "excused.reason")
_SIGNS = MappingProxyType({"increase": 1, "linear": 1, "milestone": 1, "decrease": -1, "range": -1})
_DROPPED: Mapping[str, Value] = MappingProxyType(
    {"text": "Dropped after the agreement", "type": "linear", "target": Decimal(10)}
)


@dataclass
class Earlier:
    """A sheet before the freeze, and the same plan with the results of today."""

    plan: Fields = field(default_factory=dict)
    worth: Fields = field(default_factory=dict)


def earlier_of(
    fields: Fields, tabs: Sequence[str], rng: random.Random, options: SheetOptions
) -> Earlier:
    """Give what a sheet was before some of its plan in some cycles was changed.

    Args:
        fields: the sheet as it stands.
        tabs: the cycles whose plans were changed; in the others it was as it is.
        rng: which lines were changed, and how.
        options: the shape of the sheet.
    """
    found = Earlier()
    for tab in options.cycles:
        own = {key: value for key, value in fields.items() if key.startswith(f"{tab}.")}
        plan, lines = _plan_of(own)
        if tab in tabs:
            for objective in _objectives(plan):
                _change(plan, lines, objective, (rng, options))
        found.plan |= plan
        found.worth |= plan | dict(_results(own, tab, lines))
    return found


def _plan_of(own: Fields) -> tuple[Fields, dict[str, str]]:
    """Give a cycle's plan without results, and every key result with the one it stands for now."""
    results = tuple(f".{name}" for name in (*_RESULTS, *_OF_SHEET))
    plan = {key: value for key, value in own.items() if not key.endswith(results)}
    lines = [key.removesuffix(".text") for key in plan if ".K" in key and key.endswith(".text")]
    return plan, {line: line for line in lines}


def _objectives(plan: Fields) -> list[str]:
    return [k.removesuffix(".text") for k in plan if k.endswith(".text") and ".K" not in k]


def _results(own: Fields, tab: str, lines: Mapping[str, str]) -> Iterator[tuple[str, Value]]:
    """Yield today's results at the places that their lines had when they were agreed."""
    for line, now in lines.items():
        for name in _RESULTS:
            if now and f"{now}.{name}" in own:
                yield f"{line}.{name}", own[f"{now}.{name}"]
    yield from (
        (f"{tab}.{name}", own[f"{tab}.{name}"]) for name in _OF_SHEET if f"{tab}.{name}" in own
    )


_Way = tuple[random.Random, SheetOptions]


def _change(plan: Fields, lines: dict[str, str], objective: str, way: _Way) -> None:
    """Make one objective as it was: some of its lines, or their weights, were otherwise."""
    rng, options = way
    chosen = (rng.choice(_WORDS), rng.choice(_COUNTS), rng.choice(_FIGURES), rng.choice(_WEIGHTS))
    for kind in chosen:
        results = sorted(line for line in lines if line.startswith(f"{objective}.K"))
        if results:
            kind(plan, lines, results, options)


def _as_it_is(_: Fields, __: dict[str, str], ___: list[str], ____: SheetOptions) -> None:
    """Leave it as it is."""


def _reworded(plan: Fields, _: dict[str, str], results: list[str], __: SheetOptions) -> None:
    plan[f"{results[0]}.text"] = "As it was agreed at first"


def _retargeted(plan: Fields, _: dict[str, str], results: list[str], __: SheetOptions) -> None:
    for line in results:
        kind, target = str(plan.get(f"{line}.type")), plan.get(f"{line}.target")
        if kind in _SIGNS and isinstance(target, Decimal):
            plan[f"{line}.target"] = target + 3 * _SIGNS[kind]


def _rebased(plan: Fields, _: dict[str, str], results: list[str], __: SheetOptions) -> None:
    for line in results:
        baseline = plan.get(f"{line}.baseline")
        if plan.get(f"{line}.type") in ("increase", "decrease") and isinstance(baseline, Decimal):
            sign = _SIGNS[str(plan[f"{line}.type"])]
            plan[f"{line}.baseline"] = baseline - sign * Decimal("1.5")


def _unweighted(plan: Fields, _: dict[str, str], results: list[str], __: SheetOptions) -> None:
    for line in results:
        plan.pop(f"{line}.weight", None)


def _added_since(
    plan: Fields, lines: dict[str, str], results: list[str], options: SheetOptions
) -> None:
    if len(results) > 1:
        _unweighted(plan, lines, results, options)
        _clear(plan, results[-1])
        del lines[results[-1]]


def _dropped_since(
    plan: Fields, lines: dict[str, str], results: list[str], options: SheetOptions
) -> None:
    if len(results) < options.key_results:
        _unweighted(plan, lines, results, options)
        line = f"{results[0].rpartition('.K')[0]}.K{len(results) + 1}"
        plan.update({f"{line}.{name}": value for name, value in _DROPPED.items()})
        lines[line] = ""


def _moved_since(plan: Fields, lines: dict[str, str], results: list[str], _: SheetOptions) -> None:
    if len(results) > 1:
        one, other = results[0], results[-1]
        mine, theirs = _clear(plan, one), _clear(plan, other)
        plan.update({f"{other}.{name}": value for name, value in mine.items()})
        plan.update({f"{one}.{name}": value for name, value in theirs.items()})
        lines[one], lines[other] = lines[other], lines[one]


def _clear(plan: Fields, line: str) -> Fields:
    keys = [key for key in plan if key.startswith(f"{line}.")]
    return {key.removeprefix(f"{line}."): plan.pop(key) for key in keys}


_Kind = Callable[[Fields, dict[str, str], list[str], SheetOptions], None]
_WORDS: Sequence[_Kind] = (_reworded, _moved_since, _as_it_is)
_COUNTS: Sequence[_Kind] = (_added_since, _dropped_since, _as_it_is, _as_it_is)
_FIGURES: Sequence[_Kind] = (_retargeted, _rebased, _as_it_is)
_WEIGHTS: Sequence[_Kind] = (_unweighted, _as_it_is, _as_it_is)
