"""Whoever asks whom a law touches is told whom it leaves out, and why, on the page and in every form of it."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, Graph, Namespace, URIRef

from graph.governing import OUTSIDE, QUESTION, Library, parts_left_out, reaches
from graph.governing.index import library_of
from graph.governing.statements import practice_cases
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-29"
OP = Namespace("https://w3id.org/openplaza/ontology#")
LAWS = ("32016R0679", "32016R0679/art_9", "32016L0680", "be-camera-act-2007", "es-lo-3-2018/art_22")
Told = set[tuple[str, str, str]]
"""Practice, actor, and outside or question."""


@pytest.fixture(scope="module")
def decided(revision: Revision, store: EmbeddedStore) -> dict[str, Told]:
    """By each law asked for, whom its act or it alone leaves out on the day, or may, by the one decision."""
    library = library_of(revision, lambda: store)
    found: dict[str, Told] = {law: set() for law in LAWS}
    for each in practice_cases(store, library):
        practice = each.practice.rpartition("/")[2]
        for reach in (*reaches(library, each.case), *parts_left_out(library, each.case)):
            named = reach.scope and reach.standing in (OUTSIDE, QUESTION)
            if not named or not reach.start <= DAY <= (reach.end or "9999"):
                continue
            unsure = not each.part.role and reach.standing != OUTSIDE
            standing = QUESTION if unsure else reach.standing
            for law in LAWS:
                if _is_meant(library, law, reach.part or reach.act, whole=not reach.part):
                    found[law].add((practice, each.part.actor, standing))
    return found


def _is_meant(library: Library, law: str, left_out: str, *, whole: bool) -> bool:
    return left_out in library.chain(law) if not whole else left_out == library.act_of(law)


def csv_rows(client: FlaskClient, law: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/impact.csv?of={law}&on={DAY}").text)))


def told_in_csv(client: FlaskClient, law: str) -> list[dict[str, str]]:
    return [row for row in csv_rows(client, law) if "left out" in row["kind"]]


@pytest.mark.parametrize("law", LAWS)
def test_the_table_names_every_practice_that_the_decision_leaves_out_and_what_is_a_question_only_if_not_touched(
    client: FlaskClient, decided: dict[str, Told], law: str
) -> None:
    told = told_in_csv(client, law)
    touched = {row["id"] for row in csv_rows(client, law) if row["kind"] == "practice"}
    wanted = {each for each in decided[law] if each[2] == OUTSIDE or each[0] not in touched}
    names = {row["label"]: row["id"] for row in rows_of("actors.csv")}
    assert {(row["id"], names[row["actor"]], row["standing"]) for row in told} == wanted and wanted
    assert all(row["sentence"] and row["condition"] and row["status"] and row["confidence"] for row in told)
    answer = client.get(f"/impact.json?of={law}&on={DAY}").get_json()["answers"]["left-out"]
    assert {row["statement"] for row in told} <= {row["reach"] for row in answer["rows"]}
    assert not {row["kind"] for row in told} & {"practice", "city", "organisation", "Action"}


@pytest.mark.parametrize("law", LAWS)
def test_the_page_says_at_the_top_how_many_and_below_each_with_its_reason_and_its_link(
    client: FlaskClient, decided: dict[str, Told], law: str
) -> None:
    shown = page(client, f"/impact?of={law}&on={DAY}")
    told = told_in_csv(client, law)
    out = {row["id"] for row in told if row["standing"] == OUTSIDE}
    top = shown.all('a[href="#left-out"]')[0].text
    assert f"expressly leaves out {len(out)} practice" in top or not out
    groups = shown.all("#left-out details")
    assert {item.links[0].path.rpartition("/")[2] for each in groups for item in each.all("li.left-out")} == {
        row["id"] for row in told
    }
    for each in groups:
        assert _reason_of(each).strip(), "every group says why"
    for row in told:
        assert any((row["question"] or row["condition"]) in _reason_of(each) for each in groups), row["sentence"]


def _reason_of(group: Part) -> str:
    return group.all("summary")[0].text.partition(": ")[2]


def test_the_statements_on_whom_a_law_leaves_out_are_in_the_turtle(client: FlaskClient) -> None:
    told = [row for row in told_in_csv(client, "32016R0679") if row["standing"] == OUTSIDE]
    graph = Graph().parse(data=client.get(f"/impact.ttl?of=32016R0679&on={DAY}").text, format="turtle")
    assert told
    for row in told:
        assert (URIRef(row["statement"]), RDF.type, OP.Reach) in graph
        assert (URIRef(row["statement"]), OP.concerns, URIRef(row["iri"])) in graph


def test_what_is_no_law_leaves_nobody_out(client: FlaskClient) -> None:
    assert not told_in_csv(client, "technologies/cctv-fixed")
    assert not page(client, f"/impact?of=technologies/cctv-fixed&on={DAY}").all("#left-out")
