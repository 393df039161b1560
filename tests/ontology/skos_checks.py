"""What is wrong with vocabularies by the SKOS reference, and by what we ask beside it; after the checks of qSKOS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rdflib import RDF, SKOS, Graph
from rdflib.namespace import DCTERMS
from rdflib.term import Node

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


def faults(graph: Graph) -> set[tuple[str, str]]:
    """The faults of the concepts and schemes of a graph: what is wrong, and the thing it is wrong with."""
    found = [fault for check in (_schemes, _places, _labels, _ways) for fault in check(graph)]
    return {(what, str(thing)) for what, thing in found}


def _schemes(graph: Graph) -> Iterator[tuple[str, Node]]:
    for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme):
        for needed in (SKOS.prefLabel, DCTERMS.description, DCTERMS.license):
            if (scheme, needed, None) not in graph:
                yield "scheme without label, description or licence", scheme
        if (None, SKOS.topConceptOf, scheme) not in graph:
            yield "scheme without a top concept", scheme


def _places(graph: Graph) -> Iterator[tuple[str, Node]]:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        schemes = set(graph.objects(concept, SKOS.inScheme))
        tops, wider = set(graph.objects(concept, SKOS.topConceptOf)), set(graph.objects(concept, SKOS.broader))
        if not schemes or any((each, RDF.type, SKOS.ConceptScheme) not in graph for each in schemes):
            yield "concept without a scheme", concept
        if not tops and not wider:
            yield "orphan concept", concept
        if not tops <= schemes:
            yield "top concept of a scheme that it is not in", concept
        if any(set(graph.objects(each, SKOS.inScheme)) & tops for each in wider):
            yield "top concept with a broader one", concept
        if any((each, RDF.type, SKOS.Concept) not in graph for each in wider):
            yield "broader concept that is none", concept


def _labels(graph: Graph) -> Iterator[tuple[str, Node]]:
    taken: Counter[tuple[Node, str]] = Counter()
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        preferred = list(graph.objects(concept, SKOS.prefLabel))
        languages = Counter(getattr(each, "language", None) for each in preferred)
        if not languages.get("en"):
            yield "concept without an English label", concept
        if any(count > 1 for count in languages.values()):
            yield "two preferred labels of one language", concept
        labels = [each for kind in LABELS for each in graph.objects(concept, kind)]
        if len(labels) != len(set(labels)):
            yield "one text as two kinds of label", concept
        definitions = [
            each for each in graph.objects(concept, SKOS.definition) if getattr(each, "language", "") == "en"
        ]
        if len(definitions) != 1 or not str(definitions[0]).strip():
            yield "concept without one English definition", concept
        for scheme in graph.objects(concept, SKOS.inScheme):
            for each in preferred:
                taken[scheme, f"{each}@{getattr(each, 'language', '')}".lower()] += 1
                if taken[scheme, f"{each}@{getattr(each, 'language', '')}".lower()] > 1:
                    yield "label of another concept of its scheme", concept


def _ways(graph: Graph) -> Iterator[tuple[str, Node]]:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        above = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        if any((each, SKOS.broader, concept) in graph for each in {concept, *above}):
            yield "circle of broader concepts", concept
        if above & (set(graph.objects(concept, SKOS.related)) | set(graph.subjects(SKOS.related, concept))):
            yield "related to a broader concept", concept
        exact = set(graph.objects(concept, SKOS.exactMatch))
        if exact & (set(graph.objects(concept, SKOS.broadMatch)) | set(graph.objects(concept, SKOS.relatedMatch))):
            yield "exact and other match of one concept", concept
