"""Reads one returned score sheet: bytes in, cells by field key, identity and findings out.

Nothing is interpreted here (see `building`), nothing is computed and nothing of the file is run.
A file that cannot be read gives a reading with the one finding that says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from okrsheets.cells import Cell
from okrsheets.findings import Finding
from okrsheets.model import SheetIdentity
from okrsheets.shape import QUARTERS, SheetOptions, read_shape
from okrsheets.submissions.arrangement import Spot, arrange, own_shape
from okrsheets.submissions.books import open_book
from okrsheets.submissions.comments import check_comments
from okrsheets.submissions.contract import check_tab, check_tabs
from okrsheets.submissions.cycles import other_cycles, own_cycles
from okrsheets.submissions.fieldcells import FieldCells, TabCells
from okrsheets.submissions.issuer import Carried, check_shown_id, settle_identity
from okrsheets.submissions.opened import Opened
from okrsheets.submissions.order import reading_order
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.tabs import (
    MarkedTab,
    id_of,
    identity_line,
    keys_of,
    name_of,
)

_NO_CELLS: Mapping[str, Cell] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a returned file holds.

    `cells` maps the key of every input field to its cell (blank ones included), `computed` the
    key of every computed field to its stored value. `name` is the cell with the person's name in
    the first tab's head. `modified` is the document's own date of last saving (UTC),
    `modified_by` the name its program knew.
    """

    identity: SheetIdentity | None = None
    cells: Mapping[str, Cell] = field(default_factory=lambda: _NO_CELLS)
    computed: Mapping[str, Cell] = field(default_factory=lambda: _NO_CELLS)
    name: Cell | None = None
    modified: datetime | None = None
    modified_by: str = ""
    findings: tuple[Finding, ...] = ()


def read_submission(data: bytes, *, options: SheetOptions | None = None, name: str = "") -> Reading:
    """Read a returned file.

    Args:
        data: the file's bytes, whatever they are.
        options: the shape of the sheets that this workspace issues; a sheet that names its own
            shape is read by that, and refused where its cycles are not those of the workspace.
            Without it, outside a workspace, every sheet is read by its own shape.
        name: the file's name, where it is known: macros in what is called .xlsx are refused.

    Returns:
        The reading, with every F*** and L*** finding in reading order.
    """
    try:
        opened = open_book(data, name)
        return _understand(opened, options)
    except FileRefusedError as refusal:
        return Reading(findings=(refusal.finding,))


def _understand(opened: Opened, options: SheetOptions | None) -> Reading:
    carried = Carried(
        tab=next((line for line in map(identity_line, opened.tabs) if line), ""),
        document=opened.properties.carried,
        name=opened.workbook.carried,
    )
    identity, findings = settle_identity(carried, looks_issued=bool(opened.marked))
    cycles = own_cycles(identity, [marked.key for marked in opened.marked])
    findings += opened.notes
    refusal = other_cycles(cycles, options.cycles if options else None)
    if refusal:
        return _refused(opened, identity, (*findings, *refusal))
    named = read_shape(identity.shape) if identity else None
    shape = named or _unnamed_shape(options, cycles)
    kept = _first_of_each(opened.marked, shape)
    findings += check_shown_id(identity, id_of(kept[0]) if kept else None)
    findings += check_tabs(opened.marked, shape, identity, opened.workbook.tabs)
    keyed = {marked.key: keys_of(marked) for marked in kept}
    shape = shape if named else own_shape(tuple(keyed.values()), shape)
    inputs: dict[str, tuple[TabCells, Mapping[str, Spot]]] = {}
    computed: dict[str, tuple[TabCells, Mapping[str, Spot]]] = {}
    for marked in kept:
        arrangement = arrange(keyed[marked.key], shape)
        inputs[marked.key] = (marked.cells, arrangement.inputs)
        computed[marked.key] = (marked.cells, arrangement.computed)
        findings += check_tab(marked, arrangement)
        findings += check_comments(marked, arrangement, opened.comments.get(marked.cells.name, ()))
    return Reading(
        identity,
        FieldCells(inputs),
        FieldCells(computed),
        name_of(kept[0]) if kept else None,
        opened.properties.modified,
        opened.properties.modified_by,
        reading_order(findings, [tab.name for tab in opened.workbook.tabs]),
    )


def _unnamed_shape(options: SheetOptions | None, cycles: tuple[str, ...] | None) -> SheetOptions:
    """Give the shape of a sheet that does not name it: when it was issued, none left anything out.

    How many lines it has is seen from its tabs (`own_shape`).
    """
    usual = options or SheetOptions(cycles=cycles or QUARTERS)
    return replace(usual, left_out=(), objective_weights=True, check_ins=False)


def _refused(
    opened: Opened, identity: SheetIdentity | None, findings: tuple[Finding, ...]
) -> Reading:
    """Give the reading of a sheet of which nothing can be taken, though it is known whose it is."""
    return Reading(
        identity,
        modified=opened.properties.modified,
        modified_by=opened.properties.modified_by,
        findings=findings,
    )


def _first_of_each(marked: tuple[MarkedTab, ...], options: SheetOptions) -> tuple[MarkedTab, ...]:
    """Give the tabs to read fields from: the first of each key that the sheet should have."""
    first: dict[str, MarkedTab] = {}
    for marker in marked:
        if marker.key in options.tabs:
            first.setdefault(marker.key, marker)
    return tuple(first.values())
