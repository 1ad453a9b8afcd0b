"""The wording rules: how well they agree with a careful human, and what each one gives."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from method_sheets import SHEET, submission_of
from wording_page import EXAMPLES
from wording_set import KINDS, PARTS, agreement, read_set

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.display import show_finding_line
from okrsheets.errors import UsageError
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE, severity_of
from okrsheets.findings.wording import WORDING
from okrsheets.language import load_language
from okrsheets.model import Cycle, KeyResult, KeyResultType, Objective, Submission
from okrsheets.periods import cycle_dates
from okrsheets.settings import build_settings
from okrsheets.wording import check_wording, codes_of
from okrsheets.wording.case import Period, WordingCase, language_of
from okrsheets.wording.rules import KEY_RESULT_RULES, OBJECTIVE_RULES
from okrsheets.wording.words import names

ENOUGH = {"objectives": 150, "key_results": 300}
FLOORS = {10: (0.9, 0.85), 4: (0.75, 0.75)}
"""By how many texts have the code: the least precision and recall; fewer say nothing."""
OVER_ALL_PRECISION, OVER_ALL_RECALL = 0.95, 0.95
NINETY, EIGHTY = Decimal(90), Decimal(80)
MEASURED = [*(code for code in (*OBJECTIVE_RULES, *KEY_RESULT_RULES) if code in EXAMPLES)]
BROKEN = {
    "O1.text": "维持市场份额",
    "O1.K1.text": "拜访 50 家客户",
    "O1.K2.text": "投诉比例从 X 下降到 Y",
    "O2.text": "Increase sales by 30%",
    "O2.K2.text": "Handbook of the autumn release final by 30 September",
}
"""The texts of a first quarter, in both languages on one sheet; the other texts are the form's."""


def case_of(text: str, kind: str, **fields: object) -> WordingCase:
    """Give a text of the second quarter of 2026 with what a rule is given beside it."""
    cycle = Cycle.parse("2026Q2")
    period = Period(cycle, *cycle_dates(cycle))
    if kind == "objectives":
        return WordingCase(text, language_of(text), period, Objective(1, text))
    key_result = replace(KeyResult(1, text), **fields)  # type: ignore[arg-type]  # a test's fields
    objective = Objective(1, "An objective", key_results=(key_result,))
    return WordingCase(text, language_of(text), period, objective, key_result, (key_result,))


def found_in(submission: Submission, **more: object) -> list[str]:
    """Give the findings of a sheet as `W102 Q1.O1.text`."""
    findings = check_wording(submission, **more)  # type: ignore[arg-type]  # a test's options
    return [f"{finding.code} {finding.key}" for finding in findings]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_read_set__each_language__is_large_and_its_codes_exist(language: str) -> None:
    texts = read_set(language)
    for kind in KINDS:
        assert sum(one.kind == kind for one in texts) >= ENOUGH[kind]
        halves = [sum(one.kind == kind and one.part == part for one in texts) for part in PARTS]
        assert min(halves) >= ENOUGH[kind] / 2 - 1
    rules = {"objectives": OBJECTIVE_RULES, "key_results": KEY_RESULT_RULES}
    assert all(code in rules[one.kind] for one in texts for code in one.codes)
    assert len({(one.case.text, one.case.period) for one in texts}) >= len(texts) - 2


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", MEASURED)
def test_rule__against_the_labels__keeps_its_precision_and_recall(
    code: str, language: str, part: str
) -> None:
    found = agreement(language, code, part)
    asked = found.right + found.missed
    precision, recall = next((floor for n, floor in FLOORS.items() if asked >= n), (0, 0))
    assert (found.precision or 0) >= precision
    assert (found.recall or 0) >= recall


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_rules__all_together__are_seldom_wrong_and_miss_little(language: str, part: str) -> None:
    found = [agreement(language, code, part) for code in MEASURED]
    right = sum(one.right for one in found)
    assert right / (right + sum(one.wrong for one in found)) >= OVER_ALL_PRECISION
    assert right / (right + sum(one.missed for one in found)) >= OVER_ALL_RECALL


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", EXAMPLES)
def test_examples__of_the_page__break_their_rule_and_no_other(code: str, language: str) -> None:
    kind = "objectives" if code in OBJECTIVE_RULES else "key_results"
    bad, good = EXAMPLES[code][language]
    assert list(codes_of(case_of(bad, kind))) == [code]
    assert list(codes_of(case_of(good, kind))) == []


def test_rules__of_the_table__are_those_of_the_catalogue_and_never_errors() -> None:
    codes = [entry.code for entry in WORDING]
    assert codes == [*OBJECTIVE_RULES, *KEY_RESULT_RULES]
    assert {CATALOGUE[code].severity for code in codes} == {Severity.NOTE, Severity.WARNING}


