"""A table as a Parquet file: typed, with the data dictionary in every column's remarks."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from okrsheets.batch.export import Record
from okrsheets.exports.column import Column, Sort, Table
from okrsheets.exports.frames import frame_of

_TYPES = {
    Sort.TEXT: pa.string(),
    Sort.CODE: pa.string(),
    Sort.WHOLE: pa.int64(),
    Sort.NUMBER: pa.float64(),
    Sort.DAY: pa.timestamp("us"),
    Sort.TRUTH: pa.bool_(),
}


def write_parquet(table: Table, rows: Iterable[Record], path: Path) -> None:
    """Write a table; numbers are doubles, right to ten places."""
    schema = pa.schema([_field(column) for column in table.columns])
    content = pa.Table.from_pandas(frame_of(table, rows), schema=schema, preserve_index=False)
    pq.write_table(content, path, compression="zstd")


def _field(column: Column) -> pa.Field:
    remarks = {"description": column.meaning, "blank": column.blank, "unit": column.unit.value}
    return pa.field(
        column.name,
        _TYPES[column.sort],
        nullable=True,
        metadata={key: text for key, text in remarks.items() if text},
    )
