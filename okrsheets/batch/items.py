"""One file on its way through a batch, and its first sorting: duplicates, faults, groups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from okrsheets.batch.decide import Decision, Newcomer
from okrsheets.batch.examine import Examined
from okrsheets.batch.judge import Contents
from okrsheets.batch.outcome import FileResult
from okrsheets.batch.packing import unpack
from okrsheets.findings.people import IGNORED
from okrsheets.store import FileState


@dataclass(frozen=True, slots=True)
class Item:
    """One file. `shown` is its path for people, `name` the one that is stored.

    `received` is when it came first, which for a held file was an earlier batch.
    """

    shown: str
    name: str
    received: datetime
    examined: Examined
    was_held: bool = False

    def newcomer(self) -> Newcomer:
        """Give the file as a competitor for the newest place."""
        found = self.examined
        contents: Contents = unpack(found.packed or b"")
        return Newcomer(
            found.sha256, found.person or "", found.modified, self.received, contents, self.was_held
        )

    def result(self, decision: Decision) -> FileResult:
        """Give what is reported of this file."""
        found = self.examined
        states = decision.contents.states() if decision.contents else found.states
        return FileResult(
            path=self.shown,
            sha256=found.sha256 or None,
            state=decision.state,
            person=found.person,
            cycle_states=states,
            findings=found.findings + decision.findings,
            language=found.language,
        )


def sort_out(
    items: Sequence[Item], stored: Mapping[str, str]
) -> tuple[list[tuple[Item, Decision]], list[list[Item]]]:
    """Set apart what needs no comparing with other versions.

    Args:
        items: the files in the order of their paths.
        stored: SHA-256 of every stored version → its person.

    Returns:
        The files whose fate is clear, with it; the rest in groups of one person and year, by
        person.
    """
    clear: list[tuple[Item, Decision]] = []
    groups: dict[tuple[int, str], list[Item]] = {}
    for item, decision in _first_look(items, stored):
        if decision is not None:
            clear.append((item, decision))
        else:
            found = item.examined
            groups.setdefault((found.year or 0, found.person or ""), []).append(item)
    return clear, [groups[key] for key in sorted(groups)]


def _first_look(
    items: Sequence[Item], stored: Mapping[str, str]
) -> Iterator[tuple[Item, Decision | None]]:
    seen: set[str] = set()
    for item in items:
        found = item.examined
        sha256 = found.sha256
        if sha256 and (sha256 in stored or sha256 in seen):
            yield item, Decision(sha256, FileState.DUPLICATE)
        elif any(f.code in IGNORED for f in found.findings):
            yield item, Decision(sha256, FileState.IGNORED)
        elif found.errors:
            yield item, Decision(sha256, FileState.HELD if found.waits else FileState.REJECTED)
        else:
            yield item, None
        seen.add(sha256)
