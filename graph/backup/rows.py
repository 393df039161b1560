"""The rows of every table as lines of JSON, and back, whichever database they lie in."""

from __future__ import annotations

import base64
import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, String, Table, func, insert, select
from sqlalchemy.types import DateTime, TypeEngine

# What says which version the tables have; it comes with the tables.
VERSION: Final = "alembic_version"
AT_ONCE: Final = 500


def tables(connection: Connection) -> list[Table]:
    """The tables that there are, each after those that its rows point to."""
    found = MetaData()
    found.reflect(connection)
    return [each for each in found.sorted_tables if each.name != VERSION]


def version(connection: Connection) -> str:
    """The version of the tables."""
    held = Table(VERSION, MetaData(), Column("version_num", String))
    return str(connection.execute(select(held.c.version_num)).scalar_one())


def written(connection: Connection, table: Table) -> Iterator[str]:
    """Each row as a line of JSON."""
    for row in connection.execution_options(yield_per=AT_ONCE).execute(select(table)):
        yield json.dumps({name: _plain(value) for name, value in row._mapping.items()}, ensure_ascii=False)


def read(connection: Connection, table: Table, lines: Iterable[str]) -> int:
    """Adds the rows of these lines to a table, and tells how many they were. Raises KeyError for an unknown column."""
    number, batch = 0, []
    for line in lines:
        batch.append({name: _value(table.c[name].type, value) for name, value in json.loads(line).items()})
        number += 1
        if len(batch) == AT_ONCE:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    _go_on_counting(connection, table)
    return number


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _value(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.datetime.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows from its own counter, which rows that bring their numbers do not move."""
    keys: list[Column[Any]] = list(table.primary_key)
    if connection.dialect.name != "postgresql" or len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return
    last = connection.execute(select(func.max(keys[0]))).scalar()
    sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, keys[0].name))).scalar()
    if last and sequence:
        connection.execute(select(func.setval(sequence, last)))
