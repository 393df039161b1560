"""Who may do what: every route of the application, asked by everybody, against the table `who_may.csv`.

A row is an endpoint and a method, and what nobody, a contributor, another contributor, a reviewer and an administrator
get there: `open` lets them in, `sign-in` leads them to the page for it or answers 401, `no` answers 403, `hidden` 404.
`part` is `accounts` for what is there only where people can sign in. `example` is the address that is asked, where one
that is made up would find nothing; who_may_examples.py makes what stands in its braces.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from graph.background import PREVIEWS, PUBLISHER, alone
from graph.people import Role
from graph.revision import Revision
from graph.settings import Settings
from server import create_app
from tests.people.signing import browser_of, contributing, somebody
from tests.people.who_may_examples import EXAMPLES, People

TABLE = Path(__file__).parent / "who_may.csv"
COLUMNS = ("nobody", "contributor", "other", "reviewer", "admin")
# Who asks for what is open to all.
FEW = ("nobody", "admin")
OPEN, SIGN_IN, NO, HIDDEN = "open", "sign-in", "no", "hidden"
# What stands in an address where the table gives no example: enough to be let in or not.
MADE_UP = {"int": "1", "path": "made/up", "default": "made-up"}
UNASKED = {"HEAD", "OPTIONS"}


def rows() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["endpoint"], row["method"]): row for row in csv.DictReader(file)}


def routes(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - UNASKED):
            yield rule.endpoint, method, rule


def address(rule: Rule) -> str:
    """An address of the rule with made-up values."""
    kinds = re.findall(r"<(?:(\w+)(?:\([^>]*\))?:)?\w+>", rule.rule)
    found = rule.rule
    for kind in kinds:
        found = re.sub(r"<[^>]+>", MADE_UP.get(kind or "default", MADE_UP["default"]), found, count=1)
    return found


def outcome(response: TestResponse) -> str:
    leads_to = response.headers.get("Location", "")
    if response.status_code == 401 or (response.status_code == 303 and "/sign-in?back=" in leads_to):
        return SIGN_IN
    return {403: NO, 404: HIDDEN}.get(response.status_code, OPEN)


@pytest.fixture(scope="module")
def app(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    given = {"contributions": "oidc", "oidc_issuer": "http://127.0.0.1:9/", "oidc_client_id": "plaza"}
    made = contributing(settings, tmp_path_factory.mktemp("people"), **given)
    # Nobody works in the background: a page that is asked for begins nothing that outlives the test.
    with alone(settings, PREVIEWS), alone(settings, PUBLISHER):
        yield made
    made.extensions["openplaza"].close()


@pytest.fixture(scope="module")
def everybody(app: Flask) -> People:
    return {
        "nobody": None,
        "contributor": somebody(app, Role.CONTRIBUTOR, "Ana Reis"),
        "other": somebody(app, Role.CONTRIBUTOR, "Bo Lund", "City of Malmö"),
        "reviewer": somebody(app, Role.REVIEWER, "Cara Vos", "City of Ghent"),
        "admin": somebody(app, Role.ADMIN, "Dino Rossi", "City of Turin"),
    }


def test_the_table_has_every_route_and_no_other(app: Flask) -> None:
    known, there = set(rows()), {(endpoint, method) for endpoint, method, _ in routes(app)}
    missing = sorted(",".join((*each, *["?"] * len(COLUMNS), "")) for each in there - known)
    assert missing == [], f"Say in {TABLE.name} who may do this."
    assert sorted(known - there) == [], f"Take these out of {TABLE.name}."


def test_everybody_may_do_what_the_table_says_and_nothing_else(app: Flask, everybody: People) -> None:
    table, wrong, asked = rows(), [], 0
    for endpoint, method, rule in routes(app):
        row = table[endpoint, method]
        pages, is_for_all = set(), {row[each] for each in COLUMNS} == {OPEN}
        for column in FEW if is_for_all else COLUMNS:
            example = row["example"]
            for name in re.findall(r"\{(\w+)\}", example):
                example = example.replace(f"{{{name}}}", EXAMPLES[name](app, everybody))
            response = browser_of(app, everybody[column]).open(example or address(rule), method=method)
            assert response.status_code < 500 or endpoint.startswith("openid."), (endpoint, method, response.text[:500])
            got = outcome(response)
            is_as_told = got == row[column] or (got == HIDDEN and row[column] == OPEN and not example)
            wrong += [] if is_as_told else [f"{endpoint} {method} as {column}: {got}, not {row[column]}"]
            pages.add((response.status_code, response.get_data()))
            is_private = "no-store" in response.headers.get("Cache-Control", "")
            if method == "GET" and is_for_all and not is_private:
                # A workbook holds the moment when it was made.
                is_timed = response.mimetype.endswith(".sheet")
                assert is_timed or len(pages) == 1, f"{endpoint} is not the same for everybody, and may be kept."
            elif not is_for_all:
                assert is_private, f"{endpoint} {method} may be kept by others."
            asked += 1
    assert wrong == [] and asked > 2 * 80


@pytest.mark.parametrize("contributions", ["off", "reports"])
def test_where_nobody_can_sign_in_no_page_of_people_is_there(
    settings: Settings, tmp_path: Path, contributions: str
) -> None:
    app = create_app(dataclasses.replace(settings, contributions=contributions, revisions_dir=tmp_path))
    table, asked = rows(), 0
    browser = app.test_client()
    for endpoint, method, rule in routes(app):
        if table[endpoint, method]["part"] == "accounts":
            response = browser.open(address(rule), method=method, headers={"Accept": "text/html"})
            assert response.status_code == 404 and "Sign in" not in response.text, (endpoint, method)
            asked += 1
    assert asked > 10
