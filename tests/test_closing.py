"""Closed cycles: whatever is changed afterwards, their scores and their reading stay."""

import json
import multiprocessing
import os
import signal
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from closing_kit import (
    HALF,
    Q1,
    Q2,
    Q3,
    Q4,
    SCORED,
    YEAR,
    closed_workspace,
    ingest,
    rows,
    scored_workspace,
    set_policy,
    year_of,
)
from filled_sheets import OCTOBER, Values, send, write_people

from okrsheets.analysis.pace import Clock, clock_of
from okrsheets.batch import report_progress
from okrsheets.batch.close import close, plan_closing, plan_reopening, reopen
from okrsheets.batch.erase import erase
from okrsheets.batch.export import score_records, status_record
from okrsheets.batch.paces import load_paces
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.batch.results import load_year
from okrsheets.batch.year import find_drift
from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import Cycle, CycleState
from okrsheets.reports import build_personal
from okrsheets.reports.annual import build_annual
from okrsheets.reports.department import Pack, build_department
from okrsheets.reports.records import ReportContext
from okrsheets.store import RefusedByStoreError, open_store
from okrsheets.store.closing import close_cycle
from okrsheets.workspace import Workspace, open_workspace

LATER = OCTOBER + timedelta(days=1)
CHANGES = (
    ("objective_method", '"mean"'),
    ("score_order", '["computed", "self", "reviewer"]'),
    ("missing_quarter", '"zero"'),
    ("unscored_kr", '"zero"'),
    ("band_edges", "[0.01, 0.60, 0.75]"),
    ("reason_rule", '"require"'),
    ("score_use", '"direct"'),
    ("fiscal_start", "4"),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return closed_workspace(tmp_path / "w")


def everything_said(workspace: Workspace) -> dict[str, object]:
    """Give what scores, status, store and reports say of the closed first quarter."""
    people = load_year(workspace)
    ingest(workspace)  # brings the score rows up to date
    settings = workspace.settings
    context = ReportContext("Acme", load_language("en"), workspace.policies, settings.fiscal_start)
    return {
        "scores": score_records(people, workspace.policies, Q1),
        "status": status_record(people, [Q1])["totals"],
        "rows": rows(
            workspace,
            "SELECT s.person, r.state, r.score_exact, r.band FROM cycle_rows r"
            " JOIN sheets s ON s.id = r.sheet_id WHERE r.cycle = '2026Q1' ORDER BY s.person",
        ),
        "pack": build_department(Pack("Sales", Q1, people), context),
        "heads": [build_personal(person, Q1, context).total for person in people],
    }


def test_close__partly_scored_person_excluded__scores_are_those_by_hand(
    workspace: Workspace,
) -> None:
    said = everything_said(workspace)
    assert said["rows"] == [
        ("E1", "scored", "13/20", "below"),
        ("E3", "scored", "4/5", "on_target"),
    ]
    assert rows(workspace, "SELECT person, state, score_exact, band FROM closed_scores") == [
        ("E1", "scored", "13/20", "below"),
        ("E2", "not_submitted", None, None),
        ("E3", "scored", "4/5", "on_target"),
    ]


@pytest.mark.parametrize(("key", "value"), CHANGES)
def test_close__setting_changed_afterwards__nothing_of_the_cycle_changes(
    workspace: Workspace, key: str, value: str
) -> None:
    before = everything_said(workspace)
    changed = set_policy(workspace, key, value)
    assert everything_said(changed) == before
    assert find_drift(changed, load_year(changed)) == ()


def test_close__year_begins_otherwise_afterwards__pace_has_the_days_of_the_closing(
    workspace: Workspace,
) -> None:
    """The first quarter was closed as January to March; the second, open, follows the settings."""
    changed = set_policy(workspace, "fiscal_start", "4")
    days = [load_paces(changed, cycle, date(2026, 10, 14))[0] for cycle in (Q1, Q2)]
    assert [(clock.first, clock.last) for clock in days] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 7, 1), date(2026, 9, 30)),
    ]
    reopen(changed, Q1, "appeal")
    assert load_paces(changed, Q1, date(2026, 10, 14))[0].first == date(2026, 4, 1)


