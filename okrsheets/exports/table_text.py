"""The lines of a table as CSV (RFC 4180), which opens in a spreadsheet program without harm."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from okrsheets.batch.export import Record
from okrsheets.exports.column import Table
from okrsheets.exports.texts import quoted_for_csv, without_controls

Cell = str | int | float | date | None


def csv_text(table: Table, rows: Iterable[Record]) -> str:
    """Give the lines as CSV, without a byte order mark.

    Missing is an empty field; numbers are written with a point and all their places, dates as
    2026-07-31, true and false in small letters.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(table.names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in table.names])
    return stream.getvalue()


def _cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return quoted_for_csv(without_controls(value))
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else value
