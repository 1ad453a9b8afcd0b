"""Files that come after a cycle was closed: held where they change it, else taken in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from closing_kit import (
    NEXT,
    Q1,
    Q2,
    SCORED,
    closed_workspace,
    ingest,
    outcome,
    rows,
    scored_workspace,
    set_policy,
    year_of,
)
from filled_sheets import OCTOBER, Values, make_workspace, send

from okrsheets.batch.close import close, reopen
from okrsheets.batch.freeze import freeze
from okrsheets.batch.ingest import check_in_workspace, ingest_paths
from okrsheets.errors import Line
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.model import CycleState
from okrsheets.workspace import Workspace

LATER = OCTOBER + timedelta(days=1)
LATEST = OCTOBER + timedelta(days=2)
RAISED: Values = {**SCORED, "Q1.O1.K1.reviewer": 1}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return closed_workspace(tmp_path / "w")


def first_score(workspace: Workspace, person: str = "E1") -> Fraction | None:
    return year_of(workspace, person).year.cycles[0].score


def test_ingest__closed_cycle_changed__held_with_old_and_new(workspace: Workspace) -> None:
    send(workspace, "E1", {**RAISED, **NEXT}, modified=LATER)
    (file,) = ingest(workspace)
    assert outcome([file]) == [("E1", "held", ["V401"])]
    (finding,) = [f for f in file.findings if f.code == "V401"]
    assert (finding.key, finding.value) == ("Q1.O1.K1.reviewer", "1")
    assert (finding.fields["stored"], finding.fields["cycle"]) == ("0.5", "2026Q1")
    assert first_score(workspace) == Fraction(13, 20)
    assert year_of(workspace, "E1").year.cycles[1].state is CycleState.EMPTY
    texts = [path.read_text("utf-8") for path in workspace.returned.glob("*.txt")]
    assert [text for text in texts if "V401" in text and "reopen" in text]


def test_ingest__values_cleared_in_a_closed_cycle__held(workspace: Workspace) -> None:
    short = {key: value for key, value in SCORED.items() if key != "Q1.O1.K2.actual"}
    send(workspace, "E1", {**short, **NEXT, "Q1.review.how": "well"}, modified=LATER)
    (file,) = ingest(workspace)
    assert file.state == "held"
    found = {f.key: (f.value, f.fields["stored"]) for f in file.findings if f.code == "V401"}
    assert found["Q1.review.how"] == ("well", Line("(blank)", {}))
    assert found["Q1.O1.K2.actual"] == ("", "50")


def test_ingest__person_without_a_sheet_at_the_closing__held(workspace: Workspace) -> None:
    send(workspace, "E2", SCORED, modified=LATER)
    assert outcome(ingest(workspace)) == [("E2", "held", ["V401"])]
    assert year_of(workspace, "E2").year.cycles[0].state is CycleState.NOT_SUBMITTED
    assert year_of(workspace, "E2").submission is None


def test_ingest__closed_cycle_as_it_was_and_news_elsewhere__taken_in(workspace: Workspace) -> None:
    send(workspace, "E1", {**SCORED, **NEXT}, modified=LATER)
    assert outcome(ingest(workspace)) == [("E1", "replaced", [])]
    assert year_of(workspace, "E1").year.cycles[1].state is CycleState.PLANNED
    assert first_score(workspace) == Fraction(13, 20)


def test_ingest__stale_copy_without_the_reviewers_score__joined(tmp_path: Path) -> None:
    """The employee goes on in a copy from before the manager's score: nothing closed changes."""
    own = {k: v for k, v in SCORED.items() if k != "Q1.O1.K1.reviewer"}
    workspace = scored_workspace(tmp_path / "w", E1=own)
    send(workspace, "E1", SCORED, modified=LATER)
    ingest(workspace)
    close(workspace, Q1)
    send(workspace, "E1", {**own, **NEXT}, modified=LATEST)
    assert outcome(ingest(workspace)) == [("E1", "replaced", [])]
    assert first_score(workspace) == Fraction(13, 20)
    assert year_of(workspace, "E1").year.cycles[1].state is CycleState.PLANNED


@pytest.mark.parametrize("dates", [(LATER, LATEST), (LATEST, LATER)])
def test_ingest__two_copies_one_of_which_changes_a_closed_cycle__only_that_is_held(
    workspace: Workspace, dates: tuple[datetime, datetime]
) -> None:
    send(workspace, "E1", RAISED, modified=dates[0], name="a.xlsx")
    send(workspace, "E1", {**SCORED, **NEXT}, modified=dates[1], name="b.xlsx")
    states = {Path(file.path).name: file.state.value for file in ingest(workspace)}
    assert states == {"a.xlsx": "held", "b.xlsx": "replaced"}
    assert first_score(workspace) == Fraction(13, 20)
    assert year_of(workspace, "E1").year.cycles[1].state is CycleState.PLANNED


