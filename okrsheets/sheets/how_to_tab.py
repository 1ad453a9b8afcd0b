"""The tab "How to fill": steps, this year's calendar, the scale, types, wording rules.

Its words stand in `workbook_templates/how_to_fill.toml`.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from math import ceil
from typing import Any

from openpyxl.worksheet.pagebreak import Break

from okrsheets.deadlines import half_time
from okrsheets.errors import N_
from okrsheets.layout import offered_words
from okrsheets.model import Band
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.resources import find_resource
from okrsheets.shape import SheetOptions
from okrsheets.sheets.cycle_head import dot_of, due_dates, show_date
from okrsheets.sheets.drawing import Canvas, protect, set_page, set_view
from okrsheets.sheets.lists import Lists, band_question
from okrsheets.sheets.logo import place_logo
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import BAND_FILLS, BAR, BODY, HEAD, INK, REST, TITLE

_MANY = 4
_WIDTHS = {False: (17, 56, 48, 40), True: (17, 62, 54, 44)}
"""By whether there are many cycles: a wider tab is printed smaller, and holds more lines."""
_LETTERS = "BCDE"
_CALENDAR_LINE = {False: 19, True: 16}
_ROW = BODY.but(vertical="center", sides=REST.sides, size=10, indent=1)
_FIRST = _ROW.but(bold=True)
_A_LINE, _CHARACTERS = 14.5, {"zh": 0.51, "en": 1.07}
"""Points of a line of text, and how many characters fit into a column's width of 1."""


@cache
def _words() -> Mapping[str, Any]:
    file = find_resource("workbook_templates") / "how_to_fill.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class _Pen:
    """Writes one row after the other."""

    def __init__(self, canvas: Canvas, spec: TemplateSpec) -> None:
        self.canvas, self.spec, self.row = canvas, spec, 2

    def bar(self, text: str) -> None:
        """Write a section's title across, after a gap."""
        self.canvas.height(self.row, 8)
        self.row += 1
        self.canvas.lay((f"{letter}{self.row}" for letter in _LETTERS), BAR)
        self.canvas.put(f"B{self.row}", text, BAR)
        self.canvas.height(self.row, 21)
        self.row += 1

    def heads(self, texts: list[str]) -> None:
        """Write a table's headings."""
        for letter, text in zip(_LETTERS, texts, strict=True):
            look = HEAD.but(sides=("", "", "", INK), indent=1)
            self.canvas.put(f"{letter}{self.row}", text, look)
        self.canvas.height(self.row, 18)
        self.row += 1

    def line(self, label: str, body: str) -> None:
        """Write a label and a text that runs across the other columns."""
        self.canvas.put(f"B{self.row}", label, _FIRST)
        self.canvas.merge("C", "E", self.row, _ROW)
        self.canvas.put(f"C{self.row}", body, _ROW)
        room = sum(_widths(self.spec)[1:]) * _CHARACTERS[self.spec.language.code]
        lines = ceil(len(body) / room)
        self.canvas.height(self.row, 7 + _A_LINE * max(1, lines))
        self.row += 1

    def cells(self, texts: list[str], points: float = 29) -> None:
        """Write one row of a table."""
        for letter, text in zip(_LETTERS, texts, strict=True):
            self.canvas.put(f"{letter}{self.row}", text, _FIRST if letter == "B" else _ROW)
        self.canvas.height(self.row, points)
        self.row += 1


def _widths(spec: TemplateSpec) -> tuple[int, ...]:
    return _WIDTHS[len(spec.options.cycles) > _MANY]


