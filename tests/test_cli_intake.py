"""check, ingest, status and scores at the command line: words, JSON, files, exit codes."""

import csv
import io
import json
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from filled_sheets import DONE, PLAN, Values, make_workspace, send, write_people

from okrsheets.__main__ import main
from okrsheets.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]
OVERRIDDEN: Values = {
    **DONE,
    "Q1.O1.K1.reviewer": 0.5,
    "Q1.O1.K1.reason": "=1+1 was late",
    "Q1.O1.K3.text": "A third one",
    "Q1.O1.K3.type": "Judged",
    "Q1.O1.K3.status": "Void",
    "Q1.O1.K3.reason": "dropped",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w", ("E1", "E2"))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], workspace: Workspace) -> Iterator[Run]:
    """Run a command in the workspace: exit code, standard output, standard error."""
    handler = signal.getsignal(signal.SIGTERM)
    streams = sys.stdout, sys.stderr

    def runner(*arguments: object, folder: Path | None = workspace.root) -> tuple[int, str, str]:
        where = ["-C", str(folder)] if folder else []
        code = main([*where, *map(str, arguments)])
        sys.stdout, sys.stderr = streams
        out, err = capfd.readouterr()
        return code, out, err

    yield runner
    signal.signal(signal.SIGTERM, handler)


def records(run: Run, *arguments: str) -> list[dict[str, Any]]:
    code, out, _ = run("scores", *arguments, "--format", "json")
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_ingest__json__each_file_once_with_the_promised_keys(
    run: Run, workspace: Workspace
) -> None:
    send(workspace, "E1", DONE)
    send(workspace, "E2", {**PLAN, "Q1.O1.K2.target": "many"})
    (workspace.inbox / "~$E1.xlsx").write_bytes(b"x")
    code, out, _ = run("ingest", workspace.inbox, "--format", "json")
    answer = json.loads(out)
    assert code == 1
    assert list(answer) == ["files", "summary"]
    assert answer["summary"] == {
        "stored": 1,
        "replaced": 0,
        "unchanged": 0,
        "duplicate": 0,
        "held": 0,
        "rejected": 1,
        "ignored": 1,
    }
    stored, rejected, ignored = answer["files"]
    assert list(stored) == ["path", "sha256", "state", "person", "cycle_states", "findings"]
    assert stored["state"] == "stored"
    assert stored["person"] == "E1"
    assert stored["cycle_states"] == {
        "2026Q1": "scored",
        "2026Q2": "empty",
        "2026Q3": "empty",
        "2026Q4": "empty",
    }
    assert (ignored["state"], ignored["sha256"]) == ("ignored", None)
    (fault,) = [f for f in rejected["findings"] if f["severity"] == "error"]
    assert list(fault) == [
        "code",
        "severity",
        "sheet",
        "cell",
        "field",
        "value",
        "message",
        "expected",
        "action",
    ]
    assert (fault["sheet"], fault["cell"], fault["field"], fault["value"]) == (
        "Q1",
        "G11",
        "Q1.O1.K2.target",
        "many",
    )


def test_ingest__text__says_states_missing_people_and_where_the_texts_are(
    run: Run, workspace: Workspace
) -> None:
    send(workspace, "E1", {**PLAN, "Q1.O1.K2.target": "many"})
    code, out, _ = run("ingest", workspace.inbox)
    assert code == 1
    assert "E1.xlsx › Q1!G11 — S" in out
    assert "rejected: has errors" in out
    assert f"1 text to send back is in {workspace.returned}" in out
    assert "No accepted sheet yet from 2 of 2: E1 (E1), E2 (E2)" in out


@pytest.mark.parametrize("command", ["ingest", "check"])
def test_intake__missing_path__exit_2(run: Run, workspace: Workspace, command: str) -> None:
    code, out, err = run(command, workspace.root / "nowhere.xlsx")
    assert (code, out) == (2, "")
    assert "nowhere.xlsx" in err


@pytest.mark.parametrize("command", ["ingest", "check"])
def test_intake__empty_folder__exit_0_with_a_line(
    run: Run, workspace: Workspace, command: str
) -> None:
    code, out, _ = run(command, workspace.inbox)
    assert code == 0
    assert "There is no file" in out


def test_ingest__outside_a_workspace__exit_2(run: Run, tmp_path: Path) -> None:
    code, _, err = run("ingest", tmp_path, folder=tmp_path)
    assert code == 2
    assert "not a workspace" in err


def test_check__good_file__exit_0_and_nothing_stored(run: Run, workspace: Workspace) -> None:
    path = send(workspace, "E1", DONE)
    before = sorted(workspace.root.rglob("*"))
    code, out, _ = run("check", path, "--format", "json")
    assert code == 0
    assert json.loads(out)["summary"]["stored"] == 1
    assert sorted(workspace.root.rglob("*")) == before


def test_check__outside_a_workspace__default_rules(
    run: Run, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = send(workspace, "E9", DONE)
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("check", path, "--format", "json", folder=None)
    assert code == 0
    assert json.loads(out)["files"][0]["state"] == "stored"


def test_check__file_that_waits__only_the_named_file_is_shown(
    run: Run, workspace: Workspace
) -> None:
    send(workspace, "E9", DONE)
    run("ingest", workspace.inbox)
    code, out, _ = run("check", send(workspace, "E1", DONE), "--format", "json")
    assert code == 0
    assert len(json.loads(out)["files"]) == 1


def test_scores__json_of_a_quarter__as_promised(run: Run, workspace: Workspace) -> None:
    send(workspace, "E1", OVERRIDDEN)
    run("ingest", workspace.inbox)
    first, second = records(run, "2026Q1")
    key_results = first["objectives"][0].pop("key_results")
    # weights 1/3 each; the void one leaves the sum: (0.5 + 1) / 2 = 0.75
    assert first == {
        "person": "E1",
        "name": "E1",
        "department": "Sales",
        "cycle": "2026Q1",
        "state": "scored",
        "score": 0.75,
        "band": "on_target",
        "objectives": [{"number": 1, "text": "Happier customers", "weight": 1, "score": 0.75}],
    }
    assert key_results[0] == {
        "number": 1,
        "text": "Satisfaction from 80 to 90",
        "type": "increase",
        "weight": 0.3333333333,
        "baseline": 80,
        "target": 90,
        "upper": None,
        "actual": 88,
        "raw": 0.8,
        "progress": 0.8,
        "computed": 0.8,
        "self": None,
        "reviewer": 0.5,
        "score": 0.5,
        "source": "reviewer",
        "status": None,
        "reason": "=1+1 was late",
    }
    assert (key_results[1]["score"], key_results[1]["source"]) == (1, "computed")
    void = key_results[2]
    assert (void["type"], void["status"], void["score"], void["source"]) == (
        "judged",
        "void",
        None,
        None,
    )
    assert second == {
        "person": "E2",
        "name": "E2",
        "department": "Sales",
        "cycle": "2026Q1",
        "state": "not_submitted",
        "score": None,
        "band": None,
        "objectives": [],
    }


def test_scores__json_without_a_cycle__all_quarters_and_the_year(
    run: Run, workspace: Workspace
) -> None:
    send(workspace, "E1", DONE)
    run("ingest", workspace.inbox)
    found = records(run)
    cycles = ["2026Q1", "2026Q2", "2026Q3", "2026Q4", "2026"]
    assert [(r["person"], r["cycle"]) for r in found] == [
        (person, cycle) for person in ("E1", "E2") for cycle in cycles
    ]
    year = found[4]
    assert year["score"] == 0.9
    assert year["quarters"] == {"2026Q1": 0.9, "2026Q2": None, "2026Q3": None, "2026Q4": None}
    assert (year["scored"], year["of"], year["provisional"]) == (1, 4, True)


def test_scores__table__rounded_with_the_band(run: Run, workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    run("ingest", workspace.inbox)
    _, out, _ = run("scores")
    assert "2026Q1  scored         0.90" in out
    assert "0.90 (1 of 4, provisional)" in out


def test_scores__unknown_cycle__exit_2_naming_those_there_are(run: Run) -> None:
    code, _, err = run("scores", "2027Q1")
    assert code == 2
    assert "2026Q1, 2026Q2, 2026Q3, 2026Q4, 2026" in err


def test_scores__csv__texts_that_look_like_formulas_are_harmless(
    run: Run, workspace: Workspace
) -> None:
    send(workspace, "E1", OVERRIDDEN)
    run("ingest", workspace.inbox)
    code, out, _ = run("scores", "2026Q1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert rows[0]["reason"] == "'=1+1 was late"
    assert (rows[0]["score"], rows[0]["cycle_score"], rows[0]["key_result"]) == ("0.5", "0.75", "1")
    assert (rows[3]["person"], rows[3]["state"], rows[3]["score"]) == ("E2", "not_submitted", "")


def test_scores__xlsx__text_is_text_and_numbers_are_numbers(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    send(workspace, "E1", OVERRIDDEN)
    run("ingest", workspace.inbox)
    path = tmp_path / "scores.xlsx"
    assert run("scores", "2026Q1", "--format", "xlsx", "--output", path)[0] == 0
    sheet = openpyxl.load_workbook(path)["Key results"]
    column = {cell.value: str(cell.coordinate).rstrip("1") for cell in sheet[1]}
    reason = sheet[f"{column['Reason']}2"]
    assert (reason.value, reason.data_type, reason.quotePrefix) == ("=1+1 was late", "s", True)
    assert sheet[column["Key result's score"] + "2"].value == 0.5
    assert sheet[f"{column['Id']}2"].data_type == "s"


def test_scores__csv_of_a_level__its_columns_and_lines(run: Run, workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    run("ingest", workspace.inbox)
    code, out, _ = run("scores", "--format", "csv", "--level", "people")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(r["person"], r["score"], r["scored"], r["of"]) for r in rows] == [
        ("E1", "0.9", "1", "4"),
        ("E2", "", "0", "4"),
    ]


def test_scores__level_of_another_form__exit_2(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.xlsx"
    code, _, err = run("scores", "--format", "xlsx", "--level", "people", "--output", path)
    assert code == 2
    assert "--level" in err
    assert not path.exists()


def test_scores__xlsx__in_the_language_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKRSHEETS_LANGUAGE", "zh")
    own, other = tmp_path / "own.xlsx", tmp_path / "other.xlsx"
    run("scores", "--format", "xlsx", "--output", own)
    run("scores", "--format", "xlsx", "--language", "zh", "--output", other)
    assert openpyxl.load_workbook(own).sheetnames[1:] == [
        "People",
        "Cycles",
        "Objectives",
        "Key results",
    ]
    assert openpyxl.load_workbook(other).sheetnames[1:] == ["人员", "周期", "目标", "关键结果"]


def test_scores__xlsx_without_a_file__exit_2(run: Run) -> None:
    code, _, err = run("scores", "--format", "xlsx")
    assert code == 2
    assert "--output" in err


def test_scores__json_into_a_file__the_same_records(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    send(workspace, "E1", DONE)
    run("ingest", workspace.inbox)
    path = tmp_path / "scores.json"
    code, out, _ = run("scores", "2026Q1", "--format", "json", "--output", path)
    assert (code, out) == (0, "")
    assert json.loads(path.read_text(encoding="utf-8")) == records(run, "2026Q1")


def test_scores__parquet__numbers_are_numbers_and_blanks_are_missing(
    run: Run, workspace: Workspace, tmp_path: Path
) -> None:
    send(workspace, "E1", DONE)
    run("ingest", workspace.inbox)
    path = tmp_path / "scores.parquet"
    code, _, _ = run("scores", "2026Q1", "--format", "parquet", "--output", path)
    frame = pd.read_parquet(path)
    assert code == 0
    assert frame.loc[frame["person"] == "E1", "score"].dtype == "Float64"
    assert frame.loc[frame["person"] == "E1", "score"].notna().any()


def test_scores__parquet_without_its_library__says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "okrsheets.exports.parquet", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = run("scores", "--format", "parquet", "--output", tmp_path / "s.parquet")
    assert code == 3
    assert "pyarrow" in err
    assert not (tmp_path / "s.parquet").exists()


def test_status__json__totals_add_up_to_the_roster(run: Run, workspace: Workspace) -> None:
    write_people(workspace, ("E1", "E2"), more="E3,E3,Sales,,,,2026-07-01,,\n")
    send(workspace, "E1", DONE)
    run("ingest", workspace.inbox)
    code, out, _ = run("status", "--format", "json")
    answer = json.loads(out)
    assert code == 0
    assert (answer["roster"], answer["submitted"], answer["missing"]) == (3, 1, ["E2", "E3"])
    assert answer["people"][0]["states"]["2026Q1"] == "scored"
    assert answer["people"][2]["states"]["2026Q1"] == "not_employed"
    for counts in answer["totals"].values():
        assert sum(counts.values()) == 3


def test_status__stored_sheet_without_a_roster_line__is_named(
    run: Run, workspace: Workspace
) -> None:
    send(workspace, "E1", DONE)
    run("ingest", workspace.inbox)
    assert "without a line on the roster" not in run("status")[2]
    write_people(workspace, ("E2",))
    code, out, err = run("status", "--format", "json")
    assert (code, json.loads(out)["roster"]) == (0, 1)
    assert "without a line on the roster, counted nowhere: 1 (E1)" in err


def test_status__one_cycle__only_that(run: Run) -> None:
    code, out, _ = run("status", "2026q1")
    assert code == 0
    assert "2026Q1" in out
    assert "2026Q2" not in out


def test_ingest__unfinished_plan__table_names_the_severity_that_was_found(
    run: Run, workspace: Workspace
) -> None:
    values = {key: value for key, value in PLAN.items() if not key.endswith("K2.type")}
    send(workspace, "E1", values)  # nothing is scored yet, so a missing type is a warning
    _, out, err = run("ingest", workspace.inbox)
    (line,) = (line for line in (out + err).splitlines() if line.startswith("K201 "))
    assert line.split()[1] == "Warning"
