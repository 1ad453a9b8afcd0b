"""What was made of some bytes, kept for when the same bytes come again: in the next row or file.

The files of a batch come from one form, so most of their bytes are the same. What is kept is
bounded by the bytes it was made of; when that is reached, everything is let go and it begins anew.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

Made = TypeVar("Made")
_SHARE = 32


class Kept(Generic[Made]):
    """A memory of what `make` gave, for `most` bytes of what it was given."""

    def __init__(self, make: Callable[[bytes], Made], most: int) -> None:
        """Begin with nothing."""
        self._make = make
        self._most = most
        self._size = 0
        self._known: dict[bytes, Made] = {}

    def of(self, content: bytes) -> Made:
        """Give what is made of `content`, which is made once."""
        found = self._known.get(content)
        if found is None:
            found = self._make(content)
            self._keep(content, found)
        return found

    def _keep(self, content: bytes, found: Made) -> None:
        size = len(content)
        if size * _SHARE > self._most:
            return
        if self._size + size > self._most:
            self._known.clear()
            self._size = 0
        self._known[content] = found
        self._size += size
