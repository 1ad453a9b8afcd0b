"""docs/policies: every figure of its example is reckoned with the program, in both languages."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from method_sheets import submission_of

from okrsheets.checks import Background, check_submission
from okrsheets.display import band_of, round_half_up, show_percent, show_score
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.language import load_language
from okrsheets.model import (
    Cycle,
    CycleSheet,
    KeyResult,
    KeyResultType,
    Objective,
    Policies,
    Submission,
)
from okrsheets.reports.people import SCORE_USES
from okrsheets.scoring import score_cycle, score_year
from okrsheets.settings import build_settings
from okrsheets.sheets import TemplateSpec
from okrsheets.sheets.lists import band_question

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"en": "policies.md", "zh": "policies.zh-CN.md"}
TEXTS = {code: (DOCS / name).read_text(encoding="utf-8") for code, name in PAGES.items()}
NONE = "–"
COLUMNS = ("key", "text", "weight", "type", "baseline", "target", "actual", "self", "reviewer")
SAID = {"en": ("yes", "no", "stored", "rejected"), "zh": ("需要", "不需要", "入库", "退回")}
Rows = list[list[str]]


def rows_of(code: str, start: str) -> Rows:
    """Give the rows of a page, of whatever table, whose first cell begins so; backticks gone."""
    lines = [line for line in TEXTS[code].splitlines() if line.startswith(f"| {start}")]
    return [
        [cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines
    ]


def example(code: str, changes: Mapping[str, str] | None = None) -> CycleSheet:
    """Give the page's sheet, read from the page, with some of its fields changed."""
    return submission(code, changes).cycles[0]


def submission(code: str, changes: Mapping[str, str] | None = None) -> Submission:
    heads = rows_of(code, "key ")[0]
    lines = [
        dict(zip(heads, row, strict=True)) for row in rows_of(code, "O") if len(row) == len(heads)
    ]
    table = [" | ".join(("row", *COLUMNS))]
    table += [" | ".join((str(n), *(line[c] for c in COLUMNS))) for n, line in enumerate(lines, 9)]
    return submission_of(changes or {}, "\n".join(table))


def policies_of(setting: str) -> Policies:
    """Read what stands in a row's first cell as a settings file does."""
    given = tomllib.loads(setting, parse_float=Decimal)
    values = {"organisation": "A", "year": 2026, "policies": given}
    return build_settings(values).policies()


def shown(score: Fraction | None) -> str:
    return show_score(score) or NONE


def band_code(score: Fraction | None, policies: Policies) -> str:
    band = band_of(score, policies)
    return band.value if band else NONE


def said_of(code: str, field: str, *, changes: Mapping[str, str], policies: Policies) -> list[str]:
    """Give the findings about a field's family, as the page writes them."""
    sheet = submission(code, changes)
    scores = (score_cycle(sheet.cycles[0], policies),)
    found = check_submission(sheet, scores, policies, computed={}, background=Background())
    return [f"{f.code} {severity_of(f).value}" for f in found if f.code.startswith(field)] or [NONE]


@pytest.mark.parametrize("code", PAGES)
def test_page__the_sheet__computes_and_counts_as_shown(code: str) -> None:
    rows = [row for row in rows_of(code, "O") if re.fullmatch(r"O\d\.K\d", row[0])]
    score = score_cycle(example(code), Policies())
    results = [k for o in score.objectives for k in o.key_results]
    assert [row[-2:] for row in rows] == [[shown(k.computed), shown(k.score)] for k in results]
    assert len(rows) == 5


@pytest.mark.parametrize("code", PAGES)
@pytest.mark.parametrize(("setting", "count"), [("objective_method", 2), ("score_order", 3)])
def test_page__objectives_and_quarter__by_each_policy(code: str, setting: str, count: int) -> None:
    rows = rows_of(code, f"`{setting}")
    for text, *figures in rows:
        policies = policies_of(text)
        score = score_cycle(example(code), policies)
        first, second = score.objectives
        found = [shown(first.score), shown(second.score), shown(score.score)]
        assert figures == [*found, band_code(score.score, policies)], text
    assert len(rows) == count


@pytest.mark.parametrize("code", PAGES)
def test_page__weights__count_and_are_said_as_shown(code: str) -> None:
    rows = [row for row in rows_of(code, "`") if re.fullmatch(r"[\d.–]+( [\d.–]+){2}", row[0])]
    for text, effective, figure, finding in rows:
        weights = ["" if part == NONE else part for part in text.split()]
        changes = {f"O1.K{n}.weight": weight for n, weight in enumerate(weights, 1)}
        first = score_cycle(example(code, changes), Policies()).objectives[0]
        counted = " ".join(show_percent(k.weight) or NONE for k in first.key_results)
        assert effective in (counted, NONE if first.score is None else "")
        assert (effective == NONE) == (first.score is None)
        assert figure == shown(first.score)
        others = {"O2.K1.weight": "0.5", "O2.K2.weight": "0.5"}
        said = said_of(code, "K3", changes=changes | others, policies=Policies())
        assert said == [finding], text
    assert len(rows) == 7


@pytest.mark.parametrize("code", PAGES)
def test_page__void__leaves_the_sum(code: str) -> None:
    ((status, *figures),) = rows_of(code, "`void")
    score = score_cycle(example(code, {"O1.K3.status": status}), Policies())
    assert figures == [shown(score.objectives[0].score), shown(score.score)]


@pytest.mark.parametrize("code", PAGES)
def test_page__unscored_key_result__at_the_close(code: str) -> None:
    sheet = example(code, {"O2.K2.actual": ""})
    rows = rows_of(code, "`unscored_kr")
    assert score_cycle(sheet, Policies()).score is None
    for text, *figures in rows:
        policies = policies_of(text)
        score = score_cycle(sheet, policies, unscored=policies.unscored_kr)
        assert figures == [shown(score.objectives[1].score), shown(score.score)], text
    assert len(rows) == 3


