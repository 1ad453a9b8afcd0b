"""The word lists of the rules, one file a language, each list as one regular expression.

A list has `words`; longer words in which one of them does not count stand in `unless`. What words
cannot say stands in `patterns`, and what takes precedence over them in `unless_patterns`. In
English a word is a whole word, whatever the case, and `*` stands for any ending. A language may
do without a list. `at = "start"`
takes a word only where a text or one of its clauses begins, `at = "whole"` only as the whole text.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from okrsheets.resources import find_resource

_REMEMBERED = 2**16
_NO_WORDS: Mapping[str, Any] = MappingProxyType({"words": ()})
_CLAUSE = r"(?:\A|(?<=[，,；;。：:、（(\n]))[\s\d.、)）]{0,8}"


@lru_cache(maxsize=_REMEMBERED)
def find_word(language: str, name: str, text: str) -> str:
    """Give the first word of a list in a text as it is written there; "" where there is none."""
    for found in _pattern(language, name).finditer(text):
        if found["hit"]:
            return found["hit"].strip()
    return ""


@lru_cache(maxsize=_REMEMBERED)
def without_words(language: str, name: str, text: str) -> str:
    """Give a text with every word of a list blanked out."""
    return _pattern(language, name).sub(lambda found: " " if found["hit"] else found[0], text)


def trimmed(language: str, name: str, text: str) -> str:
    """Give a text without the words of a list at its two ends."""
    hits = [found.span() for found in _pattern(language, name).finditer(text) if found["hit"]]
    start, end = 0, len(text)
    for first, last in hits:
        if text[start:first].strip():
            break
        start = last
    for first, last in reversed(hits):
        if first < start or text[last:end].strip():
            break
        end = first
    return text[start:end].strip()


@cache
def limit(language: str, name: str) -> int:
    """Give a number of the language's `[limits]`."""
    return int(_file(language)["limits"][name])


@cache
def pairs(language: str, name: str) -> Mapping[str, str]:
    """Give a table of words and what each goes with."""
    return MappingProxyType(_file(language)[name])


@cache
def names(language: str) -> frozenset[str]:
    """Give the names of a language's word lists."""
    return frozenset(name for name, part in _file(language).items() if "words" in part)


@cache
def _file(language: str) -> Mapping[str, Any]:
    file = find_resource("wording") / "words" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    part = _file(language).get(name, _NO_WORDS)
    spared = [*_words(language, part.get("unless", ())), *part.get("unless_patterns", ())]
    meant = [*_words(language, part["words"]), *part.get("patterns", ())]
    body = "|".join(meant) or r"(?!)"
    at = part.get("at", "anywhere")
    if at == "whole":
        body = rf"\A\s*(?:{body})[\s.。!！]*\Z"
    elif at == "start":
        body = rf"{_CLAUSE}(?:{body})"
    return re.compile("|".join([*spared, f"(?P<hit>{body})"]), re.IGNORECASE)


def _words(language: str, words: Iterable[str]) -> list[str]:
    """Give words as one pattern, longer ones first, so that they win over what they begin with.

    It first looks whether a word could begin here at all, which is quick where none does.
    """
    ordered = sorted(words, key=lambda word: (-len(word), word))
    if not ordered:
        return []
    plain = [re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in ordered]
    first = "".join(sorted({re.escape(word[0]) for word in ordered}))
    body = rf"(?=[{first}])(?:{'|'.join(plain)})"
    return [rf"(?<!\w){body}(?!\w)" if language == "en" else body]
