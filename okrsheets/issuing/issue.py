"""Issues score sheets: one workbook a person, stamped, written beside and renamed.

The plan (who gets which file) is made first. A file that is already there stays as it is: the
same bytes count as issued, other bytes are only replaced where the caller says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from okrsheets.batch.lock import hold_workspace
from okrsheets.errors import N_, MachineError
from okrsheets.issuing.places import sheet_path
from okrsheets.issuing.prefill import NoPrefill, Prefill
from okrsheets.issuing.stamping import Stamper
from okrsheets.issuing.stored import read_offers
from okrsheets.model import Person
from okrsheets.workspace import Workspace

_TEMPORARY = ".okrsheets.tmp"


class IssueState(StrEnum):
    """What became of one person's sheet."""

    ISSUED = "issued"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """One person's sheet: where it is and what became of it.

    `kept` means that a different file is there, which was not touched. `filled` counts the fields
    of the sheet that hold something already.
    """

    person: Person
    path: Path
    state: IssueState
    filled: int = 0


def issue_sheets(
    workspace: Workspace,
    people: Sequence[Person],
    *,
    force: bool = False,
    prefill: Prefill | None = None,
    on_progress: Callable[[IssuedSheet], None] | None = None,
) -> tuple[IssuedSheet, ...]:
    """Issue a sheet to each of these people, in their order.

    Args:
        workspace: whose settings, key and roster the sheets follow.
        people: lines of the roster.
        force: replace files that are there and differ.
        prefill: what the sheets hold already; without it they are blank.
        on_progress: told of each sheet as soon as it is done.

    Raises:
        DataError: the roster or the company's own template has faults, or the database is damaged.
        MachineError: a file cannot be written; what was written before it stays.
    """
    issued: list[IssuedSheet] = []
    tray = _Tray(workspace, force=force)
    roster = workspace.roster()
    with hold_workspace(workspace.root):
        offers = read_offers(workspace, roster)
        stamper = Stamper(workspace, roster, prefill=prefill or NoPrefill(), offers=offers)
        stamper.prepare(people)
        for person in people:
            path, sheet = sheet_path(workspace, person), stamper.stamp(person)
            state = tray.put(path, sheet.content)
            issued.append(IssuedSheet(person, path, state, sheet.filled))
            if on_progress is not None:
                on_progress(issued[-1])
    return tuple(issued)


class _Tray:
    """Puts sheets in their places, unless something else is there."""

    def __init__(self, workspace: Workspace, *, force: bool) -> None:
        self.temporary = workspace.sheets / _TEMPORARY
        self.force = force
        self.folders: set[Path] = set()

    def put(self, path: Path, content: bytes) -> IssueState:
        """Write one sheet beside its place and rename it."""
        try:
            there = self._content(path)
            if there == content:
                return IssueState.UNCHANGED
            if there is not None and not self.force:
                return IssueState.KEPT
            self.temporary.write_bytes(content)
            self.temporary.replace(path)
        except OSError as error:
            raise MachineError(
                N_("{file} cannot be written: {reason}"), file=path, reason=error.strerror or error
            ) from error
        return IssueState.ISSUED if there is None else IssueState.REPLACED

    def _content(self, path: Path) -> bytes | None:
        """Give what is in a file, None where there is none; its folder is there afterwards."""
        folder = path.parent
        if folder not in self.folders:
            folder.mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
