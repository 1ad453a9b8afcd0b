"""Headings in the structure tree without a level left out, whatever the templates say.

ISO 14289-1, 7.4.2: a heading is at most one level below the one before it. How a heading looks is
the stylesheet's business and stays as it is.
"""

from collections.abc import Iterator
from typing import Any

_Elements = dict[Any, Any]
_LEVELS = {f"/H{level}": level for level in range(1, 7)}


def level_headings(elements: _Elements) -> None:
    """Give every heading the level it has among those before it; the first keeps its own.

    Args:
        elements: the structure elements by reference, changed in place.
    """
    open_levels: list[int] = []
    for element in _in_order(elements):
        level = _LEVELS.get(element["S"])
        if level is None:
            continue
        if not open_levels:
            open_levels = list(range(1, level))
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        element["S"] = f"/H{len(open_levels)}"


def _in_order(elements: _Elements) -> Iterator[Any]:
    """Yield the elements of the tree in the order in which they are read."""
    waiting = [r for r, element in elements.items() if element["S"] == "/Document"]
    while waiting:
        element = elements[waiting.pop()]
        yield element
        waiting += [kid for kid in reversed(element["K"]) if kid in elements]
