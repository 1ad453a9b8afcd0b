"""Printed numbers, dates and the reckonings that a person can follow with a pencil."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.analysis.groups import group_figures
from okrsheets.display import round_half_up, show_score
from okrsheets.language import load_language
from okrsheets.reports.figures import (
    decimals_of,
    show_date,
    show_day,
    show_number,
    show_period,
)
from okrsheets.reports.traces import trace_mean

F = Fraction
EN, ZH = load_language("en"), load_language("zh")


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [
        ("98", 1, "98.0"),
        ("96.25", 1, "96.3"),
        ("-4", 0, "−4"),
        ("1500", 0, "1500"),
        ("12500", 0, "12,500"),
        ("-12500.5", 1, "−12,500.5"),
        ("0", 0, "0"),
    ],
)
def test_show_number__as_typed__has_its_decimals_and_a_true_minus(
    number: str, decimals: int, shown: str
) -> None:
    assert show_number(Decimal(number), decimals) == shown


def test_show_number__percent_cell__prints_what_the_person_saw() -> None:
    assert show_number(Decimal("0.905"), 3, percent=True) == "90.5%"
    assert show_number(Decimal("0.9"), 1, percent=True) == "90%"


def test_show_number__blank__is_empty_and_not_zero() -> None:
    assert show_number(None, 2) == ""


def test_decimals_of__a_row__takes_the_finest_up_to_four() -> None:
    row = (Decimal(96), None, Decimal("98.40"), Decimal("0.123456"))
    assert decimals_of(row[:3]) == 1
    assert decimals_of(row) == 4


def test_show_date__both_languages__are_natural() -> None:
    day = date(2026, 10, 8)
    assert show_date(day, EN) == "8 October 2026"
    assert show_day(day, EN) == "8 Oct 2026"
    assert show_date(day, ZH) == "2026-10-08"


def test_show_period__over_new_year__names_both_years() -> None:
    assert show_period(date(2026, 7, 1), date(2026, 9, 30), EN) == "1 Jul – 30 Sep 2026"
    assert show_period(date(2026, 7, 1), date(2026, 9, 30), ZH) == "2026-07-01 至 09-30"
    assert show_period(date(2026, 12, 1), date(2027, 2, 28), EN) == "1 Dec 2026 – 28 Feb 2027"
    assert show_period(date(2026, 12, 1), date(2027, 2, 28), ZH) == "2026-12-01 至 2027-02-28"


def test_trace_mean__given_weights__says_every_term() -> None:
    terms = [(F("0.4"), F("0.8")), (F("0.3"), F("0.7")), (F("0.3"), F("0.5"))]
    assert (
        trace_mean("O1", terms, F("0.68"), EN)
        == "O1 = (40%×0.80 + 30%×0.70 + 30%×0.50) ÷ 100% = 0.68"
    )
    assert (
        trace_mean("O1", terms, F("0.68"), ZH)
        == "O1 =（40%×0.80 + 30%×0.70 + 30%×0.50）÷ 100% = 0.68"
    )


def test_trace_mean__one_part_void__divides_by_what_is_left() -> None:
    terms = [(F(1, 2), F("0.8")), (F(1, 4), F("0.5"))]
    assert trace_mean("O1", terms, F("0.7"), EN) == "O1 = (50%×0.80 + 25%×0.50) ÷ 75% = 0.70"


def test_trace_mean__equal_weights__is_the_plain_mean() -> None:
    terms = [(F(1, 3), F("0.8")), (F(1, 3), F("0.7")), (F(1, 3), F("0.5"))]
    assert trace_mean("O1", terms, F(2, 3), EN) == "O1 = (0.80 + 0.70 + 0.50) ÷ 3 = 0.67"


def test_trace_mean__rounded_terms_mislead__prints_more_decimals() -> None:
    terms = [(None, F("0.6949")), (None, F("0.6949"))]
    assert trace_mean("Y", terms, F("0.6949"), EN) == "Y = (0.69 + 0.69) ÷ 2 = 0.69"
    terms = [(None, F("0.6649")), (None, F("0.7250"))]
    assert trace_mean("Y", terms, F("0.69495"), EN) == "Y = (0.6649 + 0.725) ÷ 2 = 0.69"


def test_trace_mean__no_score_or_a_single_part__says_nothing() -> None:
    assert trace_mean("O1", [(F(1), F(1))], F(1), EN) == ""
    assert trace_mean("O1", [(None, F(1)), (None, F(0))], None, EN) == ""


_PART = st.tuples(
    st.fractions(min_value=F(1, 20), max_value=1, max_denominator=40),
    st.fractions(min_value=0, max_value=1, max_denominator=97),
)


@given(st.lists(_PART, min_size=2, max_size=5))
def test_trace_mean__any_weights__the_pencil_arrives_at_the_printed_score(
    parts: list[tuple[Fraction, Fraction]],
) -> None:
    whole = sum(w for w, _ in parts)
    terms = [(w / whole, s) for w, s in parts]
    score = sum((w * s for w, s in terms), F(0))
    line = trace_mean("O1", terms, score, EN)
    pairs = re.findall(r"([\d.]+)%×([\d.]+)", line)
    if pairs:
        top = sum((F(w) * F(s) for w, s in pairs), F(0))
        result = top / sum((F(w) for w, _ in pairs), F(0))
    else:
        inside = line[line.index("(") + 1 : line.index(")")]
        numbers = [F(n) for n in inside.split(" + ")]
        result = sum(numbers, F(0)) / len(numbers)
    assert line.endswith(f"= {show_score(score)}")
    assert round_half_up(result) == round_half_up(score)


def test_group_figures__even_and_odd__mean_and_median_by_hand() -> None:
    three = group_figures([F("0.2"), F("0.9"), F("0.7")], missing=1, excused=2)
    assert (three.n, three.missing, three.excused) == (3, 1, 2)
    assert (three.mean, three.median) == (F("0.6"), F("0.7"))
    four = group_figures([F("0.2"), F("0.9"), F("0.7"), F("0.6")], missing=0, excused=0)
    assert four.median == F("0.65")


def test_group_figures__nobody_scored__has_no_mean_and_no_zero() -> None:
    nobody = group_figures([], missing=3, excused=0)
    assert (nobody.n, nobody.mean, nobody.median) == (0, None, None)
