"""The pages on who is touched."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import networkx as nx
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef

from graph.settings import ROOT
from views.trace.impact_parts import EXAMPLES

TODAY = "2026-11-22"
HTML = {"Accept": "text/html"}


def html(client: FlaskClient, query: str) -> str:
    reply = client.get(f"/impact?{query}", headers=HTML)
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def rows(client: FlaskClient, query: str) -> list[dict[str, str]]:
    reply = client.get(f"/impact.csv?{query}")
    assert reply.status_code == 200 and reply.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(reply.get_data(as_text=True))))


def test_without_a_thing_the_page_says_how_to_ask(client: FlaskClient) -> None:
    text = client.get("/impact", headers=HTML).get_data(as_text=True)
    assert re.search(r'<label[^>]*for="of"', text) and 'name="of"' in text


@pytest.mark.parametrize(("of", "on"), [(of, on) for _, group in EXAMPLES for _, of, on in group])
def test_every_example_of_the_start_page_has_an_answer(client: FlaskClient, of: str, on: str) -> None:
    text = html(client, f"of={of}&on={on or TODAY}")
    assert 'id="practice"' in text or 'id="does"' in text


def test_the_counts_at_the_top_are_those_of_the_table_for_a_mail_out(client: FlaskClient) -> None:
    query = f"of=32024R1689/art_5/par_1/pnt_h&on={TODAY}"
    text, found = html(client, query), rows(client, query)
    counts = re.findall(r'<li><strong>([\d,]+)</strong> <span><a href="#(\w+)"', text)
    assert {kind for _, kind in counts} >= {"practice", "city"}
    for number, kind in counts:
        assert int(number) == sum(row["kind"].casefold() == kind for row in found)
    assert {row["name"] for row in found if row["kind"] == "city"} >= {"Prague", "Frankfurt am Main"}


def test_the_mail_out_has_one_row_a_thing_with_place_path_and_whom_to_ask(client: FlaskClient) -> None:
    found = [row for row in rows(client, f"of=GDPR&on={TODAY}") if "left out" not in row["kind"]]
    with (ROOT / "data/practices.csv").open(encoding="utf-8", newline="") as file:
        practices = {row["id"]: row for row in csv.DictReader(file)}
    nationwide = {name for name, row in practices.items() if not row["cities"]}
    assert len({row["iri"] for row in found}) == len(found) > 80
    for row in found:
        assert row["address"].startswith("http://localhost/") and row["path"].startswith("GDPR ") and row["effect"]
        assert row["status"] and row["condition"] and row["sentence"] and row["since"]
        if row["kind"] in ("practice", "city"):
            assert row["country"] and row["state"]
            assert row["city"] or row["id"] in nationwide
    mechelen = next(row for row in found if row["kind"] == "city" and row["name"] == "Mechelen")
    assert (mechelen["country"], mechelen["contact"]) == ("Belgium", "City of Mechelen")
    nice = next(row for row in found if row["id"] == "nice-frt-carnival-2019")
    assert nice["contact"].split("; ") == sorted(practices[nice["id"]]["partners"].split(";"))


def test_an_organisation_is_reached_through_its_city_and_the_link_is_marked(client: FlaskClient) -> None:
    found = {row["id"]: row for row in rows(client, f"of=GDPR&on={TODAY}") if row["kind"] == "organisation"}
    assert found["org-nice"]["country"] == "France" and "from memory" in found["org-nice"]["marks"]
    assert "by its Wikidata identifier" in found["org-nice"]["path"]


def test_a_proposal_is_told_as_one(client: FlaskClient) -> None:
    text = html(client, f"of=52025PC0837&on={TODAY}")
    assert "nothing has changed by it yet" in text and "would touch" in text and "Only if it is adopted" in text
    touched = [row for row in rows(client, f"of=52025PC0837&on={TODAY}") if row["kind"] == "practice"]
    assert {row["conditional"] for row in touched} == {"only if the proposal is adopted"}


def test_a_proposal_that_became_law_leads_to_that_law(client: FlaskClient) -> None:
    text = html(client, f"of=52025PC0836&on={TODAY}")
    assert "This proposal has become law" in text and "of=laws/32026R1744" in text.replace("%2F", "/")


def test_a_law_that_ended_says_when_and_what_came_after(client: FlaskClient) -> None:
    text = html(client, f"of=31995L0046&on={TODAY}")
    assert "It ended on 24 May 2018" in text and "What GDPR touches" in text and "on=2018-05-24" in text


def test_a_thing_that_is_not_known_is_a_named_problem(client: FlaskClient) -> None:
    reply = client.get("/impact?of=no-such-law", headers={"Accept": "application/json"})
    assert reply.status_code == 404 and reply.mimetype == "application/problem+json"
    assert "no-such-law" in reply.get_data(as_text=True)


def test_a_day_that_is_none_is_a_named_problem(client: FlaskClient) -> None:
    assert client.get("/impact?of=GDPR&on=yesterday").status_code == 400


@pytest.mark.parametrize("form", ["graphml", "gexf", "dot", "json"])
def test_the_paths_can_be_read_by_other_programs(client: FlaskClient, form: str) -> None:
    reply = client.get(f"/impact/graph.{form}?of=32016R0679/art_9&on={TODAY}")
    assert reply.status_code == 200 and reply.headers["Complete"] == "?1"
    if form in ("graphml", "gexf"):
        read = nx.read_graphml if form == "graphml" else nx.read_gexf
        made = read(io.BytesIO(reply.get_data()))
        touched = {
            row["iri"] for row in rows(client, f"of=32016R0679/art_9&on={TODAY}") if "left out" not in row["kind"]
        }
        document = client.get(f"/impact/graph.json?of=32016R0679/art_9&on={TODAY}").get_json(force=True)
        assert touched and touched <= set(made.nodes)
        assert set(made.nodes) == {each["id"] for each in document["nodes"]}
        assert (
            made.number_of_edges()
            == len(document["edges"])
            == len(set(re.findall(r'<edge [^>]*?\bid="([^"]+)"', reply.text)))
        )


def test_a_network_of_nothing_is_refused(client: FlaskClient) -> None:
    assert client.get("/impact/graph.graphml").status_code == 400
    assert client.get("/impact/graph.pdf?of=GDPR").status_code == 404


def test_the_page_shows_the_queries_behind_it_and_asks_no_more_for_more_things(client: FlaskClient) -> None:
    for of in ("32024R1689/art_5/par_1/pnt_h", "GDPR"):
        answers = client.get(f"/impact.json?of={of}&on={TODAY}").get_json()["answers"]
        assert set(answers) == {"impact", "practices", "cities", "left-out"}


def test_each_touched_city_is_a_point_of_the_map(client: FlaskClient) -> None:
    query = f"of=technologies/drone-camera&on={TODAY}"
    text = html(client, query)
    drawn = re.findall(r'<a href="/cities/([^"?]+)[^"]*"[^>]* aria-label="[^"]*">', text)
    assert sorted(drawn) == sorted(row["id"] for row in rows(client, query) if row["kind"] == "city")


def test_the_page_is_also_turtle(client: FlaskClient) -> None:
    reply = client.get(f"/impact.ttl?of=32024R1689/art_5/par_1/pnt_h&on={TODAY}")
    assert reply.status_code == 200 and "prague" in reply.get_data(as_text=True).casefold()


@pytest.mark.parametrize("path", ["laws/32016R0679", "laws/32024R1689/art_5/par_1/pnt_h", "technologies/anpr"])
def test_pages_of_law_and_technologies_lead_to_who_is_touched(client: FlaskClient, path: str) -> None:
    text = client.get(f"/{path}?on={TODAY}", headers=HTML).get_data(as_text=True)
    address = re.search(r'href="(/impact\?[^"]+)"[^>]*>[Ww]ho is touched', text)
    assert address and client.get(address[1].replace("&amp;", "&"), headers=HTML).status_code == 200


def test_the_mail_out_counts_nobody_as_prohibited_who_does_not_run_or_of_whom_it_is_not_known(
    client: FlaskClient,
) -> None:
    for of in ("GDPR", "32024R1689", "LED"):
        found = rows(client, f"of={of}&on={TODAY}")
        certain = [row for row in found if row["effect"] in ("Prohibited", "Permitted with conditions", "Exempted")]
        for row in certain:
            assert row["state"] == "running" and row["standing"] == "holds" and row["told"] == "inferred"
        assert {row["told"] for row in found} >= {"inferred"} and any(row["state"] == "ended" for row in found)
        order = [row["state"] for row in found if row["kind"] == "practice"]
        assert order.index("ended") > max(place for place, state in enumerate(order) if state == "running")


def test_the_page_says_the_sentence_of_the_table_and_how_many_run(client: FlaskClient) -> None:
    query = f"of=32016R0679/art_9&on={TODAY}"
    text, found = unescape(html(client, query)), rows(client, query)
    practices = [row for row in found if row["kind"] == "practice"]
    assert practices
    for row in practices:
        assert row["sentence"] in text
    running = sum(row["state"] == "running" for row in practices)
    unknown = sum("not known" in row["state"] for row in practices)
    over = len(practices) - running - unknown
    assert f"{running} running" in text and f"{over} ended" in text and f"{unknown} not known" in text
    asked = sum(row["state"] == "running" and row["effect"] == "Depends on a fact" for row in practices)
    assert not asked or f"{asked} depend" in text


def test_the_statements_behind_the_rows_are_data_too(client: FlaskClient) -> None:
    query = f"of=32024R1689/art_5/par_1/pnt_h&on={TODAY}"
    statements = {iri for row in rows(client, query) for iri in row["statement"].split()}
    assert statements
    graph = Graph().parse(data=client.get(f"/impact.ttl?{query}").get_data(as_text=True), format="turtle")
    op = Namespace("https://w3id.org/openplaza/ontology#")
    inferred = [iri for iri in statements if (URIRef(iri), RDF.type, op.Governance) in graph]
    assert inferred
    for iri in inferred:
        for name in ("actor", "actorMatch", "standing", "condition", "effect", "byProvision", "governs"):
            assert graph.value(URIRef(iri), op[name]) is not None, name


def test_relations_without_a_date_say_so(client: FlaskClient) -> None:
    text = html(client, f"of=GDPR&on={TODAY}")
    assert "start not recorded" in text and "since 27 April 2016" not in text
