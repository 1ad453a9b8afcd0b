"""How scores lie in the company, in each department and with each manager. Pure.

What is conspicuous is flagged for people to look at, each flag with its figure and its threshold.
Nothing here changes a score. Source: docs/calibration.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from okrsheets.analysis.groups import (
    GroupFigures,
    Spread,
    figures_of,
    mean_of,
    score_in,
    scores_in,
    spread_of,
)
from okrsheets.display import round_half_up
from okrsheets.model import (
    Cycle,
    CycleScore,
    KeyResult,
    KeyResultScore,
    Kind,
    PersonYear,
    ScoreSource,
)

FEWEST = 5
WATCHED = (Decimal("0.70"), Decimal("0.80"), Decimal("1.00"))
OVERRIDE = Fraction(1, 10)
HEAPED = Fraction(1, 2)
LEAST_DEVIATION = Fraction(3, 100)
FAR = Fraction(15, 100)
SELF_GAP = Fraction(1, 10)
_TOP = WATCHED[-1]


class GroupKind(StrEnum):
    """What a group is."""

    COMPANY = "company"
    DEPARTMENT = "department"
    MANAGER = "manager"


class FlagCode(StrEnum):
    """What is conspicuous."""

    ALL_AT_TOP = "all_at_top"
    HEAPED = "heaped"
    NO_SPREAD = "no_spread"
    FAR_FROM_COMPANY = "far_from_company"
    SELF_ABOVE = "self_above_reviewer"
    SELF_BELOW = "self_below_reviewer"
    ALWAYS_UP = "overrides_always_up"
    ALWAYS_DOWN = "overrides_always_down"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something for people to look at: `figure` was found among `n`, `threshold` is the limit.

    `at` is the displayed score at which scores heap, and None with the other flags.
    """

    code: FlagCode
    figure: Fraction
    threshold: Fraction
    n: int
    at: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Self against reviewer, over the `n` key results that have both scores.

    `gap` is the mean of self − reviewer, `differing` how many of them differ at all.
    """

    n: int
    differing: int
    gap: Fraction | None


@dataclass(frozen=True, slots=True)
class Overrides:
    """Typed final scores more than 0.1 from the computed one, among the `n` that have both.

    `up` and `down` make `count`; `mean` is the mean of typed − computed over the overrides.
    """

    n: int
    up: int
    down: int
    mean: Fraction | None

    @property
    def count(self) -> int:
        """How many there are."""
        return self.up + self.down


@dataclass(frozen=True, slots=True)
class Calibration:
    """One group's figures and flags. `at` counts people at a displayed score: score → people."""

    kind: GroupKind
    path: tuple[str, ...]
    name: str
    figures: GroupFigures
    spread: Spread
    at: tuple[tuple[Decimal, int], ...]
    reviewed: Reviewed
    overrides: Overrides
    flags: tuple[Flag, ...] = ()


Pair = tuple[KeyResult, KeyResultScore]


def calibrate(people: Iterable[PersonYear], cycle: Cycle) -> tuple[Calibration, ...]:
    """Give the company, then every department at every level, then every manager, by name.

    Only persons count: the sheets of departments and of the company are not people's scores. A
    person counts in each department of the path. Who has no department, or no manager, counts in
    the company alone.

    Args:
        people: everyone on the roster, in any order.
        cycle: a quarter or month, or the year (its score, and the key results of all its cycles).
    """
    persons = [p for p in people if p.person.kind is Kind.PERSON]
    company = _group(GroupKind.COMPANY, (), "", persons, cycle)
    groups = (_group(*group, cycle) for group in (*_departments(persons), *_managers(persons)))
    return tuple(
        replace(group, flags=tuple(_flags(group, company.figures))) for group in (company, *groups)
    )


Members = tuple[GroupKind, tuple[str, ...], str, Sequence[PersonYear]]


def _departments(persons: Sequence[PersonYear]) -> Iterator[Members]:
    paths = {p.person.department[: n + 1] for p in persons for n in range(len(p.person.department))}
    for path in sorted(paths):
        members = [p for p in persons if p.person.department[: len(path)] == path]
        yield GroupKind.DEPARTMENT, path, path[-1], members


def _managers(persons: Sequence[PersonYear]) -> Iterator[Members]:
    names = {p.person.manager: p.manager_name for p in persons if p.person.manager}
    for manager, name in sorted(names.items()):
        members = [p for p in persons if p.person.manager == manager]
        yield GroupKind.MANAGER, (manager,), name or manager, members


