"""Every failure of every address comes in one shape (RFC 9457), and its type is explained on the about page."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import default_exceptions
from werkzeug.test import TestResponse

from graph import errors
from graph.errors import Busy, OpenPlazaError, StoreUnreachable
from graph.revision import Revision
from graph.settings import Settings
from server import create_app
from views.web.problem_kinds import HTTP, kind_of_status, kinds, title_of

PROBLEM = "application/problem+json"
JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
EXAMPLES = {"number": "1", "old": "1", "new": "1", "suffix": "json", "filename": "x"}
# Answers whose form is fixed: a file, a picture, a redirect, or the endpoint, which says 406 for a query.
ONE_FORM = ("/static/",)


def is_problem(response: TestResponse, *statuses: int) -> dict[str, object]:
    """The problem told by `response`, in the one shape."""
    assert response.status_code in statuses, (response.request.path, response.status, response.text[:300])
    assert response.content_type == PROBLEM
    told: dict[str, object] = json.loads(response.data)
    assert {"type", "title", "status", "detail"} <= set(told)
    assert told["status"] == response.status_code
    slug = str(told["type"]).rpartition("about#problem-")[2]
    assert slug in {each.slug for each in kinds()}
    assert told["title"] == title_of(slug)
    assert isinstance(told["detail"], str) and told["detail"]
    assert "Traceback" not in response.text
    return told


def addresses(app: Flask) -> list[tuple[str, set[str] | None]]:
    """One address of every rule, with the methods it takes; None where it takes any."""
    found = []
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:>]*:)?([^>]+)>", lambda name: EXAMPLES.get(name[1], "no-such-thing"), rule.rule)
        found.append((path, rule.methods))
    return found


def test_every_kind_of_failure_has_an_anchor_with_advice_on_the_about_page(client: FlaskClient) -> None:
    page = client.get("/about", headers=BROWSER).text
    assert kinds()
    for kind in kinds():
        assert f'id="problem-{kind.slug}"' in page
        assert kind.title and kind.advice, kind.slug


def test_every_status_that_the_web_server_may_give_has_a_kind() -> None:
    known = {each.slug for each in kinds()}
    assert {kind_of_status(status) for status in [*default_exceptions, *HTTP, 418, 499, 511]} <= known


def test_two_kinds_never_share_a_title() -> None:
    titles = [each.title for each in kinds()]
    assert len(titles) == len(set(titles))


def test_a_wrong_method_is_told_at_every_address(client: FlaskClient) -> None:
    assert addresses(client.application)
    for path, methods in addresses(client.application):
        for method in ("DELETE", "PATCH", "PUT", "BREW"):
            if path.startswith(ONE_FORM) or (methods is not None and method in methods):
                continue
            response = client.open(path, method=method, headers=JSON)
            is_problem(response, 405)
            assert "GET" in response.headers["Allow"] or "POST" in response.headers["Allow"]


def test_an_unknown_thing_is_told_at_every_address_that_names_one(client: FlaskClient) -> None:
    named = [path for path, methods in addresses(client.application) if "no-such-thing" in path]
    assert len(named) >= 10
    for path in named:
        if not path.startswith(ONE_FORM):
            is_problem(client.get(path, headers=JSON, follow_redirects=True), 404)


def test_a_form_that_is_not_offered_is_told_at_every_address(client: FlaskClient) -> None:
    told = 0
    for path, methods in addresses(client.application):
        if path.startswith(ONE_FORM) or (methods and "GET" not in methods) or "no-such-thing" in path:
            continue
        response = client.get(path, headers={"Accept": "image/png"})
        if response.status_code >= 400:
            is_problem(response, 400, 404, 406)
            told += response.status_code == 406
    assert told >= 10


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/practices?page=x", 400),
        ("/laws/32016R0679?on=yesterday", 400),
        ("/technologies/cctv-fixed?on=2024-02-31", 400),
        ("/queries/practices-governed-on-date?on=2024-02-31", 400),
        ("/queries/practices-governed-on-date?colour=red", 400),
        ("/queries/practices-governed-on-date?revision=first", 400),
        ("/queries/practices-governed-on-date?revision=999", 404),
        ("/revisions/999", 404),
        ("/revisions/1/secret", 404),
        ("/revisions/1/diff/999", 404),
        ("/sparql?query=SELEC", 400),
        ("/sparql?query=ASK%20%7B%7D&timeout=soon", 400),
        ("/sparql?query=%FF", 400),
        ("/nothing/here", 404),
        ("/%00", 404),
        ("/../etc/passwd", 404),
    ],
)
def test_a_bad_value_is_told_in_the_same_shape(client: FlaskClient, address: str, status: int) -> None:
    is_problem(client.get(address, headers=JSON), status)


def test_bytes_that_are_no_text_in_an_address_break_no_page(client: FlaskClient) -> None:
    assert addresses(client.application)
    for path, methods in addresses(client.application):
        if methods and "GET" not in methods:
            continue
        for headers in (JSON, BROWSER):
            # As a server hands bytes on; the client of the tests would encode what it is given as a query.
            raw = {"QUERY_STRING": b"q=\xff\xfe&page=%FF&on=%ED%A0%80".decode("latin-1")}
            for given in ({"query_string": raw["QUERY_STRING"]}, {"environ_overrides": raw}):
                assert client.get(path, headers=headers, **given).status_code < 500, path


def test_a_host_name_that_is_not_ours_is_refused_and_not_repeated(client: FlaskClient) -> None:
    for headers in (JSON, BROWSER):
        response = client.get("/cities", headers={**headers, "Host": "evil.example"})
        is_problem(response, 400)
        assert "evil.example" not in response.text + str(response.headers)


def test_a_host_name_that_is_none_is_refused(client: FlaskClient) -> None:
    for host in ("a b", "localhost:x", "<script>", "[::1"):
        assert client.get("/about", headers={**JSON, "Host": host}).status_code < 500


def test_people_get_a_page_that_leads_to_the_explanation(client: FlaskClient) -> None:
    page = client.get("/cities/no-such-city", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert '/about#problem-not-found"' in page.text


@pytest.fixture(scope="module")
def failing(settings: Settings, revision: Revision) -> FlaskClient:
    """The application with addresses that fail in every way that a kind of failure knows."""
    app = create_app(settings)

    def fail(name: str) -> str:
        if name == "bug":
            raise ZeroDivisionError("secret detail")
        raise {"busy": Busy(7), "store-unreachable": StoreUnreachable("The store gives no answer.", 9)}[name]

    app.add_url_rule("/fail/<name>", "fail", fail)
    return app.test_client()


@pytest.mark.parametrize(("name", "seconds"), [("busy", "7"), ("store-unreachable", "9")])
def test_a_failure_that_passes_says_when_to_try_again(failing: FlaskClient, name: str, seconds: str) -> None:
    for headers in (JSON, BROWSER):
        response = failing.get(f"/fail/{name}", headers=headers)
        assert (response.status_code, response.headers["Retry-After"]) == (503, seconds)
    assert is_problem(failing.get(f"/fail/{name}", headers=JSON), 503)["retry_after_s"] == int(seconds)


def test_a_bug_shows_a_number_and_no_detail(failing: FlaskClient) -> None:
    told = is_problem(failing.get("/fail/bug", headers=JSON), 500)
    assert re.search(r"[0-9a-f]{12}", str(told["detail"]))
    for headers in (JSON, BROWSER):
        assert "secret" not in failing.get("/fail/bug", headers=headers).text


def test_before_the_first_build_every_address_fails_in_the_same_shape(settings: Settings, tmp_path: Path) -> None:
    here = create_app(dataclasses.replace(settings, revisions_dir=tmp_path)).test_client()
    for path, methods in addresses(here.application):
        if methods is None or "GET" in methods:
            response = here.get(path, headers=JSON)
            if response.status_code >= 400 and path != "/health":
                is_problem(response, 400, 404, 406, 503)
    asked = here.get("/sparql", query_string={"query": "ASK {}"})
    assert is_problem(asked, 503)["type"] == "http://localhost/about#problem-no-revision"
    assert asked.headers["Complete"] == "?0"


def test_the_kinds_are_those_of_the_code_whatever_else_has_been_read(client: FlaskClient) -> None:
    def classes(kind: type[OpenPlazaError]) -> set[str]:
        return {kind.slug}.union(*(classes(each) for each in kind.__subclasses__()))

    in_one_place = {each.slug for each in vars(errors).values() if hasattr(each, "slug")}
    assert {each.slug for each in kinds()} == classes(OpenPlazaError) | set(HTTP.values())
    assert classes(OpenPlazaError) == in_one_place
