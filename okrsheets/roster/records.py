"""The roster's records: the roster itself, and its file's cells before they are checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from okrsheets.cells import Place
from okrsheets.findings import Finding
from okrsheets.model import Person


@dataclass(frozen=True)
class Roster:
    """The people of an organisation, and the departments and company with their own sheets.

    `findings` are the warnings and notes about the file; errors stop its reading.
    """

    people: tuple[Person, ...]
    findings: tuple[Finding, ...] = ()

    def find(self, person_id: str) -> Person | None:
        """Give the line with exactly this id, or None."""
        return self._by_id.get(person_id)

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {person.id: person for person in self.people}

    def name_of(self, person_id: str) -> str:
        """Give the name of this id; the text itself where it is nobody's id (a manager's name)."""
        person = self.find(person_id)
        return person.name if person else person_id

    def in_department(self, name: str) -> tuple[Person, ...]:
        """Give the lines of a department and of those below it, in the roster's order.

        Args:
            name: one part of the department's path, or the path from the top (`A/B`).
        """
        parts = split_department(name)
        return tuple(
            person
            for person in self.people
            if name in person.department or person.department[: len(parts)] == parts != ()
        )


@dataclass(frozen=True, slots=True)
class RosterCell:
    """One cell of the roster's file: its text as a person sees it, its value and its place.

    `value` is a str, int, float, bool, date or None.
    """

    place: Place
    text: str
    value: object = None
    number_format: str = "General"
    error: bool = False


@dataclass(frozen=True, slots=True)
class RosterTable:
    """The file's rows, top down; every row has a cell for every column."""

    sheet: str
    rows: tuple[tuple[RosterCell, ...], ...]


def split_department(text: str) -> tuple[str, ...]:
    """Split `A/B` or `A > B` into its parts, from the top down."""
    for separator in ">＞／›→":
        text = text.replace(separator, "/")
    return tuple(part.strip() for part in text.split("/") if part.strip())
