"""Submissions with what was said and decided of them, reports of readers, previews, and how publishing goes."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002_review"
down_revision: Final = "0001_people"

MOMENT: Final = sa.DateTime()
NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ID, DIGEST, STATE = sa.String(32), sa.String(64), sa.String(10)


def upgrade() -> None:
    """Makes the tables."""
    _submissions()
    _said()
    _work()


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", ID, nullable=False),
        sa.Column("status", STATE, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT),
        sa.Column("decided_at", MOMENT),
        sa.Column("published_at", MOMENT),
        sa.Column("number", sa.Integer()),
        sa.Column("undoes", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("number", name="uq_submissions_number"),
    )
    op.create_index("ix_submissions_status", "submissions", ["status"])
    op.create_index("ix_submissions_author_id", "submissions", ["author_id"])


def _said() -> None:
    op.create_table(
        "comments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
        _of_submission("comments"),
    )
    op.create_index("ix_comments_submission_id", "comments", ["submission_id"])
    op.create_table(
        "review_decisions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("reviewer_id", ID, nullable=False),
        sa.Column("verdict", STATE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_decisions"),
        _of_submission("review_decisions"),
    )
    op.create_index("ix_review_decisions_submission_id", "review_decisions", ["submission_id"])
    op.create_table(
        "reports",
        sa.Column("receipt", sa.String(12), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", ID, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.PrimaryKeyConstraint("receipt", name="pk_reports"),
    )
    op.create_index("ix_reports_reported_at", "reports", ["reported_at"])


def _work() -> None:
    op.create_table(
        "previews",
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("stage", sa.String(80), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_previews"),
    )
    op.create_index("ix_previews_started_at", "previews", ["started_at"])
    op.create_table(
        "publishings",
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("stage", sa.String(80), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("intended", DIGEST, nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name="pk_publishings"),
        _of_submission("publishings"),
    )
    op.create_index("ix_publishings_state", "publishings", ["state"])


def _of_submission(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=f"fk_{table}_submission_id")
