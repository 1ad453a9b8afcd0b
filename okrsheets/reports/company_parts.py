"""What the company's pack is made of: its own sheets, and its departments with their people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okrsheets.analysis.calibration import Calibration, GroupKind
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, PersonYear
from okrsheets.reports.group_heat import FEWEST_SHOWN
from okrsheets.reports.grouping import is_person, ordered, persons_of, shared_depth
from okrsheets.reports.pack_summary import Pack


@dataclass(frozen=True, slots=True)
class Unit:
    """A department of the company with its people in the order of their pages."""

    anchor: str
    name: str
    people: tuple[PersonYear, ...]


@dataclass(frozen=True)
class CompanyPack:
    """What the company's pack is made of. `own` are sheets that belong to no department.

    `groups` are what calibration found. `people` says whether their pages are in the pack.
    """

    name: str
    cycle: Cycle
    own: tuple[PersonYear, ...]
    units: tuple[Unit, ...]
    groups: tuple[Calibration, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    people: bool = True

    @property
    def everyone(self) -> tuple[PersonYear, ...]:
        """Everybody in the order of their pages."""
        return (*self.own, *[person for unit in self.units for person in unit.people])

    @property
    def fewest(self) -> int:
        """The fewest scores of which something is said."""
        return 1 if self.people else FEWEST_SHOWN

    def as_pack(self) -> Pack:
        """Give the company as one pack."""
        return Pack(self.name, self.cycle, self.everyone, self.pages)


def divide(
    years: Sequence[PersonYear], language: Language
) -> tuple[tuple[PersonYear, ...], tuple[Unit, ...]]:
    """Give the company's own sheets, then its departments in the roster's order.

    People who are in no department come last, in a unit of their own.
    """
    own = tuple(y for y in years if not y.person.department and not is_person(y))
    names = dict.fromkeys(y.person.department[0] for y in years if y.person.department)
    members = [(name, [y for y in years if y.person.department[:1] == (name,)]) for name in names]
    rest = [y for y in years if not y.person.department and is_person(y)]
    if rest:
        members.append((language.text(N_("Without a department")), rest))
    units = tuple(
        Unit(f"department-{number}", name, ordered(people))
        for number, (name, people) in enumerate(members, start=1)
    )
    return own, units


def groups_about(
    people: Sequence[PersonYear], groups: Sequence[Calibration]
) -> tuple[Calibration, ...]:
    """Give the departments all of whose people are among these, then these people's managers."""
    persons = persons_of(people)
    shared = shared_depth([p.person.department for p in persons])
    paths = {p.person.department[: n + 1] for p in persons for n in range(len(p.person.department))}
    wanted = {path for path in paths if len(path) >= shared}
    managers = {p.person.manager for p in persons if p.person.manager}
    return tuple(
        group
        for group in groups
        if (group.kind is GroupKind.DEPARTMENT and group.path in wanted)
        or (group.kind is GroupKind.MANAGER and group.path[0] in managers)
    )
