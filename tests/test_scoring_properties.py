"""What holds for every sheet: scores stay in range, missing is never 0, two reckonings agree."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reckoning import Rules, reckon, show

from okrsheets.display import band_of, round_half_up, show_score
from okrsheets.model import (
    Band,
    Cycle,
    CycleSheet,
    CycleState,
    KeyResult,
    KeyResultType,
    Objective,
    ObjectiveState,
    Policies,
    ScoreSource,
    Status,
)
from okrsheets.scoring import effective_weights, empty_cycle, score_cycle, score_year
from okrsheets.scoring.key_results import raw_progress

ROUNDING = Path(__file__).parent / "good" / "rounding.txt"
PLAIN = Policies()
_YES_NO = {"yes": Decimal(1), "no": Decimal(0)}
_FIELDS = {
    "type": "type",
    "weight": "weight",
    "baseline": "baseline",
    "target": "target",
    "upper": "upper",
    "v30": "v30",
    "v70": "v70",
    "actual": "actual",
    "self": "self_score",
    "reviewer": "reviewer_score",
    "status": "status",
}

figures = st.decimals(-100, 100, places=1) | st.integers(-3, 6).map(Decimal)
some_figures = st.sampled_from([True] * 5 + [False]).flatmap(
    lambda there: figures if there else st.none()
)
scores = st.sampled_from([False] * 5 + [True]).flatmap(
    lambda typed: st.decimals(0, 1, places=2) if typed else st.none()
)
shares = st.sampled_from([None, *map(Decimal, ("0.5", "0.25", "0.3", "0.3333", "0.4", "1", "0"))])
statuses = st.sampled_from([None] * 8 + ["on_track", "void"])
_SPLITS = (
    ("1",),
    ("0.4", "0.6"),
    ("0.5", "0.4"),
    ("0.05", None),
    ("0.4", "0.3", "0.3"),
    ("0.3333", "0.3333", "0.3333"),
    ("0.5", None, None),
    ("0.6", "0.4", None),
)
_FIGURE_COLUMNS = ("baseline", "v30", "v70", "target", "upper")


@st.composite
def weight_lists(draw: st.DrawFn, count: int) -> list[Decimal | None]:
    """Give weights for `count` rows: all blank, a known split, or anything."""
    splits = [(None,) * count, *(s for s in _SPLITS if len(s) == count)]
    split = [None if w is None else Decimal(w) for w in draw(st.sampled_from(splits))]
    anything = draw(st.lists(shares, min_size=count, max_size=count))
    return draw(st.sampled_from([split, split, split, split, anything]))


@st.composite
def key_result_fields(draw: st.DrawFn) -> dict[str, Any]:
    """Give one key result's fields by column, sound ones as well as contradictory ones."""
    kind = draw(st.sampled_from([None, *(t.value for t in KeyResultType)]))
    values = [draw(some_figures) for _ in _FIGURE_COLUMNS]
    known = sorted(value for value in values if value is not None)
    if len(known) == len(values) and draw(st.sampled_from([True, True, False])):
        values = [*known[3::-1], known[4]] if kind == "decrease" else [*known]
    actual = st.sampled_from(["yes", "no", None]) if kind == "yesno" else some_figures
    if kind == "milestone":
        values[3], actual = draw(st.integers(0, 5).map(Decimal)), st.integers(-1, 5).map(Decimal)
    return {
        **dict(zip(_FIGURE_COLUMNS, values, strict=True)),
        "type": kind,
        "actual": draw(actual),
        "self": draw(scores),
        "reviewer": draw(scores),
        "status": draw(statuses),
    }


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, Any]:
    """Give the fields of two quarters' tabs by key; what has no text does not exist."""
    fields: dict[str, Any] = {}
    for tab in ("Q1", "Q2"):
        fields[f"{tab}.excused"] = draw(st.sampled_from([None] * 8 + ["no", "yes"]))
        for o, weight in enumerate(draw(weight_lists(draw(st.integers(0, 3)))), 1):
            fields |= {f"{tab}.O{o}.text": "aim", f"{tab}.O{o}.weight": weight}
            for k, share in enumerate(draw(weight_lists(draw(st.integers(0, 3)))), 1):
                front = f"{tab}.O{o}.K{k}"
                fields |= {f"{front}.text": "result", f"{front}.weight": share}
                values = draw(key_result_fields())
                fields |= {f"{front}.{column}": value for column, value in values.items()}
    return fields


