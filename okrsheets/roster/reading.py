"""Reads a roster: cells, headings, rows, then what rows have to do with each other.

All findings of the file come in one pass, in reading order; with any error there is no roster.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from okrsheets.display import finding_line
from okrsheets.errors import N_, DataError, UsageError
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.roster.headings import find_heading_row, read_headings
from okrsheets.roster.records import Roster, RosterTable
from okrsheets.roster.rows import RosterRow, build_person, check_row
from okrsheets.roster.tables import UnreadableError, read_table
from okrsheets.roster.values import skeleton


def read_roster(path: Path) -> Roster:
    """Read a roster file, .xlsx or .csv.

    Raises:
        UsageError: there is no such file.
        DataError: the roster has errors (codes R…); names them all, and the warnings with them.
    """
    try:
        data = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise UsageError(N_("there is no roster {file}"), file=path) from None
    roster, findings = build_roster(data)
    if roster is None:
        errors = sum(severity_of(f) is Severity.ERROR for f in findings)
        raise DataError(
            N_("{file}: the roster is not used, and nothing was written; errors: {number}"),
            *map(finding_line, findings),
            file=path,
            number=errors,
        )
    return roster


def build_roster(data: bytes) -> tuple[Roster | None, tuple[Finding, ...]]:
    """Read a roster from its bytes; None for the roster where there is any error."""
    try:
        table = read_table(data)
    except UnreadableError as error:
        return None, (Finding(str(error)),)
    rows, findings = _rows(table)
    findings += tuple(_check_rows(rows))
    findings = tuple(sorted(findings, key=_reading_order))
    if any(severity_of(f) is Severity.ERROR for f in findings):
        return None, findings
    return Roster(tuple(map(build_person, rows)), findings), findings


def _reading_order(finding: Finding) -> tuple[int, int, str]:
    ref = finding.place.ref if finding.place else "A0"
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters) :]), len(letters), letters


def _rows(table: RosterTable) -> tuple[tuple[RosterRow, ...], tuple[Finding, ...]]:
    start = find_heading_row(table)
    columns, findings = read_headings(table.rows[start] if table.rows else ())
    if "id" not in columns or "name" not in columns:
        return (), findings
    rows = (
        RosterRow({field: cells[index] for field, index in columns.items()})
        for cells in table.rows[start + 1 :]
    )
    wanted = tuple(row for row in rows if row.wanted)
    return wanted, findings if wanted else (*findings, Finding("R105"))


def _check_rows(rows: tuple[RosterRow, ...]) -> Iterator[Finding]:
    for row in rows:
        yield from check_row(row)
    yield from _check_ids(rows)
    yield from _check_managers(rows)


def _check_ids(rows: tuple[RosterRow, ...]) -> Iterator[Finding]:
    """Yield R203 and R204: an id that stands twice or looks like an earlier one."""
    same: dict[str, RosterRow] = {}
    alike: dict[str, RosterRow] = {}
    for row in rows:
        if not row.id:
            continue
        first = same.get(row.id) or alike.setdefault(skeleton(row.id), row)
        same.setdefault(row.id, row)
        if first is row:
            continue
        fields = {
            "name": row.shown("name"),
            "first": first.cells["id"].place.ref,
            "other": first.shown("name"),
            "other_id": first.id,
        }
        code = "R203" if first.id == row.id else "R204"
        yield Finding(code, row.cells["id"].place, "id", row.id, fields)


def _check_managers(rows: tuple[RosterRow, ...]) -> Iterator[Finding]:
    """Yield R209 and R210: a manager who is nobody, or several people, on the roster."""
    ids = {row.id for row in rows}
    names = Counter(row.shown("name") for row in rows)
    for row in rows:
        manager = row.manager
        if not manager or manager in ids or names[manager] == 1:
            continue
        code = "R210" if names[manager] else "R209"
        yield Finding(code, row.cells["manager"].place, "manager", manager)
