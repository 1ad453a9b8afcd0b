"""Whether a file still keeps the sheet's contract: its tabs, keys, merges and computed cells.

Takes marked tabs, gives findings L2xx (tabs), L3xx (keys), L4xx (cells).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from types import MappingProxyType

from okrsheets.cells import CellKind, Place
from okrsheets.findings import Finding
from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import TABLE_ROW, column_letter, column_number
from okrsheets.model import SheetIdentity
from okrsheets.shape import SheetOptions
from okrsheets.submissions.arrangement import Arrangement, KeyFaults
from okrsheets.submissions.check_ins import softened
from okrsheets.submissions.grid import LAST_ROW, Merge
from okrsheets.submissions.namings import column_name, names, row_name
from okrsheets.submissions.tabs import MarkedTab
from okrsheets.submissions.workbook import Tab


def _finding(code: str, place: Place | None = None, **fields: object) -> Finding:
    value = str(fields.pop("value", ""))
    return Finding(code, place, value=value, fields=MappingProxyType(fields))


def _corner(marked: MarkedTab) -> Place:
    return Place(marked.cells.name, f"{marked.column.decode('ascii')}{marked.row}")


def check_tabs(
    marked: Sequence[MarkedTab],
    options: SheetOptions,
    identity: SheetIdentity | None,
    tabs: Sequence[Tab],
) -> list[Finding]:
    """Check that each tab of the sheet is there once, and belongs to this sheet."""
    if not marked and identity is None:
        return []
    expected = options.tabs
    findings = list(_doubled_tabs(marked))
    findings += [_finding("L203", _corner(m), value=m.key) for m in marked if m.key not in expected]
    if identity is not None:
        own = (identity.sheet, identity.layout)
        strange = (m for m in marked if (m.sheet, m.layout) != own)
        findings += [_finding("L204", _corner(m), value=m.cells.name) for m in strange]
    missing = [tab for tab in expected if tab not in {m.key for m in marked}]
    if missing:
        found = tuple(tab.name for tab in tabs)
        findings.append(_finding("L202", value=", ".join(missing), found=found))
    return findings


def _doubled_tabs(marked: Sequence[MarkedTab]) -> Iterator[Finding]:
    first: dict[str, MarkedTab] = {}
    for marker in marked:
        earlier = first.setdefault(marker.key, marker)
        if earlier is not marker:
            fields = {"first": earlier.cells.name, "second": marker.cells.name}
            yield _finding("L201", _corner(marker), value=marker.key, **fields)


def check_tab(marked: MarkedTab, arrangement: Arrangement) -> list[Finding]:
    """Check one tab's keys, merged cells, computed cells and stray entries.

    What is wrong with the form of the check-ins keeps no score out: it is a warning at the most.
    """
    findings = [
        *_check_keys(marked, arrangement.faults),
        *_check_above(marked, arrangement),
        *_check_stray_rows(marked, arrangement),
        *_check_stray_columns(marked, arrangement),
        *_check_idle_cells(marked, arrangement),
        *_check_below(marked, arrangement),
        *_check_merges(marked, arrangement),
        *_check_computed(marked, arrangement.computed),
        *_check_hidden(marked, arrangement),
    ]
    return [softened(f) for f in findings] if marked.key == "checkins" else findings


def _check_keys(marked: MarkedTab, faults: KeyFaults) -> Iterator[Finding]:
    name, letters = marked.cells.name, marked.column.decode("ascii")
    if faults.missing_rows:
        rows = names(faults.missing_rows, row_name)
        yield _finding("L301", _corner(marked), value=", ".join(faults.missing_rows), rows=rows)
    if faults.missing_columns:
        gone = faults.missing_columns
        columns = names(gone, partial(column_name, marked.key))
        yield _finding("L302", _corner(marked), value=", ".join(gone), columns=columns)
    for key, row in faults.doubled_rows:
        yield _finding("L303", Place(name, f"{letters}{row}"), value=key, row=row_name(key))
    for key, column in faults.doubled_columns:
        place = Place(name, f"{column.decode('ascii')}{marked.row}")
        yield _finding("L304", place, value=key, column=column_name(marked.key, key))
    for key, row in faults.unknown_rows:
        yield _finding("L305", Place(name, f"{letters}{row}"), value=key)
    for key, column in faults.unknown_columns:
        yield _finding("L306", Place(name, f"{column.decode('ascii')}{marked.row}"), value=key)


def _check_above(marked: MarkedTab, arrangement: Arrangement) -> Iterator[Finding]:
    """Find a figure between the headings and the first objective: only words stand up there."""
    grid = marked.cells.grid
    for row in range(TABLE_ROW, min(arrangement.table_rows, default=0)):
        if row in arrangement.own_rows:
            continue
        for column in grid.columns(row):
            if column in arrangement.columns and grid.typed(column, row):
                cell = marked.cells.cell(column, row)
                if cell.kind in (CellKind.NUMBER, CellKind.DATE):
                    yield _finding("L401", cell.place, value=cell.raw)
                    break


def _check_stray_rows(marked: MarkedTab, arrangement: Arrangement) -> Iterator[Finding]:
    """Find rows with entries among the objectives that have no key: nobody would read them."""
    grid, table = marked.cells.grid, arrangement.table_rows
    ends, own = table | arrangement.total_rows, arrangement.own_rows
    for above, below in pairwise(sorted(arrangement.keyed_rows)):
        if below > above + 1 and above in table and below in ends:
            for row in (n for n in grid.rows if above < n < below and n not in own):
                typed = [
                    c for c in grid.columns(row) if c in arrangement.columns and grid.typed(c, row)
                ]
                if typed:
                    cell = marked.cells.cell(typed[0], row)
                    yield _finding("L401", cell.place, value=cell.raw)


def _check_stray_columns(marked: MarkedTab, arrangement: Arrangement) -> Iterator[Finding]:
    """Find entries in the rows of the table in columns that have no key."""
    known = arrangement.columns | arrangement.own_columns
    leftmost = min((column_number(c.decode("ascii")) for c in known), default=0)
    expected = known | {marked.column}
    for row in arrangement.table_rows:
        for column in marked.cells.grid.columns(row).keys() - expected:
            right = column_number(column.decode("ascii")) > leftmost
            if right:
                cell = marked.cells.cell(column, row)
                if not cell.blank:
                    yield _finding("L402", cell.place, value=cell.raw)


def _check_idle_cells(marked: MarkedTab, arrangement: Arrangement) -> Iterator[Finding]:
    """Find entries in the table's own columns where their row has no field.

    For example a score beside the objective itself, or an actual in a gap.
    """
    for row, columns in arrangement.idle.items():
        for column in marked.cells.grid.plain(row) & columns:
            cell = marked.cells.cell(column, row)
            if cell.raw and not cell.blank and cell.raw not in _labels():
                yield _finding("L402", cell.place, value=cell.raw)


@cache
def _labels() -> frozenset[str]:
    """Give what the form itself writes into the table beside its fields."""
    return frozenset(load_language(code).text("supports") for code in LANGUAGES)


def _check_below(marked: MarkedTab, arrangement: Arrangement) -> Iterator[Finding]:
    """Find the first entry below the form: a fourth objective, one more measure."""
    grid, last = marked.cells.grid, max(arrangement.keyed_rows, default=LAST_ROW)
    for row in sorted(n for n in grid.rows if n > last and n not in arrangement.own_rows):
        for column in grid.columns(row):
            if column in arrangement.columns and grid.typed(column, row):
                cell = marked.cells.cell(column, row)
                if not cell.blank:
                    yield _finding("L402", cell.place, value=cell.raw)
                    return


def _check_merges(marked: MarkedTab, arrangement: Arrangement) -> Iterator[Finding]:
    for merge in marked.cells.grid.merges:
        if _fields_under(merge, arrangement.input_columns) > 1:
            place = Place(marked.cells.name, merge.ref)
            yield _finding("L403", place, value=merge.ref)


def _fields_under(merge: Merge, columns: Mapping[int, Sequence[int]]) -> int:
    rows = range(merge.first_row, merge.last_row + 1)
    within = rows if len(rows) <= len(columns) else [row for row in columns if row in rows]
    return sum(
        bisect_right(columns[row], merge.last_column)
        - bisect_left(columns[row], merge.first_column)
        for row in within
        if row in columns
    )


def _check_computed(
    marked: MarkedTab, computed: Mapping[str, tuple[bytes, int]]
) -> Iterator[Finding]:
    """Find computed cells whose formula was typed over; what stands there is never used."""
    grid = marked.cells.grid
    typed = [spot for spot in computed.values() if spot[0] in grid.plain(spot[1])]
    typed = [spot for spot in typed if grid.typed(*spot)]
    if typed:
        cell = marked.cells.cell(*typed[0])
        if not cell.blank:
            yield _finding("L404", cell.place, value=cell.raw, count=len(typed))


def _check_hidden(marked: MarkedTab, arrangement: Arrangement) -> Iterator[Finding]:
    """Note rows and columns of the table that are hidden: their entries count all the same."""
    hidden = marked.cells.hidden
    rows = sorted(hidden.rows & arrangement.table_rows)
    if rows:
        place = Place(marked.cells.name, f"A{rows[0]}")
        yield _finding("L405", place, value=", ".join(map(str, rows)))
    used = {number for row in arrangement.input_columns.values() for number in row}
    columns = sorted(c for c in map(_number, hidden.columns) if c in used)
    if columns:
        place = Place(marked.cells.name, f"{column_letter(columns[0])}{marked.row}")
        yield _finding("L406", place, value=", ".join(map(column_letter, columns)))


def _number(letters: bytes) -> int:
    return column_number(letters.decode("ascii"))
