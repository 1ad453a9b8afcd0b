"""How key results moved, from stored sheets to the pages: read in one pass, the same every time."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from filled_sheets import PLAN, make_workspace
from report_kit import text_of
from test_pace_command import line, take_in

from okrsheets.batch.pulses import with_pulses
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.batch.results import load_year
from okrsheets.model import Cycle, KeyResultPlace, Pulse
from okrsheets.workspace import Workspace

Q1 = Cycle(2026, "Q", 1)
VISITS = KeyResultPlace("Q1", 1, 2)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Give a workspace with two check-ins of E1's fifty visits."""
    made = make_workspace(tmp_path / "w")
    said = {**line(1, date(2026, 2, 20), 10), **line(2, date(2026, 3, 1), 20)}
    take_in(made, {**PLAN, **said, "checkins.2.note": "Two cities to go"}, 0)
    return made


@pytest.mark.parametrize("cycle", [Q1, Cycle(2026)])
def test_with_pulses__two_check_ins__are_fifths_of_fifty(
    workspace: Workspace, cycle: Cycle
) -> None:
    years = with_pulses(workspace, load_year(workspace), cycle)
    found = {year.person.id: dict(year.pulses) for year in years if year.pulses}
    points = ((date(2026, 2, 20), Fraction(1, 5)), (date(2026, 3, 1), Fraction(2, 5)))
    assert found == {"E1": {VISITS: Pulse(points, "Two cities to go", date(2026, 3, 1))}}


def test_with_pulses__another_quarter__has_none(workspace: Workspace) -> None:
    years = with_pulses(workspace, load_year(workspace), replace(Q1, number=2))
    assert not any(year.pulses for year in years)


def test_with_pulses__no_store__gives_the_people_as_they_are(tmp_path: Path) -> None:
    bare = make_workspace(tmp_path / "bare")
    years = load_year(bare)
    assert with_pulses(bare, years, Cycle(2026)) == years


def test_make_reports__check_in__its_note_is_on_the_page_and_a_second_run_sets_nothing(
    workspace: Workspace,
) -> None:
    request = ReportRequest("quarterly", Q1, persons=("E1",), language="en")
    first = make_reports(workspace, request)
    text = text_of(first[0].path.read_bytes())
    assert "Check-in 1 Mar 2026" in text
    assert "Two cities to go" in text
    assert make_reports(workspace, request)[0].state.value == "unchanged"
