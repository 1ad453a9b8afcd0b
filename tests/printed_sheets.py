"""Reads what stands on a personal report besides its scores: by the tags, with its drawings' words.

Independent of okrsheets. Scores, weights and progress are read by printed_figures.py; here are the
people's own figures, bands, sources, the reckoning under a score, counts, days, what is said of
drawings, and what changed since the freeze.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from pathlib import Path

import pypdf
from printed_figures import Key
from printed_structure import Block, Cell, PrintedPages, squeezed
from printed_words import BOTH, code_of, marked

Figures = dict[Key, str]
_TITLES = ("Quarterscore", "Monthscore", "Yearscore", "季度得分", "月度得分", "年度得分")
_KEY_RESULT, _OBJECTIVE, _COUNTS, _CHANGES = 9, 5, 8, 5
_SCORES = ("frozen", "now")
_PLACE = re.compile(r"[1-9]\d*\.[1-9]\d*")
_GOAL = re.compile(r"O\d+")
_TAB = re.compile(r"Q\d|M\d\d")
_SOURCES = {
    "reviewer": ("Reviewerscore", "上级评分"),
    "self": ("Selfscore", "自评分"),
    "computed": ("Computed", "系统计算"),
}
_SOURCE = {word: code for code, words in _SOURCES.items() for word in words}
_OTHERS = {"Reviewer": "reviewer", "上级评": "reviewer", "Self": "self", "自评": "self"}
_OTHERS |= {"Computed": "computed", "计算": "computed"}
_OTHER = re.compile(rf"({'|'.join(_OTHERS)})(\d\.\d\d)")
_CHIP = re.compile(
    rf"(?P<chip>.*?)(?P<source>{'|'.join(_SOURCE)})?(?P<others>(?:{_OTHER.pattern})*)"
)
_BAR = re.compile(
    r"(?:baseline |起始值 )(.*?)(?:, target |，目标值 )(.*?)(?:, actual |，实际值 )(\S*)"
)
_PULSE = re.compile(
    r"(\d+) points: progress (\S+) on (.+?), (\S+) on (\d+ \w+ \d+)"
    r"|(\d+) 个点：(\S+) 完成率 (\S+?)，(\S+) 完成率 ([\d.]+%)"
)
_WAITING = re.compile(r"(?:Not yet scored: |尚未评分：)(.*?)[.。]")
_SCORED = re.compile(r"\d+ of \d+ (?:quarter|month)s scored|\d+ 个(?:季度|月)已评 \d+ 个")
_STRIP = re.compile(r"([○△●★—×])[^\d○△●★—×]*(\d+)")
_NUMBER = re.compile(r"\d+")
_RECKONED = re.compile(rf"(?:O\d+|{'|'.join(_TITLES)})=[(（]")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})")


def plain_days(text: str) -> str:
    """Give a text with `20 October 2026` and `20 Oct 2026` written as `2026-10-20`."""
    return _DAY.sub(lambda m: f"{m[3]}-{_MONTHS.index(m[2]) + 1:02}-{int(m[1]):02}", text)


def read_sheet(pages: PrintedPages, who: str, cycle: str) -> Figures:
    """Read a person's report of a cycle, or of the year: (person, cycle, place, what) → text."""
    return {
        (who, part, place, what): text
        for part, place, what, text in _Sheet(pages.blocks, cycle).read()
    }


def read_changes(pages: PrintedPages) -> list[list[str]]:
    """Give the rows of what changed since the freeze, the cycle's scores last.

    Number, frozen, present, and of a line's first row its scores under either plan.
    """
    tables = [b for b in pages.blocks if b.kind == "Table" and len(b.rows[0]) == _CHANGES]
    rows = [row for table in tables for row in table.texts[1:]]
    return [[squeezed(row[0]) if len(row) > len(_SCORES) + 1 else "", *_plain(row)] for row in rows]


def read_feet(path: Path) -> list[tuple[str, str, str]]:
    """Give the foot of every page: the report's number, version and day of the sheet, the page."""
    found = []
    for page in pypdf.PdfReader(path).pages:
        text = plain_days(page.extract_text(extraction_mode="layout"))
        foot = next(line for line in reversed(text.split("\n")) if "OKR-" in line)
        number = re.search(r"OKR-[\w-]+", foot)
        version = re.search(r"version (\d+)|第 ?(\d+) ?版", foot)
        day = re.search(r"\d{4}-\d\d-\d\d", foot)
        came = f"version {version[1] or version[2]} {day[0]}" if version and day else ""
        page_of = re.search(r"(\d+) ?/ ?(\d+)\s*$", foot)
        found.append(
            (number[0] if number else "", came, "/".join(page_of.groups()) if page_of else "")
        )
    return found


def _plain(row: Sequence[str]) -> list[str]:
    """Give what stands to the right of a row's label; the last row has nothing but two scores."""
    found = [code_of(text) for text in row[-len(_SCORES) - 2 :]]
    return found if len(row) > len(_SCORES) + 1 else ["", "", *found[1:]]


Found = tuple[str, str, str, str]
"""Cycle, place, what, text."""


