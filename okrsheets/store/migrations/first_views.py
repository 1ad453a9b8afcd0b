"""The first views: the tables as people read them with other programs (docs/store.md)."""

VIEWS = (
    """
CREATE VIEW submissions AS
SELECT s.person, v.name, s.year, v.version, v.current, v.modified, v.received, v.file, v.sha256
FROM versions v JOIN sheets s ON s.id = v.sheet_id
""",
    """
CREATE VIEW current_cells AS
SELECT s.person, s.year, c.key, c.sheet, c.ref, c.kind, c.raw, c.format, c.formula, c.value,
       v.version, v.file, v.sha256
FROM sheets s
JOIN versions v ON v.sheet_id = s.id AND v.current = 1
JOIN cells c ON c.version_id = v.id
WHERE NOT EXISTS (SELECT 1 FROM joined_cells j WHERE j.sheet_id = s.id AND j.key = c.key)
UNION ALL
SELECT s.person, s.year, c.key, c.sheet, c.ref, c.kind, c.raw, c.format, c.formula, c.value,
       v.version, v.file, v.sha256
FROM joined_cells j
JOIN sheets s ON s.id = j.sheet_id
JOIN versions v ON v.id = j.version_id
JOIN cells c ON c.version_id = j.version_id AND c.key = j.key
""",
    """
CREATE VIEW scores AS
SELECT s.person, v.name, s.year, r.cycle, r.state, r.score, r.band, r.scored, r.cycles AS "of",
       r.provisional, r.score_exact
FROM cycle_rows r
JOIN sheets s ON s.id = r.sheet_id
JOIN versions v ON v.sheet_id = s.id AND v.current = 1
""",
    """
CREATE VIEW key_results AS
SELECT s.person, v.name, k.cycle, k.objective, o.text AS objective_text, k.number, k.text, k.type,
       k.weight, k.baseline, k.target, k.upper, k.actual, k.unit, k.progress, k.self_score,
       k.reviewer_score, k.score, k.source, k.status, k.reason,
       c.sheet AS actual_sheet, c.ref AS actual_cell, c.raw AS actual_raw,
       coalesce(c.file, v.file) AS file, coalesce(c.sha256, v.sha256) AS sha256
FROM key_result_rows k
JOIN sheets s ON s.id = k.sheet_id
JOIN versions v ON v.sheet_id = s.id AND v.current = 1
JOIN objective_rows o
  ON o.sheet_id = k.sheet_id AND o.cycle = k.cycle AND o.number = k.objective
LEFT JOIN current_cells c
  ON c.person = s.person AND c.year = s.year
 AND c.key = substr(k.cycle, 5) || '.O' || k.objective || '.K' || k.number || '.actual'
""",
    """
CREATE VIEW findings AS
SELECT f.name AS file, f.state, f.person, n.code, n.severity, n.sheet, n.ref AS cell, n.value,
       n.key AS field, f.sha256
FROM finding_rows n JOIN files f ON f.id = n.file_id
""",
)
