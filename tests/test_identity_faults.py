"""Whose a file is, and which copy counts: every way in which that can go wrong, end to end.

What becomes of each is listed in docs/reliability.md, group D.
"""

import io
import json
import os
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from command_kit import run_in
from filled_sheets import (
    DONE,
    OCTOBER,
    PLAN,
    blank_sheet,
    fill,
    identity_of,
    make_workspace,
    send,
    template,
    write_people,
)
from surgery import parts_of, tab_part, with_cell, zipped

from okrsheets.batch.history import differences, load_history
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import FileResult
from okrsheets.batch.results import load_year
from okrsheets.errors import DataError
from okrsheets.model import CycleState, Person
from okrsheets.sheets import Stamp
from okrsheets.workspace import Workspace

LATER = OCTOBER + timedelta(days=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def put(workspace: Workspace, person: Person, name: str = "a.xlsx") -> Path:
    """Put a person's filled sheet into the inbox."""
    path = workspace.inbox / name
    path.write_bytes(fill(blank_sheet(workspace.key, person), DONE))
    return path


def only(workspace: Workspace, *paths: Path) -> FileResult:
    """Take files in; give the one result."""
    result = ingest_paths(workspace, paths or [workspace.inbox])
    assert result.stopped is None
    (file,) = result.files
    return file


def codes(file: FileResult, family: str = "V") -> list[str]:
    return [f.code for f in file.findings if f.code.startswith(family)]


def with_shown_id(data: bytes, cell: str) -> bytes:
    """Give the sheet with another id in its head, as a program would have stored it."""
    parts = parts_of(data)
    part = tab_part("Q1")
    return zipped({**parts, part: with_cell(parts[part], "D4", f'<c r="D4"{cell}')})


def test_d1__ids_000123_and_123__each_sheet_to_its_own_person(workspace: Workspace) -> None:
    write_people(workspace, ("000123", "123"))
    for person in ("000123", "123"):
        put(workspace, Person(person, person), f"{person}.xlsx")
    assert ingest_paths(workspace, [workspace.inbox]).exit_code == 0
    assert [p.version for p in load_year(workspace)] == [1, 1]


@pytest.mark.parametrize(
    "cell",
    [
        "><v>123</v></c>",
        "><v>123.0</v></c>",
        ' t="inlineStr"><is><t>０００１２３</t></is></c>',
    ],
)
def test_d1__zeros_lost_on_the_way__taken_in_under_the_issued_id(
    workspace: Workspace, cell: str
) -> None:
    write_people(workspace, ("000123", "123"))
    path = put(workspace, Person("000123", "000123"))
    path.write_bytes(with_shown_id(path.read_bytes(), cell))
    file = only(workspace)
    assert (file.state.value, file.person) == ("stored", "000123")


def test_d1__id_of_18_digits_lost_to_floating_point__still_the_issued_one(
    workspace: Workspace,
) -> None:
    citizen = "110101199003071234"
    write_people(workspace, (citizen,))
    path = put(workspace, Person(citizen, citizen))
    path.write_bytes(with_shown_id(path.read_bytes(), "><v>1.10101199003071E17</v></c>"))
    assert only(workspace).person == citizen


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("李　雷", []),
        (" 李雷 ", []),
        ("李蕾", ["V103"]),
        ("李雷（研发）", ["V103"]),
    ],
)
def test_d2__name_as_typed_by_somebody__the_id_decides(
    workspace: Workspace, shown: str, expected: list[str]
) -> None:
    write_people(workspace, (), more="E1,李雷,Sales,,,,,,\nE2,李蕾,Sales,,,,,,\n")
    put(workspace, Person("E1", shown))
    file = only(workspace)
    assert (file.state.value, file.person, codes(file)) == ("stored", "E1", expected)


def test_d2__name_in_decomposed_letters__is_the_same_name(workspace: Workspace) -> None:
    write_people(workspace, (), more="E1,Am\u00e9lie,Sales,,,,,,\n")
    put(workspace, Person("E1", "Ame\u0301lie"))
    assert codes(only(workspace)) == []


