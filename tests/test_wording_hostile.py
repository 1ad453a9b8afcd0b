"""The wording rules on any text at all: they answer, stay quick, and never raise an error."""

import time
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wording_set import judged

from okrsheets.findings import Severity
from okrsheets.findings.catalogue import CATALOGUE
from okrsheets.model import (
    Cycle,
    CycleSheet,
    KeyResult,
    KeyResultType,
    Objective,
    SheetIdentity,
    Submission,
)
from okrsheets.periods import cycle_dates
from okrsheets.wording import check_wording, codes_of
from okrsheets.wording.case import Period, WordingCase, language_of
from okrsheets.wording.rules import KEY_RESULT_RULES, OBJECTIVE_RULES, SAID_BY

CYCLE = Cycle.parse("2026Q3")
PERIOD = Period(CYCLE, *cycle_dates(CYCLE))
IDENTITY = SheetIdentity("", "E1", 2026, 1, "en", "", "", "")
RULES = (*OBJECTIVE_RULES, *KEY_RESULT_RULES)
QUOTING = ("W102", "W103", "W105", "W106", "W201", "W202", "W203", "W204")

# Pieces that make up what the rules look for, so that chance comes near their edges.
WORDS = """
    increase from to 90 80 % by 30 June 2026 2025 Q4 H2 May may before next quarter within six
    months X xx [ ] _ … , ; : . ( ) no not don't never avoid keep maintain launch hold write visit
    set up ISO 9001 5G COVID-19 24/7 three half a third twice zero and so that 提升 从 到 万 年 月
    日 季度 不 维持 完成 上线 拜访 率 满意度 前 两 十 ％ ３０
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", "\t"])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map(" ".join))
FIGURES = st.none() | st.decimals(-1000, 1000, places=2)


def case_of(text: str, *, key_result: bool) -> WordingCase:
    """Put a text in the place of an objective or a key result of the cycle."""
    one = KeyResult(1, text) if key_result else None
    return WordingCase(
        text, language_of(text), PERIOD, Objective(1, text), one, (one,) if one else ()
    )


def sheet_of(text: str) -> Submission:
    """Give a sheet with the text as its one objective and its one key result."""
    objective = Objective(1, text, key_results=(KeyResult(1, text),))
    return Submission(IDENTITY, "Li Lei", (CycleSheet(CYCLE, (objective,)),))


@settings(deadline=None)
@given(text=TEXTS, key_result=st.booleans())
@example(text="from " + "9" * 5000 + " to " + "8" * 5000, key_result=True)
@example(text="2026-00-00, 0 May 2026, 99.99.2026, 31 February", key_result=True)
@example(text="٣٠٪ до ３０％", key_result=False)
@example(text="\x00\ud7ff\U0010ffff", key_result=False)
def test_codes_of__any_text__known_codes_that_quote_it(text: str, *, key_result: bool) -> None:
    found = codes_of(case_of(text, key_result=key_result))
    assert set(found) <= set(KEY_RESULT_RULES if key_result else OBJECTIVE_RULES)
    for code in QUOTING:
        if code in found:
            assert found[code].words in text


@settings(deadline=None)
@given(TEXTS, st.sampled_from(KeyResultType) | st.none(), FIGURES, FIGURES, FIGURES)
def test_check_wording__any_key_result__twice_the_same_and_no_error(
    text: str,
    kind: KeyResultType | None,
    baseline: Decimal | None,
    target: Decimal | None,
    upper: Decimal | None,
) -> None:
    key_result = KeyResult(1, text, type=kind, baseline=baseline, target=target, upper=upper)
    sheet = CycleSheet(CYCLE, (Objective(1, text, key_results=(key_result,)),))
    submission = Submission(IDENTITY, "Li Lei", (sheet,))
    found = check_wording(submission)
    assert found == check_wording(submission)
    for finding in found:
        assert CATALOGUE[finding.code].severity is not Severity.ERROR
        assert finding.severity is None


@settings(deadline=None)
@given(TEXTS)
def test_language_of__any_text__one_of_the_two(text: str) -> None:
    assert language_of(text) in ("en", "zh")
    assert language_of(text) == language_of(f" {text}\n")


@pytest.mark.parametrize("code", RULES)
def test_catalogue__every_rule__a_note_or_a_warning(code: str) -> None:
    assert CATALOGUE[code].severity in (Severity.NOTE, Severity.WARNING)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", RULES)
def test_codes_of__one_rule_off__it_alone_is_silent(code: str, language: str) -> None:
    heard = {other for other, louder in SAID_BY.items() if code in louder}
    for labelled, before in judged(language):
        if code in before:
            after = codes_of(labelled.case, (code,))
            assert before - {code} <= set(after) <= (before - {code}) | heard


def test_check_wording__rule_off__silent_in_the_sheet_too() -> None:
    submission = sheet_of("Avoid losing X customers in Q4")
    everything = [f.code for f in check_wording(submission)]
    assert everything == ["W103", "W106", "W203", "W204", "W205"]
    for code in everything:
        left = [f.code for f in check_wording(submission, off=(code,))]
        heard = ["W201"] if code == "W203" else []
        assert left == sorted([c for c in everything if c != code] + heard)


UNMEASURED = pytest.mark.no_cover
"""What runs here is measured by other tests; measuring it here would double its time."""
# What a text of one piece over and over asks of an expression: the pieces are those on which an
# expression that goes back over what it has read would take the square of the length.
ENDLESS = (
    *("a", " ", "1,", "\n", "、", "(", "（", "[", "<", "1", "1 ", "1.", ".", "-", ":", "_", "?"),
    *("from ", "from 1 ", "May ", "in ", "no ", "X ", "Q1 ", "raise to ", "a-", "A1", "a third "),
    *(
        "two-",
        "12/",
        "completed in ",
        "improve the ",
        "第",
        "从1",
        "2026年",
        "1月",
        "中",
        "é",
        "😀",
    ),
)


@pytest.mark.parametrize("key_result", [False, True], ids=["objective", "key result"])
@pytest.mark.parametrize("piece", ["a", " ", "1,"])
def test_codes_of__a_hundred_thousand_characters__an_answer(
    piece: str, *, key_result: bool
) -> None:
    text = (piece * 100_000)[:100_000]
    assert codes_of(case_of(text, key_result=key_result)) is not None


@UNMEASURED
@pytest.mark.parametrize("ending", ["", "中"])
@pytest.mark.parametrize("piece", ENDLESS)
def test_codes_of__eight_times_the_text__far_from_its_square_in_time(
    piece: str, ending: str
) -> None:
    """Eight times the length takes eight times as long; its square would be sixty-four times.

    Only the two are compared, so a slow machine changes nothing.
    """
    short = min(_seconds(piece, 2_000 + n, ending) for n in range(3))
    long = min(_seconds(piece, 16_000 + n, ending) for n in range(2))
    assert long < 24 * short + 0.02


def _seconds(piece: str, length: int, ending: str) -> float:
    """Give the processor time of all rules on a text not seen before (they remember texts)."""
    text = (piece * length)[:length] + ending
    cases = [case_of(text, key_result=k) for k in (False, True)]
    started = time.thread_time()
    for case in cases:
        codes_of(case)
    return time.thread_time() - started


@settings(max_examples=20, deadline=None)
@given(piece=st.text(min_size=1, max_size=6), key_result=st.booleans())
def test_codes_of__any_piece_over_and_over__an_answer(piece: str, *, key_result: bool) -> None:
    text = (piece * 10_000)[:10_000]
    assert set(codes_of(case_of(text, key_result=key_result))) <= set(RULES)
