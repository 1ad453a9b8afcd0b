"""What `import okrsheets` offers to other programs (docs/api.md)."""

import os
from pathlib import Path

from okrsheets.batch.results import load_year
from okrsheets.errors import N_, UsageError
from okrsheets.exports.frames import Scores, frames_of
from okrsheets.exports.rows import Export
from okrsheets.model import Cycle
from okrsheets.periods import cycles_of_year
from okrsheets.workspace import Workspace, open_workspace


def scores(workspace: str | os.PathLike[str], *, cycle: str | None = None) -> Scores:
    """See `okrsheets.scores`."""
    opened = open_workspace(Path(workspace))
    export = Export(
        people=load_year(opened),
        policies=opened.policies,
        fiscal_start=opened.settings.fiscal_start,
        cycle=None if cycle is None else _cycle(opened, cycle),
    )
    return frames_of(export.rows())


def _cycle(workspace: Workspace, text: str) -> Cycle:
    known = cycles_of_year(workspace.settings.year, workspace.sheet_options.cycles)
    found = next((c for c in known if str(c) == text.strip().upper()), None)
    if found is None:
        raise UsageError(
            N_("there is no cycle {cycle} in this workspace. There are: {known}"),
            cycle=text,
            known=tuple(map(str, known)),
        )
    return found
