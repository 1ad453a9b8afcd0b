"""Where reports are put: safe names, written beside and renamed, never half a file."""

import os
from contextlib import suppress
from enum import StrEnum
from errno import EACCES, EDQUOT, EIO, ENOSPC, EROFS
from hashlib import sha256
from pathlib import Path

from okrsheets.batch.leftovers import begun_name
from okrsheets.errors import N_, MachineError
from okrsheets.language import Language
from okrsheets.model import Cycle, Person
from okrsheets.reports import ReportKind
from okrsheets.sheets.names import safe_id, safe_name

CACHE = ".cache"
"""The folder of finished pages below `reports`: a folder for each person, by `safe_id`."""
DOCUMENTS_CACHE = "documents"
"""The folder of documents' parts in the cache; in small letters, it is nobody's `safe_id`."""
_HASH = 6
_DISK_FAULTS = frozenset({ENOSPC, EDQUOT, EROFS, EIO})
_NO_NAME = "_"


class ReportState(StrEnum):
    """What became of one report."""

    MADE = "made"
    UNCHANGED = "unchanged"
    FAILED = "failed"


def personal_path(
    folder: Path, person: Person, kind: ReportKind, cycle: Cycle, *, language: Language
) -> Path:
    """Give where a person's report is put: a folder a cycle and department, a file a person."""
    folders = [safe_name(part) or _NO_NAME for part in person.department]
    title = f"{language.text(kind.title_for(cycle))} {cycle}"
    parts = (safe_id(person.id), safe_name(person.name), title)
    name = "_".join(part for part in parts if part) + ".pdf"
    return folder.joinpath(str(cycle), *folders, name)


def pack_path(
    folder: Path, department: str, kind: ReportKind, cycle: Cycle, *, language: Language
) -> Path:
    """Give where a department's pack or document is put, or without a department the company's.

    A name that had to be changed carries a hash.
    """
    title = f"{language.text(kind.title_for(cycle))} {cycle}"
    if not department:
        return folder / str(cycle) / f"{title}.pdf"
    safe = safe_name(department)
    if safe != department:
        digest = sha256(department.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
        safe = f"{safe}~{digest}".lstrip("~")
    return folder / str(cycle) / f"{safe}_{title}.pdf"


def document_folder(kind: ReportKind, cycle: Cycle, department: str, language: str) -> str:
    """Give where the cache keeps the parts of a document, the same each time it is made."""
    mark = sha256(department.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    parts = (kind.name, str(cycle), language, *([mark] if department else []))
    return f"{DOCUMENTS_CACHE}/{'-'.join(parts)}"


class NotPutError(MachineError):
    """One report cannot be put in its place: it is open elsewhere, or its folder is locked."""


def check_folder(folder: Path) -> None:
    """Be sure, before anything is set, that reports can be put into a folder.

    Raises:
        MachineError: it cannot be made, or this user may not write there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
    except OSError as error:
        raise MachineError(
            N_("{folder} cannot be written: {reason}"),
            folder=folder,
            reason=error.strerror or error,
        ) from error


def put_report(path: Path, content: bytes) -> ReportState:
    """Put a finished report in its place in one step; the same bytes are left as they are.

    Raises:
        MachineError: the disk is full or failing, so that no report can be written.
        NotPutError: this one cannot. Either way nothing partial stays under its name.
    """
    temporary = path.parent / begun_name(".tmp")
    if _holds(path, content):
        return ReportState.UNCHANGED
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise cannot_be_written(path, error) from error
    return ReportState.MADE


def cannot_be_written(path: Path, error: OSError) -> MachineError:
    """Say that a report cannot be written; a `NotPutError` where others can be nevertheless."""
    stop = MachineError if error.errno in _DISK_FAULTS else NotPutError
    return stop(N_("{file} cannot be written: {reason}"), file=path, reason=error.strerror or error)


def _holds(path: Path, content: bytes) -> bool:
    """Tell whether a file holds exactly this."""
    try:
        return path.is_file() and path.read_bytes() == content
    except OSError:
        return False
