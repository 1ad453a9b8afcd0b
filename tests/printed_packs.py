"""Reads the summaries of review packs: every figure with the document, row and column it stands in.

Independent of okrsheets: it knows headings, and what a table's rows and columns are called. What
wants talk is read by printed_matters.py.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from printed_figures import Key, tab_of
from printed_letters import Mark
from printed_matters import read_matters, read_order
from printed_structure import Block, PrintedPages, squeezed
from printed_words import BOTH, MARKS, code_of, marked

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HEADINGS = {"H1", "H2", "H3", "H4", "H5"}
_MAPS = {"cycles", "year", "by objective", "own sheets", "groups"}
_PARTS = {"matters": "matters", "cases": "matters", "order": "order", "record": "record"}
_FACTS = ("mean", "median", "submitted", "reached")
_STRIP = re.compile(r"([○△●★—×])[^\d○△●★—×]*(\d+)")
_MARKED = {mark: band for band, mark in MARKS.items()} | {"—": "none", "×": "void"}
_MEAN = re.compile(r"n(\d+)(\D.*)|(\D.*)n(\d+)")
_BEFORE = re.compile(r"(?P<cycle_before>\w+)[:为](?P<mean_before>\d\.\d\d)\D+(?P<n_before>\d+)\D+")
_FROZEN = re.compile(r"(?:Plansfrozen:|计划已冻结)(\d+)(?:of|/)(\d+)\D+(\d+)\D*$")
_NOT_IN = re.compile(r"(?:notin:|未交：)(.*?)(?:(?:and|等，另有)(\d+)(?:more|人))?")
_AWAY = re.compile(r"(\d+)notemployed|未在职(\d+)[个人]")
_MANY = re.compile(r"(\d+)(?:notin|人未交)")
_TOC = 5
_SCORED = re.compile(r"\d+")
Figures = dict[Key, str]


def read_summaries(pages: PrintedPages) -> dict[str, Figures]:
    """Give the figures of every summary by its title; a company's pack has many."""
    found: dict[str, Figures] = {}
    for title, blocks in _summaries(pages.blocks):
        name = title if title not in found else f"{title} (again)"
        found[name] = dict(_figures(blocks))
    return found


def summary_pages(pages: PrintedPages) -> dict[str, int]:
    """Give the page, from 1, on which each summary begins."""
    return {title: blocks[0].page + 1 for title, blocks in reversed(_summaries(pages.blocks))}


def part_pages(pages: PrintedPages) -> dict[str, int]:
    """Give the pages on which the first summary and its parts begin."""
    _, blocks = _summaries(pages.blocks)[0]
    heads = [b for b in blocks if b.kind in _HEADINGS and code_of(b.text) in _PARTS]
    found = {"summary": blocks[0].page + 1}
    for head in heads:
        found.setdefault(_PARTS[code_of(head.text)], head.page + 1)
    return found


def read_contents(pages: PrintedPages) -> list[tuple[str, str, str, str, str]]:
    """Give the lines of the contents: number, title without blanks, score, chip, page."""
    tables = [b for b in pages.blocks if b.kind == "Table" and b.rows[0][0].span == _TOC]
    rows = [row for table in tables for row in table.texts if len(row) == _TOC]
    return [(row[0], _title(row), row[2], marked(row[3]), row[4]) for row in rows]


def read_inside(pages: PrintedPages) -> str:
    """Give how many reports are in the pack, as its cover says."""
    pairs = pairwise(pages.blocks)
    return next((value.text for label, value in pairs if code_of(label.text) == "inside"), "")


def _title(row: Sequence[str]) -> str:
    """Give a line's title; of a department's summary, of how many people how many have a score."""
    plain = squeezed(row[1])
    words = [squeezed(word) for word in BOTH["department summary"]]
    numbers = sorted(map(int, _SCORED.findall(plain)))
    if plain.startswith(tuple(words)) and len(numbers) == len(("n", "all")):
        return "department summary {}/{}".format(*numbers)
    return code_of(plain) if not row[0] or code_of(plain) == "summary" else plain


