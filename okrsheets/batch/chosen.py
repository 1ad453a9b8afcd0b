"""Whom a command is about: the people and departments that it names, found on the roster."""

from collections.abc import Sequence

from okrsheets.errors import N_, UsageError
from okrsheets.model import Person
from okrsheets.roster import Roster


def members_of(department: str, roster: Roster) -> tuple[Person, ...]:
    """Give the lines of a department and of those below it.

    Raises:
        UsageError: nobody on the roster is in it.
    """
    members = roster.in_department(department)
    if not members:
        raise UsageError(
            N_("there is no department “{name}” on the roster. There are: {known}"),
            name=department,
            known=tuple(dict.fromkeys("/".join(p.department) for p in roster.people)),
        )
    return members


def chosen_people(
    roster: Roster, persons: Sequence[str], departments: Sequence[str]
) -> frozenset[str] | None:
    """Give the ids of the people and departments that are named; None where none is named.

    Raises:
        UsageError: a person or a department is not on the roster.
    """
    if not persons and not departments:
        return None
    for person in persons:
        if roster.find(person) is None:
            raise UsageError(N_("there is nobody with the id “{id}” on the roster"), id=person)
    found = {person.id for name in departments for person in members_of(name, roster)}
    return frozenset(found | set(persons))
