"""What the tests of freezing and closing share: people with every kind of state, one closed year.

By hand, first quarter, key results weighing 70 and 30 per cent:
E1  K1 computed (88 - 80) / (90 - 80) = 0.8, self 0.9, reviewer 0.5; K2 50 / 50 = 1
    reviewer first: 0.7 x 0.5 + 0.3 x 1 = 0.65, below
E2  nothing was sent
E3  K1 computed 0.8, K2 has no actual: partly scored; left out of the sum 0.8, on target
"""

import re
import sqlite3
from collections.abc import Sequence
from typing import Any

from filled_sheets import PLAN, Values, make_workspace, send

from okrsheets.batch.close import close
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import FileResult
from okrsheets.batch.results import load_year
from okrsheets.model import Cycle, PersonYear
from okrsheets.workspace import Workspace, open_workspace

Q1, Q2, Q3, Q4, YEAR = (Cycle.parse(f"2026{tab}") for tab in ("Q1", "Q2", "Q3", "Q4", ""))
WEIGHTED: Values = {**PLAN, "Q1.O1.K1.weight": 0.7, "Q1.O1.K2.weight": 0.3}
SCORED: Values = {
    **WEIGHTED,
    "Q1.O1.K1.actual": 88,
    "Q1.O1.K1.self": 0.9,
    "Q1.O1.K1.reviewer": 0.5,
    "Q1.O1.K2.actual": 50,
}
HALF: Values = {**WEIGHTED, "Q1.O1.K1.actual": 88}
NEXT: Values = {
    "Q2.O1.text": "More shops",
    "Q2.O1.K1.text": "5 shops",
    "Q2.O1.K1.type": "Linear",
    "Q2.O1.K1.target": 5,
}


def set_policy(workspace: Workspace, key: str, value: str) -> Workspace:
    """Change one setting in okrsheets.toml; give the workspace as it is opened then."""
    file = workspace.root / "okrsheets.toml"
    text, count = re.subn(
        rf"(?m)^#? ?{key} = .*$", f"{key} = {value}", file.read_text(encoding="utf-8")
    )
    assert count == 1, key
    file.write_text(text, encoding="utf-8")
    return open_workspace(workspace.root)


def ingest(workspace: Workspace) -> list[FileResult]:
    """Take the inbox in and empty it."""
    result = ingest_paths(workspace, [workspace.inbox])
    assert result.stopped is None
    for path in workspace.inbox.iterdir():
        path.unlink()
    return list(result.files)


def outcome(files: Sequence[FileResult]) -> list[tuple[str | None, str, list[str]]]:
    """Give (person, state, codes V4xx without repeats) of each file."""
    return [
        (
            file.person,
            file.state.value,
            sorted({f.code for f in file.findings if f.code.startswith("V4")}),
        )
        for file in files
    ]


def year_of(workspace: Workspace, person: str) -> PersonYear:
    """Give one person's year."""
    return next(p for p in load_year(workspace) if p.person.id == person)


def rows(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    """Give what a query finds in the database."""
    connection = sqlite3.connect(workspace.database)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def scored_workspace(root: Any, **people: Values) -> Workspace:  # noqa: ANN401 - pytest's path
    """Make a workspace into which these people's sheets were taken; E1 to E3 are on the roster."""
    workspace = make_workspace(root)
    for person, values in people.items():
        send(workspace, person, values)
    ingest(workspace)
    return workspace


def closed_workspace(root: Any) -> Workspace:  # noqa: ANN401 - pytest's path
    """Make the workspace described above, with its first quarter closed, what lacks left out."""
    workspace = scored_workspace(root, E1=SCORED, E3=HALF)
    workspace = set_policy(workspace, "unscored_kr", '"exclude"')
    assert not close(workspace, Q1).blocking
    return workspace
