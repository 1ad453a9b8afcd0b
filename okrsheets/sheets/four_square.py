"""The four-square of the week: must-do items, the OKR with confidence, next month, health.

Its upper right is computed: the objectives and key results of one cycle, each key result with
its latest confidence as x/10 and its latest status. Source: docs/method.md, "Check-ins".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from okrsheets.errors import N_
from okrsheets.layout import FOUR_LINES, FOUR_ROW, NUMBER_COLUMN, check_in_rows, tab_rules
from okrsheets.sheets.check_in_lists import Log, log_of
from okrsheets.sheets.cycle_page import cycle_line
from okrsheets.sheets.cycle_table import table_of
from okrsheets.sheets.drawing import Canvas
from okrsheets.sheets.formulas import Formula, Line, line_of, spliced
from okrsheets.sheets.lists import Lists
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import (
    BAR,
    COMPUTED,
    FILL_IN,
    INK,
    NOTE,
    NUMBER,
    Look,
)

_BAR_HEIGHT, _HINT_HEIGHT, _LOW_HEIGHT = 24, 22, 34
_UPPER_HEIGHT, _LEAST_HEIGHT, _MOST_HEIGHT = 300, 14, 40
_SMALL_FROM = 18  # lines from which the upper half is set in small type
_TEXT = FILL_IN.but(wrap=True, indent=1)


@dataclass(frozen=True, slots=True)
class Square:
    """Where the four-square stands: its lines, the letters of its two halves, the log below."""

    letters: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    lines: dict[int, Line]
    must: tuple[Line, ...]
    low: tuple[Line, ...]
    log: int

    def line(self, number: int) -> Line:
        """Give any row of the tab."""
        return Line(self.lines[FOUR_ROW].letters, number)

    @property
    def cycle(self) -> str:
        """The cell in which the cycle is chosen."""
        return self.lines[FOUR_ROW]("status")

    @property
    def top(self) -> int:
        """The first row of the upper half."""
        return self.must[0].number

    @property
    def middle(self) -> int:
        """The row of the bar between the halves."""
        return self.low[0].number - 1

    @property
    def bottom(self) -> int:
        """The last row."""
        return self.low[-1].number

    @property
    def last(self) -> str:
        """The letter of the last column."""
        return self.letters[-1]


def square_of(spec: TemplateSpec) -> Square:
    """Give where the four-square of a sheet stands."""
    rows = {r.key: line_of("checkins", r.number, spec.options) for r in check_in_rows(spec.options)}
    numbers = range(1, FOUR_LINES + 1)
    keys = [column.key for column in tab_rules("checkins", spec.options).columns]
    letters = [column.letter for column in tab_rules("checkins", spec.options).columns]
    cut = keys.index("value") + 1
    return Square(
        letters=(NUMBER_COLUMN, *letters),
        left=tuple(letters[:cut]),
        right=tuple(letters[cut:]),
        lines={line.number: line for line in rows.values()},
        must=tuple(rows[f"four.must.{n}"] for n in numbers),
        low=tuple(rows[f"four.low.{n}"] for n in numbers),
        log=rows["1"].number,
    )


def draw_four_square(canvas: Canvas, square: Square, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the four-square."""
    _draw_bars(canvas, square, lists, spec)
    _draw_choice(canvas, square, spec)
    _draw_must(canvas, square)
    _draw_okr(canvas, square, lists, spec)
    _draw_low(canvas, square)


def _draw_bars(canvas: Canvas, square: Square, lists: Lists, spec: TemplateSpec) -> None:
    say = spec.language.text
    right = BAR.but(sides=("FFFFFF", "", "", ""))
    for row in (FOUR_ROW - 1, square.middle):
        canvas.height(row, _BAR_HEIGHT)
        canvas.lay((f"{letter}{row}" for letter in square.letters), BAR)
    bars = {
        f"{NUMBER_COLUMN}{FOUR_ROW - 1}": (
            N_("1  This week      three to five things that must get done"),
            N_("The few things of this week without which the key results do not move."),
        ),
        f"{NUMBER_COLUMN}{square.middle}": (
            N_("3  Next month      what to follow up, together with others"),
            N_("What is coming in the next four weeks, above all what needs other people."),
        ),
        f"{square.right[0]}{square.middle}": (
            N_("4  Health      what must not suffer meanwhile"),
            N_("What has to stay well while everyone runs for the objectives."),
        ),
    }
    for ref, (text, comment) in bars.items():
        canvas.put(ref, say(text), right if ref.startswith(square.right[0]) else BAR)
        canvas.comment(ref, say(comment))
    with_confidence = "confidence" in square.lines[FOUR_ROW].letters
    title = say(
        N_("2  OKR of {cycle}      how sure are we to get there, x of 10?")
        if with_confidence
        else N_("2  OKR of {cycle}      how do they stand?")
    )
    cycles = lists["cycle"]
    cycle = f"INDEX({cycles.range},{lists['four_cycle'].item(1)})"
    shown = Formula(spliced(title, cycle=cycle), title.format(cycle=cycles.values[0]))
    ref = f"{square.right[0]}{FOUR_ROW - 1}"
    canvas.compute(ref, shown, right)
    canvas.comment(ref, say(N_("Computed from the cycle's tab and the newest check-ins.")))


