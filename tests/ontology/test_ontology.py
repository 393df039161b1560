"""What a user can rely on in the words, the codes and the shapes of OpenPlaza."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL

from graph.terms import CONCEPT, OP, PREFIXES

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
VOCABULARIES = sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))
TERM_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
WORD = Namespace(OP)
THING = URIRef("https://example.org/thing")
ROW = URIRef("https://example.org/row")


@cache
def ontology() -> Graph:
    return Graph().parse(ONTOLOGY / "openplaza.ttl")


@cache
def vocabularies() -> Graph:
    graph = Graph()
    for path in VOCABULARIES:
        graph.parse(path)
    return graph


@cache
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


@cache
def context() -> dict[str, Any]:
    held: dict[str, Any] = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return held


def declared() -> set[URIRef]:
    subjects = {subject for kind in TERM_KINDS for subject in ontology().subjects(RDF.type, kind)}
    return {subject for subject in subjects if isinstance(subject, URIRef) and subject.startswith(OP)}


def schemes() -> dict[str, dict[str, URIRef]]:
    """Notation to concept, by scheme name."""
    found: dict[str, dict[str, URIRef]] = {path.stem: {} for path in VOCABULARIES}
    for concept, notation in vocabularies().subject_objects(SKOS.notation):
        scheme = str(vocabularies().value(concept, SKOS.inScheme)).removeprefix(CONCEPT)
        assert isinstance(concept, URIRef)
        found[scheme][str(notation)] = concept
    return found


def complaints(graph: Graph) -> list[str]:
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference=None, meta_shacl=False)
    return [str(message) for message in results.objects(None, SH.resultMessage)]


def a_country(member_from: str, member_to: str) -> Graph:
    graph = Graph()
    graph.add((THING, RDF.type, WORD.Country))
    graph.add((THING, RDFS.label, Literal("Somewhere", lang="en")))
    graph.add((THING, DCTERMS.identifier, Literal("XX", datatype=XSD.string)))
    graph.add((THING, WORD.memberFrom, Literal(member_from, datatype=XSD.date)))
    graph.add((THING, WORD.memberTo, Literal(member_to, datatype=XSD.date)))
    graph.add((THING, WORD.row, ROW))
    graph.add((ROW, WORD.basis, URIRef(f"{CONCEPT}basis/seed")))
    return graph


def test_every_word_used_by_the_questions_is_declared() -> None:
    questions = (path.read_text(encoding="utf-8") for path in (ROOT / "queries").rglob("*.rq"))
    used = {word for text in questions for word in re.findall(r"\bop:(\w+)", text)}
    assert used
    assert used - {str(term).removeprefix(OP) for term in declared()} == set()


def test_the_ontology_says_its_version_and_its_licence() -> None:
    home = URIRef(OP.removesuffix("#"))
    assert (home, RDF.type, OWL.Ontology) in ontology()
    assert (home, OWL.versionInfo, None) in ontology()
    assert (home, DCTERMS.license, None) in ontology()


def test_the_core_areas_keep_the_labels_they_were_given_later() -> None:
    technology = schemes()["core-area"]["technology"]
    assert Literal("Technology for smart and secure cities", lang="en") in set(
        vocabularies().objects(technology, SKOS.altLabel)
    )


def test_json_ld_read_with_the_context_gives_links_and_dates() -> None:
    document = {"@context": context(), "id": str(THING), "type": "Practice", "inCity": "https://example.org/c"}
    text = json.dumps(document | {"startYear": "2019"})
    found = {str(quad.triple) for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)}
    assert found == {
        f"<{THING}> <{RDF.type}> <{WORD.Practice}>",
        f"<{THING}> <{WORD.inCity}> <https://example.org/c>",
        f'<{THING}> <{WORD.startYear}> "2019"^^<{XSD.gYear}>',
    }


def test_prefixes_mean_the_same_in_code_and_in_the_ontology() -> None:
    bound = {prefix: str(namespace) for prefix, namespace in ontology().namespaces()}
    assert {p: bound[p] for p in PREFIXES.keys() & bound.keys()} == {p: PREFIXES[p] for p in PREFIXES.keys() & bound}


def test_every_complaint_of_a_shape_says_how_to_mend_it() -> None:
    messages = [str(message) for message in shapes().objects(None, SH.message)]
    assert len(messages) > 80
    assert [m for m in messages if not re.search(r"\. (Add|Use|Write|Check) ", m)] == []


@pytest.mark.parametrize("needed", [SH.name, SH.severity, SH.message, SH.path, SH.group])
def test_every_shape_has_a_name_and_a_message(needed: URIRef) -> None:
    checks = set(shapes().subjects(RDF.type, SH.PropertyShape))
    assert checks
    assert sorted(str(shape) for shape in checks if (shape, needed, None) not in shapes()) == []


def test_a_sane_country_passes() -> None:
    assert complaints(a_country("1973-01-01", "2020-01-31")) == []


def test_a_country_that_left_before_it_joined_is_refused() -> None:
    [message] = complaints(a_country("2020-01-31", "1973-01-01"))
    assert message.startswith("The day of joining the Union must be one whole day, not after the last day")
    assert "check which of the two dates is wrong" in message


def test_a_thing_without_label_or_row_is_refused_with_both_reasons() -> None:
    graph = a_country("1973-01-01", "2020-01-31")
    graph.remove((THING, RDFS.label, None))
    graph.remove((THING, WORD.row, None))
    found = " ".join(complaints(graph))
    assert "has no label" in found
    assert "leads to no row" in found


def test_a_value_of_another_scheme_is_refused_by_name_of_the_right_one() -> None:
    graph = Graph()
    wrong = schemes()["effect"]["prohibited"]
    graph.add((wrong, RDF.type, SKOS.Concept))
    graph.add((THING, RDF.type, WORD.Interval))
    graph.add((THING, WORD.state, wrong))
    [message] = complaints(graph)
    assert "ontology/vocabularies/interval-state.ttl" in message