def draw_how_to_tab(canvas: Canvas, lists: Lists, spec: TemplateSpec) -> None:
    """Draw the whole tab."""
    pen, say = _Pen(canvas, spec), spec.language.text
    canvas.height(2, 34)
    indent = place_logo(canvas, spec.logo, "B2")
    canvas.put("B2", say(_words()["title"]), TITLE.but(indent=indent))
    pen.row = 3
    _draw_lines(pen, "steps")
    _draw_calendar(pen)
    few = len(spec.options.cycles) <= _MANY
    if few:
        _draw_bands(pen, lists)
    canvas.sheet.row_breaks.append(Break(id=pen.row - 1))
    if not few:
        _draw_bands(pen, lists)
    _draw_types(pen)
    _draw_lines(pen, "rules")
    for letter, width in zip("ABCDE", (2, *_widths(spec)), strict=True):
        canvas.sheet.column_dimensions[letter].width = width
    canvas.sheet.row_dimensions[1].hidden = True
    set_page(canvas, area=f"B2:E{pen.row - 1}")
    set_view(canvas)
    protect(canvas)


def _draw_lines(pen: _Pen, section: str) -> None:
    say = pen.spec.language.text
    contact = pen.spec.contact or say(N_("Your manager, who passes it on"))
    fields = {
        "objectives": pen.spec.options.objectives,
        "key_results": pen.spec.options.key_results,
        "contact": contact,
        "line": f"{pen.spec.policies.band_edges[1]:.2f}",
    }
    pen.bar(say(_words()[section]["title"]))
    for line in _words()[section]["lines"]:
        if _is_for(line, pen.spec.options):
            pen.line(say(line["label"]), say(line["body"], **fields))


def _is_for(line: Mapping[str, Any], options: SheetOptions) -> bool:
    """Tell whether a line of the words is for sheets with these options."""
    return (
        ("only" not in line or bool(getattr(options, line["only"])))
        and all(options.has(column) for column in line.get("with", ()))
        and not any(options.has(column) for column in line.get("without", ()))
    )


def _draw_calendar(pen: _Pen) -> None:
    words, spec = _words()["calendar"], pen.spec
    say = spec.language.text
    pen.bar(say(words["title"], organisation=spec.organisation, year=spec.year))
    pen.heads([say(h["heading"]) for h in words["headings"]])
    cycles = cycles_of_year(spec.year, spec.options.cycles)
    dot = dot_of(spec.language)
    for cycle in cycles:
        first, last = cycle_dates(cycle, spec.fiscal_start)
        plan_due, score_due = map(show_date, due_dates(cycle, spec))
        half = show_date(half_time(cycle, spec.fiscal_start))
        span = f"{show_date(first)} – {show_date(last)}"
        pen.cells(
            [cycle.tab, f"{plan_due}{dot}{half}", span, score_due],
            _CALENDAR_LINE[len(cycles) > _MANY],
        )


def _draw_bands(pen: _Pen, lists: Lists) -> None:
    say = pen.spec.language.text
    words = _words()["bands"]
    pen.bar(say(words["title"]))
    edges = [float(edge) for edge in lists["band_edge"].values]
    for band, word, fill in zip(Band, lists["band"].values, BAND_FILLS, strict=True):
        number = list(Band).index(band)
        top = edges[number + 1] - 0.01 if number + 1 < len(edges) else 1.0
        low = edges[number]
        span = f"{low:.2f}" if abs(top - low) < 0.001 else f"{low:.2f} – {top:.2f}"  # noqa: PLR2004 - a tenth of a hundredth
        pen.line(str(word), f"{span}   {band_question(pen.spec, band)}")
        dark = band is Band.OUTSTANDING
        look = _FIRST.but(fill=fill, ink="FFFFFF" if dark else INK)
        pen.canvas.put(f"B{pen.row - 1}", str(word), look)
    pen.line("", say(words["body"]))


def _draw_types(pen: _Pen) -> None:
    words, say = _words()["types"], pen.spec.language.text
    pen.bar(say(words["title"]))
    pen.heads([say(h["heading"]) for h in words["headings"]])
    for code, word in offered_words(pen.spec.options, pen.spec.language)["type"].items():
        of_type = words[code]
        pen.cells([word, say(of_type["body"]), say(of_type["label"]), say(of_type["word"])])
