"""A page for each class, property, concept, shape and rule: what a researcher can rely on there."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef

from graph.settings import ROOT
from graph.terms import BASE, CONCEPT, OP
from tests.reading import Part, page
from tests.views.facts import rows_of

S = Namespace(BASE + "shapes#")
ONTOLOGY = Graph().parse(ROOT / "ontology" / "openplaza.ttl")
SHAPES = Graph().parse(ROOT / "ontology" / "shapes.ttl")
CLASSES = sorted(str(each).removeprefix(OP) for each in ONTOLOGY.subjects(RDF.type, OWL.Class) if OP in str(each))
PROPERTIES = sorted(str(each).removeprefix(OP) for each in ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty))
CHECKS = sorted(str(each).removeprefix(S) for each in SHAPES.subjects(RDF.type, SH.PropertyShape))
RULES = sorted(path.stem.split("-", 1)[1] for path in (ROOT / "ontology" / "rules").glob("*.rq"))


def count(part: Part) -> int:
    return int(part.text.replace(",", ""))


@pytest.mark.parametrize("name", [*CLASSES, *PROPERTIES[::8]])
def test_a_term_says_what_it_means_and_links_to_what_it_is_defined_by(client: FlaskClient, name: str) -> None:
    shown = page(client, f"/ontology/terms/{name}")
    term = URIRef(OP + name)
    assert shown.all("h1")[0].text == str(ONTOLOGY.value(term, RDFS.label))
    assert shown.all(".lede")[0].text == str(ONTOLOGY.value(term, SKOS.definition))
    facts = shown.facts()
    assert facts["Identifier"].text == str(term) and facts["Written"].text == f"op:{name}"
    for words, relation in (("Used on", RDFS.domain), ("Kind of", RDFS.subClassOf)):
        ours = {str(each).removeprefix(OP) for each in ONTOLOGY.objects(term, relation) if str(each).startswith(OP)}
        linked = {each.path for each in facts[words].links} if words in facts else set()
        assert {f"/ontology/terms/{each}" for each in ours} <= linked


def test_a_class_tells_its_properties_with_what_shapes_ask_and_how_often_each_stands(client: FlaskClient) -> None:
    practices = rows_of("practices.csv")
    shown = page(client, "/ontology/terms/Practice")
    assert count(shown.facts()["Uses"]) == len(practices)
    rows = {row["Property"].links[0].path.rpartition("/")[2]: row for row in shown.table("Properties of its things")}
    assert rows["status"]["Values asked for"].text == "exactly one"
    assert rows["status"]["Values asked for"].links[0].path == "/ontology/shapes/Practice-status"
    assert rows["problem"]["Values asked for"].text == "at least one"
    assert rows["inCity"]["Value is"].text == "op:City"
    assert count(rows["inCity"]["Things that have it"]) == sum(bool(row["cities"]) for row in practices)
    cities = [each for row in practices for each in filter(None, row["cities"].split(";"))]
    assert count(rows["inCity"]["Statements"]) == len(cities)
    first = shown.table("Examples")[0]
    file, line = re.fullmatch(r"(practices\.csv), line (\d+)", first["Row"].text).groups()  # type: ignore[union-attr]
    row = practices[int(line) - 2]
    assert row["title"] == first["Thing"].text and file == "practices.csv"


def test_a_property_tells_where_it_stands_and_which_rule_makes_it(client: FlaskClient) -> None:
    shown = page(client, "/ontology/terms/legalOutcome")
    rows = shown.table("Where its statements stand")
    where = {row["Table or rule"].links[0].path: count(row["Statements"]) for row in rows}
    assert where["/ontology/rules/legal-outcome"] > 0
    assert sum(where.values()) == count(shown.facts()["Uses"])
    shapes = [each.path for each in shown.section("Shapes that check it").links]
    assert shapes == ["/ontology/shapes/Practice-legalOutcome"]


def test_a_term_names_the_questions_that_ask_for_it_and_no_other(client: FlaskClient) -> None:
    for name in ("inCity", "rank", "Practice"):
        texts = {path.stem: path.read_text(encoding="utf-8") for folder in ("partner", "policy", "researcher")
                 for path in (ROOT / "queries" / folder).glob("*.rq")}  # fmt: skip
        named = re.compile(rf"^[^#\n]*\bop:{name}\b|^#\+.*\bof: op:{name}\b", re.MULTILINE)
        wanted = {stem for stem, text in texts.items() if named.search(text)}
        links = page(client, f"/ontology/terms/{name}").section("Questions and rules that use it").links
        assert {each.path.rpartition("/")[2] for each in links if each.path.startswith("/queries/")} == wanted


def test_a_concept_tells_its_vocabulary_names_and_the_rows_that_use_it(client: FlaskClient) -> None:
    graph = Graph().parse(ROOT / "ontology" / "vocabularies" / "theme.ttl")
    concept = URIRef(f"{CONCEPT}theme/noise")
    shown = page(client, "/ontology/theme/noise")
    assert shown.all("h1")[0].text == str(graph.value(concept, SKOS.prefLabel))
    assert shown.all(".lede")[0].text == str(graph.value(concept, SKOS.definition))
    assert shown.facts()["Vocabulary"].links[0].path == "/ontology/theme"
    around = shown.section("Concepts around it").facts()
    assert [each.path for each in around["Broader concepts"].links] == [
        f"/ontology/theme/{str(graph.value(concept, SKOS.broader)).rpartition('/')[2]}"
    ]
    names = {row["Language"].text: row["Name"].text for row in shown.table("Names in each language")}
    french = next(row for row in rows_of("concept_names_fr.csv") if row["concept"] == "theme/noise")
    assert names["fr"] == french["pref_label"] and len(names) == 8
    uses = Counter(row["Class"].links[0].path.rpartition("/")[2] for row in shown.table("How it is used"))
    assert uses["Practice"] == 1
    titles = {row["title"] for row in rows_of("practices.csv") if "noise" in row["themes"].split(";")}
    assert titles and titles <= {row["Thing"].text for row in shown.table("Rows that use it")}


def test_a_concept_that_many_use_says_how_many_rows_stand_in_its_csv_alone(client: FlaskClient) -> None:
    shown = page(client, "/ontology/translation/machine")
    held = list(csv.DictReader(io.StringIO(client.get("/ontology/translation/machine.csv").text)))
    rows = shown.table("Rows that use it")
    more = re.search(r"([\d,]+) more rows are in the CSV", shown.text)
    assert more and len(rows) + int(more[1].replace(",", "")) == len(held) > len(rows)


@pytest.mark.parametrize("name", CHECKS[::6])
def test_a_shape_tells_what_it_asks_and_stands_there_as_it_is_written(client: FlaskClient, name: str) -> None:
    shown = page(client, f"/ontology/shapes/{name}")
    shape = S[name]
    assert str(SHAPES.value(shape, SH.message)) in shown.text
    text = shown.section("As it is written").all("code")[0].tag.get_text()
    assert (
        text.startswith(f"s:{name} a sh:PropertyShape")
        and text.endswith(" .")
        and text in (ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8")
    )
    turtle = Graph().parse(data=client.get(f"/ontology/shapes/{name}.ttl").text)
    assert set(SHAPES.predicate_objects(shape)) & set(turtle.predicate_objects(shape))
    assert set(turtle.objects(shape, SH.message)) == set(SHAPES.objects(shape, SH.message))


def test_a_shape_counts_what_it_looks_at(client: FlaskClient) -> None:
    [row] = page(client, "/ontology/shapes/Practice-inCity").table("What it looks at in this revision")
    practices = rows_of("practices.csv")
    assert count(row["Things"]) == len(practices)
    assert count(row["With the property"]) == sum(bool(each["cities"]) for each in practices)


@pytest.mark.parametrize("name", RULES[::4])
def test_a_rule_tells_what_it_made_and_stands_there_as_it_is_written(client: FlaskClient, name: str) -> None:
    shown = page(client, f"/ontology/rules/{name}")
    [file] = (ROOT / "ontology" / "rules").glob(f"[0-9]*-{name}.rq")
    assert shown.section("As it is written").all("code")[0].tag.get_text().strip() == file.read_text("utf-8").strip()
    made = shown.section("What it made in this revision").all("table")[0]
    assert made.all("tbody tr") and count(shown.facts()["Statements made"]) > 0


def test_the_ontology_page_leads_to_each_shape_and_rule(client: FlaskClient) -> None:
    shown = page(client, "/ontology")
    assert {each.path for each in shown.section("Shapes").links} == {f"/ontology/shapes/{each}" for each in CHECKS}
    rules = {each.path for each in shown.section("Rules of inference").links}
    assert rules >= {f"/ontology/rules/{each}" for each in RULES}


@pytest.mark.parametrize("kind", ["terms", "shapes", "rules", "theme"])
def test_what_is_unknown_is_404_and_says_where_the_known_ones_stand(client: FlaskClient, kind: str) -> None:
    reply = client.get(f"/ontology/{kind}/nothing-of-this-name", headers={"Accept": "text/html"})
    assert reply.status_code == 404 and "nothing-of-this-name" in reply.text


def test_the_identifiers_of_shapes_lead_programs_to_their_file_and_people_to_their_list(client: FlaskClient) -> None:
    assert client.get("/shapes", headers={"Accept": "text/turtle"}).location == "/ontology/shapes.ttl"
    assert client.get("/shapes", headers={"Accept": "text/html"}).location == "/ontology#shapes"
    assert client.get("/ontology/rules", headers={"Accept": "text/html"}).location == "/ontology#rules"
