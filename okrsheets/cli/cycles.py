"""The words of cycles and states, and the cycle that a person names on the command line."""

from okrsheets.errors import N_, UsageError
from okrsheets.model import Band, Cycle, CycleState
from okrsheets.periods import cycles_of_year
from okrsheets.workspace import Workspace

STATE_WORDS = {
    CycleState.NOT_SUBMITTED: N_("not submitted"),
    CycleState.EMPTY: N_("empty"),
    CycleState.PLANNED: N_("planned"),
    CycleState.PARTIAL: N_("partly scored"),
    CycleState.SCORED: N_("scored"),
    CycleState.VOID: N_("void"),
    CycleState.NOT_EMPLOYED: N_("not employed"),
}
BAND_WORDS = {
    Band.NO_PROGRESS: N_("No progress"),
    Band.BELOW: N_("Below"),
    Band.ON_TARGET: N_("On target"),
    Band.OUTSTANDING: N_("Outstanding"),
}


def all_cycles(workspace: Workspace) -> tuple[Cycle, ...]:
    """Give every cycle of the workspace's year, then the year."""
    year = workspace.settings.year
    return (*cycles_of_year(year, workspace.sheet_options.cycles), Cycle(year))


def required_cycle(workspace: Workspace, text: str) -> Cycle:
    """Read the cycle that a command needs.

    Raises:
        UsageError: it is no cycle, or none of this workspace's year.
    """
    return named_cycle(workspace, text) or Cycle(workspace.settings.year)


def named_cycle(workspace: Workspace, text: str | None) -> Cycle | None:
    """Read a cycle of this workspace; None where none is named.

    Raises:
        UsageError: it is no cycle, or none of this workspace's year.
    """
    if text is None:
        return None
    known = all_cycles(workspace)
    found = next((cycle for cycle in known if str(cycle) == text.strip().upper()), None)
    if found is None:
        raise UsageError(
            N_("there is no cycle {cycle} in this workspace. There are: {known}"),
            cycle=text,
            known=tuple(map(str, known)),
        )
    return found
