"""What one batch is judged by: the settings, the roster and the key, as one record to hand on.

It travels to the worker processes, so it holds plain values only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from okrsheets.model import Cycle, Person, Policies
from okrsheets.roster import Roster
from okrsheets.shape import SheetOptions
from okrsheets.store.closing import ClosedCycle
from okrsheets.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rules:
    """What returned sheets are judged by.

    Outside a workspace `key`, `year` and `people` are None: identities are then not checked.
    `closings` are the cycles that are locked; they keep to their own policies.
    """

    options: SheetOptions = field(default_factory=SheetOptions)
    policies: Policies = field(default_factory=Policies)
    fiscal_start: int = 1
    language: str = "en"
    key: bytes | None = None
    year: int | None = None
    people: Mapping[str, Person] | None = None
    closings: Mapping[Cycle, ClosedCycle] = field(default_factory=dict)
    wording_off: tuple[str, ...] = ()

    def person(self, person_id: str) -> Person | None:
        """Give the roster's line for an id; None where there is none."""
        return (self.people or {}).get(person_id)


def rules_of(workspace: Workspace, roster: Roster | None = None) -> Rules:
    """Give a workspace's rules; its roster is read where it is not given.

    Raises:
        DataError: the roster has faults.
        UsageError: there is no roster.
    """
    settings = workspace.settings
    return Rules(
        options=workspace.sheet_options,
        policies=workspace.policies,
        fiscal_start=settings.fiscal_start,
        language=settings.language,
        key=workspace.key,
        year=settings.year,
        people={person.id: person for person in (roster or workspace.roster()).people},
        wording_off=settings.wording.off,
    )
