"""Days that people read begin where they are, while the store keeps UTC."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from closing_kit import Q1, SCORED, rows, scored_workspace, set_policy, year_of

from okrsheets.batch.clock import today
from okrsheets.batch.close import close
from okrsheets.batch.freeze import freeze
from okrsheets.batch.paces import known_of
from okrsheets.model import KeyResultPlace
from okrsheets.store.check_in_history import StoredTab
from okrsheets.workspace import Workspace

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sets the process's time zone")
HALF_PAST_ELEVEN = "1791588600"
"""2026-10-09, 23:30 in UTC: in Shanghai it is half past seven on the next morning."""


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine stand in Shanghai, with no fixed clock."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Sheets received, a plan frozen and a cycle closed at half past eleven in UTC."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", HALF_PAST_ELEVEN)
    workspace = set_policy(scored_workspace(tmp_path / "w", E1=SCORED), "unscored_kr", '"exclude"')
    freeze(workspace, Q1)
    assert not close(workspace, Q1).blocking
    return workspace


def days_of(workspace: Workspace) -> list[date | None]:
    """Give the days on which E1's sheet came, its plan was frozen and its quarter closed."""
    year = year_of(workspace, "E1")
    (closed,) = (score.closed for score in year.year.cycles if score.cycle == Q1)
    return [year.received, year.frozen[Q1].at.date(), closed.at.date() if closed else None]


def test_load_year__fixed_clock__days_of_utc(evening: Workspace) -> None:
    assert days_of(evening) == [date(2026, 10, 9)] * 3
    assert today() == date(2026, 10, 9)


def test_load_year__in_shanghai__the_next_morning(evening: Workspace, shanghai: None) -> None:
    del shanghai
    assert days_of(evening) == [date(2026, 10, 10)] * 3
    found = rows(evening, "SELECT at FROM closings UNION ALL SELECT at FROM freezes")
    assert found == [("2026-10-09T23:30:00+00:00",)] * 2


def day_of_actual(workspace: Workspace) -> date:
    """Give the day of an actual in a sheet that was saved at half past eleven in UTC."""
    saved = datetime(2026, 10, 9, 23, 30, tzinfo=UTC)
    tab = StoredTab(1, saved, {"Q1.O1.K1.text": "Sell"})
    (entry,) = known_of(year_of(workspace, "E1"), Q1, (), (tab,))[KeyResultPlace("Q1", 1, 1)]
    return entry.day


def test_known_of__fixed_clock__the_day_of_utc(evening: Workspace) -> None:
    assert day_of_actual(evening) == date(2026, 10, 9)


def test_known_of__in_shanghai__the_next_morning(evening: Workspace, shanghai: None) -> None:
    del shanghai
    assert day_of_actual(evening) == date(2026, 10, 10)