def test_ingest__older_copy_of_another_value__history_and_no_more(workspace: Workspace) -> None:
    before = OCTOBER - timedelta(days=3)
    send(workspace, "E1", {**SCORED, "Q1.O1.K2.actual": 40}, modified=before)
    assert outcome(ingest(workspace)) == [("E1", "stored", [])]
    assert first_score(workspace) == Fraction(13, 20)


def test_check__closed_cycle_changed__said_and_nothing_written(workspace: Workspace) -> None:
    path = send(workspace, "E1", RAISED, modified=LATER)
    before = rows(workspace, "SELECT * FROM files")
    assert outcome(check_in_workspace(workspace, [path]).files) == [("E1", "held", ["V401"])]
    assert outcome(ingest_paths(workspace, [path], dry_run=True).files) == [
        ("E1", "held", ["V401"])
    ]
    assert rows(workspace, "SELECT * FROM files") == before


def test_reopen__held_file__taken_in_by_the_next_ingest(workspace: Workspace) -> None:
    send(workspace, "E1", RAISED, modified=LATER)
    ingest(workspace)
    assert outcome(ingest(workspace)) == [("E1", "held", ["V401"])]
    reopen(workspace, Q1, "the review was typed in late")
    assert outcome(ingest(workspace)) == [("E1", "replaced", [])]
    assert first_score(workspace) == 1


def test_reopen__held_for_the_closing_then_a_clash__not_taken_for_insisting(
    workspace: Workspace,
) -> None:
    """Its sender was told of the closing, never asked about the clash that comes now."""
    send(workspace, "E1", {**SCORED, "Q1.O1.K2.actual": 45}, modified=LATER)
    ingest(workspace)
    reopen(workspace, Q1, "appeal")
    send(workspace, "E1", {**RAISED, "Q1.O1.K2.actual": 40}, modified=LATEST)
    states = [file.state.value for file in ingest(workspace)]
    assert "replaced" in states
    assert rows(workspace, "SELECT sum(settles) FROM versions") == [(0,)]


@pytest.mark.parametrize("together", [False, True])
def test_reopen__held_value_that_was_put_back_later__stays_history(
    workspace: Workspace, *, together: bool
) -> None:
    """K2 was raised to 45 and held; the sender put 50 back as told, and added the next plan."""
    send(workspace, "E1", {**SCORED, "Q1.O1.K2.actual": 45}, modified=LATER)
    assert outcome(ingest(workspace)) == [("E1", "held", ["V401"])]
    send(workspace, "E1", {**SCORED, **NEXT}, modified=LATEST)
    if not together:
        ingest(workspace)
    reopen(workspace, Q1, "another's appeal")
    files = ingest(workspace)
    (back,) = [file for file in files if any(f.code == "V403" for f in file.findings)]
    assert (back.person, back.state.value) == ("E1", "stored")
    (finding,) = [f for f in back.findings if f.code == "V403"]
    assert (finding.key, finding.fields["here"], finding.fields["stored"]) == (
        "Q1.O1.K2.actual",
        "45",
        "50",
    )
    assert first_score(workspace) == Fraction(13, 20)
    assert year_of(workspace, "E1").year.cycles[1].state is CycleState.PLANNED


def test_reopen__two_held_values_then_put_back__both_stay_history(workspace: Workspace) -> None:
    for number, value in enumerate((45, 40), start=1):
        day = OCTOBER + timedelta(days=number)
        file = f"{value}.xlsx"
        send(workspace, "E1", {**SCORED, "Q1.O1.K2.actual": value}, modified=day, name=file)
    assert {state for _, state, _ in outcome(ingest(workspace))} == {"held"}
    send(workspace, "E1", {**SCORED, **NEXT}, modified=OCTOBER + timedelta(days=3))
    ingest(workspace)
    reopen(workspace, Q1, "another's appeal")
    codes = [codes for _, _, codes in outcome(ingest(workspace))]
    assert codes == [["V403"], ["V403"]]
    assert first_score(workspace) == Fraction(13, 20)


def test_reopen__two_held_values__a_clash_to_be_asked_about_and_none_taken_back(
    workspace: Workspace,
) -> None:
    for day, value in ((LATER, 45), (LATEST, 40)):
        file = f"{value}.xlsx"
        send(workspace, "E1", {**SCORED, "Q1.O1.K2.actual": value}, modified=day, name=file)
    assert {state for _, state, _ in outcome(ingest(workspace))} == {"held"}
    reopen(workspace, Q1, "appeal")
    files = {Path(file.path).name: file for file in ingest(workspace)}
    assert {name: file.state.value for name, file in files.items()} == {
        "45.xlsx": "replaced",
        "40.xlsx": "held",
    }
    assert [f.code for f in files["40.xlsx"].findings if f.code.startswith("V")] == ["V202"]


