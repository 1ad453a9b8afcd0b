"""What scoring gives: a key result's, an objective's, a cycle's and a year's numbers, exact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from okrsheets.model.frozen import FrozenPlan
from okrsheets.model.method import Cycle, CycleState, ObjectiveState, Policies, ScoreSource
from okrsheets.model.sheets import KeyResultPlace, Person, Submission


@dataclass(frozen=True, slots=True)
class KeyResultScore:
    """A key result's numbers, exact.

    `weight` is the effective one: blanks shared, before void leaves the sum. `raw` is unclamped
    progress, `progress` clamped to 0-1, `computed` the computed score (equal to progress).
    `score` is the final one, None where missing or void; `source` says where it came from.
    """

    number: int
    weight: Fraction | None
    raw: Fraction | None
    progress: Fraction | None
    computed: Fraction | None
    score: Fraction | None
    source: ScoreSource | None
    void: bool = False


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """An objective's score, exact; None unless every live key result has one."""

    number: int
    weight: Fraction | None
    state: ObjectiveState
    score: Fraction | None
    key_results: tuple[KeyResultScore, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """A cycle, or the year, whose scores are locked: when, and by which rules from then on."""

    cycle: Cycle
    at: datetime
    policies: Policies
    fiscal_start: int = 1


@dataclass(frozen=True, slots=True)
class CycleScore:
    """A cycle's score, exact, with its state and its objectives' scores.

    `closed` is the closing by whose rules it is reckoned and read; None while it is open.
    """

    cycle: Cycle
    state: CycleState
    score: Fraction | None
    objectives: tuple[ObjectiveScore, ...] = ()
    closed: Closing | None = None


@dataclass(frozen=True, slots=True)
class YearScore:
    """A year's score: the mean of its scored cycles, always shown with `scored` of `of`.

    `closed` as in `CycleScore`: the year's own closing.
    """

    cycle: Cycle
    state: CycleState
    score: Fraction | None
    scored: int
    excused: int
    of: int
    provisional: bool
    cycles: tuple[CycleScore, ...] = ()
    closed: Closing | None = None


def policies_of(score: CycleScore | YearScore, today: Policies) -> Policies:
    """Give the policies by which a score is reckoned and read: of its closing, else today's."""
    return score.closed.policies if score.closed else today


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a key result moved through its cycle, as reports draw it.

    `points` are (day, progress 0-1) in the order of the days, at most one a day. `note` is the
    last check-in's that has one, said on `noted`.
    """

    points: tuple[tuple[date, Fraction], ...] = ()
    note: str = ""
    noted: date | None = None


@dataclass(frozen=True, slots=True)
class PersonYear:
    """All that is known of one person's year: what reports and exports are made from.

    `year.cycles` holds one score, with its state, for every cycle of the year. `received` is the
    day on which the current version was taken in, `version` its number from 1; both None where
    nothing was submitted. `frozen` holds the plans that were frozen, by cycle. `pulses`
    hold how key results moved; they are read for reports only and empty elsewhere.
    """

    person: Person
    manager_name: str
    submission: Submission | None
    year: YearScore
    received: date | None = None
    version: int | None = None
    frozen: Mapping[Cycle, FrozenPlan] = field(default_factory=dict)
    pulses: Mapping[KeyResultPlace, Pulse] = field(default_factory=dict)
