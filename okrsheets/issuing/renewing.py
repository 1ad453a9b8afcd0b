"""Puts the entries of a faulty .xls or .ods sheet into a new, marked .xlsx of the same person.

Other formats have no parts that marks could be put on. Nothing of the sender's is lost: what cannot
stand in a cell as it was (an error, a formula without a value) stands there as text, and is marked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from okrsheets.batch.clock import now
from okrsheets.batch.files import read_file
from okrsheets.batch.outcome import FileResult, IngestResult
from okrsheets.batch.returned import marked_file, write_copy, write_text
from okrsheets.batch.rules import Rules, rules_of
from okrsheets.cells import Cell, CellKind, Place
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.identity import write_identity
from okrsheets.issuing.offers import Offers
from okrsheets.issuing.prefill import StoredContent
from okrsheets.issuing.stamping import Stamper
from okrsheets.issuing.stored import read_offers
from okrsheets.language import Language, load_language
from okrsheets.model import Person
from okrsheets.store import CurrentSheet, FileState
from okrsheets.store.originals import hash_of, original_path
from okrsheets.submissions import Reading, read_submission
from okrsheets.submissions.fieldcells import held_cells
from okrsheets.submissions.numbers import reaches_out
from okrsheets.workspace import Workspace

_OTHER_FORMAT = "F136"
_IN_CELLS = ("S", "K", "L404", "V2")
"""Faults of what stands in the cells; with any other one the entries may not be all there."""


def renew_copies(
    workspace: Workspace, result: IngestResult, *, folder: Path | None = None
) -> IngestResult:
    """Make the marked copies that the batch could not make of sheets in other formats.

    Args:
        workspace: whose sheets; its folder of texts and copies is written to.
        result: what became of the files.
        folder: of a check: where the copies are put, with no text and nothing else written.

    Returns:
        The result with these copies.
    """
    wanted = [file for file in result.files if _is_wanted(file, checked=folder is not None)]
    if not wanted or result.stopped is not None:
        return result
    renewer = _Renewer(workspace, folder)
    made = [path for file in wanted for path in renewer.renew(file)]
    return replace(result, copies=(*result.copies, *made))


def _is_wanted(file: FileResult, *, checked: bool) -> bool:
    """Tell whether a file's entries are all read, whose it is, and that somebody looks at it."""
    errors = [f.code for f in file.findings if severity_of(f) is Severity.ERROR]
    waits = file.state in (FileState.REJECTED, FileState.HELD)
    looked_at = any(severity_of(f) is not Severity.NOTE for f in file.findings)
    return (
        file.person is not None
        and any(f.code == _OTHER_FORMAT for f in file.findings)
        and all(code.startswith(_IN_CELLS) for code in errors)
        and (waits or (checked and looked_at))
    )


@dataclass(slots=True)
class _Renewer:
    """Makes copies one after the other; forms are drawn when the first one is needed."""

    workspace: Workspace
    folder: Path | None
    rules: Rules = field(init=False)
    stamper: Stamper = field(init=False)
    content: dict[str, CurrentSheet] = field(default_factory=dict)

    def __post_init__(self) -> None:
        workspace, roster = self.workspace, self.workspace.roster()
        self.rules = rules_of(workspace, roster)
        checked = self.folder is not None  # a check does not so much as open the database
        tabs = workspace.sheet_options.cycles
        offers = Offers(roster, {}, tabs) if checked else read_offers(workspace, roster)
        prefill = StoredContent(self.content)
        self.stamper = Stamper(workspace, roster, prefill=prefill, offers=offers)

    def renew(self, file: FileResult) -> Sequence[Path]:
        """Write a file's copy and say so in its text; nothing where it cannot be made."""
        person = self.rules.person(file.person or "")
        data = self._bytes_of(file)
        if person is None or data is None:
            return ()
        try:
            fresh, findings = self._fresh(person, data, file.findings)
        except Exception:  # noqa: BLE001 - a file too odd for it has its text; it sinks nothing
            return ()
        renewed = replace(file, findings=findings)
        send_to = "" if self.folder else self.workspace.settings.sheet.send_to
        copy = marked_file(renewed, self.rules, lambda: fresh, send_to=send_to)
        if copy is None:
            return ()
        copies = write_copy(self.folder or self.workspace.returned, file, copy)
        if self.folder is None:
            write_text(self.workspace, self.rules, renewed, new=copies[0].name)
        return copies

    def _bytes_of(self, file: FileResult) -> bytes | None:
        """Give a file as it came: kept already, or from its place."""
        kept = original_path(self.workspace.originals, file.sha256 or "")
        for path in (kept, Path(file.path)):
            data = read_file(path) if path.is_file() else None
            if isinstance(data, bytes) and hash_of(data) == file.sha256:
                return data
        return None

    def _fresh(
        self, person: Person, data: bytes, findings: Sequence[Finding]
    ) -> tuple[bytes, tuple[Finding, ...]]:
        """Give the person's sheet with the file's entries, and where its faults stand there."""
        options = self.workspace.sheet_options
        reading = read_submission(data, options=options)
        identity = reading.identity
        if identity is None or identity.person != person.id:
            raise ValueError(person.id)
        language = load_language(identity.language)
        self.content[person.id] = _sheet_of(reading, language)
        fresh = self.stamper.stamp(replace(person, language=language.code)).content
        again = read_submission(fresh, options=options)
        if lost := held_cells(reading.cells).keys() - held_cells(again.cells).keys():
            raise ValueError(min(lost))
        return fresh, tuple(_moved(findings, _places_of(reading), _places_of(again)))


def _sheet_of(reading: Reading, language: Language) -> CurrentSheet:
    """Give what was read as if it were stored."""
    identity = reading.identity
    if identity is None:
        raise ValueError
    return CurrentSheet(
        person=identity.person,
        year=identity.year,
        identity=write_identity(identity),
        name="",
        version=0,
        received=now(),
        scored_with="",
        cells=_writable(reading.cells, language),
    )


def _writable(cells: Mapping[str, Cell], language: Language) -> Mapping[str, Cell]:
    """Give the cells so that each can stand in a sheet, and none is taken for more than it was."""
    return {key: _as_text(cell, language) for key, cell in cells.items() if not cell.blank}


def _as_text(cell: Cell, language: Language) -> Cell:
    raw = cell.raw
    if cell.formula and (cell.kind is CellKind.UNCACHED or reaches_out(cell.formula)):
        raw = f"={cell.formula.removeprefix('=')}"
    elif cell.struck:
        raw = language.text("{value} (struck out)", value=raw)
    elif cell.kind is not CellKind.ERROR:
        return cell
    return replace(cell, kind=CellKind.TEXT, raw=raw, formula=None, struck=False)


def _places_of(reading: Reading) -> Mapping[str, Place]:
    return {key: cell.place for key, cell in (*reading.computed.items(), *reading.cells.items())}


def _moved(
    findings: Sequence[Finding], before: Mapping[str, Place], now_at: Mapping[str, Place]
) -> Iterator[Finding]:
    """Give the findings with their places in the new sheet, without remarks on the old file."""
    for finding in findings:
        place = now_at.get(finding.key)
        if place is not None:  # a range keeps its end where nothing moved
            stays = place == before.get(finding.key)
            yield finding if stays else replace(finding, place=place)
        elif severity_of(finding) is not Severity.NOTE:
            yield replace(finding, place=None)
