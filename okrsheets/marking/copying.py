"""Makes the marked copy: marks on cells, notes beside them, the tab of findings in front."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okrsheets.cells import Place
from okrsheets.display import show_finding
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.marking.book import Book
from okrsheets.marking.earlier import strip_earlier
from okrsheets.marking.grids import Spot, TabGrid, ref_of, spots_of
from okrsheets.marking.listing import (
    FINDINGS_TAB,
    MOST,
    Cover,
    FindingsTab,
    Listed,
    ranked,
    what_to_do,
)
from okrsheets.marking.notes import Notes
from okrsheets.marking.opened import Opened, open_file
from okrsheets.marking.styles import FAULT, REMARK, Styles
from okrsheets.marking.texts import Texts, begin_texts
from okrsheets.submissions.marks import NOTE_ENDS
from okrsheets.submissions.refusal import FileRefusedError

_MOST_CELLS = 3000
_MOST_BYTES = 8 * 1024 * 1024
"""A file with more XML, a score sheet's tenfold and more, is not marked; its text says all."""
_XML = (".xml", ".vml", ".rels")


@dataclass(slots=True)
class _Marks:
    """What is marked on a tab: cell → whether it is a fault; first cell → numbered findings."""

    faults: dict[Spot, bool] = field(default_factory=dict)
    notes: dict[Spot, list[tuple[int, Finding]]] = field(default_factory=dict)


def marked_copy(data: bytes, findings: Sequence[Finding], cover: Cover) -> bytes | None:
    """Give the file with its findings marked, noted and listed.

    Args:
        data: the returned file's bytes.
        findings: what was found in it.
        cover: the language, and what stands above the list.

    Returns:
        The copy's bytes, the same for the same input; None where the file has no parts to mark.
    """
    try:
        return _marked(data, findings, cover)
    except FileRefusedError:
        return None


def _marked(data: bytes, findings: Sequence[Finding], cover: Cover) -> bytes | None:
    opened = open_file(data)
    entries = opened.container.entries.items()
    if sum(entry.size for name, entry in entries if name.endswith(_XML)) > _MOST_BYTES:
        return None
    book = Book(opened)
    parts = {r.kind: r.target for r in opened.relations(opened.main).values() if not r.external}
    if "styles" not in parts or not book.tabs:
        return None
    styles = Styles(opened.change(parts["styles"]))
    texts = Texts(opened.change(parts.get("sharedstrings") or begin_texts(opened)))
    strip_earlier(opened, book, styles, texts)
    whole = ranked(findings)
    job = _Job(opened, book, styles, cover)
    listed = [job.listed(number, finding) for number, finding in enumerate(whole[:MOST], 1)]
    samples = job.mark()
    name = book.free_name(cover.language.text(FINDINGS_TAB))
    drawn = FindingsTab(cover, styles, texts).draw(
        name,
        listed,
        sentences=what_to_do(cover, findings),
        more=len(whole) - len(listed),
        samples=samples,
    )
    book.add_first(name, drawn.content, drawn.names)
    return opened.saved()


class _Job:
    """The marks of one copy, gathered by tab, then put on."""

    def __init__(self, opened: Opened, book: Book, styles: Styles, cover: Cover) -> None:
        self._opened, self._book, self._styles, self._cover = opened, book, styles, cover
        self._grids: dict[str, TabGrid] = {}
        self._marks: dict[str, _Marks] = {}

    def listed(self, number: int, finding: Finding) -> Listed:
        """Take a finding in; give where its link leads."""
        place = finding.place
        tab = self._book.tab(place.sheet) if place else None
        spots = spots_of(place.ref) if place else []
        if place is None or tab is None or not spots:
            return Listed(number, finding, None)
        if tab.name not in self._grids:
            self._grids[tab.name] = TabGrid(self._opened.tree(tab.part))
        grid, marks = self._grids[tab.name], self._marks.setdefault(tab.name, _Marks())
        first = grid.area_of(grid.visible(spots[0]))[0]
        is_fault = severity_of(finding) is Severity.ERROR
        for spot in [first, *spots[1:]]:
            for cell in grid.area_of(spot):
                marks.faults[cell] = marks.faults.get(cell, False) or is_fault
        marks.notes.setdefault(first, []).append((number, finding))
        same = first == spots[0]
        return Listed(number, finding, place if same else Place(tab.name, ref_of(first)))

    def mark(self) -> Mapping[str, int]:
        """Put all marks and notes on; give the style that each marked cell had."""
        samples: dict[str, int] = {}
        for tab in self._book.tabs:
            marks = self._marks.get(tab.name)
            if marks is None:
                continue
            grid = self._grids[tab.name]
            self._opened.change(tab.part)
            for spot, is_fault in sorted(marks.faults.items())[:_MOST_CELLS]:
                before = grid.style_of(spot)
                samples[f"{tab.name}!{ref_of(spot)}"] = before
                grid.set_style(spot, self._styles.marked(before, FAULT if is_fault else REMARK))
            words = {spot: self._words(found) for spot, found in marks.notes.items()}
            Notes(self._opened, tab.part).add(words, self._cover.language.code)
        return samples

    def _words(self, found: Sequence[tuple[int, Finding]]) -> str:
        """Give the note of a cell: every sentence of its findings, between marks of ours."""
        language = self._cover.language
        lines = [f"{NOTE_ENDS} {language.text(FINDINGS_TAB)}"]
        for number, finding in found:
            sentences = (s for s in show_finding(finding, language) if s)
            joined = language.text(
                "{number}. {sentences}",
                number=number,
                sentences=("" if language.code == "zh" else " ").join(sentences),
            )
            lines.append(joined)
        return "\n".join((*lines, NOTE_ENDS))
