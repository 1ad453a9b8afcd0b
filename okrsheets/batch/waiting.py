"""What is still open at intake: files that wait for a decision or a better copy, texts to send."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from okrsheets.store import FileState, StoreMode, open_store
from okrsheets.store.history import read_waiting
from okrsheets.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many files wait in each state, in how many of them each code of an error came up."""

    states: Mapping[FileState, int] = field(default_factory=dict)
    codes: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many files wait."""
        return sum(self.states.values())


def load_waiting(workspace: Workspace) -> Waiting:
    """Count the held and rejected files whose person has not sent a good one since.

    Raises:
        UsageError: the database is not one of this okrsheets.
    """
    if not workspace.database.exists():
        return Waiting()
    with open_store(workspace.database, mode=StoreMode.READ) as store:
        files = read_waiting(store)
    codes = Counter(code for file in files for code in file.codes)
    return Waiting(Counter(file.state for file in files), dict(sorted(codes.items())))
