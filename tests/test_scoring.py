"""From key result to year: weights, final scores, states, void, missing quarters."""

from decimal import Decimal
from fractions import Fraction

import pytest

from okrsheets.display import band_of, show_score
from okrsheets.model import (
    Band,
    Cycle,
    CycleScore,
    CycleSheet,
    CycleState,
    KeyResult,
    KeyResultScore,
    KeyResultType,
    Objective,
    ObjectiveState,
    Policies,
    ScoreSource,
    Status,
)
from okrsheets.scoring import effective_weights, empty_cycle, score_cycle, score_year

Q1 = Cycle.parse("2026Q1")
PLAIN = Policies()
FINISHED = (CycleState.SCORED, CycleState.VOID, CycleState.NOT_EMPLOYED)


def objective(weights: str, scores: str, number: int = 1, weight: str = "") -> Objective:
    """Give an objective from two lines: `40 - 30` and `0.8 void -` (a dash is a blank)."""
    pairs = zip(weights.split(), scores.split(), strict=True)
    key_results = tuple(_key_result(n, w, s) for n, (w, s) in enumerate(pairs, 1))
    share = Decimal(weight) / 100 if weight else None
    return Objective(number, "objective", share, key_results=key_results)


def _key_result(number: int, weight: str, score: str) -> KeyResult:
    share = None if weight == "-" else Decimal(weight) / 100
    void, blank = score == "void", score == "-"
    return KeyResult(
        number,
        "key result",
        type=KeyResultType.LINEAR,
        weight=share,
        target=Decimal(1),
        actual=None if void or blank else Decimal(score),
        status=Status.VOID if void else None,
    )


def cycle(
    *objectives: Objective, policies: Policies = PLAIN, unscored: str = "block"
) -> CycleScore:
    """Score a cycle with these objectives."""
    return score_cycle(CycleSheet(Q1, objectives), policies, unscored=unscored)


def shares(text: str) -> list[Decimal | None]:
    """Read `0.4 - 0.3`."""
    return [None if w == "-" else Decimal(w) for w in text.split()]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ("0.4 0.3 0.3", "2/5 3/10 3/10"),
        ("- - -", "1/3 1/3 1/3"),
        ("-", "1"),
        ("1", "1"),
        ("0.5 - -", "1/2 1/4 1/4"),
        ("0.6 - 0.3", "3/5 1/10 3/10"),
        ("- 0.9999", None),
        ("- 0.9998", "1/5000 4999/5000"),
        ("0.3333 0.3333 0.3333", "3333/10000 3333/10000 3333/10000"),
        ("0.3334 0.3333 0.3334", "1667/5000 3333/10000 1667/5000"),
        ("0.33333 0.33333 0.33333", "33333/100000 33333/100000 33333/100000"),
        ("0.333 0.333 0.333", None),
        ("0.5 0.4", None),
        ("0.6 0.5", None),
        ("0.6 0.4 -", None),
        ("0.8 0.4 -", None),
        ("0 0.5 0.5", None),
        ("0 -", None),
        ("-0.5 0.5 1", None),
        ("40 30 30", None),
        ("", ""),
    ],
)
def test_effective_weights__given_and_blank__share_or_refuse(
    weights: str, expected: str | None
) -> None:
    fractions = None if expected is None else tuple(map(Fraction, expected.split()))
    assert effective_weights(shares(weights)) == fractions


# The examples of the method page.
@pytest.mark.parametrize(
    ("weights", "scores", "method", "exact", "shown"),
    [
        ("40 30 30", "0.8 0.7 0.5", "weighted", "17/25", "0.68"),
        ("40 30 30", "0.8 0.7 0.5", "mean", "2/3", "0.67"),
        ("- - -", "0.8 0.7 0.5", "weighted", "2/3", "0.67"),
        ("50 - -", "0.8 0.5 void", "weighted", "7/10", "0.70"),
        ("40 30 30", "void 0.7 0.5", "weighted", "3/5", "0.60"),
        ("40 30 30", "void 0.7 0.5", "mean", "3/5", "0.60"),
        ("33.33 33.33 33.33", "1 1 1", "weighted", "1", "1.00"),
        ("50 40 30", "1 1 1", "mean", "1", "1.00"),
        ("40 30 30", "0 0 0", "weighted", "0", "0.00"),
        ("50 50", "1 0.99", "weighted", "199/200", "1.00"),
        ("50 50", "0.60 0.79", "weighted", "139/200", "0.70"),
        ("50 50", "0.30 0.29", "weighted", "59/200", "0.30"),
    ],
)
def test_score_cycle__one_objective__is_its_mean(
    weights: str, scores: str, method: str, exact: str, shown: str
) -> None:
    scored = cycle(objective(weights, scores), policies=Policies(objective_method=method))
    assert scored.state is CycleState.SCORED
    assert scored.objectives[0].score == scored.score == Fraction(exact)
    assert show_score(scored.score) == shown


