"""The four tables as pandas frames, with kinds that know a missing value."""

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from okrsheets.batch.export import Record
from okrsheets.exports.column import Sort, Table
from okrsheets.exports.columns import TABLES
from okrsheets.exports.rows import Rows

_KINDS = {
    Sort.TEXT: "string",
    Sort.CODE: "string",
    Sort.WHOLE: "Int64",
    Sort.NUMBER: "Float64",
    Sort.DAY: "datetime64[us]",
    Sort.TRUTH: "boolean",
}


class Scores(NamedTuple):
    """One frame for each level; docs/data-dictionary.md explains every column.

    A line of `objectives` names its cycle in `parent`, one of `key_results` its objective; both
    are the other frame's `key`. `cycles` and `people` meet in `person`.
    """

    people: pd.DataFrame
    cycles: pd.DataFrame
    objectives: pd.DataFrame
    key_results: pd.DataFrame


def frame_of(table: Table, rows: Iterable[Record]) -> pd.DataFrame:
    """Give a table as a frame: text `string`, `Int64`, `Float64`, `boolean`, days as times."""
    frame = pd.DataFrame(list(rows), columns=list(table.names))
    return frame.astype({column.name: _KINDS[column.sort] for column in table.columns})


def frames_of(rows: Rows) -> Scores:
    """Give every table as a frame."""
    return Scores(**{name: frame_of(table, rows[name]) for name, table in TABLES.items()})
