"""Versions of one person's sheet: ranked, replaced, joined, held, kept as history."""

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest
from filled_sheets import DONE, OCTOBER, PLAN, Values, make_workspace, send, write_people

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import FileResult
from okrsheets.batch.results import load_year
from okrsheets.model import PersonYear
from okrsheets.workspace import Workspace

LATER = OCTOBER + timedelta(days=1)
LATEST = OCTOBER + timedelta(days=2)
CORRECTED: Values = {**DONE, "Q1.O1.K1.actual": 90}
REVIEWED: Values = {**PLAN, "Q1.O1.K1.reviewer": 0.5, "Q1.O1.K1.reason": "late"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "w")


def ingest(workspace: Workspace) -> list[FileResult]:
    """Take the inbox in and empty it."""
    result = ingest_paths(workspace, [workspace.inbox])
    assert result.stopped is None
    for path in workspace.inbox.iterdir():
        path.unlink()
    return list(result.files)


def states(files: list[FileResult]) -> dict[str, str]:
    return {Path(file.path).name: file.state.value for file in files}


def codes(file: FileResult) -> list[str]:
    return [f.code for f in file.findings if f.code.startswith("V")]


def year_of(workspace: Workspace, person: str) -> PersonYear:
    return next(p for p in load_year(workspace) if p.person.id == person)


def first_score(workspace: Workspace) -> Fraction | None:
    return year_of(workspace, "E1").year.cycles[0].score


def test_ingest__newer_version__replaces(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    assert states(ingest(workspace)) == {"E1.xlsx": "stored"}
    send(workspace, "E1", CORRECTED, modified=LATER)
    assert states(ingest(workspace)) == {"E1.xlsx": "replaced"}
    assert first_score(workspace) == 1
    assert year_of(workspace, "E1").version == 2


def test_ingest__older_copy_arrives_late__kept_as_history(workspace: Workspace) -> None:
    send(workspace, "E1", CORRECTED, modified=LATER)
    ingest(workspace)
    send(workspace, "E1", DONE)
    files = ingest(workspace)
    assert states(files) == {"E1.xlsx": "stored"}
    assert codes(files[0]) == ["V203"]
    assert first_score(workspace) == 1
    assert year_of(workspace, "E1").version == 1


def test_ingest__two_files_of_one_person__ranked_by_the_date_inside(workspace: Workspace) -> None:
    send(workspace, "E1", CORRECTED, modified=LATER, name="a.xlsx")
    send(workspace, "E1", DONE, name="b.xlsx")
    assert states(ingest(workspace)) == {"a.xlsx": "replaced", "b.xlsx": "stored"}
    assert first_score(workspace) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (OCTOBER, OCTOBER),
        (None, OCTOBER),
        (OCTOBER, None),
        (OCTOBER, datetime(2099, 1, 1, tzinfo=UTC)),
    ],
)
def test_ingest__newest_cannot_be_told__both_held(
    workspace: Workspace, first: datetime | None, second: datetime | None
) -> None:
    send(workspace, "E1", DONE, modified=first, name="a.xlsx")
    send(workspace, "E1", CORRECTED, modified=second, name="b.xlsx")
    files = ingest(workspace)
    assert states(files) == {"a.xlsx": "held", "b.xlsx": "held"}
    assert [codes(file) for file in files] == [["V201"], ["V201"]]
    assert year_of(workspace, "E1").submission is None


def test_ingest__held_for_the_date__newer_file_settles_it(workspace: Workspace) -> None:
    send(workspace, "E1", DONE, name="a.xlsx")
    send(workspace, "E1", CORRECTED, name="b.xlsx")
    ingest(workspace)
    send(workspace, "E1", {**CORRECTED, "Q1.O1.K2.actual": 25}, modified=LATER, name="c.xlsx")
    assert set(states(ingest(workspace)).values()) == {"stored"}
    assert first_score(workspace) == Fraction(3, 4)
    assert ingest(workspace) == []


def test_ingest__one_file_without_a_date__stored(workspace: Workspace) -> None:
    send(workspace, "E1", DONE, modified=None)
    assert states(ingest(workspace)) == {"E1.xlsx": "stored"}


