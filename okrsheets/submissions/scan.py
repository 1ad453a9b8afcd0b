"""The quick way to read a tab: rows that were seen before are known, but for their values.

The values are cut out first; what is left of a row (addresses, formats, formulas) comes again in
the next tab and in the next file of the same form. A row that is new is taken apart by a regular
expression whose matches must tile it. What is left over must be nothing but rows, and well-formed
by the XML parser's word, which is remembered as well. Where the part is not written in the one
plain way that Excel, WPS, LibreOffice and openpyxl share, or anything is odd, the answer is None
and `parse` reads it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from okrsheets.submissions import limits
from okrsheets.submissions.grid import (
    LAST_ROW,
    Grid,
    Merge,
    Row,
    Slot,
    plain_columns,
    read_merge,
    string_places,
)
from okrsheets.submissions.kept import Kept
from okrsheets.submissions.markup import is_plain, is_sound, walk
from okrsheets.submissions.refusal import FileRefusedError

_SHARED = rb' t="shared"(?: ref="[A-Z0-9:]+")?(?: ca="1")? si="([0-9]{1,9})"'
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?'
    rb'(?: t="(s|str|n|b|e|d|inlineStr)")?(?:/>|>(?:<f(?: aca="false")?(?: ca="1")?(?:>([^<]*)</f>|'
    + _SHARED
    + rb"(?:/>|>([^<]*)</f>)))?(<\0\0?)?</c>)"
)
_PIECES = 9
_INLINE = re.compile(rb'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>')
_INLINE_SIGN, _ESCAPED = b"<is>", b"_x"
_AS_VALUE = b"<v>\\1</v>\0"
_INLINE_TYPE = b"inlineStr"
_KINDS = {_INLINE_TYPE: b"text", None: b"n"}
_EMPTY = rb'(?:<row r="[1-9][0-9]{0,6}"[^<>\0]*(?<=/)>)*'
_ROW_OPENS = re.compile(_EMPTY + rb'<row r="([1-9][0-9]{0,6})"[^<>\0]*(?<!/)>')
_EMPTY_ROWS = re.compile(_EMPTY)
_ROW = re.compile(rb'<row r="([0-9]+)"')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"/>')
_MERGES = re.compile(rb'<mergeCells(?: [^<>]*)?>((?:<mergeCell ref="[A-Z0-9:]+"/>)*+)</mergeCells>')
_LAST_COLUMN = b"XFD"
_OPENS, _CLOSES, _ENDS = b"<sheetData>", b"</sheetData>", b"</worksheet>"
_ROW_CLOSES = b"</row>"
_VALUE = re.compile(rb"<v>([^<]*+)</v>")
_BETWEEN_VALUES = b"</v>"
_MARK = b"\0"
_HOLE, _INLINE_HOLE = b"<\0", b"<\0\0"
"""What stands for a value in a row; the sign `<` keeps it out of everything but a cell's end."""
_KEPT_BYTES = 64 * 1024
_KEPT_ROW_BYTES = 2 * limits.MEGABYTE


@dataclass(frozen=True, slots=True)
class _Plan:
    """A row without its values, taken apart.

    `opening` is the row's tag, behind those of empty rows before it; `count` tells how many values
    it has, for `texts` and `plain` see `Row`; `size` counts blank cells as well; `sound` is false
    where only a parser can tell whether its formulas are well-formed.
    """

    opening: bytes
    number: int
    cells: Mapping[bytes, Slot]
    count: int
    texts: tuple[int, ...]
    plain: frozenset[bytes]
    size: int
    shared: Mapping[bytes, bytes]
    sound: bool


def scan_grid(content: bytes, part: str) -> Grid | None:
    """Read the UTF-8 XML of a tab's part; None where it needs the careful way, which may refuse."""
    head, opens, rest = content.partition(_OPENS)
    body, closes, tail = rest.rpartition(_CLOSES)
    if not closes or len(content) > limits.QUICK_BYTES or _MARK in body:
        return None
    cut = _cut(body) or (_cut(_with_inline_values(body)) if _INLINE_SIGN in body else None)
    if cut is None:
        return None
    plans, values, end = cut
    openings = [plan.opening for plan in plans]
    skeleton = opens + _ROW_CLOSES.join([*openings, end]) + closes
    small = len(head) + len(skeleton) + len(tail) < _KEPT_BYTES
    merges = (_read_kept if small else _read_outside)(head, skeleton, tail)
    sound = all(plan.sound for plan in plans) and is_sound(_BETWEEN_VALUES.join(values))
    if merges is None or not (sound or _is_plain(content, part)):
        return None
    grid = _grid(plans, values, merges)
    grid.outline = head + skeleton
    return grid


def _cut(body: bytes) -> tuple[list[_Plan], list[bytes], bytes] | None:
    """Cut the values out; give the rows without them, the values, and what follows the last row.

    Each value leaves a hole; what stands before and behind it is for `_CELL` to judge. None where
    a row is not plain.
    """
    pieces = _VALUE.split(body)
    *rows, end = _HOLE.join(pieces[::2]).split(_ROW_CLOSES)
    plans: list[_Plan] = []
    for row in rows:
        plan = _PLANS.of(row)
        if plan is None:
            return None
        plans.append(plan)
    return (plans, pieces[1::2], end) if _EMPTY_ROWS.fullmatch(end) else None


