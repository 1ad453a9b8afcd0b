"""K6: the scores that the sheet itself shows, against those reckoned from its inputs.

The score is always the reckoned one; a difference only says that the sheet was not recalculated,
was changed, or follows older rules. Compared as displayed, with two decimals.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from okrsheets.cells import Cell, CellKind
from okrsheets.checks.cases import Fault
from okrsheets.display import round_half_up, show_score
from okrsheets.model import CycleScore, YearScore

_FLOAT_NOISE = 10  # the sheet guards its ties by rounding to ten decimals first


@dataclass(frozen=True, slots=True)
class TotalsCase:
    """Every computed score the sheet shows: field key → (its cell, the reckoned score).

    `shown` and `reckoned` are both as they are displayed; `shown` is None where the sheet shows
    nothing.
    """

    pairs: Mapping[str, tuple[Cell, Fraction | None]]
    shown: Mapping[str, str | None]
    reckoned: Mapping[str, str]
    policies_changed: bool


TotalsCheck = Callable[[TotalsCase], Iterator[Fault]]


def gather_totals(
    scores: tuple[CycleScore, ...],
    year: YearScore | None,
    *,
    computed: Mapping[str, Cell],
    policies_changed: bool,
) -> TotalsCase:
    """Pair each computed score's cell with the score reckoned from the inputs."""
    reckoned: dict[str, Fraction | None] = {}
    for cycle in scores:
        reckoned |= _of_cycle(cycle)
    if year is not None:
        reckoned["annual.score"] = year.score
    pairs = {key: (computed[key], score) for key, score in reckoned.items() if key in computed}
    shown = {key: _shown(cell) for key, (cell, _) in pairs.items()}
    displayed = {key: show_score(score) for key, (_, score) in pairs.items()}
    return TotalsCase(pairs, shown, displayed, policies_changed)


def _of_cycle(cycle: CycleScore) -> dict[str, Fraction | None]:
    tab = cycle.cycle.tab
    found = {f"{tab}.score": cycle.score, f"annual.{tab}.score": cycle.score}
    for o in cycle.objectives:
        found[f"{tab}.O{o.number}.score"] = o.score
        for k in o.key_results:
            found[f"{tab}.O{o.number}.K{k.number}.score"] = k.score
    return found


def check_shown_score(case: TotalsCase) -> Iterator[Fault]:
    """The sheet shows another score than its inputs give."""
    for key, cell, score in _differing(case):
        if score is not None:
            yield Fault((key,), cell.raw, {"shown": _shown(cell), "reckoned": show_score(score)})


def check_shown_nothing(case: TotalsCase) -> Iterator[Fault]:
    """The sheet shows a score where its inputs give none."""
    for key, cell, score in _differing(case):
        if score is None and cell.kind is CellKind.NUMBER:
            yield Fault((key,), cell.raw, {"shown": _shown(cell)})


def _differing(case: TotalsCase) -> Iterator[tuple[str, Cell, Fraction | None]]:
    """Yield the scores that differ, without the totals that only follow from one below them."""
    if case.policies_changed:
        return
    wrong = [key for key, shown in case.shown.items() if shown not in (None, case.reckoned[key])]
    following = {above for key in wrong for above in _all_above(key)}
    for key in wrong:
        if key not in following:
            yield key, *case.pairs[key]


def _all_above(key: str) -> Iterator[str]:
    """Yield every score that rests on this one, from the nearest to the year's."""
    tab, *rest = key.removesuffix(".score").split(".")
    if tab == "annual":
        yield from ["annual.score"] * bool(rest)
        return
    for length in range(len(rest), 0, -1):
        yield ".".join([tab, *rest[: length - 1], "score"])
    yield from (f"annual.{tab}.score", "annual.score")


def check_recalculated(case: TotalsCase) -> Iterator[Fault]:
    """All of the sheet's computed scores are still those of the empty form: said once.

    A single blank one beside others that are there says something else: the sheet does not take
    a value that is wrong, and that value has its own finding.
    """
    if any(shown is not None for shown in case.shown.values()):
        return
    for key, (_, score) in case.pairs.items():
        if score is not None:
            yield Fault((key,), fields={"reckoned": show_score(score)})
            return


def check_rules_changed(case: TotalsCase) -> Iterator[Fault]:
    """The scoring rules changed since the sheet was issued, and its scores show it: said once."""
    for key, shown in case.shown.items():
        if case.policies_changed and shown is not None and shown != case.reckoned[key]:
            fields = {"shown": shown, "reckoned": case.reckoned[key]}
            yield Fault((key,), case.pairs[key][0].raw, fields)
            return


@lru_cache(maxsize=4096)
def _score_shown(raw: str) -> str:
    """Give a stored score as it is displayed; few different ones come up."""
    return show_score(round_half_up(Decimal(raw), _FLOAT_NOISE))


def _shown(cell: Cell) -> str | None:
    """Give what the cell shows: a score, an error's name; None where it shows nothing."""
    if cell.kind is CellKind.NUMBER:
        return _score_shown(cell.raw)
    return None if cell.blank or cell.kind is CellKind.UNCACHED else cell.raw
