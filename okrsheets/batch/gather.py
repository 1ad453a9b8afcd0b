"""Gathers a batch: the files that were named, and those that were held and are tried again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from okrsheets.batch.clock import now
from okrsheets.batch.collect import Candidate, shown_path
from okrsheets.batch.commit import Committer
from okrsheets.batch.examine import Examined, Work
from okrsheets.batch.items import Item
from okrsheets.batch.outcome import FileResult
from okrsheets.batch.pool import Examiner
from okrsheets.batch.sources import Source
from okrsheets.store import FileState, HeldFile
from okrsheets.store.originals import original_path
from okrsheets.store.reading import read_held

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Gatherer:
    """How a batch is read: what the workers know, how many they are, who is told."""

    committer: Committer
    work: Work
    jobs: int
    on_progress: OnProgress

    def gather(self, candidates: Sequence[Candidate], *, tries_held: bool) -> list[Item]:
        """Examine every file once; last, where wanted, those held earlier that are not here.

        What lies in an archive or an e-mail follows the files, each one a file of its own.
        """
        moment = now()
        sources = [Source(c.path) for c in candidates if c.ignored is None]
        with Examiner(self.work, self.jobs) as examiner:
            items = [
                Item(self._shown(found), self._name(found), moment, found)
                for found in self._examine(examiner, sources, len(candidates))
            ]
            held = read_held(self.committer.store) if self.committer.store else ()
            since = {file.sha256: file.received for file in held}
            items = [_seen_before(item, since) for item in items]
            present = {item.examined.sha256 for item in items}
            waiting = [file for file in held if file.sha256 not in present and tries_held]
            return items + self._try_again(examiner, waiting)

    def _examine(
        self, examiner: Examiner, sources: Sequence[Source], total: int
    ) -> Iterator[Examined]:
        done = total - len(sources)
        self.on_progress(done, total)
        while sources:
            inside: list[Source] = []
            for found in examiner.run(sources):
                yield found
                inside += found.inside
                done += 1
                self.on_progress(done, total + len(inside))
            sources, total = inside, total + len(inside)

    def _shown(self, found: Examined) -> str:
        return found.source.shown(shown_path(found.source.path))

    def _name(self, found: Examined) -> str:
        """Give the name to store: relative to the workspace, or the mere file name."""
        path = found.source.path
        workspace = self.committer.workspace
        absolute = path.absolute()
        if workspace is not None and absolute.is_relative_to(workspace.root):
            return found.source.shown(shown_path(absolute.relative_to(workspace.root)))
        return found.source.shown(shown_path(Path(path.name)))

    def _try_again(self, examiner: Examiner, held: Sequence[HeldFile]) -> list[Item]:
        workspace = self.committer.workspace
        if workspace is None:
            return []
        sources = [Source(original_path(workspace.originals, file.sha256)) for file in held]
        examined = examiner.run(sources)
        pairs = zip(held, examined, strict=True)
        return [
            Item(file.name, file.name, file.received, found, was_held=True) for file, found in pairs
        ]


def _seen_before(item: Item, since: Mapping[str, datetime]) -> Item:
    """Give a file that was held before the time at which it came first."""
    received = since.get(item.examined.sha256)
    return replace(item, received=received, was_held=True) if received else item


def ignored_result(candidate: Candidate) -> FileResult:
    """Give the result of a file that is not read."""
    findings = (candidate.ignored,) if candidate.ignored else ()
    return FileResult(shown_path(candidate.path), None, FileState.IGNORED, findings=findings)
