"""What the operations report is made from, with what several of its parts need, reckoned once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from okrsheets.analysis.due import Due, what_is_due
from okrsheets.analysis.participation import (
    Unit,
    count_states,
    cycles_of,
    days_late,
    units_of,
)
from okrsheets.analysis.plan_changes import changes_of
from okrsheets.analysis.weak_use import Watch, WeakUse, find_weak_use
from okrsheets.errors import N_
from okrsheets.model import Cycle, CycleScore, CycleState, PersonYear, Policies, YearScore
from okrsheets.periods import cycle_dates
from okrsheets.reports.records import ReportContext

MISSING = "missing"
WEAK = "weak"


@dataclass(frozen=True, slots=True)
class WaitingFiles:
    """Files that wait at intake: held for a decision, rejected, and how many have each code."""

    held: int
    rejected: int
    codes: Mapping[str, int]


@dataclass(frozen=True)
class Operations:
    """A cycle, or the year, of everybody or of a department (`unit`) on a day.

    `check_ins` says that the sheets have them; `waiting` is None where it is not told.
    """

    people: tuple[PersonYear, ...]
    cycle: Cycle
    day: date
    policies: Policies
    fiscal_start: int = 1
    unit: str = ""
    check_ins: bool = False
    waiting: WaitingFiles | None = field(default=None)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The scored cycles that it covers."""
        return cycles_of(self.people[0], self.cycle) if self.people else ()

    @cached_property
    def states(self) -> Counter[CycleState]:
        """How many lines of the roster are in each state; the sum is everybody."""
        return count_states(self.people, self.cycle)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every department of every level."""
        return units_of(self.people)

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """What is due or late on the day."""
        cycles = tuple(dict.fromkeys((*self.cycles, self.cycle)))
        return what_is_due(self.people, cycles, self.fiscal_start, self.day)

    @cached_property
    def late(self) -> Mapping[str, int]:
        """Who is late by how many days, by id."""
        return days_late(self.dues, self.day)

    @cached_property
    def weak(self) -> tuple[WeakUse, ...]:
        """Who uses the sheets thinly."""
        watch = Watch(self.day, self.fiscal_start, self.check_ins, self.policies)
        return find_weak_use(self.people, self.cycle, watch)

    @cached_property
    def missing(self) -> tuple[PersonYear, ...]:
        """Whose sheet, plan or score is missing: nothing came, the plan is blank, or it is late."""
        return tuple(one for one in self.people if self.lacks(one))

    def lacks(self, one: PersonYear) -> tuple[CycleScore, ...]:
        """Give the cycles of which somebody's sheet or plan is missing, or the scores are late."""
        wanted = frozenset(self.cycles)
        return tuple(
            score
            for score in one.year.cycles
            if score.cycle in wanted
            and (self._unplanned(one, score) or one.person.id in self._late_in[score.cycle])
        )

    def _unplanned(self, one: PersonYear, score: CycleScore) -> bool:
        """Tell whether a plan is missing; a blank one only once it is due, from those asked."""
        if score.state is not CycleState.EMPTY:
            return score.state is CycleState.NOT_SUBMITTED
        first, joined = cycle_dates(score.cycle, self.fiscal_start)[0], one.person.joined
        return first <= self.day and (joined is None or joined < first)

    @cached_property
    def _late_in(self) -> Mapping[Cycle, frozenset[str]]:
        """Give who is late with something of each cycle, by id."""
        found: dict[Cycle, set[str]] = {cycle: set() for cycle in self.cycles}
        for due in self.dues:
            if due.late:
                found.setdefault(due.deadline.cycle, set()).update(
                    one.person.id for one in due.missing
                )
        return {cycle: frozenset(ids) for cycle, ids in found.items()}

    @property
    def frozen(self) -> int:
        """How many plans of its cycles were frozen."""
        return sum(cycle in one.frozen for one in self.people for cycle in self.cycles)

    @cached_property
    def changed(self) -> int:
        """How many of them have changed since."""
        return sum(1 for _ in changes_of(self.people, self.cycle, self.policies))

    @property
    def frozen_days(self) -> tuple[date, ...]:
        """The days on which plans of its cycles were frozen, first and last if there are more."""
        days = [
            one.frozen[cycle].at.date()
            for one in self.people
            for cycle in self.cycles
            if cycle in one.frozen
        ]
        return tuple(dict.fromkeys((min(days), max(days)))) if days else ()

    @property
    def closed_days(self) -> tuple[date, ...]:
        """The day on which the cycle was closed; none while it is open."""
        days: set[date] = set()
        for one in self.people:
            scores: tuple[CycleScore | YearScore, ...] = (one.year, *one.year.cycles)
            for score in scores:
                if score.cycle == self.cycle and score.closed is not None:
                    days.add(score.closed.at.date())
        return tuple(sorted(days))

    @staticmethod
    def share(part: int, whole: int) -> Fraction | None:
        """Give a share of a whole; None of nothing."""
        return Fraction(part, whole) if whole else None

    def lists(self, context: ReportContext) -> list[tuple[str, str]]:
        """Give the titles and anchors of the lists that follow as parts of their own."""
        found = []
        if self.missing:
            found.append((context.language.text(N_("To be ticked off: what is missing")), MISSING))
        if self.weak:
            found.append((context.language.text(N_("Thin use by person")), WEAK))
        return found
