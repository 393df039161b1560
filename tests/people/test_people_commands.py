"""What an operator does about people from the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from commands import main
from commands.people import how_to_begin
from graph.people import transaction
from graph.people.audit import entries
from graph.settings import load_settings
from tests.people.signing import PASSPHRASE, browser_of
from views.people.signed_in import EXTENSION

ANA = {"name": "Ana", "organisation": "City of Porto", "email": "ana@porto.example", "passphrase": PASSPHRASE}


@pytest.fixture
def run(bare: Flask, tmp_path: Path) -> Run:
    return Run({"OPENPLAZA_DATABASE": f"sqlite:///{tmp_path / 'people.db'}", "OPENPLAZA_CONTRIBUTIONS": "invited"})


class Run:
    """Runs commands with these settings."""

    def __init__(self, environ: dict[str, str]) -> None:
        self.environ = environ

    def __call__(self, *arguments: str, **more: str) -> Result:
        return CliRunner().invoke(main, ["people", *arguments], env={**self.environ, **more}, input="y\n")


def test_the_link_that_the_command_prints_lets_somebody_in_and_the_list_shows_her(bare: Flask, run: Run) -> None:
    assert "Nobody has an account yet" in run("list").output
    told = run("invite", "Ana", "--role", "reviewer")
    assert told.exit_code == 0 and "168 hours" in told.output
    key = told.output.split()[0].partition("?key=")[2]
    browser = browser_of(bare, None)
    assert browser.post("/invitation", data={"key": key, **ANA}).status_code == 303
    assert re.search(r"ana@porto\.example\s+reviewer\s+City of Porto\s+Ana", run("list").output)


def test_another_role_a_revoked_and_an_erased_account_end_what_was_signed_in(bare: Flask, run: Run) -> None:
    key = run("invite", "Ana").output.split()[0].partition("?key=")[2]
    browser = browser_of(bare, None)
    browser.post("/invitation", data={"key": key, **ANA})
    browser.post("/account/tokens", data={"label": "harvester", "scope": "read", "days": "30"})
    assert re.search(r"read\s+harvester", run("tokens", ANA["email"]).output)
    assert browser.get("/account").status_code == 200
    assert "contributor before, admin now" in run("role", ANA["email"], "admin").output
    assert browser.get("/account").status_code == 303
    browser.post("/sign-in", data=ANA)
    assert browser.get("/audit").status_code == 200
    assert "1 of her tokens ended" in run("revoke", ANA["email"]).output
    assert browser.get("/account").status_code == 303 and "harvester" not in run("tokens", ANA["email"]).output
    reset = run("reset", ANA["email"]).output.split()[0].partition("?key=")[2]
    browser.post("/invitation", data={"key": reset, "passphrase": "quite other words"})
    assert browser.get("/account").status_code == 200
    assert run("erase", ANA["email"]).exit_code == 0
    assert browser.get("/account").status_code == 303
    for command in (("role", ANA["email"], "admin"), ("erase", ANA["email"]), ("reset", ANA["email"])):
        refused = run(*command)
        assert refused.exit_code == 2 and "Nobody has the e-mail address" in refused.output
    with transaction(bare.extensions[EXTENSION].engine) as session:
        done = [each.action for each in entries(session)]
    assert {"role-changed", "erased", "token-ended", "passphrase-offered", "signed-in"} <= set(done)


def test_a_blocked_account_is_out_until_it_is_let_in_and_the_list_says_so(bare: Flask, run: Run) -> None:
    key = run("invite", "Ana").output.split()[0].partition("?key=")[2]
    browser = browser_of(bare, None)
    browser.post("/invitation", data={"key": key, **ANA})
    assert run("block", ANA["email"]).exit_code == 0 and "Ana (blocked)" in run("list").output
    assert browser.get("/account").status_code == 303
    assert run("unblock", ANA["email"]).exit_code == 0 and "blocked" not in run("list").output
    assert browser.post("/sign-in", data=ANA).status_code == 303


def test_a_link_is_for_where_readers_find_the_server_and_says_what_the_server_needs(run: Run) -> None:
    run.environ["OPENPLAZA_CONTRIBUTIONS"] = "reports"
    told = run("invite", "Ana", OPENPLAZA_PUBLIC_URL="https://plaza.example.org/plaza/").output
    assert told.startswith("https://plaza.example.org/plaza/invitation?key=")
    assert "OPENPLAZA_CONTRIBUTIONS=invited" in told


def test_an_operator_is_told_how_the_first_reviewer_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", [".venv/bin/openplaza", "serve"])
    settings = load_settings({})
    assert ': .venv/bin/openplaza people invite "YOUR NAME" --role admin' in how_to_begin(settings, 8000)
    assert ": OPENPLAZA_PORT=8080 .venv/bin/openplaza people invite" in how_to_begin(settings, 8080)
    monkeypatch.setattr("sys.argv", ["server.py"])
    assert ": python server.py people invite" in how_to_begin(settings, 8000)


@pytest.mark.parametrize(
    "database", ["postgresql://plaza:a-secret@127.0.0.1:9/plaza", "sqlite:////proc/none/people.db"]
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(run: Run, database: str) -> None:
    told = run("list", OPENPLAZA_DATABASE=database)
    assert told.exit_code == 1 and told.output.startswith("The database of contributions cannot be used: ")
    assert "a-secret" not in told.output and "Traceback" not in told.output


def test_a_database_of_a_newer_program_is_not_touched(bare: Flask, run: Run) -> None:
    run("list")
    with transaction(bare.extensions[EXTENSION].engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    told = run("invite", "Ana")
    assert told.exit_code == 3 and "newer program" in told.output