def test_reopen__held_value_where_a_later_copy_is_blank__joined(tmp_path: Path) -> None:
    """The manager's score was held; the employee's later copy never had it, and takes none back."""
    own = {k: v for k, v in SCORED.items() if k != "Q1.O1.K1.reviewer"}
    workspace = scored_workspace(tmp_path / "w", E1=own)
    close(workspace, Q1)
    send(workspace, "E1", SCORED, modified=LATER)
    assert outcome(ingest(workspace)) == [("E1", "held", ["V401"])]
    send(workspace, "E1", {**own, **NEXT}, modified=LATEST)
    ingest(workspace)
    assert first_score(workspace) == Fraction(93, 100)  # 0.7 x 0.9 + 0.3 x 1
    reopen(workspace, Q1, "the review was typed in late")
    assert "V403" not in str(outcome(ingest(workspace)))
    assert first_score(workspace) == Fraction(13, 20)
    assert year_of(workspace, "E1").year.cycles[1].state is CycleState.PLANNED


def test_ingest__rules_for_reasons_stricter_since__stored_cycle_is_no_fault(
    workspace: Workspace,
) -> None:
    """The closed quarter is below the line without a reason; today's rule would refuse it."""
    changed = set_policy(workspace, "reason_rule", '"require"')
    send(changed, "E1", {**SCORED, **NEXT}, modified=LATER)
    assert outcome(ingest(changed)) == [("E1", "replaced", [])]
    send(changed, "E1", {**SCORED, **NEXT, "Q2.O1.K1.actual": 1}, modified=LATEST)
    (file,) = ingest(changed)
    assert file.state == "rejected"
    grave = [f for f in file.findings if severity_of(f) is Severity.ERROR]
    assert {f.key for f in grave} == {"Q2.O1.K1.reason"}


def test_ingest__low_score_without_a_reason_in_a_closed_cycle__no_longer_asked_for(
    tmp_path: Path,
) -> None:
    """Before the closing it is asked for, and a review; afterwards, typing it in would be held."""
    workspace = make_workspace(tmp_path / "w")
    send(workspace, "E1", SCORED)
    (first,) = ingest(workspace)
    asked = {f.code for f in first.findings if f.key.startswith("Q1.")}
    assert {"K701", "K704"} <= asked
    assert any(code.startswith("K4") for code in asked)
    close(workspace, Q1)
    later = {**SCORED, **NEXT, "Q2.O1.K1.actual": 1}  # 1 of 5 shops: below the line
    send(workspace, "E1", later, modified=LATER)
    (second,) = ingest(workspace)
    later_asked = [f for f in second.findings if f.code.startswith(("K1", "K4", "K7"))]
    assert {f.key.partition(".")[0] for f in later_asked} == {"Q2"}
    assert "K402" in {f.code for f in later_asked}


PLAN_CHANGES: Mapping[str, Values] = {
    "target": {"Q1.O1.K1.target": 96},
    "text and weights": {
        "Q1.O1.text": "Happy customers",
        "Q1.O1.K1.weight": 0.5,
        "Q1.O1.K2.weight": 0.5,
    },
}


@pytest.mark.parametrize(("what", "count"), [("target", 1), ("text and weights", 3)])
def test_ingest__frozen_plan_changed__taken_in_with_a_note(
    tmp_path: Path, what: str, count: int
) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED)
    freeze(workspace, Q1)
    send(workspace, "E1", {**SCORED, **PLAN_CHANGES[what]}, modified=LATER)
    (file,) = ingest(workspace)
    assert outcome([file]) == [("E1", "replaced", ["V402"])]
    (note,) = [f for f in file.findings if f.code == "V402"]
    changes = note.fields["changes"]
    assert isinstance(changes, tuple)
    assert (note.fields["count"], note.fields["cycle"]) == (count, "2026Q1")
    if what == "target":
        assert [str(one) for one in changes] == ["Q1!G10 90 → 96"]


def test_ingest__results_typed_after_the_freeze__no_note(tmp_path: Path) -> None:
    plan = {k: v for k, v in SCORED.items() if not k.endswith(("actual", "self", "reviewer"))}
    workspace = scored_workspace(tmp_path / "w", E1=plan)
    freeze(workspace, Q1)
    send(workspace, "E1", {**SCORED, **NEXT}, modified=LATER)
    assert outcome(ingest(workspace)) == [("E1", "replaced", [])]


def test_ingest__nothing_frozen_or_closed__plans_change_freely(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w")
    send(workspace, "E1", SCORED)
    ingest(workspace)
    send(workspace, "E1", {**SCORED, "Q1.O1.K1.target": 96}, modified=LATER)
    assert outcome(ingest(workspace)) == [("E1", "replaced", [])]


def test_close__other_cycle__changes_of_this_one_are_taken_in(tmp_path: Path) -> None:
    workspace = scored_workspace(tmp_path / "w", E1={**SCORED, **NEXT})
    close(workspace, Q2)
    send(workspace, "E1", {**RAISED, **NEXT}, modified=LATER)
    assert outcome(ingest(workspace)) == [("E1", "replaced", [])]
    assert first_score(workspace) == 1