def cycle_of(fields: Mapping[str, Any], tab: str) -> CycleSheet:
    """Build the records of one tab from its fields."""
    objectives = tuple(
        Objective(
            o,
            "aim",
            fields[f"{tab}.O{o}.weight"],
            key_results=tuple(
                _key_result(fields, f"{tab}.O{o}.K{k}", k)
                for k in (1, 2, 3)
                if f"{tab}.O{o}.K{k}.text" in fields
            ),
        )
        for o in (1, 2, 3)
        if f"{tab}.O{o}.text" in fields
    )
    excused = fields[f"{tab}.excused"] == "yes"
    return CycleSheet(Cycle.parse(f"2026{tab}"), objectives, excused=excused)


def _key_result(fields: Mapping[str, Any], front: str, number: int) -> KeyResult:
    values = {name: fields[f"{front}.{column}"] for column, name in _FIELDS.items()}
    values["type"] = None if values["type"] is None else KeyResultType(values["type"])
    values["status"] = None if values["status"] is None else Status(values["status"])
    values["actual"] = _YES_NO.get(values["actual"], values["actual"])
    return KeyResult(number, "result", **values)


@settings(max_examples=300, deadline=None)
@given(
    sheets(),
    st.permutations(["reviewer", "self", "computed"]),
    st.sampled_from(["weighted", "mean"]),
    st.sampled_from(["exclude", "zero", "block"]),
)
def test_scoring__any_sheet__agrees_with_the_second_reckoning(
    fields: dict[str, Any], order: list[str], method: str, missing: str
) -> None:
    policies = Policies(
        score_order=tuple(ScoreSource(s) for s in order),
        objective_method=method,
        missing_quarter=missing,
    )
    cycles = tuple(score_cycle(cycle_of(fields, tab), policies) for tab in ("Q1", "Q2"))
    shown = {"annual.score": show_score(score_year(2026, cycles, policies).score)}
    for cycle in cycles:
        tab = cycle.cycle.tab
        shown[f"annual.{tab}.score"] = shown[f"{tab}.score"] = show_score(cycle.score)
        for o in cycle.objectives:
            shown[f"{tab}.O{o.number}.score"] = show_score(o.score)
            for k in o.key_results:
                shown[f"{tab}.O{o.number}.K{k.number}.score"] = show_score(k.score)
    rules = Rules(score_order=order, objective_method=method, missing_quarter=missing)
    assert reckon(fields, rules, cycles=("Q1", "Q2")) == shown


@settings(deadline=None)
@given(sheets())
def test_score_cycle__any_sheet__stays_in_range_and_keeps_its_shape(fields: dict[str, Any]) -> None:
    sheet = cycle_of(fields, "Q1")
    scored = score_cycle(sheet, PLAIN)
    found = [scored.score, *(o.score for o in scored.objectives)]
    found += [k.score for o in scored.objectives for k in o.key_results]
    found += [k.progress for o in scored.objectives for k in o.key_results]
    assert all(0 <= s <= 1 for s in found if s is not None)
    assert (scored.score is not None) == (scored.state is CycleState.SCORED)
    for objective, score in zip(sheet.objectives, scored.objectives, strict=True):
        assert (score.score is not None) == (score.state is ObjectiveState.SCORED)
        assert len(score.key_results) == len(objective.key_results)


