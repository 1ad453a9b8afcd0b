"""What a year has closed and frozen: read with the rules, and compared with what is reckoned."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from okrsheets.batch.decide import Decision, Newcomer, Rejudge, decide
from okrsheets.batch.locked import Guard, decide_guarded, standing_cells
from okrsheets.batch.rules import Rules
from okrsheets.batch.taken_back import taken_back
from okrsheets.display import band_of
from okrsheets.model import (
    Cycle,
    CycleScore,
    PersonYear,
    Policies,
    YearScore,
    policies_of,
)
from okrsheets.store import Store, StoredVersion, StoreMode, open_store
from okrsheets.store.closing import (
    ClosedScore,
    read_closed_scores,
    read_closings,
    read_held_by_closing,
)
from okrsheets.store.freezing import read_freezes
from okrsheets.store.rows import exact
from okrsheets.workspace import Workspace

Score = CycleScore | YearScore


@dataclass(frozen=True, slots=True)
class Drift:
    """A score of a closed cycle that is reckoned otherwise than it was locked; `now` is today's."""

    cycle: Cycle
    then: ClosedScore
    now: ClosedScore


def with_closings(rules: Rules, store: Store | None) -> Rules:
    """Give the rules with the cycles that are closed now."""
    if store is None or rules.year is None:
        return rules
    return replace(rules, closings=read_closings(store, rules.year))


def fiscal_start_of(workspace: Workspace, cycle: Cycle) -> int:
    """Give the month in which the year of a cycle begins: of a closed cycle that of its closing.

    Raises:
        UsageError: the database is not one of this okrsheets.
    """
    if workspace.database.exists():
        with open_store(workspace.database, mode=StoreMode.READ) as store:
            closed = read_closings(store, cycle.year).get(cycle)
        if closed:
            return closed.closing.fiscal_start
    return workspace.settings.fiscal_start


def without_closing(rules: Rules, cycle: Cycle | None) -> Rules:
    """Give the rules as they are once a cycle is open again."""
    left = {known: one for known, one in rules.closings.items() if known != cycle}
    return replace(rules, closings=left)


@dataclass(frozen=True, slots=True)
class Guards:
    """What one batch must know of closed cycles and frozen plans: person → cycle → when."""

    store: Store | None = None
    rules: Rules = field(default_factory=Rules)
    freezes: Mapping[str, Mapping[Cycle, datetime]] = field(default_factory=dict)

    def decide(
        self, history: Sequence[StoredVersion], newcomers: Sequence[Newcomer], rejudge: Rejudge
    ) -> Sequence[Decision]:
        """Decide one person's files; see `okrsheets.batch.locked` and `…taken_back`."""
        person = newcomers[0].person if newcomers else ""
        freezes = self.freezes.get(person, {})
        told = read_held_by_closing(self.store) if self.store and _any_held(newcomers) else {}
        closed = {cycle.tab: one.closing for cycle, one in self.rules.closings.items()}
        back = tuple(taken_back(history, newcomers, told=told, closed=closed)) if told else ()
        gone = {decision.sha256 for decision in back}
        asked = [_asked(one, told) for one in newcomers if one.sha256 not in gone]
        if not (asked and (closed or freezes)):
            return (*back, *(decide(history, asked, rejudge) if asked else ()))
        guard = Guard(
            closed=closed,
            frozen={cycle.tab: (cycle, at) for cycle, at in freezes.items()},
            cells=standing_cells(history),
        )
        return (*back, *decide_guarded(history, asked, rejudge, guard))


def _any_held(newcomers: Sequence[Newcomer]) -> bool:
    return any(newcomer.was_held for newcomer in newcomers)


def _asked(newcomer: Newcomer, told: Mapping[str, Collection[str]]) -> Newcomer:
    """Have a sender who was told of a closed cycle not count as asked about a clash."""
    return replace(newcomer, was_held=False) if newcomer.sha256 in told else newcomer


def guards_of(store: Store | None, rules: Rules) -> Guards:
    """Give a batch's guards; without a store nothing is closed or frozen."""
    if store is None or rules.year is None:
        return Guards(store, rules)
    return Guards(store, rules, read_freezes(store, rules.year))


def score_of(person: PersonYear, cycle: Cycle) -> Score:
    """Give a person's score of a cycle, or of the year."""
    if cycle.kind == "Y":
        return person.year
    return next(score for score in person.year.cycles if score.cycle == cycle)


def locked(person: str, score: Score, policies: Policies) -> ClosedScore:
    """Give a score as a closing keeps it; `policies` are those of an open cycle."""
    band = band_of(score.score, policies_of(score, policies))
    return ClosedScore(
        person, score.state.value, exact(score.score) or "", band.value if band else ""
    )


def find_drift(workspace: Workspace, people: Sequence[PersonYear]) -> tuple[Drift, ...]:
    """Compare every closed cycle with what was locked; nothing is to be found here, ever.

    Raises:
        UsageError: the database is not one of this okrsheets.
    """
    if not workspace.database.exists():
        return ()
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        closed = read_closed_scores(store, workspace.settings.year)
    return tuple(_drifts(closed, people, workspace.policies))


def is_anything_closed(workspace: Workspace) -> bool:
    """Tell whether a cycle of the workspace's year is closed.

    Raises:
        UsageError: the database is not one of this okrsheets.
    """
    if not workspace.database.exists():
        return False
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        return bool(read_closings(store, workspace.settings.year))


def _drifts(
    closed: Mapping[Cycle, Mapping[str, ClosedScore]],
    people: Sequence[PersonYear],
    policies: Policies,
) -> Iterator[Drift]:
    for person in people:
        who = person.person.id
        scores: dict[Cycle, Score] = {score.cycle: score for score in person.year.cycles}
        scores[person.year.cycle] = person.year
        for cycle, known in closed.items():
            if who not in known:
                continue
            score = scores.get(cycle)
            now = locked(who, score, policies) if score else ClosedScore(who, "", "", "")
            if now != known[who]:
                yield Drift(cycle, known[who], now)