def _draw_choice(canvas: Canvas, square: Square, spec: TemplateSpec) -> None:
    """Draw the row in which the cycle is chosen."""
    say = spec.language.text
    canvas.height(FOUR_ROW, _HINT_HEIGHT)
    line = square.lines[FOUR_ROW]
    hint = N_("Leave a line blank rather than write down what can wait.")
    canvas.put(line("date"), say(hint), NOTE.but(indent=1))
    if "confidence" in line.letters:
        canvas.put(line("confidence"), say(N_("Cycle")), NOTE.but(align="right", indent=1))
    canvas.lay([square.cycle], FILL_IN.but(align="center"))
    hint = N_("← choose the cycle; blank: that of the newest check-in")
    canvas.put(line("note"), say(hint), NOTE.but(indent=1))


def _draw_must(canvas: Canvas, square: Square) -> None:
    ends = [*(line.number for line in square.must[1:]), square.middle]
    for n, (line, end) in enumerate(zip(square.must, ends, strict=True), 1):
        _box(canvas, (NUMBER_COLUMN, NUMBER_COLUMN), (line.number, end - 1), NUMBER)
        canvas.put(f"{NUMBER_COLUMN}{line.number}", n, NUMBER)
        _box(canvas, (square.left[0], square.left[-1]), (line.number, end - 1), _TEXT)


def _box(canvas: Canvas, columns: tuple[str, str], rows: tuple[int, int], look: Look) -> None:
    """Join cells of several rows into one box, whose value stands in the first."""
    area = f"{columns[0]}{rows[0]}:{columns[1]}{rows[1]}"
    canvas.sheet.merge_cells(area)
    for row in canvas.sheet[area]:
        for cell in row:
            canvas.dress(cell, look)


def _draw_okr(canvas: Canvas, square: Square, lists: Lists, spec: TemplateSpec) -> None:
    count = square.middle - square.top
    height = max(_LEAST_HEIGHT, min(_MOST_HEIGHT, _UPPER_HEIGHT / count))
    size, goal_size = (9, 9) if count >= _SMALL_FROM else (10, 11)
    rows = _Rows(lists, log_of(spec), spec)
    for row in range(square.top, square.middle):
        canvas.height(row, round(height * 4) / 4)
        canvas.lay((f"{letter}{row}" for letter in square.right), COMPUTED)
    for number, (text, share, status) in enumerate(rows.formulas(), square.top):
        line, look = square.line(number), COMPUTED.but(size=size, wrap=True, indent=1)
        if share is None or status is None:
            goal = look.but(size=goal_size, bold=True, sides=("", "", INK, ""))
            canvas.merge(square.right[0], square.right[-1], number, goal)
            canvas.compute(f"{square.right[0]}{number}", text, goal)
            continue
        said = look.but(align="center", indent=0, wrap=False)
        if "confidence" in line.letters:
            canvas.compute(line("confidence"), share, said.but(bold=True))
        canvas.compute(line("status"), status, said)
        canvas.compute(line("note"), text, look)


OkrLine = tuple[Formula, Formula | None, Formula | None]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The formulas of the computed quarter: text, confidence and status, line by line."""

    lists: Lists
    log: Log
    spec: TemplateSpec

    def formulas(self) -> Iterator[OkrLine]:
        """Yield the lines of the cycle that is shown, from the top."""
        table, place = table_of(self.spec.options), 0
        for o, objective in enumerate(table.objectives, 1):
            yield self._text(objective.number, f"O{o}"), None, None
            for k, line in enumerate(table.key_results[o - 1], 1):
                place += 1
                text = self._text(line.number, f"{o}.{k}")
                yield text, self._confidence(line.number, place), self._status(line.number, place)

    def _chosen(self, key: str, row: int) -> str:
        """Give the cell of the shown cycle's tab."""
        cell = cycle_line(row, self.spec.options)(key)
        cells = ",".join(f"'{tab}'!{cell}" for tab in self.spec.options.cycles)
        return f"CHOOSE({self.lists['four_cycle'].item(1)},{cells})"

    def _latest(self, place: int) -> str:
        """Give the number of the latest check-in of the shown cycle's key result."""
        each = self.spec.options.objectives * self.spec.options.key_results
        first = f"({self.lists['four_cycle'].item(1)}-1)*{each}"
        return f"INDEX({self.lists['kr_last'].range},{first}+{place})"

    def _text(self, row: int, code: str) -> Formula:
        text = self._chosen("text", row)
        return Formula(f'IF(LEN({text})=0,"","{code}  "&{text})')

    def _confidence(self, row: int, place: int) -> Formula:
        """Give x/10: the latest check-in's, else the one of the cycle's own tab."""
        if "confidence" not in self.log.letters:
            return Formula('""')
        own, latest = self._chosen("confidence", row), self._latest(place)
        said = self.log.found("confidence", f"MAX(1,{latest})")
        there = f"IF({latest}>0,COUNT({said}),0)=1"
        shown = 'ROUND({}*10,0)&"/10"'
        plan = f'IF(COUNT({own})=1,{shown.format(own)},"")'
        return Formula(f"IF({there},{shown.format(said)},{plan})")

    def _status(self, row: int, place: int) -> Formula:
        own, latest = self._chosen("status", row), self._latest(place)
        said = self.log.found("status", f"MAX(1,{latest})")
        return Formula(f'IF(IF({latest}>0,LEN({said}),0)>0,{said},{own}&"")')


def _draw_low(canvas: Canvas, square: Square) -> None:
    for n, line in enumerate(square.low, 1):
        row = line.number
        canvas.height(row, _LOW_HEIGHT)
        canvas.put(f"{NUMBER_COLUMN}{row}", n, NUMBER)
        canvas.merge(square.left[0], square.left[-1], row, _TEXT)
        if "confidence" in line.letters:
            canvas.put(line("confidence"), n, NUMBER)
        canvas.lay([line("status")], FILL_IN.but(align="center"))
        canvas.lay([line("note")], _TEXT)
