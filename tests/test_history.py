"""A person's versions and what differs between them, as records, as JSON and as people read it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import DONE, OCTOBER, PLAN, Values, make_workspace, send, write_people

from okrsheets.batch.hands import Hand, hand_of
from okrsheets.batch.history import Origin, VersionState, differences, load_history
from okrsheets.batch.ingest import ingest_paths
from okrsheets.cells import Cell, CellKind, Place
from okrsheets.cli.fields import field_words
from okrsheets.display import shown_cell
from okrsheets.language import load_language
from okrsheets.workspace import Workspace

REVIEWED: Values = {**PLAN, "Q1.O1.K1.reviewer": 0.5, "Q1.O1.K1.reason": "late"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def take_in(workspace: Workspace, values: Values, days: int, person: str = "E1") -> None:
    """Take a copy in that was saved some days after the first."""
    path = send(workspace, person, values, modified=OCTOBER + timedelta(days=days))
    assert ingest_paths(workspace, [path]).stopped is None
    path.unlink()


def three_versions(workspace: Workspace) -> None:
    """Store the plan, the employee's values, the manager's review of the plan."""
    for days, values in enumerate((PLAN, DONE, REVIEWED)):
        take_in(workspace, values, days)


def test_load_history__plan_values_review__each_with_state_origin_and_part(
    workspace: Workspace,
) -> None:
    three_versions(workspace)
    history = load_history(workspace, "E1")
    assert history is not None
    assert [line.version.version for line in history.lines] == [1, 2, 3]
    assert [line.file for line in history.lines] == ["inbox/E1.xlsx"] * 3
    assert [line.state for line in history.lines] == [
        VersionState.HISTORY,
        VersionState.JOINED,  # its two actual values stand beside the review
        VersionState.CURRENT,
    ]
    assert [line.origin for line in history.lines] == [
        Origin.FIRST,
        Origin.REPLACED,
        Origin.JOINED,
    ]
    # 8 fields of the plan; 2 actual values; those 2 blank, reviewer's score and reason filled in
    assert [len(line.changes) for line in history.lines] == [8, 2, 4]
    assert [line.hands for line in history.lines] == [
        (Hand.EMPLOYEE,),
        (Hand.EMPLOYEE,),
        (Hand.EMPLOYEE, Hand.MANAGER),
    ]


def test_load_history__older_copy_and_insisted_copy__told_apart(workspace: Workspace) -> None:
    take_in(workspace, {**DONE, "Q1.O1.K1.actual": 90}, 3)
    take_in(workspace, DONE, 1)  # older, late
    take_in(workspace, {**DONE, "Q1.O1.K1.actual": 88}, 4)  # 88 again: asked
    history = load_history(workspace, "E1")
    assert history is not None
    assert [line.origin for line in history.lines] == [Origin.FIRST, Origin.LATE]
    assert [(file.state.value, file.codes) for file in history.waiting] == [("held", ("V208",))]
    take_in(workspace, {**DONE, "Q1.O1.K1.actual": 88}, 5)  # sent again: counts
    history = load_history(workspace, "E1")
    assert history is not None
    assert Origin.SETTLED in [line.origin for line in history.lines]
    assert history.waiting == ()


def test_differences__two_versions__in_the_order_of_the_sheet(workspace: Workspace) -> None:
    take_in(workspace, PLAN, 0)
    take_in(
        workspace,
        {**PLAN, "Q1.O1.K2.target": 60, "Q1.O1.K1.target": 95, "annual.review.manager": "good"},
        1,
    )
    history = load_history(workspace, "E1")
    assert history is not None
    found = differences(history.version(1), history.version(2))
    assert [(d.key, str(d.cell.place), d.hand.value) for d in found] == [
        ("Q1.O1.K1.target", "Q1!G10", "employee"),
        ("Q1.O1.K2.target", "Q1!G11", "employee"),
        ("annual.review.manager", "Year!D19", "manager"),
    ]
    assert [(shown_cell(d.before), shown_cell(d.after)) for d in found] == [
        ("90", "95"),
        ("50", "60"),
        ("", "good"),
    ]
    assert differences(history.version(2), history.version(2)) == ()


def answer(capfd: pytest.CaptureFixture[str], root: Path, *arguments: object) -> dict[str, Any]:
    code, out, err = run_in(root, capfd, "history", *arguments, "--format", "json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_history__json__as_promised(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")
    three_versions(workspace)
    found = answer(capfd, workspace.root, "E1", "--compare", 1, 2)
    assert {key: found[key] for key in ("person", "name", "on_roster", "year", "files")} == {
        "person": "E1",
        "name": "E1",
        "on_roster": True,
        "year": 2026,
        "files": [],
    }
    assert [v["state"] for v in found["versions"]] == ["history", "joined", "current"]
    second = found["versions"][1]
    assert len(second.pop("sha256")) == 64
    assert second == {
        "version": 2,
        "received": "2026-10-26T07:33:20+00:00",
        "modified": "2026-10-06T09:00:00+00:00",
        "file": "inbox/E1.xlsx",
        "state": "joined",
        "origin": "replaced",
        "differences": 2,
        "hands": ["employee"],
    }
    assert found["compare"]["from"] == 1
    assert found["compare"]["to"] == 2
    assert found["compare"]["differences"][0] == {
        "field": "Q1.O1.K1.actual",
        "words": "Q1 · Objective 1 · Key result 1 · Actual",
        "hand": "employee",
        "sheet": "Q1",
        "cell": "K10",
        "from": None,
        "to": "88",
        "from_raw": None,
        "to_raw": "88",
    }


def test_history__text__last_two_versions_are_compared(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    take_in(workspace, PLAN, 0)
    take_in(workspace, {**PLAN, "Q1.O1.K1.target": 95}, 1)
    take_in(workspace, {**PLAN, "Q1.O1.K1.target": 99}, 2)  # a clash: waits
    code, out, _ = run_in(workspace.root, capfd, "history", "E1")
    assert code == 0
    assert "From version 1 to version 2:" in out
    row = next(line for line in out.splitlines() if "Target" in line)
    assert " ".join(row.split()) == (
        "Q1 · Objective 1 · Key result 1 · Target Q1!G10 employee 90 95"
    )
    assert "held: needs a decision" in out
    assert "V202" in out


def test_history__one_version__nothing_to_compare(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    take_in(workspace, PLAN, 0)
    assert answer(capfd, workspace.root, "E1")["compare"] is None


def test_history__on_the_roster_and_nothing_sent__says_so(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_in(workspace.root, capfd, "history", "E2")
    assert code == 0
    assert "No version is stored." in out


def test_history__not_on_the_roster_any_more__still_shown(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    take_in(workspace, PLAN, 0)
    write_people(workspace, ("E2",))
    code, out, _ = run_in(workspace.root, capfd, "history", "E1")
    assert code == 0
    assert "Not on the roster" in out
    assert answer(capfd, workspace.root, "E1")["on_roster"] is False


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["e1"], "Near: E1"),
        (["zzz"], "nobody with the id"),
        (["E1", "--compare", "1", "7"], "no version 7. There are: 1"),
        (["E1", "--compare", "0", "1"], "no version 0. There are: 1"),
    ],
)
def test_history__wrong_id_or_number__exit_2_with_what_there_is(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], arguments: list[str], hint: str
) -> None:
    take_in(workspace, PLAN, 0)
    code, out, err = run_in(workspace.root, capfd, "history", *arguments)
    assert (code, out) == (2, "")
    assert hint in err


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        (
            "Q1.O2.K1.actual",
            "Q1 · Objective 2 · Key result 1 · Actual",
            "Q1 · 目标 2 · 关键结果 1 · 实际值",
        ),
        ("Q2.O1.text", "Q2 · Objective 1 · Wording", "Q2 · 目标 1 · 内容"),
        ("Q1.plan.2.date", "Q1 · Improvement 2 · By when", "Q1 · 改进措施 2 · 何时完成"),
        ("annual.review.manager", "Year · Manager review", "年度 · 上级评议"),
        ("checkins.12.value", "Check-ins · 12 · Value", "跟进 · 12 · 数值"),
        ("checkins.four.must.1", "Check-ins · This week · 1", "跟进 · 本周 · 1"),
        ("Q1.unknown", "Q1 · unknown", "Q1 · unknown"),
    ],
)
def test_field_words__a_key__as_people_say_it(key: str, english: str, chinese: str) -> None:
    assert field_words(key, load_language("en")) == english
    assert field_words(key, load_language("zh")) == chinese


@pytest.mark.parametrize(
    ("raw", "form", "shown"),
    [
        ("0.4", "0%", "40%"),
        ("0.125", "0.0%", "12.5%"),
        ("88.0", "General", "88"),
        ("1E+2", "General", "100"),
        ("0.70000000000000007", "0.00", "0.7"),
    ],
)
def test_shown_cell__number__as_people_see_it(raw: str, form: str, shown: str) -> None:
    assert shown_cell(Cell(Place("Q1", "D9"), CellKind.NUMBER, raw, form)) == shown


def test_shown_cell__blank_and_text__as_they_are() -> None:
    assert shown_cell(None) == ""
    assert shown_cell(Cell(Place("Q1", "D9"), CellKind.TEXT, " ")) == ""
    assert shown_cell(Cell(Place("Q1", "D9"), CellKind.TEXT, "0.40")) == "0.40"


@pytest.mark.parametrize(
    ("key", "hand"),
    [
        ("Q1.O1.K1.reviewer", Hand.MANAGER),
        ("annual.review.manager", Hand.MANAGER),
        ("annual.review.collective", Hand.MANAGER),
        ("Q1.O1.K1.self", Hand.EMPLOYEE),
        ("annual.review.self", Hand.EMPLOYEE),
        ("annual.review.peers", Hand.EMPLOYEE),
        ("Q1.O1.K1.reason", Hand.EMPLOYEE),
    ],
)
def test_hand_of__a_key__whose_part_it_is(key: str, hand: Hand) -> None:
    assert hand_of(key) is hand
