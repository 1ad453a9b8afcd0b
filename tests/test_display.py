"""How numbers and findings are shown: half up, two decimals, the same everywhere."""

from decimal import Decimal
from fractions import Fraction

import pytest

from okrsheets.cells import Place
from okrsheets.display import (
    band_of,
    cut,
    finding_line,
    round_half_up,
    show_finding,
    show_finding_line,
    show_percent,
    show_score,
)
from okrsheets.findings import Finding
from okrsheets.language import load_language
from okrsheets.model import Band, Policies

EN, ZH = load_language("en"), load_language("zh")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(2, 3), "0.67"),
        (Decimal("0.125"), "0.13"),
        (Decimal("0.135"), "0.14"),
        (Decimal("0.1349999"), "0.13"),
        (Decimal("-0.125"), "-0.13"),
        (Decimal("-0.001"), "0.00"),
        (Fraction(0), "0.00"),
        (Fraction(249, 250), "1.00"),
        (None, ""),
    ],
)
def test_show_score__half_up__two_decimals(number: Fraction | Decimal | None, shown: str) -> None:
    assert show_score(number) == shown


def test_round_half_up__places__are_kept() -> None:
    assert str(round_half_up(Decimal("2.5"), 0)) == "3"
    assert str(round_half_up(Fraction(1, 16), 3)) == "0.063"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Decimal("0.4"), "40%"),
        (Fraction(1, 3), "33.3%"),
        (Decimal(1), "100%"),
        (Decimal(10), "1000%"),
        (Fraction(0), "0%"),
        (None, ""),
    ],
)
def test_show_percent__decimal_only_where_needed(
    share: Fraction | Decimal | None, shown: str
) -> None:
    assert show_percent(share) == shown


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("0", Band.NO_PROGRESS),
        ("0.004", Band.NO_PROGRESS),
        ("0.005", Band.BELOW),
        ("0.6949", Band.BELOW),
        ("0.695", Band.ON_TARGET),
        ("0.9949", Band.ON_TARGET),
        ("0.995", Band.OUTSTANDING),
        ("1", Band.OUTSTANDING),
    ],
)
def test_band_of__decided_on_what_is_displayed(score: str, band: Band) -> None:
    assert band_of(Decimal(score), Policies()) is band


def test_band_of__no_score__no_band() -> None:
    assert band_of(None, Policies()) is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "…"),
        ("a\tb", "a\\u0009b"),
        ("a\u202eb", "a\\u202eb"),
    ],
)
def test_cut__long_or_invisible__safe(value: str, shown: str) -> None:
    assert cut(value) == shown


FINDING = Finding("R206", Place("People 2026", "I7"), "kind", "team")


def test_show_finding_line__english__file_place_code_and_three_sentences() -> None:
    assert show_finding_line("roster.xlsx", FINDING, EN) == (
        "roster.xlsx › 'People 2026'!I7 — R206 the kind “team” is not known. "
        "person, department or company (人员, 部门, 公司); blank means person. "
        "Choose one from the list."
    )


def test_show_finding_line__no_place__file_and_code() -> None:
    assert show_finding_line("a.xlsx", Finding("R105"), ZH).startswith(
        "a.xlsx — R105 花名册中没有人员；示例行不计。表头之下"
    )


def test_show_finding__fields_with_braces_and_length__are_cut_not_formatted() -> None:
    message, _, _ = show_finding(Finding("R206", value="{x}" + "y" * 50), EN)
    assert message == "the kind “{x}" + "y" * 36 + "…” is not known."


def test_finding_line__without_file__for_a_list() -> None:
    assert EN.line(finding_line(FINDING)).startswith("'People 2026'!I7 — R206 the kind “team”")
