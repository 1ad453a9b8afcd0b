"""Copies of one sheet are joined the same way in whatever order they arrive."""

from itertools import permutations

import pytest

from okrsheets.batch.merge import Conflict, State, comparable, fold
from okrsheets.cells import Cell, CellKind, Place

PLAN = {"Q1.O1.text": "t", "Q1.O1.K1.text": "k", "Q1.O1.K1.target": "=10"}
ACTUAL = {"Q1.O1.K1.actual": "=5", "Q1.O1.K1.self": "=0.5"}
REVIEW = {"Q1.O1.K1.reviewer": "=0.6"}


def folded(*copies: dict[str, str]) -> dict[str, str]:
    state = fold([(str(number), copy) for number, copy in enumerate(copies)])
    assert isinstance(state, State)
    return dict(state.values)


def test_fold__newer_copy_corrects_a_value__newer_counts() -> None:
    first = {**PLAN, "Q1.O1.K1.actual": "=5"}
    second = {**PLAN, "Q1.O1.K1.actual": "=6"}
    assert folded(first, second) == second


def test_fold__value_cleared_in_newer_copy__stays_blank() -> None:
    first = {**PLAN, "Q1.O1.K1.actual": "=5", "Q1.O1.K1.self": "=0.5"}
    second = {**PLAN, "Q1.O1.K1.actual": "=5"}
    assert folded(first, second) == second


def test_fold__two_edits_of_one_stored_version_apart__joined() -> None:
    ours = {**PLAN, "Q1.O1.K1.actual": "=5"}
    theirs = {**PLAN, "Q1.O1.K1.reason": "r"}
    both = {**PLAN, "Q1.O1.K1.actual": "=5", "Q1.O1.K1.reason": "r"}
    assert folded(PLAN, ours, theirs) == both


def test_fold__same_cell_changed_to_two_values__conflict_names_it() -> None:
    ours = {**PLAN, "Q1.O1.K1.target": "=11"}
    theirs = {**PLAN, "Q1.O1.K1.target": "=12"}
    result = fold([("a", PLAN), ("b", ours), ("c", theirs)])
    assert result == Conflict(("Q1.O1.K1.target",))


def test_fold__same_cell_changed_to_the_same_value__no_conflict() -> None:
    ours = {**PLAN, "Q1.O1.K1.target": "=11"}
    theirs = {**ours, "Q1.O1.K1.reason": "r"}
    assert folded(PLAN, ours, theirs) == theirs


def test_fold__employee_and_manager_from_one_copy_never_sent__both_kept() -> None:
    employee = {**PLAN, **ACTUAL}
    manager = {**PLAN, **REVIEW}
    assert folded(employee, manager) == {**PLAN, **ACTUAL, **REVIEW}
    assert folded(manager, employee) == {**PLAN, **ACTUAL, **REVIEW}


def test_fold__joined__every_value_names_the_copy_whose_cell_holds() -> None:
    state = fold([("employee", {**PLAN, **ACTUAL}), ("manager", {**PLAN, **REVIEW})])
    assert isinstance(state, State)
    assert state.sources["Q1.O1.K1.actual"] == "employee"
    assert state.sources["Q1.O1.K1.reviewer"] == "manager"
    assert state.sources["Q1.O1.text"] == "manager"


def test_fold__stale_copy_saved_again__changes_nothing() -> None:
    later = {**PLAN, **ACTUAL}
    assert folded(PLAN, later, PLAN) == later


def test_fold__value_cleared_on_the_other_side__stays_cleared() -> None:
    base = {**PLAN, **ACTUAL}
    cleared = {**PLAN, "Q1.O1.K1.actual": "=5"}
    reviewed = {**base, **REVIEW}
    joined = folded(base, cleared, reviewed)
    assert joined == {**PLAN, "Q1.O1.K1.actual": "=5", **REVIEW}


@pytest.mark.parametrize("order", list(permutations((PLAN, ACTUAL, REVIEW), 2)))
def test_fold__two_halves_of_a_blank_form__their_union(
    order: tuple[dict[str, str], dict[str, str]],
) -> None:
    assert folded(*order) == order[0] | order[1]


def number(raw: str) -> Cell:
    return Cell(Place("Q1", "K10"), CellKind.NUMBER, raw)


@pytest.mark.parametrize(
    ("one", "other"),
    [("0.4", "0.40000000000000002"), ("50", "50.0"), ("1E2", "100"), ("0.1", "1E-1")],
)
def test_comparable__same_number_saved_by_another_program__equal(one: str, other: str) -> None:
    assert comparable({"k": number(one)}) == comparable({"k": number(other)})


def test_comparable__different_numbers__differ() -> None:
    assert comparable({"k": number("0.4")}) != comparable({"k": number("0.41")})


def test_comparable__number_and_text_that_looks_like_it__differ() -> None:
    text = Cell(Place("Q1", "K10"), CellKind.TEXT, "5")
    assert comparable({"k": text}) != comparable({"k": number("5")})


def test_comparable__blank_cell__absent() -> None:
    assert comparable({"k": Cell(Place("Q1", "K10"), CellKind.TEXT, "  ")}) == {}


def test_comparable__line_ends_of_another_program__equal() -> None:
    one = Cell(Place("Q1", "K10"), CellKind.TEXT, "a\r\nb")
    other = Cell(Place("Q1", "K10"), CellKind.TEXT, "a\nb")
    assert comparable({"k": one}) == comparable({"k": other})
