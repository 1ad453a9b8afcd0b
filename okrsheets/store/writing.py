"""Writes one workbook's rows on an open transaction: versions, cells, scores, files, audit."""

import getpass
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from okrsheets.findings.catalogue import severity_of
from okrsheets.store import tables as t
from okrsheets.store.records import FileEntry, FileState, NewVersion
from okrsheets.store.rows import Row, ScoreRows, storable

_FIND_SHEET = select(t.SHEETS.c.id).where(
    t.SHEETS.c.person == bindparam("person"), t.SHEETS.c.year == bindparam("year")
)
_FIND_FILE = select(t.FILES.c.id, t.FILES.c.state, t.FILES.c.person).where(
    t.FILES.c.name == bindparam("name"), t.FILES.c.sha256 == bindparam("sha256")
)
_COUNT_VERSIONS = select(func.count()).select_from(t.VERSIONS)
_ADD_SHEET = insert(t.SHEETS).returning(t.SHEETS.c.id)
_ADD_VERSION = insert(t.VERSIONS).returning(t.VERSIONS.c.id)
_ADD_FILE = insert(t.FILES).returning(t.FILES.c.id)
_ADD_CELLS = insert(t.CELLS)
_ADD_JOINED = insert(t.JOINED_CELLS)
_ADD_CYCLES = insert(t.CYCLE_ROWS)
_ADD_OBJECTIVES = insert(t.OBJECTIVE_ROWS)
_ADD_KEY_RESULTS = insert(t.KEY_RESULT_ROWS)
_ADD_FINDINGS = insert(t.FINDING_ROWS)
_ADD_NOTE = insert(t.AUDIT)
_NOT_OVERRIDING = (FileState.DUPLICATE, FileState.UNCHANGED)


def written(time: datetime) -> str:
    """Write a time as it is stored: UTC, whole seconds."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


def save_version(connection: Connection, entry: FileEntry, version: NewVersion) -> None:
    """Store a version with its cells, and the scores of the sheet as it stands with it."""
    sheet_id, known = _sheet(connection, version)
    number = 1
    if known:
        mine = t.VERSIONS.c.sheet_id == sheet_id
        number += int(connection.execute(_COUNT_VERSIONS.where(mine)).scalar_one())
        if version.current:
            connection.execute(update(t.VERSIONS).where(mine).values(current=0))
    new = _version_row(entry, version) | {"sheet_id": sheet_id, "version": number}
    version_id = connection.execute(_ADD_VERSION, new).scalar_one()
    if version.cells:
        connection.execute(_ADD_CELLS, [{"version_id": version_id, **r} for r in version.cells])
    if version.scores is not None:
        own: Row = {"sheet_id": sheet_id}
        if known:
            _clear_scores(connection, own, version.scored_with)
        _add_rows(connection, own, version.scores)
        _add_joined(connection, own, version)
    _note(connection, entry, f"version {number} {entry.sha256}")


def rescore_sheet(
    connection: Connection, sheet: tuple[str, int], scores: ScoreRows, *, with_: str, at: datetime
) -> None:
    """Replace the scores of the sheet of (person, year): what they depend on changed since."""
    person, year = sheet
    sheet_id = connection.execute(_FIND_SHEET, {"person": person, "year": year}).scalar()
    own: Row = {"sheet_id": sheet_id}
    connection.execute(delete(t.CYCLE_ROWS).filter_by(**own))
    _add_rows(connection, own, scores)
    _rescored(connection, own, with_)
    connection.execute(_ADD_NOTE, _noted(at, "rescored", person, with_))


def _sheet(connection: Connection, version: NewVersion) -> tuple[int, bool]:
    """Give the sheet's id, and whether it was known; it is made where it was not."""
    key: Row = {"person": version.person, "year": version.year}
    found: int | None = connection.execute(_FIND_SHEET, key).scalar()
    if found is not None:
        return found, True
    new = key | {"code": version.code, "scored_with": version.scored_with}
    return int(connection.execute(_ADD_SHEET, new).scalar_one()), False


def _version_row(entry: FileEntry, version: NewVersion) -> Row:
    return {
        "sha256": entry.sha256,
        "file": storable(entry.name),
        "name": storable(version.name),
        "identity": version.identity,
        "modified": version.modified and written(version.modified),
        "received": written(entry.received),
        "joins": int(version.joins),
        "current": int(version.current),
    }


