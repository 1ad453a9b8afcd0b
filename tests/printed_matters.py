"""Reads what wants talk in a review pack, and the order of talk."""

import re
from collections.abc import Iterator, Sequence

from printed_figures import Key
from printed_structure import Block, squeezed
from printed_words import CODES, code_of, marked

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SCORE = re.compile(r"\d\.\d\d")
_PLACE = re.compile(r"((?:Q\d|[A-Z][a-z]{2}|\d+月)? ?\d+\.\d+)(?!\d)")
_CHANGED = re.compile(r"(Q\d)?(?:.*冻结后改动)?(\d+)(?:lines?changed.*|项)")
_STATES = ("not_submitted", "empty", "planned", "partial")
_WHOLE = ("case unscored", "case no_progress", "case full")
_SCORES = {"case overruled": 2, "case apart": 2, "case changed": 2}
"""How many scores are told under a matter of this kind; words of people may follow them."""


def read_matters(blocks: Sequence[Block]) -> Iterator[tuple[Key, str]]:
    """Read what wants talk: kind, number, lines with their scores and pages."""
    kind, texts, note = "", list[str](), ""
    for block in blocks:
        if re.fullmatch(r"H\d", block.kind):
            title, _, number = block.text.rpartition(" ")
            kind = code_of(title)
            yield (kind, "", "", "matters"), number
        elif block.kind == "P":
            note = block.text
        elif block.kind != "Link":
            texts.append(block.text)
        else:
            yield from _matter(kind, texts, note, block.text)
            texts, note = [], ""
    if texts:
        yield (kind, "", " ".join(texts), "matters"), "without a page"


def _matter(kind: str, texts: Sequence[str], note: str, page: str) -> Iterator[tuple[Key, str]]:
    if kind in _WHOLE and len(texts) > 1:  # name and words stand in columns where they are few
        texts = ["".join(texts[:2]), "", *texts[2:]]
    name = squeezed(texts[0])
    if kind == "case unscored":
        word = next(w for w, code in CODES.items() if code in _STATES and name.endswith(w))
        line = f"{name.removesuffix(word)} {CODES[word]}"
    elif len(texts) == 1 or kind in _WHOLE:
        line = name
    else:
        line = f"{name} {_what(kind, texts[1])}"
    scores = texts[3:] if _PLACE.fullmatch("".join(texts[1:2])) else texts[2:]
    at = (kind, line)
    if len(texts) > 1 and _PLACE.fullmatch(texts[1]):
        texts = texts[1:]  # the number stands apart from the words
    yield (*at, "line", "matters"), "1"
    yield (*at, "score", "matters' scores"), "".join(scores)
    beside = _SCORE.findall(note)[: _SCORES.get(kind, 0)]
    yield (*at, "beside", "matters' scores"), " ".join(beside)
    yield (*at, "page", "matters' pages"), "".join(_NUMBER.findall(page))


def _what(kind: str, text: str) -> str:
    if kind == "case changed":
        found = _CHANGED.fullmatch(squeezed(text))
        return f"{found[1] or ''}:{found[2]}" if found else text
    place = _PLACE.match(text)
    return squeezed(place[1]) if place else text


def read_order(tables: Sequence[Block]) -> Iterator[tuple[Key, str]]:
    """Read the order of talk, line by line."""
    for table in tables:
        heads = [code_of(text) for text in table.texts[0]]
        page = heads.index("page") if "page" in heads else None
        for row in table.texts[1:]:
            name = code_of(row[1])
            yield ("", row[0], "who", "order"), name
            yield (name, "", "score", "order"), row[2]
            yield (name, "", "band", "order"), marked(row[3])
            yield (name, "", "why", "order"), _why(row[4])
            yield (name, "", "page", "order"), "" if page is None else row[page]


def _why(text: str) -> str:
    """Give the numbers of why somebody is talked about, reason by reason."""
    parts = (sorted(_NUMBER.findall(part), reverse=True) for part in re.split("[;；]", text))
    return "; ".join(" ".join(part) for part in parts if part)
