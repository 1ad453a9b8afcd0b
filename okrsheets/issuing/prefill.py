"""What a sheet holds already when it is issued: what was sent in before, or a role's example.

Pure: stored cells or an example in, the values of the new sheet's cells out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Protocol

from okrsheets.cells import Cell, CellKind
from okrsheets.identity import read_identity
from okrsheets.layout import FieldRule, Layout
from okrsheets.model import Person
from okrsheets.shape import OPTIONAL, SheetOptions
from okrsheets.sheets.spec import Content, Percent
from okrsheets.store import CurrentSheet
from okrsheets.submissions.choices import read_choice
from okrsheets.submissions.fields import is_percent

_LINE = re.compile(r"[QM]\d+\.O(\d+)\.(?:K(\d+)\.)?(\w+)")
_NUMBERS = ("number", "actual")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's dates have no zone
_DAY_SECONDS = 86_400


class Prefill(Protocol):
    """What is in people's sheets already."""

    def shape(self, person: Person, options: SheetOptions) -> SheetOptions:
        """Give the shape that this person's sheet needs where `options` are everybody's."""
        ...

    def content(self, person: Person, layout: Layout) -> Mapping[str, Content]:
        """Give what stands in this person's sheet, by field key; nothing for a blank one."""
        ...


@dataclass(frozen=True, slots=True)
class NoPrefill:
    """Blank sheets."""

    def shape(self, person: Person, options: SheetOptions) -> SheetOptions:
        """Give everybody's shape."""
        del person
        return options

    def content(self, person: Person, layout: Layout) -> Mapping[str, Content]:
        """Give nothing."""
        del person, layout
        return {}


@dataclass(frozen=True, slots=True)
class StoredContent:
    """What people have sent in so far, by person.

    A form that became smaller since takes nothing away: such a person's sheet is issued in the
    shape that holds all of it.
    """

    sheets: Mapping[str, CurrentSheet] = field(default_factory=dict)

    def shape(self, person: Person, options: SheetOptions) -> SheetOptions:
        """Give the smallest shape that holds the form's and all that was sent in."""
        sheet = self.sheets.get(person.id)
        filled = [] if sheet is None else [k for k, c in sheet.cells.items() if not c.blank]
        return _widened(options, filled)

    def content(self, person: Person, layout: Layout) -> Mapping[str, Content]:
        """Give the stored cells; drop-downs in the words of the new sheet's language."""
        sheet = self.sheets.get(person.id)
        if sheet is None:
            return {}
        identity = read_identity(sheet.identity)
        same = identity is not None and identity.language == layout.language
        found: dict[str, Content] = {}
        for key, cell in sheet.cells.items():
            known = layout.fields.get(key)
            if known is not None and not known.rule.computed:
                value = _value(cell, known.rule)
                translated = value if same else _translated(value, known.rule, layout)
                if translated is not None:
                    found[key] = translated
        return found


def _widened(options: SheetOptions, keys: Iterable[str]) -> SheetOptions:
    lines = [line for line in map(_LINE.fullmatch, keys) if line]
    used = {line[3] for line in lines}
    return replace(
        options,
        objectives=max([options.objectives, *(int(line[1]) for line in lines)]),
        key_results=max([options.key_results, *(int(line[2] or 0) for line in lines)]),
        left_out=tuple(part for part in options.left_out if not used & {*OPTIONAL[part]}),
        objective_weights=options.objective_weights
        or any(line[3] == "weight" and not line[2] for line in lines),
        check_ins=options.check_ins or any(key.startswith("checkins.") for key in keys),
    )


def _value(cell: Cell, rule: FieldRule) -> Content | None:
    """Give what a stored cell held, None for a blank and for a value that no cell can hold."""
    if cell.blank or cell.kind in (CellKind.ERROR, CellKind.UNCACHED):
        return None
    if cell.kind is CellKind.BOOLEAN:
        return cell.raw == "1"
    if cell.kind is CellKind.DATE:
        return _moment(cell.raw) if rule.kind == "date" else cell.raw
    if cell.kind is CellKind.NUMBER:
        return _number(cell, rule)
    return cell.raw


def _number(cell: Cell, rule: FieldRule) -> Content:
    try:
        number = Decimal(cell.raw.strip())
    except InvalidOperation:
        return cell.raw
    if not number.is_finite():
        return cell.raw
    return Percent(number) if rule.kind in _NUMBERS and is_percent(cell.format) else number


def _moment(raw: str) -> Content:
    """Give a stored date; with a time of day, its day number."""
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return raw
    if moment.time() == datetime.min.time():
        return date(moment.year, moment.month, moment.day)
    past = moment - _DAY_ZERO
    return past.days + Decimal(past.seconds) / _DAY_SECONDS


def _translated(value: Content | None, rule: FieldRule, layout: Layout) -> Content | None:
    """Give a drop-down's word in the layout's language; anything else as it is."""
    name = rule.choice or ("yesno" if rule.kind == "actual" else "")
    if not name or not isinstance(value, str):
        return value
    code = read_choice(name, value, layout.language).code
    return layout.choices[name].get(code, value)
