"""What is said of cells that differ between two copies of one sheet. Pure.

Findings: V202, and the lists of cells in others.
"""

from collections.abc import Mapping

from okrsheets.batch.merge import Values
from okrsheets.cells import Cell
from okrsheets.errors import Line
from okrsheets.findings import Finding

_NAMED = 6


def older_values(copy: Values, state: Values) -> tuple[str, ...]:
    """Give the keys that a copy fills in otherwise than the sheet stands, in order."""
    return tuple(sorted(key for key, value in copy.items() if state.get(key) != value))


def clash_of(key: str, here: Cell | None, there: Cell | None) -> Finding:
    """Give the finding of a cell that holds one value here and another in the stored version."""
    shown = here or there
    return Finding(
        "V202",
        shown.place if shown else None,
        key,
        here.raw if here else "(blank)",
        {"stored": there.raw if there else "(blank)"},
    )


def listed(cells: Mapping[str, Cell]) -> dict[str, object]:
    """Give how many cells there are and where the first ones stand."""
    places = [str(cell.place) for cell in cells.values()]
    shown = ", ".join(places[:_NAMED]) + (" …" if len(places) > _NAMED else "")
    return {"count": len(places), "cells": Line("{shown}", {"shown": shown})}
