"""What is printed: tables for people, JSON for programs, click's own words."""

import io
import re
from pathlib import Path

import click
import pytest

from okrsheets.cli.click_words import CLICK_WORDS
from okrsheets.cli.console import _Patient, print_json, print_table, print_text

CLICK = "".join(
    re.sub(r'"\s+"', "", file.read_text(encoding="utf-8"))
    for file in Path(click.__file__).parent.glob("*.py")
)


def test_print_table__chinese_and_latin__columns_stand_in_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(("工号", "Name", "得分"), [("A1", "张伟", "0.70"), ("B22222", "Ann", "")])
    assert capsys.readouterr().out.splitlines() == [
        "工号    Name  得分",
        "──────  ────  ────",
        "A1      张伟  0.70",
        "B22222  Ann",
    ]


WIDE = (("Id", "Key result", "No movement for"), [("E1", "[b] 完成 30 家 new shops", "9 days")])


def on_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let standard output be a terminal of so many columns."""
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


def test_print_table__terminal_too_narrow__wrapped_in_its_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(32, monkeypatch)
    print_table(*WIDE)
    assert [line.rstrip() for line in capsys.readouterr().out.splitlines()] == [
        "                   No movement",
        "Id  Key result     for",
        "──  ─────────────  ─────────────",
        "E1  [b] 完成 30    9 days",
        "    家 new shops",
    ]


@pytest.mark.parametrize("columns", [46, 19])
def test_print_table__terminal_wide_enough_or_far_too_narrow__one_line_a_row(
    columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(columns, monkeypatch)
    print_table(*WIDE)
    assert capsys.readouterr().out.splitlines()[2:] == ["E1  [b] 完成 30 家 new shops  9 days"]


def test_print_table__no_rows__headings_only(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("a", "b"), [])
    assert capsys.readouterr().out.splitlines() == ["a  b", "─  ─"]


def test_print_json__not_a_number__is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        print_json({"score": float("nan")})


def test_print_json__terminal_without_utf_8__pure_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gbk")
    monkeypatch.setattr("sys.stdout", stream)
    print_json({"name": "张伟🙂"})
    stream.seek(0)
    assert "\\u5f20\\u4f1f\\ud83d\\ude42" in stream.read()


def test_print_text__as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_text("a\r\nb")
    assert capsys.readouterr().out == "a\r\nb"


def test_patient__full_disk__raises_once_then_drops() -> None:
    file = _Patient("/dev/full", "w")
    with pytest.raises(OSError, match="No space left"):
        file.write(b"abc")
    assert file.write(b"abc") == 3
    file.close()


@pytest.mark.parametrize("words", CLICK_WORDS, ids=str)
def test_click_words__each__is_what_click_says(words: str | tuple[str, str]) -> None:
    for text in (words,) if isinstance(words, str) else words:
        assert repr(text)[1:-1] in CLICK or text in CLICK
