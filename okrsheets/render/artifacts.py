"""Running heads and feet as artifacts, so that a screen reader passes over them.

WeasyPrint 70.0 tags what stands in the margins like content and leaves it out of the structure
tree; ISO 14289-1, 7.8 wants it marked as what it is.
"""

from typing import Any

_Elements = dict[Any, Any]


def set_aside_margins(pdf: Any, elements: _Elements) -> None:  # noqa: ANN401 - pydyf has no annotations
    """Mark content that the structure tree does not hold as an artifact of the pages.

    Args:
        pdf: the document's objects, changed in place.
        elements: its structure elements by reference; those outside the tree are taken out.
    """
    inside = _inside(elements)
    for page in [o for o in pdf.objects if _is_page(o)]:
        marks = _marks_of(page, pdf)
        outside = {n for n, element in enumerate(marks) if element not in inside}
        _rename(pdf.objects[_number(page["Contents"])].stream, outside)
        marks[:] = [b"null" if n in outside else mark for n, mark in enumerate(marks)]
    for reference in [r for r in elements if r not in inside]:
        elements.pop(reference).clear()


def _is_page(thing: Any) -> bool:  # noqa: ANN401 - as above
    return hasattr(thing, "keys") and thing.get("Type") == "/Page" and "StructParents" in thing


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _inside(elements: _Elements) -> set[bytes]:
    """Give the elements that can be reached from the tree's root."""
    waiting = [r for r, element in elements.items() if element["S"] == "/Document"]
    found: set[bytes] = set()
    while waiting:
        reference = waiting.pop()
        found.add(reference)
        waiting += [kid for kid in elements[reference]["K"] if kid in elements]
    return found


def _marks_of(page: Any, pdf: Any) -> list[Any]:  # noqa: ANN401 - as above
    """Give the elements of a page's marks, by the marks' numbers."""
    tree = next(o["Nums"] for o in pdf.objects if hasattr(o, "keys") and "Nums" in o)
    marks: list[Any] = tree[tree.index(page["StructParents"]) + 1]
    return marks


def _rename(stream: list[Any], outside: set[int]) -> None:
    """Change `/NonStruct <</MCID n>> BDC` into an artifact's mark."""
    for at, part in enumerate(stream):
        if hasattr(part, "keys") and part.get("MCID") in outside:
            stream[at - 1] = "/Artifact"
            stream[at] = "<</Type /Pagination>>"
