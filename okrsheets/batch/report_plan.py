"""What a report command is asked for, checked, and whose pages it needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from okrsheets.analysis.calibration import Calibration, calibrate
from okrsheets.batch.chosen import members_of
from okrsheets.errors import N_, UsageError
from okrsheets.model import Cycle, Kind, PersonYear
from okrsheets.periods import cycles_of_year
from okrsheets.reports import KINDS, ReportKind, Scope
from okrsheets.reports.company import groups_about
from okrsheets.reports.grouping import ordered
from okrsheets.roster import Roster
from okrsheets.workspace import Workspace

COMPANY = "company"
MOST_PEOPLE = 2_000
"""The most people whose pages are bound into one pack: some 4,000 pages."""


@dataclass(frozen=True)
class ReportRequest:
    """What is asked for. Without persons and departments it is everybody, or every department.

    `output` is a folder; without it the workspace's. `language` overrides the roster's and the
    settings'. `archive` makes PDF/A-3 with attachments. `templates` is a folder with the company's
    own templates. `format` is `pdf` or, for kinds that have it, `html`. `without_people` leaves
    people's pages and names out of the company's pack.
    """

    kind: str
    cycle: Cycle
    persons: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    jobs: int = 1
    output: Path | None = None
    language: str = ""
    archive: bool = False
    templates: Path | None = None
    format: str = "pdf"
    without_people: bool = False


@dataclass(frozen=True, slots=True)
class PackPlan:
    """One pack or document: the department and its people, in the order of their pages.

    A document or pack of the whole company names no department. `groups` are what calibration found
    in this part of the company; `with_people` says whether people's pages are in the pack.
    """

    department: str
    people: tuple[PersonYear, ...]
    groups: tuple[Calibration, ...] = ()
    company: bool = False
    with_people: bool = True


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
    if request.format not in kind.formats:
        raise UsageError(
            N_("the report “{kind}” is not made as {format}; these are: {known}"),
            kind=kind.name,
            format=request.format,
            known=tuple(one.name for one in KINDS.values() if request.format in one.formats),
        )
    if request.without_people and kind.name != COMPANY:
        raise UsageError(N_("--without-people is for the report “{kind}” alone"), kind=COMPANY)
    if request.archive and len(kind.formats) > 1:
        raise UsageError(
            N_("“{kind}” is made to be published, and --archive attaches scores: leave one out"),
            kind=kind.name,
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
        return _plan_packs(request, kind, roster, years)
    named = set(request.persons)
    for department in request.departments:
        named |= {person.id for person in members_of(department, roster)}
    everybody = not request.persons and not request.departments
    return ReportPlan(kind, tuple(y for y in years if everybody or y.person.id in named))


def _plan_packs(
    request: ReportRequest, kind: ReportKind, roster: Roster, years: Sequence[PersonYear]
) -> ReportPlan:
    """Plan the company's pack, or one of each department."""
    groups = calibrate(years, request.cycle)
    if kind.name == COMPANY:
        _check_company(request, years)
        whole = PackPlan("", tuple(years), groups, True, not request.without_people)  # noqa: FBT003 - a record of five
        return ReportPlan(kind, whole.people if whole.with_people else (), (whole,))
    packs = []
    for name in _departments(request, roster):
        pack = _pack(name, roster, years)
        packs.append(
            replace(pack, people=ordered(pack.people), groups=groups_about(pack.people, groups))
        )
    wanted = {p.person.id for pack in packs for p in pack.people}
    return ReportPlan(kind, tuple(y for y in years if y.person.id in wanted), tuple(packs))


def _check_company(request: ReportRequest, years: Sequence[PersonYear]) -> None:
    """Refuse a choice of people, and a pack that nobody could carry.

    Raises:
        UsageError: with what to ask for instead.
    """
    if request.persons or request.departments:
        raise UsageError(
            N_(
                "the report “{kind}” is made of everybody; leave --person and --department out, or "
                "make “{other}”, one pack a department"
            ),
            kind=COMPANY,
            other="department",
        )
    if len(years) > MOST_PEOPLE and not request.without_people:
        raise UsageError(
            N_(
                "a pack with the pages of {number} people could not be used at a table; the most "
                "is {most}. Make “{other}”, one pack a department, or add --without-people for "
                "the company's summary alone"
            ),
            number=len(years),
            most=MOST_PEOPLE,
            other="department",
        )


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
