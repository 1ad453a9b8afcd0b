"""A company's template beside the form that okrsheets draws today, tab by tab, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from okrsheets.language import load_language
from okrsheets.layout import Field, build_layout
from okrsheets.shape import SheetOptions
from okrsheets.sheets.parts import Form
from okrsheets.submissions.arrangement import Arrangement
from okrsheets.templates.book import Book
from okrsheets.templates.keys import KeyedSheet, Names, keyed_sheets, spot_of_field
from okrsheets.templates.looks import Formats, Looks
from okrsheets.templates.xml import Spot


@dataclass(frozen=True)
class Pair:
    """One tab of the template beside ours."""

    own: KeyedSheet
    ours: KeyedSheet
    options: SheetOptions
    own_names: Names
    our_names: Names

    @cached_property
    def arrangement(self) -> Arrangement:
        """Where the template's fields stand."""
        return self.own.arranged(self.options)

    @cached_property
    def inputs(self) -> Mapping[str, tuple[Spot, Spot]]:
        """Each input field that is there: its cell in the template and in ours."""
        issued = self.ours.arranged(self.options).inputs
        return {
            key: (spot_of_field(spot), spot_of_field(issued[key]))
            for key, spot in self.arrangement.inputs.items()
            if key in issued
        }

    @cached_property
    def spots(self) -> Mapping[Spot, Spot]:
        """Each cell of ours in a row and a column with keys → the same in the template."""
        rows, columns = self.own.row_number(), self.own.column_number()
        to_row = {n: rows[key] for key, n in self.ours.rows if key in rows}
        to_column = {n: columns[key] for key, n in self.ours.columns if key in columns}
        found = {(r, c): (to_row[r], to_column[c]) for r in to_row for c in to_column}
        corner, top = self.own.corner, self.ours.corner
        found |= {(r, top[1]): (to_row[r], corner[1]) for r in to_row}
        found |= {(top[0], c): (corner[0], to_column[c]) for c in to_column}
        return {**found, top: corner}

    def own_name(self, tab: str, spot: Spot) -> str:
        """Name a cell that a formula of the template refers to."""
        return self.own_names.of(tab or self.own.tab.name, spot)

    def our_name(self, tab: str, spot: Spot) -> str:
        """Name a cell that a formula of ours refers to."""
        return self.our_names.of(tab or self.ours.tab.name, spot)


@dataclass(frozen=True)
class Comparison:
    """A template and ours, both read; `form` is ours as drawn."""

    book: Book
    ours: Book
    form: Form
    options: SheetOptions

    @cached_property
    def own_sheets(self) -> list[KeyedSheet]:
        """The template's marked tabs."""
        return keyed_sheets(self.book)

    @cached_property
    def our_sheets(self) -> list[KeyedSheet]:
        """Our marked tabs."""
        return keyed_sheets(self.ours)

    @cached_property
    def looks(self) -> Looks:
        """The template's cell formats."""
        return Looks(self.book.styles)

    @cached_property
    def formats(self) -> Formats:
        """The number formats of the template's cells."""
        return Formats(self.book.styles)

    @cached_property
    def our_formats(self) -> Formats:
        """The number formats of our cells."""
        return Formats(self.ours.styles)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """What may stand in each field; the words do not matter."""
        return build_layout(self.options, load_language("en")).fields

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The tabs that are in both, in our order."""
        own: dict[str, KeyedSheet] = {}
        for sheet in self.own_sheets:
            own.setdefault(sheet.key, sheet)
        names = Names(self.own_sheets), Names(self.our_sheets)
        return tuple(
            Pair(own[sheet.key], sheet, self.options, *names)
            for sheet in self.our_sheets
            if sheet.key in own
        )
