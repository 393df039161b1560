"""A partner's own system sends change sets: taken once, held against the tables, told what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from werkzeug.test import TestResponse

from graph.ask import Catalogue
from graph.people import Person, Role, TokenScope, transaction
from graph.people.tokens import make_token
from graph.revision import Revision
from graph.settings import ROOT, Settings, load_settings
from server import create_app
from tests.budget import examples
from tests.people.signing import contributing, somebody
from views.api.openapi import document
from views.people.signed_in import EXTENSION

SENT = {
    "rows": [
        {
            "table": "cities",
            "key": "nice",
            "kind": "change",
            "cells": [{"column": "population_approx", "was": "342669", "now": "342670", "sources": ["gaz"]}],
        }
    ],
    "why": "Counted again.",
    "against": 1,
}
SCHEMA = schemathesis.openapi.from_dict(
    document(create_app(load_settings({})), Catalogue.load(ROOT / "queries"), "http://localhost")
).include(path_regex="^/api/")


@pytest.fixture(scope="module")
def app(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = contributing(settings, tmp_path_factory.mktemp("programs"))
    yield made
    made.extensions["openplaza"].close()


@pytest.fixture(scope="module")
def partner(app: Flask) -> Person:
    return somebody(app, Role.CONTRIBUTOR, "Ana Reis")


@pytest.fixture(scope="module")
def program(app: Flask, partner: Person) -> FlaskClient:
    """A client that sends a token of the partner."""
    return with_token(app, partner, TokenScope.READ, TokenScope.SUBMIT)


def with_token(app: Flask, person: Person, *scopes: TokenScope) -> FlaskClient:
    client = app.test_client()
    with transaction(app.extensions[EXTENSION].engine) as session:
        secret = make_token(session, person, "a program", scopes, days=1)
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    return client


def send(client: FlaskClient, body: object, headers: Mapping[str, str] | None = None, state: str = "") -> TestResponse:
    address = f"/api/change-sets{f'?state={state}' if state else ''}"
    return client.post(address, data=json.dumps(body), headers=headers, content_type="application/json")


def changed(**others: object) -> dict[str, Any]:
    """The change set with some of its only row, or of the change set, told otherwise."""
    row = {name: value for name, value in others.items() if name in SENT["rows"][0]}  # type: ignore[index]
    rest = {name: value for name, value in others.items() if name not in row}
    return {**SENT, "rows": [{**SENT["rows"][0], **row}], **rest}  # type: ignore[index]


def test_a_change_set_goes_to_the_reviewers_and_its_state_can_be_asked_for(program: FlaskClient) -> None:
    reply = send(program, SENT)
    assert (reply.status_code, reply.get_json()["status"]) == (201, "submitted")
    state = program.get(reply.headers["Location"])
    assert state.get_json()["changes"] == SENT
    assert state.headers["Cache-Control"] == "private, no-store"
    assert send(program, SENT, state="draft").get_json()["status"] == "draft"


def test_the_same_key_takes_the_same_body_once_and_no_other(program: FlaskClient) -> None:
    key = {"Idempotency-Key": "a-key"}
    first, second = send(program, SENT, key), send(program, SENT, key)
    assert first.get_json()["id"] == second.get_json()["id"]
    other = send(program, changed(why="Another reason."), key)
    assert (other.status_code, other.get_json()["type"].rpartition("#")[2]) == (422, "problem-key-used")
    assert send(program, SENT).get_json()["id"] != first.get_json()["id"]


@pytest.mark.parametrize(
    ("others", "pointer"),
    [
        ({"table": "citys"}, "/rows/0/table"),
        ({"cells": [{"column": "populace", "was": "", "now": "1"}]}, "/rows/0/cells/0/column"),
        ({"cells": [{"column": "population_approx", "was": "342669", "now": "many"}]}, "/rows/0/cells/0/now"),
        ({"cells": [{"column": "name", "was": "Nice", "now": "Ni\u0001ce"}]}, "/rows/0/cells/0/now"),
        ({"kind": "add", "cells": [{"column": "id", "was": "", "now": "nice"}]}, "/rows/0/cells"),
        ({"why": "a\u0000b"}, "/why"),
        ({"against": 10**30}, "/against"),
    ],
)
def test_a_fault_is_told_at_its_cell_with_its_mend(program: FlaskClient, others: dict[str, Any], pointer: str) -> None:
    reply = send(program, changed(**others))
    assert (reply.status_code, reply.content_type) == (422, "application/problem+json")
    faults = reply.get_json()["faults"]
    assert pointer in [each["pointer"] for each in faults]
    assert all(each["message"] and each["mend"] for each in faults)


@pytest.mark.parametrize(
    ("body", "field"),
    [("{", "/"), ("[]", "/"), ('{"rows": 1, "why": "", "against": 0}', "/rows"), ('{"rows": [], "why": ""}', "/")],
)
def test_what_is_no_change_set_is_told_at_its_place(program: FlaskClient, body: str, field: str) -> None:
    reply = program.post("/api/change-sets", data=body, content_type="application/json")
    assert (reply.status_code, reply.get_json()["field"].startswith(field)) == (400, True)


def test_only_a_token_for_it_may_send_and_only_its_person_may_look(
    app: Flask, partner: Person, program: FlaskClient
) -> None:
    assert send(app.test_client(), SENT).status_code == 401
    assert send(with_token(app, partner, TokenScope.READ), SENT).status_code == 403
    other = with_token(app, somebody(app, Role.CONTRIBUTOR, "Bo Lund", "City of Malmö"), TokenScope.READ)
    assert other.get(send(program, SENT).headers["Location"]).status_code == 404


def test_a_body_that_is_not_said_to_be_json_is_not_read(program: FlaskClient) -> None:
    reply = program.post("/api/change-sets", data=json.dumps(SENT), content_type="text/plain")
    assert (reply.status_code, reply.content_type) == (415, "application/problem+json")


def test_the_description_is_openapi_and_tells_where_it_holds(program: FlaskClient) -> None:
    told = program.get("/api/openapi.json").get_json()
    assert told["openapi"].startswith("3.1") and {"/api/change-sets", "/api/change-sets/{id}"} < set(told["paths"])


@SCHEMA.parametrize()
@hypothesis_settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_gets_an_answer_that_the_description_tells_of(
    case: schemathesis.Case, app: Flask, program: FlaskClient
) -> None:
    case.headers["Authorization"] = program.environ_base["HTTP_AUTHORIZATION"]
    reply = case.call(app=app)
    case.validate_response(
        reply, checks=[status_code_conformance, content_type_conformance, response_schema_conformance]
    )