@settings(deadline=None)
@given(sheets(), st.integers(1, 3))
def test_score_cycle__one_actual_removed__never_becomes_a_zero(
    fields: dict[str, Any], number: int
) -> None:
    columns = ("actual", "self", "reviewer")
    missing = {f"Q1.O{o}.K{number}.{c}": None for o in (1, 2, 3) for c in columns}
    scored = score_cycle(cycle_of({**fields, **missing}, "Q1"), PLAIN)
    for objective in scored.objectives:
        for k in objective.key_results:
            if k.number == number and not k.void:
                assert k.score is None
                assert objective.score is None


@given(st.permutations([("0.5", "0.8"), ("0.3", "0.55"), ("0.2", "0.1")]))
def test_score_cycle__other_order__gives_the_same_score(pairs: list[tuple[str, str]]) -> None:
    key_results = tuple(
        _judged(n, Decimal(score), Decimal(weight)) for n, (weight, score) in enumerate(pairs, 1)
    )
    sheet = CycleSheet(Cycle.parse("2026Q1"), (Objective(1, "aim", key_results=key_results),))
    assert score_cycle(sheet, PLAIN).score == Fraction("0.585")


def _judged(number: int, score: Decimal | None, weight: Decimal | None) -> KeyResult:
    return KeyResult(number, "result", type=KeyResultType.JUDGED, weight=weight, self_score=score)


weights_of_three = st.tuples(*[st.integers(1, 98)] * 2).filter(lambda w: sum(w) < 100)


@given(weights_of_three, st.tuples(*[st.decimals(0, 1, places=2)] * 3), st.integers(0, 2))
def test_score_cycle__void_key_result__shares_its_weight_in_proportion(
    whole: tuple[int, int], values: tuple[Decimal, ...], void: int
) -> None:
    weights = [*whole, 100 - sum(whole)]
    pairs = list(enumerate(zip(weights, values, strict=True), 1))
    key_results = [_judged(n, score, Decimal(weight) / 100) for n, (weight, score) in pairs]
    key_results[void] = replace(key_results[void], status=Status.VOID)
    sheet = CycleSheet(
        Cycle.parse("2026Q1"), (Objective(1, "aim", key_results=tuple(key_results)),)
    )
    kept = [
        (w, Fraction(s)) for n, (w, s) in enumerate(zip(weights, values, strict=True)) if n != void
    ]
    expected = sum(w * s for w, s in kept) / sum(w for w, _ in kept)
    assert score_cycle(sheet, PLAIN).score == expected


@given(st.lists(shares, max_size=5))
def test_effective_weights__any_list__adds_up_to_the_whole_or_is_refused(
    weights: list[Decimal | None],
) -> None:
    found = effective_weights(weights)
    if found:
        assert len(found) == len(weights)
        assert all(w > 0 for w in found)
        assert abs(sum(found, Fraction(0)) - 1) <= Fraction(1, 10_000)


@given(figures, figures, figures, figures)
def test_raw_progress__shifted_and_scaled_figures__stay_the_same(
    baseline: Decimal, target: Decimal, actual: Decimal, shift: Decimal
) -> None:
    for kind in (KeyResultType.INCREASE, KeyResultType.DECREASE):
        plain = KeyResult(1, "t", type=kind, baseline=baseline, target=target, actual=actual)
        moved = replace(
            plain,
            baseline=2 * baseline + shift,
            target=2 * target + shift,
            actual=2 * actual + shift,
        )
        assert raw_progress(moved) == raw_progress(plain)


@given(figures, figures, figures)
def test_raw_progress__increase_mirrored__is_the_decrease(
    baseline: Decimal, target: Decimal, actual: Decimal
) -> None:
    rising = KeyResult(
        1, "t", type=KeyResultType.INCREASE, baseline=baseline, target=target, actual=actual
    )
    falling = KeyResult(
        1, "t", type=KeyResultType.DECREASE, baseline=-baseline, target=-target, actual=-actual
    )
    assert raw_progress(rising) == raw_progress(falling)


