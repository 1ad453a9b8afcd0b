"""What the check-ins need on the hidden lists tab: which key results there are, their latest line.

The helpers stand there and not beside the lines, since intake reads every cell of a tab with
fields and none of the lists. A line belongs to a key result by the code in front of its label
(`Q1 1.2`, `Q1 O1.K2`, or `1.2` in the cycle of its date); `okrsheets.submissions.check_ins` reads
the same. Source: docs/method.md, "Check-ins".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from okrsheets.layout import CHECK_INS, LABEL_TEXT, check_in_rows, column_letter, sheet_name
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.sheets.cycle_table import table_of
from okrsheets.sheets.formulas import FULL_WIDTH_BLANK, Formula, line_of
from okrsheets.sheets.lists import ListColumn, Lists
from okrsheets.sheets.spec import TemplateSpec

_DAY_ZERO = date(1899, 12, 30)
_PARTED = 1000  # a day times this, plus the row: the later row wins on the same day


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of the check-ins as formulas of other tabs name them."""

    sheet: str
    letters: Mapping[str, str]
    first: int

    def cell(self, key: str, number: int) -> str:
        """Give the cell in the column `key` of line `number`, from 1."""
        return f"{self.sheet}{self.letters[key]}{self.first + number - 1}"

    def found(self, key: str, number: str) -> str:
        """Give the cell in the column `key` of the line that a formula numbers."""
        letter, last = self.letters[key], self.first + CHECK_INS - 1
        return f"INDEX({self.sheet}${letter}${self.first}:${letter}${last},{number})"


def log_of(spec: TemplateSpec) -> Log:
    """Give where the lines of a sheet's check-ins stand."""
    first = next(r.number for r in check_in_rows(spec.options) if r.key == "1")
    there = f"'{sheet_name('checkins', spec.language)}'!"
    return Log(there, line_of("checkins", first, spec.options).letters, first)


def codes_of(spec: TemplateSpec) -> Iterator[tuple[str, str, int]]:
    """Yield code, tab and row of every key result, in the order of the sheet."""
    key_results = table_of(spec.options).key_results
    for tab in spec.options.cycles:
        for o, lines in enumerate(key_results, 1):
            for k, line in enumerate(lines, 1):
                yield f"{tab} {o}.{k}", tab, line.number


def with_check_ins(lists: Lists, spec: TemplateSpec) -> Lists:
    """Give the lists with those of the check-ins behind them, where the sheet has check-ins."""
    if not spec.options.check_ins:
        return lists
    return _Columns(lists, spec).drawn()


