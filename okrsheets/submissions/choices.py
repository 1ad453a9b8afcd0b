"""The words of the drop-downs, matched in both languages, with a hint for a near miss."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import choice_words
from okrsheets.submissions.numbers import normalised

_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Choice:
    """What a cell chose: the code, or "" with the nearest word (or "") in the sheet's language."""

    code: str
    near: str = ""


@cache
def _codes(name: str) -> Mapping[str, str]:
    """Give every accepted spelling of a list, in lower case, with its code."""
    spellings: dict[str, str] = {}
    for language in LANGUAGES:
        for code, word in choice_words(load_language(language))[name].items():
            for spelling in (code, word, code.replace("_", " ")):
                spellings[_plain(spelling)] = code
    return MappingProxyType(spellings)


def _plain(text: str) -> str:
    return " ".join(normalised(text).casefold().split())


def read_choice(name: str, text: str, language: str) -> Choice:
    """Match a text with the list `name` (`type`, `status`, `yesno`), trimmed, case ignored."""
    spellings = _codes(name)
    plain = _plain(text)
    if plain in spellings:
        return Choice(spellings[plain])
    near = get_close_matches(plain, spellings, n=1, cutoff=_NEAR) or [
        spelling for spelling in spellings if len(plain) > 1 and (plain in spelling)
    ]
    return Choice("", words_of(name, language)[spellings[near[0]]] if near else "")


@cache
def words_of(name: str, language: str) -> Mapping[str, str]:
    """Give a list's words by code, in the sheet's language (English where it is unknown)."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return choice_words(load_language(known))[name]
