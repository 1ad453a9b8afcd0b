"""A pack's people in the order of their pages: by sub-department, sheets of departments first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from okrsheets.analysis.groups import score_in
from okrsheets.model import Cycle, CycleState, Kind, PersonYear


@dataclass(frozen=True, slots=True)
class Group:
    """Some people of a department; `title` is the path below it, empty right in the department."""

    title: str
    people: tuple[PersonYear, ...]


def grouped(people: Sequence[PersonYear]) -> tuple[Group, ...]:
    """Group people by what stands in their paths below the department they share.

    Those right in the department come first, then each sub-department as the roster first names
    it. In every group the sheets of departments stand before the people's.
    """
    depth = shared_depth([p.person.department for p in people])
    paths: dict[tuple[str, ...], list[PersonYear]] = {(): []}
    for person in people:
        paths.setdefault(person.person.department[depth:], []).append(person)
    return tuple(
        Group(" / ".join(path), tuple(sorted(members, key=is_person)))
        for path, members in paths.items()
        if members
    )


def ordered(people: Sequence[PersonYear]) -> tuple[PersonYear, ...]:
    """Give people in the order of their pages."""
    return tuple(person for group in grouped(people) for person in group.people)


def is_person(year: PersonYear) -> bool:
    """Tell a person from the sheet of a department or of the company."""
    return year.person.kind is Kind.PERSON


def persons_of(people: Iterable[PersonYear]) -> tuple[PersonYear, ...]:
    """Give the people without the sheets of departments and the company."""
    return tuple(filter(is_person, people))


def employed_in(people: Iterable[PersonYear], cycle: Cycle) -> tuple[PersonYear, ...]:
    """Give those of whom something is asked in a cycle: who was not employed is left out."""
    return tuple(p for p in people if score_in(p, cycle).state is not CycleState.NOT_EMPLOYED)


def shared_depth(paths: Sequence[tuple[str, ...]]) -> int:
    """Give with how many parts all paths begin alike."""
    if not paths:
        return 0
    levels = zip(*paths, strict=False)
    return sum(1 for _ in takewhile(lambda parts: len(set(parts)) == 1, levels))