def test_close__year_begins_otherwise_afterwards__progress_report_has_the_days_of_the_closing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Clock] = []

    def seeing(cycle: Cycle, day: date, fiscal_start: int) -> Clock:
        seen.append(clock_of(cycle, day, fiscal_start))
        return seen[-1]

    monkeypatch.setattr(report_progress, "clock_of", seeing)
    changed = set_policy(workspace, "fiscal_start", "4")
    make_reports(changed, ReportRequest("progress", Q1))
    assert [(one.first, one.last) for one in seen] == [(date(2026, 1, 1), date(2026, 3, 31))]


@pytest.mark.parametrize(("key", "value"), CHANGES[:2] + CHANGES[4:5])
def test_reopen__setting_changed_meanwhile__rules_of_today_hold_again(
    workspace: Workspace, key: str, value: str
) -> None:
    before = everything_said(workspace)
    changed = set_policy(workspace, key, value)
    assert plan_reopening(changed, Q1).changing
    reopen(changed, Q1, "appeal")
    assert everything_said(changed)["rows"] != before["rows"]


@pytest.mark.parametrize(
    "line",
    [
        "E1,E1,Sales,,,,,2025-12-31,",  # a leaver, even dated before the cycle
        "E2,E2,Sales,,,,2026-11-01,,",  # not submitted stays so
        "E3,E3,Sales,,,,2026-11-01,,",
    ],
)
def test_close__dates_on_the_roster_changed_afterwards__nothing_of_the_cycle_changes(
    workspace: Workspace, line: str
) -> None:
    before = everything_said(workspace)
    others = tuple(person for person in ("E1", "E2", "E3") if person != line[:2])
    write_people(workspace, others, more=f"{line}\n")
    changed = open_workspace(workspace.root)
    after = everything_said(changed)
    for part in ("status", "rows"):
        assert after[part] == before[part]
    key = "person"
    scores = (sorted(said["scores"], key=lambda r: r[key]) for said in (before, after))  # type: ignore[call-overload]
    assert next(scores) == next(scores)
    assert find_drift(changed, load_year(changed)) == ()


def test_close__joined_the_roster_later__by_the_dates(workspace: Workspace) -> None:
    write_people(workspace, ("E1", "E2", "E3"), more="E4,E4,Sales,,,,2026-05-01,,\n")
    assert year_of(open_workspace(workspace.root), "E4").year.cycles[0].state == "not_employed"


def test_close__sheet_for_the_next_cycle_comes_later__not_submitted_stays(
    workspace: Workspace,
) -> None:
    send(workspace, "E2", {"Q2.O1.text": "More shops"})
    assert [file.state.value for file in ingest(workspace)] == ["stored"]
    cycles = year_of(workspace, "E2").year.cycles
    assert [cycle.state for cycle in cycles[:2]] == [CycleState.NOT_SUBMITTED, CycleState.PLANNED]
    assert find_drift(workspace, load_year(workspace)) == ()


@pytest.mark.parametrize("policy", ["exclude", "zero"])
def test_close__policy_for_what_lacks__settles_partly_scored_and_nobody_else(
    tmp_path: Path, policy: str
) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=HALF, E3={"Q1.O1.text": "Only a plan"})
    workspace = set_policy(workspace, "unscored_kr", f'"{policy}"')
    plan = close(workspace, Q1)
    assert [p.person.id for p in plan.settled] == ["E1"]
    assert [p.person.id for p in plan.left_out] == ["E2", "E3"]
    score = Fraction(4, 5) if policy == "exclude" else Fraction(7, 10) * Fraction(4, 5)
    assert year_of(workspace, "E1").year.cycles[0].score == score
    assert year_of(workspace, "E3").year.cycles[0].state is CycleState.PLANNED


def test_close__policy_block_and_partly_scored__nothing_is_written(tmp_path: Path) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED, E3=HALF)
    plan = close(workspace, Q1)
    assert [p.person.id for p in plan.blocking] == ["E3"]
    assert rows(workspace, "SELECT * FROM closings") == []
    assert rows(workspace, "SELECT * FROM audit WHERE what = 'closed'") == []


