"""The first schema: sheets, their versions and cells, scores, files, findings, audit."""

import sqlalchemy as sa
from alembic import op

from okrsheets.store.migrations.first_views import VIEWS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATES = "'not_submitted','empty','planned','partial','scored','void','not_employed'"
FILE_STATES = "'stored','replaced','unchanged','duplicate','held','rejected'"
TYPES = "'increase','decrease','linear','range','milestone','yesno','anchored','judged'"
BANDS = "'no_progress','below','on_target','outstanding'"
KINDS = "'number','text','boolean','date','error','uncached'"


def upgrade() -> None:
    """Make every table, view and trigger."""
    _sheets()
    _versions()
    _cells()
    _cycles()
    _objectives()
    _key_results()
    _files()
    _audit()
    for view in VIEWS:
        op.execute(view)
    for word in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{word.lower()} BEFORE {word} ON audit BEGIN"
            " SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )


def downgrade() -> None:
    """Refuse: people's data is never taken apart."""
    raise NotImplementedError


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _whole(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=null)


def _real(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float, nullable=True)


def _to(name: str, target: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target, ondelete="CASCADE"), nullable=null)


def _share(name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} BETWEEN 0 AND 1", name=f"{name}_between_0_and_1")


def _exact(name: str) -> sa.CheckConstraint:
    """Either both the exact text and the number for people, or neither."""
    return sa.CheckConstraint(
        f"({name} IS NULL) = ({name}_exact IS NULL)", name=f"{name}_and_its_exact_text"
    )


def _one_of(name: str, words: str) -> sa.CheckConstraint:
    test = " OR ".join(f"{name} = {word}" for word in words.split(","))  # SQLite's IN is slow
    return sa.CheckConstraint(test, name=f"{name}_is_known")