def test_d3__two_people_of_one_name__two_sheets_two_scores_two_reports(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    write_people(workspace, (), more="E1,张伟,销售,,,,,,\nE2,张伟,销售,,,,,,\n")
    assert run_in(workspace.root, capfd, "sheets")[0] == 0
    issued = [path.name for path in workspace.sheets.rglob("E*_*.xlsx")]
    assert len(set(issued)) == 2
    put(workspace, Person("E1", "张伟"), "张伟.xlsx")
    send(workspace, "E2", PLAN, name="张伟 (1).xlsx")
    ingest_paths(workspace, [workspace.inbox])
    scores = {p.person.id: p.year.cycles[0].score for p in load_year(workspace)}
    assert scores == {"E1": Fraction(9, 10), "E2": None}
    assert run_in(workspace.root, capfd, "report", "quarterly", "--cycle", "2026Q1")[0] == 0
    assert len(list(workspace.reports.rglob("E*_张伟_*.pdf"))) == 2


def test_d4__unknown_id__held_and_taken_in_by_an_ingest_of_an_empty_folder(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    path = send(workspace, "E9", DONE)
    code, out, _ = run_in(workspace.root, capfd, "ingest", workspace.inbox)
    assert code == 1
    assert "V102" in out
    path.unlink()
    code, out, _ = run_in(workspace.root, capfd, "ingest", workspace.inbox, "--format", "json")
    assert [file["state"] for file in json.loads(out)["files"]] == ["held"]
    write_people(workspace, ("E1", "E9"))
    code, out, _ = run_in(workspace.root, capfd, "ingest", workspace.inbox, "--format", "json")
    assert code == 0
    (file,) = json.loads(out)["files"]
    assert (file["path"], file["state"], file["person"]) == ("inbox/E9.xlsx", "stored", "E9")
    code, out, _ = run_in(workspace.root, capfd, "ingest", workspace.inbox, "--format", "json")
    assert json.loads(out)["files"] == []


def test_d4__person_who_left__taken_in_and_later_cycles_are_not_asked_for(
    workspace: Workspace,
) -> None:
    write_people(workspace, (), more="E1,E1,Sales,,,,,2026-05-31,\n")
    send(workspace, "E1", DONE)
    assert only(workspace).state.value == "stored"
    (person,) = load_year(workspace)
    assert [cycle.state for cycle in person.year.cycles] == [
        CycleState.SCORED,
        CycleState.EMPTY,
        CycleState.NOT_EMPLOYED,
        CycleState.NOT_EMPLOYED,
    ]


def test_d4__blank_id_in_the_head__told_by_the_identity(workspace: Workspace) -> None:
    path = send(workspace, "E1", DONE)
    path.write_bytes(with_shown_id(path.read_bytes(), "/>"))
    file = only(workspace)
    assert (file.state.value, file.person) == ("stored", "E1")


def test_d5__colleagues_file_with_the_own_id_typed_in__rejected_for_both(
    workspace: Workspace,
) -> None:
    path = send(workspace, "E1", DONE)
    cell = ' t="inlineStr"><is><t>E2</t></is></c>'
    path.write_bytes(with_shown_id(path.read_bytes(), cell))
    file = only(workspace)
    assert (file.state.value, codes(file, "L")) == ("rejected", ["L106"])
    assert [p.version for p in load_year(workspace)] == [None, None, None]


def test_d5__identity_edited_to_another_person__rejected(workspace: Workspace) -> None:
    forged = replace(identity_of(workspace.key, "E1"), person="E2")
    data = fill(template().stamp(Stamp(forged, Person("E2", "E2"))), DONE)
    (workspace.inbox / "a.xlsx").write_bytes(data)
    file = only(workspace)
    assert (file.state.value, codes(file)) == ("rejected", ["V101"])


def test_d6__same_bytes_under_four_names__one_version(workspace: Workspace) -> None:
    data = send(workspace, "E1", DONE).read_bytes()
    for name in ("E1 (1).xlsx", "E1 - 副本.xlsx", "Copy of E1.xlsx"):
        (workspace.inbox / name).write_bytes(data)
    states = [f.state.value for f in ingest_paths(workspace, [workspace.inbox]).files]
    assert sorted(states) == ["duplicate", "duplicate", "duplicate", "stored"]


@pytest.mark.parametrize("first", [0, 1])
def test_d7__two_copies__the_date_inside_decides_never_the_file_systems(
    workspace: Workspace, first: int
) -> None:
    """The older copy has the newer file time; both orders of arrival end alike."""
    copies = [
        send(workspace, "E1", DONE, name="old.xlsx"),
        send(workspace, "E1", {**DONE, "Q1.O1.K1.actual": 90}, modified=LATER, name="new.xlsx"),
    ]
    os.utime(copies[0], (2_000_000_000, 2_000_000_000))
    os.utime(copies[1], (1_000_000_000, 1_000_000_000))
    for path in (copies[first], copies[1 - first]):
        ingest_paths(workspace, [path])
    assert load_year(workspace)[0].year.cycles[0].score == 1
    history = load_history(workspace, "E1")
    assert history is not None
    assert {line.file for line in history.lines} == {"inbox/old.xlsx", "inbox/new.xlsx"}


def test_d8__saved_again_by_another_program__no_new_version(workspace: Workspace) -> None:
    path = send(workspace, "E1", DONE)
    only(workspace)
    stream = io.BytesIO()
    openpyxl.load_workbook(path).save(stream)
    assert stream.getvalue() != path.read_bytes()
    path.write_bytes(stream.getvalue())
    assert only(workspace).state.value == "unchanged"
    assert load_year(workspace)[0].version == 1


MANAGER = {
    **PLAN,
    "Q1.O1.K1.reviewer": 0.5,
    "Q1.O1.K1.reason": "late",
    "annual.review.manager": "good year",
}


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 2, 0), (2, 1, 0)])
def test_d9__employees_and_managers_file__joined_in_any_order(
    workspace: Workspace, order: tuple[int, ...]
) -> None:
    copies = [
        send(workspace, "E1", values, modified=OCTOBER + timedelta(days=day), name=f"{day}.xlsx")
        for day, values in enumerate((PLAN, DONE, MANAGER))
    ]
    for number in order:
        assert ingest_paths(workspace, [copies[number]]).exit_code == 0
    assert load_year(workspace)[0].year.cycles[0].score == Fraction(3, 4)  # (0.5 + 1) / 2


