"""A reasoner finds no thing among the facts that was taken for another, and would find one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from graph.settings import ROOT
from graph.store import EmbeddedStore
from graph.terms import OP

WORD = Namespace(OP)
ERRORS = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
OURS = ROOT / "ontology" / "openplaza.ttl"
EACH = 2
THING = URIRef("https://example.org/thing")
CLASSES = """SELECT ?class { ?thing a ?class } GROUP BY ?class"""


def words() -> Graph:
    """What a reasoner needs of the ontology: no texts."""
    whole, kept = Graph().parse(OURS), Graph()
    for triple in whole:
        if not isinstance(triple[2], Literal) and triple[1] not in (RDFS.seeAlso, RDFS.isDefinedBy):
            kept.add(triple)
    return kept


def errors(facts: Iterable[tuple[Node, Node, Node]]) -> set[str]:
    """What the OWL 2 RL reasoner finds wrong with facts, by the ontology."""
    graph = words()
    for triple in facts:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, rdfs_closure=False, axiomatic_triples=False).expand(graph)
    return {str(message) for message in graph.objects(None, ERRORS)}


@pytest.fixture(scope="module")
def some(store: EmbeddedStore) -> Graph:
    """The first things of each class with all that is stated of them, and the classes of what they lead to."""
    graph = Graph()
    for found in store.select(CLASSES).rows:
        kind = str(found["class"])
        if kind.startswith(str(OWL)):
            continue
        chosen = f"SELECT ?s {{ ?s a <{kind}> }} ORDER BY ?s LIMIT {EACH}"
        graph.parse(
            data=store.construct(
                f"CONSTRUCT {{ ?s ?p ?o }} {{ {{ {chosen} }} ?s ?p ?o FILTER(ISIRI(?o)) }}", "text/turtle"
            )
        )
        graph.parse(
            data=store.construct(f"CONSTRUCT {{ ?o a ?k }} {{ {{ {chosen} }} ?s ?p ?o . ?o a ?k }}", "text/turtle")
        )
    return graph


def test_no_thing_is_of_two_classes_that_exclude_each_other(some: Graph) -> None:
    assert len(some) > 500
    assert errors(some) == set()


@pytest.mark.parametrize(
    "fault",
    [
        [(THING, RDF.type, WORD.Practice), (THING, RDF.type, WORD.City)],
        [(THING, RDF.type, WORD.City), (THING, WORD.legalOutcome, THING)],
        [(THING, RDF.type, WORD.Country), (URIRef("https://example.org/p"), WORD.inCity, THING)],
    ],
    ids=["two classes", "a domain of another class", "a range of another class"],
)
def test_a_reasoner_finds_a_thing_that_was_taken_for_another(fault: list[tuple[Node, Node, Node]]) -> None:
    assert errors(fault)


def test_the_reasoner_takes_no_offence_at_what_is_right() -> None:
    assert errors([(THING, RDF.type, WORD.Practice), (THING, WORD.inCity, URIRef("https://example.org/c"))]) == set()


PROPERTIES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


def mixed(graph: Graph) -> set[str]:
    """Properties that are not of exactly one kind: of things, of texts, or for notes."""
    kinds: dict[Node, set[Node]] = defaultdict(set)
    for prop, kind in graph.subject_objects(RDF.type):
        if kind in PROPERTIES or kind == RDF.Property:
            kinds[prop].add(kind)
    return {str(prop) for prop, found in kinds.items() if len(found) != 1 or RDF.Property in found}


def unbounded(graph: Graph) -> set[str]:
    """Properties without a domain or a range and without a word why."""
    properties = {
        each for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for each in graph.subjects(RDF.type, kind)
    }
    notes = {each: " ".join(map(str, graph.objects(each, SKOS.editorialNote))) for each in properties}
    return {
        str(each)
        for each in properties
        for bound, said in ((RDFS.domain, "No domain"), (RDFS.range, "No range"))
        if (each, bound, None) not in graph and said not in notes[each]
    }


def test_what_a_property_stands_on_and_leads_to_is_said_or_why_not() -> None:
    graph = Graph().parse(OURS)
    assert unbounded(graph) == set()
    graph.add((WORD.new, RDF.type, OWL.ObjectProperty))
    assert unbounded(graph) == {str(WORD.new)}


def test_every_property_leads_to_things_or_to_texts_and_none_to_both() -> None:
    graph = Graph().parse(OURS)
    assert len(set(graph.subjects(RDF.type, OWL.ObjectProperty))) > 100
    assert mixed(graph) == set()
    graph.add((WORD.date, RDF.type, OWL.ObjectProperty))
    graph.add((WORD.new, RDF.type, RDF.Property))
    assert mixed(graph) == {OP + "date", OP + "new"}


def test_the_kind_of_each_property_is_that_of_its_values_in_the_facts(store: EmbeddedStore) -> None:
    graph = Graph().parse(OURS)
    found = store.select(
        "SELECT ?property (SUM(IF(ISLITERAL(?value), 1, 0)) AS ?texts) (COUNT(*) AS ?all) "
        f"{{ ?thing ?property ?value FILTER(STRSTARTS(STR(?property), '{OP}')) }} GROUP BY ?property"
    )
    assert len(found.rows) > 100
    for row in found.rows:
        prop, texts, every = URIRef(str(row["property"])), int(str(row["texts"])), int(str(row["all"]))
        assert texts in (0, every), prop
        kind = OWL.DatatypeProperty if texts else OWL.ObjectProperty
        assert set(graph.objects(prop, RDF.type)) & PROPERTIES == {kind}, prop


def test_the_ends_of_a_relation_are_acts_and_those_of_an_interval_are_days(store: EmbeddedStore) -> None:
    def kinds(prop: str) -> set[tuple[str, str]]:
        asked = f"SELECT DISTINCT ?class ?kind {{ ?s <{OP}{prop}> ?o ; a ?class FILTER(STRSTARTS(STR(?class), '{OP}')) "
        asked += f"OPTIONAL {{ ?o a ?own FILTER(?own = <{OP}Act>) }} BIND(COALESCE(?own, DATATYPE(?o)) AS ?kind) }}"
        return {(str(row["class"]).removeprefix(OP), str(row["kind"])) for row in store.select(asked).rows}

    assert kinds("from") == kinds("to") == {("Relation", OP + "Act")}
    assert kinds("firstDay") == kinds("lastDay") == {("Interval", str(XSD.date))}


def test_what_is_said_of_domains_and_ranges_holds_for_every_statement(store: EmbeddedStore) -> None:
    graph, wrong = Graph().parse(OURS), []
    for bound, thing in ((RDFS.domain, "?s"), (RDFS.range, "?o")):
        for prop, kind in graph.subject_objects(bound):
            if str(kind).startswith(OP) and prop != WORD.markedRow:
                other = f"FILTER NOT EXISTS {{ {thing} a <{kind}> }}"
                wrong += [(str(prop), str(kind))] if store.ask(f"ASK {{ ?s <{prop}> ?o {other} }}") else []
    assert wrong == []


def test_every_word_is_used_by_the_facts_the_tables_or_the_program(store: EmbeddedStore) -> None:
    declared = {str(each) for each in Graph().parse(OURS).subjects(RDFS.isDefinedBy, None) if str(each).startswith(OP)}
    used = {str(row["p"]) for row in store.select("SELECT DISTINCT ?p { ?s ?p ?o }").rows}
    used |= {str(row["class"]) for row in store.select(CLASSES).rows}
    rules, metadata = (ROOT / "ontology" / "rules").glob("*.rq"), ROOT / "data" / "csv-metadata.json"
    places = [*(ROOT / "graph").rglob("*.py"), *(ROOT / "queries").rglob("*.rq"), *rules, metadata]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places)
    names = {each.removeprefix(OP) for each in declared - used}
    assert {
        name for name in names if not any(form in text for form in (f"op:{name}", f"#{name}", f'"{name}"'))
    } == set()
