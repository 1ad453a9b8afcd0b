"""How much room a text takes on paper, roughly: what stands side by side, what keeps together.

In half ems: a Chinese character is as wide as two Latin letters.
"""

from collections.abc import Iterable

_FIRST_WIDE = "\u2e80"
_HALF_LINE = 23
_FOUR_HALF_LINES = 180
_HALF_PAGE = 1_500


def room_of(text: str) -> int:
    """Give the room of a text; a line break leaves half a short line blank."""
    return sum(2 if sign >= _FIRST_WIDE else 1 for sign in text) + _HALF_LINE * text.count("\n")


def fit_side_by_side(texts: Iterable[str]) -> bool:
    """Tell whether none takes more than some four lines on half the width of the page."""
    return all(room_of(text) <= _FOUR_HALF_LINES for text in texts)


def fit_together(texts: Iterable[str]) -> bool:
    """Tell whether all of them, with their headings, are sure to fit on one page."""
    return sum(map(room_of, texts)) <= _HALF_PAGE
