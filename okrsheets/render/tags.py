"""Fewer structure elements in a tagged page: text stands directly in its paragraph or cell.

WeasyPrint 70.0 gives every run of text a `Span` element of its own. They say nothing, and are half
of a report's objects. A `Span` that holds only text is taken out and its text goes to its parent.
"""

from typing import Any

_SPAN = "/Span"
_PLAIN = {"Type", "S", "K", "Pg", "P"}


def merge_spans(document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no annotations
    """Take the plain spans out of a document's structure; a `finisher` of WeasyPrint.

    Args:
        document: not looked at.
        pdf: the document's objects, changed in place. What is taken out is left as an empty
            object that nothing refers to.
    """
    del document
    elements = {o.reference: o for o in _dictionaries(pdf) if "S" in o}
    gone: dict[bytes, bytes] = {}
    for reference, element in reversed(elements.items()):
        if not _is_plain_span(element):
            continue
        parent = elements.get(element["P"])
        if parent is None or parent.get("Pg") != element["Pg"]:
            continue
        place = parent["K"].index(reference)
        parent["K"][place : place + 1] = element["K"]
        gone[reference] = element["P"]
        element.clear()
    _redirect(pdf, gone)


def _is_plain_span(element: dict[str, Any]) -> bool:
    """Tell whether an element is a span of nothing but text on one page."""
    return (
        element["S"] == _SPAN
        and element.keys() <= _PLAIN
        and all(isinstance(kid, int) for kid in element["K"])
    )


def _redirect(pdf: Any, gone: dict[bytes, bytes]) -> None:  # noqa: ANN401 - as above
    """Lead the marks on the pages to the elements that hold their text now."""
    for table in _dictionaries(pdf):
        for marks in table.get("Nums", ()):
            if isinstance(marks, list):
                marks[:] = [_holder(mark, gone) for mark in marks]


def _dictionaries(pdf: Any) -> list[Any]:  # noqa: ANN401 - as above
    return [thing for thing in pdf.objects if hasattr(thing, "keys")]


def _holder(reference: bytes, gone: dict[bytes, bytes]) -> bytes:
    while reference in gone:
        reference = gone[reference]
    return reference