@given(st.lists(st.sampled_from(list(CycleState)), min_size=4, max_size=4))
def test_score_year__any_states__count_every_quarter_once(states: list[CycleState]) -> None:
    cycles = tuple(
        replace(
            empty_cycle(Cycle(2026, "Q", n), state),
            score=Fraction(1, 2) if state is CycleState.SCORED else None,
        )
        for n, state in enumerate(states, 1)
    )
    year = score_year(2026, cycles, PLAIN)
    assert year.provisional == (year.scored + year.excused < year.of)
    assert year.score == (Fraction(1, 2) if year.scored else None)


def test_band_of__every_hundredth__has_a_band_and_they_rise_without_holes() -> None:
    bands = [band_of(Decimal(n) / 100, PLAIN) for n in range(101)]
    order = [list(Band).index(b) for b in bands if b is not None]
    assert len(order) == 101
    assert [bands.count(b) for b in Band] == [1, 69, 30, 1]
    assert all(before <= after for before, after in pairwise(order))


@given(st.fractions(0, 1))
def test_band_of__any_score__is_the_band_of_what_is_displayed(score: Fraction) -> None:
    assert band_of(score, PLAIN) == band_of(Decimal(show_score(score)), PLAIN)


def _rounding_rows() -> list[tuple[str, str, str]]:
    lines = ROUNDING.read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split()) for line in lines if line and not line.startswith("#")]
    return [(score, shown, band) for score, shown, band in rows]


# Half up, away from zero, on the decimal digits that a spreadsheet program shows.
def _as_the_sheet_rounds(number: float, places: int) -> float:
    digits = Decimal(f"{number:.15g}")
    return float(digits.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@pytest.mark.parametrize(("score", "shown", "band"), _rounding_rows())
def test_show_score__ties_and_edges__agree_in_code_sheet_and_second_reckoning(
    score: str, shown: str, band: str
) -> None:
    exact = Fraction(score)
    assert show_score(exact) == shown
    assert round_half_up(exact) == Decimal(shown)
    assert show(exact) == shown
    assert band_of(exact, PLAIN) is Band(band)
    twice = _as_the_sheet_rounds(_as_the_sheet_rounds(float(exact), 10), 2)
    assert f"{twice:.2f}" == shown


# Sums of products that are ties in exact arithmetic and are not in binary fractions.
@pytest.mark.parametrize(
    ("weights", "values", "shown"),
    [
        ("0.5 0.5", "0.29 0.30", "0.30"),
        ("0.5 0.5", "0.69 0.70", "0.70"),
        ("0.25 0.25 0.5", "0.10 0.40 0.32", "0.29"),
        ("0.35 0.65", "0.9 0.9", "0.90"),
        ("0.1 0.2 0.7", "0.05 0.05 0.05", "0.05"),
        ("0.3 0.3 0.4", "0.7 0.7 0.7", "0.70"),
        ("0.15 0.85", "0.5 0.6", "0.59"),
        ("0.45 0.55", "0.3 0.4", "0.36"),
        ("0.05 0.95", "0.7 0.8", "0.80"),
        ("0.15 0.15 0.7", "0.1 0.2 1", "0.75"),
        ("0.3 0.7", "0.35 1", "0.81"),
        ("0.5 0.25 0.25", "0.01 0.01 0.03", "0.02"),
    ],
)
def test_score_cycle__ties_of_products__round_up(weights: str, values: str, shown: str) -> None:
    pairs = zip(weights.split(), values.split(), strict=True)
    key_results = tuple(_judged(n, Decimal(v), Decimal(w)) for n, (w, v) in enumerate(pairs, 1))
    sheet = CycleSheet(Cycle.parse("2026Q1"), (Objective(1, "aim", key_results=key_results),))
    assert show_score(score_cycle(sheet, PLAIN).score) == shown
