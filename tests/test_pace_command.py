"""Check-ins kept as history by the store, and `okrsheets pace` on sheets that were taken in."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import DONE, PLAN, Values, fill, make_workspace, send, write_people
from month_kit import calls, issued, monthly
from test_migrations import put_database

from okrsheets.batch.erase import erase
from okrsheets.batch.ingest import ingest_paths
from okrsheets.identity import sheet_id, token_of
from okrsheets.language import load_language
from okrsheets.model import Cycle, Person, SheetIdentity
from okrsheets.shape import MONTHS, SheetOptions
from okrsheets.sheets import CompiledTemplate, Stamp, TemplateSpec, compile_template
from okrsheets.store import StoreMode, open_store
from okrsheets.store.check_in_history import read_check_ins
from okrsheets.workspace import Workspace

ON = SheetOptions(check_ins=True)
MONTHLY = SheetOptions(cycles=MONTHS)
MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

LABEL = "Q1 1.2 50 visits"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


@cache
def form() -> CompiledTemplate:
    spec = TemplateSpec(language=load_language("en"), organisation="Acme", year=2026, options=ON)
    return compile_template(spec)


def line(number: int, day: date, value: float, label: str = LABEL, **more: float) -> Values:
    """Give a check-in's fields, its day as the serial number that a spreadsheet keeps."""
    stem = f"checkins.{number}"
    serial = (day - date(1899, 12, 30)).days
    own: dict[str, str | float] = {
        f"{stem}.date": serial,
        f"{stem}.key_result": label,
        f"{stem}.value": value,
    }
    return own | {f"{stem}.{name}": number for name, number in more.items()}


def take_in(workspace: Workspace, values: Values, days: int, person: str = "E1") -> None:
    """Take in a sheet with check-ins that was saved some days after 2 March."""
    plain = SheetIdentity(
        sheet_id(workspace.key, person, 2026),
        person,
        2026,
        1,
        "en",
        form().fingerprint,
        form().policies_fingerprint,
        "",
        ON.code(),
    )
    identity = replace(plain, token=token_of(workspace.key, plain))
    blank = form().stamp(Stamp(identity, Person(person, person)))
    path = workspace.inbox / f"{person}.xlsx"
    saved = MARCH + timedelta(days=days)
    path.write_bytes(fill(blank, values, modified=saved, options=ON))
    outcome = ingest_paths(workspace, [path])
    assert outcome.stopped is None
    path.unlink()


def rows_of(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(workspace.database)) as connection:
        return connection.execute(query).fetchall()


KEPT = "SELECT day, value, confidence, version, line FROM check_ins ORDER BY day"


def pace(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], *arguments: str
) -> Mapping[str, Any]:
    code, out, _ = run_in(workspace.root, capfd, "pace", *arguments, "--format", "json")
    assert code == 0
    found: Mapping[str, Any] = json.loads(out)
    return found


