"""Takes the marks of an earlier marked copy off: its tab, its notes, the looks of its cells.

The tab of findings holds, hidden, a sample of every marked cell as it looked before; whatever
program saved the file in between kept the sample's style beside the marked one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from okrsheets.marking.book import Book, BookTab
from okrsheets.marking.grids import TabGrid, ref_of
from okrsheets.marking.notes import Notes
from okrsheets.marking.opened import Opened
from okrsheets.marking.styles import Styles
from okrsheets.marking.texts import Texts, value_of
from okrsheets.submissions.marks import FINDINGS_MARK, WAS_MARK


@dataclass(slots=True)
class Samples:
    """Styles before marking: by the cell's address, and all of them."""

    of_cells: dict[str, int] = field(default_factory=dict)

    def for_cell(self, address: str) -> list[int]:
        """Give the cell's own sample first, then those of others."""
        own = self.of_cells.get(address)
        rest = sorted({*self.of_cells.values()})
        return rest if own is None else [own, *rest]


def strip_earlier(opened: Opened, book: Book, styles: Styles, texts: Texts) -> None:
    """Take everything off that an earlier marked copy put on."""
    listed = texts.find(FINDINGS_MARK) is not None or _is_said_inline(opened, book)
    marked = any(styles.mark_of(number) for number in range(styles.count))
    if not listed and not marked:
        return
    samples = Samples()
    for tab in [tab for tab in book.tabs if listed and _is_ours(opened, tab, texts)]:
        samples.of_cells |= _samples(opened, tab, texts)
        texts.forget(_texts_in(opened, tab).total())
        book.remove(next(found for found in book.tabs if found.part == tab.part))
    used: set[str] = set()
    for tab in book.tabs:
        used |= _texts_in(opened, tab).keys()
        _unmark(opened, tab, styles, samples)
        Notes(opened, tab.part).strip()
    if listed:
        texts.trim(used)


def _is_said_inline(opened: Opened, book: Book) -> bool:
    """Tell whether our tab is there, in a file that shares no texts."""
    mark = FINDINGS_MARK.encode()
    return any(mark in opened.content(tab.part) for tab in book.tabs)


def _is_ours(opened: Opened, tab: BookTab, texts: Texts) -> bool:
    for spot, cell in TabGrid(opened.tree(tab.part)).cells:
        if texts.text(cell) == FINDINGS_MARK:
            return spot[0] == 1
    return False


def _samples(opened: Opened, tab: BookTab, texts: Texts) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for _, cell in TabGrid(opened.tree(tab.part)).cells:
        said = texts.text(cell)
        style = cell.get("s", "0")
        if said.startswith(WAS_MARK) and style.isdecimal():
            found[said.removeprefix(WAS_MARK)] = int(style)
    return found


def _texts_in(opened: Opened, tab: BookTab) -> Counter[str]:
    """Give the numbers of the shared texts that a tab's cells show, with how often."""
    cells = (cell for _, cell in TabGrid(opened.tree(tab.part)).cells)
    return Counter(value_of(cell) for cell in cells if cell.get("t") == "s")


def _unmark(opened: Opened, tab: BookTab, styles: Styles, samples: Samples) -> None:
    for spot, cell in TabGrid(opened.tree(tab.part)).cells:
        style = cell.get("s", "0")
        if style.isdecimal() and styles.mark_of(int(style)):
            opened.change(tab.part)
            address = f"{tab.name}!{ref_of(spot)}"
            cell.set("s", str(styles.unmarked(int(style), samples.for_cell(address))))
