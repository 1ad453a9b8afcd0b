"""Freezing plans, what changed since, and that a closing keeps every fraction."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import sqlalchemy
from closing_kit import HALF, NEXT, Q1, Q2, SCORED, YEAR, ingest, rows, scored_workspace, year_of
from filled_sheets import OCTOBER, PLAN, Values, send, write_people
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsheets.analysis.plan_changes import Change, changes_of, find_changes
from okrsheets.batch.close import close
from okrsheets.batch.erase import erase
from okrsheets.batch.freeze import Left, freeze, plan_freeze
from okrsheets.batch.results import load_year
from okrsheets.batch.rules import Rules
from okrsheets.batch.scores import score_cycles, score_person_year
from okrsheets.errors import UsageError
from okrsheets.model import (
    Closing,
    Cycle,
    CycleSheet,
    KeyResult,
    KeyResultType,
    Objective,
    Policies,
    ScoreSource,
    SheetIdentity,
    Submission,
)
from okrsheets.model.frozen import FrozenPlan, plan_fingerprint, plan_text
from okrsheets.store.closing import ClosedCycle, closing_of, policies_text
from okrsheets.workspace import Workspace, open_workspace

LATER = OCTOBER + timedelta(days=1)
DAY = datetime(2026, 10, 15, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """E1 whole, E3 without a target, E4 excused, E5 left before the cycle, E2 and E6 nothing."""
    made = scored_workspace(tmp_path / "w", E1=SCORED)
    more = "E4,E4,Sales,,,,,,\nE5,E5,Sales,,,,,2025-06-30,\nE6,E6,Sales,,,,,,\n"
    write_people(made, ("E1", "E2", "E3"), more=more)
    made = open_workspace(made.root)
    lacking = {key: value for key, value in PLAN.items() if key != "Q1.O1.K2.target"}
    send(made, "E3", lacking)
    send(made, "E4", {**PLAN, "Q1.excused": "Yes", "Q1.excused.reason": "long leave"})
    send(made, "E6", NEXT)
    ingest(made)
    return made


def test_plan_freeze__people_in_every_state__whom_it_leaves_out_and_why(
    workspace: Workspace,
) -> None:
    plan = plan_freeze(workspace, Q1)
    assert [p.person.id for p in plan.taken] == ["E1"]
    assert {one.person.id: one.why for one in plan.left_out} == {
        "E2": Left.NOT_SUBMITTED,
        "E3": Left.INCOMPLETE,
        "E4": Left.EXCUSED,
        "E5": Left.NOT_EMPLOYED,
        "E6": Left.EMPTY,
    }
    (lacking,) = [one for one in plan.left_out if one.person.id == "E3"]
    assert [(f.code, f.key) for f in lacking.missing] == [("K203", "Q1.O1.K2.target")]
    assert rows(workspace, "SELECT * FROM freezes") == []


def test_freeze__again_once_the_rest_is_there__adds_and_overwrites_nothing(
    workspace: Workspace,
) -> None:
    freeze(workspace, Q1)
    first = rows(workspace, "SELECT person, fingerprint, plan FROM frozen_plans")
    send(workspace, "E1", {**SCORED, "Q1.O1.K1.target": 96}, modified=LATER)
    send(workspace, "E3", PLAN, modified=LATER)
    ingest(workspace)
    again = freeze(workspace, Q1)
    assert ([p.person.id for p in again.taken], len(again.already)) == (["E3"], 1)
    kept = rows(workspace, "SELECT person, fingerprint, plan FROM frozen_plans ORDER BY person")
    assert kept[0] == first[0]
    assert [row[0] for row in kept] == ["E1", "E3"]
    audit = rows(workspace, "SELECT detail FROM audit WHERE what = 'frozen'")
    assert audit == [("1 2026Q1",), ("1 2026Q1",)]
    assert not freeze(workspace, Q1).taken
    assert len(rows(workspace, "SELECT * FROM freezes")) == 2


def test_freeze__year__has_no_plan(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="no plan of its own"):
        freeze(workspace, YEAR)


def test_freeze__closed_cycle__refused(tmp_path: Path) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=SCORED)
    close(workspace, Q1)
    with pytest.raises(UsageError, match="can no longer be frozen"):
        freeze(workspace, Q1)


def test_plan_freezes__view__reads_well(workspace: Workspace) -> None:
    freeze(workspace, Q1)
    ((person, cycle, text),) = rows(workspace, "SELECT person, cycle, plan FROM plan_freezes")
    assert (person, cycle) == ("E1", "2026Q1")
    assert '"target":"90"' in text
    assert "actual" not in text


def test_erase__frozen_plan__gone(workspace: Workspace) -> None:
    freeze(workspace, Q1)
    erase(workspace, "E1")
    assert rows(workspace, "SELECT * FROM frozen_plans") == []


def killed(workspace: Workspace) -> None:
    """Freeze; be killed before the line of the audit. Runs in a process of its own."""
    from okrsheets.store import freezing  # noqa: PLC0415 - patched here only

    plain = sqlalchemy.insert

    def insert(table: sqlalchemy.TableClause) -> object:
        if table.name == "audit":
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(table)

    pytest.MonkeyPatch().setattr(freezing, "insert", insert)
    freeze(workspace, Q1)


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_freeze__killed_in_between__nothing_half(workspace: Workspace) -> None:
    child = multiprocessing.get_context("fork").Process(target=killed, args=(workspace,))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert rows(workspace, "SELECT * FROM freezes") == []
    assert rows(workspace, "SELECT * FROM frozen_plans") == []
    assert len(freeze(workspace, Q1).taken) == 1


def changed_workspace(root: Path, values: Values) -> Workspace:
    workspace = scored_workspace(root, E1=SCORED)
    freeze(workspace, Q1)
    send(workspace, "E1", values, modified=LATER)
    ingest(workspace)
    return workspace


def test_find_changes__target_raised__both_targets_scored(tmp_path: Path) -> None:
    """(88-80)/(96-80) = 0.5 instead of 0.8, and 0.7 x 0.5 + 0.3 instead of 0.7 x 0.8 + 0.3."""
    plain = {k: v for k, v in SCORED.items() if not k.endswith(("self", "reviewer"))}
    workspace = changed_workspace(tmp_path / "w", {**plain, "Q1.O1.K1.target": 96})
    found = find_changes(year_of(workspace, "E1"), Q1, workspace.policies)
    assert found is not None
    (line,) = found.lines
    assert [(f.name, f.frozen, f.present) for f in line.fields] == [
        ("target", Decimal(90), Decimal(96))
    ]
    assert line.frozen is not None
    assert line.present is not None
    assert (line.frozen.computed, line.present.computed) == (Fraction(4, 5), Fraction(1, 2))
    assert (found.frozen.score, found.present.score) == (Fraction(43, 50), Fraction(13, 20))


def test_find_changes__lines_added_and_removed__told(tmp_path: Path) -> None:
    without = {k: v for k, v in SCORED.items() if ".K2." not in k and ".weight" not in k}
    third: Values = {
        "Q1.O1.K3.text": "3 fairs",
        "Q1.O1.K3.type": "Milestone",
        "Q1.O1.K3.target": 3,
        "Q1.O2.text": "Another one",
        "Q1.O2.K1.text": "1 plan",
        "Q1.O2.K1.type": "Milestone",
        "Q1.O2.K1.target": 1,
        "Q1.O2.K1.actual": 1,
        "Q1.O1.K3.actual": 3,
    }
    workspace = changed_workspace(tmp_path / "w", {**without, **third})
    found = find_changes(year_of(workspace, "E1"), Q1, workspace.policies)
    assert found is not None
    assert [(o.objective, o.key_result, o.change, o.text) for o in found.lines] == [
        (1, 1, Change.CHANGED, "Satisfaction from 80 to 90"),
        (1, 2, Change.REMOVED, "50 visits"),
        (1, 3, Change.ADDED, "3 fairs"),
        (2, 0, Change.ADDED, "Another one"),
        (2, 1, Change.ADDED, "1 plan"),
    ]
    assert found.frozen.score is None  # what was removed has no actual any more


def test_changes_of__only_results_came_since__nothing(tmp_path: Path) -> None:
    workspace = changed_workspace(tmp_path / "w", {**SCORED, "Q1.O1.K2.actual": 45})
    assert list(changes_of(load_year(workspace), YEAR, workspace.policies)) == []


def test_find_changes__not_frozen__none(tmp_path: Path) -> None:
    workspace = scored_workspace(tmp_path / "w", E1=HALF)
    assert find_changes(year_of(workspace, "E1"), Q2, workspace.policies) is None


TEXTS = st.text(st.characters(exclude_categories=()), max_size=6)
SHARES = st.one_of(st.none(), st.decimals("0.01", "1", places=2))
NUMBERS = st.one_of(st.none(), st.decimals(-99, 99, places=2))


@st.composite
def key_results(draw: st.DrawFn, number: int) -> KeyResult:
    return KeyResult(
        number,
        draw(TEXTS) or "x",
        draw(st.sampled_from([*KeyResultType, None])),
        draw(TEXTS),
        weight=draw(SHARES),
        baseline=draw(NUMBERS),
        target=draw(NUMBERS),
        upper=draw(NUMBERS),
        v30=draw(NUMBERS),
        v70=draw(NUMBERS),
        actual=draw(NUMBERS),
        self_score=draw(SHARES),
        reviewer_score=draw(SHARES),
    )


@st.composite
def sheets(draw: st.DrawFn) -> CycleSheet:
    objectives = tuple(
        Objective(
            n,
            draw(TEXTS) or "x",
            draw(SHARES),
            draw(TEXTS),
            (*draw(st.tuples(key_results(1), key_results(2))),),
        )
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )
    return CycleSheet(Q1, objectives)


@st.composite
def policies(draw: st.DrawFn) -> Policies:
    return Policies(
        score_order=tuple(draw(st.permutations(list(ScoreSource)))),
        objective_method=draw(st.sampled_from(["weighted", "mean"])),
        missing_quarter=draw(st.sampled_from(["exclude", "zero", "block"])),
        unscored_kr=draw(st.sampled_from(["block", "exclude", "zero"])),
        band_edges=draw(
            st.sampled_from(
                [
                    (Decimal("0.01"), Decimal("0.7"), Decimal(1)),
                    (Decimal("0.3"), Decimal("0.6"), Decimal("0.9")),
                ]
            )
        ),
    )


@given(policies(), st.integers(1, 12))
def test_closing_of__any_policies__come_back(rules: Policies, start: int) -> None:
    closing = closing_of("2026Q1", "2026-10-15T00:00:00+00:00", policies_text(rules, start))
    assert closing == Closing(Q1, DAY, rules, start)


@settings(deadline=None)
@given(sheets(), policies(), policies())
def test_score_cycles__closed_and_settings_changed__the_same_fractions(
    sheet: CycleSheet, then: Policies, today: Policies
) -> None:
    """What is locked at the closing is what is reckoned ever after, whatever holds today."""
    identity = SheetIdentity("s", "E1", 2026, 1, "en", "", "", "")
    submission = Submission(identity, "E1", (sheet,))
    closed = {cycle: ClosedCycle(Closing(cycle, DAY, then, 1)) for cycle in (Q1, Cycle(2026))}
    locked = Rules(policies=then, year=2026, closings=closed)
    later = Rules(policies=today, fiscal_start=7, year=2026, closings=closed)
    assert score_cycles(submission, later) == score_cycles(submission, locked)
    years = [
        score_person_year(2026, score_cycles(submission, rules), None, rules)
        for rules in (locked, later)
    ]
    assert years[0].score == years[1].score
    unsettled = score_cycles(submission, Rules(policies=then, year=2026))[0]
    if unsettled.score is not None:
        assert score_cycles(submission, later)[0].score == unsettled.score


@settings(deadline=None)
@given(sheets())
def test_plan_text__any_plan__comes_back_without_its_results(sheet: CycleSheet) -> None:
    text = plan_text(sheet.objectives)
    plan = FrozenPlan(Q1, DAY, "", plan_fingerprint(text), text).objectives()
    assert plan_text(plan) == text
    for before, after in zip(sheet.objectives, plan, strict=True):
        assert (before.text, before.weight, before.supports) == (
            after.text,
            after.weight,
            after.supports,
        )
        for k, kept in zip(before.key_results, after.key_results, strict=True):
            assert (k.text, k.type, k.target, k.owner) == (
                kept.text,
                kept.type,
                kept.target,
                kept.owner,
            )
            assert kept.actual is None
