"""An older revision can be asked, and every answer says which revision gave it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph.ask.catalogue import Catalogue
from graph.revision import Revision, read_quads
from graph.revision.publishing import publish
from graph.settings import Settings
from server import create_app

BROWSER = "text/html,*/*;q=0.8"
CITIES = "SELECT (COUNT(?x) AS ?n) { ?x a <https://w3id.org/openplaza/ontology#City> }"
GRAPH = b"<https://w3id.org/openplaza/graph/cities>"


@pytest.fixture(scope="module")
def grown(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Revision 1 knows no cities, revision 2 is the real one."""
    folder = tmp_path_factory.mktemp("grown")
    lines = list(read_quads(revision))
    for facts in ([line for line in lines if GRAPH not in line], lines):
        publish(facts, Path(folder), software="test", sources={})
    app = create_app(dataclasses.replace(settings, revisions_dir=Path(folder)))
    yield app.test_client()
    app.extensions["openplaza"].close()


def ask(client: FlaskClient, accept: str = "application/json", **more: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": CITIES, **more}, headers={"Accept": accept})


def count(response: TestResponse) -> int:
    return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])


def test_each_revision_gives_its_own_answer_and_is_named(grown: FlaskClient) -> None:
    old, new, now = ask(grown, revision="1"), ask(grown, revision="2"), ask(grown)
    assert count(old) == 0 < count(new)
    assert new.data == now.data
    for response, number in ((old, 1), (new, 2)):
        assert response.headers["Dataset-Revision"] == str(number)
        assert json.loads(response.data)["meta"]["revision"] == number


def test_every_carrier_takes_the_revision(grown: FlaskClient) -> None:
    form = grown.post("/sparql", data={"query": CITIES, "revision": "1"})
    direct = grown.post("/sparql?revision=1", data=CITIES, content_type="application/sparql-query")
    assert form.data == direct.data == ask(grown, "*/*", revision="1").data


def test_a_revision_that_is_not_kept_is_404_and_those_that_are_are_named(grown: FlaskClient) -> None:
    told = ask(grown, revision="9")
    assert told.status_code == 404
    assert "1, 2" in json.loads(told.data)["detail"]
    page = ask(grown, BROWSER, revision="9")
    assert page.status_code == 404 and "1, 2" in page.text


@pytest.mark.parametrize("wrong", ["-1", "1.5", "one", "9999999999", "１"])
def test_a_revision_that_is_no_number_is_400(grown: FlaskClient, wrong: str) -> None:
    told = ask(grown, revision=wrong)
    assert told.status_code == 400 and json.loads(told.data)["field"] == "revision"


def test_the_page_says_which_revision_answers_and_keeps_it(grown: FlaskClient) -> None:
    page = ask(grown, BROWSER, revision="1").text
    assert "Revision 1 answers here, not the current one." in page
    assert '<input type="hidden" name="revision" value="1">' in page
    assert "revision=1&amp;format=csv" in page
    assert "Data revision 1" in page
    assert "answers here, not the current one" not in ask(grown, BROWSER, revision="2").text


def test_the_description_is_that_of_the_revision(grown: FlaskClient) -> None:
    old, new = (grown.get("/sparql", query_string={"revision": n, "format": "nt"}) for n in ("1", "2"))
    assert (old.headers["Dataset-Revision"], new.headers["Dataset-Revision"]) == ("1", "2")
    assert "graph/cities" not in old.text and "graph/cities" in new.text


def test_a_question_of_the_catalogue_asks_an_older_revision_too(grown: FlaskClient) -> None:
    old, new = (grown.get(f"/queries/cities-list.json?revision={n}") for n in (1, 2))
    for response, number in ((old, 1), (new, 2)):
        assert response.headers["Dataset-Revision"] == str(number)
        assert response.get_json()["meta"]["revision"] == number
    rows = [len(each.get_json()["answers"]["cities-list"]["rows"]) for each in (old, new)]
    assert rows[0] < rows[1]
    page = grown.get("/queries/cities-list?revision=1", headers={"Accept": BROWSER}).text
    assert "Revision 1 answers here, not the current one." in page
    assert "&amp;revision=1" in page or "revision=1&amp;" in page
    assert grown.get("/queries/cities-list.json?revision=7").status_code == 404


def test_no_question_has_a_parameter_that_would_hide_the_revision(catalogue: Catalogue) -> None:
    assert [each.name for each in catalogue for param in each.params if param.name == "revision"] == []


def test_a_question_about_the_law_of_a_day_takes_the_day_as_on(client: FlaskClient, catalogue: Catalogue) -> None:
    dated = [each for each in catalogue if any(param.name == "on" for param in each.params)]
    assert len(dated) >= 6
    for question in dated:
        assert next(param.type for param in question.params if param.name == "on") == "date"
        values = {**question.examples, "on": "2025-03-01"}
        found = client.get(f"/queries/{question.name}.json", query_string=values)
        assert found.status_code == 200
        assert '"2025-03-01"^^' in found.get_json()["answers"][question.name]["query"]
        page = client.get(f"/queries/{question.name}", query_string=values, headers={"Accept": BROWSER}).text
        assert 'type="date" id="field-on" name="on" value="2025-03-01"' in page


def test_every_day_that_stands_for_the_law_is_called_on(catalogue: Catalogue) -> None:
    """The others are ends of a span."""
    named = {param.name for question in catalogue for param in question.params if param.type == "date"}
    assert named == {"on", "since", "until", "from", "to"}
