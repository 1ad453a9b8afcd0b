"""Reading order of findings: tab by tab, row by row, from left to right."""

import re
from collections.abc import Iterable, Sequence

from okrsheets.findings import Finding
from okrsheets.layout import column_number

_CORNER = re.compile(r"([A-Z]+)([0-9]+)")


def reading_order(findings: Iterable[Finding], tabs: Sequence[str]) -> tuple[Finding, ...]:
    """Sort findings by place; those of the whole file go first, codes decide between equals.

    `tabs` are the names of the tabs in their order.
    """
    order = {name: number for number, name in enumerate(tabs, 1)}
    return tuple(sorted(findings, key=lambda finding: _place_of(finding, order)))


def _place_of(finding: Finding, order: dict[str, int]) -> tuple[int, int, int, str]:
    if finding.place is None:
        return (0, 0, 0, finding.code)
    corner = _CORNER.match(finding.place.ref)
    row, column = (int(corner[2]), column_number(corner[1])) if corner else (0, 0)
    return (order.get(finding.place.sheet, len(order) + 1), row, column, finding.code)