def _clear_scores(connection: Connection, own: Row, scored_with: str) -> None:
    connection.execute(delete(t.CYCLE_ROWS).filter_by(**own))
    connection.execute(delete(t.JOINED_CELLS).filter_by(**own))
    _rescored(connection, own, scored_with)


def _rescored(connection: Connection, own: Row, scored_with: str) -> None:
    changed = update(t.SHEETS).where(t.SHEETS.c.id == own["sheet_id"])
    connection.execute(changed.values(scored_with=scored_with))


def _add_rows(connection: Connection, own: Row, scores: ScoreRows) -> None:
    for statement, rows in (
        (_ADD_CYCLES, scores.cycles),
        (_ADD_OBJECTIVES, scores.objectives),
        (_ADD_KEY_RESULTS, scores.key_results),
    ):
        if rows:
            connection.execute(statement, [own | row for row in rows])


def _add_joined(connection: Connection, own: Row, version: NewVersion) -> None:
    """Say which of the sheet's cells are another version's."""
    sources = {sha: _version_id(connection, sha) for sha in set(version.joined.values())}
    rows = [own | {"key": k, "version_id": sources[sha]} for k, sha in version.joined.items()]
    if rows:
        connection.execute(_ADD_JOINED, rows)


def _version_id(connection: Connection, sha256: str | None) -> int | None:
    query = select(t.VERSIONS.c.id).where(t.VERSIONS.c.sha256 == sha256)
    found: int | None = connection.execute(query).scalar()
    return found


def log_file(connection: Connection, entry: FileEntry) -> None:
    """List the file; one that was listed before keeps its line, with its new state."""
    name = storable(entry.name)
    key: Row = {"name": name, "sha256": entry.sha256}
    known = connection.execute(_FIND_FILE, key).first()
    if known is None:
        values = {"state": entry.state.value, "person": entry.person}
        new = key | values | {"received": written(entry.received)}
        file_id = connection.execute(_ADD_FILE, new).scalar_one()
    elif entry.state in _NOT_OVERRIDING:
        return
    else:
        file_id = known.id
        _update_file(connection, entry, known)
    rows = [_finding_row(entry, file_id, position) for position in range(len(entry.findings))]
    if rows:
        connection.execute(_ADD_FINDINGS, rows)
    if entry.was_held and entry.state is not FileState.HELD:
        _let_go(connection, entry)


def _update_file(connection: Connection, entry: FileEntry, known: Any) -> None:  # noqa: ANN401 - SQLAlchemy's row
    """Change a listed file's line, where there is something to change, and drop its findings."""
    connection.execute(delete(t.FINDING_ROWS).filter_by(file_id=known.id))
    if (known.state, known.person) == (entry.state.value, entry.person):
        return
    values: Row = {"state": entry.state.value, "person": entry.person}
    connection.execute(update(t.FILES).where(t.FILES.c.id == known.id).values(values))
    _note(connection, entry, f"was {known.state} {entry.sha256}")


def _let_go(connection: Connection, entry: FileEntry) -> None:
    """Have other names of the same held bytes share the outcome."""
    same = (t.FILES.c.sha256 == entry.sha256) & (t.FILES.c.state == FileState.HELD.value)
    state = FileState.REJECTED if entry.state is FileState.REJECTED else FileState.DUPLICATE
    connection.execute(update(t.FILES).where(same).values(state=state.value))


def _finding_row(entry: FileEntry, file_id: int, position: int) -> Row:
    finding = entry.findings[position]
    place = finding.place
    fields = json.dumps(dict(finding.fields), ensure_ascii=True, sort_keys=True, default=str)
    return {
        "file_id": file_id,
        "position": position,
        "code": finding.code,
        "severity": severity_of(finding).value,
        "sheet": storable(place.sheet) if place else "",
        "ref": place.ref if place else "",
        "key": finding.key,
        "value": storable(finding.value),
        "fields": fields,
    }


def _note(connection: Connection, entry: FileEntry, detail: str) -> None:
    row = _noted(entry.received, entry.state.value, entry.person, detail)
    connection.execute(_ADD_NOTE, row)


def _noted(at: datetime, what: str, person: str | None, detail: str) -> Row:
    return {"at": written(at), "who": _who(), "what": what, "person": person, "detail": detail}


@cache
def _who() -> str:
    """Give the account under which okrsheets runs; "" where the system has no name for it."""
    try:
        return storable(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""
