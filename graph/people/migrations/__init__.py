"""The tables of working state as they came to be: each version says how to come to it from the one before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text

from graph.errors import Damaged
from graph.revision.locking import locked

FOLDER: Final = Path(__file__).parent
# Any number that no other program on the same PostgreSQL database uses.
LOCK: Final = 0x0FE12_91A2A


def upgrade(engine: Engine, version: str = "head") -> None:
    """Bring the database to a version, by default the newest; of processes that start at once, one does it and the
    others wait. Raises Damaged for a database, or a version, that is newer than this program,
    and OperationalError for a database that cannot be used."""
    with _alone(engine), engine.connect() as connection, connection.begin():
        try:
            command.upgrade(_config(connection), version)
        except CommandError as error:
            raise Damaged(f"The database of contributions is of a newer program than this one: {error}") from error


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        folder = Path(engine.url.database or ".").resolve().parent
        if not folder.is_dir():
            # Tells why the file cannot be made.
            engine.connect().close()
        # The first connection of all makes the write-ahead log, for which it must be alone.
        with locked(folder):
            yield
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
