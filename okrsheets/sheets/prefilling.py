"""Filling a form's input cells while it is stamped: only the tabs with content are made anew.

A tab is cut once at its input cells. A formula that depends on content keeps no value: that was the
value of an empty form, and a program that opens the sheet computes the right one.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from okrsheets.layout import column_number
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.package import Frame, Packed, frame, pack_part
from okrsheets.sheets.parts import WORKBOOK, tab_parts
from okrsheets.sheets.percents import STYLES, Twins, add_percents, as_percent, style_of
from okrsheets.sheets.readers import readers_of
from okrsheets.sheets.spec import Content, Percent

_CELL = re.compile(r"<c ([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ROW = re.compile(r"<row ([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_REF = re.compile(r'\br="([A-Z]*)(\d+)"')
_KIND = re.compile(r' ?\bt="\w*"')
_VALUE = re.compile(r"<v[ >].*?</v>|<v */>", re.DOTALL)
_COMPUTED = re.compile(rb"<f[ />]")
_TABS, _CHARTS = "xl/worksheets/sheet", "xl/charts/chart"
_CACHE = re.compile(rb"<(c:)?(num|str)Cache>.*?</(?:c:)?(?:num|str)Cache>", re.DOTALL)
_DAY_ZERO = date(1899, 12, 30)
_DAYS_TO_1904 = 1462


class Texts:
    """The shared strings of one sheet's content, numbered behind those of the form."""

    def __init__(self, first: int) -> None:
        """Begin behind `first` strings."""
        self.first = first
        self.known: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Give a text's number; the same text has one number."""
        return self.known.setdefault(text, self.first + len(self.known))

    def xml(self) -> str:
        """Give the strings as they are appended to the form's."""
        return "".join(f'<si><t xml:space="preserve">{to_xml(t)}</t></si>' for t in self.known)


@dataclass(frozen=True, slots=True)
class CutTab:
    """A tab cut at its input cells.

    `empty` has the values of an empty form, `bare` has none. `pieces` is what stands between the
    frame's beginning and end, input cells as they are in the form among them; `spots` gives each
    field's index there and how its cell begins.
    """

    empty: Packed
    bare: Packed
    frame: Frame
    pieces: tuple[str, ...]
    spots: Mapping[str, tuple[int, str]]

    def filled(
        self, content: Mapping[str, Content], write: Callable[[str, Content], str]
    ) -> Packed:
        """Give the tab with this content; `write` makes a cell from how it begins and its value."""
        pieces = list(self.pieces)
        for key, value in content.items():
            index, head = self.spots[key]
            pieces[index] = write(head, value)
        return self.frame.around("".join(pieces).encode())


def cut_tab(name: str, xml: str, refs: Mapping[str, str]) -> CutTab:
    """Cut a tab at the cells of its fields; `refs` gives the field of each such cell."""
    bare = _with_cells(without_values(xml), refs)
    pieces: list[str] = []
    spots: dict[str, tuple[int, str]] = {}
    at = 0
    for cell in _CELL.finditer(bare):
        key = refs.get(_ref_of(cell[1]))
        if key is not None:
            pieces += (bare[at : cell.start()], cell[0])
            spots[key] = (len(pieces) - 1, f"<c {_KIND.sub('', cell[1]).strip()}")
            at = cell.end()
    if not pieces:
        pieces, at = [bare, ""], len(bare)
    around = frame(name, pieces[0].encode(), bare[at:].encode())
    moved = {key: (index - 1, head) for key, (index, head) in spots.items()}
    packed = (pack_part(name, xml.encode()), pack_part(name, bare.encode()))
    return CutTab(*packed, around, tuple(pieces[1:]), moved)


def _ref_of(attributes: str) -> str:
    found = _REF.search(attributes)
    return found[1] + found[2] if found else ""


def without_values(xml: str) -> str:
    """Give a tab, or its beginning, without the values of its formulas."""

    def bare(cell: re.Match[str]) -> str:
        if cell[2] is None or not cell[2].startswith("<f"):
            return cell[0]
        return f"<c {_KIND.sub('', cell[1]).strip()}>{_VALUE.sub('', cell[2])}</c>"

    return _CELL.sub(bare, xml)


def _with_cells(xml: str, refs: Iterable[str]) -> str:
    """Add the input cells that a program left out because they are blank and look plain."""
    there = {_ref_of(cell[1]) for cell in _CELL.finditer(xml)}
    missing: dict[int, list[tuple[int, str]]] = {}
    for ref in refs:
        if ref not in there:
            row, column = _position(ref)
            missing.setdefault(row, []).append((column, f'<c r="{ref}"/>'))
    for number, cells in sorted(missing.items()):
        xml = _with_row(xml, number, cells)
    return xml