def test_score_cycle__weighted_objectives__mean_by_weight() -> None:
    scored = cycle(objective("-", "0.9", 1, "50"), objective("-", "0.6", 2), objective("-", "0", 3))
    assert [o.weight for o in scored.objectives] == [Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)]
    assert scored.score == Fraction("0.6")


def test_score_cycle__mean_of_key_results__still_weighs_objectives() -> None:
    scored = cycle(
        objective("40 60", "1 0", 1, "80"),
        objective("40 60", "1 1", 2, "20"),
        policies=Policies(objective_method="mean"),
    )
    assert scored.score == Fraction("0.6")


def test_score_cycle__void_objective__leaves_in_proportion() -> None:
    scored = cycle(
        objective("- -", "void void", 1, "50"),
        objective("-", "0.9", 2, "30"),
        objective("-", "0.4", 3, "20"),
    )
    assert [o.state.value for o in scored.objectives] == ["void", "scored", "scored"]
    assert scored.objectives[0].weight == Fraction(1, 2)
    assert scored.score == Fraction("0.7")


def test_score_cycle__void_objective_with_wrong_weights__is_still_void() -> None:
    scored = cycle(objective("50 60", "void void"))
    assert (scored.state, scored.objectives[0].state) == (CycleState.VOID, ObjectiveState.VOID)


def test_score_cycle__void_key_result__keeps_weight_and_progress_but_no_score() -> None:
    key_result = KeyResult(
        1,
        "text",
        type=KeyResultType.LINEAR,
        target=Decimal(10),
        actual=Decimal(4),
        reviewer_score=Decimal("0.9"),
        status=Status.VOID,
        reason="dropped",
    )
    second = KeyResult(2, "text", type=KeyResultType.JUDGED, self_score=Decimal("0.6"))
    scored = cycle(Objective(1, "objective", key_results=(key_result, second)))
    assert scored.objectives[0].key_results[0] == KeyResultScore(
        number=1,
        weight=Fraction(1, 2),
        raw=Fraction(2, 5),
        progress=Fraction(2, 5),
        computed=Fraction(2, 5),
        score=None,
        source=None,
        void=True,
    )
    assert scored.score == Fraction("0.6")


@pytest.mark.parametrize(
    ("self_score", "reviewer", "order", "expected"),
    [
        (None, None, "reviewer self computed", ("0.5", "computed")),
        ("0.6", None, "reviewer self computed", ("0.6", "self")),
        ("0.6", "0.4", "reviewer self computed", ("0.4", "reviewer")),
        ("0.6", "0", "reviewer self computed", ("0", "reviewer")),
        ("0.6", "0.4", "self reviewer computed", ("0.6", "self")),
        ("0.6", "0.4", "computed self reviewer", ("0.5", "computed")),
        ("0.6", None, "reviewer computed", ("0.5", "computed")),
        ("0.6", None, "reviewer", None),
    ],
)
def test_score_cycle__several_scores__takes_the_first_in_order(
    self_score: str | None, reviewer: str | None, order: str, expected: tuple[str, str] | None
) -> None:
    key_result = KeyResult(
        1,
        "text",
        type=KeyResultType.LINEAR,
        target=Decimal(10),
        actual=Decimal(5),
        self_score=None if self_score is None else Decimal(self_score),
        reviewer_score=None if reviewer is None else Decimal(reviewer),
    )
    policies = Policies(score_order=tuple(ScoreSource(s) for s in order.split()))
    scored = cycle(Objective(1, "objective", key_results=(key_result,)), policies=policies)
    found = scored.objectives[0].key_results[0]
    assert found.computed == Fraction(1, 2)
    if expected is None:
        assert (found.score, found.source, scored.state) == (None, None, CycleState.PARTIAL)
    else:
        assert (found.score, found.source) == (Fraction(expected[0]), ScoreSource(expected[1]))


