"""The quick way to read a tab: one pass of a regular expression over plain XML.

The expression takes every cell out of the part. What is left over must be nothing but rows, and
well-formed by the XML parser's word, which is remembered: a template's tabs differ little without
their cells. Where the part is not written in the one plain way that Excel, WPS, LibreOffice and
openpyxl share, or anything is odd, the answer is None and `parse` reads it.
"""

import re
from functools import lru_cache
from itertools import pairwise

from okrsheets.submissions import limits
from okrsheets.submissions.grid import LAST_ROW, Grid, Merge, read_merge
from okrsheets.submissions.markup import is_plain, is_sound, walk
from okrsheets.submissions.refusal import FileRefusedError

_SHARED = rb' t="shared"(?: ref="[A-Z0-9:]+")? si="([0-9]{1,9})"'
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="(s|str|n|b|e|d)")?'
    rb'(?:/>|>(?:<f(?: aca="false")?(?: ca="1")?(?:>|' + _SHARED + rb"(?:/>|>))"
    rb"(?:([^<]*)</f>)?)?(?:<v>([^<]*)</v>)?</c>)"
)
_PIECES = 8
_ROW_OPENS = re.compile(rb'<row r="([1-9][0-9]{0,6})"[^<>]*(?<!/)>\Z')
_ONLY_ROWS = re.compile(rb'<sheetData>(?:<row r="[1-9][0-9]{0,6}"[^<>]*+(?:(?<=/)>|></row>))*+')
_ROW = re.compile(rb'<row r="([0-9]+)"')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"/>')
_LAST_COLUMN = b"XFD"
_OPENS, _CLOSES, _ENDS = b"<sheetData>", b"</sheetData>", b"</worksheet>"
_KEPT_BYTES = 256 * 1024


def scan_grid(content: bytes, part: str) -> Grid | None:
    """Read the UTF-8 XML of a tab's part; None where it needs the careful way, which may refuse."""
    head, opens, rest = content.partition(_OPENS)
    body, closes, tail = rest.partition(_CLOSES)
    if not closes or len(content) > limits.QUICK_BYTES:
        return None
    pieces = _CELL.split(opens + body)
    between = pieces[::_PIECES]
    skeleton = b"".join(between)
    if not _ONLY_ROWS.fullmatch(skeleton):
        return None
    small = len(content) - len(body) + len(skeleton) < _KEPT_BYTES
    merges = (_read_kept if small else _read_outside)(head, skeleton + closes, tail)
    if merges is None or not (is_sound(body) or _is_plain(content, part)):
        return None
    rows = _rows(between, pieces[1::_PIECES], pieces[2::_PIECES])
    return None if rows is None else _grid(rows, pieces, merges)


def _read_outside(head: bytes, skeleton: bytes, tail: bytes) -> tuple[Merge, ...] | None:
    """Read the tab without its cells: give its merges; None where anything is odd."""
    merges = _merges(tail)
    if merges is None or not _is_plain(head + skeleton + tail, ""):
        return None
    return merges if _in_order(skeleton) and _stands_in_root(head, tail) else None


_read_kept = lru_cache(maxsize=64)(_read_outside)
"""The tabs of one template differ, without their cells, little or not at all."""


def _grid(
    rows: dict[int, dict[bytes, int]], pieces: list[bytes], merges: tuple[Merge, ...]
) -> Grid:
    shares, formulas = pieces[5::_PIECES], pieces[6::_PIECES]
    return Grid(
        rows,
        pieces[4::_PIECES],
        pieces[3::_PIECES],
        shares,
        formulas,
        pieces[7::_PIECES],
        {s: f for s, f in zip(shares, formulas, strict=True) if s and f} if any(shares) else {},
        merges,
    )


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
    refs = _MERGE.findall(tail)
    if tail.count(b"mergeCell ") != len(refs) or tail.count(b"<mergeCells") > 1:
        return None
    if len(refs) > limits.MERGES:
        return None
    found = map(read_merge, map(bytes.decode, refs))
    return tuple(merge for merge in found if merge is not None)


def _in_order(skeleton: bytes) -> bool:
    """Tell whether the rows go up, each once, and end where a sheet ends."""
    numbers = [int(number) for number in _ROW.findall(skeleton)]
    return numbers == sorted({*numbers}) and (not numbers or numbers[-1] <= LAST_ROW)


def _rows(
    between: list[bytes], columns: list[bytes], numbers: list[bytes]
) -> dict[int, dict[bytes, int]] | None:
    """Give the cells' positions by row; None where a cell stands outside its own row.

    `between[i]` stands before cell `i`; it is empty within a row.
    """
    rows: dict[int, dict[bytes, int]] = {}
    starts = [at for at, piece in enumerate(between) if piece]
    if any(len(column) == len(_LAST_COLUMN) and column > _LAST_COLUMN for column in {*columns}):
        return None
    for first, last in pairwise(starts):
        opened = _ROW_OPENS.search(between[first])
        if opened is None or numbers[first:last].count(opened[1]) != last - first:
            return None
        columns_of_row = dict(zip(columns[first:last], range(first, last), strict=True))
        if len(columns_of_row) != last - first:
            return None
        rows[int(opened[1])] = columns_of_row
    return rows