def _with_row(xml: str, number: int, cells: list[tuple[int, str]]) -> str:
    """Put cells, given with their columns, into a row; the row is made where there is none."""
    row = next((r for r in _ROW.finditer(xml) if _ref_of(r[1]) == f"{number}"), None)
    if row is not None:
        known = [(_position(_ref_of(c[1]))[1], c[0]) for c in _CELL.finditer(row[2] or "")]
        inner = "".join(cell for _, cell in sorted(known + cells))
        return f"{xml[: row.start()]}<row {row[1].rstrip()}>{inner}</row>{xml[row.end() :]}"
    later = (r.start() for r in _ROW.finditer(xml) if int(_ref_of(r[1]) or 0) > number)
    at = next(later, xml.index("</sheetData>"))
    inner = "".join(cell for _, cell in sorted(cells))
    return f'{xml[:at]}<row r="{number}">{inner}</row>{xml[at:]}'


def _position(ref: str) -> tuple[int, int]:
    letters = ref.rstrip("0123456789")
    return int(ref[len(letters) :]), column_number(letters)


@dataclass(frozen=True, slots=True)
class Filling:
    """All tabs of a form that hold fields or formulas, cut; `places` gives each field's part.

    `readers` gives, by part, the tabs whose formulas depend on it.
    `changed` are parts that a prefilled sheet has instead of the form's: the styles with those that
    show percentages, which `twins` lists, and charts without the values of an empty form.
    """

    tabs: Mapping[str, CutTab]
    places: Mapping[str, tuple[str, str]]
    readers: Mapping[str, frozenset[str]]
    changed: Mapping[str, bytes]
    twins: Twins
    from_1904: bool

    def fill(
        self, content: Mapping[str, Content], away: Collection[str], texts: Texts
    ) -> list[Packed]:
        """Give every tab, those with content made anew; what the form cannot hold is left out.

        Formulas keep their values where these are right: in tabs that depend neither on content
        nor on a cycle that the person is away.
        """
        by_part: dict[str, dict[str, Content]] = {}
        for key, value in content.items():
            place = self.places.get(key)
            if place is not None and value != "":
                by_part.setdefault(place[0], {})[key] = value

        def write(head: str, value: Content) -> str:
            return self._cell(head, value, texts)

        touched = {*by_part, *(self.places[f"{cycle}.O1.text"][0] for cycle in away)}
        stale = touched.union(*(self.readers[part] for part in touched))
        tabs = self.tabs.items()
        return [
            tab.filled(by_part[part], write)
            if part in by_part
            else (tab.bare if part in stale else tab.empty)
            for part, tab in tabs
        ]

    def _cell(self, head: str, value: Content, texts: Texts) -> str:
        if isinstance(value, str):
            return f'{head} t="s"><v>{texts.number(value)}</v></c>'
        if isinstance(value, bool):
            return f'{head} t="b"><v>{value:d}</v></c>'
        if isinstance(value, date):
            days = (value - _DAY_ZERO).days - _DAYS_TO_1904 * self.from_1904
            return f"{head}><v>{days}</v></c>"
        if isinstance(value, Percent):
            return f"{as_percent(head, value.share, self.twins)}><v>{value.share:f}</v></c>"
        return f"{head}><v>{value:f}</v></c>"


def cut_form(
    parts: Mapping[str, bytes],
    places: Mapping[str, tuple[str, str]],
    *,
    constant: Collection[str] = (),
) -> Filling:
    """Cut a form for filling (some tens of milliseconds, once), but for the `constant` parts."""
    refs: dict[str, dict[str, str]] = {}
    for key, (part, ref) in places.items():
        refs.setdefault(part, {})[ref] = key
    computed = [n for n in parts if n.startswith(_TABS) and _COMPUTED.search(parts[n])]
    names = sorted({*refs, *computed} - {*constant})
    tabs = {name: cut_tab(name, parts[name].decode(), refs.get(name, {})) for name in names}
    used = {style_of(head) for tab in tabs.values() for _, head in tab.spots.values()}
    styles, twins = add_percents(parts[STYLES], used)
    charts = {n: _CACHE.sub(b"", parts[n]) for n in parts if n.startswith(_CHARTS)}
    from_1904 = b'date1904="1"' in parts[WORKBOOK]
    readers = readers_of(tab_parts(parts), parts, WORKBOOK)
    return Filling(tabs, places, readers, {STYLES: styles, **charts}, twins, from_1904)