def test_d9__only_the_managers_part_differs__no_clash_and_history_says_whose(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE)
    only(workspace)
    reviewed = {**DONE, "Q1.O1.K2.reviewer": 0.7, "annual.review.manager": "good year"}
    send(workspace, "E1", reviewed, modified=LATER)
    file = only(workspace)
    assert (file.state.value, codes(file)) == ("replaced", [])
    history = load_history(workspace, "E1")
    assert history is not None
    assert [hand.value for hand in history.lines[1].hands] == ["manager"]


def test_d9__employee_fills_in_the_reviewers_column__taken_and_named_as_the_managers_part(
    workspace: Workspace,
) -> None:
    """A file does not say who saved it; so it is not refused, but every change says whose part."""
    send(workspace, "E1", DONE)
    only(workspace)
    send(workspace, "E1", {**DONE, "Q1.O1.K1.reviewer": 1}, modified=LATER)
    assert only(workspace).state.value == "replaced"
    history = load_history(workspace, "E1")
    assert history is not None
    found = differences(history.version(1), history.version(2))
    assert [(d.key, d.hand.value) for d in found] == [("Q1.O1.K1.reviewer", "manager")]


def test_d10__correction_of_a_scored_quarter__new_version_with_when_and_what(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE)
    only(workspace)
    send(workspace, "E1", {**DONE, "Q1.O1.K1.actual": 90}, modified=LATER)
    assert only(workspace).state.value == "replaced"
    (person, *_) = load_year(workspace)
    assert person.version == 2  # which reports print
    history = load_history(workspace, "E1")
    assert history is not None
    assert [line.version.modified for line in history.lines] == [OCTOBER, LATER]
    (changed,) = differences(history.version(1), history.version(2))
    assert changed.before is not None
    assert changed.after is not None
    assert (changed.before.raw, changed.after.raw) == ("88", "90")


def test_d11__sheet_of_another_year__rejected(workspace: Workspace) -> None:
    send(workspace, "E1", DONE, year=2025)
    file = only(workspace)
    assert (file.state.value, codes(file)) == ("rejected", ["V104"])


def test_d12__one_sheet_missing__received_and_missing_are_the_roster(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    for person in ("E1", "E2"):
        send(workspace, person, DONE)
    code, out, _ = run_in(workspace.root, capfd, "ingest", workspace.inbox)
    assert code == 0
    assert "No accepted sheet yet from 1 of 3: E3 (E3)" in out
    _, out, _ = run_in(workspace.root, capfd, "status", "2026Q1", "--format", "json")
    totals = json.loads(out)["totals"]["2026Q1"]
    assert sum(totals.values()) == 3
    assert (totals["not_submitted"], totals["scored"]) == (1, 2)


@pytest.mark.parametrize(
    ("first", "second"), [("a1", "A1"), ("AO1", "A01"), ("Al1", "AI1"), ("A１", "A1")]
)
def test_d13__ids_that_look_alike__refused_before_anything_is_written(
    workspace: Workspace, first: str, second: str
) -> None:
    send(workspace, "E1", DONE)
    write_people(workspace, (first, second))
    with pytest.raises(DataError, match="R204"):
        ingest_paths(workspace, [workspace.inbox])
    assert not workspace.database.exists()


@pytest.mark.parametrize(
    ("roster", "place"),
    [
        (b"id,name\nE1,Ann\nE1,Bo\n", "A3"),
        ("工号;姓名\nE1;李雷\nE1;韩梅\n".encode("gb18030"), "A3"),
        (b"\xef\xbb\xbfid,name\n,Ann\n", "A2"),
    ],
)
def test_d14__broken_roster__row_named_and_nothing_is_written(
    workspace: Workspace, roster: bytes, place: str
) -> None:
    send(workspace, "E1", DONE)
    (workspace.root / "roster.csv").write_bytes(roster)
    before = {path for path in workspace.root.rglob("*") if not path.name.startswith(".okrsheets")}
    with pytest.raises(DataError, match=place):
        ingest_paths(workspace, [workspace.inbox])
    after = {path for path in workspace.root.rglob("*") if not path.name.startswith(".okrsheets")}
    assert after == before


@pytest.mark.parametrize(
    "roster",
    [
        "工号,姓名\nE1,E1\n".encode("gb18030"),
        "id;name\nE1;E1\n".encode("utf-8-sig"),
        "id\tname\nE1\tE1\n".encode("utf-16"),
    ],
)
def test_d14__roster_as_other_programs_write_it__read(workspace: Workspace, roster: bytes) -> None:
    (workspace.root / "roster.csv").write_bytes(roster)
    send(workspace, "E1", DONE)
    assert only(workspace).state.value == "stored"
