"""Erases a person from a workspace: first all files, then the database and its freed bytes.

Files go first: as long as the database still knows the person, an erasing that was cut short is
found again by running it once more.
"""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from okrsheets.batch.clock import now
from okrsheets.batch.history import known_people
from okrsheets.batch.lock import hold_workspace
from okrsheets.batch.traces import Found, Wanted, find_files
from okrsheets.errors import N_, MachineError, UsageError
from okrsheets.identity import sheet_id
from okrsheets.store.erasing import Erasing, Traces, erase_person, find_traces, is_erased
from okrsheets.store.originals import hash_of
from okrsheets.workspace import Workspace

_DIGEST = 20
_NOTHING = Traces(0, frozenset(), frozenset(), 0, 0, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class ErasePlan:
    """What will go: rows of the database, the person's files, and files of several people.

    `on_roster` says that the roster still has the person; its line is HR's to remove.
    `erased_before` says that the audit has the person's digest: the bytes are cleared once more.
    """

    person: str
    name: str
    traces: Traces
    files: Found
    on_roster: bool
    erased_before: bool

    @property
    def empty(self) -> bool:
        """True where nothing at all is left to erase."""
        traces = self.traces
        return not (traces.versions or traces.files or traces.locked or self.files.own)


def digest_of(key: bytes, person: str) -> str:
    """Give what the audit keeps in the place of an id; only who has the key can match it."""
    return hmac.digest(key, f"erased|{person}".encode(), "sha256").hex()[:_DIGEST]


def plan_erasing(workspace: Workspace, person: str) -> ErasePlan:
    """Look what is there of a person; nothing is changed.

    Raises:
        DataError: the roster has faults.
        UsageError: there is no roster, or the database is not one of this okrsheets.
    """
    known = workspace.roster().find(person)
    name = known.name if known else ""
    traces, before = _NOTHING, False
    if workspace.database.exists():
        traces = find_traces(workspace.database, person, name)
        before = is_erased(workspace.database, digest_of(workspace.key, person))
    wanted = Wanted(
        person=person,
        sheet=sheet_id(workspace.key, person, workspace.settings.year),
        names=traces.names | ({name} if name else frozenset()),
        hashes=traces.hashes,
        foreign=traces.foreign,
        listed=traces.listed,
        people=frozenset(known_people(workspace)),
    )
    found = find_files(workspace, wanted)
    return ErasePlan(person, name, traces, found, known is not None, before)


def erase(workspace: Workspace, person: str) -> ErasePlan:
    """Erase a person; give what went. Doing it again finishes what was cut short.

    Raises:
        DataError: the roster has faults.
        UsageError: there is no roster, or the database is not one of this okrsheets.
        MachineError: the workspace is in use, or something cannot be removed.
    """
    with hold_workspace(workspace.root):
        plan = plan_erasing(workspace, person)
        if plan.files.blocking:
            raise UsageError(
                N_(
                    "nothing was erased: {file} also holds sheets of others that were not taken in"
                    " yet. Run “okrsheets ingest” on it first."
                ),
                file=plan.files.blocking[0],
            )
        gone = (*plan.files.own, *plan.files.shared)
        hashes = plan.traces.hashes | {hash_of(path.read_bytes()) for path in gone}
        for path in gone:
            _remove(path, workspace.root)
        if workspace.database.exists():
            names = _telling_names(plan, workspace.root)
            words = plan.traces.names | ({plan.name} if plan.name else frozenset())
            what = Erasing(person, hashes, names, words)
            digest = digest_of(workspace.key, person)
            erase_person(workspace.database, what, digest=digest, at=now())
    return plan


def _telling_names(plan: ErasePlan, root: Path) -> list[str]:
    """Give the names of removed files of several people in which the person stands."""
    words = (plan.person, *plan.traces.names)
    names = (path.relative_to(root).as_posix() for path in plan.files.shared)
    return [name for name in names if any(word in name for word in words)]


def _remove(path: Path, root: Path) -> None:
    """Remove a file, and the folders that are empty without it."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise MachineError(
            N_("{file} cannot be removed: {reason}. Close it, try again."),
            file=path,
            reason=error.strerror or error,
        ) from error
    with suppress(OSError):
        for folder in path.parents:
            if folder.parent in (root, folder):
                break
            folder.rmdir()
