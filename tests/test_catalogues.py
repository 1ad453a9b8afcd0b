"""The translations: complete, current, and with the same fields in both languages."""

import re
import string
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
NARROW = re.compile(r"[\u4e00-\u9fff][,;!?][\u4e00-\u9fff ]|。 ")
ROOMS = sorted((ROOT / "okrsheets" / "locale" / "zh").glob("*.po"))


def texts_of(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def pairs_of(file: Path) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the English forms and the Chinese forms of every message of a room."""
    with file.open("rb") as stream:
        for message in read_po(stream, locale="zh", abort_invalid=True):
            if message.id:
                assert not message.fuzzy, message.id
                yield texts_of(message.id), texts_of(message.string)


def fields_of(text: str) -> set[str]:
    """Give the names of a text's fields, with their `!r`."""
    return {
        f"{name}!{form}" if form else name
        for _, name, _, form in string.Formatter().parse(text)
        if name is not None
    }


def test_catalogues__every_message_translated_none_stale() -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, ROOT / "scripts" / "catalogues.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", ROOMS, ids=lambda file: file.name)
def test_catalogue__of_a_room__fields_are_the_same_in_both_languages(file: Path) -> None:
    for english, chinese in pairs_of(file):
        if len(english) == 1:
            assert fields_of(chinese[0]) == fields_of(english[0]), english
        else:
            known = fields_of(english[0]) | fields_of(english[1])
            assert all(fields_of(text) <= known for text in chinese), english


@pytest.mark.parametrize("file", ROOMS, ids=lambda file: file.name)
def test_catalogue__of_a_room__punctuation_is_chinese(file: Path) -> None:
    for english, chinese in pairs_of(file):
        for text in chinese:
            assert not NARROW.search(text), (english, text)
