"""Key results that moved since the freeze: results go with words, not with places."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from closing_kit import Q1, SCORED, ingest, scored_workspace, year_of
from command_kit import run_in
from filled_sheets import OCTOBER, Values, identity_of, send

from okrsheets.analysis.plan_changes import Change, find_changes
from okrsheets.batch.freeze import freeze
from okrsheets.model import (
    CycleSheet,
    KeyResult,
    KeyResultType,
    Objective,
    Person,
    PersonYear,
    Policies,
    Submission,
)
from okrsheets.model.frozen import FrozenPlan, plan_text
from okrsheets.scoring import score_cycle, score_year
from okrsheets.workspace import Workspace

PLAIN = {k: v for k, v in SCORED.items() if not k.endswith(("self", "reviewer"))}
SWAPPED = (("Q1.O1.K1", "Q1.O1.K2"), ("Q1.O1.K2", "Q1.O1.K1"))


def changed_workspace(root: Path, values: Values) -> Workspace:
    workspace = scored_workspace(root, E1=SCORED)
    freeze(workspace, Q1)
    send(workspace, "E1", values, modified=OCTOBER + timedelta(days=1))
    ingest(workspace)
    return workspace


def moved(values: Values, *pairs: tuple[str, str]) -> Values:
    """Give a sheet's values with key results in other places; what is left out goes."""
    places = dict(pairs)
    return {
        ".".join([*place.split("."), *rest]): value
        for key, value in values.items()
        for head, rest in [(".".join(key.split(".")[:3]), key.split(".")[3:])]
        for place in [places.get(head, "" if head in places.values() else head)]
        if place
    }


def test_find_changes__key_results_changed_places__each_keeps_its_results(tmp_path: Path) -> None:
    """K1 is 0.8 with 70 %, K2 is 1 with 30 %: 0.86 under either plan, wherever they stand."""
    workspace = changed_workspace(tmp_path / "w", moved(PLAIN, *SWAPPED))
    found = find_changes(year_of(workspace, "E1"), Q1, workspace.policies)
    assert found is not None
    assert (found.frozen.score, found.present.score) == (Fraction(43, 50), Fraction(43, 50))
    assert [(o.key_result, o.change, o.moved_to) for o in found.lines] == [
        (1, Change.CHANGED, (1, 2)),
        (2, Change.CHANGED, (1, 1)),
    ]
    frozen = [line.frozen.computed for line in found.lines if line.frozen]
    assert frozen == [Fraction(4, 5), 1]


def test_find_changes__first_dropped_and_the_second_moved_up__the_first_has_no_result(
    tmp_path: Path,
) -> None:
    first = {k: v for k, v in PLAIN.items() if ".K1." not in k and not k.endswith("weight")}
    workspace = changed_workspace(tmp_path / "w", moved(first, ("Q1.O1.K2", "Q1.O1.K1")))
    found = find_changes(year_of(workspace, "E1"), Q1, workspace.policies)
    assert found is not None
    assert found.frozen.score is None
    assert found.present.score == 1
    assert [(o.key_result, o.change, o.moved_to) for o in found.lines] == [
        (1, Change.CHANGED, None),
        (2, Change.REMOVED, (1, 1)),
    ]
    frozen = [line.frozen.computed for line in found.lines if line.frozen]
    assert frozen == [None, 1]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["50 calls", "60 calls"], ["60 calls", "50 calls"], [2, 1]),
        (["50 calls", "60 calls"], ["55 calls", "65 calls"], [1, 2]),
        (["50 calls", "9 fairs"], ["9 fairs", "70 calls"], [2, 1]),
        (["50 calls", "9 fairs"], ["9 fairs", "New"], [None, 1]),
        (["50 calls", "9 fairs"], ["Quite new", "9 fairs"], [1, 2]),
        (["Calls", "Calls"], ["Fairs", "Calls"], [1, 2]),
    ],
)
def test_find_changes__any_rewording__results_follow_the_words(
    before: list[str], after: list[str], expected: list[int | None]
) -> None:
    def objectives(texts: list[str]) -> tuple[Objective, ...]:
        lines = [KeyResult(n, text, KeyResultType.JUDGED) for n, text in enumerate(texts, 1)]
        scored = (replace(line, self_score=Decimal(line.number) / 10) for line in lines)
        return (Objective(1, "Growth", key_results=tuple(scored)),)

    person = Person("E1", "E1")
    plan = plan_text(objectives(before))
    sheet = CycleSheet(Q1, objectives(after))
    score = score_cycle(sheet, Policies())
    year = score_year(2026, (score,), Policies())
    submission = Submission(identity_of(b"key", "E1"), "E1", (sheet,))
    frozen = {Q1: FrozenPlan(Q1, OCTOBER, "", "", plan)}
    known = PersonYear(person, "", submission, year, frozen=frozen)
    found = find_changes(known, Q1, Policies())
    assert found is not None
    results = [k.score for o in found.frozen.objectives for k in o.key_results]
    assert results == [Fraction(n, 10) if n else None for n in expected]


def test_changes__key_results_changed_places__says_where_they_stand(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace = changed_workspace(tmp_path / "w", moved(PLAIN, *SWAPPED))
    out = run_in(workspace.root, capfd, "changes", "2026Q1")[1]
    assert "Key result 1 · Wording (moved to objective 1, key result 2)" in out
    record = run_in(workspace.root, capfd, "changes", "2026Q1", "--format", "json")[1]
    assert '"moved_to": "O1.K2"' in record
