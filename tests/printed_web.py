"""Reads the web copy of the OKR book with the standard library's parser."""

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

from printed_documents import Figures, read_plan
from printed_structure import squeezed


def read_site(folder: Path, names: Mapping[str, str]) -> tuple[Figures, str]:
    """Give the plans on everybody's page, and all words of all pages, without blanks.

    Args:
        folder: where the copy is.
        names: everybody's name without blanks, by id.
    """
    found: Figures = {}
    words = []
    for path in sorted(folder.rglob("*.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        words.append(squeezed("".join(page.words)))
        if path.parent.name == "people":
            assert squeezed(page.heading) in names.values(), path
            for table in page.tables:
                found |= read_plan(table, squeezed(page.heading), "")
    return found, "".join(words)


class _Page(HTMLParser):
    """The words of a page, its heading and the cells of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.heading = ""
        self.tables: list[list[list[str]]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.tables[-1][-1].append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element with all that is open in it."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Take words in."""
        if "script" in self._open or "style" in self._open:
            return
        self.words.append(data)
        if "h1" in self._open:
            self.heading += data
        if self.tables and ("td" in self._open or "th" in self._open):
            self.tables[-1][-1][-1] += data
