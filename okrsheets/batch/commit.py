"""Writes what was decided: the originals first, then each workbook's one transaction.

A dry run takes the same way and writes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from okrsheets.batch.decide import Decision, Newcomer
from okrsheets.batch.items import Item
from okrsheets.batch.judge import Contents, contents_of, judge
from okrsheets.batch.refresh import is_set_aside
from okrsheets.batch.rules import Rules
from okrsheets.batch.sources import read_source
from okrsheets.batch.year import Guards
from okrsheets.cells import Cell
from okrsheets.display import finding_line
from okrsheets.errors import N_, DataError, MachineError
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.identity import read_identity
from okrsheets.store import FileEntry, FileState, NewVersion, Store, StoredVersion
from okrsheets.store.originals import (
    Begun,
    drop_originals,
    hash_of,
    keep_original,
    settle_originals,
)
from okrsheets.store.reading import read_history
from okrsheets.submissions import Reading
from okrsheets.workspace import Workspace

_NOT_KEPT = (FileState.DUPLICATE, FileState.IGNORED)


@dataclass(frozen=True, slots=True)
class Committer:
    """Writes to a workspace's store; with `write` False it only reads. No store: nothing known.

    `guards` keep what is closed as it is.
    """

    store: Store | None
    workspace: Workspace | None
    rules: Rules
    write: bool
    guards: Guards = field(default_factory=Guards)

    def history(self, person: str, year: int) -> tuple[StoredVersion, ...]:
        """Give what is stored of a person's sheet and may be joined with a new copy.

        A sheet of quarters and one of months have nothing in common: the one that fits the
        company's cycles takes the place of the other, which stays as history.
        """
        if self.store is None:
            return ()
        versions = read_history(self.store, person, year)
        own = [v for v in versions if not is_set_aside(v.identity, v.cells, self.rules)]
        return tuple(own) if any(version.current for version in own) else ()

    def keep(
        self, handful: Sequence[Sequence[Item]]
    ) -> tuple[list[list[Finding | None]], MachineError | None]:
        """Keep the bytes of some people's files; they are synced together.

        Returns:
            For each person a finding for each file, V301 where its bytes are no longer those that
            were examined; and what stopped it midway: the people after that are left out.

        Raises:
            MachineError: nothing could be kept.
        """
        begun: list[Begun] = []
        found: list[list[Finding | None]] = []
        stopped = None
        try:
            for items in handful:
                found.append([self._begin(item, begun) for item in items])  # noqa: PERF401 - those before a fault count
        except OSError as error:
            stopped = self._cannot_keep(error)
        except BaseException:
            drop_originals(begun)
            raise
        try:
            settle_originals(begun)
        except OSError as error:
            raise self._cannot_keep(error) from error
        return found, stopped

    def _begin(self, item: Item, begun: list[Begun]) -> Finding | None:
        """Write a file's bytes beside their place."""
        if not self.write or self.workspace is None or not item.examined.sha256:
            return None
        data = read_source(item.examined.source)
        if isinstance(data, Finding) or hash_of(data) != item.examined.sha256:
            return Finding("V301")
        original = keep_original(self.workspace.originals, data, item.examined.sha256)
        begun.extend([original] if original else ())
        return None

    def _cannot_keep(self, error: OSError) -> MachineError:
        return MachineError(
            N_("{folder} cannot be written: {reason}. What was stored before is kept."),
            folder=self.workspace.originals if self.workspace else "",
            reason=error.strerror or error,
        )

    @contextmanager
    def together(self) -> Iterator[None]:
        """Have what is saved in the block synced as one, when the block ends."""
        with self.store.together() if self.write and self.store else nullcontext():
            yield

    def save(self, item: Item, decision: Decision, newcomer: Newcomer | None = None) -> None:
        """List the file and store its version, in one transaction."""
        if not self.write or self.store is None or decision.state is FileState.IGNORED:
            return
        entry = FileEntry(
            name=item.name,
            sha256=item.examined.sha256,
            state=decision.state,
            person=item.examined.person,
            received=item.received,
            findings=item.examined.findings + decision.findings,
            was_held=item.was_held,
        )
        version = None
        if newcomer is not None and decision.kept:
            version = _version(item, decision, newcomer)
        self.store.commit(entry, version)

    def rejudge(self, identity_line: str, cells: Mapping[str, Cell]) -> Contents | Finding:
        """Judge the cells of a sheet joined from copies; V206 where they do not fit together."""
        identity = read_identity(identity_line)
        if identity is None:
            raise DataError(N_("the database holds a damaged identity; put the backup back"))
        judged = judge(Reading(identity=identity, cells=cells), identity, self.rules)
        fault = _first_error(judged.findings)
        if fault is not None or judged.submission is None:
            problem = finding_line(fault) if fault else ""
            return Finding("V206", fault.place if fault else None, fields={"problem": problem})
        return contents_of(judged.submission, judged.scores, self.rules)

    def keeps(self, decision: Decision) -> bool:
        """Tell whether a file with this fate has its bytes kept."""
        return decision.state not in _NOT_KEPT


def _first_error(findings: Sequence[Finding]) -> Finding | None:
    return next((f for f in findings if severity_of(f) is Severity.ERROR), None)


def _version(item: Item, decision: Decision, newcomer: Newcomer) -> NewVersion:
    own = newcomer.contents
    whole = decision.contents
    return NewVersion(
        person=newcomer.person,
        year=item.examined.year or 0,
        code=own.code,
        identity=own.identity,
        name=own.name,
        modified=newcomer.modified,
        joins=decision.joins,
        current=decision.current,
        settles=decision.settles,
        cells=own.rows,
        check_ins=own.check_ins,
        scores=whole.scores if whole else None,
        scored_with=whole.scored_with if whole else "",
        joined=decision.joined,
    )
