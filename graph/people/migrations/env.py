"""What Alembic runs: the versions, in the transaction of whoever asked for them (see `upgrade`)."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
