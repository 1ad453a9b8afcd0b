"""The third schema: frozen plans, closed cycles with their scores, check-ins kept as history."""

import sqlalchemy as sa
from alembic import op

from okrsheets.store.migrations.year_views import VIEWS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATES = "'not_submitted','empty','planned','partial','scored','void','not_employed'"
_BANDS = "'no_progress','below','on_target','outstanding'"


def upgrade() -> None:
    """Add the tables and their views; no stored line changes."""
    _freezes()
    _closings()
    _closed_scores()
    _check_ins()
    op.execute("DROP VIEW audit_log")
    for view in VIEWS:
        op.execute(view)


def downgrade() -> None:
    """Refuse: people's data is never taken apart."""
    raise NotImplementedError


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _whole(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _to(name: str, target: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target, ondelete="CASCADE"), nullable=False)


def _one_of(name: str, words: str) -> sa.CheckConstraint:
    test = " OR ".join(f"{name} = {word}" for word in words.split(","))
    return sa.CheckConstraint(test, name=f"{name}_is_known")


def _freezes() -> None:
    op.create_table(
        "freezes",
        sa.Column("id", sa.Integer, primary_key=True),
        _whole("year"),
        _text("cycle"),
        _text("at"),
        _text("who"),
    )
    op.create_table(
        "frozen_plans",
        _text("person"),
        _text("cycle"),
        _to("freeze_id", "freezes.id"),
        _whole("year"),
        _text("sha256"),
        _text("fingerprint"),
        _text("plan"),
        sa.PrimaryKeyConstraint("person", "cycle"),
        sa.CheckConstraint("person <> ''", name="person_is_given"),
        sa.CheckConstraint("length(fingerprint) = 64", name="fingerprint_is_whole"),
        sqlite_with_rowid=False,
    )


def _closings() -> None:
    op.create_table(
        "closings",
        sa.Column("id", sa.Integer, primary_key=True),
        _whole("year"),
        _text("cycle"),
        _text("at"),
        _text("who"),
        _text("policies"),
        _text("reopened_at", null=True),
        _text("reopened_by", null=True),
        _text("reason", null=True),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reason IS NULL)"
            " AND (reopened_at IS NULL) = (reopened_by IS NULL)",
            name="reopened_with_a_reason",
        ),
        sa.CheckConstraint("reason IS NULL OR trim(reason) <> ''", name="reason_is_given"),
    )
    op.create_index(
        "a_cycle_is_closed_once",
        "closings",
        ["cycle"],
        unique=True,
        sqlite_where=sa.text("reopened_at IS NULL"),
    )


def _closed_scores() -> None:
    op.create_table(
        "closed_scores",
        _to("closing_id", "closings.id"),
        _text("person"),
        _text("state"),
        sa.Column("score", sa.Float, nullable=True),
        _text("score_exact", null=True),
        _text("band", null=True),
        sa.PrimaryKeyConstraint("closing_id", "person"),
        _one_of("state", _STATES),
        _one_of("band", _BANDS),
        sa.CheckConstraint("score BETWEEN 0 AND 1", name="score_between_0_and_1"),
        sa.CheckConstraint(
            "(score IS NULL) = (score_exact IS NULL)", name="score_and_its_exact_text"
        ),
        sqlite_with_rowid=False,
    )


def _check_ins() -> None:
    op.create_table(
        "check_in_rows",
        _to("sheet_id", "sheets.id"),
        _text("cycle"),
        _whole("objective"),
        _whole("number"),
        _text("day"),
        _text("value", null=True),
        _text("confidence", null=True),
        _text("status", null=True),
        _text("note"),
        _to("version_id", "versions.id"),
        _whole("line"),
        sa.PrimaryKeyConstraint("sheet_id", "cycle", "objective", "number", "day"),
        _one_of("status", "'on_track','at_risk','off_track','void'"),
        sa.CheckConstraint("objective >= 1 AND number >= 1", name="key_result_from_1"),
        sqlite_with_rowid=False,
    )
