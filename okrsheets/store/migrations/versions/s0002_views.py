"""The second schema: the audit as people read it; key results found without reading all cells."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_AUDIT_LOG = """
CREATE VIEW audit_log AS
SELECT at, who,
       CASE what WHEN 'erased' THEN 'erase' ELSE 'ingest' END AS command,
       what, count(*) AS count
FROM audit
GROUP BY at, who, command, what
"""
_KEY = "substr(k.cycle, 5) || '.O' || k.objective || '.K' || k.number || '.actual'"
_KEY_RESULTS = f"""
CREATE VIEW key_results AS
SELECT s.person, v.name, k.cycle, k.objective, o.text AS objective_text, k.number, k.text, k.type,
       k.weight, k.baseline, k.target, k.upper, k.actual, k.unit, k.progress, k.self_score,
       k.reviewer_score, k.score, k.source, k.status, k.reason,
       c.sheet AS actual_sheet, c.ref AS actual_cell, c.raw AS actual_raw,
       coalesce(w.file, v.file) AS file, coalesce(w.sha256, v.sha256) AS sha256
FROM key_result_rows k
JOIN sheets s ON s.id = k.sheet_id
JOIN versions v ON v.sheet_id = s.id AND v.current = 1
JOIN objective_rows o
  ON o.sheet_id = k.sheet_id AND o.cycle = k.cycle AND o.number = k.objective
LEFT JOIN joined_cells j ON j.sheet_id = s.id AND j.key = {_KEY}
LEFT JOIN cells c
  ON c.version_id = CASE WHEN j.key IS NULL THEN v.id ELSE j.version_id END AND c.key = {_KEY}
LEFT JOIN versions w ON w.id = c.version_id
"""  # noqa: S608 - our own text


def upgrade() -> None:
    """Add the one view and make the other anew; no stored line changes."""
    op.execute(_AUDIT_LOG)
    op.execute("DROP VIEW key_results")
    op.execute(_KEY_RESULTS)


def downgrade() -> None:
    """Refuse: people's data is never taken apart."""
    raise NotImplementedError