def _summaries(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Give title and blocks of each summary: up to the next heading of its level or above."""
    starts = [
        number
        for number, (one, after) in enumerate(pairwise(blocks))
        if one.kind in _HEADINGS and after.kind == "P" and code_of(after.text) == "mean"
    ]
    found = []
    for start in starts:
        level = blocks[start].kind
        rest = range(start + 1, len(blocks))
        ends = (n for n in rest if blocks[n].kind in _HEADINGS and blocks[n].kind <= level)
        end = next(ends, len(blocks))
        found.append((squeezed(blocks[start].text), list(blocks[start:end])))
    return found


def _figures(blocks: Sequence[Block]) -> Iterator[tuple[Key, str]]:
    first = next(n for n, b in enumerate(blocks) if n and b.kind in _HEADINGS)
    for name, text in _facts([b.text for b in blocks[1:first]]):
        yield ("", "", name, "figures"), text
    for title, section in _sections(blocks[first:]):
        yield from _section(title, section)


def _facts(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Read the four figures with what stands under each, and how settled they are."""
    starts = [n for n, text in enumerate(texts) if code_of(text) in _FACTS]
    for start, end in pairwise([*starts, len(texts)]):
        name, notes = code_of(texts[start]), [squeezed(t) for t in texts[start + 2 : end]]
        yield name, squeezed(texts[start + 1])
        numbers = _NUMBER.findall(notes[0]) if notes else []
        if name == "mean":
            yield from zip(("n", "missing", "excused"), numbers, strict=True)
            for found in filter(None, map(_BEFORE.fullmatch, notes[1:])):
                yield from found.groupdict().items()
                yield "cycle_before", tab_of(found["cycle_before"])
        elif name == "median":
            yield from zip(("lowest", "highest", "n of ends"), numbers, strict=False)
        elif name == "submitted":
            away = [note for note in notes if _AWAY.fullmatch(note)]
            yield "not employed", _NUMBER.findall(away[0])[0] if away else "0"
            yield "not in", _not_in([note for note in notes if note not in away])
        else:
            yield "below the line", numbers[0] if texts[start + 1] != "—" else ""
            for found in filter(None, map(_FROZEN.search, notes)):
                yield "frozen", " ".join(found.groups())
            yield from (("reckoning", note) for note in notes if "=" in note)


def _not_in(notes: Sequence[str]) -> str:
    note = notes[0] if notes else ""
    if many := _MANY.fullmatch(note):
        return f"+{many[1]}"
    named = _NOT_IN.fullmatch(note)
    if named is None:
        return ""
    return re.sub("[,、]", "", named[1]) + (f"+{named[2]}" if named[2] else "")


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[str, list[Block]]]:
    level = next((block.kind for block in blocks if block.kind in _HEADINGS), "")
    starts = [n for n, block in enumerate(blocks) if block.kind == level] + [len(blocks)]
    for start, end in pairwise(starts):
        yield blocks[start].text, list(blocks[start + 1 : end])


def _section(title: str, blocks: Sequence[Block]) -> Iterator[tuple[Key, str]]:
    code = code_of(title)
    tables = [block for block in blocks if block.kind == "Table"]
    if code in _MAPS:
        for table in tables:
            yield from _map(code, table)
    elif code in ("counts", "cases"):
        for table in tables:
            yield from _counted(code, table)
    elif code == "distribution":
        for mark in (m for b in blocks if b.kind == "Figure" for m in b.marks):
            yield from _dots(mark)
    elif code == "matters":
        yield from read_matters(blocks)
    elif code == "order":
        yield from read_order(tables)
    elif title.endswith((")", "）")) and any(_STRIP.search(b.text) for b in blocks):
        yield from _strip(title, blocks)


def _strip(title: str, blocks: Sequence[Block]) -> Iterator[tuple[Key, str]]:
    """Read the strip twice: the numbers in it, and those of the key below."""
    yield ("", "", "total", "bands of key results"), _NUMBER.findall(title)[-1]
    key = next(b.text for b in blocks if b.kind == "P")
    for mark, number in _STRIP.findall(key):
        yield ("", "", _MARKED[mark], "bands of key results"), number
    for note in [b.text for b in blocks if b.kind == "P"][1:]:
        yield ("", "", "sheets", "bands of key results"), " ".join(_NUMBER.findall(note))
    inside = [b.text for b in blocks if b.kind != "P"]
    yield ("", "", "strip", "bands of key results"), " ".join(inside)


def _map(code: str, table: Block) -> Iterator[tuple[Key, str]]:
    heads = [tab_of(text) or code_of(text) for text in table.texts[0]][1:]
    seen: Counter[str] = Counter()
    for row in table.rows[1:]:
        if len(row) == 1:
            continue  # a department's name over its rows
        name = code_of(row[0].text)
        means = code == "groups" or name == "mean of people"
        name = name if means else squeezed(row[0].text)
        seen[name] += 1
        place = 0
        for cell in row[1:]:
            at = (name, str(seen[name]), heads[min(place, len(heads) - 1)])
            mean = _MEAN.fullmatch(squeezed(cell.text)) if means else None
            yield (*at, code), marked(mean[2] or mean[3] if mean else cell.text)
            if mean:
                yield (*at, "n of groups" if code == "groups" else "n of means"), mean[1] or mean[4]
            place += cell.span


def _counted(code: str, table: Block) -> Iterator[tuple[Key, str]]:
    heads = [code_of(text) for text in table.texts[0]][1:]
    for row in table.texts[1:]:
        for number, (head, text) in enumerate(zip(heads, row[1:], strict=True)):
            column = head if code == "counts" else str(number)
            yield (code_of(row[0]), "", column, code), text


def _dots(mark: Mark) -> Iterator[tuple[Key, str]]:
    """Count the dots over each step, and read the number that stands over them."""
    axis = {text: x for text, x in mark.labels if "." in text}
    wide = axis["1.0"] - axis["0.0"]

    def step(x: float) -> str:
        return f"{round((x - axis['0.0']) / wide * 20) / 20:.2f}"

    for place, number in Counter(step(x) for x, _ in mark.dots).items():
        yield ("", "", place, "distribution"), str(number)
    for text, x in mark.labels:
        if text.isdigit():
            yield ("", "", step(x), "numbers over dots"), text
