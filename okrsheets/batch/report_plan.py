"""What a report command is asked for, checked, and whose pages it needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from okrsheets.batch.chosen import members_of
from okrsheets.errors import N_, UsageError
from okrsheets.model import Cycle, Kind, PersonYear
from okrsheets.periods import cycles_of_year
from okrsheets.reports import KINDS, ReportKind, Scope
from okrsheets.roster import Roster
from okrsheets.workspace import Workspace


@dataclass(frozen=True)
class ReportRequest:
    """What is asked for. Without persons and departments it is everybody, or every department.

    `output` is a folder; without it the workspace's. `language` overrides the roster's and the
    settings'.
    """

    kind: str
    cycle: Cycle
    persons: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    jobs: int = 1
    output: Path | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class PackPlan:
    """One pack or document: the department and its people, in the order of their pages.

    A document of the whole company names no department.
    """

    department: str
    people: tuple[PersonYear, ...]


@dataclass(frozen=True)
class ReportPlan:
    """Whose pages are needed, each with its language, and the packs they go into."""

    kind: ReportKind
    people: tuple[PersonYear, ...]
    packs: tuple[PackPlan, ...] = field(default=())


def check_request(workspace: Workspace, request: ReportRequest) -> ReportKind:
    """Check what is asked for before anything is read.

    Raises:
        UsageError: there is no such kind of report, or not for such a cycle.
    """
    kind = KINDS.get(request.kind)
    if kind is None:
        raise UsageError(
            N_("there is no report “{kind}”. There are: {known}"),
            kind=request.kind,
            known=tuple(KINDS),
        )
    if request.cycle.kind not in kind.cycles:
        year, tabs = workspace.settings.year, workspace.sheet_options.cycles
        raise UsageError(
            N_("the report “{kind}” is not made for {cycle}; name a cycle such as {example}"),
            kind=kind.name,
            cycle=request.cycle,
            example=Cycle(year) if kind.cycles == ("Y",) else cycles_of_year(year, tabs)[0],
        )
    return kind


def plan_reports(
    request: ReportRequest, kind: ReportKind, roster: Roster, years: Sequence[PersonYear]
) -> ReportPlan:
    """Decide whose pages are set and which packs are bound.

    Raises:
        UsageError: a person or a department is not on the roster.
    """
    for person in request.persons:
        if roster.find(person) is None:
            raise UsageError(N_("there is nobody with the id “{id}” on the roster"), id=person)
    if kind.scope is Scope.DOCUMENT:
        return _plan_documents(request, kind, roster, years)
    if kind.scope is Scope.PACK:
        packs = tuple(_pack(name, roster, years) for name in _departments(request, roster))
        wanted = {p.person.id for pack in packs for p in pack.people}
        return ReportPlan(kind, tuple(y for y in years if y.person.id in wanted), packs)
    named = set(request.persons)
    for department in request.departments:
        named |= {person.id for person in members_of(department, roster)}
    everybody = not request.persons and not request.departments
    return ReportPlan(kind, tuple(y for y in years if everybody or y.person.id in named))


def _plan_documents(
    request: ReportRequest, kind: ReportKind, roster: Roster, years: Sequence[PersonYear]
) -> ReportPlan:
    """Plan one document of the company, or one of each department that is named."""
    if request.persons:
        raise UsageError(
            N_(
                "the report “{kind}” is made of the company or of departments, not of a person; "
                "leave --person out"
            ),
            kind=kind.name,
        )
    packs = tuple(_pack(name, roster, years) for name in request.departments)
    if not packs:
        return ReportPlan(kind, tuple(years), (PackPlan("", tuple(years)),))
    wanted = {p.person.id for pack in packs for p in pack.people}
    return ReportPlan(kind, tuple(y for y in years if y.person.id in wanted), packs)


def _departments(request: ReportRequest, roster: Roster) -> tuple[str, ...]:
    if request.departments:
        return request.departments
    return tuple(dict.fromkeys(p.department[0] for p in roster.people if p.department))


def _pack(department: str, roster: Roster, years: Sequence[PersonYear]) -> PackPlan:
    """Gather a department's people; its own sheet comes first."""
    members = {person.id for person in members_of(department, roster)}
    people = [y for y in years if y.person.id in members]
    own = [y for y in people if y.person.kind is not Kind.PERSON]
    return PackPlan(department, (*own, *[y for y in people if y.person.kind is Kind.PERSON]))
