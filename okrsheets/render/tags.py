"""Fewer and plainer structure elements in a tagged page.

WeasyPrint 70.0 gives every run of text, every anonymous box and every `div` an element of its own,
and names every cell's heads by ids that are the same in every document, so that they would clash in
a pack. Elements that say nothing are taken out and what they hold goes to their parent; heads of
tables say for what they stand (`Scope`), which needs no ids.
"""

from typing import Any

from okrsheets.render.artifacts import set_aside_margins
from okrsheets.render.blanks import write_blanks
from okrsheets.render.headings import level_headings

_SPAN, _ANONYMOUS, _DIVISION = "/Span", "/NonStruct", "/Div"
_HOLDS_NO_TEXT = ("/Document", "/Part", "/Art", "/Sect", "/Table", "/THead", "/TBody", "/TR")
_MAY_GO_EMPTY = (_SPAN, _ANONYMOUS, _DIVISION, "/P")
_PRINTED = 4
_PLAIN = {"Type", "S", "K", "Pg", "P"}
_Elements = dict[Any, Any]


def simplify_structure(document: object, pdf: Any) -> None:  # noqa: ANN401 - pydyf has no annotations
    """Take the elements that say nothing out of a document's structure; WeasyPrint's `finisher`.

    Args:
        document: not looked at.
        pdf: the document's objects, changed in place; those after what is taken out move up.
    """
    del document
    elements = {o.reference: o for o in _dictionaries(pdf) if "S" in o}
    whole = tuple(elements.values())
    set_aside_margins(pdf, elements)
    write_blanks(pdf)
    level_headings(elements)
    _print_annotations(pdf)
    _name_scopes(elements)
    gone: dict[bytes, bytes] = {}
    for reference, element in reversed(elements.items()):
        parent = elements.get(element["P"])
        if parent is None:
            continue
        if _says_nothing(element, parent):
            _hand_over(reference, parent, elements)
            gone[reference] = element["P"]
            element.clear()
    _redirect(pdf, gone)
    _close_gaps(pdf, {o.number for o in whole if not o})


def _print_annotations(pdf: Any) -> None:  # noqa: ANN401 - as above
    """Let links stand on paper as on the screen, as PDF/A wants it."""
    for thing in _dictionaries(pdf):
        if thing.get("Type") == "/Annot":
            thing["F"] = _PRINTED


def _name_scopes(elements: _Elements) -> None:
    """Mark a table's heads as those of columns or rows in place of listing them at every cell."""
    for element in elements.values():
        if element["S"] == "/TH":
            group = elements[elements[element["P"]]["P"]]
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"
            element.pop("ID", None)
        elif element["S"] == "/TD":
            element["A"].pop("Headers", None)
            if element["A"].keys() == {"O"}:
                del element["A"]


def _says_nothing(element: _Elements, parent: _Elements) -> bool:
    """Tell whether an element can go: empty, a span or anonymous box, a division without text."""
    if not element.keys() <= _PLAIN:
        return False
    if not element["K"]:
        return element["S"] in _MAY_GO_EMPTY
    has_text = any(isinstance(kid, int) for kid in element["K"])
    if not has_text:
        return element["S"] in (_ANONYMOUS, _DIVISION)
    if element["S"] not in (_SPAN, _ANONYMOUS) or parent["S"] in _HOLDS_NO_TEXT:
        return False
    return bool(parent.get("Pg") == element["Pg"])


def _hand_over(reference: bytes, parent: _Elements, elements: _Elements) -> None:
    """Put what an element holds into its parent, in its place."""
    element = elements[reference]
    place = parent["K"].index(reference)
    parent["K"][place : place + 1] = element["K"]
    for kid in element["K"]:
        if kid in elements:
            elements[kid]["P"] = element["P"]


def _redirect(pdf: Any, gone: dict[bytes, bytes]) -> None:  # noqa: ANN401 - as above
    """Lead the marks on the pages, and the links, to the elements that hold them now."""
    for table in _dictionaries(pdf):
        held = table.get("Nums", [])
        for place, marks in enumerate(held):
            if isinstance(marks, list):
                marks[:] = [_holder(mark, gone) for mark in marks]
            elif isinstance(marks, bytes):
                held[place] = _holder(marks, gone)


def _dictionaries(pdf: Any) -> list[Any]:  # noqa: ANN401 - as above
    return [thing for thing in pdf.objects if hasattr(thing, "keys")]


def _holder(reference: bytes, gone: dict[bytes, bytes]) -> bytes:
    while reference in gone:
        reference = gone[reference]
    return reference


def _close_gaps(pdf: Any, empty: set[int]) -> None:  # noqa: ANN401 - as above
    """Leave empty objects out, three of five; a reader takes half as long to open the document.

    The pages stand before all elements and keep their numbers, which their list holds as plain
    numbers and not as references.
    """
    names = {pdf.objects[number].reference: b"null" for number in empty}
    kept = [thing for number, thing in enumerate(pdf.objects) if number not in empty]
    for number, thing in enumerate(kept):
        names[b"%d 0 R" % thing.number] = b"%d 0 R" % number
        thing.number = number
    pdf.objects[:] = kept
    for thing in kept:
        _rename(getattr(thing, "extra", thing), names)


def _rename(things: Any, names: dict[bytes, bytes]) -> None:  # noqa: ANN401 - as above
    """Give every reference in a dictionary or list, and in those inside it, its new number."""
    if hasattr(things, "keys"):
        places = list(things.items())
    elif isinstance(things, list):
        places = list(enumerate(things))
    else:
        return
    for place, value in places:
        if isinstance(value, bytes):
            things[place] = names.get(value, value)
        else:
            _rename(value, names)
