"""freeze, close, reopen and changes as commands: what they show, whom they ask, exit codes."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from closing_kit import (
    HALF,
    NEXT,
    Q1,
    SCORED,
    closed_workspace,
    ingest,
    rows,
    scored_workspace,
    set_policy,
)
from command_kit import run_in
from filled_sheets import OCTOBER, send

from okrsheets.batch.freeze import freeze
from okrsheets.store import open_store
from okrsheets.workspace import Workspace

Capture = pytest.CaptureFixture[str]
REOPEN = ("reopen", "2026Q1", "--reason", "appeal of E1")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return scored_workspace(tmp_path / "w", E1=SCORED)


def answer(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """Have a terminal there whose person answers with a word."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("click.confirm", lambda *_, **__: word == "y")


@pytest.mark.parametrize("command", [("freeze", "2026Q1"), ("close", "2026Q1")])
def test_command__nobody_to_ask__shows_and_does_nothing(
    workspace: Workspace, capfd: Capture, command: tuple[str, ...]
) -> None:
    code, out, err = run_in(workspace.root, capfd, *command)
    assert code == 2
    assert "2026Q1: the" in out or "2026Q1: 1 score" in out
    assert "E2" in out
    assert "nobody can be asked here" in err
    assert rows(workspace, "SELECT * FROM freezes") == []
    assert rows(workspace, "SELECT * FROM closings") == []


@pytest.mark.parametrize(("word", "closings"), [("n", 0), ("y", 1)])
def test_close__asked__done_with_a_yes_only(
    workspace: Workspace,
    capfd: Capture,
    monkeypatch: pytest.MonkeyPatch,
    word: str,
    closings: int,
) -> None:
    answer(monkeypatch, word)
    code, _, err = run_in(workspace.root, capfd, "close", "2026Q1")
    assert (code, "nothing was closed" in err) == ((2, True) if word == "n" else (0, False))
    assert len(rows(workspace, "SELECT * FROM closings")) == closings


def test_freeze__json__who_is_frozen_and_who_not(workspace: Workspace, capfd: Capture) -> None:
    code, out, _ = run_in(workspace.root, capfd, "freeze", "2026q1", "--yes", "--format", "json")
    assert code == 0
    none: list[str] = []
    assert json.loads(out) == {
        "cycle": "2026Q1",
        "frozen": [{"person": "E1", "name": "E1"}],
        "already": [],
        "left_out": [
            {"person": who, "name": who, "reason": "not_submitted", "missing": none}
            for who in ("E2", "E3")
        ],
    }


def test_freeze__nothing_to_freeze__asks_nobody(workspace: Workspace, capfd: Capture) -> None:
    code, out, _ = run_in(workspace.root, capfd, "freeze", "2026Q2")
    assert code == 0
    assert "there is no plan to freeze" in out


def test_close__blocked__exit_1_and_who_lacks_what(tmp_path: Path, capfd: Capture) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED, E3=HALF)
    code, out, err = run_in(workspace.root, capfd, "close", "2026Q1", "--yes")
    assert code == 1
    assert "E3" in out
    assert "O1.K2" in out
    assert "unscored_kr" in out
    assert "was not closed" in err
    code, out, _ = run_in(workspace.root, capfd, "close", "2026Q1", "--yes", "--format", "json")
    record = json.loads(out)
    assert (code, record["closed"], record["scored"]) == (1, False, 0)
    assert record["blocking"] == [{"person": "E3", "name": "E3", "without_score": ["O1.K2"]}]


def test_close__done__json_and_status_with_its_flags(workspace: Workspace, capfd: Capture) -> None:
    freeze(workspace, Q1)
    code, out, _ = run_in(workspace.root, capfd, "close", "2026Q1", "--yes", "--format", "json")
    record = json.loads(out)
    assert (code, record["closed"], record["scored"]) == (0, True, 1)
    assert [one["state"] for one in record["left_out"]] == ["not_submitted"] * 2
    _, out, _ = run_in(workspace.root, capfd, "status", "--format", "json")
    status = json.loads(out)
    assert [status["flags"]["2026Q1"][name] for name in ("frozen", "closed")] == [1, True]
    assert status["flags"]["2026Q2"] == {"frozen": 0, "closed": False, "closed_at": None}
    assert status["people"][0]["states"]["2026Q1"] == "scored"
    late = {(one["cycle"], one["step"]) for one in status["late"]}
    assert ("2026Q2", "score") in late
    assert ("2026Q1", "score") not in late  # of a closed cycle nothing is asked
    assert status["people"][0]["frozen"] == ["2026Q1"]
    _, out, _ = run_in(workspace.root, capfd, "status")
    assert "closed on" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("close", "2026Q1", "--yes"), "closed already"),
        (("close", "2026", "--yes"), "2026Q2, 2026Q3, 2026Q4"),
        (("close", "2027Q1", "--yes"), "no cycle 2027Q1"),
        (("freeze", "2026", "--yes"), "no plan of its own"),
        (("freeze", "2026Q1", "--yes"), "can no longer be frozen"),
        (("reopen", "2026Q2", "--reason", "x", "--yes"), "is not closed"),
        (("reopen", "2026Q1", "--reason", " ", "--yes"), "a reason is needed"),
        (("reopen", "2026Q1", "--yes"), "--reason"),
        (REOPEN, "nobody can be asked here"),
    ],
)
def test_command__cannot_be_done__exit_2_in_plain_words(
    tmp_path: Path, capfd: Capture, arguments: tuple[str, ...], said: str
) -> None:
    workspace = closed_workspace(tmp_path / "w")
    code, _, err = run_in(workspace.root, capfd, *arguments)
    assert code == 2
    assert said in err
    assert len(rows(workspace, "SELECT * FROM closings WHERE reopened_at IS NULL")) == 1


