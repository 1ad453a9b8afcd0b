"""Reads the figures of finished reports off their pages, with pypdf's layout reader.

It shares nothing with okrsheets: it knows the headings of the tables in both languages and finds a
figure by the column that it stands in. What it gives is what a person reads on paper: texts such as
`0.83`, `33.3%`, `−12.5%`, and an empty text where no figure stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

import pypdf

Key = tuple[str, str, str, str]
"""Person, cycle, place (`1.2`, `O1`, `cycle`, `year`, or a cycle's tab), what (`score`, …)."""

_FOOT = re.compile(r"OKR-(\d{4}(?:Q\d|M\d\d)?)-([A-Za-z0-9-]+)")
_ROW = re.compile(r"^ {0,3}([1-9]\d*\.[1-9]\d*)(?: |$)")
_OBJECTIVE = re.compile(r"^ {0,3}O(\d+) +(?!\s*=)")
_CYCLE = re.compile(r"^ {0,3}(Q\d|M\d\d) {2,}")
_TOKEN = re.compile(r"\S+(?: \S+)*")
_SCORE = re.compile(r"\d\.\d\d")
_PERCENT = re.compile(r"[−>]*[\d,]+(?:\.\d)?%")
_WEIGHT = re.compile(r"(?:Weight|权重) *(\d+(?:\.\d)?%)")
_NAMES = {
    "weight": ("Weight", "权重"),
    "progress": ("Progress", "完成率"),
    "score": ("Score", "得分"),
    "band": ("Band", "分档"),
}
_TITLES = ("Quarter score", "Month score", "Year score", "季度得分", "月度得分", "年度得分")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEAR = ("Year", "年度")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CELL = re.compile(r"\d\.\d\d|[^\d\s]{1,4}")
_FACTS = ("Department ", "部门 ")
_CHANGES = ("Changes since the freeze", "冻结后的变化")


@dataclass
class PrintedReport:
    """The figures of one PDF and everything that is written in it."""

    figures: dict[Key, str] = field(default_factory=dict)
    text: str = ""
    owners: set[str] = field(default_factory=set)
    first_pages: dict[str, int] = field(default_factory=dict)
    """The page, from 1, on which each owner's begin."""


def read_report(path: Path) -> PrintedReport:
    """Read a personal report, or the personal pages of a pack."""
    reader = pypdf.PdfReader(path)
    report = PrintedReport(text=str(reader.metadata))
    state = _Reader(report.figures)
    for number, page in enumerate(reader.pages, start=1):
        lines = page.extract_text(extraction_mode="layout").split("\n")
        report.text += "\n".join(lines)
        foot = next((m for m in map(_FOOT.search, reversed(lines)) if m), None)
        if foot:
            report.owners.add(foot[2])
            report.first_pages.setdefault(foot[2], number)
            state.read(lines, foot[2], foot[1])
    return report


class _Reader:
    """Goes down the pages; knows whose they are and under which heads it is."""

    def __init__(self, figures: dict[Key, str]) -> None:
        self._figures = figures
        self._whose = ("", "")
        self._columns: dict[str, tuple[int, int]] = {}
        self._cycle = self._row = ""
        self._apart = False  # among what changed since the freeze: see printed_sheets.py

    def read(self, lines: Sequence[str], person: str, cycle: str) -> None:
        """Read one page."""
        if self._whose != (person, cycle):
            self._whose = (person, cycle)
            self._cycle, self._row, self._columns, self._apart = cycle, "", {}, False
            self._title(lines)
            self._year_row(lines)
        for line in lines:
            self._line(line)

    def _put(self, place: str, what: str, text: str, cycle: str = "") -> None:
        self._figures[self._whose[0], cycle or self._cycle, place, what] = text

    def _title(self, lines: Sequence[str]) -> None:
        """Find the large score under the words that name it, above the facts."""
        first = next((n for n, line in enumerate(lines) if _has(line, _TITLES)), None)
        if first is None:
            return
        for line in lines[first:]:
            if line.startswith(_FACTS):
                break
            found = [t.text for t in _tokens(line) if _SCORE.fullmatch(t.text)]
            if found:
                self._put("cycle", "score", found[-1])
                return
        self._put("cycle", "score", "")

    def _year_row(self, lines: Sequence[str]) -> None:
        """Read the cells of the year so far: the last ones of the line above `Q1 … Year`."""
        for number, line in enumerate(lines):
            words = reversed(line.split())  # `Joined on 10 May 2021.` may stand to the left
            keys = [*takewhile(lambda word: tab_of(word) or word in _YEAR, words)][::-1]
            if len(keys) <= 1 or keys[-1] not in _YEAR:
                continue
            above = [each.split() for each in lines[max(0, number - 3) : number]]
            cells = [row[-len(keys) :] for row in above if len(row) >= len(keys)]
            fits = (c for c in reversed(cells) if all(map(_CELL.fullmatch, c)))
            row = next(fits, [""] * len(keys))
            for key, cell in zip(keys, row, strict=True):
                name = "year" if key in _YEAR else tab_of(key)
                text = cell if _SCORE.fullmatch(cell) else ""
                self._put(name, "year so far", text, self._whose[1])
            return

    def _line(self, line: str) -> None:
        heads = {t.text: t for t in _tokens(line)}
        named = {
            what: heads[word] for what, words in _NAMES.items() for word in words if word in heads
        }
        self._apart = self._apart or line.strip().startswith(_CHANGES)
        if self._apart:
            return
        if {"score", "band"} <= named.keys():
            self._columns = {what: (t.start, t.end) for what, t in named.items()}
            self._row = ""
        elif found := _ROW.match(line):
            self._key_result(found[1], line)
        elif found := _CYCLE.match(line):
            self._cycle = f"{self._whose[1][:4]}{found[1]}"
            scores = [t.text for t in _tokens(line) if _SCORE.fullmatch(t.text)]
            self._put("cycle", "score", scores[-1] if scores else "")
        elif found := _OBJECTIVE.match(line):
            self._objective(f"O{found[1]}", line)
        elif self._row and not self._figures[(*self._person_cycle, self._row, "progress")]:
            self._put(self._row, "progress", self._cell(line, "progress", _PERCENT))

    @property
    def _person_cycle(self) -> tuple[str, str]:
        return self._whose[0], self._cycle

    def _key_result(self, place: str, line: str) -> None:
        self._row = place
        self._put(place, "weight", self._cell(line, "weight", _PERCENT))
        self._put(place, "progress", self._cell(line, "progress", _PERCENT))
        self._put(place, "score", self._cell(line, "score", _SCORE))

    def _objective(self, place: str, line: str) -> None:
        self._row = ""
        scores = [t.text for t in _tokens(line) if _SCORE.fullmatch(t.text)]
        weight = _WEIGHT.search(line)
        if weight:
            self._put(place, "weight", weight[1])
        elif "weight" in self._columns and "progress" not in self._columns:
            self._put(place, "weight", self._cell(line, "weight", _PERCENT))
        self._put(place, "score", scores[-1] if scores else "")

    def _cell(self, line: str, column: str, pattern: re.Pattern[str]) -> str:
        """Give what stands under a heading, if it is a figure."""
        start, end = self._columns.get(column, (0, -1))
        for token in _tokens(line):
            near = token.start <= end + 4 and token.end >= start - 4
            figure = _HAN.split(token.text)[-1]  # a text may fill its column up to the figure
            if near and pattern.fullmatch(figure):
                return figure
        return ""


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int


def _tokens(line: str) -> Iterator[_Token]:
    """Give what stands between two or more spaces, and its words where a figure is among them."""
    for found in re.finditer(r"\S+", line):
        yield _Token(found[0], found.start(), found.end())


def _has(line: str, words: Sequence[str]) -> bool:
    return any(word in line for word in words)


def tab_of(label: str) -> str:
    """Give the tab of a cycle's label, `Q3`, `Jul` or `7月`; nothing of another word."""
    if re.fullmatch(r"Q\d", label):
        return label
    month = re.fullmatch(r"(\d{1,2})月", label)
    number = int(month[1]) if month else _MONTHS.index(label) + 1 if label in _MONTHS else 0
    return f"M{number:02}" if number else ""