def test_words__both_languages__have_the_lists_of_the_rules() -> None:
    shared = {"standing_still", "negative", "platitude", "measure", "change", "rise", "fall"}
    shared |= {"task", "outcome", "placeholder", "figure", "names_with_digits", "particle"}
    assert shared <= names("zh")
    assert shared <= names("en")


def test_check_wording__texts_of_both_languages__are_each_read_as_their_own() -> None:
    submission = submission_of(BROKEN)
    assert [line for line in found_in(submission) if line.split(".", 1)[1] in BROKEN] == [
        "W102 Q1.O1.text",
        "W202 Q1.O1.K1.text",
        "W203 Q1.O1.K2.text",
        "W104 Q1.O2.text",
        "W204 Q1.O2.K2.text",
    ]


def test_check_wording__a_finding__stands_at_the_text() -> None:
    finding = check_wording(submission_of(BROKEN))[0]
    assert (finding.code, str(finding.place), finding.value) == ("W102", "Q1!C9", "维持")


@pytest.mark.parametrize("off", ["W102", "W202", "W104"])
def test_check_wording__a_rule_switched_off__keeps_silent(off: str) -> None:
    submission = submission_of(BROKEN)
    rest = [line for line in found_in(submission) if not line.startswith(off)]
    assert len(rest) < len(found_in(submission))
    silent = found_in(submission, off=(off,))
    assert [line for line in silent if not line.startswith("W101")] == rest


def test_check_wording__w104_switched_off__lets_w101_speak() -> None:
    assert "W101 Q1.O2.text" in found_in(submission_of(BROKEN), off=("W104",))


@pytest.mark.parametrize(
    "changes",
    [{"excused": "yes", "excused.reason": "leave"}, {"O1.K1.status": "void"}],
    ids=["excused", "void"],
)
def test_check_wording__what_is_out_of_the_sum__is_passed_over(changes: dict[str, str]) -> None:
    assert "W202 Q1.O1.K1.text" not in found_in(submission_of(BROKEN | changes))


def test_check_wording__a_closed_cycle__is_passed_over() -> None:
    assert found_in(submission_of(BROKEN), closed={"Q1"}) == []


def with_column(column: str, filled: int) -> Submission:
    """Give a sheet of nine key results, a column of which the first ones have filled."""
    submission = submission_of({})
    cycle = submission.cycles[0]
    objectives, left = [], filled
    for one in cycle.objectives:
        key_results = []
        for k in one.key_results:
            more = {column: "Li Lei" if left > 0 else ""}
            key_results.append(replace(k, **more))  # type: ignore[arg-type]  # a column's name
            left -= 1
        objectives.append(replace(one, key_results=tuple(key_results)))
    place = Cell(Place("Q1", "I18"), CellKind.BLANK)
    return replace(
        submission,
        cycles=(replace(cycle, objectives=tuple(objectives)),),
        cells={**submission.cells, f"Q1.O3.K1.{column}": place},
    )


@pytest.mark.parametrize(("column", "code"), [("owner", "W207"), ("evidence", "W208")])
@pytest.mark.parametrize(("filled", "missing"), [(0, 0), (4, 0), (5, 4), (8, 1), (9, 0)])
def test_check_wording__a_column_used_by_half__is_asked_of_the_others(
    column: str, code: str, filled: int, missing: int
) -> None:
    found = [f for f in check_wording(with_column(column, filled)) if f.code == code]
    assert len(found) == missing


@pytest.mark.parametrize("column", ["owner", "evidence"])
def test_check_wording__a_missing_owner_or_source__stands_at_its_own_cell(column: str) -> None:
    found = [f for f in check_wording(with_column(column, 6)) if f.code in ("W207", "W208")]
    assert (found[0].key, str(found[0].place)) == (f"Q1.O3.K1.{column}", "Q1!I18")


def test_check_wording__nine_key_results__are_the_form_and_the_tenth_is_one_too_many() -> None:
    assert "W210" not in " ".join(found_in(submission_of({})))
    table = SHEET + "21  | O3.K4 | referred leads  | 0.1    | linear    |          | 20     | 9\n"
    findings = check_wording(submission_of({}, table))
    tenth = [f for f in findings if f.code == "W210"]
    assert [(f.key, f.fields["count"]) for f in tenth] == [("Q1.O3.K4.text", 10)]


