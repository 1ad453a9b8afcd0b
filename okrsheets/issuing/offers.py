"""The objectives that a person's sheet offers for "supports": of their departments, the company.

Only those: nobody's sheet shows what another department plans.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from okrsheets.cells import Cell
from okrsheets.model import Kind, Person
from okrsheets.roster import Roster
from okrsheets.shape import MOST_LINES
from okrsheets.store import CurrentSheet

_LONGEST = 100
_MORE = "…"
_BETWEEN = " · "

Texts = Mapping[str, tuple[str, ...]]


class Offers:
    """What each person's sheet offers, by cycle tab."""

    def __init__(
        self, roster: Roster, sheets: Mapping[str, CurrentSheet], tabs: tuple[str, ...]
    ) -> None:
        """Keep the stored sheets of departments and company by the id on the roster."""
        self._roster = roster
        self._sheets = sheets
        self._tabs = tabs
        self._known: dict[tuple[str, ...], Texts] = {}

    def of(self, person: Person) -> Texts:
        """Give the texts by cycle tab; nothing where none of the person's units has planned."""
        units = tuple(unit.id for unit in self._above(person) if unit.id != person.id)
        if units not in self._known:
            self._known[units] = self._texts(units)
        return self._known[units]

    def _above(self, person: Person) -> Iterable[Person]:
        """Give the own department, then those above it, then the company."""
        if person.kind is Kind.COMPANY:
            return
        for length in range(len(person.department), 0, -1):
            yield from self._departments.get(person.department[:length], ())
        yield from self._companies

    @cached_property
    def _departments(self) -> Mapping[tuple[str, ...], tuple[Person, ...]]:
        found: dict[tuple[str, ...], tuple[Person, ...]] = {}
        for unit in self._roster.people:
            if unit.kind is Kind.DEPARTMENT:
                path = unit.department or (unit.name,)
                found[path] = (*found.get(path, ()), unit)
        return found

    @cached_property
    def _companies(self) -> tuple[Person, ...]:
        return tuple(unit for unit in self._roster.people if unit.kind is Kind.COMPANY)

    def _texts(self, units: tuple[str, ...]) -> Texts:
        texts = {tab: tuple(dict.fromkeys(self._of_cycle(units, tab))) for tab in self._tabs}
        return {tab: offered for tab, offered in texts.items() if offered}

    def _of_cycle(self, units: tuple[str, ...], tab: str) -> Iterable[str]:
        for unit in units:
            sheet = self._sheets.get(unit)
            for text in _objectives(sheet.cells, tab) if sheet else ():
                yield shortened(f"{self._roster.name_of(unit)}{_BETWEEN}{text}")


def _objectives(cells: Mapping[str, Cell], tab: str) -> Iterable[str]:
    for number in range(1, MOST_LINES + 1):
        cell = cells.get(f"{tab}.O{number}.text")
        if cell is not None and not cell.blank:
            yield cell.raw


def shortened(text: str) -> str:
    """Give a text in one line of at most 100 characters, what the cell takes."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + _MORE


def units_of(roster: Roster) -> frozenset[str]:
    """Give the ids of the roster's departments and companies."""
    return frozenset(unit.id for unit in roster.people if unit.kind is not Kind.PERSON)
