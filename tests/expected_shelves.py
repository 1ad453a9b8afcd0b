"""What stands around the plans of the OKR book: contents, figures of the shelves, the index."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from equality_kit import Tally
from equality_sheets import Sheet
from printed_structure import Block, PrintedPages, squeezed
from printed_words import code_of

_NUMBER = re.compile(r"\d+")
_ABSENT = re.compile(r"(.+)\((\d+)\)|(.+)（(\d+)）")
_LINE = 4
_HEADINGS = ("H1", "H2", "H3", "H4")


def compare_shelves(pages: PrintedPages, people: Sequence[Sheet], cycle: str, tally: Tally) -> None:
    """Compare counts and pages: in the contents, on the shelves' first lines, in the index."""
    shelves = _shelves(people)
    heads = [block for block in pages.blocks if block.kind in _HEADINGS]
    starts = {code_of(b.text): b.page + 1 for b in reversed(heads) if b.kind == "H1"}
    for row in _contents(pages.blocks):
        name = code_of(row[1])
        known = {name: shelves[name]} if row[0] and name in shelves else {}
        for who in known.values():
            counts = [_having(who, cycle), len(who)]
            tally.check("contents", sorted(_numbers(row[2])), counts)
            tally.check("contents' pages", row[3], str(starts[name]))
        if not row[0]:
            where = {b.page + 1 for b in heads if _ends(b.text, row[1])}
            tally.check("contents' pages", where & {int(row[3])}, {int(row[3])})
    for name, line in _first_lines(pages.blocks):
        who = shelves[name]
        plans = [o for one in who for c in one.cycles(cycle) for o in one.records[c]["objectives"]]
        counts = [len(plans), sum(len(o["key_results"]) for o in plans)]
        line[:2] = sorted(line[:2])  # `3 of 4`, in Chinese the whole comes first
        tally.check("shelves", line, [_having(who, cycle), len(who), *counts])
    absent = sum(int(n) for n in _absent(pages.blocks))
    tally.check("without", absent, len(people) - _having(people, cycle))
    for name, page in _index(pages.blocks):
        at = {b.page + 1 for b in heads if squeezed(b.text).startswith(name)}
        tally.check("pages of names", (name, at & {int(page)}), (name, {int(page)}))


def _shelves(people: Sequence[Sheet]) -> dict[str, list[Sheet]]:
    """Give the people of each shelf: of a department, and of those without, under the company."""
    found: dict[str, list[Sheet]] = {}
    company = next((code_of(p.name) for p in people if p.kind == "company"), "without")
    for one in people:
        found.setdefault(code_of(one.path[0]) if one.path else company, []).append(one)
    return found


def _having(people: Sequence[Sheet], cycle: str) -> int:
    return sum(any(one.records[c]["objectives"] for c in one.cycles(cycle)) for one in people)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(text)]


def _contents(blocks: Sequence[Block]) -> Iterator[list[str]]:
    first = next(b for b in blocks if b.kind == "Table")
    yield from (row for row in first.texts if len(row) == _LINE)


def _ends(heading: str, title: str) -> bool:
    return squeezed(heading).endswith(squeezed(title).removeprefix("…"))


def _first_lines(blocks: Sequence[Block]) -> Iterator[tuple[str, list[int]]]:
    for head, line in pairwise(blocks):
        if head.kind == "H1" and line.kind == "P" and head.page > 0:
            yield code_of(head.text), _numbers(line.text)


def _absent(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        found = _ABSENT.fullmatch(squeezed(block.text)) if block.kind in ("Div", "P") else None
        if found and code_of(found[1] or found[3]) in _STATES:
            yield found[2] or found[4]


_STATES = ("not_submitted", "empty", "void", "not_employed", "excused")


def _index(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for link, page in pairwise(blocks):
        if link.kind == "Link" and page.text.isdigit():
            yield squeezed(link.text), page.text
