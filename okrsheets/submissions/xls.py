"""Reads a score sheet that was saved in the format of Excel 97-2003 (.xls, .et).

Takes the bytes, hands on the same cells as from .xlsx: numbers with their formats, dates by the
workbook's own date system, errors apart from blanks, formulas known as such. Findings: F136.
"""

import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import olefile
import xlrd
from xlrd.formula import decompile_formula

from okrsheets.findings import Finding
from okrsheets.identity import DEFINED_NAME, PROPERTY
from okrsheets.layout import column_letter
from okrsheets.submissions.fieldcells import Interpretation, TabCells
from okrsheets.submissions.grid import Grid, Merge
from okrsheets.submissions.hidden import Hidden
from okrsheets.submissions.opened import Opened, converted
from okrsheets.submissions.parse import CellList
from okrsheets.submissions.properties import Properties
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.strings import Strings
from okrsheets.submissions.styles import CellFormat, shows_date
from okrsheets.submissions.workbook import Tab, Workbook

_HEAD = struct.Struct("<2H")
_PLACE = struct.Struct("<2H")
_FORMULA, _BEGIN, _END = 0x0006, 0x0809, 0x000A
_FORMULA_AT = 20
_REPEATED = 0x01
_UNKNOWN, _REACHING_OUT = "?", "[?]"
_SILENT: Any = type("Silent", (), {"write": lambda *_: None, "flush": lambda *_: None})()
_EXCEL_97 = 80


def open_xls(data: bytes) -> Opened | None:
    """Open a workbook of the old format; None where it cannot be read or is not a score sheet.

    Raises:
        FileRefusedError: F207.
    """
    try:
        return _open(data)
    except (FileRefusedError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - the library raises whatever a damaged file makes it meet
        return None


def _open(data: bytes) -> Opened | None:
    book = xlrd.open_workbook(
        file_contents=data, formatting_info=True, on_demand=True, logfile=_SILENT
    )  # on demand: the stream stays at hand, for the formulas
    if book.biff_version < _EXCEL_97:
        return None
    shared = Interpretation(Strings([]), _formats(book), dates_from_1904=bool(book.datemode))
    tabs = [TabCells(s.name, _grid(book, s), shared, _hidden(s)) for s in book.sheets()]
    workbook = Workbook(
        tabs=tuple(Tab(name, "") for name in book.sheet_names()),
        dates_from_1904=shared.dates_from_1904,
        strings=None,
        styles=None,
        carried=_carried(book),
    )
    note = Finding("F136", fields={"format": ".xls"})
    return converted(workbook, _properties(data), tabs, note)


def _formats(book: xlrd.Book) -> tuple[CellFormat, ...]:
    formats: list[CellFormat] = []
    for style in book.xf_list:
        known = book.format_map.get(style.format_key)
        code = known.format_str if known else "General"
        struck = bool(book.font_list[style.font_index].struck_out)
        formats.append(CellFormat(code, shows_date(code), struck))
    return tuple(formats)


def _grid(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    cells = CellList()
    formulas = dict(_formulas(book, sheet))
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            formula = formulas.get((row, column))
            kind, value = _content(book, sheet, (row, column), cell)
            if formula is not None and value == "0":
                value = None  # some programs store 0 for a text of no length: it is not known
            if value is not None or formula is not None:
                style = (kind, str(cell.xf_index or 0))
                cells.keep((column + 1, row + 1), style, (value, formula, None))
    return cells.grid(tuple(_merge(*corners) for corners in sheet.merged_cells))


def _hidden(sheet: xlrd.sheet.Sheet) -> Hidden:
    columns = (c for c, how in sheet.colinfo_map.items() if how.hidden and not how.outline_level)
    return Hidden(
        frozenset(row + 1 for row, how in sheet.rowinfo_map.items() if how.hidden),
        frozenset(column_letter(column + 1).encode("ascii") for column in columns),
    )


def _content(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet, place: tuple[int, int], cell: xlrd.sheet.Cell
) -> tuple[str, str | None]:
    """Give a cell's type and value as .xlsx would store them."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        runs = sheet.rich_text_runlist_map.get(place, ())
        struck = any(book.font_list[font].struck_out for _, font in runs)
        return ("struck" if struck else "text"), str(cell.value)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return "n", f"{cell.value:.15g}"  # as many digits as the programs keep
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "b", str(int(cell.value))
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return "e", xlrd.error_text_from_code.get(int(cell.value), "#ERROR!")
    return "n", None


def _merge(first_row: int, end_row: int, first_column: int, end_column: int) -> Merge:
    ref = f"{column_letter(first_column + 1)}{first_row + 1}"
    ref += f":{column_letter(end_column)}{end_row}"
    return Merge(ref, first_column + 1, first_row + 1, end_column, end_row)


def _formulas(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[tuple[tuple[int, int], str]]:
    """Give the formulas of a tab by 0-based row and column, which the library passes over."""
    for code, record in _records(book, sheet):
        if code == _FORMULA and len(record) > _FORMULA_AT + 2:
            row, column = _PLACE.unpack_from(record)
            yield (row, column), _text_of(book, record, (row, column))


def _records(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[tuple[int, bytes]]:
    """Walk the records of a tab's own part of the stream, down to its end."""
    stream: bytes = book.mem or b""
    places: list[int] = getattr(book, "_sh_abs_posn")  # noqa: B009 - known nowhere else, untyped
    at = book.base + places[sheet.number]
    depth = 0
    while at + _HEAD.size <= len(stream):
        code, length = _HEAD.unpack_from(stream, at)
        at += _HEAD.size
        depth += (code == _BEGIN) - (code == _END)
        if not depth:
            return
        if depth == 1:
            yield code, bytes(stream[at : at + length])
        at += length


def _text_of(book: xlrd.Book, record: bytes, place: tuple[int, int]) -> str:
    """Give a formula's text; one that cannot be told is taken as reaching beyond the sheet.

    A formula that repeats another one's never does: the format has no room for it there.
    """
    (length,) = struct.unpack_from("<H", record, _FORMULA_AT)
    tokens = record[_FORMULA_AT + 2 : _FORMULA_AT + 2 + length]
    try:
        row, column = place
        text = decompile_formula(book, tokens, length, 0, browx=row, bcolx=column, blah=0, r1c1=0)
    except Exception:  # noqa: BLE001 - only the text is lost, that it is a formula is not
        text = None
    return text or (_UNKNOWN if tokens[:1] == bytes([_REPEATED]) else _REACHING_OUT)


def _carried(book: xlrd.Book) -> str:
    for name in book.name_obj_list:
        if name.name.lower() == DEFINED_NAME and name.result is not None:
            return str(name.result.value or "").strip()
    return ""


def _properties(data: bytes) -> Properties:
    """Give when and by whom the workbook was last saved, and the identity's custom property."""
    with olefile.OleFileIO(data) as ole:
        known = ole.get_metadata()
        custom = _custom(ole)
    moment = getattr(known, "last_saved_time", None)
    return Properties(
        moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None,
        _decoded(getattr(known, "last_saved_by", None)),
        custom.get(PROPERTY, ""),
    )


def _custom(ole: "olefile.OleFileIO[Any]") -> Mapping[str, str]:
    found = {}
    for entry in getattr(ole, "get_userdefined_properties", lambda *_: [])(
        "\x05DocumentSummaryInformation"
    ):
        found[_decoded(entry.get("property_name")).lower()] = _decoded(entry.get("value"))
    return found


def _decoded(text: object) -> str:
    if isinstance(text, bytes):
        return text.decode("utf-8", "replace").strip("\0 ")
    return text.strip("\0 ") if isinstance(text, str) else ""
