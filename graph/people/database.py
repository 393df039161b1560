"""The database of working state: SQLite by default, PostgreSQL when its address is set."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_S: Final = 10
NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_BEGIN: Final = "sqlite_begin"


class Base(DeclarativeBase):
    """What every table of working state stands on; constraints have names, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[datetime.datetime]):
    """A moment, in UTC, to the microsecond: kept without a zone, since SQLite knows none, and given with it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, _dialect: Dialect) -> datetime.datetime | None:
        return value and value.astimezone(datetime.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime.datetime | None:
        return value and value.replace(tzinfo=datetime.UTC)


def now() -> datetime.datetime:
    """This moment in UTC."""
    return datetime.datetime.now(datetime.UTC)


def engine_of(url: str) -> Engine:
    """Connect to a database by its SQLAlchemy address; the folder of an SQLite file is made where it is missing.

    SQLite waits for other writers, keeps a write-ahead log, flushes every commit to disk and holds foreign keys.
    """
    address = make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite" and address.database:
        # What cannot be made is told by the first connection.
        with suppress(OSError):
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
            # Nobody but the server reads who there is; the files that SQLite makes beside it are as this one is.
            os.close(os.open(address.database, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(address, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A unit of work: committed whole when the block ends, undone whole when it raises.

    On SQLite no other writes meanwhile. On PostgreSQL others do: lock what you decide by (`with_for_update`), or say
    the condition in the UPDATE.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One state of the database, to be read: nobody waits for it, and it waits for nobody."""
    with Session(engine.execution_options(**{_BEGIN: "DEFERRED"}), expire_on_commit=False) as session:
        yield session


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin a transaction only at the first change, after what was decided by had been read.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_S * 1000}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get(_BEGIN, 'IMMEDIATE')}")
