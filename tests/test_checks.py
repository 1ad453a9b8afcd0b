"""Every check of the method is provoked once, alone, at an address typed by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from method_sheets import ANSWERED, findings_of, lines_of, number_cell, submission_of

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.checks import Background, check_submission
from okrsheets.checks.cases import CycleCase
from okrsheets.checks.table import (
    CHECK_IN_CHECKS,
    CYCLE_CHECKS,
    EXCUSED_CYCLE_CHECKS,
    KEY_RESULT_CHECKS,
    OBJECTIVE_CHECKS,
    TOTALS_CHECKS,
    VOID_KEY_RESULT_CHECKS,
)
from okrsheets.display import show_finding, show_finding_line
from okrsheets.findings.method import METHOD
from okrsheets.language import load_language
from okrsheets.model import Cycle, CycleSheet, Policies
from okrsheets.scoring import score_cycle, score_year

NO_ACTUALS = {f"O{o}.K{k}.actual": "" for o in (1, 2, 3) for k in (1, 2, 3)}
RANGE = {"O1.K1.type": "range", "O1.K1.baseline": "", "O1.K1.target": "80", "O1.K1.upper": "90"}
ANCHORED = {
    "O1.K1.type": "anchored",
    "O1.K1.baseline": "80",
    "O1.K1.v30": "84",
    "O1.K1.v70": "86",
    "O1.K1.target": "90",
}
NO_KEY_RESULTS = {f"O3.K{k}.text": "" for k in (1, 2, 3)}
ALL_NOTHING = {
    f"O{o}.K{k}.{column}": text
    for o in (1, 2, 3)
    for k in (1, 2, 3)
    for column, text in (("self", "0"), ("reason", "the market closed"))
}
PLANNED = {"plan.1.measure": "call daily", "plan.1.date": "1 May", "plan.1.owner": "Li Lei"}

CASES: list[tuple[dict[str, str], list[str]]] = [
    ({}, []),
    # Family K1, how many there are
    (NO_KEY_RESULTS, ["K106 note Q1!C9", "K101 error Q1!C17"]),
    (NO_KEY_RESULTS | NO_ACTUALS, ["K106 note Q1!C9", "K101 warning Q1!C17"]),
    (
        {"O2.text": "", "O3.weight": "0.5"},
        ["K106 note Q1!C9", "K102 note Q1!C17"],
    ),
    (
        {"O1.K1.text": "", "O1.K2.weight": "0.5", "O1.K3.weight": "0.5"},
        ["K106 note Q1!C9", "K103 note Q1!C11"],
    ),
    # Family K2, what a type needs
    ({"O1.K1.type": ""}, ["K201 error Q1!E10"]),
    ({"O1.K1.type": "", **NO_ACTUALS}, ["K201 warning Q1!E10"]),
    ({"O1.K1.baseline": ""}, ["K202 error Q1!F10"]),
    ({"O1.K1.baseline": "", **NO_ACTUALS}, ["K202 warning Q1!F10"]),
    ({"O1.K1.target": "", "O1.K1.actual": ""}, ["K203 error Q1!G10"]),
    ({"O1.K1.target": "", **NO_ACTUALS}, ["K203 warning Q1!G10"]),
    ({"O1.K1.target": ""}, ["K204 error Q1!G10"]),
    ({"O1.K1.target": "80"}, ["K205 error Q1!G10"]),
    ({"O1.K1.target": "80", **NO_ACTUALS}, ["K205 error Q1!G10"]),
    (ANCHORED | {"O1.K1.target": "80"}, ["K205 error Q1!G10"]),
    ({"O1.K1.target": "70"}, ["K206 error Q1!G10"]),
    ({"O1.K2.target": "60"}, ["K207 error Q1!G11"]),
    ({"O1.K3.baseline": "10"}, ["K208 note Q1!F12"]),
    ({"O1.K3.baseline": "0"}, []),
    ({"O1.K3.target": "0"}, ["K209 error Q1!G12"]),
    (RANGE, []),
    (RANGE | {"O1.K1.target": "", "O1.K1.actual": ""}, ["K203 error Q1!G10"]),
    (RANGE | {"O1.K1.upper": ""}, ["K210 error Q1!H10"]),
    (RANGE | {"O1.K1.upper": "70"}, ["K211 error Q1!H10"]),
    (RANGE | {"O1.K1.upper": "70", "O1.K1.baseline": "60"}, ["K211 error Q1!H10"]),
    (RANGE | {"O1.K1.baseline": "79.5"}, ["K212 warning Q1!F10"]),
    (RANGE | {"O1.K1.baseline": "90.9"}, ["K212 warning Q1!F10"]),
    (RANGE | {"O1.K1.baseline": "79"}, []),
    (RANGE | {"O1.K1.baseline": "85"}, []),
    (RANGE | {"O1.K1.target": "90", "O1.K1.actual": "90"}, ["K213 warning Q1!H10"]),
    (RANGE | {"O1.K1.target": "90", "O1.K1.actual": "90", "O1.K1.baseline": "80"}, []),
    ({"O2.K1.target": "2.5"}, ["K214 error Q1!G14"]),
    ({"O2.K1.target": "0"}, ["K214 error Q1!G14"]),
    ({"O2.K1.target": ""}, ["K204 error Q1!G14"]),
    ({"O2.K1.actual": "2.5"}, ["K215 error Q1!K14"]),
    ({"O2.K1.actual": "-1"}, ["K215 error Q1!K14"]),
    ({"O2.K1.actual": ""}, []),
    ({"O2.K2.actual": "0.5"}, ["K216 error Q1!K15"]),
    ({"O2.K2.actual": ""}, []),
    (ANCHORED, []),
    (ANCHORED | {"O1.K1.v30": ""}, ["K217 error Q1!W10"]),
    (ANCHORED | {"O1.K1.v70": "", **NO_ACTUALS}, ["K217 warning Q1!X10"]),
    (ANCHORED | {"O1.K1.v30": "87"}, ["K218 error Q1!W10"]),
    (ANCHORED | {"O1.K1.v70": "84"}, ["K218 error Q1!W10"]),
    ({"O1.K1.upper": "95"}, ["K219 note Q1!H10"]),
    ({"O1.K3.v70": "40"}, ["K219 note Q1!X12"]),
    ({"O1.K1.actual": "0.89"}, ["K220 warning Q1!K10", "K402 warning Q1!R10"]),
    ({"O1.K1.baseline": "0.8", "O1.K1.target": "0.9"}, ["K220 warning Q1!K10"]),
    ({"O1.K3.target": "90", "O1.K3.actual": "1"}, ["K402 warning Q1!R12"]),
    ({"O1.K3.target": "300", "O1.K3.actual": "0.5"}, ["K402 warning Q1!R12"]),
    ({"O1.K3.actual": "0"}, ["K402 warning Q1!R12"]),
    # Family K3, weights
    ({"O2.K1.weight": "0.3"}, ["K301 error Q1!D14:D16"]),
    ({"O2.K1.weight": "0.3", **NO_ACTUALS}, ["K301 warning Q1!D14:D16"]),
    ({"O2.K1.weight": "0.45"}, ["K302 error Q1!D14:D16"]),
    ({"O2.weight": "0.2"}, ["K303 error Q1!D9,D13,D17"]),
    ({"O2.weight": "0.2", **NO_ACTUALS}, ["K303 warning Q1!D9,D13,D17"]),
    ({"O2.weight": "0.4"}, ["K304 error Q1!D9,D13,D17"]),
    ({"O2.K2.weight": "", "O2.K3.weight": ""}, ["K305 note Q1!D15:D16"]),
    ({"O2.weight": ""}, ["K305 note Q1!D13"]),
    ({f"O1.K{k}.weight": "" for k in (1, 2, 3)}, []),
    ({f"O{o}.weight": "" for o in (1, 2, 3)}, []),
    ({f"O1.K{k}.weight": "0.3333" for k in (1, 2, 3)}, ["K306 note Q1!D10:D12"]),
    ({f"O{o}.weight": "0.3333" for o in (1, 2, 3)}, ["K306 note Q1!D9,D13,D17"]),
    ({f"O1.K{k}.weight": "0.333" for k in (1, 2, 3)}, ["K301 error Q1!D10:D12"]),
    ({"O1.K1.weight": "0", "O1.K2.weight": "0.7"}, ["K307 error Q1!D10"]),
    ({"O1.weight": "-0.1"}, ["K307 error Q1!D9"]),
    ({"O1.K1.weight": "0.7", "O1.K3.weight": ""}, ["K308 error Q1!D12"]),
    ({"O1.weight": "0.8", "O2.weight": "", **NO_ACTUALS}, ["K308 warning Q1!D13"]),
    # Family K4, reasons
    ({"O1.K1.self": "0.7"}, ["K401 warning Q1!R10"]),
    ({"O1.K1.self": "0.8"}, []),
    ({"O1.K1.self": "0.7", "O1.K1.reason": "one survey was late"}, []),
    ({"O1.K3.actual": "34.7"}, ["K402 warning Q1!R12"]),
    ({"O1.K3.actual": "34.75"}, []),
    ({"O1.K3.actual": "34.7", "O1.K3.reason": "two clients moved"}, []),
    ({"O2.K2.type": "judged", "O2.K2.actual": "", "O2.K2.self": "1"}, ["K403 warning Q1!R15"]),
    ({"O2.K2.type": "judged", "O2.K2.actual": ""}, []),
    (
        {
            "O2.K2.type": "judged",
            "O2.K2.actual": "",
            "O2.K2.self": "0.2",
            "O2.K2.reason": "read by two editors",
        },
        [],
    ),
    ({"O1.K1.status": "on_track", "O1.K1.confidence": "0.4"}, ["K404 note Q1!U10"]),
    ({"O1.K1.status": "on_track", "O1.K1.confidence": "0.5"}, []),
    ({"O1.K1.status": "at_risk", "O1.K1.confidence": "0.4"}, []),
    # Family K5, void and excused
    ({"O1.K1.status": "void", "O1.K1.actual": ""}, ["K501 error Q1!R10"]),
    ({"O1.K1.status": "void", "O1.K1.reason": "dropped"}, ["K502 warning Q1!K10"]),
    (
        {
            "O1.K1.status": "void",
            "O1.K1.reason": "dropped",
            "O1.K1.actual": "",
            "O1.K1.reviewer": "0.5",
        },
        ["K502 warning Q1!N10"],
    ),
    ({"excused": "yes", **NO_ACTUALS}, ["K503 error Q1!F25"]),
    ({"excused": "yes", "excused.reason": "parental leave"}, ["K504 warning Q1!D25"]),
    ({"excused": "yes", "excused.reason": "parental leave", **NO_ACTUALS}, []),
    ({"excused.reason": "parental leave"}, ["K505 warning Q1!D25"]),
    # Family K7, the review
    ({"review.how_far": " "}, ["K701 note Q1!D26"]),
    ({"review.how": ""}, ["K702 note Q1!D27"]),
    ({"review.how_far": "", **NO_ACTUALS}, []),
    (ALL_NOTHING | PLANNED, ["K703 note Q1!D28"]),
    (ALL_NOTHING | {"review.cause": "force majeure"}, ["K704 note Q1!C30"]),
    (ALL_NOTHING | PLANNED | {"review.cause": "force majeure"}, []),
    (PLANNED | {"plan.1.date": ""}, ["K705 note Q1!D30"]),
    (PLANNED | {"plan.1.owner": " "}, ["K705 note Q1!P30"]),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_check_submission__one_field_changed__finds_just_that(
    changes: dict[str, str], expected: list[str]
) -> None:
    assert lines_of(findings_of(changes)) == expected


def test_check_submission__six_objectives__finds_the_sixth() -> None:
    changes = dict(NO_ACTUALS)
    table = "row | key | text | weight | type | baseline | target | actual\n"
    for number in range(1, 7):
        table += f"{number * 2 + 7} | O{number} | aim {number} | | | | |\n"
        table += f"{number * 2 + 8} | O{number}.K1 | visits | | linear | | 5 |\n"
    assert _lines_of_table(table, changes) == [
        "K106 note Q1!C9",
        "K104 error Q1!C19",
    ]


def test_check_submission__six_key_results__finds_the_sixth() -> None:
    table = (
        "row | key | text | weight | type | baseline | target | actual\n9 | O1 | aim | | | | |\n"
    )
    for number in range(1, 7):
        table += f"{number + 9} | O1.K{number} | visits | | linear | | 5 |\n"
    assert _lines_of_table(table, {}) == ["K106 note Q1!C9", "K105 error Q1!C15"]


def _lines_of_table(table: str, changes: Mapping[str, str]) -> list[str]:
    answers = dict(ANSWERED)
    submission = submission_of({k: v for k, v in changes.items() if k in answers}, table)
    scores = tuple(score_cycle(c, Policies()) for c in submission.cycles)
    return lines_of(check_submission(submission, scores, Policies(), computed={}))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("require", ["K401 error Q1!R10", "K402 error Q1!R12", "K403 error Q1!R15"]),
        ("warn", ["K401 warning Q1!R10", "K402 warning Q1!R12", "K403 warning Q1!R15"]),
        ("off", []),
    ],
)
def test_check_submission__reasons_missing__follows_the_rule(
    rule: str, expected: list[str]
) -> None:
    changes = {
        "O1.K1.reviewer": "0.5",
        "O1.K3.actual": "10",
        "O2.K2.type": "judged",
        "O2.K2.actual": "",
        "O2.K2.self": "0.9",
    }
    assert lines_of(findings_of(changes, policies=Policies(reason_rule=rule))) == expected


def test_check_submission__void_without_reason__is_an_error_even_with_the_rule_off() -> None:
    changes = {"O1.K1.status": "void", "O1.K1.actual": ""}
    found = findings_of(changes, policies=Policies(reason_rule="off"))
    assert lines_of(found) == ["K501 error Q1!R10"]


# In the clean sheet objective O1 scores 0.4*0.9 + 0.3*0.95 + 0.3*1 = 0.945, which shows 0.95.
def test_check_submission__cached_scores_agree__finds_nothing() -> None:
    computed = {
        "Q1.O1.K1.score": number_cell("O10", "0.90000000000000002"),
        "Q1.O1.score": number_cell("O9", "0.94499999999999995"),
        "Q1.O1.K2.progress": number_cell("L11", "0.1"),
    }
    assert findings_of({}, computed=computed) == ()


def test_check_submission__cached_score_differs__says_both_numbers() -> None:
    found = findings_of({}, computed={"Q1.O1.score": number_cell("O9", "0.5")})
    assert lines_of(found) == ["K601 warning Q1!O9"]
    assert found[0].fields == {"shown": "0.50", "reckoned": "0.95"}
    assert found[0].value == "0.5"


# An overwritten key result makes its objective, its quarter and the year differ as well.
def test_check_submission__totals_follow_a_wrong_score__names_only_that() -> None:
    submission = submission_of({})
    scores = tuple(score_cycle(c, Policies()) for c in submission.cycles)
    year = score_year(2026, scores, Policies())
    computed = {
        "Q1.O1.K1.score": number_cell("O10", "0.1"),
        "Q1.O1.score": number_cell("O9", "0.63"),
        "Q1.score": number_cell("O21", "0.8"),
        "annual.Q1.score": number_cell("D9", "0.8", "Year"),
        "annual.score": number_cell("D13", "0.8", "Year"),
    }
    known = Background(year=year)
    found = check_submission(submission, scores, Policies(), computed=computed, background=known)
    assert lines_of(found) == ["K601 warning Q1!O10"]
    del computed["Q1.O1.K1.score"], computed["Q1.O1.score"], computed["Q1.score"]
    found = check_submission(submission, scores, Policies(), computed=computed, background=known)
    assert lines_of(found) == ["K601 warning Year!D9"]


def test_check_submission__cached_error__is_shown_by_its_name() -> None:
    cell = Cell(Place("Q1", "O9"), CellKind.ERROR, "#DIV/0!")
    found = findings_of({}, computed={"Q1.O1.score": cell})
    assert lines_of(found) == ["K601 warning Q1!O9"]
    assert found[0].fields["shown"] == "#DIV/0!"


@pytest.mark.parametrize("kind", [CellKind.TEXT, CellKind.BLANK, CellKind.UNCACHED])
def test_check_submission__computed_cells_still_blank__says_so_once(kind: CellKind) -> None:
    computed = {
        "Q1.score": Cell(Place("Q1", "O21"), kind),
        "annual.Q1.score": Cell(Place("Year", "D9"), kind),
        "Q1.O1.score": Cell(Place("Q1", "O9"), kind),
    }
    found = findings_of({}, computed=computed)
    assert lines_of(found) == ["K602 note Q1!O21"]


def test_check_submission__one_blank_beside_others__is_not_called_stale() -> None:
    computed = {
        "Q1.score": number_cell("O21", "0.96"),
        "Q1.O1.K1.score": Cell(Place("Q1", "O10"), CellKind.TEXT),
    }
    assert findings_of({}, computed=computed) == ()


def test_check_submission__other_counts__names_them() -> None:
    (found,) = findings_of({"O3.K3.text": "", "O3.K2.weight": "0.6"})
    said = [show_finding(found, load_language(code))[0] for code in ("en", "zh")]
    assert found.code == "K106"
    assert said[0].endswith("number of their key results: O1 × 3, O2 × 3, O3 × 2.")
    assert said[1].endswith("关键结果个数：O1 × 3、O2 × 3、O3 × 2。")


def test_check_submission__blank_where_nothing_is_scored__finds_nothing() -> None:
    computed = {"Q1.score": Cell(Place("Q1", "O21"), CellKind.TEXT)}
    assert findings_of(NO_ACTUALS, computed=computed) == ()


def test_check_submission__cached_score_where_inputs_give_none__is_found() -> None:
    changes = {"O1.K1.actual": ""}
    found = findings_of(changes, computed={"Q1.score": number_cell("O21", "0.93")})
    assert lines_of(found) == ["K604 warning Q1!O21"]


def test_check_submission__rules_changed_since__is_one_note_instead() -> None:
    computed = {
        "Q1.O1.score": number_cell("O9", "0.5"),
        "Q1.score": number_cell("O21", "0.6"),
        "Q1.O2.score": number_cell("O13", "1"),
    }
    found = findings_of({}, computed=computed, background=Background(policies_changed=True))
    assert lines_of(found) == ["K603 note Q1!O21"]


def test_check_submission__rules_changed_without_effect__finds_nothing() -> None:
    computed = {"Q1.O2.score": number_cell("O13", "1")}
    assert findings_of({}, computed=computed, background=Background(policies_changed=True)) == ()


def test_check_submission__annual_total_differs__comes_last() -> None:
    submission = submission_of({"O1.K1.upper": "95"})
    scores = tuple(score_cycle(c, Policies()) for c in submission.cycles)
    year = score_year(2026, scores, Policies())
    computed = {"annual.score": number_cell("D13", "0.95", "Year")}
    found = check_submission(
        submission, scores, Policies(), computed=computed, background=Background(year=year)
    )
    assert lines_of(found) == ["K219 note Q1!H10", "K601 warning Year!D13"]


def test_check_submission__two_faults__stand_in_reading_order() -> None:
    changes = {
        "review.how": "",
        "O3.K2.upper": "10",
        "O2.K2.weight": "",
        "O2.K3.weight": "",
        "O1.K3.baseline": "10",
    }
    assert [line.split(" ")[2] for line in lines_of(findings_of(changes))] == [
        "Q1!F12",
        "Q1!D15:D16",
        "Q1!H19",
        "Q1!D27",
    ]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"O1.K1.type": ""}, "Q1.O1.K1.type"),
        ({"O1.K1.baseline": ""}, "Q1.O1.K1.baseline"),
        ({"O1.K1.target": ""}, "Q1.O1.K1.target"),
        ({"O1.K1.target": "", "O1.K1.actual": ""}, "Q1.O1.K1.target"),
        (ANCHORED | {"O1.K1.v30": ""}, "Q1.O1.K1.v30"),
        ({"O1.K2.weight": "", "O1.K3.weight": ""}, "Q1.O1.K3.weight"),
        ({"O1.weight": "0.8", "O2.weight": ""}, "Q1.O2.weight"),
        ({"excused.reason": "parental leave"}, "Q1.excused"),
    ],
)
def test_check_submission__something_unreadable_typed__is_not_called_missing(
    changes: dict[str, str], refused: str
) -> None:
    known = Background(refused=frozenset({refused}))
    assert findings_of(changes) != ()
    assert findings_of(changes, background=known) == ()


def test_check_submission__address_unknown__is_found_without_a_place() -> None:
    submission = submission_of({"O1.K1.type": ""})
    bare = type(submission)(submission.identity, submission.name, submission.cycles)
    scores = tuple(score_cycle(c, Policies()) for c in bare.cycles)
    (found,) = check_submission(bare, scores, Policies(), computed={})
    assert (found.code, found.place, found.key) == ("K201", None, "Q1.O1.K1.type")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "en",
            (
                "platform.xlsx › Q1!D14:D16 — K301 weights of objective O2 add up to 90%. "
                "They must add up to 100%. Raise one or more by 10 points in all."
            ),
        ),
        (
            "zh",
            (
                "platform.xlsx › Q1!D14:D16 — K301 目标 O2 的关键结果权重合计 90%。"
                "合计必须为 100%。请调高其中一个或几个，共 10 个百分点。"
            ),
        ),
    ],
)
def test_show_finding_line__weights__says_how_much_is_missing(language: str, line: str) -> None:
    (found,) = findings_of({"O2.K1.weight": "0.3"})
    assert show_finding_line("platform.xlsx", found, load_language(language)) == line


@pytest.mark.parametrize("changes", [changes for changes, _ in CASES])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_show_finding_line__every_case__fills_every_field(
    changes: dict[str, str], language: str
) -> None:
    for found in findings_of(changes):
        line = show_finding_line("a.xlsx", found, load_language(language))
        assert "{" not in line
        assert found.code in line


def test_tables__all_checks__name_every_code_of_the_method_once() -> None:
    tables = (
        CYCLE_CHECKS,
        OBJECTIVE_CHECKS,
        KEY_RESULT_CHECKS,
        VOID_KEY_RESULT_CHECKS,
        EXCUSED_CYCLE_CHECKS,
        TOTALS_CHECKS,
        CHECK_IN_CHECKS,
    )
    assert sorted(code for table in tables for code in table) == sorted(e.code for e in METHOD)


def test_cases__whole_table__provoke_every_code_of_a_single_cell() -> None:
    provoked = {line.split(" ")[0] for _, expected in CASES for line in expected}
    elsewhere = {"K104", "K105", "K601", "K602", "K603", "K604"}
    elsewhere |= set(CHECK_IN_CHECKS)  # tests/test_check_ins.py
    elsewhere |= {"K221"}  # tests/test_months.py
    assert provoked | elsewhere == {e.code for e in METHOD}


def test_percent_text__third__keeps_four_decimals() -> None:
    (found,) = findings_of({"O1.K1.weight": "0.333333333"})
    assert found.fields["sum"] == "93.3333"
    assert Decimal(str(found.fields["points"])) == Decimal("6.6667")


@pytest.mark.parametrize("code", CYCLE_CHECKS)
def test_cycle_check__cycle_in_which_nothing_was_filled_in__has_nothing_to_say(code: str) -> None:
    """So that such a cycle may be passed over."""
    sheet = CycleSheet(Cycle.parse("2026Q2"))
    case = CycleCase(sheet, score_cycle(sheet, Policies()), Policies())
    assert list(CYCLE_CHECKS[code](case)) == []
