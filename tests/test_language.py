"""The two languages, and stops that are translated when they are shown."""

import pytest

from okrsheets.errors import DataError, Line, MachineError, OkrSheetsError, UsageError
from okrsheets.language import Language, load_language, load_printed


@pytest.fixture
def zh() -> Language:
    return load_language("zh")


def test_load_language__unknown__usage() -> None:
    with pytest.raises(UsageError, match="no language “fr”"):
        load_language("fr")


def test_text__known_message__is_translated_and_filled_in(zh: Language) -> None:
    assert zh.text("there is no roster {file}", file="a.csv") == "没有花名册 a.csv"
    assert load_language("en").text("there is no roster {file}", file="a") == "there is no roster a"


def test_text__empty__stays_empty(zh: Language) -> None:
    assert zh.text("") == ""


def test_text__braces_in_a_value__stay_as_they_are(zh: Language) -> None:
    assert zh.text("there is no roster {file}", file="{0}") == "没有花名册 {0}"


@pytest.mark.parametrize(("number", "english"), [(1, "1 thing is"), (2, "2 things are")])
def test_count__one_and_many(zh: Language, number: int, english: str) -> None:
    texts = ("{number} thing is lacking.", "{number} things are lacking.")
    assert load_language("en").count(*texts, number) == f"{english} lacking."
    assert zh.count(*texts, number) == f"有 {number} 项欠缺。"


def test_word__without_its_context_in_the_catalogue__stays_english(zh: Language) -> None:
    assert zh.word("no such context", "Score") == "Score"


def test_line__a_sentence_within_a_sentence__both_are_translated(zh: Language) -> None:
    inner = Line("a whole number from 1 to 12", {})
    line = Line("{key} is missing. Allowed: {allowed}.", {"key": "year", "allowed": inner})
    assert zh.line(line) == "缺少 year。可取：1 到 12 的整数。"
    assert str(line) == "year is missing. Allowed: a whole number from 1 to 12."


def test_error__details__stand_below_indented(zh: Language) -> None:
    detail = Line("there is no roster {file}", {"file": "a.csv"})
    error = OkrSheetsError("{file} has wrong settings:", detail, file="x.toml")
    assert zh.error(error) == "x.toml 中的设置有误：\n  没有花名册 a.csv"
    assert str(error) == "x.toml has wrong settings:\n  there is no roster a.csv"


@pytest.mark.parametrize(
    ("kind", "code"), [(DataError, 1), (UsageError, 2), (MachineError, 3), (OkrSheetsError, 4)]
)
def test_errors__each_kind__has_its_exit_code(kind: type[OkrSheetsError], code: int) -> None:
    assert kind("x").exit_code == code


def test_load_printed__english__our_apostrophes_are_set_and_typed_ones_stay() -> None:
    paper = load_printed("en")
    assert paper.text("{name}'s plan", name="O'Hara") == "O'Hara’s plan"
    assert paper.count("{number} day's work", "{number} days' work", 2) == "2 days’ work"
    assert paper.word("any", "Owner's word") == "Owner’s word"
    assert load_language("en").text("Owner's word") == "Owner's word"


def test_load_printed__chinese__is_the_one_of_the_screen(zh: Language) -> None:
    assert load_printed("zh") is zh