def test_reopen__yes__recorded(tmp_path: Path, capfd: Capture) -> None:
    workspace = closed_workspace(tmp_path / "w")
    code, out, _ = run_in(workspace.root, capfd, *REOPEN, "--yes", "--format", "json")
    record = json.loads(out)
    assert code == 0
    assert (record["cycle"], record["reason"], record["unlocked"]) == ("2026Q1", "appeal of E1", 2)
    assert rows(workspace, "SELECT reason FROM closings_log") == [("appeal of E1",)]


def test_changes__target_raised__both_scores(workspace: Workspace, capfd: Capture) -> None:
    """The computed score falls from 0.8 to (88-80)/(96-80) = 0.5; the reviewer's 0.5 counts."""
    assert "No plan is frozen" in run_in(workspace.root, capfd, "changes")[1]
    freeze(workspace, Q1)
    send(workspace, "E1", {**SCORED, "Q1.O1.K1.target": 96}, modified=OCTOBER + timedelta(days=1))
    ingest(workspace)
    code, out, _ = run_in(workspace.root, capfd, "changes", "2026Q1", "--format", "json")
    (record,) = json.loads(out)
    (line,) = record["changes"]
    assert code == 0
    assert (record["person"], record["score_frozen"], record["score"]) == ("E1", 0.65, 0.65)
    assert line["fields"] == [{"field": "target", "frozen": 90, "present": 96}]
    assert (line["computed_frozen"], line["computed"], line["score"]) == (0.8, 0.5, 0.5)
    _, out, _ = run_in(workspace.root, capfd, "changes", "--person", "E1")
    (row,) = [text for text in out.splitlines() if "Target" in text]
    assert row.split()[-2:] == ["90", "96"]
    assert "changed since: 1" in out
    _, out, _ = run_in(workspace.root, capfd, "changes", "2026Q1", "--person", "E2")
    assert "No plan of E2 is frozen" in out
    assert run_in(workspace.root, capfd, "changes", "--person", "E9")[0] == 2


def test_status_and_doctor__locked_score_differs__said_loudly(
    tmp_path: Path, capfd: Capture
) -> None:
    workspace = closed_workspace(tmp_path / "w")
    assert "reckoned otherwise" not in run_in(workspace.root, capfd, "status")[2]
    with open_store(workspace.database) as store, store.transaction() as connection:
        connection.exec_driver_sql("UPDATE closed_scores SET band='on_target' WHERE person='E1'")
    assert "reckoned otherwise" in run_in(workspace.root, capfd, "status")[2]
    code, out, _ = run_in(workspace.root, capfd, "doctor", "--format", "json")
    (check,) = [one for one in json.loads(out)["checks"] if one["name"] == "closed"]
    assert (code, check["lacking"]) == (3, True)
    assert "E1" in check["action"]


def test_status__cycles_of_another_kind_than_were_closed__says_to_put_the_setting_back(
    tmp_path: Path, capfd: Capture
) -> None:
    workspace = closed_workspace(tmp_path / "w")
    set_policy(workspace, "cycles", '"months"')
    told = run_in(workspace.root, capfd, "status")[2]
    assert "2026Q1 are closed, and the settings know no such cycles" in told
    assert "reckoned otherwise" not in told
    set_policy(workspace, "cycles", '"quarters"')
    assert "are closed" not in run_in(workspace.root, capfd, "status")[2]


def test_ingest__first_sheet_after_a_closing__is_no_longer_told_as_missing(
    tmp_path: Path, capfd: Capture
) -> None:
    """E2 sent nothing before the first quarter was closed, and the next plan afterwards."""
    workspace = closed_workspace(tmp_path / "w")
    assert "No accepted sheet yet from 1 of 3: E2" in run_in(workspace.root, capfd, "status")[1]
    send(workspace, "E2", NEXT)
    out = run_in(workspace.root, capfd, "ingest", str(workspace.inbox))[1]
    assert "An accepted sheet is there from everyone on the roster" in out
    record = json.loads(run_in(workspace.root, capfd, "status", "--format", "json")[1])
    assert record["missing"] == []
    states = {person["person"]: person["states"]["2026Q1"] for person in record["people"]}
    assert states["E2"] == "not_submitted"
