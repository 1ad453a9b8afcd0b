"""What finished pages say of themselves: how many they are, and where their ids stand.

Pages from the cache are only a PDF; the engine writes the ids into it as named destinations.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf


@dataclass(frozen=True, slots=True)
class Places:
    """How many pages there are, and on which of them (from 1) each id stands."""

    count: int
    anchors: Mapping[str, int] = field(default_factory=dict)

    def place_of(self, anchor: str) -> int:
        """Give the page of an id; 1 where there is no such id."""
        return self.anchors.get(anchor, 1)


def read_places(pdf: bytes) -> Places:
    """Read the places from finished pages.

    Raises:
        pikepdf.PdfError: it is no PDF.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        return Places(len(numbers), dict(_anchors(document, numbers)))


def _anchors(
    document: pikepdf.Pdf, numbers: Mapping[tuple[int, int], int]
) -> Iterator[tuple[str, int]]:
    """Yield the named destinations; the engine writes them as one list of names and places."""
    if "/Names" not in document.Root or "/Dests" not in document.Root.Names:
        return
    listed = document.Root.Names.Dests.Names
    for index in range(0, len(listed), 2):
        yield str(listed[index]), numbers[listed[index + 1][0].objgen]