def quarters(code: str) -> tuple[CycleSheet, ...]:
    """Give Ann's year: 0.60, 0.90, the example, a plan."""

    def plain(number: int, actual: str | None) -> CycleSheet:
        value = Decimal(actual) if actual else None
        key_result = KeyResult(1, "K", KeyResultType.LINEAR, target=Decimal(100), actual=value)
        plan = Objective(1, "O", key_results=(key_result,))
        return CycleSheet(Cycle(2026, "Q", number), (plan,))

    third = replace(example(code), cycle=Cycle(2026, "Q", 3))
    return plain(1, "60"), plain(2, "90"), third, plain(4, None)


@pytest.mark.parametrize("code", PAGES)
def test_page__missing_quarter__in_the_year(code: str) -> None:
    rows = rows_of(code, "`missing_quarter")
    for text, figure, count in rows:
        policies = policies_of(text)
        scores = tuple(score_cycle(sheet, policies) for sheet in quarters(code))
        year = score_year(2026, scores, policies)
        assert figure == shown(year.score), text
        assert re.findall(r"\d", count) == [str(year.scored), str(year.of)]
        assert year.provisional
    assert len(rows) == 3


@pytest.mark.parametrize("code", PAGES)
def test_page__band_edges__move_the_band_and_the_plan(code: str) -> None:
    rows = rows_of(code, "`band_edges")
    for text, band, plan in rows:
        policies = policies_of(text)
        score = score_cycle(example(code), policies).score
        assert score is not None
        assert band == band_code(score, policies)
        below = round_half_up(score) < policies.band_edges[1]
        assert plan == SAID[code][0 if below else 1], text
    assert len(rows) == 3


@pytest.mark.parametrize("code", PAGES)
def test_page__questions__are_asked_as_quoted(code: str) -> None:
    (setting,) = re.findall(r"```toml\n(.*?)```", TEXTS[code], re.DOTALL)
    given = tomllib.loads(setting)
    settings = build_settings({"organisation": "A", "year": 2026, **given})
    spec = TemplateSpec(load_language(code), "A", 2026, questions=settings.questions())
    score = score_cycle(example(code), Policies()).score
    band = band_of(score, Policies())
    assert band is not None
    assert f"“{band_question(spec, band)}”" in TEXTS[code].replace("\n", " ")


@pytest.mark.parametrize("code", PAGES)
def test_page__reason_rule__warns_rejects_or_is_silent(code: str) -> None:
    rows = rows_of(code, "`reason_rule")
    for text, finding, becomes in rows:
        said = said_of(code, "K4", changes={}, policies=policies_of(text))
        assert said == [finding], text
        rejected = finding.endswith(Severity.ERROR.value)
        assert becomes == SAID[code][3 if rejected else 2]
    assert len(rows) == 3


@pytest.mark.parametrize("code", PAGES)
def test_page__score_use__is_the_sentence_of_the_reports(code: str) -> None:
    found = {
        policies_of(text).score_use: sentence for text, sentence in rows_of(code, "`score_use")
    }
    language = load_language(code)
    assert found == {use: language.text(sentence) for use, sentence in SCORE_USES.items()}


@pytest.mark.parametrize("code", PAGES)
def test_page__rounding__once_and_half_up(code: str) -> None:
    rows = [row for row in rows_of(code, "`0.5") if len(row) == 4 and " " not in row[0]]
    for typed, exactly, figure, band in rows:
        first = score_cycle(example(code, {"O1.K3.reviewer": typed}), Policies()).objectives[0]
        assert first.score == Fraction(exactly)
        assert [figure, band] == [shown(first.score), band_code(first.score, Policies())]
    assert len(rows) == 3


def sums_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield every sum that is written out in the text: what is reckoned, what comes of it."""
    plain = text.replace("（", "(").replace("）", ")").replace("\n", " ")
    term = r"\(?[\d.]+(?: [×+/] \(?[\d.]+\)?)+\)?"
    for found in re.finditer(rf"({term}(?: ?/ ?[\d.]+)?) = ([\d.]*\d)", plain):
        yield found[1], found[2]


def reckoned(sum_: str) -> Fraction:
    """Reckon a sum of ×, +, / and one level of brackets, exactly."""
    inner = re.sub(r"\(([^()]*)\)", lambda m: str(reckoned(m[1])).replace("/", "÷"), sum_)
    total = Fraction(0)
    for part in inner.split("+"):
        first, *rest = re.split(r" ?([×/]) ?", part.strip())
        value = exact(first)
        for sign, factor in zip(rest[::2], rest[1::2], strict=True):
            value = value * exact(factor) if sign == "×" else value / exact(factor)
        total += value
    return total


def exact(text: str) -> Fraction:
    top, _, bottom = text.partition("÷")
    return Fraction(top) / Fraction(bottom or 1)


@pytest.mark.parametrize("code", PAGES)
def test_page__sums_written_out__come_to_what_stands_behind(code: str) -> None:
    sums = list(sums_of(TEXTS[code]))
    for left, right in sums:
        places = len(right.partition(".")[2])
        assert round_half_up(reckoned(left), max(places, 2)) == Decimal(right), left
    assert len(sums) >= 16


@pytest.mark.parametrize("code", PAGES)
def test_page__every_policy__has_its_row(code: str) -> None:
    for name in Policies.__dataclass_fields__:
        assert rows_of(code, f"`{name} = "), name


def test_pages__both_languages__have_the_same_tables() -> None:
    english, chinese = (re.findall(r"^\| `[^|]*\|", TEXTS[code], re.MULTILINE) for code in PAGES)
    assert english == chinese
