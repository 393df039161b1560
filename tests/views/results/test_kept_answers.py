"""What somebody who cites an answer can rely on."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.revision import Revision, digest_of, publish, read_quads
from graph.settings import ROOT, Settings
from server import create_app
from tests.people.signing import OWN_PAGE, browser_of, contributing, somebody

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}
CITIES = """PREFIX op: <https://w3id.org/openplaza/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?city ?label WHERE { ?city a op:City ; rdfs:label ?label FILTER(REGEX(?label, "^[LN]")) } ORDER BY ?label"""
DAYS = """PREFIX op: <https://w3id.org/openplaza/ontology#>
SELECT ?day WHERE { ?act op:interval ?interval . ?interval op:from ?day } ORDER BY ?day"""
NICE = b"<https://w3id.org/openplaza/id/cities/nice>"


@pytest.fixture(scope="module")
def installed(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation whose first revision lacks one city, and calls the first days of intervals as it once did."""
    home = tmp_path_factory.mktemp("keeping")
    lines = [line for line in read_quads(revision) if not line.startswith(NICE)]
    lines = sorted(line.replace(b"ontology#firstDay> ", b"ontology#from> ") for line in lines)
    publish(lines, home / "revisions", software="test", sources={})
    yield dataclasses.replace(settings, home=home, revisions_dir=home / "revisions", results_dir=home / "results")


@pytest.fixture(scope="module")
def here(installed: Settings) -> Iterator[FlaskClient]:
    app = create_app(dataclasses.replace(installed, public_url="http://localhost"))
    yield app.test_client()
    app.extensions["openplaza"].close()


def kept(client: FlaskClient, **fields: str) -> TestResponse:
    return client.post("/results", data=fields, headers=JSON)


def test_a_kept_answer_gives_the_same_bytes_after_a_new_revision_and_says_what_changed(
    here: FlaskClient, installed: Settings, revision: Revision
) -> None:
    made = kept(here, query=CITIES, format="csv")
    assert made.status_code == 201
    told = made.get_json()
    asked = here.get("/sparql", query_string={"query": CITIES, "format": "csv"})
    bytes_then = here.get(made.headers["Location"], headers={"Accept": "*/*"})
    assert bytes_then.data == asked.data and bytes_then.mimetype == "text/csv"
    assert hashlib.sha256(bytes_then.data).hexdigest() == told["sha256"]
    before = here.get(f"/revisions/{told['dataset']}.json").get_json()["number"]
    of_days = kept(here, query=DAYS, format="csv").headers["Location"]

    new = publish(read_quads(revision), installed.revisions_dir, software="test", sources={})
    assert here.get("/sparql", query_string={"query": CITIES, "format": "csv"}).data != bytes_then.data
    assert here.get(f"{made.headers['Location']}/content").data == bytes_then.data

    page = here.get(made.headers["Location"], headers=HTML).text
    assert "Run it on the current data" in page and "The data have changed since." in page
    again = here.get(f"{made.headers['Location']}/again.json").get_json()
    rows = list(csv.DictReader(io.StringIO(asked.text)))
    assert [row["label"]["value"] for row in again["added"]] == ["Nice"] and again["gone"] == []
    assert again["rows_kept"] == len(rows) and again["again"]["revision"] == new.number
    assert "The answer has changed." in here.get(f"{made.headers['Location']}/again", headers=HTML).text

    # A word that was renamed since is told, so that nobody takes the days for gone.
    again = here.get(f"{of_days}/again.json").get_json()
    assert again["rows_kept"] == 0 and again["gone"]
    assert ["it is op:firstDay there" in each for each in again["hints"]] == [True]
    assert "it is op:firstDay there" in here.get(f"{of_days}/again", headers=HTML).text

    same = {"revision": told["dataset"]}
    as_it_was = here.get(f"{made.headers['Location']}/again.json", query_string=same).get_json()
    assert as_it_was["same_bytes"] and as_it_was["again"]["revision"] == before and as_it_was["hints"] == []
    page = here.get(f"{made.headers['Location']}/again", query_string=same, headers=HTML).text
    assert "byte for byte" in page


def test_an_answer_is_kept_from_every_view_of_it(here: FlaskClient) -> None:
    shown = {"query": CITIES, "view": "bar", "sort": "-label", "find": "l", "column": "label", "x": "label", "by": "me"}
    page = BeautifulSoup(here.get("/sparql", query_string=shown, headers=HTML).text, "html.parser")
    form = page.select_one('form[action="/results"]')
    assert form is not None
    sent = {str(each["name"]): str(each["value"]) for each in form.select("input")}
    assert sent["query"] == CITIES
    made = kept(here, **sent)
    assert made.status_code in (200, 201), made.text
    assert made.headers["Location"] == kept(here, query=CITIES, revision=sent["revision"]).headers["Location"]


def test_what_a_record_says_can_be_checked_by_its_digest(here: FlaskClient) -> None:
    told = kept(here, query=CITIES).get_json()
    named = {name: told[name] for name in told if name not in ("digest", "revision", "kept", "addresses", "citation")}
    named["parameters"] = told["parameters"] or None
    text = json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert told["digest"] == f"sha256:{hashlib.sha256(text).hexdigest()}"
    assert told["engine"].startswith("pyoxigraph ") and told["software"].startswith("openplaza ")
    assert here.get(f"/results/{told['digest']}.json").get_json() == told


def test_the_same_answer_kept_twice_has_one_address(here: FlaskClient) -> None:
    first, second = kept(here, query=CITIES, format="tsv"), kept(here, query=CITIES, format="tsv")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_answer_is_kept_in_each_form_of_rows(here: FlaskClient, form: str) -> None:
    address = kept(here, query=CITIES, format=form).headers["Location"]
    assert here.get(f"{address}/again.json").get_json()["same_rows"]
    assert "Lille" in here.get(address, headers=HTML).text


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_an_answer_is_kept_in_each_form_of_triples(here: FlaskClient, form: str) -> None:
    query = CITIES.replace("SELECT ?city ?label", "CONSTRUCT { ?city rdfs:label ?label }")
    address = kept(here, query=query, format=form).headers["Location"]
    assert here.get(f"{address}/again.json").get_json()["same_rows"]
    assert "Lille" in here.get(address, headers=HTML).text


def test_yes_or_no_is_kept_too(here: FlaskClient) -> None:
    for form in ("json", "csv"):
        address = kept(here, query="ASK { ?s ?p ?o }", format=form).headers["Location"]
        assert here.get(f"{address}/again.json").get_json()["same_bytes"]


def test_the_page_of_a_question_keeps_what_it_shows_with_its_parameters(here: FlaskClient) -> None:
    asked = {"practice": "https://w3id.org/openplaza/id/practices/nice-school-vsa", "on": "2026-11-22"}
    name = next(each.name for each in here.application.extensions["openplaza"].catalogue
                if {param.name for param in each.params} == set(asked))  # fmt: skip
    page = here.get(f"/queries/{name}", query_string=asked, headers=HTML).text
    assert "Keep this answer" in page and f'name="question" value="{name}"' in page
    fields = {"question": name, **asked, "revision": "1"}
    made = here.post("/results", data=fields, headers=OWN_PAGE)
    assert made.status_code == 303
    told = here.get(f"{made.headers['Location']}.json").get_json()
    assert told["question"] == name and told["parameters"] == {key: [value] for key, value in asked.items()}
    assert told["revision"] == 1
    assert "nice-school-vsa" in here.get(made.headers["Location"], headers=HTML).text


def test_no_parameter_of_a_question_has_a_name_that_keeping_needs(here: FlaskClient) -> None:
    from views.results.asking import OF_QUERIES, QUESTION

    names = {param.name for each in here.application.extensions["openplaza"].catalogue for param in each.params}
    assert "on" in names and not names & {QUESTION, *OF_QUERIES}


def test_the_page_of_a_query_offers_to_keep_its_answer(here: FlaskClient) -> None:
    page = here.get("/sparql", query_string={"query": CITIES}, headers=HTML).text
    assert 'action="/results"' in page and "Keep this answer" in page


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_answers_differently_each_time_is_refused_by_name(here: FlaskClient, call: str) -> None:
    response = kept(here, query=f"SELECT ({call} AS ?x) {{}}")
    assert response.status_code == 400 and call[:-2] in response.get_json()["detail"]


def test_a_service_is_refused(here: FlaskClient) -> None:
    response = kept(here, query="SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert response.status_code == 400 and "SERVICE" in response.get_json()["detail"]


def test_a_cut_answer_is_refused_and_nothing_is_kept(installed: Settings) -> None:
    folder = installed.home / "cut"
    app = create_app(dataclasses.replace(installed, max_rows=3, results_dir=folder))
    response = kept(app.test_client(), query=CITIES)
    assert response.status_code == 422 and response.get_json()["limit_applied"] == "max_rows"
    assert not folder.exists()
    app.extensions["openplaza"].close()


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"query": "SELECT nonsense"}, 400),
        ({"query": CITIES, "format": "html"}, 400),
        ({"query": CITIES, "format": "ttl"}, 406),
        ({"query": CITIES, "revision": "999"}, 404),
        ({"query": CITIES, "colour": "blue"}, 400),
        ({"question": "no-such-question"}, 404),
        ({"question": "actions-by-pillar", "colour": "blue"}, 400),
        ({"query": "DELETE WHERE { ?s ?p ?o }"}, 400),
        ({}, 415),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_written(
    here: FlaskClient, installed: Settings, fields: dict[str, str], status: int
) -> None:
    before = sorted(each.name for each in installed.results_dir.iterdir())
    assert kept(here, **fields).status_code == status
    assert sorted(each.name for each in installed.results_dir.iterdir()) == before


def test_looking_at_pages_keeps_nothing(installed: Settings) -> None:
    folder = installed.home / "looked"
    app = create_app(dataclasses.replace(installed, results_dir=folder))
    app.test_client().get("/sparql", query_string={"query": CITIES}, headers=HTML)
    assert app.test_client().get("/results").status_code == 405 and not folder.exists()
    app.extensions["openplaza"].close()


def test_a_page_of_another_site_keeps_nothing(here: FlaskClient) -> None:
    headers = {"Origin": "https://elsewhere.example", **HTML}
    assert here.post("/results", data={"query": CITIES}, headers=headers).status_code == 403


def test_one_visitor_keeps_so_many_an_hour(installed: Settings) -> None:
    app = create_app(dataclasses.replace(installed, results_dir=installed.home / "often"))
    visitor = app.test_client()
    tries = [kept(visitor, query="ASK {}").status_code for _ in range(31)]
    assert set(tries[:30]) == {200, 201} and tries[30] == 429
    app.extensions["openplaza"].close()


def test_where_nothing_is_kept_no_page_offers_it(installed: Settings) -> None:
    app = create_app(dataclasses.replace(installed, results="off"))
    assert kept(app.test_client(), query=CITIES).status_code == 404
    assert "Keep this answer" not in app.test_client().get("/queries/actions-by-pillar", headers=HTML).text
    app.extensions["openplaza"].close()


def test_where_accounts_keep_nobody_else_does(installed: Settings, tmp_path: Path) -> None:
    app = contributing(installed, tmp_path, results="accounts", results_dir=tmp_path / "results")
    assert browser_of(app, None).post("/results", data={"query": CITIES}).status_code == 401
    assert browser_of(app, somebody(app)).post("/results", data={"query": CITIES}).status_code == 303
    app.extensions["openplaza"].close()


def test_the_address_answers_people_with_a_page_and_programs_with_the_bytes(here: FlaskClient) -> None:
    address = kept(here, query=CITIES, format="csv").headers["Location"]
    page = here.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.mimetype == "text/html" and page.headers["Cache-Control"] == "no-store"
    data = here.get(address)
    assert data.mimetype == "text/csv" and "immutable" in data.headers["Cache-Control"]
    assert data.headers["Repr-Digest"].startswith("sha-256=:")
    again = here.get(address, headers={"If-None-Match": data.headers["ETag"]})
    assert again.status_code == 304
    assert here.get(address, headers={"Accept": "image/png"}).status_code == 406
    assert here.get(f"{address}?revision=1", headers=HTML).status_code == 400
    assert here.get("/results/sha256:" + "0" * 64, headers=JSON).status_code == 404
    assert here.get("/results/..%2f..%2fsecret", headers=JSON).status_code == 404


def test_every_route_of_kept_answers_is_documented() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for part in ("POST /results", "/results/DIGEST/content", "/results/DIGEST/again"):
        assert part in text, part


def test_a_revision_of_the_answer_is_the_one_that_was_named(here: FlaskClient, revision: Revision) -> None:
    told = kept(here, query=CITIES, revision=digest_of(revision)).get_json()
    assert told["dataset"] == digest_of(revision)
