"""File and folder names: safe on every system, unique by id, whatever a person is called."""

import unicodedata

import pytest
from hostile_names import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from okrsheets.language import load_language
from okrsheets.model import Person
from okrsheets.sheets import safe_name, sheet_file_name

EN = load_language("en")


def name_of(person_id: str, name: str = "Ann") -> str:
    return sheet_file_name(Person(person_id, name), 2026, EN)


def assert_safe(name: str) -> None:
    assert name
    assert not set(name) & set('<>:"/\\|?*')
    assert all(unicodedata.category(sign) not in ("Cc", "Cf", "Cs") for sign in name)
    assert name[0] not in " .~-"
    assert name[-1] not in " ."
    assert len(name.encode()) <= 200
    assert name.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}


def test_sheet_file_name__usual_person__holds_id_name_and_year() -> None:
    assert name_of("E1001", "Ann Lee") == "E1001_Ann Lee_OKR score sheet 2026.xlsx"
    zh = sheet_file_name(Person("000123", "林静"), 2026, load_language("zh"))
    assert zh == "000123_林静_OKR评分表 2026.xlsx"


@pytest.mark.parametrize("text", HOSTILE)
def test_sheet_file_name__hostile_name_or_id__is_safe(text: str) -> None:
    assert_safe(name_of("E1", text))
    assert_safe(name_of(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_safe_name__hostile_folder__is_safe_or_empty(text: str) -> None:
    safe = safe_name(text)
    if safe:
        assert_safe(safe)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann", "ann"),
        ("ANN", "ann"),
        (unicodedata.normalize("NFC", "é1"), unicodedata.normalize("NFD", "é1")),
        ("a/b", "a:b"),
        ("E1", "E1."),
        ("E1", " E1"),
        ("字" * 80, "字" * 81),
        ("ß", "SS"),
        ("\u202e", ""),
    ],
)
def test_sheet_file_name__ids_alike_to_a_file_system__get_two_names(one: str, other: str) -> None:
    folded = {unicodedata.normalize("NFC", name_of(i)).casefold() for i in (one, other)}
    assert len(folded) == 2


def test_sheet_file_name__same_name_other_id__get_two_names() -> None:
    assert name_of("E1", "张伟") != name_of("E2", "张伟")


@given(st.text(max_size=40), st.text(max_size=40))
def test_sheet_file_name__any_text__is_safe(person_id: str, name: str) -> None:
    assert_safe(name_of(person_id, name))


@given(st.text(max_size=12), st.text(max_size=12))
def test_sheet_file_name__any_two_ids__get_two_names(one: str, other: str) -> None:
    folded = {unicodedata.normalize("NFC", name_of(i)).casefold() for i in (one, other)}
    assert len(folded) == len({one, other})
