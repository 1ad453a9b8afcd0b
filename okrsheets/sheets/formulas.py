"""The smallest parts of the sheet's formulas: a formula, a row of cells, shared expressions.

Only functions that Excel 2010, WPS, LibreOffice, Google Sheets and Numbers share. A cell is asked
`COUNT(cell)=1` for being a number, since a text compares as greater than any number. Ties are
guarded by ROUND(ROUND(x,10),2). Source: docs/method.md, "Arithmetic".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from okrsheets.layout import tab_rules
from okrsheets.shape import SheetOptions

FULL_WIDTH_BLANK = "\u3000"
NO_BREAK_BLANK = "\u00a0"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the value it has in an empty form (a number, or a text)."""

    text: str
    empty: str | int | float = ""


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row, by column key: `line("weight")` is `D10`."""

    letters: Mapping[str, str]
    number: int

    def __call__(self, key: str) -> str:
        """Give the address of the cell in the column `key`."""
        return f"{self.letters[key]}{self.number}"


def line_of(tab: str, number: int, options: SheetOptions) -> Line:
    """Give row `number` of a tab; what the options leave out has no cell in it."""
    return Line({c.key: c.letter for c in tab_rules(tab, options).columns}, number)


def quoted(text: str) -> str:
    """Give a text as a formula's string constant."""
    return '"' + text.replace('"', '""') + '"'


def joined(lines: Iterable[Line], key: str) -> str:
    """Give the cells of one column in several rows, as arguments."""
    return ",".join(line(key) for line in lines)


def has_text(cell: str) -> str:
    """Give the condition that a cell holds more than white space."""
    plain = cell
    for blank in (FULL_WIDTH_BLANK, NO_BREAK_BLANK):
        plain = f'SUBSTITUTE({plain},{quoted(blank)}," ")'
    return f"LEN(TRIM(CLEAN({plain})))>0"


def shown(cell: str) -> str:
    """Give an exact score as displayed: two decimals, half up; blank where there is none."""
    return f'IF(COUNT({cell})=1,ROUND(ROUND({cell},10),2),"")'


def spliced(template: str, **expressions: str) -> str:
    """Give a text with `{name}` fields as a formula that joins in the named expressions."""
    parts: list[str] = []
    rest = template
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        parts += [quoted(before)] * bool(before) + [expressions[name]]
    parts += [quoted(rest)] * bool(rest)
    return "&".join(parts)