def test_ingest__same_values_saved_again__unchanged(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    ingest(workspace)
    send(workspace, "E1", {**DONE, "Q1.O1.K1.actual": 88.0}, modified=LATER)
    assert states(ingest(workspace)) == {"E1.xlsx": "unchanged"}
    assert year_of(workspace, "E1").version == 1


def test_ingest__employee_and_manager_apart__joined(workspace: Workspace) -> None:
    send(workspace, "E1", PLAN)
    ingest(workspace)
    send(workspace, "E1", DONE, modified=LATER)
    ingest(workspace)
    send(workspace, "E1", REVIEWED, modified=LATEST)
    files = ingest(workspace)
    assert states(files) == {"E1.xlsx": "replaced"}
    assert codes(files[0]) == ["V204"]
    assert first_score(workspace) == Fraction(3, 4)  # (0.5 by the reviewer + 1) / 2


def test_views__joined_copies__each_actual_value_names_the_file_it_came_from(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", PLAN)
    ingest(workspace)
    send(workspace, "E1", DONE, modified=LATER, name="employee.xlsx")
    ingest(workspace)
    third: Values = {"Q1.O1.K3.text": "A third", "Q1.O1.K3.type": "Linear", "Q1.O1.K3.target": 5}
    send(workspace, "E1", {**REVIEWED, **third}, modified=LATEST, name="manager.xlsx")
    ingest(workspace)
    query = "SELECT number, actual_raw, actual_cell, file FROM key_results ORDER BY number"
    with sqlite3.connect(workspace.database) as connection:
        rows = connection.execute(query).fetchall()
    connection.close()
    assert rows == [
        (1, "88", "K10", "inbox/employee.xlsx"),
        (2, "50", "K11", "inbox/employee.xlsx"),
        (3, None, None, "inbox/manager.xlsx"),
    ]


def test_ingest__manager_first_then_older_employee__same_result(workspace: Workspace) -> None:
    send(workspace, "E1", {**PLAN, "Q1.O1.K1.reviewer": 0.5}, modified=LATER)
    ingest(workspace)
    send(workspace, "E1", DONE)
    files = ingest(workspace)
    assert codes(files[0]) == ["V203", "V204"]
    assert first_score(workspace) == Fraction(3, 4)


def test_ingest__same_cell_changed_on_both_sides__held(workspace: Workspace) -> None:
    for values, date in ((PLAN, OCTOBER), ({**PLAN, "Q1.O1.K1.target": 95}, LATER)):
        send(workspace, "E1", values, modified=date)
        ingest(workspace)
    send(workspace, "E1", {**PLAN, "Q1.O1.K1.target": 99}, modified=LATEST)
    files = ingest(workspace)
    assert states(files) == {"E1.xlsx": "held"}
    finding = next(f for f in files[0].findings if f.code == "V202")
    assert str(finding.place) == "Q1!G10"
    assert (finding.value, finding.fields["stored"]) == ("99", "95")
    assert year_of(workspace, "E1").version == 2


def test_ingest__held_for_a_clash__newer_copy_settles_it(workspace: Workspace) -> None:
    for values, date in ((PLAN, OCTOBER), ({**PLAN, "Q1.O1.K1.target": 95}, LATER)):
        send(workspace, "E1", values, modified=date)
        ingest(workspace)
    send(workspace, "E1", {**PLAN, "Q1.O1.K1.target": 99}, modified=LATEST)
    ingest(workspace)
    agreed = {**PLAN, "Q1.O1.K1.target": 95, "Q1.O1.K1.reason": "agreed"}
    send(workspace, "E1", agreed, modified=LATEST + timedelta(hours=1))
    assert "held" not in states(ingest(workspace)).values()
    assert ingest(workspace) == []


@pytest.mark.parametrize("agreed", [99, 97])
def test_ingest__held_for_a_clash__value_typed_again_counts(
    workspace: Workspace, agreed: int
) -> None:
    for values, date in ((PLAN, OCTOBER), ({**PLAN, "Q1.O1.K1.target": 95}, LATER)):
        send(workspace, "E1", values, modified=date)
        ingest(workspace)
    send(workspace, "E1", {**PLAN, "Q1.O1.K1.target": 99}, modified=LATEST)
    assert states(ingest(workspace)) == {"E1.xlsx": "held"}
    insisted = {**PLAN, "Q1.O1.K1.target": agreed, "Q1.O1.K1.actual": 88}
    send(workspace, "E1", insisted, modified=LATEST + timedelta(hours=1))
    files = ingest(workspace)
    assert sorted(f.state.value for f in files) == ["replaced", "stored"]
    assert [codes(f) for f in files if f.state.value == "replaced"] == [["V207"]]
    assert ingest(workspace) == []
    corrected = {**insisted, "Q1.O1.K1.reason": "late"}
    send(workspace, "E1", corrected, modified=LATEST + timedelta(hours=2))
    assert states(ingest(workspace)) == {"E1.xlsx": "replaced"}
    submission = year_of(workspace, "E1").submission
    assert submission is not None
    first = submission.cycles[0].objectives[0].key_results[0]
    assert (first.target, first.actual) == (Decimal(agreed), Decimal(88))
    assert first.reason == "late"


def test_ingest__newer_copy_with_the_value_of_an_earlier_one__held_then_settled(
    workspace: Workspace,
) -> None:
    """88, then 90, then 88 again: taken back, or an old copy saved again? Never unchanged."""
    for values, date in ((DONE, OCTOBER), (CORRECTED, LATER)):
        send(workspace, "E1", values, modified=date)
        ingest(workspace)
    send(workspace, "E1", DONE, modified=LATEST)
    (held,) = ingest(workspace)
    assert (held.state.value, codes(held)) == ("held", ["V208"])
    finding = next(f for f in held.findings if f.code == "V208")
    assert str(finding.place) == "Q1!K10"
    assert (finding.value, finding.fields["stored"]) == ("88", "90")
    assert first_score(workspace) == 1
    send(workspace, "E1", DONE, modified=LATEST + timedelta(hours=1))
    assert "held" not in states(ingest(workspace)).values()
    assert first_score(workspace) == Fraction(9, 10)
    assert "held" not in states(ingest(workspace)).values()


def test_ingest__older_copy_saved_again__with_nothing_but_fewer_cells__unchanged(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", PLAN)
    ingest(workspace)
    send(workspace, "E1", DONE, modified=LATER)
    ingest(workspace)
    send(workspace, "E1", PLAN, modified=LATEST)
    assert states(ingest(workspace)) == {"E1.xlsx": "unchanged"}
    assert first_score(workspace) == Fraction(9, 10)


def test_ingest__joined_copies_do_not_fit__held(workspace: Workspace) -> None:
    base: Values = {**DONE, "Q1.O1.K1.weight": 0.4}  # the blank one gets 60%
    send(workspace, "E1", base)
    ingest(workspace)
    send(workspace, "E1", {**base, "Q1.O1.K1.weight": 0.7}, modified=LATER)  # 70 + 30
    ingest(workspace)
    send(workspace, "E1", {**base, "Q1.O1.K2.weight": 0.6}, modified=LATEST)  # 40 + 60
    files = ingest(workspace)
    assert states(files) == {"E1.xlsx": "held"}
    assert codes(files[0]) == ["V206"]


def test_ingest__values_cleared__warned_with_their_cells(workspace: Workspace) -> None:
    send(workspace, "E1", DONE)
    ingest(workspace)
    cleared = {key: value for key, value in DONE.items() if key != "Q1.O1.K2.actual"}
    send(workspace, "E1", cleared, modified=LATER)
    files = ingest(workspace)
    assert states(files) == {"E1.xlsx": "replaced"}
    assert codes(files[0]) == ["V205"]
    assert next(str(f.place) for f in files[0].findings if f.code == "V205") == "Q1!K11"


def test_ingest__person_not_on_the_roster__held_and_taken_in_later(workspace: Workspace) -> None:
    send(workspace, "E9", DONE)
    files = ingest(workspace)
    assert (states(files), codes(files[0])) == ({"E9.xlsx": "held"}, ["V102"])
    assert states(ingest(workspace)) == {"E9.xlsx": "held"}
    write_people(workspace, ("E1", "E9"))
    assert states(ingest(workspace)) == {"E9.xlsx": "stored"}
    assert year_of(workspace, "E9").year.cycles[0].score == Fraction(9, 10)
    assert ingest(workspace) == []


def test_ingest__same_values_twice_in_a_batch__the_newer_stands_for_both(
    workspace: Workspace,
) -> None:
    send(workspace, "E1", DONE, name="a.xlsx")
    send(workspace, "E1", DONE, modified=LATER, name="b.xlsx")
    assert states(ingest(workspace)) == {"a.xlsx": "unchanged", "b.xlsx": "stored"}


def test_ingest__older_copy_that_clashes__kept_as_mere_history(workspace: Workspace) -> None:
    send(workspace, "E1", PLAN)
    ingest(workspace)
    send(workspace, "E1", {**PLAN, "Q1.O1.K1.target": 95}, modified=LATEST)
    ingest(workspace)
    send(workspace, "E1", {**PLAN, "Q1.O1.K1.target": 99}, modified=LATER)
    files = ingest(workspace)
    assert (states(files), codes(files[0])) == ({"E1.xlsx": "stored"}, ["V203"])
    submission = year_of(workspace, "E1").submission
    assert submission is not None
    assert submission.cycles[0].objectives[0].key_results[0].target == 95


def test_ingest__three_copies_in_every_order__one_result(tmp_path: Path) -> None:
    copies: dict[str, tuple[Values, datetime]] = {
        "plan.xlsx": (PLAN, OCTOBER),
        "employee.xlsx": (DONE, LATER),
        "manager.xlsx": (REVIEWED, LATEST),
    }
    first = make_workspace(tmp_path / "first")
    results = set()
    for number, order in enumerate(permutations(copies)):
        workspace = Workspace(tmp_path / str(number), first.settings, first.key)
        shutil.copytree(first.root, workspace.root)
        for name in order:
            values, date = copies[name]
            send(workspace, "E1", values, modified=date, name=name)
            ingest(workspace)
        results.add(first_score(workspace))
    assert results == {Fraction(3, 4)}
