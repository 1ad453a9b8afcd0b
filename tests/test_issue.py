"""Issuing: one file a person, in the department's folder; nothing there is lost by accident."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sheet_kit import opened

from okrsheets.errors import MachineError
from okrsheets.identity import token_is_right
from okrsheets.issuing.issue import IssueState, issue_sheets
from okrsheets.issuing.places import sheet_path
from okrsheets.shape import SheetOptions
from okrsheets.submissions import read_submission
from okrsheets.workspace import Workspace, create_workspace, open_workspace

ROSTER = """id,name,department,title,manager,language
E1,Ann Lee,Product/Payments,Product manager,E3,
E2,Bo Zhang,Product,Designer,E3,zh
E3,Wei Chen,,Director,,
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    root = tmp_path / "2026"
    create_workspace(root, organisation="Northlight", year=2026, language="en")
    (root / "roster.xlsx").unlink()
    (root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return open_workspace(root)


def test_issue_sheets__everybody__one_file_each_in_the_departments_folder(
    workspace: Workspace,
) -> None:
    issued = issue_sheets(workspace, workspace.roster().people)
    assert [i.path.relative_to(workspace.sheets).as_posix() for i in issued] == [
        "Product/Payments/E1_Ann Lee_OKR score sheet 2026.xlsx",
        "Product/E2_Bo Zhang_OKR评分表 2026.xlsx",
        "E3_Wei Chen_OKR score sheet 2026.xlsx",
    ]
    assert {i.state for i in issued} == {IssueState.ISSUED}
    files = {p for p in workspace.sheets.rglob("*") if p.is_file()}
    assert files == {i.path for i in issued}


def test_issue_sheets__sheet__is_the_persons_and_signed(workspace: Workspace) -> None:
    ann, bo, _ = issue_sheets(workspace, workspace.roster().people)
    tab = opened(ann.path.read_bytes())["Q1"]
    assert (tab["B4"].value, tab["O4"].value) == ("Ann Lee", "Wei Chen")
    assert opened(bo.path.read_bytes())["Q1"]["B3"].value == "姓名"
    identity = read_submission(ann.path.read_bytes(), options=SheetOptions()).identity
    assert identity is not None
    assert (identity.person, identity.year) == ("E1", 2026)
    assert token_is_right(workspace.key, identity)


def test_issue_sheets__again__changes_nothing(workspace: Workspace) -> None:
    people = workspace.roster().people
    before = {i.path: i.path.read_bytes() for i in issue_sheets(workspace, people)}
    again = issue_sheets(workspace, people)
    assert {i.state for i in again} == {IssueState.UNCHANGED}
    assert {i.path: i.path.read_bytes() for i in again} == before


def test_issue_sheets__different_file_is_there__stays_unless_forced(workspace: Workspace) -> None:
    ann = workspace.roster().people[:1]
    path = sheet_path(workspace, ann[0])
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half a year of work")
    assert issue_sheets(workspace, ann)[0].state is IssueState.KEPT
    assert path.read_bytes() == b"half a year of work"
    assert issue_sheets(workspace, ann, force=True)[0].state is IssueState.REPLACED
    assert path.read_bytes().startswith(b"PK")


def test_issue_sheets__progress__is_told_of_each(workspace: Workspace) -> None:
    told: list[str] = []
    people = workspace.roster().people
    issue_sheets(workspace, people, on_progress=lambda sheet: told.append(sheet.person.id))
    assert told == ["E1", "E2", "E3"]


def test_issue_sheets__place_taken_by_a_folder__stops_and_names_it(workspace: Workspace) -> None:
    wei = workspace.roster().people[2:]
    sheet_path(workspace, wei[0]).mkdir(parents=True)
    with pytest.raises(MachineError) as caught:
        issue_sheets(workspace, wei)
    assert "E3_Wei Chen" in str(caught.value)


def test_issue_sheets__left_over_of_a_killed_run__is_written_over(workspace: Workspace) -> None:
    (workspace.sheets / ".okrsheets.tmp").write_bytes(b"half")
    issue_sheets(workspace, workspace.roster().people)
    assert not (workspace.sheets / ".okrsheets.tmp").exists()


def run(*arguments: str | Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "OKRSHEETS_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "okrsheets", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


def test_sheets__one_person_as_json__names_the_file(workspace: Workspace) -> None:
    done = run("-C", workspace.root, "sheets", "--person", "E3", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        {
            "person": "E3",
            "path": "sheets/E3_Wei Chen_OKR score sheet 2026.xlsx",
            "state": "issued",
        }
    ]


def test_sheets__department__takes_those_below_and_shows_a_table(workspace: Workspace) -> None:
    done = run("-C", workspace.root, "sheets", "--department", "Product")
    assert done.returncode == 0, done.stderr
    assert "Product / Payments" in done.stdout
    assert "2 sheets in" in done.stdout
    assert len(list(workspace.sheets.rglob("E*.xlsx"))) == 2


def test_sheets__unknown_person_or_department__is_refused_with_a_hint(
    workspace: Workspace,
) -> None:
    person = run("-C", workspace.root, "sheets", "--person", "E11")
    department = run("-C", workspace.root, "sheets", "--department", "Produkt")
    assert (person.returncode, department.returncode) == (2, 2)
    assert "E11" in person.stderr
    assert "Did you mean E1" in person.stderr
    assert "Product" in department.stderr
    assert not list(workspace.sheets.rglob("*.xlsx"))


def test_layout__json_outside_a_workspace__is_the_default_sheet(tmp_path: Path) -> None:
    done = run("-C", tmp_path, "layout", "--language", "zh", "--format", "json")
    contract = json.loads(done.stdout)
    assert (contract["layout"], contract["language"]) == (1, "zh")
    assert contract["fields"]["Q1.O1.text"] == "Q1!C9"
    assert contract["fields"]["Q1.O3.K3.actual"] == "Q1!K20"
    assert contract["fields"]["annual.score"] == "年度!D13"
    assert contract["choices"]["type"]["increase"] == "正向"
    assert contract["choices"]["status"]["void"] == "作废"
    assert contract["choices"]["yesno"] == {"yes": "是", "no": "否"}


def test_layout__inside_a_workspace__follows_its_settings(workspace: Workspace) -> None:
    settings = workspace.root / "okrsheets.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("objectives = 3", "objectives = 2"), encoding="utf-8")
    done = run("-C", workspace.root, "layout", "--format", "json")
    assert "Q1.O3.text" not in json.loads(done.stdout)["fields"], done.stderr


def test_layout__text__lists_addresses_and_words() -> None:
    done = run("layout", language="zh")
    assert done.returncode == 0
    assert "Q1!D10" in done.stdout
    assert "Q1.O1.K1.weight" in done.stdout
