"""Inserts many rows that belong to one parent, at the driver's speed.

SQLAlchemy builds the statement once for each table and database; the rows go past its per-row
handling, which takes longer than the insert itself.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, TableClause, insert


def add_rows(
    connection: Connection, table: TableClause, parent: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows under the parent whose id stands in the table's first column."""
    if rows:
        statement, rest = _prepared(table, connection.dialect)
        connection.exec_driver_sql(statement, [(parent, *rest(row)) for row in rows])


@cache
def _prepared(
    table: TableClause, dialect: Dialect
) -> tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]:
    names = [column.name for column in table.columns]
    compiled = insert(table).values(dict.fromkeys(names)).compile(dialect=dialect)
    return str(compiled), itemgetter(*names[1:])
