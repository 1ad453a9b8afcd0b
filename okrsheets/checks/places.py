"""Where a fault stands: the address of its cell, or of all the cells it is about."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from okrsheets.cells import Cell, Place

_REF = re.compile(r"([A-Z]+)(\d+)")
_BEHIND_EVERYTHING = 10**9


def place_of(keys: Sequence[str], cells: Mapping[str, Cell]) -> Place | None:
    """Give the place of these fields: `D10`, `D10:D12` where one below the other, else `D9,D13`.

    None where no cell of them is known.
    """
    places = [cells[key].place for key in keys if key in cells]
    if not places:
        return None
    refs = [place.ref for place in places]
    if len(refs) == 1 or not all(_follows(a, b) for a, b in pairwise(refs)):
        return Place(places[0].sheet, ",".join(refs))
    return Place(places[0].sheet, f"{refs[0]}:{refs[-1]}")


def reading_order(
    keys: Sequence[str], cells: Mapping[str, Cell], tabs: Sequence[str]
) -> tuple[int, int, int]:
    """Give what to sort by: tab, row, column of the first field; the annual tab comes last."""
    tab = keys[0].partition(".")[0]
    number = tabs.index(tab) if tab in tabs else len(tabs)
    row, column = _position(cells[keys[0]].place.ref if keys[0] in cells else "")
    return number, row, column


def _position(ref: str) -> tuple[int, int]:
    """Give row and column of `D10`; a place behind everything for what is no single cell."""
    match = _REF.fullmatch(ref)
    if match is None:
        return _BEHIND_EVERYTHING, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _follows(ref: str, following: str) -> bool:
    (row, column), (next_row, next_column) = _position(ref), _position(following)
    return next_column == column and next_row == row + 1
