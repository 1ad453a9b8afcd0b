"""Where a tab's fields stand in this very file: by its hidden keys, not by position.

Takes the keys found in a tab's key row and key column, gives every field's cell. The usual
arrangement is computed once and remembered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import TypeVar

from okrsheets.layout import TabRules, column_number, row_of_key, rows_of, tab_rules
from okrsheets.shape import MOST_LINES, SheetOptions

Spot = tuple[bytes, int]
P = TypeVar("P")
_RETIRED = frozenset({"gap"})
"""Columns of earlier forms that held nothing; sheets that are out may still have them."""
_OWN = "own."
"""The keys of what a company added to its template begin so: nothing there is a field."""


@dataclass(frozen=True, slots=True)
class KeyedTab:
    """The keys of one tab: (key, column letters) and (key, row number), in order."""

    tab: str
    columns: tuple[tuple[str, bytes], ...]
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class KeyFaults:
    """What is wrong with a tab's keys. Doubled keys come with the places after the first."""

    missing_columns: tuple[str, ...]
    missing_rows: tuple[str, ...]
    doubled_columns: tuple[tuple[str, bytes], ...]
    doubled_rows: tuple[tuple[str, int], ...]
    unknown_columns: tuple[tuple[str, bytes], ...]
    unknown_rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A tab's fields: key → cell, apart for what people fill in and what the sheet computes.

    `columns` and `keyed_rows` are those with a key of the form, `own_columns` and `own_rows` those
    that a company added to its template; `table_rows` those of objectives and key
    results, `total_rows` those of their total; `input_columns` gives, for each row, the numbers of
    the columns that people fill in; `idle`, for each row of the table, those without a field;
    `addresses` the key of each cell that people fill in, by its address.
    """

    inputs: Mapping[str, Spot]
    computed: Mapping[str, Spot]
    columns: frozenset[bytes]
    keyed_rows: frozenset[int]
    table_rows: frozenset[int]
    total_rows: frozenset[int]
    input_columns: Mapping[int, Sequence[int]]
    idle: Mapping[int, frozenset[bytes]]
    faults: KeyFaults
    addresses: Mapping[str, str]
    own_columns: frozenset[bytes] = frozenset()
    own_rows: frozenset[int] = frozenset()


@lru_cache(maxsize=256)
def arrange(keyed: KeyedTab, options: SheetOptions) -> Arrangement:
    """Give where the fields of a tab stand, and what is wrong with its keys."""
    keyed, own_columns, own_rows = _without_own(keyed)
    rules = tab_rules(keyed.tab, options)
    columns = dict(reversed(keyed.columns))
    inputs: dict[str, Spot] = {}
    computed: dict[str, Spot] = {}
    expected = expected_rows(keyed.tab, options)
    for key, number in reversed(keyed.rows):
        row = row_of_key(key, number)
        if row is None or key not in expected:
            continue
        for rule in rules.rows[row.kind]:
            if rule.column in columns:
                field = f"{keyed.tab}.{row.prefix}{rule.name}"
                (computed if rule.computed else inputs)[field] = (columns[rule.column], number)
    table = frozenset(n for key, n in keyed.rows if key.startswith("O") and key in expected)
    return Arrangement(
        MappingProxyType(_in_order(inputs)),
        MappingProxyType(_in_order(computed)),
        frozenset(columns.values()),
        frozenset(number for _, number in keyed.rows),
        table,
        frozenset(number for key, number in keyed.rows if key == "total"),
        _input_columns(inputs),
        _idle(inputs, computed, keyed=frozenset(product(columns.values(), table))),
        _faults(keyed, rules, expected),
        _addresses(inputs),
        own_columns,
        own_rows,
    )


def _without_own(keyed: KeyedTab) -> tuple[KeyedTab, frozenset[bytes], frozenset[int]]:
    """Set what a company added to its template apart from the form."""
    columns = tuple(pair for pair in keyed.columns if not pair[0].startswith(_OWN))
    rows = tuple(pair for pair in keyed.rows if not pair[0].startswith(_OWN))
    return (
        KeyedTab(keyed.tab, columns, rows),
        frozenset(letters for _, letters in {*keyed.columns} - {*columns}),
        frozenset(number for _, number in {*keyed.rows} - {*rows}),
    )


def own_shape(tabs: Sequence[KeyedTab], options: SheetOptions) -> SheetOptions:
    """Give the shape on which all cycle tabs agree: a sheet keeps the one it was issued with.

    Only for sheets whose identity does not name their shape. Where a tab lacks a line that another
    has, the workspace's shape stands, and what is missing is found.
    """
    shapes = {_shape(tab) for tab in tabs if tab.tab in options.cycles}
    found = shapes.pop() if len(shapes) == 1 else None
    return replace(options, objectives=found[0], key_results=found[1]) if found else options


def _shape(tab: KeyedTab) -> tuple[int, int] | None:
    """Give (objectives, key results of each) of a tab without gaps; None for any other."""
    keys = {key for key, _ in tab.rows if key.startswith("O")}
    objectives = sum("." not in key for key in keys)
    each, rest = divmod(len(keys) - objectives, objectives or 1)
    whole = {f"O{o}.K{k}" for o in range(1, objectives + 1) for k in range(1, each + 1)}
    whole |= {f"O{o}" for o in range(1, objectives + 1)}
    fits = not rest and keys == whole and 0 < objectives <= MOST_LINES and 0 < each <= MOST_LINES
    return (objectives, each) if fits else None


def expected_rows(tab: str, options: SheetOptions) -> tuple[str, ...]:
    """Give the row keys that a tab of this shape holds, top down."""
    return tuple(row.key for row in rows_of(tab, options))


def _in_order(spots: Mapping[str, Spot]) -> dict[str, Spot]:
    """Put the fields in reading order: row by row, from left to right."""
    return dict(sorted(spots.items(), key=lambda item: (item[1][1], len(item[1][0]), item[1][0])))


def _addresses(inputs: Mapping[str, Spot]) -> Mapping[str, str]:
    """Give the key of each input cell by its address; the first where two share one."""
    fields = reversed(_in_order(inputs).items())
    return MappingProxyType(
        {f"{letters.decode('ascii')}{row}": key for key, (letters, row) in fields}
    )


def _input_columns(inputs: Mapping[str, Spot]) -> Mapping[int, Sequence[int]]:
    columns: dict[int, list[int]] = {}
    for letters, row in inputs.values():
        columns.setdefault(row, []).append(column_number(letters.decode("ascii")))
    return MappingProxyType({row: sorted(numbers) for row, numbers in columns.items()})


def _idle(
    inputs: Mapping[str, Spot], computed: Mapping[str, Spot], *, keyed: frozenset[Spot]
) -> Mapping[int, frozenset[bytes]]:
    """Give those of the table's cells that hold no field, as far right as fields are filled in.

    The hidden columns behind them hold formulas only; a row that is there twice has no fields.
    """
    taken = {*inputs.values(), *computed.values()}
    rows = {row for _, row in taken}
    last = max(
        (column_number(letters.decode("ascii")) for letters, _ in inputs.values()), default=0
    )
    idle: dict[int, set[bytes]] = {}
    for letters, row in keyed - taken:
        if row in rows and column_number(letters.decode("ascii")) <= last:
            idle.setdefault(row, set()).add(letters)
    return MappingProxyType({row: frozenset(columns) for row, columns in sorted(idle.items())})


def _faults(keyed: KeyedTab, rules: TabRules, expected: tuple[str, ...]) -> KeyFaults:
    known = {column.key for column in rules.columns} | _RETIRED
    found_columns = {key for key, _ in keyed.columns}
    found_rows = {key for key, _ in keyed.rows}
    return KeyFaults(
        missing_columns=tuple(c for c in _needed_columns(rules) if c not in found_columns),
        missing_rows=tuple(key for key in expected if key not in found_rows),
        doubled_columns=_doubled(keyed.columns),
        doubled_rows=_doubled(keyed.rows),
        unknown_columns=tuple((k, c) for k, c in keyed.columns if k not in known),
        unknown_rows=tuple((k, r) for k, r in keyed.rows if k not in expected),
    )


def _needed_columns(rules: TabRules) -> tuple[str, ...]:
    """Give the columns that people fill in; the others are only compared."""
    used = {rule.column for fields in rules.rows.values() for rule in fields if not rule.computed}
    return tuple(column.key for column in rules.columns if column.key in used)


def _doubled(keys: tuple[tuple[str, P], ...]) -> tuple[tuple[str, P], ...]:
    seen: set[str] = set()
    again: list[tuple[str, P]] = []
    for key, place in keys:
        if key in seen:
            again.append((key, place))
        seen.add(key)
    return tuple(again)
