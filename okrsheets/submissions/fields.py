"""Reads single fields from their cells: numbers, shares, scores, choices, texts.

Collects what there is to say about them. Findings: S1xx, S2xx, S3xx.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from okrsheets.cells import Cell, CellKind, Place
from okrsheets.findings import Finding
from okrsheets.submissions import limits
from okrsheets.submissions.choices import read_choice, words_of
from okrsheets.submissions.numbers import (
    MISSING_WORDS,
    normalised,
    reaches_out,
    read_number,
    shortest,
)

_SMALLEST_SHARE = Decimal("0.01")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_YES_NO = MappingProxyType({"yes": Decimal(1), "no": Decimal(0)})
_LITERAL = re.compile(r'"[^"]*"|\\.')
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:T[\d:]+)?")
_TRUTH = MappingProxyType({"1": "TRUE", "0": "FALSE"})


def is_percent(form: str) -> bool:
    """Tell whether a number format shows a hundredfold; a `%` in quotes is only a sign."""
    return "%" in form and "%" in _LITERAL.sub("", form)


def shown(cell: Cell) -> str:
    """Give a cell's content as the person sees it."""
    if cell.kind is CellKind.BOOLEAN:
        return _TRUTH.get(cell.raw, cell.raw)
    if cell.kind is CellKind.NUMBER and is_percent(cell.format):
        try:
            return f"{Decimal(cell.raw).scaleb(2).normalize():f}%"
        except (InvalidOperation, ValueError):
            return cell.raw
    return cell.raw


class FieldReader:
    """Reads the fields of one sheet from `cells`; gathers findings in `findings`.

    `language` is the sheet's, for the words that a hint proposes.
    """

    def __init__(self, cells: Mapping[str, Cell], language: str) -> None:
        """Start with no findings."""
        self._cells = cells
        self._language = language
        self._groups = {key.rpartition(".")[0] for key in cells}
        self.findings: list[Finding] = []

    def keys(self) -> Iterable[str]:
        """Give the keys of the fields that hold anything."""
        return self._cells.keys()

    def has_any(self, group: str) -> bool:
        """Tell whether any field of a group (`Q1.O1.K2`) holds anything; groups in it are apart."""
        return group in self._groups

    def report(self, code: str, key: str, **fields: object) -> None:
        """Note a finding about the field `key`, with its place and what stands there."""
        cell = self._cells[key]
        self.findings.append(Finding(code, cell.place, key, shown(cell), MappingProxyType(fields)))

    def place(self, key: str) -> Place:
        """Give where the field stands."""
        return self._cells[key].place

    def filled(self, key: str) -> Cell | None:
        """Give the field's cell where it holds anything."""
        cell = self._cells.get(key)
        return None if cell is None or (cell.blank and cell.formula is None) else cell

    def has_entry(self, key: str) -> bool:
        """Tell whether the field holds more than a blank or a word for "nothing here"."""
        cell = self._cells.get(key)
        blank = cell is None or (cell.blank and cell.kind is not CellKind.UNCACHED)
        return not blank and normalised(self._cells[key].raw).casefold() not in MISSING_WORDS

    def number(self, key: str) -> Decimal | None:
        """Read a plain number (baseline, target, actual)."""
        cell = self.filled(key)
        if cell is None:
            return None
        found = read_number(cell)
        number = "" if found.value is None else f"{shortest(found.value):f}"
        for code in found.codes:
            self.report(code, key, number=number)
        return found.value

    def score(self, key: str) -> Decimal | None:
        """Read a score, 0 to 1."""
        return self._fraction(key, "S231")

    def share(self, key: str) -> Decimal | None:
        """Read a weight or a confidence, a fraction 0 to 1 shown as a percentage."""
        share = self._fraction(key, "S232")
        if share is not None and 0 < share < _SMALLEST_SHARE:
            self.report("S233", key)
        return share

    def _fraction(self, key: str, code: str) -> Decimal | None:
        number = self.number(key)
        if number is None or 0 <= number <= 1:
            return number
        self.report(code, key, meant=_meant(number))
        return None

    def choice(self, key: str, name: str) -> str:
        """Read a drop-down; "" where nothing, or nothing known, is chosen."""
        cell = self.filled(key)
        if cell is None or self._unusable(key, cell):
            return ""
        if normalised(cell.raw).casefold() in MISSING_WORDS:
            self.report("S102", key)
            return ""
        chosen = read_choice(name, shown(cell), self._language)
        if not chosen.code:
            words = tuple(words_of(name, self._language).values())
            self.report("S242" if chosen.near else "S241", key, words=words, near=chosen.near)
        return chosen.code

    def yes_no(self, key: str) -> Decimal | None:
        """Read a yes/no actual: 1 or 0."""
        cell = self.filled(key)
        if cell is None or self._unusable(key, cell):
            return None
        if normalised(cell.raw).casefold() in MISSING_WORDS:
            self.report("S102", key)
            return None
        code = (
            read_choice("yesno", cell.raw, self._language).code
            if cell.kind is CellKind.TEXT
            else ""
        )
        if not code:
            yes, no = words_of("yesno", self._language).values()
            self.report("S243", key, yes=yes, no=no)
        return _YES_NO.get(code)

    def day(self, key: str) -> date | None:
        """Read a day: a date of the program's, or year, month and day typed in this order."""
        cell = self.filled(key)
        if cell is None or self._unusable(key, cell):
            return None
        if normalised(cell.raw).casefold() in MISSING_WORDS:
            self.report("S102", key)
            return None
        day = _day(normalised(cell.raw)) if cell.kind in (CellKind.DATE, CellKind.TEXT) else None
        if day is None:
            self.report("S244", key)
        return day

    def says_yes_or_no(self, key: str) -> bool:
        """Tell whether the field holds one of the yes/no words."""
        cell = self.filled(key)
        return bool(
            cell and cell.kind is CellKind.TEXT and read_choice("yesno", cell.raw, "en").code
        )

    def _unusable(self, key: str, cell: Cell) -> bool:
        """Report an error cell, a formula without or from beyond the sheet, a struck-out word."""
        code = ""
        if cell.formula is not None and reaches_out(cell.formula):
            code = "S225"
        elif cell.kind is CellKind.ERROR:
            code = "S223"
        elif cell.kind is CellKind.UNCACHED:
            code = "S224"
        elif cell.struck:
            code = "S226"
        if code:
            self.report(code, key)
        return bool(code)

    def words(self, key: str) -> str:
        """Read a text as it is seen: trimmed, line ends unified, control characters left out."""
        cell = self.filled(key)
        if cell is None:
            return ""
        if cell.struck:
            self.report("S303", key)
        elif self._unusable(key, cell):
            return ""
        text = shown(cell).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > limits.TEXT_LENGTH:
            self.report("S301", key, length=len(text), most=limits.TEXT_LENGTH)
        return (text if text.isprintable() else self._without_controls(key, text)).strip()

    def _without_controls(self, key: str, text: str) -> str:
        """Leave out what is not seen; report it, and signs that turn the direction of writing."""
        if _CONTROLS.search(text):
            self.report("S302", key)
        if _DIRECTIONS.search(text):
            self.report("S304", key)
        return _CONTROLS.sub("", text)


def _meant(number: Decimal) -> str:
    """Give the fraction that a number between 1 and 100 may have been meant as, or ""."""
    return f"{number.scaleb(-2).normalize():f}" if 1 < number <= 100 else ""  # noqa: PLR2004 - per cent


def _day(text: str) -> date | None:
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
