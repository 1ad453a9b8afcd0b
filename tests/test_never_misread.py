"""Fuzz: no number is read that was not typed, whatever a cell or the container is made to hold."""

from decimal import Decimal, InvalidOperation
from functools import cache
from html import escape

import pytest
from filled_sheets import fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_kit import sheet_of
from surgery import PLANNED, Q1, good_sheet, parts_of, values_of, with_cell, with_cells, zipped

from okrsheets.cells import CellKind
from okrsheets.submissions import build_submission, read_submission

KEY, PLACE = "Q1.O1.K1.actual", "K10"
SOME = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
GOOD = values_of(read_submission(good_sheet()))
PLAIN = st.decimals(-10_000, 10_000, places=4, allow_nan=False)
DIGITS = st.text("0123456789.,-+eE%％．０１７ _/x", min_size=1, max_size=12)


@cache
def parts() -> dict[str, bytes]:
    """Give the parts of the good sheet, taken apart once."""
    return parts_of(good_sheet())


def actual(rest: str) -> tuple[Decimal | None, set[str]]:
    """Give the actual value read, and all codes, where its cell holds this XML."""
    tab = with_cell(parts()[Q1], PLACE, f'<c r="{PLACE}"{rest}')
    reading = read_submission(zipped({**parts(), Q1: tab}))
    codes = {finding.code for finding in reading.findings}
    submission, findings = build_submission(reading.identity, reading.cells)
    codes |= {finding.code for finding in findings if str(finding.place) == f"Q1!{PLACE}"}
    if submission is None:
        return None, codes
    return submission.cycles[0].objectives[0].key_results[0].actual, codes


def spelled(number: Decimal, way: str) -> str:
    """Spell a number as a program may store it."""
    return {"plain": f"{number:f}", "power": f"{number:E}", "float": repr(float(number))}[way]


@SOME
@given(PLAIN, st.sampled_from(["plain", "power", "float"]))
def test_read__number_in_any_spelling__is_that_number(number: Decimal, way: str) -> None:
    found, codes = actual(f"><v>{spelled(number, way)}</v></c>")
    assert found == number, codes


@SOME
@given(DIGITS)
def test_read__anything_like_a_number_in_a_number_cell__that_number_or_a_finding(raw: str) -> None:
    found, codes = actual(f"><v>{escape(raw)}</v></c>")
    if found is not None:
        assert found == Decimal(raw.strip())
    elif raw.strip():  # what is blank is missing, without a word
        assert codes


def meant(text: str) -> Decimal:
    """Give what a person means by a text that is a number: worked apart from the product."""
    plain = text.translate(str.maketrans("０１２３４５６７８９．－＋％，", "0123456789.-+%,"))
    plain = "".join(plain.split()).replace(",", "")
    number = Decimal(plain.removesuffix("%"))
    return number / 100 if plain.endswith("%") else number


@SOME
@given(st.one_of(DIGITS, st.text(max_size=8), PLAIN.map(str), PLAIN.map(lambda n: f" {n}％")))
def test_read__text__what_is_meant_with_a_note_or_a_finding(text: str) -> None:
    safe = "".join(c for c in text if c.isprintable() or c == " ")
    inline = f' t="inlineStr"><is><t xml:space="preserve">{escape(safe)}</t></is></c>'
    found, codes = actual(inline)
    if found is not None:
        assert found == meant(safe)
        assert codes
    elif safe.strip():
        assert codes


@SOME
@given(
    st.sampled_from(
        [
            ' t="b"><v>{}</v></c>',
            ' t="e"><v>#DIV/0!</v></c>',
            ' t="e"><v>{}</v></c>',
            "><f>K9*2</f></c>",
            "><f>K9*2</f><v></v></c>",
            ' t="str"><f>A1</f><v></v></c>',
            ' t="d"><v>2026-07-{:02}</v></c>',
            "><f>[1]A!A1</f><v>{}</v></c>",
        ]
    ),
    st.integers(0, 28),
)
def test_read__no_number__is_never_a_number(form: str, number: int) -> None:
    found, codes = actual(form.format(number))
    assert found is None
    assert codes


@SOME
@given(st.data())
def test_read_submission__container_mutilated__same_values_or_a_finding(
    data: st.DataObject,
) -> None:
    content = bytearray(good_sheet())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(["change", "cut", "insert", "repeat"]))
        piece = data.draw(st.binary(min_size=1, max_size=6))
        if kind == "change":
            content[start : start + len(piece)] = piece
        elif kind == "cut":
            del content[start : start + len(piece)]
        elif kind == "insert":
            content[start:start] = piece
        else:
            content[start:start] = content[start : start + 40]
    reading = read_submission(bytes(content))
    assert reading.findings or values_of(reading) == GOOD


@pytest.mark.parametrize("number", ["", "-1", "999999", "1.5", "x"])
def test_read_submission__number_of_a_text_is_wrong__is_refused(number: str) -> None:
    data = with_cells({PLACE: f' t="s"><v>{number}</v></c>'})
    assert [finding.code for finding in read_submission(data).findings] == ["F203"]


@pytest.mark.parametrize(
    "text",
    ["a" * 32_767, "😀 𠮷 䶮", "a\u202eb", "e\u0301", "<b>{{7*7}}</b>", "=1+1", "'; DROP TABLE"],
)
def test_read_submission__awkward_text__is_kept_exactly(text: str) -> None:
    reading = read_submission(fill(sheet_of(), {**PLANNED, "Q1.O1.K1.reason": text}))
    cell = reading.cells["Q1.O1.K1.reason"]
    assert (cell.kind, cell.raw) == (CellKind.TEXT, text)


def test_meant__words__are_no_number() -> None:
    with pytest.raises(InvalidOperation):
        meant("seven")
