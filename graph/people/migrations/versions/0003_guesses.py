"""Uploads between two steps, answers for the next upload, and what programs sent."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003_guesses"
down_revision: Final = "0002_review"

MOMENT: Final = sa.DateTime()
ID, DIGEST, GUESS = sa.String(32), sa.String(64), sa.String(16)


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "uploads",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
    )
    op.create_index("ix_uploads_person_id", "uploads", ["person_id"])
    op.create_index("ix_uploads_made_at", "uploads", ["made_at"])
    op.create_table(
        "remembered_guesses",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("guess_id", GUESS, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "guess_id", name="pk_remembered_guesses"),
    )
    op.create_table(
        "received_change_sets",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("key", DIGEST, nullable=False),
        sa.Column("digest", DIGEST, nullable=False),
        sa.Column("submission_id", ID, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_received_change_sets"),
    )
