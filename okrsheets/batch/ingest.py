"""Takes returned sheets in: every file is judged by itself, then planned, then committed.

What every file is and how the copies of one person rank is known before anything is written; then
each workbook is committed in one transaction, in an order that depends on the files alone. So a
batch that was cut short and run again ends as one that was not.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from okrsheets.batch.collect import Candidate, collect
from okrsheets.batch.commit import Committer
from okrsheets.batch.decide import Decision, Newcomer
from okrsheets.batch.examine import Examined, Work, internal_fault
from okrsheets.batch.gather import Gatherer, OnProgress, ignored_result
from okrsheets.batch.items import Item, sort_out
from okrsheets.batch.lock import hold_workspace
from okrsheets.batch.outcome import FileResult, IngestResult
from okrsheets.batch.refresh import refresh_scores
from okrsheets.batch.returned import (
    Returned,
    marked_file,
    remove_outdated,
    write_copy,
    write_returned,
)
from okrsheets.batch.rules import Rules, rules_of
from okrsheets.batch.sources import read_source
from okrsheets.batch.year import guards_of, with_closings
from okrsheets.errors import OkrSheetsError
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.store import FileState, RefusedByStoreError, Store, StoreMode, open_store
from okrsheets.store.reading import read_hashes, read_listed
from okrsheets.workspace import Workspace


def ingest_paths(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    jobs: int = 1,
    dry_run: bool = False,
    on_progress: OnProgress | None = None,
) -> IngestResult:
    """Take files and folders in; files held earlier are tried again.

    Args:
        workspace: where they are stored.
        paths: files, or folders with all that is below them.
        jobs: how many processes read and check; one process commits.
        dry_run: everything is decided, nothing at all is written.
        on_progress: told how many files of how many are read; then, from nought again, how
            many are decided and stored.

    Returns:
        One result for each file. What stops the batch midway is in `stopped`.

    Raises:
        UsageError: a path does not exist, or the workspace or its database is not usable.
        MachineError: the workspace is in use, or cannot be written.
    """
    candidates = collect(paths)
    with _opened(workspace, write=not dry_run) as committer:
        return _Batch(committer, jobs, on_progress or _silent).run(candidates)


def check_in_workspace(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    jobs: int = 1,
    on_progress: OnProgress | None = None,
    marked: Path | None = None,
) -> IngestResult:
    """Decide files as `ingest_paths` would; only these, and nothing of the workspace is written.

    A file that is stored already is read all the same, so that its findings can be seen again.

    With `marked`, a folder, a marked copy of each file with errors or warnings is put there.

    Raises:
        UsageError: a path does not exist, or the workspace or its database is not usable.
    """
    candidates = collect(paths)
    with _opened(workspace, write=False) as committer:
        return _Batch(committer, jobs, on_progress or _silent, tries_held=False, marked=marked).run(
            candidates
        )


def check_paths(
    rules: Rules,
    paths: Sequence[Path],
    *,
    jobs: int = 1,
    on_progress: OnProgress | None = None,
    marked: Path | None = None,
) -> IngestResult:
    """Decide files as an empty workspace would; nothing is read but the files.

    Nothing is written but, with `marked`, marked copies into that folder.

    Raises:
        UsageError: a path does not exist.
    """
    committer = Committer(None, None, rules, write=False)
    batch = _Batch(committer, jobs, on_progress or _silent, marked=marked)
    return batch.run(collect(paths))


def _silent(done: int, total: int) -> None:
    del done, total


@contextmanager
def _opened(workspace: Workspace, *, write: bool) -> Iterator[Committer]:
    """Open the workspace for a batch; held by it alone where it writes."""
    rules = rules_of(workspace)
    with ExitStack() as stack:
        if write:
            stack.enter_context(hold_workspace(workspace.root))
        store = _store(workspace, dry_run=not write)
        if store is not None:
            stack.enter_context(store)
        rules = with_closings(rules, store)
        if store is not None and write:
            refresh_scores(store, rules)
        yield Committer(store, workspace, rules, write=write, guards=guards_of(store, rules))


def _store(workspace: Workspace, *, dry_run: bool) -> Store | None:
    if not dry_run:
        return open_store(workspace.database)
    if not workspace.database.exists():
        return None
    return open_store(workspace.database, mode=StoreMode.LOOK)


_HANDFUL = 64
"""So many people's files are synced together: each sync waits for the disk."""
_Matter = tuple[Sequence[Item], Decision | None]
"""One person's files and None, or one file and the fate that is clear."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """One batch: how it is read and where it is committed."""

    committer: Committer
    jobs: int
    on_progress: OnProgress
    tries_held: bool = True
    marked: Path | None = None

    def run(self, candidates: Sequence[Candidate]) -> IngestResult:
        """Examine everything, then commit person by person."""
        results: list[FileResult] = []
        returned = Returned([], [])
        stopped: BaseException | None = None
        try:
            stored = read_hashes(self.committer.store) if self.committer.store else {}
            known = frozenset(stored) if self.tries_held else frozenset[str]()
            work = Work(self.committer.rules, known)
            gatherer = Gatherer(self.committer, work, self.jobs, self.on_progress)
            items = gatherer.gather(candidates, tries_held=self.tries_held)
            results += [ignored_result(c) for c in candidates if c.ignored is not None]
            clear, groups = sort_out(items, stored)
            committed = self._commit(clear, groups, frozenset(stored.values()))
            for done, (item, result) in enumerate(committed, 1):
                results.append(result)
                self._send_back(item, result, returned)
                self.on_progress(done, len(items))
            self._tidy(returned)
        except Exception as error:
            if not results:
                raise
            stopped = error
        except BaseException as interruption:  # noqa: BLE001 - reported, then raised by the caller
            stopped = interruption
        results.sort(key=lambda result: result.path)
        return IngestResult(
            tuple(results), tuple(returned.texts), stopped, copies=tuple(returned.copies)
        )

    def _commit(
        self,
        clear: Sequence[tuple[Item, Decision]],
        groups: Sequence[Sequence[Item]],
        known: frozenset[str],
    ) -> Iterator[tuple[Item, FileResult]]:
        matters: list[_Matter] = [(group, None) for group in groups]
        matters += [([item], decision) for item, decision in clear]
        for start in range(0, len(matters), _HANDFUL):
            yield from self._commit_handful(matters[start : start + _HANDFUL], known)

    def _commit_handful(
        self, matters: Sequence[_Matter], known: frozenset[str]
    ) -> Iterator[tuple[Item, FileResult]]:
        """Commit some people's files; none is told of before all are on the disk."""
        done: list[tuple[Item, FileResult]] = []
        keeps = self.committer.keeps
        kept, stopped = self.committer.keep(
            [items if decision is None or keeps(decision) else () for items, decision in matters]
        )
        raised: BaseException | None = stopped
        with self.committer.together():
            try:
                for (items, decision), changed in zip(matters, kept, strict=False):
                    for pair in self._commit_matter(items, decision, changed, known):
                        done.append(pair)  # noqa: PERF402 - what is done before a fault counts
            except BaseException as error:  # noqa: BLE001 - raised again once the rest is told
                raised = error
        yield from done
        if raised is not None:
            raise raised

    def _commit_matter(
        self,
        items: Sequence[Item],
        decision: Decision | None,
        changed: Sequence[Finding | None],
        known: frozenset[str],
    ) -> Iterator[tuple[Item, FileResult]]:
        """Commit a file whose fate is clear, or decide one person's files and commit each."""
        whole: list[Item] = []
        for item, fault in zip_longest(items, changed):
            if fault is not None:
                yield item, self._save(item, _rejected(item, fault))
            elif decision is not None:
                yield item, self._save(item, decision)
            else:
                whole.append(item)
        if not whole:
            return
        found = {item.examined.sha256: item for item in whole}
        newcomers = {sha256: item.newcomer() for sha256, item in found.items()}
        for each in self._decide(tuple(newcomers.values()), items[0].examined, known):
            item = found[each.sha256]
            yield item, self._save(item, each, newcomers[each.sha256])

    def _decide(
        self, newcomers: Sequence[Newcomer], first: Examined, known: frozenset[str]
    ) -> Sequence[Decision]:
        """Decide one person's files; a fault of ours there is theirs alone."""
        person = first.person or ""
        history = self.committer.history(person, first.year or 0) if person in known else ()
        try:
            return self.committer.guards.decide(history, newcomers, self.committer.rejudge)
        except OkrSheetsError:
            raise
        except Exception as error:  # noqa: BLE001 - one person's files never sink the others'
            fault = (internal_fault(error),)
            return [Decision(n.sha256, FileState.REJECTED, fault) for n in newcomers]

    def _save(self, item: Item, decision: Decision, newcomer: Newcomer | None = None) -> FileResult:
        try:
            self.committer.save(item, decision, newcomer)
        except RefusedByStoreError as error:
            decision = _rejected(item, internal_fault(error))
            self.committer.save(item, decision)
        return item.result(decision)

    def _send_back(self, item: Item, result: FileResult, returned: Returned) -> None:
        """Write what goes back to the sender, or only the copy that was asked for."""
        workspace, rules = self.committer.workspace, self.committer.rules

        def take() -> bytes | Finding:
            return read_source(item.examined.source)

        if self.marked is not None:
            copy = marked_file(result, rules, take, send_to="") if _is_marked(result) else None
            returned.copies.extend(write_copy(self.marked, result, copy) if copy else ())
        elif workspace is not None and self.committer.write:
            written = write_returned(workspace, rules, result, take)
            returned.texts.extend(written.texts)
            returned.copies.extend(written.copies)

    def _tidy(self, returned: Returned) -> None:
        """Remove from the folder of texts and copies what is settled by now."""
        store, workspace = self.committer.store, self.committer.workspace
        if store is None or workspace is None or not self.committer.write:
            return
        folder = workspace.returned
        if folder.is_dir() and any(folder.iterdir()):
            remove_outdated(folder, (*returned.texts, *returned.copies), read_listed(store))


def _is_marked(result: FileResult) -> bool:
    """Tell whether a checked file has anything that its sender should look at."""
    return any(severity_of(finding) is not Severity.NOTE for finding in result.findings)


def _rejected(item: Item, finding: Finding) -> Decision:
    return Decision(item.examined.sha256, FileState.REJECTED, (finding,))