def _group(
    kind: GroupKind, path: tuple[str, ...], name: str, people: Sequence[PersonYear], cycle: Cycle
) -> Calibration:
    scores = scores_in(people, cycle)
    shown = [round_half_up(score) for score in scores]
    pairs = [pair for person in people for pair in _pairs(person, cycle)]
    return Calibration(
        kind,
        path,
        name,
        figures_of(people, cycle),
        spread_of(scores),
        tuple((score, shown.count(score)) for score in WATCHED),
        _reviewed(pairs),
        _overrides(pairs),
    )


def _pairs(person: PersonYear, cycle: Cycle) -> Iterator[Pair]:
    """Yield a person's live key results of a cycle, or of all the year's, with their scores."""
    scores = person.year.cycles if cycle.kind == "Y" else (score_in(person, cycle),)
    sheets = {sheet.cycle: sheet for sheet in person.submission.cycles} if person.submission else {}
    for score in scores:
        sheet = sheets.get(score.cycle)
        if sheet is None or sheet.excused or not isinstance(score, CycleScore):
            continue
        plans = {(o.number, k.number): k for o in sheet.objectives for k in o.key_results}
        for objective in score.objectives:
            for result in objective.key_results:
                plan = plans.get((objective.number, result.number))
                if plan is not None and not result.void:
                    yield plan, result


def _reviewed(pairs: Sequence[Pair]) -> Reviewed:
    gaps = [
        Fraction(plan.self_score) - Fraction(plan.reviewer_score)
        for plan, _ in pairs
        if plan.self_score is not None and plan.reviewer_score is not None
    ]
    return Reviewed(len(gaps), sum(gap != 0 for gap in gaps), mean_of(gaps))


def _overrides(pairs: Sequence[Pair]) -> Overrides:
    """Count typed scores that count and lie far from the computed ones."""
    gaps = [
        result.score - result.computed
        for _, result in pairs
        if result.score is not None
        and result.computed is not None
        and result.source is not ScoreSource.COMPUTED
    ]
    far = [gap for gap in gaps if abs(gap) > OVERRIDE]
    up = sum(gap > 0 for gap in far)
    return Overrides(len(gaps), up, len(far) - up, mean_of(far))


def _flags(group: Calibration, company: GroupFigures) -> Iterator[Flag]:
    """Yield what is conspicuous; nothing that rests on fewer than five people or key results."""
    if group.figures.n >= FEWEST:
        yield from _flags_of_scores(group, company)
    yield from _flags_of_review(group)


def _flags_of_scores(group: Calibration, company: GroupFigures) -> Iterator[Flag]:
    n, mean, variance = group.figures.n, group.figures.mean, group.spread.variance
    counts = dict(group.at)
    if counts[_TOP] == n:
        yield Flag(FlagCode.ALL_AT_TOP, Fraction(1), Fraction(1), n, _TOP)
    elif variance is not None and variance < LEAST_DEVIATION**2:
        deviation = Fraction(group.spread.deviation or 0)
        yield Flag(FlagCode.NO_SPREAD, deviation, LEAST_DEVIATION, n)
    for score, count in group.at:
        if score != _TOP and Fraction(count, n) >= HEAPED:
            yield Flag(FlagCode.HEAPED, Fraction(count, n), HEAPED, n, score)
    if mean is None or company.mean is None or company.n == n:
        return
    if abs(mean - company.mean) > FAR:
        yield Flag(FlagCode.FAR_FROM_COMPANY, mean - company.mean, FAR, n)


def _flags_of_review(group: Calibration) -> Iterator[Flag]:
    reviewed, overrides = group.reviewed, group.overrides
    if reviewed.gap is not None and reviewed.n >= FEWEST and abs(reviewed.gap) > SELF_GAP:
        code = FlagCode.SELF_ABOVE if reviewed.gap > 0 else FlagCode.SELF_BELOW
        yield Flag(code, reviewed.gap, SELF_GAP, reviewed.n)
    one_way = overrides.count in (overrides.up, overrides.down)
    if group.kind is GroupKind.MANAGER and overrides.count >= FEWEST and one_way:
        code = FlagCode.ALWAYS_UP if overrides.up else FlagCode.ALWAYS_DOWN
        yield Flag(code, overrides.mean or Fraction(0), OVERRIDE, overrides.count)
