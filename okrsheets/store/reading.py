"""Reads the store: what is known of files, of a person's versions, of everyone's sheet."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, TextClause, bindparam, func, select, text

from okrsheets.cells import Cell
from okrsheets.store import tables as t
from okrsheets.store.records import CurrentSheet, FileState, HeldFile, ListedFile, StoredVersion
from okrsheets.store.rows import cell_of
from okrsheets.store.store import Store

_CURRENT = """
SELECT s.person, s.year, s.scored_with, v.identity, v.name, v.version, v.received
FROM sheets s JOIN versions v ON v.sheet_id = s.id AND v.current = 1
WHERE year = :year {where} ORDER BY person
"""
_CURRENT_CELLS = """
SELECT person, key, sheet, ref, kind, raw, format, formula FROM current_cells
WHERE year = :year {where} ORDER BY person, key
"""
_OF_PEOPLE = "AND person IN :people"
_MOST_NAMED = 1000  # SQLite has a limit on the values of one query


def read_hashes(store: Store) -> Mapping[str, str]:
    """Give the SHA-256 of every stored version with its person."""
    query = select(t.VERSIONS.c.sha256, t.SHEETS.c.person).join_from(
        t.VERSIONS, t.SHEETS, t.VERSIONS.c.sheet_id == t.SHEETS.c.id
    )
    with store.transaction() as connection:
        return {row.sha256: row.person for row in connection.execute(query)}


def read_scored_with(store: Store, year: int) -> Mapping[str, str]:
    """Give, for every person with a sheet of the year, what its stored scores depend on."""
    query = select(t.SHEETS.c.person, t.SHEETS.c.scored_with).where(t.SHEETS.c.year == year)
    with store.transaction() as connection:
        return {row.person: row.scored_with for row in connection.execute(query)}


def read_held(store: Store) -> tuple[HeldFile, ...]:
    """Give the files that wait for a decision, one a hash, by name."""
    query = (
        select(t.FILES.c.name, t.FILES.c.sha256, t.FILES.c.received)
        .where(t.FILES.c.state == FileState.HELD.value)
        .order_by(t.FILES.c.name.desc(), t.FILES.c.sha256)
    )
    with store.transaction() as connection:
        rows = connection.execute(query).all()
    held = {r.sha256: HeldFile(r.name, r.sha256, datetime.fromisoformat(r.received)) for r in rows}
    return tuple(sorted(held.values(), key=lambda file: (file.name, file.sha256)))


def read_listed(store: Store) -> tuple[ListedFile, ...]:
    """Give every file ever seen, with when its person's latest version came."""
    latest = (
        select(t.SHEETS.c.person, func.max(t.VERSIONS.c.received).label("stored"))
        .join_from(t.SHEETS, t.VERSIONS, t.VERSIONS.c.sheet_id == t.SHEETS.c.id)
        .group_by(t.SHEETS.c.person)
        .subquery()
    )
    files = t.FILES.c
    query = (
        select(files.sha256, files.state, files.received, latest.c.stored)
        .select_from(t.FILES.outerjoin(latest, latest.c.person == files.person))
        .order_by(files.sha256, files.name)
    )
    with store.transaction() as connection:
        rows = connection.execute(query).all()
    return tuple(
        ListedFile(
            row.sha256,
            FileState(row.state),
            datetime.fromisoformat(row.received),
            datetime.fromisoformat(row.stored) if row.stored else None,
        )
        for row in rows
        if row.sha256
    )


def read_history(store: Store, person: str, year: int) -> tuple[StoredVersion, ...]:
    """Give every stored version of a person's sheet, as received, in order of arrival."""
    versions = t.VERSIONS
    query = (
        select(versions)
        .join_from(versions, t.SHEETS, versions.c.sheet_id == t.SHEETS.c.id)
        .where(t.SHEETS.c.person == person, t.SHEETS.c.year == year)
        .order_by(versions.c.version)
    )
    with store.transaction() as connection:
        rows = connection.execute(query).mappings().all()
        return tuple(_version(connection, row) for row in rows)


def _version(connection: Connection, row: Mapping[Any, Any]) -> StoredVersion:
    query = select(t.CELLS).where(t.CELLS.c.version_id == row["id"])
    cells = connection.execute(query).mappings().all()
    return StoredVersion(
        version=row["version"],
        sha256=row["sha256"],
        identity=row["identity"],
        name=row["name"],
        modified=row["modified"] and datetime.fromisoformat(row["modified"]),
        received=datetime.fromisoformat(row["received"]),
        joins=bool(row["joins"]),
        current=bool(row["current"]),
        settles=bool(row["settles"]),
        cells={cell["key"]: cell_of(dict(cell)) for cell in cells},
    )


def read_current(
    store: Store, year: int, *, people: Collection[str] | None = None
) -> Iterator[CurrentSheet]:
    """Give sheets of a year as they stand, by person, from one consistent view.

    Args:
        store: the open store.
        year: the year.
        people: only theirs; without it, everyone's.
    """
    few = people is not None and len(people) <= _MOST_NAMED
    where, given = (_OF_PEOPLE, {"people": sorted(people or ())}) if few else ("", {})
    with store.transaction() as connection:
        sheets = connection.execute(_query(_CURRENT, where), {"year": year, **given})
        known = sheets.mappings().all()
        cells = connection.execute(_query(_CURRENT_CELLS, where), {"year": year, **given})
        of_person = {
            person: {row["key"]: cell_of(dict(row)) for row in rows}
            for person, rows in groupby(cells.mappings(), itemgetter("person"))
        }
    for sheet in known:
        if people is None or sheet["person"] in people:
            yield _current(sheet, of_person.get(sheet["person"], {}))


def _query(plain: str, where: str) -> TextClause:
    query = text(plain.format(where=where))
    return query.bindparams(bindparam("people", expanding=True)) if where else query


def _current(sheet: Mapping[Any, Any], cells: Mapping[str, Cell]) -> CurrentSheet:
    return CurrentSheet(
        person=sheet["person"],
        year=sheet["year"],
        identity=sheet["identity"],
        name=sheet["name"],
        version=sheet["version"],
        received=datetime.fromisoformat(sheet["received"]),
        scored_with=sheet["scored_with"],
        cells=cells,
    )
