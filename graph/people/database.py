"""The database of working state: SQLite by default, PostgreSQL when its address is set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Engine, MetaData, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session

BUSY_TIMEOUT_S: Final = 10
NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table of working state stands on; constraints have names, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)


def engine_of(url: str) -> Engine:
    """Connect to a database by its SQLAlchemy address. SQLite waits for other writers, keeps a write-ahead log, flushes
    every commit to disk and holds foreign keys."""
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A unit of work: committed whole when the block ends, undone whole when it raises."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _prepare_sqlite(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_S * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
