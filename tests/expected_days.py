"""What else stands in a progress report: days, what is said of bars, and the bars of objectives."""

import re
from collections.abc import Iterator

from equality_kit import Tally
from equality_sheets import Record
from expected_documents import quarter_days
from expected_progress import Pace, whole_percent
from printed_documents import PROGRESS_COLUMNS
from printed_sheets import plain_days
from printed_structure import Cell, PrintedPages, squeezed

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PERCENT = re.compile(r"\d+%")
_PLACE = re.compile(r"\d+\.\d+")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_SHORT = re.compile(r"(\d+) ([A-Z][a-z]{2})")
_COUNT = re.compile(r": (\d+)")
_FIFTHS = 5


def compare_days(pages: PrintedPages, pace: Pace, known: Record, tally: Tally) -> None:
    """Compare the days, the words of the bars, and the numbers over the bars of objectives."""
    days = [plain_days(b.text) for b in pages.blocks if b.kind == "P"]
    first, last = quarter_days(pace.cycle)
    wanted = [day.isoformat() for day in (pace.day, first, last)]
    tally.check("days", [day for day in days if _DAY.fullmatch(day)][: len(wanted)], wanted)
    stored = dict(_days(known))
    for name, row in _lines(pages):
        place = row[0].text.strip()
        who = next(w for w in stored if w[2] == place and name.startswith(w[0]) and w[1] in name)
        tally.check("as of", (who, _short(row[6].text)), (who, stored[who]))
    for row in _bars(pages):
        both = [row[3].text, whole_percent(pace.expected)]
        tally.check("said of the bar", _PERCENT.findall(row[2].alt), both)
    goals = [(one, o) for one in pace.people for o in one.records[pace.cycle]["objectives"]]
    bins = [0] * (_FIFTHS + 2)
    for one, objective in goals:
        progress = pace.of_objective(one, objective)
        shown = whole_percent(progress)
        bins[-1 if progress is None else min(int(shown.rstrip("%")) // 20, _FIFTHS)] += 1
    (chart,) = (b for b in pages.blocks if b.kind == "Figure" and len(_COUNT.findall(b.alt)) > 1)
    tally.check("said of the objectives", [int(n) for n in _COUNT.findall(chart.alt)], bins)
    labels = [text for mark in chart.marks for text, _ in mark.labels if text.isdigit()]
    tally.check("numbers over bars", sorted(map(int, labels)), sorted(n for n in bins if n))


def _rows(pages: PrintedPages) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Give every row with the line over it."""
    for table in pages.blocks:
        if table.kind == "Table" and len(table.rows[-1]) == PROGRESS_COLUMNS:
            yield from ((squeezed(table.texts[0][0]), row) for row in table.rows[1:])


def _lines(pages: PrintedPages) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Give the rows of key results."""
    yield from (one for one in _rows(pages) if _PLACE.fullmatch(one[1][0].text.strip()))


def _bars(pages: PrintedPages) -> Iterator[tuple[Cell, ...]]:
    yield from (row for _, row in _rows(pages) if row[2].alt)


def _days(known: Record) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Give the day of each key result's value, month and day, by name, id and place."""
    for one in known["people"]:
        for line in one["key_results"]:
            who = (squeezed(one["name"]), f"{one['person']}·")
            place = f"{line['objective']}.{line['number']}"
            yield (*who, place), (line["value_day"] or "")[5:] or "—"


def _short(text: str) -> str:
    """Give `5 Oct` as `10-05`; in Chinese it is printed so."""
    found = _SHORT.fullmatch(text)
    return f"{_MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}" if found else text
