"""The second schema: the audit as people read it, one line a command and outcome with its count."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_VIEW = """
CREATE VIEW audit_log AS
SELECT at, who,
       CASE what WHEN 'erased' THEN 'erase' ELSE 'ingest' END AS command,
       what, count(*) AS count
FROM audit
GROUP BY at, who, command, what
"""


def upgrade() -> None:
    """Add the view; no stored line changes."""
    op.execute(_VIEW)


def downgrade() -> None:
    """Refuse: people's data is never taken apart."""
    raise NotImplementedError