def test_close__nothing_can_be_settled__blocks_under_any_policy(tmp_path: Path) -> None:
    """Under “exclude” the only key result has an actual and no score: nothing is left to count."""
    values = {**HALF, "Q1.O1.K1.type": "Judged"}
    workspace = scored_workspace(tmp_path / "w", E1=values)
    workspace = set_policy(workspace, "unscored_kr", '"exclude"')
    assert year_of(workspace, "E1").year.cycles[0].state is CycleState.PARTIAL
    assert [p.person.id for p in plan_closing(workspace, Q1).blocking] == ["E1"]


def test_close__closed_already__said_with_its_day(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="closed already"):
        close(workspace, Q1)


def test_close__year_with_open_cycles__names_them(workspace: Workspace) -> None:
    with pytest.raises(UsageError) as stop:
        close(workspace, YEAR)
    assert stop.value.fields["cycles"] == ("2026Q2", "2026Q3", "2026Q4")


def test_close__year__locked_with_its_policy_and_opened_before_its_cycles(
    workspace: Workspace,
) -> None:
    for cycle in (Q2, Q3, Q4, YEAR):
        close(workspace, cycle)
    changed = set_policy(workspace, "missing_quarter", '"zero"')
    changed = set_policy(changed, "band_edges", "[0.01, 0.60, 1.00]")
    record = next(r for r in score_records(load_year(changed), changed.policies, YEAR))
    assert (record["score"], record["band"], record["scored"]) == (0.65, "below", 1)
    with pytest.raises(UsageError, match="2026 is closed"):
        reopen(changed, Q1, "appeal")
    reopen(changed, YEAR, "appeal")
    record = next(r for r in score_records(load_year(changed), changed.policies, YEAR))
    assert record["score"] == 0.1625  # 0.65 and three times nothing, by the policy of today
    assert reopen(changed, Q1, "appeal").scored == 2


def test_reopen__open_cycle__said(tmp_path: Path) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED)
    with pytest.raises(UsageError, match="not closed"):
        reopen(workspace, Q1, "appeal")


@pytest.mark.parametrize("reason", ["", "  ", "\t", "a\x07b"])
def test_reopen__no_reason_that_can_be_read__refused(workspace: Workspace, reason: str) -> None:
    with pytest.raises(UsageError, match="a reason is needed"):
        reopen(workspace, Q1, reason)
    assert year_of(workspace, "E1").year.cycles[0].closed


def test_reopen__then_closed_again__both_closings_stay_on_record(workspace: Workspace) -> None:
    reopen(workspace, Q1, " late correction of E1 ")
    close(workspace, Q1)
    found = rows(workspace, "SELECT cycle, closed, reason, scored, people FROM closings_log")
    assert found == [("2026Q1", 0, "late correction of E1", 2, 3), ("2026Q1", 1, None, 2, 3)]
    log = rows(workspace, "SELECT what, detail FROM audit WHERE what IN ('closed', 'reopened')")
    assert log == [("closed", "2 2026Q1"), ("reopened", "2 2026Q1"), ("closed", "2 2026Q1")]
    counted = rows(workspace, "SELECT sum(count) FROM audit_log WHERE command = 'close'")
    assert counted == [(4,)]


def test_close_cycle__closed_twice_past_all_checks__refused_by_the_schema(
    workspace: Workspace,
) -> None:
    closing = year_of(workspace, "E1").year.cycles[0].closed
    assert closing is not None
    with open_store(workspace.database) as store, pytest.raises(RefusedByStoreError):
        close_cycle(store, closing, (), ())


def test_erase__person_of_a_closed_cycle__gone_and_the_others_stay(workspace: Workspace) -> None:
    assert erase(workspace, "E3").traces.locked == 1
    assert rows(workspace, "SELECT person FROM closed_scores ORDER BY person") == [
        ("E1",),
        ("E2",),
    ]
    people = load_year(workspace)
    assert find_drift(workspace, people) == ()
    assert people[0].year.cycles[0].score == Fraction(13, 20)


