"""How scores lie: figures worked by hand, every flag at its threshold, never a changed score."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from command_kit import run_in
from filled_sheets import DONE, make_workspace, send, write_people
from hypothesis import given
from hypothesis import strategies as st
from report_people import Q1, Q3, YEAR, make_year

from okrsheets.analysis.calibration import (
    Calibration,
    Flag,
    FlagCode,
    GroupKind,
    calibrate,
)
from okrsheets.analysis.flag_words import FLAG_WORDS, said
from okrsheets.analysis.groups import spread_of
from okrsheets.batch.ingest import ingest_paths
from okrsheets.language import load_language
from okrsheets.model import (
    Cycle,
    CycleScore,
    CycleSheet,
    CycleState,
    KeyResult,
    KeyResultType,
    Kind,
    Objective,
    Person,
    PersonYear,
    Status,
)
from okrsheets.workspace import Workspace

D, F = Decimal, Fraction
PLAN = KeyResult(1, "Visits", KeyResultType.LINEAR, target=D(100))


def person(number: int, *key_results: KeyResult, cycle: Cycle = Q3, **more: object) -> PersonYear:
    """Give a person of Sales with these key results; without any, with nothing submitted."""
    plain = Person(f"E{number:03}", f"P{number}", ("Sales",), manager="M1")
    who = replace(plain, **more)  # type: ignore[arg-type]
    numbered = tuple(replace(k, number=n) for n, k in enumerate(key_results, 1))
    tabs = (CycleSheet(cycle, (Objective(1, "Grow", key_results=numbered),)),)
    return make_year(who, tabs if key_results else (), manager="Mia")


def scored(number: int, score: str, **more: object) -> PersonYear:
    """Give a person whose score is computed: so many of 100 visits."""
    return person(number, replace(PLAN, actual=D(score) * 100), **more)  # type: ignore[arg-type]


def team(scores: str, **more: object) -> list[PersonYear]:
    return [scored(n, score, **more) for n, score in enumerate(scores.split())]


def group(people: Sequence[PersonYear], kind: GroupKind = GroupKind.COMPANY) -> Calibration:
    return next(g for g in calibrate(people, Q3) if g.kind is kind)


def codes(one: Calibration) -> list[FlagCode]:
    return [flag.code for flag in one.flags]


def test_spread_of__four_scores__population_deviation_and_inclusive_quartiles() -> None:
    spread = spread_of([F(8, 10), F(2, 10), F(4, 10), F(6, 10)])
    # mean 0.5; squares 0.09 + 0.01 + 0.01 + 0.09 = 0.20, divided by 4
    assert spread.variance == F(5, 100)
    assert spread.deviation is not None
    assert round(spread.deviation, 6) == D("0.223607")
    # places 0.75 and 2.25 of 0 to 3: 0.2 + 0.75 × 0.2 and 0.6 + 0.25 × 0.2
    assert (spread.lower, spread.upper) == (F(35, 100), F(65, 100))
    assert (spread.least, spread.most) == (F(2, 10), F(8, 10))


def test_spread_of__one_and_none__no_spread_and_nothing() -> None:
    one = spread_of([F(7, 10)])
    assert (one.deviation, one.lower, one.upper) == (D(0), F(7, 10), F(7, 10))
    none = spread_of([])
    assert (none.variance, none.deviation, none.lower) == (None, None, None)


def test_calibrate__scored_missing_excused__everybody_is_counted_once() -> None:
    gone = make_year(
        Person("E9", "Gone", ("Sales",)), (CycleScore(Q3, CycleState.NOT_EMPLOYED, None),)
    )
    own = scored(8, "0.1", kind=Kind.DEPARTMENT)  # a department's sheet is nobody's score
    figures = group([*team("0.5 0.7"), person(7), gone, own]).figures
    assert (figures.n, figures.missing, figures.excused) == (2, 1, 1)
    assert (figures.mean, figures.median) == (F(6, 10), F(6, 10))


def test_calibrate__levels_of_the_path__each_is_a_group_and_then_the_managers() -> None:
    people = [
        scored(1, "0.5", department=("Sales", "North")),
        scored(2, "0.7", department=("Sales",), manager="M2"),
        scored(3, "0.9", department=("HR",), manager=""),
    ]
    found = [(g.kind, g.path, g.figures.n) for g in calibrate(people, Q3)]
    assert found == [
        (GroupKind.COMPANY, (), 3),
        (GroupKind.DEPARTMENT, ("HR",), 1),
        (GroupKind.DEPARTMENT, ("Sales",), 2),
        (GroupKind.DEPARTMENT, ("Sales", "North"), 1),
        (GroupKind.MANAGER, ("M1",), 1),
        (GroupKind.MANAGER, ("M2",), 1),
    ]


def test_calibrate__displayed_scores__what_shows_as_070_counts() -> None:
    people = team("0.695 0.704 0.705 0.8 1 0.996")
    assert group(people).at == ((D("0.70"), 2), (D("0.80"), 1), (D("1.00"), 2))


def reviewed(own: str, reviewer: str, actual: str = "50") -> KeyResult:
    return replace(PLAN, actual=D(actual), self_score=D(own), reviewer_score=D(reviewer))


def test_reviewed__self_against_reviewer__only_where_both_are_there() -> None:
    void = replace(reviewed("1", "0"), status=Status.VOID)
    alone = replace(PLAN, actual=D(50), self_score=D("0.9"))
    lines = (reviewed("0.8", "0.5"), reviewed("0.6", "0.6"), void, alone)
    found = group([person(1, *lines)]).reviewed
    assert (found.n, found.differing, found.gap) == (2, 1, F(15, 100))  # (0.3 + 0) / 2


def test_overrides__typed_against_computed__beyond_a_tenth_only() -> None:
    lines = (
        reviewed("0", "0.60"),  # exactly 0.1 above 0.5: none
        reviewed("0", "0.61"),
        reviewed("0", "0.2"),
        replace(PLAN, actual=D(50)),  # nothing typed
        replace(PLAN, type=KeyResultType.JUDGED, self_score=D(1)),  # nothing computed
    )
    found = group([person(1, *lines)]).overrides
    assert (found.n, found.count, found.up, found.down) == (3, 2, 1, 1)
    assert found.mean == F(-19, 200)  # (0.11 − 0.30) / 2


def test_calibrate__the_year__key_results_of_all_its_cycles() -> None:
    people = [person(1, reviewed("0.8", "0.5"), cycle=Q1)]
    assert group(people).reviewed.n == 0
    year = calibrate(people, Cycle(YEAR))[0]
    assert (year.reviewed.n, year.figures.n, year.figures.mean) == (1, 1, F(1, 2))


def test_flags__everybody_at_100__low_targets_from_five_people_on() -> None:
    flag = group(team("1 1 1 1 1")).flags[0]
    assert flag == Flag(FlagCode.ALL_AT_TOP, F(1), F(1), 5, D("1.00"))
    assert codes(group(team("1 1 1 1 1"))) == [FlagCode.ALL_AT_TOP]
    assert codes(group(team("1 1 1 1"))) == []
    assert FlagCode.ALL_AT_TOP not in codes(group(team("1 1 1 1 0.99")))


def test_flags__half_at_one_number__heaping() -> None:
    flags = group(team("0.7 0.7 0.7 0.1 0.5 0.9")).flags
    assert flags == (Flag(FlagCode.HEAPED, F(1, 2), F(1, 2), 6, D("0.70")),)
    assert codes(group(team("0.7 0.7 0.7 0.1 0.5 0.9 0.3"))) == []
    assert codes(group(team("0.8 0.8 0.8 0.1 0.5"))) == [FlagCode.HEAPED]


def test_flags__no_spread__below_three_hundredths() -> None:
    # 0.60 ± 0.03: the squares are 0.0009 each, so the deviation is 0.03 exactly
    assert codes(group(team("0.57 0.57 0.57 0.63 0.63 0.63"))) == []
    assert codes(group(team("0.58 0.57 0.57 0.63 0.63 0.63"))) == [FlagCode.NO_SPREAD]
    assert codes(group(team("0.58 0.58 0.63 0.63"))) == []  # four people


def test_flags__far_from_the_company__beyond_fifteen_hundredths() -> None:
    low, high = "0.20 0.30 0.40 0.50 0.60", "0.50 0.60 0.70 0.80 0.90"
    people = [
        *team(low),
        *[scored(n + 10, s, department=("HR",)) for n, s in enumerate(high.split())],
    ]
    # means 0.40 and 0.70, the company's 0.55: exactly 0.15 away is not beyond
    assert [codes(g) for g in calibrate(people, Q3)[:3]] == [[], [], []]
    people[0] = scored(0, "0.10")
    company, hr, sales = calibrate(people, Q3)[:3]
    # 0.38 and 0.70, the company's 0.54: HR is 0.16 above, Sales 0.16 below
    assert [flag.figure for flag in hr.flags] == [F(16, 100)]
    assert [flag.figure for flag in sales.flags] == [F(-16, 100)]
    assert codes(company) == []


def test_flags__self_above_reviewer__from_five_key_results_on() -> None:
    lines = [reviewed("0.7", "0.6")] * 4
    assert codes(group([person(1, *lines, reviewed("0.7", "0.6"))])) == []  # 0.10 is not beyond
    flag = group([person(1, *lines, reviewed("0.8", "0.6"))]).flags[0]
    assert (flag.code, flag.figure, flag.n) == (FlagCode.SELF_ABOVE, F(12, 100), 5)
    assert codes(group([person(1, *[reviewed("0.9", "0.6")] * 4)])) == []
    assert codes(group([person(1, *[reviewed("0.3", "0.6")] * 5)])) == [FlagCode.SELF_BELOW]


def test_flags__manager_overrides_one_way__always_up_or_always_down() -> None:
    up = [person(n, reviewed("0.8", "0.8")) for n in range(5)]  # 0.3 above the computed 0.5
    flags = group(up, GroupKind.MANAGER).flags
    assert flags[-1] == Flag(FlagCode.ALWAYS_UP, F(3, 10), F(1, 10), 5)
    assert FlagCode.ALWAYS_UP not in codes(group(up))  # it is said of managers alone
    assert FlagCode.ALWAYS_UP not in codes(group(up[:4], GroupKind.MANAGER))
    mixed = [*up, person(9, reviewed("0.2", "0.2"))]
    assert FlagCode.ALWAYS_UP not in codes(group(mixed, GroupKind.MANAGER))
    down = [person(n, reviewed("0.2", "0.2")) for n in range(5)]
    assert FlagCode.ALWAYS_DOWN in codes(group(down, GroupKind.MANAGER))


@pytest.mark.parametrize("code", list(FlagCode))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_said__every_flag__names_its_figure(code: FlagCode, language: str) -> None:
    flag = Flag(code, F(123, 1000), F(4, 10), 17, D("0.70"))
    text = said(flag, load_language(language))
    assert "{" not in text
    assert "17" in text
    assert (FLAG_WORDS[code] == text) is False


SCORES = st.sampled_from(["", "0", "0.5", "0.7", "0.8", "1"])
PLACES = st.sampled_from([(), ("Sales",), ("Sales", "North"), ("HR",)])
PEOPLE = st.lists(st.tuples(SCORES, PLACES, st.sampled_from(["", "M1", "M2"])), max_size=12)


@given(drawn=PEOPLE)
def test_calibrate__any_people__add_up_in_any_order(
    drawn: list[tuple[str, tuple[str, ...], str]],
) -> None:
    people = [
        scored(n, score, department=place, manager=boss)
        if score
        else person(n, department=place, manager=boss)
        for n, (score, place, boss) in enumerate(drawn)
    ]
    found = calibrate(people, Q3)
    assert found == calibrate(people[::-1], Q3)
    company = found[0].figures
    assert company.n + company.missing + company.excused == len(people)
    tops = [g.figures for g in found if g.kind is GroupKind.DEPARTMENT and len(g.path) == 1]
    placed = sum(bool(place) for _, place, _ in drawn)
    assert sum(f.n + f.missing + f.excused for f in tops) == placed
    assert all(flag.n >= 5 for g in found for flag in g.flags)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = make_workspace(tmp_path / "w", ("E1", "E2"))
    for name in ("E1", "E2"):
        path = send(found, name, DONE)
        assert ingest_paths(found, [path]).stopped is None
    return found


def test_command__two_scored_people__figures_in_text_and_json(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run_in(workspace.root, capfd, "calibration", "2026Q1")
    assert code == 0
    row = next(text for text in out.splitlines() if text.startswith("Sales"))
    assert row.split()[1:7] == ["2", "0", "0", "0.90", "0.90", "0.000"]
    assert "Nothing is conspicuous." in out
    code, out, _ = run_in(workspace.root, capfd, "calibration", "2026Q1", "--format", "json")
    record: dict[str, Any] = json.loads(out)
    assert [g["path"] for g in record["groups"]] == ["", "Sales"]
    assert record["groups"][0]["mean"] == 0.9
    assert record["groups"][0]["at"] == {"0.70": 0, "0.80": 0, "1.00": 0}


def test_command__one_department__the_company_stays_to_compare_with(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    write_people(workspace, ("E1",), more="E2,E2,Legal/Contracts,,,,,,\n")
    arguments = ("calibration", "2026Q1", "--department", "Legal", "--format", "json")
    _, out, _ = run_in(workspace.root, capfd, *arguments)
    assert [g["path"] for g in json.loads(out)["groups"]] == ["", "Legal", "Legal/Contracts"]


def test_command__scores__are_the_same_before_and_after(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    before = workspace.database.read_bytes()
    run_in(workspace.root, capfd, "calibration", "2026")
    assert workspace.database.read_bytes() == before
