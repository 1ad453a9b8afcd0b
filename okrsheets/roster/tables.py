"""From the roster's bytes to rows of cells with their addresses. Nothing is interpreted here.

The kind of file is told by its content. A workbook is opened with openpyxl, values only; a CSV
file may be UTF-8 (with or without a byte order mark), UTF-16 or GB18030, with commas, semicolons
or tabs.
"""

import csv
import io
import warnings
import zipfile
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from okrsheets.cells import Place
from okrsheets.layout import column_letter
from okrsheets.roster.headings import field_of
from okrsheets.roster.records import RosterCell, RosterTable

BROKEN, LOCKED, TOO_LARGE = "R001", "R002", "R003"
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LARGEST = 200_000_000
_WIDEST = 200
_BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"
_BROKEN = (
    *(zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, EOFError, OSError),
)


class UnreadableError(Exception):
    """The file is no roster at all; the argument is the finding code that says why."""


def read_table(data: bytes) -> RosterTable:
    """Give the rows of a roster file; a CSV file's only tab has no name.

    Raises:
        UnreadableError: with the code R001, R002 or R003.
    """
    if data.startswith(_OLD_OFFICE):
        raise UnreadableError(LOCKED)
    if data.startswith(_ZIP):
        return _workbook_table(data)
    return _csv_table(data)


def _workbook_table(data: bytes) -> RosterTable:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > _LARGEST:
            raise UnreadableError(TOO_LARGE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts that do not matter here
            workbook = load_workbook(io.BytesIO(data), data_only=True)
    except _BROKEN as error:
        raise UnreadableError(BROKEN) from error
    tables = [_sheet_table(sheet) for sheet in workbook.worksheets]
    if not tables:  # openpyxl sees no sheets in a "Strict Open XML" workbook
        raise UnreadableError(BROKEN)
    return max(tables, key=_known_headings)


def _known_headings(table: RosterTable) -> int:
    fields = {field_of(cell.text) for row in table.rows[:10] for cell in row}
    return len(fields - {None})


def _sheet_table(sheet: Any) -> RosterTable:  # noqa: ANN401 - an openpyxl worksheet
    rows = sheet.iter_rows(max_col=min(sheet.max_column, _WIDEST))
    return RosterTable(
        sheet.title, tuple(tuple(_cell(sheet.title, cell) for cell in row) for row in rows)
    )


def _cell(title: str, cell: Any) -> RosterCell:  # noqa: ANN401 - an openpyxl cell
    value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
    return RosterCell(
        place=Place(title, cell.coordinate),
        text=_shown(value),
        value=value,
        number_format=cell.number_format,
        error=cell.data_type == "e",
    )


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return str(value).strip(_BLANKS)


def _csv_table(data: bytes) -> RosterTable:
    text = _decoded(data)
    try:
        tables = [_split(text, delimiter) for delimiter in ",;\t"]
    except csv.Error as error:
        raise UnreadableError(BROKEN) from error
    return max(tables, key=_known_headings)


def _decoded(data: bytes) -> str:
    encodings = ["utf-8-sig", "gb18030"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError(BROKEN)


def _split(text: str, delimiter: str) -> RosterTable:
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    width = max(map(len, records), default=0)
    return RosterTable(
        "",
        tuple(
            tuple(
                _text_cell(Place("", f"{column_letter(column)}{row}"), value)
                for column, value in enumerate(record + [""] * (width - len(record)), start=1)
            )
            for row, record in enumerate(records, start=1)
        ),
    )


def _text_cell(place: Place, text: str) -> RosterCell:
    shown = text.strip(_BLANKS)
    return RosterCell(place, shown, shown or None)
