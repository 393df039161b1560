"""What a researcher can rely on in mappings of concepts: both ends are there, and they are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import networkx
import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from graph.settings import ROOT
from graph.store import EmbeddedStore
from graph.terms import BASE, CONCEPT
from tests.views.facts import rows_of

ACTORS = f"{BASE}id/actors/"
CLOSE = {SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch}


def words() -> Graph:
    """The vocabularies and the mappings."""
    graph = Graph().parse(ROOT / "ontology" / "mappings.ttl")
    for path in sorted((ROOT / "ontology" / "vocabularies").glob("*.ttl")):
        graph.parse(path)
    return graph


def scheme_of(iri: str) -> str:
    """The vocabulary of a concept: ours by its name, another by what its identifiers begin with."""
    if iri.startswith(CONCEPT):
        return iri.removeprefix(CONCEPT).partition("/")[0]
    return "actor" if iri.startswith(ACTORS) else iri.rpartition("#" if urlsplit(iri).fragment else "/")[0]


def faults(graph: Graph) -> Iterator[tuple[str, str]]:
    """What is wrong with the mappings of a graph: what, and of which mapping or concept."""
    actors = {ACTORS + row["id"] for row in rows_of("actors.csv")}
    exact: Counter[tuple[Node, str]] = Counter()
    pairs: Counter[frozenset[Node]] = Counter()
    for mapping in graph.subjects(RDF.type, RDF.Statement):
        [subject], [relation], [target] = (list(graph.objects(mapping, each)) for each in
                                           (RDF.subject, RDF.predicate, RDF.object))  # fmt: skip
        for end in (subject, target):
            if str(end).startswith(BASE) and (end, RDF.type, SKOS.Concept) not in graph and str(end) not in actors:
                yield "joins a concept that there is not", str(mapping)
        if relation not in CLOSE:
            yield "joins by no relation of mapping", str(mapping)
        if scheme_of(str(subject)) == scheme_of(str(target)):
            yield "joins two concepts of one vocabulary", str(mapping)
        if any((mapping, each, None) not in graph for each in (RDFS.label, SKOS.note, DCTERMS.date)):
            yield "does not say how and when it was checked", str(mapping)
        pairs[frozenset((subject, target))] += 1
        if relation == SKOS.exactMatch:
            exact[subject, scheme_of(str(target))] += 1
            exact[target, scheme_of(str(subject))] += str(target).startswith(BASE)
    yield from (("is the same as two of one vocabulary", str(each)) for (each, _), many in exact.items() if many > 1)
    yield from (("is mapped twice", str(sorted(map(str, each)))) for each, many in pairs.items() if many > 1)
    yield from _same_by_way_of_others(graph)


def _same_by_way_of_others(graph: Graph) -> Iterator[tuple[str, str]]:
    """skos:exactMatch is transitive (SKOS Reference, section 10.3): what it makes the same without saying so."""
    joined = networkx.Graph()
    close = set()
    for mapping in graph.subjects(RDF.type, RDF.Statement):
        ends = frozenset(str(graph.value(mapping, each)) for each in (RDF.subject, RDF.object))
        if (mapping, RDF.predicate, SKOS.exactMatch) in graph:
            joined.add_edge(*ends)
        else:
            close.add(ends)
    for same in networkx.connected_components(joined):
        schemes = Counter(scheme_of(each) for each in same)
        twice = [each for each, many in schemes.items() if many > 1]
        yield from (("is the same as another of its vocabulary by way of others", each) for each in twice)
        yield from (("is close and yet the same by way of others", str(sorted(pair))) for pair in close if pair <= same)


def test_every_descriptor_of_eurovoc_that_an_act_names_with_its_number_is_what_the_act_is_about(
    store: EmbeddedStore,
) -> None:
    query = """PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX eli: <http://data.europa.eu/eli/ontology#>
        SELECT DISTINCT ?text ?about { ?act op:eurovocText ?text FILTER(STRENDS(?text, "]"))
          OPTIONAL {
            ?act eli:is_about ?about FILTER(STRENDS(?text, CONCAT("[", STRAFTER(STR(?about), ".eu/"), "]")))
          } }"""
    rows = store.select(query).rows
    assert [str(row["text"]) for row in rows if row["about"] is None] == []
    assert {"[c_" in str(row["text"]) for row in rows} == {True, False}


def test_mappings_have_no_fault() -> None:
    graph = words()
    assert len(set(graph.subjects(RDF.type, RDF.Statement))) > 40
    assert list(faults(graph)) == []


@pytest.mark.parametrize(
    ("subject", "relation", "target", "fault"),
    [
        ("organisation-kind/nothing", SKOS.exactMatch, "authority-kind/other", "joins a concept that there is not"),
        ("organisation-kind/city", SKOS.broader, "authority-kind/other", "joins by no relation of mapping"),
        ("status/stopped", SKOS.closeMatch, "status/operational", "joins two concepts of one vocabulary"),
        ("organisation-kind/court", SKOS.exactMatch, "authority-kind/other", "is the same as two of one vocabulary"),
        ("organisation-kind/police", SKOS.closeMatch, "addressee/police", "is mapped twice"),
        ("organisation-kind/city", SKOS.closeMatch, "addressee/any", "does not say how and when it was checked"),
    ],
)
def test_a_fault_in_a_mapping_would_be_found(subject: str, relation: URIRef, target: str, fault: str) -> None:
    graph, mapping = words(), URIRef(f"{BASE}mapping/seeded")
    graph.add((mapping, RDF.type, RDF.Statement))
    for part, value in ((RDF.subject, URIRef(CONCEPT + subject)), (RDF.predicate, relation),
                        (RDF.object, URIRef(CONCEPT + target))):  # fmt: skip
        graph.add((mapping, part, value))
    assert fault in {what for what, _ in faults(graph)}


def test_a_mapping_between_our_vocabularies_holds_both_ways(store: EmbeddedStore) -> None:
    one, other = f"<{CONCEPT}organisation-kind/police>", f"<{CONCEPT}lead-level/police>"
    for first, second in ((one, other), (other, one)):
        found = store.select(f"SELECT ?how {{ {first} ?how {second} }}").rows
        assert [str(row["how"]) for row in found] == [str(SKOS.closeMatch)]
