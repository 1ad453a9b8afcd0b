"""Writes one workbook's rows on an open transaction: versions, cells, scores, files, audit."""

import getpass
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from okrsheets.findings import Finding
from okrsheets.findings.catalogue import severity_of
from okrsheets.store import tables as t
from okrsheets.store.bulk import add_row, add_rows
from okrsheets.store.check_ins import save_check_ins
from okrsheets.store.records import FileEntry, FileState, NewVersion, SheetScores
from okrsheets.store.rows import Row, ScoreRows, storable

_FIND_SHEET = select(t.SHEETS.c.id).where(
    t.SHEETS.c.person == bindparam("person"), t.SHEETS.c.year == bindparam("year")
)
_FIND_FILE = select(t.FILES.c.id, t.FILES.c.state, t.FILES.c.person).where(
    t.FILES.c.name == bindparam("name"), t.FILES.c.sha256 == bindparam("sha256")
)
_COUNT_VERSIONS = select(func.count()).select_from(t.VERSIONS)
_NOTED_AS_VERSION = (FileState.STORED, FileState.REPLACED)


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
    version_id = add_row(connection, t.VERSIONS, new)
    add_rows(connection, t.CELLS, version_id, version.cells)
    save_check_ins(connection, sheet_id, version_id, version.check_ins)
    if version.scores is not None:
        if known:
            _clear_scores(connection, sheet_id, version.scored_with)
        _add_scores(connection, sheet_id, version.scores)
        _add_joined(connection, sheet_id, version)
    _note(connection, entry, f"version {number} {entry.sha256}")


def rescore_sheet(
    connection: Connection, sheet: tuple[str, int], scores: ScoreRows, *, with_: str, at: datetime
) -> None:
    """Replace the scores of the sheet of (person, year): what they depend on changed since."""
    person, year = sheet
    key: Row = {"person": person, "year": year}
    sheet_id = int(connection.execute(_FIND_SHEET, key).scalar_one())
    connection.execute(delete(t.CYCLE_ROWS).filter_by(sheet_id=sheet_id))
    _add_scores(connection, sheet_id, scores)
    _rescored(connection, sheet_id, with_)
    add_row(connection, t.AUDIT, _noted(at, "rescored", person, with_))


def put_scores(connection: Connection, scores: SheetScores, *, at: datetime) -> None:
    """Replace a sheet's scores, or only note by which rules they hold."""
    sheet = (scores.person, scores.year)
    if scores.rows is not None:
        rescore_sheet(connection, sheet, scores.rows, with_=scores.scored_with, at=at)
        return
    mine = (t.SHEETS.c.person == sheet[0]) & (t.SHEETS.c.year == sheet[1])
    connection.execute(update(t.SHEETS).where(mine).values(scored_with=scores.scored_with))


def _sheet(connection: Connection, version: NewVersion) -> tuple[int, bool]:
    """Give the sheet's id, and whether it was known; it is made where it was not."""
    key: Row = {"person": version.person, "year": version.year}
    found: int | None = connection.execute(_FIND_SHEET, key).scalar()
    if found is not None:
        return found, True
    new = key | {"code": version.code, "scored_with": version.scored_with}
    return add_row(connection, t.SHEETS, new), False


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
        "settles": int(version.settles),
    }


def _clear_scores(connection: Connection, sheet_id: int, scored_with: str) -> None:
    connection.execute(delete(t.CYCLE_ROWS).filter_by(sheet_id=sheet_id))
    connection.execute(delete(t.JOINED_CELLS).filter_by(sheet_id=sheet_id))
    _rescored(connection, sheet_id, scored_with)


def _rescored(connection: Connection, sheet_id: int, scored_with: str) -> None:
    changed = update(t.SHEETS).where(t.SHEETS.c.id == sheet_id)
    connection.execute(changed.values(scored_with=scored_with))


def _add_scores(connection: Connection, sheet_id: int, scores: ScoreRows) -> None:
    add_rows(connection, t.CYCLE_ROWS, sheet_id, scores.cycles)
    add_rows(connection, t.OBJECTIVE_ROWS, sheet_id, scores.objectives)
    add_rows(connection, t.KEY_RESULT_ROWS, sheet_id, scores.key_results)


def _add_joined(connection: Connection, sheet_id: int, version: NewVersion) -> None:
    """Say which of the sheet's cells are another version's."""
    sources = {sha: _version_id(connection, sha) for sha in set(version.joined.values())}
    rows = [{"key": key, "version_id": sources[sha]} for key, sha in version.joined.items()]
    add_rows(connection, t.JOINED_CELLS, sheet_id, rows)


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
        file_id = add_row(connection, t.FILES, new)
        if entry.state not in _NOTED_AS_VERSION:
            _note(connection, entry, f"file {entry.sha256}")
    elif _says_nothing_new(entry, known.state):
        return
    else:
        file_id = known.id
        _update_file(connection, entry, known)
    rows = [_finding_row(finding, number) for number, finding in enumerate(entry.findings)]
    add_rows(connection, t.FINDING_ROWS, file_id, rows)
    if entry.was_held and entry.state is not FileState.HELD:
        _let_go(connection, entry)


def _says_nothing_new(entry: FileEntry, known: str) -> bool:
    """Tell whether a listed file keeps its state: it only came again.

    One that was held is settled where its values have come in with another copy.
    """
    if entry.state is FileState.UNCHANGED:
        return known != FileState.HELD.value
    return entry.state is FileState.DUPLICATE


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


def _finding_row(finding: Finding, position: int) -> Row:
    place = finding.place
    fields = json.dumps(dict(finding.fields), ensure_ascii=True, sort_keys=True, default=str)
    return {
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
    add_row(connection, t.AUDIT, row)


def _noted(at: datetime, what: str, person: str | None, detail: str) -> Row:
    return {"at": written(at), "who": account(), "what": what, "person": person, "detail": detail}


@cache
def account() -> str:
    """Give the account under which okrsheets runs; "" where the system has no name for it."""
    try:
        return storable(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""