@pytest.mark.parametrize(
    ("objectives", "state"),
    [
        ((), "empty"),
        ((objective("", ""),), "planned"),
        ((objective("- -", "- -"),), "planned"),
        ((objective("- -", "- void"),), "planned"),
        ((objective("- -", "0.5 -"),), "partial"),
        ((objective("- -", "0 -"),), "partial"),
        ((objective("-", "1"), objective("", "", 2)), "partial"),
        ((objective("50 60", "1 1"),), "partial"),
        ((objective("-", "1", 1, "60"), objective("-", "1", 2, "60")), "partial"),
        ((objective("- -", "0.5 void"),), "scored"),
        ((objective("-", "0"),), "scored"),
        ((objective("-", "1"), objective("-", "void", 2)), "scored"),
        ((objective("- -", "void void"),), "void"),
        ((objective("-", "void"), objective("-", "void", 2)), "void"),
        ((objective("-", "void"), objective("", "", 2)), "planned"),
    ],
)
def test_score_cycle__what_is_filled_in__gives_the_state(
    objectives: tuple[Objective, ...], state: str
) -> None:
    scored = cycle(*objectives)
    assert scored.state.value == state
    assert (scored.score is not None) == (state == "scored")


def test_score_cycle__typed_score_without_actual__is_partial() -> None:
    first = KeyResult(1, "text", type=KeyResultType.JUDGED, reviewer_score=Decimal(0))
    second = KeyResult(2, "text", type=KeyResultType.JUDGED)
    scored = cycle(Objective(1, "objective", key_results=(first, second)))
    assert scored.state is CycleState.PARTIAL


def test_score_cycle__actual_that_cannot_be_measured__is_partial() -> None:
    key_result = KeyResult(1, "text", type=KeyResultType.INCREASE, actual=Decimal(3))
    scored = cycle(Objective(1, "objective", key_results=(key_result,)))
    assert scored.state is CycleState.PARTIAL


def test_score_cycle__excused__is_void_and_keeps_its_objectives_scores() -> None:
    sheet = CycleSheet(Q1, (objective("-", "0.8"),), excused=True, excused_reason="leave")
    scored = score_cycle(sheet, PLAIN)
    assert (scored.state, scored.score) == (CycleState.VOID, None)
    assert scored.objectives[0].score == Fraction("0.8")


def test_score_cycle__excused_and_empty__is_void() -> None:
    assert score_cycle(CycleSheet(Q1, excused=True), PLAIN).state is CycleState.VOID


@pytest.mark.parametrize(
    ("unscored", "score"), [("block", None), ("exclude", "0.8"), ("zero", "0.32")]
)
def test_score_cycle__at_the_close__unscored_key_results_follow_the_rule(
    unscored: str, score: str | None
) -> None:
    scored = cycle(objective("40 60", "0.8 -"), unscored=unscored)
    assert scored.score == (None if score is None else Fraction(score))
    assert scored.objectives[0].key_results[1].score is None


@pytest.mark.parametrize(
    ("unscored", "score"), [("block", None), ("exclude", "0.8"), ("zero", "0.4")]
)
def test_score_cycle__at_the_close__wholly_unscored_objective_follows_the_rule(
    unscored: str, score: str | None
) -> None:
    scored = cycle(objective("-", "0.8"), objective("-", "-", 2), unscored=unscored)
    assert scored.score == (None if score is None else Fraction(score))


def test_score_cycle__at_the_close__nothing_scored_stays_planned() -> None:
    assert cycle(objective("-", "-"), unscored="exclude").state is CycleState.PLANNED


def year_of(text: str) -> tuple[CycleScore, ...]:
    """Give the cycles of a year: `0.8 planned void not_submitted`."""
    found = []
    for number, word in enumerate(text.split(), 1):
        quarter = Cycle(2026, "Q", number)
        if word[0].isdigit():
            found.append(CycleScore(quarter, CycleState.SCORED, Fraction(word)))
        else:
            found.append(empty_cycle(quarter, CycleState(word)))
    return tuple(found)


