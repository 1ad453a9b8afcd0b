"""The notes on marked cells, with their boxes in the old drawing language.

A note that somebody wrote stays, ours stands below it. A box is drawn anew only for a cell whose
note changes; the others stay as their program drew them.
"""

import re
from collections.abc import Mapping

from lxml import etree

from okrsheets.marking.grids import Spot, ref_of, spot_of
from okrsheets.marking.opened import Opened, child, local, named
from okrsheets.sheets.notes import Grid, drawing_of_notes, grid_of, note_box, size_of_note
from okrsheets.sheets.styles import FACES
from okrsheets.submissions.grid import LAST_COLUMN
from okrsheets.submissions.marks import NOTE_STARTS, without_ours
from okrsheets.submissions.markup import utf8_of

AUTHOR = "okrsheets"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_KIND = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE = re.compile(r"<(?:\w+:)?shape\s.*?</(?:\w+:)?shape>", re.DOTALL)
_ROW, _COLUMN = re.compile(r"Row>\s*(\d+)\s*<"), re.compile(r"Column>\s*(\d+)\s*<")
_ID = re.compile(r"_x0000_s(\d{1,9})\b")
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml"',
    'xmlns:o="urn:schemas-microsoft-com:office:office"',
    'xmlns:x="urn:schemas-microsoft-com:office:excel"',
)
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_THREADED = "tc="
_IDS_A_SHEET = 1024
_LINE, _LONGEST = 16, 3000
_BEHIND = (
    *("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
    *("tableParts", "extLst"),
)


class Notes:
    """The notes of one tab. They are written back only where one changes."""

    def __init__(self, opened: Opened, tab: str) -> None:
        """Find the parts that hold the notes and their boxes, where there are any."""
        self._opened, self._tab = opened, tab
        relations = opened.relations(tab)
        inside = {n: r for n, r in relations.items() if not r.external and opened.has(r.target)}
        self._part = next((r.target for r in inside.values() if r.kind == "comments"), "")
        legacy = child(opened.tree(tab), "legacyDrawing")
        link = "" if legacy is None else str(legacy.get(f"{{{opened.related}}}id", ""))
        self._drawing = inside[link].target if link in inside else ""

    def strip(self) -> None:
        """Take our earlier notes off."""
        if not self._part or not any(
            start.encode() in self._opened.content(self._part) for start in NOTE_STARTS
        ):
            return
        gone: list[Spot] = []
        for note in list(self._notes(self._opened.change(self._part))):
            text = child(note, "text")
            if text is None or without_ours(_said(text)) == _said(text):
                continue
            _cut(text)
            spot = spot_of(note.get("ref", ""))
            if not _said(text).strip():
                note.getparent().remove(note)
                gone += [spot] if spot else []
        if gone and self._drawing:
            drawn = self._drawn()
            self._opened.put(self._drawing, _without(drawn, gone).encode())

    def add(self, texts: Mapping[Spot, str], language: str) -> None:
        """Put notes on cells, below what stands there already."""
        if not texts:
            return
        if not self._part:
            self._begin()
        if not self._drawing:
            self._begin_drawing()
        root = self._opened.change(self._part)
        known = {note.get("ref", ""): note for note in self._notes(root)}
        authors = self._authors(root)
        whole: dict[Spot, str] = {}
        for spot, said in sorted(texts.items()):
            note = known.get(ref_of(spot))
            if note is not None and self._is_thread(root, note):
                continue
            if note is None:
                facts = {"ref": ref_of(spot), "authorId": str(authors)}
                note = etree.SubElement(self._list(root), named(root, "comment"), facts)
            text = child(note, "text")
            if text is None:
                text = etree.SubElement(note, named(root, "text"))
            _append(text, said[:_LONGEST], language)
            whole[spot] = _said(text)
        self._draw(whole)

    def _begin(self) -> None:
        """Give the tab its first notes."""
        opened, tab = self._opened, self._opened.change(self._tab)
        space = etree.QName(tab).namespace or _MAIN
        self._part = opened.free_name("xl/comments{}.xml")
        empty = f'<comments xmlns="{space}"><authors/><commentList/></comments>'
        opened.add(self._part, empty.encode(), _KIND)
        opened.relate(self._tab, "comments", self._part)

    def _begin_drawing(self) -> None:
        """Give the tab a drawing for its notes' boxes; one that leads nowhere is replaced."""
        opened, tab = self._opened, self._opened.change(self._tab)
        self._drawing = opened.free_name("xl/drawings/vmlDrawing{}.vml")
        opened.default_type("vml", _DRAWING_KIND)
        opened.put(self._drawing, drawing_of_notes((), _sheet_of(self._drawing)).encode())
        link = opened.relate(self._tab, "vmlDrawing", self._drawing)
        for old in [item for item in tab if local(item) == "legacyDrawing"]:
            tab.remove(old)
        legacy = etree.Element(named(tab, "legacyDrawing"), {f"{{{opened.related}}}id": link})
        at = next((n for n, item in enumerate(tab) if local(item) in _BEHIND), len(tab))
        tab.insert(at, legacy)

    def _authors(self, root: "etree._Element") -> int:
        """Give our number among the authors."""
        authors = child(root, "authors")
        if authors is None:
            authors = etree.Element(named(root, "authors"))
            root.insert(0, authors)
        names = [author.text or "" for author in authors]
        if AUTHOR in names:
            return names.index(AUTHOR)
        etree.SubElement(authors, named(root, "author")).text = AUTHOR
        return len(names)

    def _is_thread(self, root: "etree._Element", note: "etree._Element") -> bool:
        """Tell whether a note only stands for a conversation, whose text Excel keeps elsewhere."""
        authors, number = child(root, "authors"), note.get("authorId", "")
        names = [author.text or "" for author in authors] if authors is not None else []
        within = number.isdecimal() and int(number) < len(names)
        return within and names[int(number)].startswith(_THREADED)

    def _list(self, root: "etree._Element") -> "etree._Element":
        found = child(root, "commentList")
        return etree.SubElement(root, named(root, "commentList")) if found is None else found

    def _notes(self, root: "etree._Element") -> "list[etree._Element]":
        return [item for item in self._list(root) if local(item) == "comment"]

    def _drawn(self) -> str:
        return utf8_of(self._opened.content(self._drawing), self._drawing).decode()

    def _draw(self, texts: Mapping[Spot, str]) -> None:
        """Draw the boxes of these notes, as large as their words ask for."""
        drawn = _without(self._drawn(), texts)
        taken = [int(number) for number in _ID.findall(drawn)]
        number = max(taken, default=_sheet_of(self._drawing) * _IDS_A_SHEET)
        grid = self._grid()
        boxes: list[str] = []
        for order, (spot, text) in enumerate(sorted(texts.items()), 1):
            width, height = size_of_note(text)
            size = (width, height + _LINE * text.count("\n"))
            place = (spot[0] - 1, spot[1] - 1)
            boxes.append(note_box(number + order, place, size, order=len(taken) + order, grid=grid))
        spaces = "" if all(space in drawn for space in _SPACES) else f" {' '.join(_SPACES)}"
        new = "".join(boxes).replace("<v:shape ", f"<v:shape{spaces} ")
        end = drawn.rfind("</")
        self._opened.put(self._drawing, (drawn[:end] + new + drawn[end:]).encode())

    def _grid(self) -> Grid:
        """Give the sizes of the tab's columns and rows, as far as they are believable."""
        tab = self._opened.tree(self._tab)
        columns = child(tab, "cols")
        ends = [item.get("max", "") for item in columns] if columns is not None else []
        if not all(end.isdecimal() and int(end) <= LAST_COLUMN for end in ends):
            return Grid()
        try:
            return grid_of(self._opened.content(self._tab).decode())
        except (ValueError, KeyError, OverflowError):
            return Grid()


_FREE_SHEET = 200
"""Numbers of drawings that no program uses so soon; each has its own range of ids."""


def _sheet_of(drawing: str) -> int:
    """Give the number of a drawing's range of ids, by the number in its name."""
    digits = re.sub(r"\D", "", drawing)[-3:]
    return _FREE_SHEET + int(digits or 0)


def _said(text: "etree._Element") -> str:
    """Give the visible text of a note."""
    return "".join(item.text or "" for item in _runs(text))


def _runs(text: "etree._Element") -> "list[etree._Element]":
    """Give the elements that hold a note's text, without its phonetic guides."""
    found: list[etree._Element] = []
    for item in text:
        if local(item) == "t":
            found.append(item)
        elif local(item) == "r":
            found += [inner for inner in item if local(inner) == "t"]
    return found


def _cut(text: "etree._Element") -> None:
    """Take ours out of a note: our own piece of it, or else out of its words."""
    whole = without_ours(_said(text))
    pieces = [(item, without_ours(item.text or "")) for item in _runs(text)]
    if "".join(piece for _, piece in pieces) != whole:
        pieces = [(item, whole if n == 0 else "") for n, (item, _) in enumerate(pieces)]
    for item, piece in pieces:
        holder = item if local(item.getparent()) == "text" else item.getparent()
        if piece.strip():
            item.text = piece
        else:
            holder.getparent().remove(holder)


def _append(text: "etree._Element", said: str, language: str) -> None:
    """Add words to a note, as a piece of its own."""
    for plain in [item for item in text if local(item) == "t"]:
        run = etree.Element(named(text, "r"))
        text.replace(plain, run)
        run.append(plain)
    before = "\n\n" if _said(text).strip() else ""
    run = etree.Element(named(text, "r"))
    looks = etree.SubElement(run, named(text, "rPr"))
    etree.SubElement(looks, named(text, "sz"), {"val": "9"})
    etree.SubElement(looks, named(text, "rFont"), {"val": FACES[language]})
    words = etree.SubElement(run, named(text, "t"), {_PRESERVE: "preserve"})
    words.text = before + said
    text.insert(sum(1 for item in text if local(item) == "r"), run)


def _without(drawn: str, spots: "Mapping[Spot, str] | list[Spot]") -> str:
    """Give a drawing without the boxes of some cells' notes."""
    gone = {(row - 1, column - 1) for row, column in spots}

    def kept(shape: re.Match[str]) -> str:
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        there = row is not None and column is not None and "Note" in shape[0]
        return "" if there and (int(row[1]), int(column[1])) in gone else shape[0]  # type: ignore[index] # both are there

    return _SHAPE.sub(kept, drawn)
