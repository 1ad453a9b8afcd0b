"""The views of the third schema: freezes, closings, check-ins, reviews, the audit."""

VIEWS = (
    """
CREATE VIEW audit_log AS
SELECT at, who,
       CASE what WHEN 'erased' THEN 'erase' WHEN 'frozen' THEN 'freeze' WHEN 'closed' THEN 'close'
                 WHEN 'reopened' THEN 'reopen' ELSE 'ingest' END AS command,
       what,
       sum(CASE WHEN what IN ('frozen', 'closed', 'reopened') THEN CAST(detail AS INTEGER)
                ELSE 1 END) AS count
FROM audit
GROUP BY at, who, command, what
""",
    """
CREATE VIEW plan_freezes AS
SELECT p.person, v.name, p.year, p.cycle, f.at AS frozen_at, f.who AS frozen_by, p.fingerprint,
       p.sha256, p.plan
FROM frozen_plans p
JOIN freezes f ON f.id = p.freeze_id
LEFT JOIN sheets s ON s.person = p.person AND s.year = p.year
LEFT JOIN versions v ON v.sheet_id = s.id AND v.current = 1
""",
    """
CREATE VIEW closings_log AS
SELECT c.cycle, c.at AS closed_at, c.who AS closed_by,
       CASE WHEN c.reopened_at IS NULL THEN 1 ELSE 0 END AS closed, c.reopened_at, c.reopened_by,
       c.reason,
       (SELECT count(*) FROM closed_scores s WHERE s.closing_id = c.id AND s.state = 'scored')
       AS scored,
       (SELECT count(*) FROM closed_scores s WHERE s.closing_id = c.id) AS people
FROM closings c
""",
    """
CREATE VIEW check_ins AS
SELECT s.person, v.name, r.cycle, r.objective, r.number, k.text, r.day, r.value, r.confidence,
       r.status, r.note, w.version, w.file, w.sha256, r.line
FROM check_in_rows r
JOIN sheets s ON s.id = r.sheet_id
JOIN versions v ON v.sheet_id = s.id AND v.current = 1
JOIN versions w ON w.id = r.version_id
LEFT JOIN key_result_rows k
  ON k.sheet_id = r.sheet_id AND k.cycle = r.cycle AND k.objective = r.objective
 AND k.number = r.number
""",
    """
CREATE VIEW annual_reviews AS
SELECT s.person, v.name, s.year,
       max(CASE k.key WHEN 'annual.review.self' THEN c.raw END) AS self,
       max(CASE k.key WHEN 'annual.review.peers' THEN c.raw END) AS peers,
       max(CASE k.key WHEN 'annual.review.manager' THEN c.raw END) AS manager,
       max(CASE k.key WHEN 'annual.review.collective' THEN c.raw END) AS collective
FROM sheets s
JOIN versions v ON v.sheet_id = s.id AND v.current = 1
JOIN (SELECT 'annual.review.self' AS key UNION ALL SELECT 'annual.review.peers'
      UNION ALL SELECT 'annual.review.manager' UNION ALL SELECT 'annual.review.collective') k
LEFT JOIN joined_cells j ON j.sheet_id = s.id AND j.key = k.key
JOIN cells c
  ON c.version_id = CASE WHEN j.key IS NULL THEN v.id ELSE j.version_id END AND c.key = k.key
GROUP BY s.id
""",
)
