"""The blanks between words, written for those who hear a page instead of seeing it.

WeasyPrint 70.0 draws no text that is all blank: of a blank in a span of its own, as it stands
before figures that are kept with their units (`typography`), a mark without anything in it is
left. The eye sees the gap; a program that reads the marks in their order would join the words.
"""

from typing import Any

_NOTHING = [b"BDC", b"BT", b"ET", b"EMC"]


def write_blanks(pdf: Any) -> None:  # noqa: ANN401 - pydyf has no annotations
    """Give empty marks of spans a blank as the text that they stand for.

    Args:
        pdf: the document's objects, changed in place.
    """
    for thing in pdf.objects:
        stream = getattr(thing, "stream", None)
        if isinstance(stream, list):
            _write(stream)


def _write(stream: list[Any]) -> None:
    for at in range(2, len(stream) - len(_NOTHING)):
        if stream[at] == _NOTHING[0] and stream[at : at + len(_NOTHING)] == _NOTHING:
            tag, mark = stream[at - 2], stream[at - 1]
            if tag == "/Span" and "MCID" in mark:
                mark["ActualText"] = "( )"
