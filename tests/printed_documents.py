"""Reads documents: every table by section, row and column; plans of the book; progress by person.

Independent of okrsheets. A table that goes on over the page, with its heads repeated, is one table.
"""

import re
from collections.abc import Iterator, Sequence

from printed_figures import Key
from printed_structure import Block, PrintedPages, squeezed
from printed_words import code_of

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_HEADINGS = ("H1", "H2", "H3", "H4", "H5")
_QUARTERS = (("First", "第一"), ("Second", "第二"), ("Third", "第三"), ("Fourth", "第四"))
PROGRESS_COLUMNS, _PLAN_COLUMNS = 8, 4
Figures = dict[Key, str]


def read_facts(pages: PrintedPages) -> dict[str, tuple[str, list[str]]]:
    """Give the figures over a document by their labels: the value, and the numbers below it."""
    start = next(n for n, block in enumerate(pages.blocks) if _opens(pages.blocks, n))
    texts = [block.text for block in pages.blocks[start : start + 13]]
    found = {}
    for number, text in enumerate(texts[:-1]):
        if code_of(text) != squeezed(text) and _is_value(texts[number + 1]):
            after = texts[number + 2] if number + 2 < len(texts) else ""
            found[code_of(text)] = (squeezed(texts[number + 1]), _NUMBER.findall(after))
    return found


def _opens(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether a label stands here with its figure after it."""
    if number + 1 >= len(blocks) or blocks[number].kind != "P":
        return False
    return code_of(blocks[number].text) in _FIRST and _is_value(blocks[number + 1].text)


_FIRST = ("roster", "objectives", "with")


def _is_value(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,]+%?|—", squeezed(text)))


def read_tables(pages: PrintedPages) -> Figures:
    """Give every cell of the tables under the sections: (row, column, table, section) → text."""
    found: Figures = {}
    for section, number, table in _tables(pages.blocks):
        heads = [code_of(text) for text in table.texts[0]]
        for row in table.texts[1:]:
            if len(row) != len(heads):
                continue  # a heading over rows
            for place, text in enumerate(row[1:], start=1):
                found[code_of(row[0]), f"{number}.{place}", heads[place], section] = squeezed(text)
    return found


def read_operations(pages: PrintedPages) -> Figures:
    """Give the tables of the operations report; deadlines by step, sizes by what is counted."""
    found: Figures = {}
    tables = read_tables(pages)
    sizes = list(dict.fromkeys(row for row, _, _, section in tables if section == "sizes"))
    steps = _steps([row for row, _, _, section in tables if section == "deadlines"])
    for (row, place, column, section), text in tables.items():
        if section == "deadlines" and int(place[2:]) > _DAYS:
            found[steps[row], place, "", section] = text
        elif section == "sizes" and text != "·":
            found[("objectives", "key results")[sizes.index(row)], "", column, section] = text
        elif section == "departments" or (section, place[0]) == ("status and weights", "0"):
            found[row, place, "", section] = text
        elif section in ("participation", "results"):
            found[row, place, column, section] = text
    return found


_DAYS = 2


def _steps(rows: Sequence[str]) -> dict[str, str]:
    """Name the rows of the deadlines `Q3 plan`, `Q3 score`; the year has scores only."""
    found: dict[str, str] = {}
    for row in dict.fromkeys(rows):
        tab = row[:2] if row[0] == "Q" else "year"
        plan = tab != "year" and f"{tab} plan" not in found.values()
        found[row] = f"{tab} {'plan' if plan else 'score'}"
    return found


def _tables(blocks: Sequence[Block]) -> Iterator[tuple[str, int, Block]]:
    section = ""
    heads: list[list[str]] = []
    for block in blocks:
        if block.kind in _HEADINGS:
            section, heads = code_of(block.text), []
        elif block.kind == "Table" and section:
            if block.texts[0] not in heads:
                heads.append(block.texts[0])
            yield section, heads.index(block.texts[0]), block


def sentences(pages: PrintedPages, section: str) -> list[list[str]]:
    """Give the numbers in each paragraph under a section."""
    here, found = "", []
    for block in pages.blocks:
        if block.kind in _HEADINGS:
            here = code_of(block.text)
        elif block.kind == "P" and here == section:
            found.append(_NUMBER.findall(block.text))
    return found


def section_pages(pages: PrintedPages) -> dict[str, int]:
    """Give the page, from 1, on which each heading first stands; the last one of a name counts."""
    return {code_of(b.text): b.page + 1 for b in pages.blocks if b.kind in _HEADINGS}


def read_progress(pages: PrintedPages) -> tuple[list[str], Figures]:
    """Give who stands in the progress report, and each line: (who, number, column) → text."""
    lines: list[str] = []
    found: Figures = {}
    for table in (b for b in pages.blocks if b.kind == "Table"):
        if len(table.rows[-1]) != PROGRESS_COLUMNS:
            continue
        who = squeezed(table.texts[0][0])  # the name stands in the table's head
        lines.append(who)
        for row in table.texts[1:]:
            if row[0].strip():
                for column, place in (("progress", 3), ("owner", 4), ("computed", 5), ("score", 7)):
                    found[who, squeezed(row[0]), "", f"line {column}"] = code_of(row[place])
    return lines, found


def read_book(pages: PrintedPages, *, year: bool) -> Figures:
    """Give the plans of the book: (person, cycle, number, column) → text."""
    found: Figures = {}
    headings: list[Block] = []
    for block in pages.blocks:
        if block.kind in _HEADINGS:
            headings.append(block)
        elif block.kind == "Table" and len(block.rows[0]) == _PLAN_COLUMNS and headings:
            name, cycle = _whose(headings, year=year)
            found |= read_plan(block.texts, name, cycle)
    return found


def _whose(headings: Sequence[Block], *, year: bool) -> tuple[str, str]:
    last = headings[-1]
    if not year:
        return squeezed(last.text), ""
    above = next(one for one in reversed(headings) if one.kind < last.kind)
    return squeezed(above.text), quarter_of(last.text)


def quarter_of(text: str) -> str:
    """Give `Q3` of a quarter's name in full; nothing of another text."""
    numbers = (n for n, words in enumerate(_QUARTERS, start=1) if any(w in text for w in words))
    return next((f"Q{number}" for number in numbers), "")


def read_plan(texts: Sequence[Sequence[str]], name: str, cycle: str) -> Figures:
    """Read a table of a plan: an objective has three cells, a key result five."""
    found: Figures = {}
    for row in texts[1:]:
        cells = [squeezed(text) for text in row]
        if not cells[0]:
            continue  # a text that goes on over the page
        if len(cells) == 3:
            found[name, cycle, cells[0], "plan text"] = cells[1]
            found[name, cycle, cells[0], "plan weight"] = cells[2]
        elif len(cells) == 5:
            found[name, cycle, cells[0], "plan text"] = cells[1]
            for what, text in zip(("baseline", "target", "weight"), cells[2:], strict=True):
                found[name, cycle, cells[0], f"plan {what}"] = text
    return found