@pytest.mark.parametrize(
    ("text", "fields", "codes"),
    [
        ("上线自助报表", {"type": KeyResultType.YESNO}, ["W202"]),
        ("上线自助报表", {"type": KeyResultType.JUDGED}, []),
        ("上线 6 张报表", {"type": KeyResultType.MILESTONE, "target": 6}, []),
        ("上线 6 张报表", {"type": KeyResultType.LINEAR, "target": 6}, ["W202"]),
        ("用户满意度提高", {}, ["W201"]),
        ("用户满意度提高", {"target": NINETY}, []),
        (
            "日均订单",
            {"type": KeyResultType.LINEAR, "baseline": NINETY, "target": EIGHTY},
            ["W209"],
        ),
        (
            "由 90 提高到 80",
            {"type": KeyResultType.INCREASE, "baseline": NINETY, "target": EIGHTY},
            [],
        ),
    ],
)
def test_codes_of__type_and_figures__are_taken_into_account(
    text: str, fields: dict[str, object], codes: list[str]
) -> None:
    assert list(codes_of(case_of(text, "key_results", **fields))) == codes


@pytest.mark.parametrize(
    ("text", "cycle", "codes"),
    [
        ("3 月底前签约 12 家", "2026Q1", []),
        ("3 月底前签约 12 家", "2026Q2", ["W204"]),
        ("7 月前签约 12 家", "2026Q2", []),
        ("年底前签约 12 家", "2026Q4", []),
        ("年底前签约 12 家", "2026Q2", ["W204"]),
        ("较 2025 年多签约 12 家", "2026Q2", []),
        ("2026-05-31 前签约 12 家", "2026Q2", []),
        ("三个月内签约 12 家", "2026M05", ["W204"]),
        ("下半年签约 12 家", "2026M07", []),
        ("明年的预算 12 月获批", "2026Q4", ["W201"]),
    ],
)
def test_codes_of__dates__are_held_against_the_cycle(
    text: str, cycle: str, codes: list[str]
) -> None:
    named = Cycle.parse(cycle)
    case = replace(case_of(text, "key_results"), period=Period(named, *cycle_dates(named)))
    assert list(codes_of(case)) == codes


@pytest.mark.parametrize(
    ("month", "codes"), [("6 月底前签约 12 家", []), ("3 月底前签约 12 家", ["W204"])]
)
def test_codes_of__a_year_from_april__takes_its_first_quarter(month: str, codes: list[str]) -> None:
    first = Cycle.parse("2026Q1")
    period = Period(first, *cycle_dates(first, 4), 4)
    assert list(codes_of(replace(case_of(month, "key_results"), period=period))) == codes


def said_of(text: str, language: str) -> str:
    """Give the finding about an objective in words."""
    code, match = next(iter(codes_of(case_of(text, "objectives")).items()))
    finding = Finding(
        code, Place("Q2", "C9"), value=match.words, fields={"name": "O1", **match.fields}
    )
    return show_finding_line("a.xlsx", finding, load_language(language))


def test_w104__the_three_steps__are_shown_on_the_own_words() -> None:
    said = said_of("B系列产品收入增加到500万美元", "zh")
    assert "不说“B系列产品收入”，说B系列产品" in said
    assert "“500万美元”意味着什么" in said
    assert "让B系列产品成为……" in said


def test_w104__a_bare_measure__asks_for_the_product_or_market() -> None:
    assert "不说“销售额”，说它所关系到的产品、市场或团队" in said_of("销售额提升30%", "zh")
    assert "instead of “sales” say the product, market or team" in said_of(
        "Increase sales by 30%", "en"
    )


@pytest.mark.parametrize(
    ("off", "said"),
    [
        (["W999"], "wording.off names “W999”, which is not a rule."),
        (["w101"], "wording.off names “w101”, which is not a rule. Did you mean W101?"),
        ("W101", "wording.off is"),
    ],
)
def test_settings__a_code_that_is_no_rule__is_refused_with_the_nearest(
    off: object, said: str
) -> None:
    with pytest.raises(UsageError) as stopped:
        build_settings({"organisation": "Acme", "year": 2026, "wording": {"off": off}})
    assert said in str(stopped.value)


def test_settings__codes_of_rules__are_taken() -> None:
    values = {"organisation": "Acme", "year": 2026, "wording": {"off": ["W205", "W101"]}}
    assert build_settings(values).wording.off == ("W101", "W205")


def test_severities__of_findings__are_the_catalogues() -> None:
    found = check_wording(submission_of(BROKEN))
    assert {f.code for f in found if severity_of(f) is Severity.WARNING} == {"W203", "W204"}


def test_word_files__of_both_languages__are_parts_of_the_package() -> None:
    folder = Path(__file__).resolve().parent.parent / "okrsheets" / "wording" / "words"
    for name in ("zh", "en"):
        assert tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))["limits"]
