"""Who stands where in the OKR book: the company first, then departments as the roster has them.

A shelf is a department of the highest level with all below it; a unit of it is one department.
Its own sheet comes before its people. Those of no department stand with the company.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, CycleSheet, CycleState, Kind, PersonYear
from okrsheets.reports.people import find_cycle

Path = tuple[str, ...]
PARTED = " / "


@dataclass(frozen=True)
class Unit:
    """A department with those right in it, who have objectives."""

    anchor: str
    path: Path
    people: tuple[PersonYear, ...]


@dataclass(frozen=True)
class Shelf:
    """A department of the highest level. `missing` are those without objectives."""

    anchor: str
    title: str
    units: tuple[Unit, ...]
    missing: tuple[PersonYear, ...]

    @property
    def people(self) -> tuple[PersonYear, ...]:
        """Everybody on it who has objectives."""
        return tuple(person for unit in self.units for person in unit.people)


@dataclass(frozen=True)
class Shelves:
    """The whole book in order, and everybody's anchor by their id."""

    cycle: Cycle
    all: tuple[Shelf, ...]
    anchors: Mapping[str, str] = field(default_factory=dict)


def planned_sheets(person: PersonYear, cycle: Cycle) -> tuple[CycleSheet, ...]:
    """Give somebody's tabs with objectives: of the cycle, or for a year of all its cycles."""
    return tuple(
        sheet
        for sheet in (person.submission.cycles if person.submission else ())
        if sheet.objectives and (sheet.cycle == cycle or cycle.kind == "Y")
    )


def missing_state(person: PersonYear, cycle: Cycle) -> CycleState:
    """Say why somebody has no objectives, in a cycle or in the whole year."""
    if cycle.kind != "Y":
        state = find_cycle(person, cycle).state
        known = (CycleState.NOT_SUBMITTED, CycleState.NOT_EMPLOYED, CycleState.VOID)
        return state if state in known else CycleState.EMPTY
    if all(one.state is CycleState.NOT_EMPLOYED for one in person.year.cycles):
        return CycleState.NOT_EMPLOYED
    return CycleState.NOT_SUBMITTED if person.submission is None else CycleState.EMPTY


def shelve(years: Sequence[PersonYear], cycle: Cycle, language: Language) -> Shelves:
    """Put everybody on their shelf."""
    company = next((y for y in years if y.person.kind is Kind.COMPANY), None)
    tops = list(dict.fromkeys(_path(y)[:1] for y in years))
    tops.sort(key=lambda top: 0 if top else (-1 if company else 1))
    own = company.person.name if company else language.text(N_("Without a department"))
    shelves = tuple(
        _shelf(f"d{number}", top, [y for y in years if _path(y)[:1] == top], cycle, own)
        for number, top in enumerate(tops, start=1)
    )
    ordered = [y for shelf in shelves for y in shelf.people]
    anchors = {y.person.id: f"p{number}" for number, y in enumerate(ordered, start=1)}
    return Shelves(cycle, shelves, anchors)


def _path(year: PersonYear) -> Path:
    return () if year.person.kind is Kind.COMPANY else year.person.department


def _shelf(
    anchor: str,
    top: Path,
    years: Sequence[PersonYear],
    cycle: Cycle,
    own: str,
) -> Shelf:
    planned = [y for y in years if planned_sheets(y, cycle)]
    missing = tuple(y for y in years if not planned_sheets(y, cycle))
    units = (
        Unit(f"{anchor}-u{number}", path, tuple(_own_first(path, planned)))
        for number, path in enumerate(_paths(years), start=1)
    )
    return Shelf(anchor, top[0] if top else own, tuple(u for u in units if u.people), missing)


def _paths(years: Sequence[PersonYear]) -> list[Path]:
    """Give the departments in the order of the roster, each before those below it."""
    place: dict[Path, int] = {}
    for year in years:
        path = _path(year)
        for length in range(len(path) + 1):
            place.setdefault(path[:length], len(place))
    found = dict.fromkeys(map(_path, years))
    return sorted(found, key=lambda path: [place[path[:n]] for n in range(len(path) + 1)])


def _own_first(path: Path, years: Sequence[PersonYear]) -> Iterator[PersonYear]:
    here = [y for y in years if _path(y) == path]
    yield from (y for y in here if y.person.kind is not Kind.PERSON)
    yield from (y for y in here if y.person.kind is Kind.PERSON)


def together(shelves: Sequence[Shelf], small: int, most: int) -> Iterator[tuple[Shelf, ...]]:
    """Give shelves as they are set: those of at most so many people follow each other."""
    row: list[Shelf] = []
    for shelf in shelves:
        size = len(shelf.people)
        if row and (size > small or sum(len(one.people) for one in row) + size > most):
            yield tuple(row)
            row = []
        if size > small:
            yield (shelf,)
        else:
            row.append(shelf)
    if row:
        yield tuple(row)


def chunks(shelf: Shelf, most: int) -> list[tuple[Unit, ...]]:
    """Cut a large shelf into parts of so many people, its units with it; at least one part."""
    parts: list[tuple[Unit, ...]] = []
    part: list[Unit] = []
    room = most
    for unit in shelf.units:
        rest = unit.people
        while rest:
            part.append(Unit(unit.anchor, unit.path, rest[:room]))
            rest, room = rest[room:], room - min(room, len(rest))
            if not room:
                parts.append(tuple(part))
                part, room = [], most
    return [*parts, tuple(part)] if part or not parts else parts
