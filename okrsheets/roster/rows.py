"""One row of the roster: its cells by field, its faults, and the person made from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from okrsheets.findings import Finding
from okrsheets.model import Kind, Person
from okrsheets.roster.records import RosterCell, split_department
from okrsheets.roster.values import date_of, id_fault, id_of, kind_of, language_of

EXAMPLE_IDS = ("example", "示例")
_TEXTS = ("name", "title", "email")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A row's cells; a field without a column has none."""

    cells: dict[str, RosterCell]

    def shown(self, field: str) -> str:
        """Give a field's text; empty where the roster has no such column."""
        cell = self.cells.get(field)
        return cell.text if cell else ""

    @property
    def id(self) -> str:
        """The row's id as the person sees it."""
        return id_of(self.cells["id"])

    @property
    def manager(self) -> str:
        """The manager's id, as an id is read, or name."""
        return id_of(self.cells["manager"]) if "manager" in self.cells else ""

    @property
    def wanted(self) -> bool:
        """False for a blank row and for the example row."""
        filled = any(cell.text for cell in self.cells.values())
        return filled and self.shown("id").casefold() not in EXAMPLE_IDS


def check_row(row: RosterRow) -> Iterator[Finding]:
    """Yield the faults that one row has by itself, from left to right as fields stand."""
    for field, cell in row.cells.items():
        if cell.error:
            yield Finding("R212", cell.place, field, cell.text)
        elif code := _fault(field, cell):
            yield Finding(code, cell.place, field, _seen(row, code, cell))
    yield from _check_order(row)


def _seen(row: RosterRow, code: str, cell: RosterCell) -> str:
    if code == "R201":
        return row.shown("name") or next(c.text for c in row.cells.values() if c.text)
    return row.id if code == "R202" else cell.text


def _fault(field: str, cell: RosterCell) -> str:
    if field == "id":
        return id_fault(cell)
    if field == "name":
        return "" if cell.text else "R202"
    if field == "kind":
        return "" if kind_of(cell.text) else "R206"
    if field == "language":
        return "R213" if language_of(cell.text) is None else ""
    if field in ("joined", "left"):
        return "" if _is_date(cell) else "R207"
    return ""


def _is_date(cell: RosterCell) -> bool:
    try:
        date_of(cell)
    except ValueError:
        return False
    return True


def _check_order(row: RosterRow) -> Iterator[Finding]:
    cells = [row.cells.get(field) for field in ("joined", "left")]
    joined, left = (date_of(c) if c and _is_date(c) else None for c in cells)
    if joined and left and left < joined:
        place = row.cells["left"].place
        yield Finding("R208", place, "left", left.isoformat(), {"joined": joined.isoformat()})


def build_person(row: RosterRow) -> Person:
    """Make the person of a row without faults."""
    cells = row.cells
    return Person(
        id=row.id,
        manager=row.manager,
        department=split_department(row.shown("department")),
        joined=date_of(cells["joined"]) if "joined" in cells else None,
        left=date_of(cells["left"]) if "left" in cells else None,
        kind=kind_of(row.shown("kind")) or Kind.PERSON,
        language=language_of(row.shown("language")) or "",
        **{field: row.shown(field) for field in _TEXTS},
    )