class _Sheet:
    """Goes down the blocks of a report; knows under which cycle and objective it is."""

    def __init__(self, blocks: Sequence[Block], cycle: str) -> None:
        self._blocks = blocks
        self._cycle = self._of = cycle
        self._goal = ""

    def read(self) -> Iterator[Found]:
        """Yield what is found."""
        yield from self._facts()
        for before, block in pairwise([*self._blocks[:1], *self._blocks]):
            if block.kind == "Table":
                yield from self._table(block)
            elif block.kind == "Figure":
                yield from self._chart(block)
            else:
                yield from self._line(before.text, block)

    def _line(self, before: str, block: Block) -> Iterator[Found]:
        text, plain = block.text, squeezed(block.text)
        title = next((t for t in _TITLES if squeezed(before).startswith(t)), "")
        if title and block.kind == "P" and self._of == self._cycle and "=" not in before:
            word = squeezed(before).removeprefix(title)
            yield self._of, "cycle", "chip", marked(word or plain)
        elif block.kind == "Div" and _GOAL.fullmatch(plain):
            self._goal = plain
        elif block.kind == "Div" and _TAB.fullmatch(plain) and len(self._cycle) == len("2026"):
            self._of, self._goal = self._cycle + plain, "cycle"
        elif self._goal and block.kind in ("Div", "P") and _is_chip(plain):
            yield self._of, self._goal, "chip", marked(plain)
            self._goal = ""
        elif _RECKONED.match(plain):
            yield self._traced(plain)
        else:
            yield from self._counted(text)
            if code_of(before) == "key results by band":
                inside = self._blocks[self._blocks.index(block) :]
                numbers = (one.text for one in takewhile(lambda one: one.kind == "Div", inside))
                yield self._of, "strip", "strip", " ".join(numbers)

    def _counted(self, text: str) -> Iterator[Found]:
        """Read what is not yet scored, how many cycles are, and the key below the strip."""
        if found := _WAITING.match(text):
            yield self._of, "cycle", "not yet scored", squeezed(found[1]).replace("、", ",")
        elif _SCORED.match(text):
            numbers = sorted(map(int, _NUMBER.findall(text)))
            yield self._of, "cycle", "of", " ".join(map(str, numbers))
        elif len(parts := _STRIP.findall(text)) > 1 and _STRIP.match(text):
            for mark, number in parts:
                yield self._of, mark, "strip", number

    def _traced(self, plain: str) -> Found:
        name = plain.partition("=")[0]
        whole = name in ("Yearscore", "年度得分")
        return (
            self._cycle if whole else self._of,
            name if _GOAL.fullmatch(name) else "cycle",
            "reckoning",
            plain,
        )

    def _facts(self) -> Iterator[Found]:
        """Read the identity block: what stands below its six labels."""
        texts = [block.text for block in self._blocks]
        last = next((n for n, t in enumerate(texts) if t in ("Received", "提交日期")), None)
        below = texts[last + 1 :] if last is not None else []
        kinds = self._blocks[last + 1 :] if last is not None else []
        facts = []
        for text, block in zip(below, kinds, strict=True):
            if block.kind != "Div":
                break
            facts.append(squeezed(plain_days(text)))
        yield self._cycle, "", "facts", " ".join(facts)

    def _table(self, table: Block) -> Iterator[Found]:
        for row in table.rows[1:]:
            first = squeezed(row[0].text)
            if len(row) == _KEY_RESULT and _PLACE.fullmatch(first):
                yield from self._key_result(first, row)
            elif len(row) == _OBJECTIVE and _GOAL.fullmatch(first):
                yield self._of, first, "chip", marked(row[4].text)
            elif len(row) == _COUNTS and len(table.rows[0]) == _COUNTS:
                for head, cell in zip(table.rows[0][1:], row[1:], strict=True):
                    place = f"{code_of(first)} {code_of(head.text)}"
                    yield self._cycle, place, "counts", cell.text

    def _key_result(self, place: str, row: Sequence[Cell]) -> Iterator[Found]:
        for what, cell in zip(("baseline", "target", "actual"), row[3:6], strict=True):
            yield self._of, place, what, squeezed(cell.text)
        found = _CHIP.fullmatch(squeezed(row[8].text))
        assert found is not None
        yield self._of, place, "chip", marked(found["chip"])
        yield self._of, place, "source", _SOURCE.get(found["source"] or "", "")
        others = (f"{_OTHERS[word]} {score}" for word, score in _OTHER.findall(found["others"]))
        yield self._of, place, "beside", ", ".join(others)
        if bar := _BAR.search(row[6].alt):
            yield self._of, place, "said of the bar", " ".join(bar.groups())
        if line := _PULSE.search(row[6].alt):
            yield self._of, place, "said of the line", _said(line)

    def _chart(self, block: Block) -> Iterator[Found]:
        """Read the year's line and the small lines below a year's cycles."""
        if line := _PULSE.search(block.alt):
            label = self._blocks[self._blocks.index(block) + 1].text
            place, _, end = label.partition(" ")
            yield self._of, place, "said of the line", _said(line)
            yield self._of, place, "end of the line", end
            return
        yield self._cycle, "", "said of the year", squeezed(block.alt)
        labels = sorted(text for mark in block.marks for text, _ in mark.labels)
        yield self._cycle, "", "the year's line", " ".join(labels)


def _is_chip(plain: str) -> bool:
    return marked(plain).lstrip("○△●★—×") in BOTH


def _said(line: re.Match[str]) -> str:
    """Give number of points, first day and progress, last day and progress."""
    number, low, first, high, last, *others = line.groups()
    if number is None:
        number, first, low, last, high = others
    return " ".join((number, plain_days(first), low, plain_days(last), high))