class _Columns:
    """The columns of one template while they are made; each formula names earlier ones."""

    def __init__(self, lists: Lists, spec: TemplateSpec) -> None:
        """Set out behind the lists that are there."""
        self.columns = dict(lists.columns)
        self.spec = spec
        self.log = log_of(spec)

    def drawn(self) -> Lists:
        """Give all lists."""
        self._add_cycles()
        self._add_labels()
        self._add_lines()
        self._add_latest()
        return Lists(self.columns)

    def _add(self, name: str, values: Sequence[str | float]) -> None:
        letter = column_letter(len(self.columns) + 1)
        self.columns[name] = ListColumn(name, letter, tuple(values))

    def _compute(self, name: str, formulas: Iterable[Formula]) -> None:
        letter, all_ = column_letter(len(self.columns) + 1), tuple(formulas)
        self.columns[name] = ListColumn(name, letter, tuple(f.empty for f in all_), all_)

    def _add_cycles(self) -> None:
        """Add the cycles, the day on which each begins, and the first day after them all."""
        cycles = cycles_of_year(self.spec.year, self.spec.options.cycles)
        spans = [cycle_dates(cycle, self.spec.fiscal_start) for cycle in cycles]
        starts = [*(first for first, _ in spans), spans[-1][1] + timedelta(days=1)]
        self._add("cycle", [cycle.tab for cycle in cycles])
        self._add("cycle_start", [float((day - _DAY_ZERO).days) for day in starts])

    def _add_labels(self) -> None:
        """Add each key result's code and label, and the labels of those that exist, closed up."""
        cells = line_of(self.spec.options.cycles[0], 0, self.spec.options).letters
        codes = list(codes_of(self.spec))
        numbers = range(1, len(codes) + 1)
        self._add("kr_code", [code for code, _, _ in codes])
        labels = []
        for n, (_, tab, row) in enumerate(codes, 1):
            text = f"SUBSTITUTE('{tab}'!{cells['text']}{row},CHAR(10),\" \")"
            named = f'{self.columns["kr_code"].item(n)}&" "&TRIM(LEFT({text},{LABEL_TEXT}))'
            labels.append(f"IF('{tab}'!{cells['exists']}{row}=1,{named},\"\")")
        self._compute("kr_label", map(Formula, labels))
        label = self.columns["kr_label"]
        count = ListColumn("kr_count", column_letter(len(self.columns) + 1), ())
        before = ("", *(f"{count.item(n)}+" for n in numbers))
        counts = (f"{before[n - 1]}IF(LEN({label.item(n)})>0,1,0)" for n in numbers)
        self._compute("kr_count", (Formula(text, 0) for text in counts))
        counted = self.columns["kr_count"].range
        offers = (f"INDEX({label.range},MATCH({n},{counted},0))" for n in numbers)
        self._compute("kr_offer", (Formula(f'IFERROR({offer},"")') for offer in offers))

    def _add_lines(self) -> None:
        """Add each line's day (0 where it has none) and the code of its key result."""
        numbers = range(1, CHECK_INS + 1)
        days = (self.log.cell("date", n) for n in numbers)
        self._compute("log_date", (Formula(_day(cell), 0) for cell in days))
        labels = (self.log.cell("key_result", n) for n in numbers)
        self._compute("log_text", (Formula(_plain(cell), "  ") for cell in labels))
        day, text = self.columns["log_date"], self.columns["log_text"]
        codes = (self._code(day.item(n), text.item(n)) for n in numbers)
        self._compute("log_code", map(Formula, codes))

    def _code(self, day: str, text: str) -> str:
        cycle, start = self.columns["cycle"], self.columns["cycle_start"]
        first = f'LEFT({text},FIND(" ",{text})-1)'
        both = f'LEFT({text},FIND(" ",{text},FIND(" ",{text})+1)-1)'
        dated = f'LOOKUP({day},{start.range},{cycle.part(len(start.values))})&" "&{first}'
        return f'IFERROR(IF(ISNUMBER(MATCH({first},{cycle.range},0)),{both},{dated}),"")'

    def _add_latest(self) -> None:
        """Add the number of each key result's latest line, 0 for none; the four-square's cycle."""
        codes, days = self.columns["log_code"].range, self.columns["log_date"].range
        own = self.columns["kr_code"]
        latest = (
            f"SUMPRODUCT(MAX(({codes}={own.item(n)})*({days}>0)*({days}*{_PARTED}+ROW({days}))))"
            for n in range(1, len(own.values) + 1)
        )
        lines = (Formula(f"MAX(0,MOD({line},{_PARTED})-1)", 0) for line in latest)
        self._compute("kr_last", lines)
        cycle, start = self.columns["cycle"], self.columns["cycle_start"]
        chosen = next(r.number for r in check_in_rows(self.spec.options) if r.key == "four.cycle")
        cell = f"{self.log.sheet}{self.log.letters['status']}{chosen}"
        newest = f"IFERROR(MATCH(MAX({days}),{start.part(len(cycle.values))},1),1)"
        shown = f"IFERROR(MATCH(TRIM({cell}),{cycle.range},0),{newest})"
        self._compute("four_cycle", [Formula(shown, 1)])


def _day(cell: str) -> str:
    """Give a line's day as a number; a date typed as a text counts, anything else is 0."""
    return f"INT(IF(COUNT({cell})=1,{cell},IFERROR(DATEVALUE({cell}),0)))"


def _plain(cell: str) -> str:
    """Give a label without the letters of `O1.K2`, and two blanks behind it."""
    text = f'UPPER(TRIM(SUBSTITUTE({cell},"{FULL_WIDTH_BLANK}"," ")))'
    for letters in ("O", "KR", "K"):
        text = f'SUBSTITUTE({text},"{letters}","")'
    return f'{text}&"  "'


def latest_formula(number: str, log: Log) -> Formula:
    """Give `09-12 · 47 · 60% · at risk` of the line that a cell numbers, without blank parts."""
    day, value = log.found("date", number), log.found("value", number)
    status = log.found("status", number)
    parts = [
        _two_digits("MONTH", day) + '&"-"&' + _two_digits("DAY", day),
        f'IF(LEN({value})=0,"","{_BETWEEN}"&{value})',
    ]
    if "confidence" in log.letters:
        share = log.found("confidence", number)
        parts.append(f'IF(COUNT({share})=1,"{_BETWEEN}"&ROUND({share}*100,0)&"%","")')
    parts.append(f'IF(LEN({status})=0,"","{_BETWEEN}"&{status})')
    return Formula(f'IF({number}=0,"",{"&".join(parts)})')


_BETWEEN = " · "


def _two_digits(part: str, day: str) -> str:
    return f'RIGHT("0"&{part}({day}),2)'
