"""What the editor and programs get at /sparql/complete."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from graph.revision import Revision
from graph.terms import OP

DECLARED = f"PREFIX op: <{OP}>\nSELECT * WHERE {{ "


def offered(client: FlaskClient, before: str, path: str = "/sparql/complete") -> dict[str, Any]:
    response = client.post(path, data={"before": before, "after": " }"})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


def test_a_place_is_told_with_what_may_stand_there(client: FlaskClient, revision: Revision) -> None:
    found = offered(client, DECLARED + "?x a op:Practi")
    assert found["meta"] == {"revision": revision.number}
    assert (found["place"], found["typed"]) == ("object", len("op:Practi"))
    assert found["offers"][0]["insert"] == "op:Practice"


def test_a_thing_is_found_by_its_name_in_the_language_of_the_reader(client: FlaskClient) -> None:
    found = offered(client, DECLARED + "?x op:inCity lissabon")
    assert "<https://w3id.org/openplaza/id/cities/lisbon>" in [each["insert"] for each in found["offers"]]
    german = offered(client, DECLARED + "?x op:status ", "/de/sparql/complete")["offers"]
    english = offered(client, DECLARED + "?x op:status ")["offers"]
    assert [each["insert"] for each in german] == [each["insert"] for each in english]
    assert [each["label"] for each in german] != [each["label"] for each in english]


def test_a_name_of_several_words_is_replaced_whole(client: FlaskClient) -> None:
    found = offered(client, DECLARED + "?x op:theme video surv")
    assert found["typed"] == len("video surv")
    assert any(each["insert"].endswith("/theme/video-surveillance>") for each in found["offers"])


def test_units_are_those_of_scripts(client: FlaskClient) -> None:
    assert offered(client, DECLARED + "?x op:inCity Zürich")["typed"] == 6


def test_what_is_not_offered_is_counted(client: FlaskClient) -> None:
    found = offered(client, DECLARED + "?x ")
    assert len(found["offers"]) == 60 and found["left_out"] > 0


def test_a_program_may_ask_by_address_and_a_wrong_parameter_is_refused(client: FlaskClient) -> None:
    assert client.get("/sparql/complete", query_string={"before": "PREFIX sk"}).get_json()["offers"]
    assert client.get("/sparql/complete?befor=x").status_code == 400
    assert client.post("/sparql/complete", data={"before": "x" * 300_000}).status_code == 413


def test_an_answer_can_be_shared_as_it_is_and_as_it_will_be(client: FlaskClient, revision: Revision) -> None:
    page = client.get("/sparql", query_string={"query": "SELECT (1 AS ?one) {}"}, headers={"Accept": "text/html"}).text
    assert f"revision={revision.number}" in page.split('id="pinned-link"')[1].split(">")[0]
    assert "http://" in page.split('id="share-link"')[1].split(">")[0]
    assert "revision=" not in page.split('id="share-link"')[1].split(">")[0]
    assert "complete" in page.split("answer-about")[1].split("</p>")[0]
