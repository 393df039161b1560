"""What the ontology pages tell."""

from __future__ import annotations

import json

from flask.testing import FlaskClient
from rdflib import OWL, Graph, URIRef

from graph.settings import ROOT
from tests.views.facts import rows_of

HTML = {"Accept": "text/html"}


def test_every_class_and_property_is_told_with_its_meaning_and_uses(client: FlaskClient) -> None:
    page = client.get("/ontology", headers=HTML).text
    practice = page.split('id="Practice"')[1].split("</article>")[0]
    assert "op:Practice" in practice
    assert f"<dd>{len(rows_of('practices.csv'))}</dd>" in practice
    assert 'id="inCity"' in page and 'id="dateChangedBy"' in page


def test_a_vocabulary_lists_its_concepts_with_how_often_each_is_used(client: FlaskClient) -> None:
    page = client.get("/ontology/status", headers=HTML).text
    statuses = [row["status"] for file in ("practices.csv", "deployments.csv") for row in rows_of(file)]
    assert statuses
    for status in set(statuses):
        article = page.split(f'id="{status}"')[1].split("</article>")[0]
        assert f"{statuses.count(status)} uses" in article


def test_the_files_are_given_as_they_are(client: FlaskClient) -> None:
    for name, media_type in (("openplaza.ttl", "text/turtle"), ("context.jsonld", "application/ld+json")):
        response = client.get(f"/ontology/{name}")
        assert response.mimetype == media_type
        assert response.data == (ROOT / "ontology" / name).read_bytes()
    assert client.get("/ontology/../setup.cfg").status_code == 404


def test_the_version_that_the_ontology_names_leads_to_it_and_no_other_does(client: FlaskClient) -> None:
    ontology = ROOT / "ontology" / "openplaza.ttl"
    [version] = [
        str(version)
        for version in Graph().parse(ontology).objects(URIRef("https://w3id.org/openplaza/ontology"), OWL.versionIRI)
    ]
    response = client.get(version.removeprefix("https://w3id.org/openplaza"))
    assert (response.status_code, response.mimetype, response.data) == (200, "text/turtle", ontology.read_bytes())
    assert client.get("/ontology/0.0.9").status_code == 404


def test_the_editor_gets_every_term_with_its_namespace(client: FlaskClient) -> None:
    terms = {each["curie"]: each for each in client.get("/ontology/terms.json").get_json()}
    assert terms["op:Practice"]["kind"] == "class"
    assert terms["op:inCity"] | {"comment": ""} == {
        "curie": "op:inCity",
        "ns": "https://w3id.org/openplaza/ontology#",
        "label": terms["op:inCity"]["label"],
        "comment": "",
        "kind": "property",
    }
    assert terms["op:inCity"]["comment"] and terms["dcterms:identifier"]["ns"] == "http://purl.org/dc/terms/"


def test_the_pages_have_other_forms(client: FlaskClient) -> None:
    assert len(json.loads(client.get("/ontology.json").data)["answers"]["terms"]["rows"]) > 100
    assert "prefLabel" in client.get("/ontology/status.ttl").text
    assert client.get("/ontology/nothing", headers=HTML).status_code == 404
