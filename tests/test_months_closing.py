"""Freezing and closing where months are scored: a month, then the year with what was left open."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from closing_kit import outcome, rows, set_policy
from filled_sheets import OCTOBER
from month_kit import monthly, send_issued, year_of

from okrsheets.batch.close import close, reopen
from okrsheets.batch.freeze import freeze
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.results import load_year
from okrsheets.errors import UsageError
from okrsheets.model import Cycle
from okrsheets.workspace import Workspace

LATER = OCTOBER + timedelta(days=1)
MAY, YEAR = Cycle.parse("2026M05"), Cycle.parse("2026")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Give a company of months: Ann has May 0.80 and June 0.60, Bo (from May on) May 0.90."""
    workspace = set_policy(monthly(tmp_path / "w"), "unscored_kr", '"exclude"')
    send_issued(workspace, "E1", year_of({"M05": 80, "M06": 60}))
    send_issued(workspace, "E2", year_of({"M05": 90}))
    assert ingest_paths(workspace, [workspace.inbox]).exit_code == 0
    return workspace


def scores_of(workspace: Workspace, cycle: Cycle) -> dict[str, Fraction | None]:
    """Give everybody's score of a month by id."""
    found = {}
    for year in load_year(workspace):
        (found[year.person.id],) = (s.score for s in year.year.cycles if s.cycle == cycle)
    return found


def test_close__a_month__its_scores_are_locked_and_a_late_correction_waits(
    workspace: Workspace,
) -> None:
    freeze(workspace, MAY)
    assert not close(workspace, MAY).blocking
    locked = rows(workspace, "SELECT person, state, score_exact FROM closed_scores ORDER BY 1")
    assert locked[:2] == [("E1", "scored", "4/5"), ("E2", "scored", "9/10")]
    for path in workspace.inbox.iterdir():
        path.unlink()
    send_issued(workspace, "E1", year_of({"M05": 100, "M06": 60}), modified=LATER)
    result = ingest_paths(workspace, [workspace.inbox])
    assert outcome(result.files) == [("E1", "held", ["V401"])]
    assert scores_of(workspace, MAY)["E1"] == Fraction(4, 5)


def test_close__setting_changed_after_a_month__the_month_stays_and_the_next_follows(
    workspace: Workspace,
) -> None:
    close(workspace, MAY)
    changed = set_policy(workspace, "band_edges", "[0.01, 0.55, 1.00]")
    assert scores_of(changed, MAY)["E2"] == Fraction(9, 10)
    by_cycle = {s.cycle: s for y in load_year(changed) for s in y.year.cycles if s.closed}
    assert set(by_cycle) == {MAY}


def test_close__year_of_months__waits_for_every_month(workspace: Workspace) -> None:
    close(workspace, MAY)
    with pytest.raises(UsageError, match="2026M01"):
        close(workspace, YEAR)


def test_reopen__a_month__the_correction_counts(workspace: Workspace) -> None:
    close(workspace, MAY)
    reopen(workspace, MAY, "Ann's shop list was counted anew")
    for path in workspace.inbox.iterdir():
        path.unlink()
    send_issued(workspace, "E1", year_of({"M05": 100, "M06": 60}), modified=LATER)
    assert outcome(ingest_paths(workspace, [workspace.inbox]).files) == [("E1", "replaced", [])]
    assert scores_of(workspace, MAY)["E1"] == 1