def _sheets() -> None:
    op.create_table(
        "sheets",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("person"),
        _whole("year"),
        _text("code"),
        _text("scored_with"),
        sa.UniqueConstraint("person", "year", name="one_sheet_a_person_and_year"),
        sa.CheckConstraint("person <> ''", name="person_is_given"),
    )


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, primary_key=True),
        _to("sheet_id", "sheets.id"),
        _whole("version"),
        sa.Column("sha256", sa.Text, nullable=False, unique=True),
        _text("file"),
        _text("name"),
        _text("identity"),
        _text("modified", null=True),
        _text("received"),
        _whole("joins"),
        _whole("current"),
        _whole("settles"),
        sa.UniqueConstraint("sheet_id", "version", name="versions_are_numbered"),
        sa.CheckConstraint("version >= 1", name="version_from_1"),
        sa.CheckConstraint("joins IN (0, 1)", name="joins_is_yes_or_no"),
        sa.CheckConstraint("current IN (0, 1)", name="current_is_yes_or_no"),
        sa.CheckConstraint("settles IN (0, 1)", name="settles_is_yes_or_no"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),
    )
    op.create_index(
        "one_current_version",
        "versions",
        ["sheet_id"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
    )


def _cells() -> None:
    op.create_table(
        "cells",
        _to("version_id", "versions.id"),
        _text("key"),
        _text("sheet"),
        _text("ref"),
        _text("kind"),
        _text("raw"),
        _text("format"),
        _text("formula", null=True),
        _text("value", null=True),
        sa.PrimaryKeyConstraint("version_id", "key"),
        _one_of("kind", KINDS),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "joined_cells",
        _to("sheet_id", "sheets.id"),
        _text("key"),
        _to("version_id", "versions.id", null=True),
        sa.PrimaryKeyConstraint("sheet_id", "key"),
        sqlite_with_rowid=False,
    )


def _cycles() -> None:
    op.create_table(
        "cycle_rows",
        _to("sheet_id", "sheets.id"),
        _text("cycle"),
        _text("state"),
        _real("score"),
        _text("score_exact", null=True),
        _text("band", null=True),
        _whole("scored", null=True),
        _whole("cycles", null=True),
        _whole("provisional", null=True),
        sa.PrimaryKeyConstraint("sheet_id", "cycle"),
        _one_of("state", STATES),
        _one_of("band", BANDS),
        _share("score"),
        _exact("score"),
        sa.CheckConstraint("scored BETWEEN 0 AND cycles", name="scored_is_within_the_year"),
        sqlite_with_rowid=False,
    )


def _objectives() -> None:
    op.create_table(
        "objective_rows",
        _to("sheet_id", "sheets.id"),
        _text("cycle"),
        _whole("number"),
        _text("text"),
        _text("supports"),
        _text("weight_given", null=True),
        _real("weight"),
        _text("weight_exact", null=True),
        _text("state"),
        _real("score"),
        _text("score_exact", null=True),
        sa.PrimaryKeyConstraint("sheet_id", "cycle", "number"),
        sa.ForeignKeyConstraint(
            ["sheet_id", "cycle"],
            ["cycle_rows.sheet_id", "cycle_rows.cycle"],
            ondelete="CASCADE",
        ),
        _one_of("state", "'partial','scored','void'"),
        sa.CheckConstraint("number >= 1", name="number_from_1"),
        sa.CheckConstraint("weight > 0 AND weight <= 1", name="weight_is_a_share"),
        sa.CheckConstraint("(state = 'scored') = (score IS NOT NULL)", name="scored_has_a_score"),
        _share("score"),
        _exact("score"),
        _exact("weight"),
        sqlite_with_rowid=False,
    )


def _key_results() -> None:
    given = ("baseline", "target", "upper", "v30", "v70", "actual", "confidence")
    op.create_table(
        "key_result_rows",
        _to("sheet_id", "sheets.id"),
        _text("cycle"),
        _whole("objective"),
        _whole("number"),
        _text("text"),
        _text("type", null=True),
        _text("unit"),
        _text("owner"),
        _text("weight_given", null=True),
        _real("weight"),
        _text("weight_exact", null=True),
        *(_text(name, null=True) for name in given),
        _text("raw_exact", null=True),
        _real("progress"),
        _text("progress_exact", null=True),
        _text("self_score", null=True),
        _text("reviewer_score", null=True),
        _real("score"),
        _text("score_exact", null=True),
        _text("source", null=True),
        _text("status", null=True),
        _text("reason"),
        _text("evidence"),
        _text("depends"),
        sa.PrimaryKeyConstraint("sheet_id", "cycle", "objective", "number"),
        sa.ForeignKeyConstraint(
            ["sheet_id", "cycle", "objective"],
            ["objective_rows.sheet_id", "objective_rows.cycle", "objective_rows.number"],
            ondelete="CASCADE",
        ),
        *_key_result_checks(),
        sqlite_with_rowid=False,
    )


def _key_result_checks() -> tuple[sa.CheckConstraint, ...]:
    return (
        _one_of("type", TYPES),
        _one_of("source", "'reviewer','self','computed'"),
        _one_of("status", "'on_track','at_risk','off_track','void'"),
        sa.CheckConstraint("number >= 1", name="number_from_1"),
        sa.CheckConstraint("weight > 0 AND weight <= 1", name="weight_is_a_share"),
        sa.CheckConstraint("(score IS NULL) = (source IS NULL)", name="a_score_has_a_source"),
        _share("progress"),
        _share("score"),
        _exact("weight"),
        _exact("progress"),
        _exact("score"),
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("name"),
        _text("sha256"),
        _text("state"),
        _text("person", null=True),
        _text("received"),
        sa.UniqueConstraint("name", "sha256", name="a_file_is_listed_once"),
        _one_of("state", FILE_STATES),
    )
    op.create_index("files_by_hash", "files", ["sha256"])
    op.create_table(
        "finding_rows",
        _to("file_id", "files.id"),
        _whole("position"),
        _text("code"),
        _text("severity"),
        _text("sheet"),
        _text("ref"),
        _text("key"),
        _text("value"),
        _text("fields"),
        sa.PrimaryKeyConstraint("file_id", "position"),
        _one_of("severity", "'error','warning','note'"),
        sqlite_with_rowid=False,
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("at"),
        _text("who"),
        _text("what"),
        _text("person", null=True),
        _text("detail"),
    )
