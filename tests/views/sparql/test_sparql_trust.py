"""What every answer of /sparql says of itself: whether it is whole, which revision gave it, and what may be meant."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result
from SPARQLWrapper import JSON as WRAPPER_JSON
from SPARQLWrapper import SPARQLWrapper
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from graph.revision import Revision
from graph.settings import Settings
from server import create_app

JSON, BROWSER = "application/sparql-results+json", "text/html,*/*;q=0.8"
OP = "PREFIX op: <https://w3id.org/openplaza/ontology#>\n"
CITIES = OP + "SELECT ?city WHERE { ?city a op:City } ORDER BY ?city LIMIT 7"
TRIPLES = OP + "CONSTRUCT { ?city a op:City } WHERE { ?city a op:City }"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FORMS = (JSON, "application/json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values", BROWSER)


def get(client: FlaskClient, query: str, accept: str = JSON, **more: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query, **more}, headers={"Accept": accept})


@pytest.fixture(scope="module")
def small(settings: Settings, revision: Revision) -> Iterator[FlaskClient]:
    """The application with limits that are soon reached."""
    app = create_app(dataclasses.replace(settings, max_rows=5, query_timeout_s=0.5))
    yield app.test_client()
    app.extensions["openplaza"].close()


@pytest.fixture(scope="module")
def site(client: FlaskClient) -> Iterator[str]:
    """The address of the application on this machine, for clients that know only sockets."""
    server = make_server("127.0.0.1", 0, client.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("accept", FORMS)
def test_a_whole_answer_says_so_in_every_form(client: FlaskClient, revision: Revision, accept: str) -> None:
    response = get(client, CITIES, accept)
    assert response.headers["Complete"] == "?1"
    assert response.headers["Dataset-Revision"] == str(revision.number)
    assert re.fullmatch(r"eval;dur=[0-9.]+", response.headers["Server-Timing"])
    assert "Limit-Applied" not in response.headers


@pytest.mark.parametrize("accept", FORMS)
def test_a_cut_answer_says_so_in_every_form(small: FlaskClient, accept: str) -> None:
    response = get(small, CITIES, accept)
    assert (response.headers["Complete"], response.headers["Limit-Applied"]) == ("?0", "max_rows")


def test_json_says_it_in_a_member_of_its_own_before_the_rows(
    client: FlaskClient, small: FlaskClient, revision: Revision
) -> None:
    for accept in (JSON, "application/json"):
        whole, cut = (json.loads(get(each, CITIES, accept).data) for each in (client, small))
        assert list(whole) == ["head", "meta", "results"]
        told = {"revision": revision.number, "complete": True, "limit_applied": None, "rows": 7}
        assert whole["meta"] == told
        assert cut["meta"] == told | {"complete": False, "limit_applied": "max_rows", "rows": 5}
        assert cut["results"]["bindings"] == whole["results"]["bindings"][:5]
    yes = json.loads(get(client, "ASK {}").data)
    assert list(yes) == ["head", "meta", "boolean"] and yes["meta"]["complete"] is True


def test_the_same_query_gives_the_same_bytes(client: FlaskClient) -> None:
    laid_out = CITIES.replace(" ", "\n  ") + "\n# again"
    assert get(client, CITIES).data == get(client, CITIES).data == get(client, laid_out).data


def test_data_for_tables_holds_rows_and_nothing_else(small: FlaskClient) -> None:
    csv, tsv = get(small, CITIES, "text/csv").text, get(small, CITIES, "text/tab-separated-values").text
    assert csv.splitlines()[0] == "city" and tsv.splitlines()[0] == "?city"
    for text in (csv, tsv):
        assert len(text.splitlines()) == 6
        assert all("id/cities/" in line for line in text.splitlines()[1:])


def test_programs_that_read_results_take_no_offence_at_the_member(client: FlaskClient) -> None:
    body = get(client, CITIES).data
    assert len(list(Result.parse(io.BytesIO(body), format="json"))) == 7
    assert Result.parse(io.BytesIO(get(client, "ASK {}").data), format="json").askAnswer is True


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads_the_answers(site: str, method: str) -> None:
    wrapper = SPARQLWrapper(f"{site}/sparql", returnFormat=WRAPPER_JSON)
    wrapper.setMethod(method)
    wrapper.setQuery(CITIES)
    found: Any = wrapper.queryAndConvert()
    assert len(found["results"]["bindings"]) == 7
    assert found["meta"]["complete"] is True
    wrapper.setQuery("ASK {}")
    asked: Any = wrapper.queryAndConvert()
    assert asked["boolean"] is True


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_as_a_client_reads_the_answers(site: str, method: Any) -> None:
    for form in ("json", "xml", "csv", "tsv"):
        store = SPARQLStore(f"{site}/sparql", method=method, returnFormat=form)
        assert len(list(Graph(store).query(CITIES))) == 7


def test_a_person_sees_where_an_answer_was_cut(small: FlaskClient) -> None:
    page = get(small, CITIES, BROWSER).text
    assert "This answer is not complete." in page and "It ends after 5 rows." in page
    assert "CSV, cut at a limit" in page


def test_a_failure_is_no_complete_answer_and_names_the_limit_it_hit(small: FlaskClient, revision: Revision) -> None:
    for accept in (JSON, "text/csv", BROWSER):
        late = get(small, HEAVY, accept)
        assert late.status_code == 504
        assert (late.headers["Complete"], late.headers["Limit-Applied"]) == ("?0", "query_timeout_s")
        assert late.headers["Dataset-Revision"] == str(revision.number)
        assert float(late.headers["Server-Timing"].partition("=")[2]) >= 400
    assert json.loads(get(small, HEAVY).data)["limit_s"] == 0.5
    wrong = get(small, "SELEC")
    assert wrong.headers["Complete"] == "?0" and "Limit-Applied" not in wrong.headers
    long = get(small, "ASK {}" + "#" * 270_000)
    assert (long.status_code, long.headers["Limit-Applied"]) == (413, "max_query_kb")


def test_a_client_may_lower_its_time_and_never_raise_it(client: FlaskClient, small: FlaskClient) -> None:
    assert json.loads(get(client, HEAVY, timeout="0.4").data)["limit_s"] == 0.4
    assert json.loads(get(small, HEAVY, timeout="30").data)["limit_s"] == 0.5
    assert get(client, CITIES, timeout="").status_code == 200
    for wrong in ("0", "-1", "soon", "nan", "inf", "1e999"):
        told = get(client, CITIES, timeout=wrong)
        assert told.status_code == 400 and json.loads(told.data)["field"] == "timeout"


def test_a_missing_prefix_comes_with_the_line_to_add(client: FlaskClient) -> None:
    query = "SELECT ?x WHERE {\n  ?x a op:City }"
    told = json.loads(get(client, query).data)
    assert (told["line"], told["column"], told["near"]) == (2, 8, "op:City }")
    assert told["hints"] == ["Add this line at the start: PREFIX op: <https://w3id.org/openplaza/ontology#>"]
    page = get(client, query, BROWSER).text
    assert "PREFIX op: &lt;https://w3id.org/openplaza/ontology#&gt;" in page
    checked = client.post("/sparql/check", data={"query": query}).get_json()["problems"]
    assert "PREFIX op:" in checked[0]["message"]


def test_a_mistake_is_marked_in_its_line_and_the_editor_has_the_focus(client: FlaskClient) -> None:
    page = get(client, "SELECT ?x WHERE {\n  ?x a op:City }", BROWSER).text
    assert "   2 |   ?x a op:City }\n              ^</code>" in page
    assert 'data-line="2" data-column="8"' in page
    assert re.search(r"<textarea[^>]* autofocus aria-invalid=\"true\"", page)
    assert 'role="alert"' in page


def test_a_misspelt_term_is_named_when_nothing_is_found(client: FlaskClient) -> None:
    query = OP + "SELECT ?x WHERE { ?x a op:Citty }"
    hint = "op:Citty is not a term here. Did you mean op:City?"
    assert json.loads(get(client, query).data)["meta"]["hints"] == [hint]
    assert hint in get(client, query, BROWSER).text
    assert json.loads(get(client, OP + "ASK { ?x a op:Citty }").data)["meta"]["hints"] == [hint]
    assert hint in get(client, OP + "ASK { ?x a op:Citty }", BROWSER).text
    assert hint in get(client, TRIPLES.replace("WHERE { ?city a op:City }", "WHERE { ?x a op:Citty }"), BROWSER).text
    assert hint not in get(client, query, "text/csv").text


def test_nothing_found_without_a_misspelt_term_has_no_hint(client: FlaskClient) -> None:
    told = json.loads(get(client, OP + "SELECT ?x { ?x a op:City ; op:country ?x }").data)
    assert told["meta"]["rows"] == 0 and "hints" not in told["meta"]


def test_triples_say_it_in_headers_only(client: FlaskClient) -> None:
    for accept in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"):
        response = get(client, TRIPLES, accept)
        assert response.headers["Complete"] == "?1" and "limit_applied" not in response.text


DAYS = (
    OP
    + """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?event { ?event op:date ?date FILTER(?date >= "2019-01-01"^^xsd:date) }"""
)


def test_rows_that_a_comparison_with_a_day_leaves_out_are_spoken_of(client: FlaskClient) -> None:
    told = json.loads(get(client, DAYS).data)["meta"]
    assert told["rows"] > 0 and told["complete"] is True
    [hint] = told["hints"]
    assert "op:date" in hint and "op:earliest" in hint
    assert hint in get(client, DAYS, BROWSER).text
    whole = json.loads(get(client, DAYS.replace("op:date", "op:earliest")).data)["meta"]
    assert "hints" not in whole and whole["rows"] > told["rows"]


@pytest.mark.parametrize("accept", FORMS)
def test_who_takes_no_answer_that_is_cut_is_refused_it_in_every_form(
    client: FlaskClient, small: FlaskClient, accept: str
) -> None:
    refused = get(small, CITIES, accept, truncate="error")
    assert (refused.status_code, refused.headers["Complete"]) == (422, "?0")
    assert refused.headers["Limit-Applied"] == "max_rows" and "The answer would be cut" in refused.text
    whole = get(client, CITIES, accept, truncate="error")
    assert (whole.status_code, whole.headers["Complete"]) == (200, "?1")
    assert get(small, CITIES, accept, truncate="no").status_code == 400


def test_the_page_that_offers_downloads_of_a_cut_answer_says_that_they_end_there_too(small: FlaskClient) -> None:
    assert "The downloads end there too; with truncate=error" in get(small, CITIES, BROWSER).text


TRAP = OP + "SELECT ?p ?v {\n  ?p a op:Practice OPTIONAL { ?p op:outcome ?v } }"
TRAP_HINT = "Things of the class op:Practice never have op:outcome. It is of op:LegalEvent."


def test_links_to_forms_of_a_whole_answer_say_nothing_of_a_limit(client: FlaskClient) -> None:
    page = get(client, CITIES, BROWSER).text
    assert ">CSV</a>" in page and "cut at a limit" not in page


def test_a_trap_is_told_with_every_form_of_an_answer_that_has_rows(client: FlaskClient) -> None:
    told = json.loads(get(client, TRAP).data)["meta"]
    assert told["rows"] > 100 and told["hints"] == [TRAP_HINT]
    assert TRAP_HINT in get(client, TRAP, BROWSER).text
    for accept in FORMS[:-1]:
        for _ in range(2):
            assert get(client, TRAP, accept).headers["Hints"] == f'"{TRAP_HINT}"'
    assert TRAP_HINT not in get(client, TRAP, "text/csv").text
    assert "Hints" in get(client, TRAP, "text/csv").headers["Access-Control-Expose-Headers"]
    assert "Hints" not in get(client, CITIES, "text/csv").headers


def test_the_editor_is_told_a_trap_at_its_place(client: FlaskClient) -> None:
    checked = client.post("/sparql/check", data={"query": TRAP}).get_json()
    assert checked["problems"] == []
    [hint] = checked["hints"]
    place = TRAP.split("\n")[2].index("op:outcome") + 1
    assert (hint["line"], hint["column"], hint["length"], hint["message"]) == (3, place, len("op:outcome"), TRAP_HINT)


def test_a_limit_without_an_order_is_told_when_it_may_have_cut(client: FlaskClient) -> None:
    short, long = (f"{OP}SELECT ?country {{ ?country a op:Country }} LIMIT {number}" for number in (3, 300))
    assert "unordered" in str(client.post("/sparql/check", data={"query": short}).get_json()["hints"])
    assert "LIMIT 3 without ORDER BY" in get(client, short, "text/csv").headers["Hints"]
    assert "Hints" not in get(client, long, "text/csv").headers
