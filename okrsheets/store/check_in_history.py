"""Reads how key results stood when: their check-ins ever stored, and every version's figures."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, bindparam, inspect, text

from okrsheets.model import Cycle, Status
from okrsheets.store import tables as t
from okrsheets.store.check_ins import SAVED
from okrsheets.store.store import Store

_LINES = """
SELECT s.person, r.objective, r.number, r.day, r.value, r.confidence, r.status, r.note, v.version,
       l.raw AS label, t.raw AS text
FROM check_in_rows r
JOIN sheets s ON s.id = r.sheet_id
JOIN versions v ON v.id = r.version_id
LEFT JOIN cells l ON l.version_id = v.id AND l.key = 'checkins.' || r.line || '.key_result'
LEFT JOIN cells t
  ON t.version_id = v.id AND t.key = :tab || '.O' || r.objective || '.K' || r.number || '.text'
WHERE s.year = :year AND r.cycle = :cycle {where}
ORDER BY s.person, r.objective, r.number, r.day
"""
_FIGURES = f"""
SELECT s.person, v.version, {SAVED} AS saved, c.key, c.raw, c.value
FROM sheets s
JOIN versions v ON v.sheet_id = s.id
JOIN cells c ON c.version_id = v.id AND c.key >= :tab || '.O' AND c.key < :tab || '.P'
WHERE s.year = :year AND c.key LIKE '%.K_.%' {{where}}
  AND (c.key LIKE '%.text' OR c.key LIKE '%.actual' OR c.key LIKE '%.confidence'
       OR c.key LIKE '%.status')
ORDER BY s.person, v.version
"""  # noqa: S608 - our own text
_OF_PEOPLE = "AND s.person IN :people"
_MOST_NAMED = 1000  # SQLite has a limit on the values of one query


@dataclass(frozen=True, slots=True)
class StoredCheckIn:
    """A line of the history. `label` and `text` are the line's and the key result's words then."""

    objective: int
    number: int
    day: date
    value: Decimal | None
    confidence: Decimal | None
    status: Status | None
    note: str
    version: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class StoredTab:
    """What a cycle's tab said of its key results in a stored version.

    `texts` maps a field key to the cell's raw text, `numbers` to the number it was read as; keys
    of text, actual, confidence and status alone. `saved` is the document's own time of saving,
    else that of its receipt.
    """

    version: int
    saved: datetime
    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, Decimal] = field(default_factory=dict)


def read_check_ins(
    store: Store, cycle: Cycle, people: Collection[str] | None = None
) -> Mapping[str, tuple[StoredCheckIn, ...]]:
    """Give the check-ins ever stored of a cycle: person → lines, by key result and day."""
    rows = groupby(_read(store, _LINES, cycle, people), attrgetter("person"))
    return {person: tuple(map(_check_in, lines)) for person, lines in rows}


def read_tabs(
    store: Store, cycle: Cycle, people: Collection[str] | None = None
) -> Mapping[str, tuple[StoredTab, ...]]:
    """Give a cycle's tab as every stored version had it: person → tabs, as they arrived."""
    found: dict[str, dict[int, StoredTab]] = {}
    for person, version, saved, key, raw, value in _read(store, _FIGURES, cycle, people):
        tabs = found.setdefault(person, {})
        if version not in tabs:
            tabs[version] = StoredTab(version, datetime.fromisoformat(saved))
        tabs[version].texts[key] = raw
        if value is not None:
            tabs[version].numbers[key] = Decimal(value)
    return {person: tuple(tabs.values()) for person, tabs in found.items()}


def _read(
    store: Store, query: str, cycle: Cycle, people: Collection[str] | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Read a cycle's rows; of these people only, where they are not too many for one query."""
    few = people is not None and len(people) <= _MOST_NAMED
    wanted = text(query.format(where=_OF_PEOPLE if few else ""))
    given: dict[str, Any] = {"year": cycle.year, "tab": cycle.tab}
    if ":cycle" in query:
        given |= {"cycle": str(cycle)}
    if few:
        wanted = wanted.bindparams(bindparam("people", expanding=True))
        given |= {"people": sorted(people or ())}
    with store.transaction() as connection:
        if query is _LINES and not inspect(connection).has_table(t.CHECK_IN_ROWS.name):
            return ()  # a database of the earlier schema; the next ingest migrates it
        return connection.execute(wanted, given).all()


def _check_in(row: Row[*tuple[Any, ...]]) -> StoredCheckIn:
    return StoredCheckIn(
        objective=row.objective,
        number=row.number,
        day=date.fromisoformat(row.day),
        value=_decimal(row.value),
        confidence=_decimal(row.confidence),
        status=Status(row.status) if row.status else None,
        note=row.note,
        version=row.version,
        label=row.label or "",
        text=row.text or "",
    )


def _decimal(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)