def test_find_drift__locked_score_differs__named(workspace: Workspace) -> None:
    with open_store(workspace.database) as store, store.transaction() as connection:
        connection.exec_driver_sql("UPDATE closed_scores SET score_exact='2/3' WHERE person='E1'")
    (drift,) = find_drift(workspace, load_year(workspace))
    assert (drift.cycle, drift.then.person, drift.then.exact) == (Q1, "E1", "2/3")
    assert drift.now.exact == "13/20"


def die(workspace: Workspace, what: str, point: str) -> None:
    """Close or open a cycle; be killed as soon as `point` is reached. In a process of its own."""

    def kill(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    pytest.MonkeyPatch().setattr(f"okrsheets.store.closing.{point}", kill)
    if what == "close":
        close(workspace, Q2)
    else:
        reopen(workspace, Q1, "appeal")


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
@pytest.mark.parametrize("what", ["close", "reopen"])
@pytest.mark.parametrize("point", ["put_scores", "_note"])
def test_close__killed_in_between__nothing_half_and_done_by_the_next(
    workspace: Workspace, what: str, point: str
) -> None:
    tables = ("closings", "closed_scores", "cycle_rows", "audit", "sheets")
    before = {table: rows(workspace, f"SELECT * FROM {table}") for table in tables}  # noqa: S608 - our own names
    child = multiprocessing.get_context("fork").Process(target=die, args=(workspace, what, point))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert {table: rows(workspace, f"SELECT * FROM {table}") for table in tables} == before  # noqa: S608 - our own names
    if what == "close":
        close(workspace, Q2)
    else:
        reopen(workspace, Q1, "appeal")
    assert len(rows(workspace, "SELECT * FROM closings WHERE reopened_at IS NULL")) == (
        2 if what == "close" else 0
    )


def test_plan_closing__asked_only__nothing_is_written(tmp_path: Path) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED)
    before = json.dumps(rows(workspace, "SELECT * FROM audit"))
    assert plan_closing(workspace, Q1).scored == 1
    assert json.dumps(rows(workspace, "SELECT * FROM audit")) == before


def test_build_annual__closed_and_open_cycles_side_by_side__each_by_its_own_bands(
    tmp_path: Path,
) -> None:
    """0.65 twice: below by the closing's line of 0.70, on target by today's of 0.60.

    Key results: first quarter 0.5 and 1, second 65 / 100; the year is (0.65 + 0.65) / 2.
    """
    second: Values = {
        "Q2.O1.text": "More shops",
        "Q2.O1.K1.text": "100 shops",
        "Q2.O1.K1.type": "Linear",
        "Q2.O1.K1.target": 100,
        "Q2.O1.K1.actual": 65,
    }
    workspace = scored_workspace(tmp_path / "w", E1={**SCORED, **second})
    close(workspace, Q1)
    changed = set_policy(workspace, "band_edges", "[0.01, 0.60, 1.00]")
    context = ReportContext("Acme", load_language("en"), changed.policies)
    report = build_annual(year_of(changed, "E1"), context)
    assert [cell.chip.code for cell in report.year] == [
        "below",
        "on_target",
        "open",
        "open",
        "on_target",
    ]
    assert report.counts.total[1:5] == ("·", "1", "1", "1")
    pack = build_department(Pack("Sales", YEAR, load_year(changed)), context).summary
    assert pack is not None
    assert pack.counts.rows[2][1:5] == ("·", "1", "1", "1")
    assert [cell.chip.code for cell in pack.maps[0].groups[0].rows[0].cells][:2] == [
        "below",
        "on_target",
    ]


def test_close__next_ingest__has_nothing_to_score_anew(workspace: Workspace) -> None:
    """Only the sheet that was settled got new rows, in the closing itself."""
    query = "SELECT person FROM audit WHERE what = 'rescored'"
    before = rows(workspace, query)
    ingest(workspace)
    assert rows(workspace, query) == before
    reopened = set_policy(workspace, "score_use", '"none"')
    reopen(reopened, Q1, "appeal")
    after = rows(workspace, query)
    ingest(reopened)
    assert rows(workspace, query) == after
