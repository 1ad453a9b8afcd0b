"""What a personal report says under its figures is enough to reckon its scores with a pencil.

The lines are followed here as a reader does: only with what is printed.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from report_people import Q1, Q3, D, T, context, kr, lin_jing, make_year

from okrsheets.model import CycleSheet, Objective, PersonYear, Policies, Status
from okrsheets.reports.annual import build_annual
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.reports.records import QuarterlyReport
from okrsheets.scoring import score_year, settle_cycle

_LINE = re.compile(
    r"(?P<name>.+?) ?= ?[（(](?P<parts>.+)[)）] ?÷ ?(?P<whole>[\d.]+%?) = (?P<score>.+)"
)


def reckon(line: str) -> tuple[Decimal, Decimal]:
    """Follow a line with a pencil; give what comes out, to two decimals, and what it says."""
    found = _LINE.fullmatch(line)
    assert found, line
    total = D(0)
    for part in found["parts"].split(" + "):
        weight, _, score = part.rpartition("×")
        total += D(score) * (D(weight.rstrip("%")) if weight else 1)
    result = total / D(found["whole"].rstrip("%"))
    return result.quantize(D("0.01"), ROUND_HALF_UP), D(found["score"])


def printed_scores(report: QuarterlyReport) -> Mapping[str, str]:
    """Give every score that has a line of its own: the cycle's and its objectives'."""
    return {o.number: o.score for o in report.objectives} | {"": report.total.text}


def mixed() -> Objective:
    """Give an objective with weights of 50%, 30% and 20%, the last one's key result void."""
    lines = (
        kr(1, "From 10 to 20", T.INCREASE, "10 20 16", weight=D("0.5")),
        kr(2, "From 50 to 30", T.DECREASE, "50 30 45", weight=D("0.3")),
        kr(3, "Ten", T.LINEAR, "- 10 9", weight=D("0.2"), status=Status.VOID, reason="gone"),
    )
    return Objective(1, "A void key result", D("0.6"), "", lines)


def shared() -> Objective:
    """Give an objective with one weight of 50%, the others blank, and a typed score."""
    lines = (
        kr(1, "Three", T.LINEAR, "- 3 2", weight=D("0.5")),
        kr(2, "Seven", T.LINEAR, "- 7 6"),
        kr(3, "Seven", T.LINEAR, "- 7 3", self_score=D("0.5"), reviewer_score=D("0.4")),
    )
    return Objective(2, "Shared weights", None, "", lines)


def dropped() -> Objective:
    """Give an objective of which every key result is void."""
    line = kr(1, "Three", T.LINEAR, "- 3 2", status=Status.VOID, reason="gone")
    return Objective(3, "Void", None, "", (line,))


def year_of(*objectives: Objective) -> PersonYear:
    """Give a person with these objectives in the third quarter."""
    return make_year(lin_jing("en").person, (CycleSheet(Q3, objectives),))


@pytest.mark.parametrize("code", ["en", "zh"])
def test_lines__void_shared_and_overridden__lead_to_the_printed_scores(code: str) -> None:
    """By hand: O1 (30 + 7.5) ÷ 80; O2 .5×2/3 + .25×6/7 + .25×.4; O3 void; 60% and 20% are left."""
    report = build_quarterly(year_of(mixed(), shared(), dropped()), Q3, context(code))
    assert printed_scores(report) == {"O1": "0.47", "O2": "0.65", "O3": "—", "": "0.51"}
    lines = [o.trace for o in report.objectives if o.trace] + [report.trace]
    assert [reckon(line) for line in lines] == [(D(s), D(s)) for s in ("0.47", "0.65", "0.51")]
    assert report.trace.split("÷")[1].split("=")[0].strip() == "80%"


def test_lines__of_the_sample_person__lead_to_the_printed_scores() -> None:
    report = build_quarterly(lin_jing("en"), Q3, context("en"))
    for line, score in [(o.trace, o.score) for o in report.objectives] + [(report.trace, "0.70")]:
        assert reckon(line) == (D(score), D(score))
    year = build_annual(lin_jing("en"), context("en"))
    assert reckon(year.trace) == (D(year.total.text), D("0.75"))


def test_lines__quarters_of_the_annual_report__lead_to_their_scores() -> None:
    """60% of 0.866 and 40% of 0.608 are 0.7628; the printed 0.87 and 0.61 would make 0.77."""
    lines = [kr(1, "A", T.LINEAR, f"- 1000 {actual}") for actual in (866, 608)]
    objectives = tuple(
        Objective(n, "O", D(weight), "", (line,))
        for n, (weight, line) in enumerate(zip(("0.6", "0.4"), lines, strict=True), start=1)
    )
    person = make_year(lin_jing("en").person, (CycleSheet(Q1, objectives), CycleSheet(Q3, ())))
    first, *others = build_annual(person, context("en")).cycles
    assert first.trace == "Quarter score = (60%×0.866 + 40%×0.608) ÷ 100% = 0.76"
    assert reckon(first.trace) == (D(first.score), D("0.76"))
    assert [cycle.trace for cycle in others] == ["", "", ""]


@pytest.mark.parametrize(
    ("rule", "printed", "said"),
    [
        (
            "zero",
            "O1 = (0.60 + 0.00 + 0.90) ÷ 3 = 0.50",
            "A key result without a score counts as 0.",
        ),
        (
            "exclude",
            "O1 = (0.60 + 0.90) ÷ 2 = 0.75",
            "A key result without a score is left out with its weight.",
        ),
    ],
)
def test_lines__closed_with_a_key_result_unscored__follow_the_policy(
    rule: str, printed: str, said: str
) -> None:
    lines = tuple(kr(n, "Ten", T.LINEAR, f"- 10 {actual}") for n, actual in enumerate("6-9", 1))
    sheet = CycleSheet(Q3, (Objective(1, "One is open", None, "", lines),))
    policies = Policies(unscored_kr=rule)
    person = make_year(lin_jing("en").person, (sheet,))
    scores = tuple(settle_cycle(s, policies) for s in (CycleSheet(Q1), sheet))
    person = replace(person, year=score_year(2026, scores, policies))
    report = build_quarterly(person, Q3, context("en", unscored_kr=rule))
    assert report.objectives[0].trace == printed
    assert reckon(printed)[0] == D(report.objectives[0].score)
    assert report.rules.endswith(said)


def test_rules__only_what_the_sheet_uses_is_said() -> None:
    every = build_quarterly(year_of(mixed(), shared(), dropped()), Q3, context("en")).rules
    assert every == (
        "A computed score is progress, held to 0–1. "
        "Of several scores the first of these counts: Reviewer score, Self score, Computed. "
        "Blank weights share alike what the others leave of 100%. "
        "What is void is left out with its weight."
    )
    plain = (kr(1, "Ten", T.LINEAR, "- 10 6"), kr(2, "Ten", T.LINEAR, "- 10 9"))
    report = build_quarterly(year_of(Objective(1, "Plain", None, "", plain)), Q3, context("en"))
    assert report.rules == "A computed score is progress, held to 0–1."


def test_rules__chinese__stand_together_without_spaces() -> None:
    rules = build_quarterly(year_of(mixed(), shared()), Q3, context("zh")).rules
    assert rules == (
        "计算得分为完成率，限于 0 到 1 之间。"
        "一项有几个得分时，取排在最前的：上级评分、自评分、系统计算。"
        "未填的权重平分其余权重剩下的部分，合计 100%。作废的不计分，其权重也不计。"
    )
