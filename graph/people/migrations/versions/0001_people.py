"""People, their invitations, sessions and tokens, the audit log, and mail that waits."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001_people"
down_revision: Final = None

MOMENT: Final = sa.DateTime()
NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ID, DIGEST, SHORT, LONG = sa.String(32), sa.String(64), sa.String(20), sa.String(320)


def upgrade() -> None:
    """Makes the tables."""
    _people()
    _ways_in()
    _records()
    _append_only()


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", LONG, nullable=False),
        sa.Column("organisation", LONG, nullable=False),
        sa.Column("email", LONG),
        sa.Column("role", SHORT, nullable=False),
        sa.Column("agreed_to_name", sa.Boolean(), nullable=False),
        sa.Column("passphrase", sa.String(300)),
        sa.Column("issuer", sa.String(500)),
        sa.Column("subject", sa.String(255)),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT),
        sa.UniqueConstraint("email", name="uq_people_email"),
        sa.UniqueConstraint("issuer", "subject", name="uq_people_issuer"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )


def _ways_in() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("secret", DIGEST, nullable=False),
        sa.Column("name", LONG, nullable=False),
        sa.Column("role", SHORT, nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id", name="fk_invitations_person_id")),
        sa.Column("made_by", ID, sa.ForeignKey("people.id", name="fk_invitations_made_by")),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("secret", name="uq_invitations_secret"),
    )
    op.create_table(
        "sessions",
        sa.Column("secret", DIGEST, nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id", name="fk_sessions_person_id"), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("secret", name="pk_sessions"),
    )
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"])
    op.create_table(
        "tokens",
        sa.Column("id", ID, nullable=False),
        sa.Column("secret", DIGEST, nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("people.id", name="fk_tokens_person_id"), nullable=False),
        sa.Column("label", LONG, nullable=False),
        sa.Column("scopes", sa.String(60), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("secret", name="uq_tokens_secret"),
    )
    op.create_index("ix_tokens_person_id", "tokens", ["person_id"])


def _records() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", DIGEST, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_key", "attempts", ["key"])
    op.create_index("ix_attempts_at", "attempts", ["at"])
    op.create_table(
        "visits",
        sa.Column("state", DIGEST, nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("invitation", DIGEST, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_visits"),
    )
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who_id", ID),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("recipient", LONG, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_recipient", "outbox", ["recipient"])
    op.create_index("ix_outbox_due_at", "outbox", ["due_at"])


def _append_only() -> None:
    """The database itself refuses to change or delete a line of the audit log."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "EXECUTE FUNCTION audit_is_only_added_to()"
    )
