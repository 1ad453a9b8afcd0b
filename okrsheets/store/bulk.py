"""Inserts rows at the driver's speed.

SQLAlchemy builds the statement once for each table and database; the rows go past its handling of
each statement and row, which takes several times as long as the insert itself. What the driver
raises is told by `Store.transaction` as what SQLAlchemy raises.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, TableClause, insert

Values = Callable[[Mapping[str, Any]], tuple[Any, ...]]


def add_rows(
    connection: Connection, table: TableClause, parent: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows under the parent whose id stands in the table's first column."""
    if rows:
        statement, rest = _prepared(table, connection.dialect)
        values = [(parent, *rest(row)) for row in rows]
        connection.connection.cursor().executemany(statement, values)


def add_row(connection: Connection, table: TableClause, row: Mapping[str, Any]) -> int:
    """Insert a row into a table whose first column is its id; give the id."""
    statement, rest = _prepared(table, connection.dialect)
    cursor = connection.connection.cursor()
    cursor.execute(statement, (None, *rest(row)))
    return int(cursor.lastrowid or 0)


@cache
def _prepared(table: TableClause, dialect: Dialect) -> tuple[str, Values]:
    """Give the statement for a table's rows, and what takes the values out of one."""
    names = [column.name for column in table.columns]
    compiled = insert(table).values(dict.fromkeys(names)).compile(dialect=dialect)
    return str(compiled), itemgetter(*names[1:])
