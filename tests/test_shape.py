"""The shape of a sheet and the text in which a sheet's identity carries it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.identity import read_identity, write_identity
from okrsheets.language import load_language
from okrsheets.layout import build_layout, tab_rules
from okrsheets.model import SheetIdentity
from okrsheets.shape import MONTHS, OPTIONAL, QUARTERS, SheetOptions, read_shape

SHAPES = st.builds(
    SheetOptions,
    objectives=st.integers(1, 5),
    key_results=st.integers(1, 5),
    cycles=st.sampled_from([QUARTERS, MONTHS]),
    left_out=st.sets(st.sampled_from(sorted(OPTIONAL))).map(lambda s: tuple(sorted(s))),
    objective_weights=st.booleans(),
    check_ins=st.booleans(),
)


@given(SHAPES)
def test_read_shape__of_its_code__gives_the_shape_back(shape: SheetOptions) -> None:
    assert read_shape(shape.code()) == shape


def test_code__default_and_full__are_readable() -> None:
    assert SheetOptions().code() == "3x3Q"
    full = SheetOptions(5, 4, MONTHS, ("anchors",), objective_weights=False, check_ins=True)
    assert full.code() == "5x4M-anchors-weights+checkins"


@pytest.mark.parametrize("code", ["", "3x3", "6x3Q", "3x0Q", "3x3Q-owner", "3x3Q+more", "3x3Q "])
def test_read_shape__anything_else__is_none(code: str) -> None:
    assert read_shape(code) is None


def test_identity__with_a_shape__comes_back_and_without_one_stays_as_it_was() -> None:
    plain = SheetIdentity("a1", "E|1", 2026, 1, "en", "t", "p", "k")
    shaped = SheetIdentity("a1", "E|1", 2026, 1, "en", "t", "p", "k", "3x3Q-self")
    assert write_identity(plain) == "okrsheets|1|a1|E%7C1|2026|1|en|t|p|k"
    assert write_identity(shaped) == "okrsheets|2|a1|E%7C1|2026|1|en|t|p|3x3Q-self|k"
    assert read_identity(write_identity(plain)) == plain
    assert read_identity(write_identity(shaped)) == shaped
    assert read_identity("okrsheets|1|a1|E1|2026|1|en|t|p|3x3Q|k") is None


def test_tab_rules__left_out_parts__are_in_no_column_and_no_field() -> None:
    options = SheetOptions(left_out=("anchors", "self"), objective_weights=False)
    keys = [column.key for column in tab_rules("Q1", options).columns]
    assert not {"self", "v30", "v70"} & set(keys)
    assert {"reviewer", "confidence", "evidence"} <= set(keys)
    layout = build_layout(options, load_language("en"))
    assert "Q1.O1.K1.self" not in layout.fields
    assert "Q1.O1.weight" not in layout.fields
    assert "Q1.O1.K1.weight" in layout.fields
    assert "anchored" not in layout.choices["type"]
    assert "judged" in layout.choices["type"]


def test_types_left_out__no_score_can_be_typed__judged_is_gone() -> None:
    assert SheetOptions(left_out=("reviewer", "self")).types_left_out() == ("judged",)
    assert SheetOptions(left_out=("self",)).types_left_out() == ()
