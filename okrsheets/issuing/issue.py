"""Issues score sheets: one workbook a person, stamped, written beside and renamed.

The plan (who gets which file) is made first. A file that is already there stays as it is: the
same bytes count as issued, other bytes are only replaced where the caller says so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from okrsheets.batch.lock import hold_workspace
from okrsheets.errors import N_, MachineError
from okrsheets.identity import sheet_id, token_of
from okrsheets.language import load_language
from okrsheets.layout import layout_version
from okrsheets.model import Person, SheetIdentity
from okrsheets.roster import Roster
from okrsheets.sheets import (
    CompiledTemplate,
    Stamp,
    TemplateSpec,
    compile_template,
    safe_name,
    sheet_file_name,
)
from okrsheets.workspace import Workspace

_TEMPORARY = ".okrsheets.tmp"
_NO_NAME = "_"


class IssueState(StrEnum):
    """What became of one person's sheet."""

    ISSUED = "issued"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """One person's sheet: where it is and what became of it.

    `kept` means that a different file is there, which was not touched.
    """

    person: Person
    path: Path
    state: IssueState


def issue_sheets(
    workspace: Workspace,
    people: Sequence[Person],
    *,
    force: bool = False,
    on_progress: Callable[[IssuedSheet], None] | None = None,
) -> tuple[IssuedSheet, ...]:
    """Issue a sheet to each of these people, in their order.

    Args:
        workspace: whose settings, key and roster the sheets follow.
        people: lines of the roster.
        force: replace files that are there and differ.
        on_progress: told of each sheet as soon as it is done.

    Raises:
        DataError: the roster has faults.
        MachineError: a file cannot be written; what was written before it stays.
    """
    issued: list[IssuedSheet] = []
    tray = _Tray(workspace, force=force)
    with hold_workspace(workspace.root):
        for person, path, content in _stamped(workspace, workspace.roster(), people):
            issued.append(IssuedSheet(person, path, tray.put(path, content)))
            if on_progress is not None:
                on_progress(issued[-1])
    return tuple(issued)


def sheet_path(workspace: Workspace, person: Person) -> Path:
    """Give where a person's sheet is issued: a folder a department, a file a person."""
    language = load_language(_language_of(workspace, person))
    name = sheet_file_name(person, workspace.settings.year, language)
    return _folder(workspace.sheets, person.department) / name


@cache
def _folder(sheets: Path, department: tuple[str, ...]) -> Path:
    return sheets.joinpath(*(safe_name(part) or _NO_NAME for part in department))


def identity_of(workspace: Workspace, person: Person, template: CompiledTemplate) -> SheetIdentity:
    """Give the signed identity of a person's sheet."""
    year = workspace.settings.year
    unsigned = SheetIdentity(
        sheet=sheet_id(workspace.key, person.id, year),
        person=person.id,
        year=year,
        layout=layout_version(),
        language=template.spec.language.code,
        template=template.fingerprint,
        policies=template.policies_fingerprint,
        token="",  # signed below, over everything else
        shape=template.spec.options.code(),
    )
    return replace(unsigned, token=token_of(workspace.key, unsigned))


def build_template(workspace: Workspace, language: str) -> CompiledTemplate:
    """Compile a workspace's template in one language."""
    settings = workspace.settings
    return compile_template(
        TemplateSpec(
            language=load_language(language),
            organisation=settings.organisation,
            year=settings.year,
            options=workspace.sheet_options,
            policies=workspace.policies,
            fiscal_start=settings.fiscal_start,
            contact=settings.sheet.send_to,
        )
    )


def _language_of(workspace: Workspace, person: Person) -> str:
    return person.language or workspace.settings.language


def _stamped(
    workspace: Workspace, roster: Roster, people: Sequence[Person]
) -> Iterator[tuple[Person, Path, bytes]]:
    templates: dict[str, CompiledTemplate] = {}
    for person in people:
        code = _language_of(workspace, person)
        if code not in templates:
            templates[code] = build_template(workspace, code)
        identity = identity_of(workspace, person, templates[code])
        stamp = Stamp(identity, person, roster.name_of(person.manager))
        yield person, sheet_path(workspace, person), templates[code].stamp(stamp)


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
