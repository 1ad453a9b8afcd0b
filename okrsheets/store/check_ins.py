"""Keeps the check-ins of every stored version as history.

One line a key result and day: the newest saved version's word. What stood in an older version and
was taken out of the sheet later stays. Source: docs/pace.md.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from okrsheets.model import Submission
from okrsheets.store.rows import Row, exact, storable

SAVED = (
    "CASE WHEN v.modified IS NULL OR julianday(v.modified) > julianday(v.received) + 1"
    " THEN v.received ELSE v.modified END"
)
"""When a version was saved; at its receipt where its own date is missing or in the future."""
_SAVE = text(
    """
INSERT INTO check_in_rows (sheet_id, cycle, objective, number, day, value, confidence, status,
                           note, version_id, line)
VALUES (:sheet_id, :cycle, :objective, :number, :day, :value, :confidence, :status, :note,
        :version_id, :line)
ON CONFLICT (sheet_id, cycle, objective, number, day) DO UPDATE
SET value = excluded.value, confidence = excluded.confidence, status = excluded.status,
    note = excluded.note, version_id = excluded.version_id, line = excluded.line
WHERE CASE
    WHEN (value, confidence, status, note)
         IS NOT (excluded.value, excluded.confidence, excluded.status, excluded.note)
    THEN (SELECT {saved} FROM versions v WHERE v.id = check_in_rows.version_id)
       < (SELECT {saved} FROM versions v WHERE v.id = excluded.version_id)
    ELSE (SELECT {saved} FROM versions v WHERE v.id = check_in_rows.version_id)
       > (SELECT {saved} FROM versions v WHERE v.id = excluded.version_id)
END
""".replace("{saved}", f"{SAVED} || v.sha256")
)


def check_in_rows(submission: Submission) -> tuple[Row, ...]:
    """Give a sheet's check-ins as rows; of two of a key result and day it is the lower line's.

    A line without a day or a key result of the sheet is in the cells alone.
    """
    found: dict[tuple[object, ...], Row] = {}
    for line in submission.check_ins:
        place = line.key_result
        if line.day is None or place is None:
            continue
        row: Row = {
            "cycle": f"{submission.identity.year}{place.tab}",
            "objective": place.objective,
            "number": place.number,
            "day": line.day.isoformat(),
            "value": exact(line.value),
            "confidence": exact(line.confidence),
            "status": line.status.value if line.status else None,
            "note": storable(line.note),
            "line": line.number,
        }
        found[(place, line.day)] = row
    return tuple(found.values())


def save_check_ins(
    connection: Connection, sheet_id: int, version_id: int, rows: Sequence[Row]
) -> None:
    """Keep a version's check-ins; of one key result and day, the newest saved version's counts.

    Where versions say the same, the line stays with the one that was saved first.
    """
    own: Row = {"sheet_id": sheet_id, "version_id": version_id}
    if rows:
        connection.execute(_SAVE, [own | row for row in rows])
