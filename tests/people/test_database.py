"""The tables of people, and what the database itself holds to: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, delete, inspect, text, update
from sqlalchemy.exc import DBAPIError

from graph.people import (
    Base,
    Role,
    engine_of,
    reading,
    transaction,
)
from graph.people.accounts import (
    everybody,
    join,
)
from graph.people.audit import entries
from graph.people.invitations import invite
from graph.people.migrations import upgrade
from graph.people.records import StoredEvent
from graph.settings import ROOT
from tests.people.joining import ANA, both_at_once, invited


def models() -> list[str]:
    """The modules in which tables are told."""
    files = [each for each in sorted((ROOT / "graph").rglob("*.py")) if "(Base):" in each.read_text(encoding="utf-8")]
    return [".".join(each.relative_to(ROOT).with_suffix("").parts) for each in files]


def test_the_tables_are_those_that_the_code_speaks_of(people: Engine) -> None:
    assert "graph.people.records" in [import_module(each).__name__ for each in models()]
    assert {"people", "sessions", "audit"} <= set(inspect(people).get_table_names())
    with people.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_nobody_but_its_owner_reads_the_file_of_people(tmp_path: Path) -> None:
    file = tmp_path / "var" / "people.db"
    engine = engine_of(f"sqlite:///{file}")
    upgrade(engine)
    with transaction(engine) as session:
        invite(session, "Ana", Role.ADMIN, hours=1)
        modes = {each.name: oct(each.stat().st_mode & 0o777) for each in file.parent.iterdir()}
    assert "people.db-wal" in modes and set(modes.values()) == {"0o600"}
    engine.dispose()


def test_servers_that_start_at_once_make_the_tables_once(database: str) -> None:
    engines = [engine_of(database) for _ in range(2)]
    assert both_at_once(lambda number: upgrade(engines[number])) == [None, None]
    upgrade(engines[0])
    assert invited(engines[1]).name == "Ana Reis"
    for each in engines:
        each.dispose()


def test_the_database_refuses_to_change_a_line_of_the_audit_log(people: Engine) -> None:
    invited(people)
    for change in (update(StoredEvent).values(action="nothing"), delete(StoredEvent), text("DELETE FROM audit")):
        with pytest.raises(DBAPIError, match="only added to"), transaction(people) as session:
            session.execute(change)
    with reading(people) as session:
        assert [each.action for each in entries(session)] == ["joined", "invited"]
        assert [each.action for each in entries(session, before=2)] == ["invited"]


def test_join_counts_as_one_unit_with_what_fails_beside_it(people: Engine) -> None:
    with pytest.raises(RuntimeError), transaction(people) as session:
        join(session, ANA, Role.ADMIN)
        raise RuntimeError
    with reading(people) as session:
        assert everybody(session) == [] and entries(session) == []
