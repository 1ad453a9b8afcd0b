"""A company's own review questions: in the settings, on the sheet, in the report."""

import io
from dataclasses import replace

import openpyxl
import pytest
from report_people import Q3, context, lin_jing
from sheet_kit import ANN, stamp_of
from template_kit import CHINESE, SPEC, exported, findings_of

from okrsheets.display import band_of
from okrsheets.errors import UsageError
from okrsheets.model import Band, Policies
from okrsheets.model.questions import BandQuestions
from okrsheets.reports.quarterly import build_quarterly
from okrsheets.reports.reviews import BAND_QUESTIONS
from okrsheets.settings import build_settings
from okrsheets.settings.text import write_settings
from okrsheets.sheets import CompiledTemplate, compile_template
from okrsheets.sheets.compiled import compile_form
from okrsheets.sheets.lists import band_question
from okrsheets.templates import check_template, form_of

OWN = BandQuestions(
    below=("What did you try first?", "Who could have helped"), outstanding=("x" * 200,)
)


def settings_of(**questions: object) -> BandQuestions:
    values = {"organisation": "A", "year": 2026, "questions": questions}
    return build_settings(values).questions()


def sheet_of(form: CompiledTemplate) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(form.stamp(stamp_of(ANN, form))))


def question_column(book: openpyxl.Workbook) -> list[object]:
    for column in book["_lists"].iter_cols():
        if column[0].value == "question":
            return [cell.value for cell in column[1:5]]
    msg = "no list of questions"
    raise AssertionError(msg)


def test_build_settings__no_questions__built_in_ones() -> None:
    assert build_settings({"organisation": "A", "year": 2026}).questions() == BandQuestions()


def test_build_settings__questions__reach_their_band() -> None:
    found = settings_of(below=["Why?"], no_progress=["What was in the way?", "And now?"])
    assert found.of(Band.BELOW) == ("Why?",)
    assert found.of(Band.NO_PROGRESS) == ("What was in the way?", "And now?")
    assert found.of(Band.ON_TARGET) == found.of(Band.OUTSTANDING) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "Why?",
        ["a", "b", "c", "d"],
        ["x" * 201],
        [""],
        [" a"],
        [7],
        ["a\nb"],
        ["a\u200bb"],
        {"a": 1},
    ],
    ids=repr,
)
def test_build_settings__wrong_questions__say_the_key_and_what_is_allowed(wrong: object) -> None:
    with pytest.raises(UsageError, match=r"questions\.below is .*Allowed: at most 3 texts"):
        settings_of(below=wrong)


def test_build_settings__longest_questions__are_allowed() -> None:
    assert settings_of(below=["x" * 200] * 3).below == ("x" * 200,) * 3


def test_write_settings__questions__stand_empty_with_a_remark() -> None:
    text = write_settings({"organisation": "A", "year": 2026}, SPEC.language)
    assert "[questions]" in text
    assert "no_progress = []" in text


def test_band_question__own_ones__stand_in_one_text_with_full_stops() -> None:
    spec = replace(SPEC, questions=OWN)
    assert band_question(spec, Band.BELOW) == "What did you try first? Who could have helped."
    chinese = replace(CHINESE, questions=BandQuestions(below=("为什么？", "下一步怎么做")))
    assert band_question(chinese, Band.BELOW) == "为什么？下一步怎么做。"
    assert band_question(spec, Band.ON_TARGET) == band_question(SPEC, Band.ON_TARGET)


def test_sheet__own_questions__in_the_list_that_the_formula_reads_and_in_how_to_fill() -> None:
    plain, own = (
        sheet_of(compile_template(SPEC)),
        sheet_of(compile_template(replace(SPEC, questions=OWN))),
    )
    assert question_column(own)[1] == "What did you try first? Who could have helped."
    assert question_column(own)[2] == question_column(plain)[2]
    first = [str(cell.value) for row in own.worksheets[0].iter_rows() for cell in row]
    assert any("0.01 – 0.69   What did you try first?" in text for text in first)


def test_compile_template__no_own_questions__same_form_as_ever() -> None:
    form, plain = compile_template(replace(SPEC, questions=BandQuestions())), compile_template(SPEC)
    assert form.stamp(stamp_of(ANN, form)) == plain.stamp(stamp_of(ANN, plain))


def test_check_template__questions_changed_since_the_export__no_finding_and_new_ones_issued() -> (
    None
):
    spec = replace(SPEC, questions=OWN)
    assert [f.code for f in findings_of(exported(), spec)] == [
        f.code for f in findings_of(exported())
    ]
    checked = check_template(exported(), spec)
    assert checked.comparison is not None
    form = compile_form(form_of(checked.comparison, spec), spec)
    assert question_column(sheet_of(form))[1] == band_question(spec, Band.BELOW)


def test_build_quarterly__own_questions__are_asked_instead() -> None:
    year = lin_jing("en")
    score = next(c for c in year.year.cycles if c.cycle == Q3)
    band = band_of(score.score, Policies())
    assert band is not None
    own = BandQuestions(**{band.value: ("Own one?", "Own two?")})
    asked = [
        {
            question.text
            for part in build_quarterly(year, Q3, context("en")).review
            for question in part.questions
        },
        {
            question.text
            for part in build_quarterly(year, Q3, replace(context("en"), questions=own)).review
            for question in part.questions
        },
    ]
    assert set(BAND_QUESTIONS[band]) <= asked[0]
    assert {"Own one?", "Own two?"} <= asked[1]
    assert not set(BAND_QUESTIONS[band]) & asked[1]
