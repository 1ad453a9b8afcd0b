"""Joins copies of one sheet that were worked on side by side. Pure: values in, values out.

Every copy is a mapping from field key to its comparable value; blank cells are absent. Copies are
folded in the order in which they were saved, so the order in which they arrive changes nothing.

Sheets do not say which copy they were made from, so that is told from their values: a copy was
made from the newest state of which it holds at least one change. Against that state the changes
on both sides are joined; the same cell changed on both sides, to two values, is a conflict.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from types import MappingProxyType

from okrsheets.batch.hands import hands_of
from okrsheets.cells import Cell, CellKind

_DIGITS = Context(prec=15)

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """A sheet as it stands after some copies: every value, and the copy whose cell holds it."""

    values: Values = field(default_factory=lambda: MappingProxyType({}))
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Conflict:
    """The keys that two copies changed to two different values, in order."""

    keys: tuple[str, ...]


def comparable(cells: Mapping[str, Cell]) -> Values:
    """Give the cells' values so that a mere re-save by another program compares equal."""
    return {key: _value(cell) for key, cell in cells.items() if not cell.blank}


def _value(cell: Cell) -> str:
    if cell.kind in (CellKind.NUMBER, CellKind.DATE):
        number = _number(cell.raw)
        if number is not None:
            return f"={number}"
    return f"{cell.kind.value}:{cell.raw.replace(chr(13), '')}"


def _number(raw: str) -> str | None:
    try:
        number = _DIGITS.create_decimal(raw.strip())
    except ArithmeticError:
        return None
    return (
        f"{number.normalize():f}" if number.is_finite() and abs(number) < Decimal("1e30") else raw
    )


def fold(copies: Sequence[tuple[str, Values]]) -> State | Conflict:
    """Join copies, given as (name, values) in the order of saving.

    Returns:
        The state after the last one, or the first conflict.
    """
    states = [State()]
    for name, values in copies:
        after = _join(states, name, values)
        if isinstance(after, Conflict):
            return after
        states.append(after)
    return states[-1]


def _join(states: Sequence[State], name: str, values: Values) -> State | Conflict:
    current = states[-1]
    base = _base_of(states, values)
    if base is current:
        kept = _of_the_other_hand(current.values, values)
        return _state(current, name, values, kept)
    ours = changed(base.values, values)
    theirs = changed(base.values, current.values)
    clash = sorted(k for k in ours & theirs if values.get(k) != current.values.get(k))
    return Conflict(tuple(clash)) if clash else _state(current, name, values, theirs - ours)


def changed(before: Values, after: Values) -> frozenset[str]:
    """Give the keys whose value differs; blank counts as a value."""
    return frozenset(k for k in {*before, *after} if before.get(k) != after.get(k))


def _base_of(states: Sequence[State], values: Values) -> State:
    """Give the newest state of which this copy holds at least one change, else the blank form."""
    for before, after in zip(reversed(states[:-1]), reversed(states), strict=False):
        changes = changed(before.values, after.values)
        if not changes or any(after.values.get(k) == values.get(k) for k in changes):
            return after
    return states[0]


def _of_the_other_hand(current: Values, values: Values) -> frozenset[str]:
    """Give the keys that the other of the two hands filled in, where this copy never had them.

    Employee and manager often start from one copy that was never sent in. Where all that is
    missing here is the one's and all that is new is the other's, nothing was cleared.
    """
    missing = current.keys() - values.keys()
    new = {k for k, v in values.items() if current.get(k) != v}
    hands = hands_of(missing), hands_of(new)
    apart = len(hands[0]) == len(hands[1]) == 1 and hands[0] != hands[1]
    return frozenset(missing) if apart else frozenset()


def _state(current: State, name: str, values: Values, kept: frozenset[str]) -> State:
    """Give the copy's values, but for the kept keys, which stay as they are (blank, too)."""
    own = {k: v for k, v in values.items() if k not in kept}
    stay = {k: current.values[k] for k in kept if k in current.values}
    sources = dict.fromkeys(own, name) | {k: current.sources[k] for k in stay}
    return State(MappingProxyType(own | stay), MappingProxyType(sources))
