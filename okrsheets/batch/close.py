"""Closes a cycle or the year, and opens it again: scores are locked with the rules of that day.

The closing, everybody's locked score, the score rows and the line of the audit are written in one
transaction while this process holds the workspace: a process killed in between leaves nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from okrsheets.batch.clock import now
from okrsheets.batch.lock import hold_workspace
from okrsheets.batch.refresh import confirmed, refresh_scores, rescored
from okrsheets.batch.results import load_year
from okrsheets.batch.rules import Rules, rules_of
from okrsheets.batch.year import Score, locked, score_of, with_closings, without_closing
from okrsheets.errors import N_, UsageError
from okrsheets.model import Closing, Cycle, CycleScore, CycleState, PersonYear
from okrsheets.periods import cycles_of_year
from okrsheets.scoring import settle_cycle
from okrsheets.store import open_store
from okrsheets.store.closing import (
    ClosedScore,
    close_cycle,
    closed_cycle,
    reopen_cycle,
)
from okrsheets.store.reading import read_current
from okrsheets.workspace import Workspace

_MISSING = (CycleState.NOT_SUBMITTED, CycleState.EMPTY, CycleState.PLANNED, CycleState.PARTIAL)


@dataclass(frozen=True, slots=True)
class ClosePlan:
    """What a closing locks: everybody's score as it will be, in the roster's order.

    `blocking` are partly scored and stop it; `settled` were so and get a score by the policy
    for key results without one; `left_out` have none and keep their state: missing is not zero.
    """

    cycle: Cycle
    people: tuple[PersonYear, ...]
    scores: tuple[Score, ...]
    blocking: tuple[PersonYear, ...]
    settled: tuple[PersonYear, ...]
    left_out: tuple[PersonYear, ...]

    @property
    def scored(self) -> int:
        """How many have a score that is locked."""
        return sum(score.score is not None for score in self.scores)


@dataclass(frozen=True, slots=True)
class ReopenPlan:
    """What opening a cycle again does: its closing, how many scores, and whose change with it."""

    closing: Closing
    scored: int
    changing: tuple[PersonYear, ...]


def plan_closing(workspace: Workspace, cycle: Cycle) -> ClosePlan:
    """Look what closing would lock; nothing is changed.

    Raises:
        DataError: the roster has faults.
        UsageError: it is closed already, cycles of the year are open, there is no roster, or the
            database is not one of this okrsheets.
    """
    people = load_year(workspace)
    closing = _closing_of(people, cycle)
    if closing is not None:
        raise UsageError(
            N_("{cycle} is closed already, since {date}"),
            cycle=cycle,
            date=f"{closing.at:%Y-%m-%d}",
        )
    if cycle.kind == "Y":
        _check_cycles(workspace, people, cycle)
    pairs = [(person, score_of(person, cycle)) for person in people]
    scores = tuple(_settled(person, score, workspace) for person, score in pairs)
    partial = [
        (person, after)
        for (person, before), after in zip(pairs, scores, strict=True)
        if cycle.kind != "Y" and before.state is CycleState.PARTIAL
    ]
    return ClosePlan(
        cycle,
        people,
        scores,
        blocking=tuple(p for p, after in partial if after.state is CycleState.PARTIAL),
        settled=tuple(p for p, after in partial if after.state is not CycleState.PARTIAL),
        left_out=tuple(p for p, s in zip(people, scores, strict=True) if _is_missing(s)),
    )


def _closing_of(people: Sequence[PersonYear], cycle: Cycle) -> Closing | None:
    return next((c for person in people if (c := score_of(person, cycle).closed)), None)


def _is_missing(score: Score) -> bool:
    return score.score is None and score.state in _MISSING


def _check_cycles(workspace: Workspace, people: Sequence[PersonYear], year: Cycle) -> None:
    cycles = cycles_of_year(year.year, workspace.sheet_options.cycles)
    closed = {score.cycle for person in people for score in person.year.cycles if score.closed}
    still = tuple(str(cycle) for cycle in cycles if cycle not in closed)
    if still:
        raise UsageError(
            N_("{year} cannot be closed while cycles of it are open: {cycles}. Close these first."),
            year=year,
            cycles=still,
        )


def _settled(person: PersonYear, score: Score, workspace: Workspace) -> Score:
    if not isinstance(score, CycleScore) or score.state is not CycleState.PARTIAL:
        return score
    sheets = person.submission.cycles if person.submission else ()
    sheet = next(sheet for sheet in sheets if sheet.cycle == score.cycle)
    return settle_cycle(sheet, workspace.policies)


def close(workspace: Workspace, cycle: Cycle) -> ClosePlan:
    """Close a cycle or the year; nothing is done where somebody is `blocking`.

    Raises:
        DataError: the roster has faults.
        UsageError: see `plan_closing`.
        MachineError: the workspace is in use, or its database cannot be written.
    """
    with hold_workspace(workspace.root):
        plan = plan_closing(workspace, cycle)
        if not plan.blocking:
            _close(workspace, plan)
    return plan


def _close(workspace: Workspace, plan: ClosePlan) -> None:
    cycle, settings = plan.cycle, workspace.settings
    closing = Closing(cycle, now(), workspace.policies, settings.fiscal_start)
    scores = tuple(_locked_scores(plan, workspace))
    changed = {person.person.id for person in plan.settled}
    with open_store(workspace.database) as store:
        rules = with_closings(rules_of(workspace), store)
        refresh_scores(store, rules)
        after = _with_closing(rules, closing, scores)
        sheets = list(read_current(store, cycle.year))
        rows = chain(
            rescored((sheet for sheet in sheets if sheet.person in changed), after),
            confirmed((sheet for sheet in sheets if sheet.person not in changed), after),
        )
        close_cycle(store, closing, scores, rows)


def _locked_scores(plan: ClosePlan, workspace: Workspace) -> Iterator[ClosedScore]:
    for person, score in zip(plan.people, plan.scores, strict=True):
        yield locked(person.person.id, score, workspace.policies)


def _with_closing(rules: Rules, closing: Closing, scores: Sequence[ClosedScore]) -> Rules:
    states = {one.person: CycleState(one.state) for one in scores}
    known = {**rules.closings, closing.cycle: closed_cycle(closing, states)}
    return replace(rules, closings=known)


def plan_reopening(workspace: Workspace, cycle: Cycle) -> ReopenPlan:
    """Look what opening a cycle again does; nothing is changed.

    Raises:
        DataError: the roster has faults.
        UsageError: it is not closed, its year is, there is no roster, or the database is not one
            of this okrsheets.
    """
    people = load_year(workspace)
    closing = _closing_of(people, cycle)
    if closing is None:
        raise UsageError(N_("{cycle} is not closed: there is nothing to open"), cycle=cycle)
    if cycle.kind != "Y" and _closing_of(people, Cycle(cycle.year)) is not None:
        raise UsageError(
            N_("the year {year} is closed, and {cycle} with it: open {year} first"),
            year=cycle.year,
            cycle=cycle,
        )
    opened = load_year(workspace, reopened=cycle)
    changing = tuple(
        person
        for person, other in zip(people, opened, strict=True)
        if locked("", score_of(person, cycle), workspace.policies)
        != locked("", score_of(other, cycle), workspace.policies)
    )
    scored = sum(score_of(person, cycle).score is not None for person in people)
    return ReopenPlan(closing, scored, changing)


def reopen(workspace: Workspace, cycle: Cycle, reason: str) -> ReopenPlan:
    """Open a closed cycle again; its closing stays in the store, with the reason.

    Raises:
        DataError: the roster has faults.
        UsageError: there is no reason, or see `plan_reopening`.
        MachineError: the workspace is in use, or its database cannot be written.
    """
    check_reason(reason)
    with hold_workspace(workspace.root):
        plan = plan_reopening(workspace, cycle)
        with open_store(workspace.database) as store:
            rules = without_closing(with_closings(rules_of(workspace), store), cycle)
            sheets = list(read_current(store, cycle.year))
            reopen_cycle(store, cycle, reason.strip(), rescored(sheets, rules), at=now())
    return plan


def check_reason(reason: str) -> None:
    """Stop where a reopening has no reason that people can read.

    Raises:
        UsageError: it is blank, or holds signs that cannot be printed.
    """
    if not reason.strip() or not reason.strip().isprintable():
        raise UsageError(N_("a reason is needed: --reason TEXT says why it is opened again"))
