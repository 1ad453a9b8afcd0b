"""A cell as it stands in a returned workbook: where it is, what kind it is, its raw text.

A cell's address travels with it from the reader to the last message. Nothing here opens a file
or interprets a number; `okrsheets.submissions.numbers` does that by one written grammar.
"""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What a program stored in the cell; an error, a blank and an uncached formula differ."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    UNCACHED = "uncached"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the tab's name as it is in the file, and the cell or range."""

    sheet: str
    ref: str

    def __str__(self) -> str:
        """Give `Sheet!A1`, quoted as a spreadsheet program would."""
        if not self.sheet:  # a text table has no tabs
            return self.ref
        plain = self.sheet.replace("_", "").isalnum()
        quoted = "'" + self.sheet.replace("'", "''") + "'"
        return f"{self.sheet if plain else quoted}!{self.ref}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a returned workbook.

    `raw` is the stored text: of the `<v>` element for numbers, the plain visible string for
    text, "1"/"0" for booleans, "2026-07-01" for dates, "#DIV/0!" for errors, "" for blanks.
    `format` is the number format's code ("General", "0%", "yyyy-mm-dd"). `formula` is its text,
    or None. `struck` is true where the content or a part of it is struck out.
    """

    place: Place
    kind: CellKind
    raw: str = ""
    format: str = "General"
    formula: str | None = None
    struck: bool = False

    @property
    def blank(self) -> bool:
        """True where nothing, or nothing but white space, was typed."""
        return self.kind is CellKind.BLANK or (self.kind is CellKind.TEXT and not self.raw.strip())