def second(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the pace of E1's key result 1.2, fifty visits."""
    person = next(p for p in record["people"] if p["person"] == "E1")
    found: Mapping[str, Any] = person["key_results"][1]
    return found


def test_check_ins__corrected_deleted_added__newest_saved_counts_and_nothing_is_lost(
    workspace: Workspace,
) -> None:
    february, march = date(2026, 2, 20), date(2026, 3, 1)
    take_in(workspace, {**PLAN, **line(1, february, 10), **line(2, march, 20)}, 0)
    changed = {**PLAN, **line(1, march, 25, confidence=0.5), **line(2, date(2026, 3, 5), 30)}
    take_in(workspace, changed, 5)
    assert rows_of(workspace, KEPT) == [
        ("2026-02-20", "10", None, 1, 1),  # no longer in the sheet
        ("2026-03-01", "25", "0.5", 2, 1),
        ("2026-03-05", "30", None, 2, 2),
    ]


def test_check_ins__older_copy_comes_late__changes_no_newer_word(workspace: Workspace) -> None:
    march = date(2026, 3, 1)
    take_in(workspace, {**PLAN, **line(1, march, 25)}, 5)
    take_in(workspace, {**PLAN, **line(1, march, 20), **line(2, date(2026, 2, 1), 5)}, 0)
    assert rows_of(workspace, KEPT) == [
        ("2026-02-01", "5", None, 2, 2),
        ("2026-03-01", "25", None, 1, 1),
    ]


def test_check_ins__said_again__stay_with_the_version_that_said_it_first(
    workspace: Workspace,
) -> None:
    lines = line(1, date(2026, 3, 1), 20)
    take_in(workspace, {**PLAN, **lines}, 0)
    take_in(workspace, {**PLAN, **lines, "Q1.O1.K1.actual": 88}, 5)
    assert [row[3] for row in rows_of(workspace, KEPT)] == [1]


def test_check_ins__erased_person__nothing_left(workspace: Workspace) -> None:
    take_in(workspace, {**PLAN, **line(1, date(2026, 3, 1), 20)}, 0)
    take_in(workspace, {**PLAN, **line(1, date(2026, 3, 1), 21)}, 0, person="E2")
    erase(workspace, "E1")
    assert [row[1] for row in rows_of(workspace, KEPT)] == ["21"]


def test_read_check_ins__database_of_the_schema_before__holds_none(tmp_path: Path) -> None:
    path = put_database(tmp_path / "okrsheets.db", 2)
    with open_store(path, mode=StoreMode.READ) as store:
        assert read_check_ins(store, Cycle.parse("2026Q1")) == {}


def test_pace__two_versions_with_check_ins__one_line_of_both(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    first = {**PLAN, **line(1, date(2026, 2, 20), 10, confidence=0.8)}
    take_in(workspace, {**first, "Q1.O1.K2.actual": 10}, 0)
    more = line(2, date(2026, 3, 4), 15, confidence=0.6)
    take_in(workspace, {**first, **more, "Q1.O1.K2.actual": 10}, 5)
    record = pace(workspace, capfd, "2026Q1", "--day", "2026-03-15")
    one = second(record)
    # 31 + 28 + 15 = 74 of 90 days; 15 of 50 visits are 0.3; 74/90 − 0.3 = 0.5222…
    assert record["expected"] == pytest.approx(74 / 90)
    assert (one["value"], one["value_day"], one["value_origin"]) == (15, "2026-03-04", "check_in")
    assert (one["progress"], one["computed"]) == (0.3, "at_risk")
    assert one["behind"] == pytest.approx(0.522222222)
    assert (one["confidence"], one["confidence_trend"], one["still_days"]) == (0.6, "falling", 11)
    assert [(p["day"], p["origin"], p["value"]) for p in one["line"]] == [
        ("2026-02-20", "check_in", 10),
        ("2026-03-02", "sheet", 10),
        ("2026-03-04", "check_in", 15),
        ("2026-03-07", "sheet", 10),
    ]


def test_pace__line_taken_out__drawn_but_not_judged(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    take_in(workspace, {**PLAN, **line(1, date(2026, 3, 1), 40)}, 0)
    take_in(workspace, {**PLAN, **line(1, date(2026, 2, 27), 20)}, 5)
    one = second(pace(workspace, capfd, "2026Q1", "--day", "2026-03-15"))
    assert one["value"] == 20
    lines = [(p["value"], p["standing"]) for p in one["line"] if p["origin"] == "check_in"]
    assert lines == [(20, True), (40, False)]


@pytest.mark.parametrize("label", ["Q1 1.2", LABEL])
def test_pace__another_key_result_in_the_same_row__two_lines_never_one(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], label: str
) -> None:
    lines = line(1, date(2026, 2, 20), 10, label)
    take_in(workspace, {**PLAN, **lines}, 0)
    other = {**PLAN, "Q1.O1.K2.text": "Complaints under 50", **lines}
    take_in(workspace, {**other, **line(2, date(2026, 3, 6), 30, "Q1 1.2")}, 5)
    one = second(pace(workspace, capfd, "2026Q1", "--day", "2026-03-15"))
    assert [p["value"] for p in one["line"] if p["value"] is not None] == [30]
    assert [(p["value"], p["text"]) for p in one["earlier"] if p["value"] is not None] == [
        (10, "50 visits")
    ]


def test_pace__sheets_without_check_ins__line_of_the_stored_versions(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    for days, actual in ((0, 10), (5, 20), (9, 20)):
        values = {**PLAN, "Q1.O1.K2.actual": actual, "Q1.O1.K1.actual": 81 + days}
        path = send(workspace, "E1", values, modified=MARCH + timedelta(days=days))
        assert ingest_paths(workspace, [path]).stopped is None
    one = second(pace(workspace, capfd, "2026Q1", "--day", "2026-03-20"))
    assert [(p["day"], p["value"]) for p in one["line"]] == [
        ("2026-03-02", 10),
        ("2026-03-07", 20),
        ("2026-03-11", 20),
    ]
    assert (one["value_day"], one["still_days"]) == ("2026-03-07", 13)
    early = second(pace(workspace, capfd, "2026Q1", "--day", "2026-03-05"))
    assert (early["value"], early["progress"]) == (10, 0.2)


def test_pace__two_versions_of_one_day_the_older_came_late__the_later_saved_counts(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    for hours, actual in ((8, 30), (0, 10)):
        values = {**PLAN, "Q1.O1.K2.actual": actual}
        path = send(workspace, "E1", values, modified=MARCH + timedelta(hours=hours))
        assert ingest_paths(workspace, [path]).stopped is None
    one = second(pace(workspace, capfd, "2026Q1", "--day", "2026-03-05"))
    assert [(p["value"], p["version"]) for p in one["line"]] == [(10, 2), (30, 1)]
    assert one["value"] == 30


def test_pace__no_cycle_named__the_one_that_runs(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2026, 5, 16, 12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
    record = pace(workspace, capfd)
    assert (record["cycle"], record["day"], record["elapsed"], record["days"]) == (
        "2026Q2",
        "2026-05-16",
        46,  # 30 days of April and 16 of May
        91,
    )
    assert pace(workspace, capfd, "--day", "2025-12-31")["cycle"] == "2026Q1"
    assert pace(workspace, capfd, "--day", "2027-02-01")["cycle"] == "2026Q4"


def test_pace__roster_of_three_one_sheet__everybody_is_counted(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    path = send(workspace, "E1", DONE, modified=MARCH)
    assert ingest_paths(workspace, [path]).stopped is None
    totals = pace(workspace, capfd, "2026Q1", "--day", "2026-03-31")["totals"]
    # 0.8 of satisfaction and all 50 visits: at the end neither is more than 25 points behind
    assert (totals["key_results"], totals["on_track"], totals["at_risk"]) == (2, 2, 0)
    assert (totals["people"], totals["states"]["scored"]) == (3, 1)
    assert totals["states"]["not_submitted"] == 2


def test_pace__person_and_department__only_theirs(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    write_people(workspace, ("E1", "E2"), more="E3,E3,Legal/Contracts,,,,,,\n")
    found = pace(workspace, capfd, "2026Q1", "--department", "Legal")
    assert [p["person"] for p in found["people"]] == ["E3"]
    found = pace(workspace, capfd, "2026Q1", "--person", "E2")
    assert [p["person"] for p in found["people"]] == ["E2"]
    code, _, said = run_in(workspace.root, capfd, "pace", "2026Q1", "--department", "Leg")
    assert (code, "there is no department “Leg”" in said) == (2, True)
    code, _, said = run_in(workspace.root, capfd, "pace", "2026Q1", "--person", "E9")
    assert (code, "there is nobody with the id “E9”" in said) == (2, True)
    code, _, said = run_in(workspace.root, capfd, "pace", "2026")
    assert (code, "a quarter or a month" in said) == (2, True)
    for day in ("2026/8/1", "2026-02-30", "soon"):
        code, _, said = run_in(workspace.root, capfd, "pace", "--day", day)
        assert (code, f"“{day}” is not a day" in said) == (2, True)


def test_pace__as_people_read_it__what_stands_out_first_and_why(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    values = {**DONE, "Q1.O1.K1.actual": 81, "Q1.O1.K1.status": "On track"}
    path = send(workspace, "E1", values, modified=MARCH)
    assert ingest_paths(workspace, [path]).stopped is None
    code, out, _ = run_in(workspace.root, capfd, "pace", "2026Q1", "--day", "2026-03-15")
    assert code == 0
    shown = next(text for text in out.splitlines() if text.startswith("E1"))
    # 74/90 is 82.2 % of the cycle; one of ten points is 10 %: 72.2 points behind
    for part in ("1.1 Satisfaction", "10%", "72.2", "On track", "At risk", "13 days", "behind"):
        assert part in shown, part
    assert "owner and pace differ" in shown
    assert "1.2 50 visits" not in out
    assert "1 key result that does not stand out is not listed" in out
    _, out, _ = run_in(workspace.root, capfd, "pace", "2026Q1", "--day", "2026-03-15", "--all")
    assert "1.2 50 visits" in out


def test_annual_reviews__view__what_the_annual_tab_says_also_where_copies_are_joined(
    workspace: Workspace,
) -> None:
    mine = {**PLAN, "annual.review.self": "A good year"}
    path = send(workspace, "E1", mine, modified=MARCH)
    assert ingest_paths(workspace, [path]).stopped is None
    reviewed = {**PLAN, "annual.review.manager": "Well done"}  # begun from a copy of before
    path = send(workspace, "E1", reviewed, modified=MARCH + timedelta(days=1))
    assert ingest_paths(workspace, [path]).stopped is None
    query = "SELECT person, year, self, peers, manager, collective FROM annual_reviews"
    assert rows_of(workspace, query) == [("E1", 2026, "A good year", None, "Well done", None)]


def test_pace__months_of_a_year_that_begins_in_april__the_month_that_runs(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = datetime(2027, 2, 21, 12, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
    workspace = monthly(tmp_path / "w", fiscal_start="4")
    sheet = fill(issued(workspace, "E1"), calls("M11", 30), modified=None, options=MONTHLY)
    path = workspace.inbox / "E1.xlsx"
    path.write_bytes(sheet)
    assert ingest_paths(workspace, [path]).stopped is None
    record = pace(workspace, capfd, "--person", "E1")
    # the eleventh month from April is February: 21 of 28 days, 30 of 100 calls
    assert (record["cycle"], record["first"], record["last"]) == (
        "2026M11",
        "2027-02-01",
        "2027-02-28",
    )
    one = record["people"][0]["key_results"][0]
    assert (record["expected"], one["progress"], one["behind"]) == (0.75, 0.3, 0.45)
