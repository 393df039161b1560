"""Every address that gives data is described, and answers as it is described, whatever it is asked."""

from __future__ import annotations

import re

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from graph.ask import Catalogue
from graph.settings import ROOT, load_settings
from server import create_app
from tests.budget import examples
from tests.views.web.test_every_page_as_read import PAGES
from views.api.openapi import document

DOCUMENT = document(create_app(load_settings({})), Catalogue.load(ROOT / "queries"), "http://localhost")
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT).exclude(path_regex="^/api/")
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Forms, the endpoint, and pages whose head names no other form.
WITHOUT_DATA = r"/(compare/tray|contribute|contribute/.*|queries|revisions|revisions/.*|sparql)"


@schemathesis.serializer("application/sparql-query")
def as_written(context: schemathesis.SerializationContext, value: object) -> bytes:
    """A query is sent as it is written."""
    return str(value).encode()


@SCHEMA.parametrize()
@hypothesis_settings(max_examples=examples(10), deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_gets_an_answer_that_the_description_tells_of(
    case: schemathesis.Case, client: FlaskClient
) -> None:
    case.headers["Accept-Encoding"] = "identity"
    case.validate_response(case.call(app=client.application), checks=CHECKS)


def described(address: str) -> str:
    """The path of the description that an address fits, by the most of its own words; empty when there is none."""
    path = address.partition("?")[0]
    fits = [each for each in DOCUMENT["paths"] if re.fullmatch(re.sub(r"\\\{\w+\\\}", ".+", re.escape(each)), path)]
    return max(fits, key=lambda each: len(re.sub(r"\{\w+\}", "", each)), default="")


def data_of(client: FlaskClient, page: str) -> list[str]:
    """The addresses at which a page says that it is JSON and CSV."""
    links = client.get(page, headers={"Accept": "text/html"}).headers.getlist("Link")
    found = re.findall(r"<([^>]+)>; rel=\"alternate\"", " ".join(links))
    data = [each for each in found if re.search(r"(?<!spreadsheets)\.(json|csv)\b", each)]
    return [each.removeprefix("http://localhost") for each in data]


@pytest.mark.parametrize("page", [each for each in PAGES if not re.fullmatch(WITHOUT_DATA, each)])
def test_the_data_of_a_page_are_described_and_are_as_described(client: FlaskClient, page: str) -> None:
    addresses = data_of(client, page)
    assert addresses
    for address in addresses:
        path = described(address)
        assert path, address
        SCHEMA[path]["GET"].validate_response(client.get(address))


def test_each_question_is_described_with_what_it_needs(client: FlaskClient) -> None:
    catalogue = Catalogue.load(ROOT / "queries")
    assert len(catalogue)
    for question in catalogue:
        if question.group != "view":
            given = DOCUMENT["paths"][f"/queries/{question.name}.{{form}}"]["get"]["parameters"]
            needed = {each["name"] for each in given if each["in"] == "query" and each.get("required")}
            assert needed == {each.name for each in question.params if not each.optional}
            assert client.get(f"/queries/{question.name}.json").status_code == (400 if needed else 200)


def test_nothing_of_a_person_is_described_as_open_to_all() -> None:
    assert DOCUMENT["paths"]
    for path, item in DOCUMENT["paths"].items():
        assert not path.startswith(("/account", "/audit", "/review", "/submissions", "/sign-in"))
        if path.startswith("/api/"):
            assert all(operation["security"] for operation in item.values())
