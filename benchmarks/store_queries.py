"""How long questions to a large store take: 10 years of 4 quarters, 10,000 people.

`python benchmarks/store_queries.py [PEOPLE] [YEARS]` makes such a database in a temporary folder,
with invented rows, and asks it through the views. Prints the median of five, in milliseconds.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from okrsheets.store import open_store

RUNS = 5
FIRST_YEAR = 2017
KEY_RESULTS = 9
FILL = """
CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS
 (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :people) SELECT i FROM n;
CREATE TEMP TABLE y AS WITH RECURSIVE y(i) AS
 (SELECT 0 UNION ALL SELECT i + 1 FROM y WHERE i < :years - 1) SELECT i FROM y;
CREATE TEMP TABLE q AS SELECT 1 AS i UNION SELECT 2 UNION SELECT 3 UNION SELECT 4;
CREATE TEMP TABLE k AS SELECT o.i AS o, k.i AS k FROM q o, q k WHERE o.i < 4 AND k.i < 4;
INSERT INTO sheets (id, person, year, code, scored_with)
 SELECT y.i * :people + n.i, printf('E%05d', n.i), :first + y.i, 'c', 's' FROM y, n;
INSERT INTO versions SELECT id, id, 1, printf('%064d', id), 'inbox/a.xlsx', 'Name ' || person, 'i',
 '2026-10-05T09:00:00+00:00', '2026-10-26T07:33:20+00:00', 1, 1, 0 FROM sheets;
INSERT INTO files SELECT id, 'inbox/' || id || '.xlsx', printf('%064d', id), 'stored', person,
 '2026-10-26T07:33:20+00:00' FROM sheets;
INSERT INTO cycle_rows SELECT s.id, s.year || 'Q' || q.i, 'scored', (s.id % 11) / 10.0,
 (s.id % 11) || '/10', CASE WHEN s.id % 11 < 7 THEN 'below' ELSE 'on_target' END, NULL, NULL, NULL
 FROM sheets s, q;
INSERT INTO objective_rows SELECT s.id, s.year || 'Q' || q.i, o.i, 'Objective', '', NULL, 0.5,
 '1/2', 'scored', 0.5, '1/2' FROM sheets s, q, q o WHERE o.i < 4;
INSERT INTO key_result_rows SELECT s.id, s.year || 'Q' || q.i, k.o, k.k, 'Key result', 'linear', '',
 '', NULL, 0.5, '1/2', NULL, '50', NULL, NULL, NULL, '25', NULL, NULL, 0.5, '1/2', NULL, NULL, 0.5,
 '1/2', 'computed', NULL, '', '', '' FROM sheets s, q, k;
INSERT INTO cells SELECT s.id, 'Q' || q.i || '.O' || k.o || '.K' || k.k || '.actual', 'Q' || q.i,
 'K' || (8 + k.o * 4 + k.k), 'number', '25', 'General', NULL, '25' FROM sheets s, q, k;
ANALYZE;
"""
QUERIES = {
    "one quarter below the line": (
        "SELECT person, name, score FROM scores WHERE cycle = '2026Q1' AND band = 'below'"
        " ORDER BY score, person LIMIT 100"
    ),
    "bands of one quarter": (
        "SELECT band, count(*) FROM scores WHERE cycle = '2026Q1' GROUP BY band"
    ),
    "mean of every quarter of every year": (
        "SELECT cycle, avg(score) FROM scores GROUP BY cycle ORDER BY cycle"
    ),
    "one person's scores of all years": "SELECT * FROM scores WHERE person = 'E00017'",
    "one person's key results of a year": (
        "SELECT * FROM key_results WHERE person = 'E00017' AND cycle LIKE '2026%'"
    ),
    "where a number comes from": (
        "SELECT * FROM current_cells WHERE person = 'E00017' AND year = 2026"
        " AND key = 'Q1.O2.K1.actual'"
    ),
    "one person's versions": "SELECT * FROM submissions WHERE person = 'E00017'",
    "a file by its hash": "SELECT * FROM files WHERE sha256 = printf('%064d', 17)",
}


def fill(path: Path, people: int, years: int) -> None:
    """Make the store and fill it with invented rows."""
    with open_store(path) as store, store.transaction():
        pass
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    for statement in filter(str.strip, FILL.split(";")):
        text = statement
        for name, value in (("people", people), ("years", years), ("first", FIRST_YEAR)):
            text = text.replace(f":{name}", str(value))
        connection.execute(text)
    connection.execute("COMMIT")
    connection.close()


def measure(path: Path) -> None:
    """Ask every question and print the median time."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    for name, query in QUERIES.items():
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            rows = connection.execute(query).fetchall()
            times.append((time.perf_counter() - start) * 1000)
        print(f"{name:40} {statistics.median(times):9.1f} ms  {len(rows):6} rows")
    connection.close()


def main() -> None:
    """Make the database, print its size, measure."""
    given = [int(argument) for argument in sys.argv[1:]]
    people, years = (*given, 10_000, 10)[:2] if len(given) != 1 else (given[0], 10)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "okrsheets.db"
        start = time.perf_counter()
        fill(path, people, years)
        size = path.stat().st_size / 1e6
        quarters = 4 * years
        print(
            f"{people:,} people x {quarters} quarters x {KEY_RESULTS} key results: {size:,.0f} MB,"
            f" made in {time.perf_counter() - start:.0f} s"
        )
        measure(path)


if __name__ == "__main__":
    main()
