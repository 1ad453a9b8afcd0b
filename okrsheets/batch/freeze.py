"""Freezes the plans of a cycle: shows first what it will do, keeps what was agreed, audited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from okrsheets.batch.clock import now
from okrsheets.batch.lock import hold_workspace
from okrsheets.batch.results import load_year
from okrsheets.checks import check_submission
from okrsheets.errors import N_, UsageError
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.model import Cycle, CycleScore, CycleState, Person, PersonYear, Policies
from okrsheets.model.frozen import plan_fingerprint, plan_text
from okrsheets.scoring import score_cycle
from okrsheets.store import open_store
from okrsheets.store.freezing import PlanToFreeze, add_freeze, current_hashes
from okrsheets.workspace import Workspace

_OF_THE_PLAN = ("K1", "K2", "K3")


class Left(StrEnum):
    """Why a person's plan is not frozen."""

    NOT_SUBMITTED = "not_submitted"
    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    EXCUSED = "excused"
    NOT_EMPLOYED = "not_employed"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A person whose plan is not frozen, and why; `missing` says what an unfinished plan lacks."""

    person: Person
    why: Left
    missing: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FreezePlan:
    """What a freeze does: whose plans it takes, whose it has already, whom it leaves out."""

    cycle: Cycle
    taken: tuple[PersonYear, ...]
    already: tuple[PersonYear, ...]
    left_out: tuple[LeftOut, ...]


_STATES: Mapping[CycleState, Left] = {
    CycleState.NOT_SUBMITTED: Left.NOT_SUBMITTED,
    CycleState.EMPTY: Left.EMPTY,
    CycleState.NOT_EMPLOYED: Left.NOT_EMPLOYED,
}


def plan_freeze(workspace: Workspace, cycle: Cycle) -> FreezePlan:
    """Look what a freeze of a cycle would do; nothing is changed.

    Raises:
        DataError: the roster has faults.
        UsageError: the year itself has no plan, the cycle is closed, there is no roster, or the
            database is not one of this okrsheets.
    """
    if cycle.kind == "Y":
        raise UsageError(
            N_("the year has no plan of its own: name one of its cycles, such as {example}"),
            example=f"{cycle}{workspace.sheet_options.cycles[0]}",
        )
    people = load_year(workspace)
    if any(_score(person, cycle).closed for person in people):
        raise UsageError(N_("{cycle} is closed: its plans can no longer be frozen"), cycle=cycle)
    already = tuple(person for person in people if cycle in person.frozen)
    others = [person for person in people if cycle not in person.frozen]
    left_out = tuple(_left_out(others, cycle, workspace.policies))
    out = {one.person.id for one in left_out}
    taken = tuple(person for person in others if person.person.id not in out)
    return FreezePlan(cycle, taken, already, left_out)


def freeze(workspace: Workspace, cycle: Cycle) -> FreezePlan:
    """Freeze every whole plan of a cycle that is not frozen yet; give what was done.

    Raises:
        DataError: the roster has faults.
        UsageError: see `plan_freeze`.
        MachineError: the workspace is in use, or its database cannot be written.
    """
    with hold_workspace(workspace.root):
        plan = plan_freeze(workspace, cycle)
        if plan.taken:
            with open_store(workspace.database) as store:
                hashes = current_hashes(store, cycle.year)
                rows = [_row(person, cycle, hashes) for person in plan.taken]
                add_freeze(store, cycle, rows, at=now())
    return plan


def _row(person: PersonYear, cycle: Cycle, hashes: Mapping[str, str]) -> PlanToFreeze:
    sheets = person.submission.cycles if person.submission else ()
    text = plan_text(next(sheet.objectives for sheet in sheets if sheet.cycle == cycle))
    who = person.person.id
    return PlanToFreeze(who, hashes[who], plan_fingerprint(text), text)


def _score(person: PersonYear, cycle: Cycle) -> CycleScore:
    return next(score for score in person.year.cycles if score.cycle == cycle)


def _left_out(people: Sequence[PersonYear], cycle: Cycle, policies: Policies) -> Iterator[LeftOut]:
    for person in people:
        state = _score(person, cycle).state
        missing = missing_of(person, cycle, policies)
        if state in _STATES:
            yield LeftOut(person.person, _STATES[state])
        elif _is_excused(person, cycle):
            yield LeftOut(person.person, Left.EXCUSED)
        elif missing:
            yield LeftOut(person.person, Left.INCOMPLETE, missing)


def _is_excused(person: PersonYear, cycle: Cycle) -> bool:
    sheets = person.submission.cycles if person.submission else ()
    return any(sheet.excused for sheet in sheets if sheet.cycle == cycle)


def missing_of(person: PersonYear, cycle: Cycle, policies: Policies) -> tuple[Finding, ...]:
    """Give what a person's plan of a cycle still lacks: targets, types, weights that add up."""
    submission = person.submission
    if submission is None:
        return ()
    sheets = tuple(sheet for sheet in submission.cycles if sheet.cycle == cycle)
    scores = tuple(score_cycle(sheet, policies) for sheet in sheets)
    found = check_submission(replace(submission, cycles=sheets), scores, policies, computed={})
    return tuple(one for one in found if _is_lack(one, cycle))


def _is_lack(finding: Finding, cycle: Cycle) -> bool:
    own = finding.key.partition(".")[0] == cycle.tab
    grave = CATALOGUE[finding.code].severity is Severity.ERROR
    return own and grave and finding.code.startswith(_OF_THE_PLAN)
