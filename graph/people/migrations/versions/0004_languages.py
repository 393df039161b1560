"""In which language people get mail, and who may not sign in any more."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0004_languages"
down_revision: Final = "0003_guesses"


def upgrade() -> None:
    """Adds the columns; whoever is there gets English, as before."""
    for table in ("people", "reports"):
        op.add_column(table, sa.Column("language", sa.String(2), nullable=False, server_default="en"))
    op.add_column("people", sa.Column("blocked_at", sa.DateTime(), nullable=True))
