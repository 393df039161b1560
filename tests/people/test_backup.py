"""A backup is one file that is whole or not there, and whatever it holds comes back, into either database."""

from __future__ import annotations

import contextlib
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from commands import main
from graph.backup.files import back_up, restore
from graph.backup.rows import tables
from graph.errors import Damaged, Refused
from graph.people import Role, TokenScope, engine_of, send, transaction
from graph.people.accounts import Details, erase, join
from graph.people.audit import audit, entries
from graph.people.invitations import invite
from graph.people.migrations import upgrade
from graph.people.sessions import begin_session
from graph.people.signing_in import sign_in
from graph.people.tokens import make_token
from tests.people.conftest import fresh_database
from tests.people.joining import WORDS, invited
from tests.security.test_hostile_texts import TEXTS

FILES = {"000001.json": b'{"number": 1}\n', "folded.json": b"{}\n"}


def filled(people: Engine, folder: Path) -> None:
    """Something in every kind of table, with texts that break what is careless."""
    ana = invited(people, Role.ADMIN)
    sign_in(people, ana.email, WORDS, "192.0.2.1", hours=1)
    with transaction(people) as session:
        invite(session, "Rui", Role.REVIEWER, hours=1)
        make_token(session, ana, "program", [TokenScope.READ], days=1)
        for number, text in enumerate([*TEXTS, "a\u2028b\x85c\n"]):
            person = join(session, Details(text, text, f"p{number}@city.example"), Role.CONTRIBUTOR)
            send(session, "x@city.example", text, text)
            begin_session(session, person, hours=1)
        erase(session, person.id, None)
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)


def rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    with engine.connect() as connection:
        return {
            each.name: sorted((dict(row._mapping) for row in connection.execute(each.select())), key=repr)
            for each in tables(connection)
        }


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each kind, to restore into."""
    with contextlib.ExitStack() as stack:
        address = f"sqlite:///{tmp_path / 'other.db'}"
        if request.param == "postgresql":
            address = stack.enter_context(fresh_database(request.getfixturevalue("postgresql")))
        engine = engine_of(address)
        yield engine
        engine.dispose()


def test_whatever_there_was_comes_back_into_either_database(people: Engine, other: Engine, tmp_path: Path) -> None:
    file, folder, again = tmp_path / "backup.tar.gz", tmp_path / "contributions", tmp_path / "again" / "contributions"
    filled(people, folder)
    made = back_up(people, folder, file)
    assert (made.files, oct(file.stat().st_mode & 0o777)) == (len(FILES), "0o600")
    assert restore(other, again, file) == made
    before, after = rows(people), rows(other)
    assert sum(map(len, before.values())) == made.rows > 40
    assert after == before
    assert {each.name: each.read_bytes() for each in again.iterdir()} == FILES
    assert sign_in(other, "ana@porto.example", WORDS, "", hours=1)[0].role is Role.ADMIN
    with transaction(other) as session:
        numbers = [each.number for each in entries(session)]
        audit(session, None, "goes-on-counting")
    with transaction(other) as session:
        assert entries(session)[0].number == max(numbers) + 1


def test_nothing_is_written_over_and_a_broken_backup_restores_nothing(people: Engine, tmp_path: Path) -> None:
    file, folder, again = tmp_path / "backup.tar.gz", tmp_path / "contributions", tmp_path / "again"
    filled(people, folder)
    back_up(people, folder, file)
    with pytest.raises(Refused, match="holds contributions"):
        restore(people, folder, file)
    with pytest.raises(Refused, match="not empty"):
        restore(people, again, file)
    empty = engine_of(f"sqlite:///{tmp_path / 'empty.db'}")
    upgrade(empty)
    nothing = rows(empty)
    whole = file.read_bytes()
    for broken in (whole[: len(whole) // 2], b"", b"no archive", whole[:-20], whole[:900] + b"x" + whole[901:]):
        file.write_bytes(broken)
        with pytest.raises(Damaged):
            restore(empty, again, file)
        assert rows(empty) == nothing and not again.exists()
    with tarfile.open(file, "w:gz") as archive:
        archive.add(__file__, "../outside.json")
    with pytest.raises(Damaged):
        restore(empty, again, file)
    assert not (tmp_path / "outside.json").exists()
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    empty.dispose()


def test_a_backup_that_cannot_be_written_leaves_the_one_of_before(
    people: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "backup.tar.gz"
    file.write_bytes(b"of yesterday")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        back_up(people, tmp_path / "none", file)
    assert file.read_bytes() == b"of yesterday"
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".backup")] == []


def test_two_commands_make_a_backup_and_bring_it_back(tmp_path: Path) -> None:
    run, file = CliRunner(), tmp_path / "backup.tar.gz"
    one, two = (
        {"OPENPLAZA_HOME": str(tmp_path / each), "OPENPLAZA_CONTRIBUTIONS": "invited"} for each in ("one", "two")
    )
    for place in (one, two):
        Path(place["OPENPLAZA_HOME"]).mkdir()
    link = run.invoke(main, ["people", "invite", "Ana"], env=one).output.split()[0]
    assert link.startswith("http://127.0.0.1:8000/invitation?key=")
    assert run.invoke(main, ["backup", str(file)], env=one).exit_code == 0
    done = run.invoke(main, ["restore", str(file)], env=two)
    assert done.exit_code == 0 and "openplaza build" in done.output
    again = run.invoke(main, ["restore", str(file)], env=two)
    assert again.exit_code == 2 and "nothing was restored" in again.output
    lost = run.invoke(main, ["backup", str(tmp_path / "no" / "folder" / "x")], env=one)
    assert lost.exit_code == 2 and "cannot be written" in lost.output
