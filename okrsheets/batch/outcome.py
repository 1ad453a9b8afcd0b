"""What a batch comes to: one result a file, and the sum of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from okrsheets.findings import Finding
from okrsheets.store import FileState

EXIT_FAULTS = 1
_FAULTS = (FileState.REJECTED, FileState.HELD)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. `path` can be printed; `language` is the sheet's, "" if unknown.

    `cycle_states` maps a cycle's code to the state in which the sheet leaves it.
    """

    path: str
    sha256: str | None
    state: FileState
    person: str | None = None
    cycle_states: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class IngestResult:
    """A batch's results, each file once, by path.

    `returned` are the texts written for rejected and held files, `copies` the marked copies that
    go with them (or that a check was asked for). `stopped` is what ended the batch before
    its end (an interruption, a full disk); the results are then those of the part that is done.
    """

    files: tuple[FileResult, ...]
    returned: tuple[Path, ...] = ()
    stopped: BaseException | None = None
    copies: tuple[Path, ...] = ()

    @property
    def summary(self) -> Mapping[FileState, int]:
        """How many files are in each state; every state is named, the sum is all files."""
        counts = Counter(file.state for file in self.files)
        return {state: counts[state] for state in FileState}

    @property
    def exit_code(self) -> int:
        """Give 1 where a file was rejected or held, else 0."""
        return EXIT_FAULTS if any(file.state in _FAULTS for file in self.files) else 0