def _with_inline_values(body: bytes) -> bytes:
    """Write plain inline strings as values, with a mark; the others have no place in a row."""
    return body if _ESCAPED in body else _INLINE.sub(_AS_VALUE, body)


def _take_apart(row: bytes) -> _Plan | None:
    """Take a row with holes for values apart; None where it is not plain."""
    pieces = _CELL.split(row)
    opened = _ROW_OPENS.fullmatch(pieces[0])
    columns = pieces[1::_PIECES]
    if opened is None or not _are_cells_of(opened[1], pieces):
        return None
    slots = _slots(pieces)
    held = {c: s for c, s in zip(columns, slots, strict=True) if _holds(s)}
    return _Plan(
        opening=opened[0],
        number=int(opened[1]),
        cells=held,
        count=row.count(_HOLE),
        texts=string_places(held),
        plain=plain_columns(held),
        size=len(columns),
        shared={s.share: s.formula for s in slots if s.share and s.formula},
        sound=is_sound(row.replace(_MARK, b"")),
    )


def _are_cells_of(number: bytes, pieces: Sequence[bytes]) -> bool:
    """Tell whether cells, and nothing else, stand in the row, each once and in its own row."""
    columns, numbers = pieces[1::_PIECES], pieces[2::_PIECES]
    if any(pieces[_PIECES::_PIECES]) or numbers.count(number) != len(numbers):
        return False
    beyond = any(len(c) == len(_LAST_COLUMN) and c > _LAST_COLUMN for c in columns)
    odd = any(
        (kind == _INLINE_TYPE) != (hole == _INLINE_HOLE)
        for kind, hole in zip(pieces[4::_PIECES], pieces[8::_PIECES], strict=True)
        if hole
    )
    return not beyond and not odd and len({*columns}) == len(columns)


def _slots(pieces: Sequence[bytes]) -> list[Slot]:
    """Give the row's cells; the values stand in the order of the holes."""
    places = count()
    return [
        Slot(
            _KINDS.get(kind, kind),
            int(style or 0),
            share,
            own if again is None else again,
            next(places) if hole else -1,
        )
        for style, kind, own, share, again, hole in zip(
            *(pieces[start::_PIECES] for start in range(3, _PIECES)), strict=True
        )
    ]


_PLANS: Kept[_Plan | None] = Kept(_take_apart, _KEPT_ROW_BYTES)


def _holds(slot: Slot) -> bool:
    return slot.value >= 0 or slot.formula is not None or slot.share is not None


def _grid(plans: Sequence[_Plan], values: list[bytes], merges: tuple[Merge, ...]) -> Grid:
    rows: dict[int, Row] = {}
    shared: dict[bytes, bytes] = {}
    start, size = 0, len(merges)
    for plan in plans:
        if plan.cells:
            rows[plan.number] = Row(plan.cells, start, plan.texts, plan.plain)
        if plan.shared:
            shared.update(plan.shared)
        start += plan.count
        size += plan.size
    return Grid(rows, values, shared, merges, size)


def _read_outside(head: bytes, skeleton: bytes, tail: bytes) -> tuple[Merge, ...] | None:
    """Read the tab without its cells: give its merges; None where anything is odd."""
    merges = _merges(tail)
    if merges is None or not _is_plain(head + skeleton + tail, ""):
        return None
    return merges if _in_order(skeleton) and _stands_in_root(head, tail) else None


_read_kept = lru_cache(maxsize=64)(_read_outside)
"""The tabs of one template differ, without their cells, little or not at all."""


def _is_plain(content: bytes, part: str) -> bool:
    try:
        return is_plain(content, part, prefixes=True)
    except FileRefusedError:
        return False


def _stands_in_root(head: bytes, tail: bytes) -> bool:
    """Tell whether the cells, and the merges, stand where the format has them."""
    root = head[head.find(b"<worksheet") :].partition(b">")[0] + b">"
    before_merges, merged, _ = tail.partition(b"<mergeCells")
    cut = (head + _ENDS, root + (before_merges if merged else b"") + _ENDS)
    try:
        for piece in cut:
            walk(piece, "")
    except FileRefusedError:
        return False
    return True


def _merges(tail: bytes) -> tuple[Merge, ...] | None:
    """Read the merges behind the cells; None where they are written in another way."""
    count = tail.count(b"mergeCell")
    if not count:
        return ()
    sections = _MERGES.findall(tail)
    refs = _MERGE.findall(sections[0]) if len(sections) == 1 else []
    if count != len(refs) + 2 * len(sections) or len(refs) > limits.MERGES:
        return None
    found = map(read_merge, map(bytes.decode, refs))
    return tuple(merge for merge in found if merge is not None)


def _in_order(skeleton: bytes) -> bool:
    """Tell whether the rows go up, each once, and end where a sheet ends."""
    numbers = [int(number) for number in _ROW.findall(skeleton)]
    return numbers == sorted({*numbers}) and (not numbers or numbers[-1] <= LAST_ROW)
