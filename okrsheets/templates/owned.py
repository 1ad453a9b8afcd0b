"""The company's own columns and rows in our tabs: what has no key and holds anything.

They get the keys `own.1`, `own.2` … when sheets are issued, by which the intake knows them.
"""

from okrsheets.layout import TABLE_ROW
from okrsheets.templates.pairs import Pair


def own_columns(pair: Pair) -> list[int]:
    """Give the numbers of the company's own columns, from the left.

    What stands left of the first keyed column is no part of the table: the intake does not look.
    """
    own = pair.own
    ours = {number for _, number in own.columns}
    first = min(ours, default=0)
    held = {s[1] for s in own.tab.cells if own.tab.holds(s) and s[0] != own.corner[0]}
    return sorted(n for n in held - ours if n > first and n != own.corner[1])


def own_rows(pair: Pair) -> list[int]:
    """Give the numbers of the company's own rows: in the table, just above it, below the form.

    Elsewhere the intake looks at keyed rows only.
    """
    own = pair.own
    keyed = {number for _, number in own.rows}
    if not keyed:
        return []
    total = own.row_number().get("total", max(keyed))
    held = {s[0] for s in own.tab.cells if own.tab.holds(s) and s[1] != own.corner[1]}
    return sorted(n for n in held - keyed if TABLE_ROW <= n < total or n > max(keyed))