@pytest.mark.parametrize(
    ("quarters", "rule", "expected"),
    [
        ("0.8 0.7 0.6 0.5", "exclude", "0.65, 4 scored, 0 excused of 4, final, scored"),
        ("0.8 0.7 0.6 planned", "exclude", "0.7, 3 scored, 0 excused of 4, provisional, partial"),
        ("0.8 0.7 0.6 planned", "zero", "0.525, 3 scored, 0 excused of 4, provisional, partial"),
        ("0.8 0.7 0.6 planned", "block", "none, 3 scored, 0 excused of 4, provisional, partial"),
        ("0.8 0.7 0.6 partial", "exclude", "0.7, 3 scored, 0 excused of 4, provisional, partial"),
        (
            "not_employed not_employed 0.9 0.7",
            "exclude",
            "0.8, 2 scored, 2 excused of 4, final, scored",
        ),
        (
            "not_employed not_employed 0.9 0.7",
            "zero",
            "0.8, 2 scored, 2 excused of 4, final, scored",
        ),
        (
            "not_employed not_employed 0.9 0.7",
            "block",
            "0.8, 2 scored, 2 excused of 4, final, scored",
        ),
        ("0.9 void 0.7 empty", "zero", "8/15, 2 scored, 1 excused of 4, provisional, partial"),
        (
            "0.9 void 0.7 not_submitted",
            "exclude",
            "0.8, 2 scored, 1 excused of 4, provisional, partial",
        ),
        ("0 0 0 0", "exclude", "0, 4 scored, 0 excused of 4, final, scored"),
        ("void void void void", "exclude", "none, 0 scored, 4 excused of 4, final, void"),
        ("void not_employed void void", "zero", "none, 0 scored, 4 excused of 4, final, void"),
        ("not_employed " * 4, "exclude", "none, 0 scored, 4 excused of 4, final, not_employed"),
        (
            "not_submitted " * 4,
            "exclude",
            "none, 0 scored, 0 excused of 4, provisional, not_submitted",
        ),
        (
            "not_submitted " * 4,
            "zero",
            "none, 0 scored, 0 excused of 4, provisional, not_submitted",
        ),
        (
            "planned planned empty not_submitted",
            "exclude",
            "none, 0 scored, 0 excused of 4, provisional, planned",
        ),
        (
            "empty empty void not_submitted",
            "exclude",
            "none, 0 scored, 1 excused of 4, provisional, empty",
        ),
        (
            "partial planned planned planned",
            "exclude",
            "none, 0 scored, 0 excused of 4, provisional, partial",
        ),
    ],
)
def test_score_year__quarters_as_they_are__counts_scored_excused_and_missing(
    quarters: str, rule: str, expected: str
) -> None:
    year = score_year(2026, year_of(quarters), Policies(missing_quarter=rule))
    score = "none" if year.score is None else _plain(year.score)
    word = "provisional" if year.provisional else "final"
    assert expected == (
        f"{score}, {year.scored} scored, {year.excused} excused of {year.of}, {word}, {year.state}"
    )
    assert year.cycle == Cycle.parse("2026")


def _plain(score: Fraction) -> str:
    """Give `0.65`, or `8/15` where no short decimal is exact."""
    short = score * 1000
    return f"{float(score):g}" if short.denominator == 1 else str(score)


def test_score_year__twelve_months__counts_of_twelve() -> None:
    months = tuple(
        CycleScore(Cycle(2026, "M", n), CycleState.SCORED, Fraction(n, 12)) for n in range(1, 13)
    )
    year = score_year(2026, months, PLAIN)
    assert (year.score, year.scored, year.of) == (Fraction(13, 24), 12, 12)


@pytest.mark.parametrize("state", list(CycleState))
def test_score_year__each_state__is_counted_in_exactly_one_place(state: CycleState) -> None:
    score = Fraction(1, 2) if state is CycleState.SCORED else None
    year = score_year(2026, (CycleScore(Q1, state, score),), PLAIN)
    missing = 1 if state not in FINISHED else 0
    assert (year.scored + year.excused + missing, year.provisional) == (1, bool(missing))


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("0", "no_progress"),
        ("0.004", "no_progress"),
        ("0.005", "below"),
        ("0.01", "below"),
        ("0.694", "below"),
        ("0.695", "on_target"),
        ("0.70", "on_target"),
        ("0.994", "on_target"),
        ("0.995", "outstanding"),
        ("0.996", "outstanding"),
        ("1", "outstanding"),
    ],
)
def test_band_of__edges__are_decided_on_the_displayed_score(score: str, band: str) -> None:
    assert band_of(Fraction(score), PLAIN) is Band(band)
