"""A vocabulary is one file with one named scheme, and every concept has a label and a place in it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph.build.facts import Facts
from graph.build.ontology import TurtleFile, scheme_iri
from graph.findings import Finding
from graph.terms import DCTERMS, SKOS


def a_file_is_one_named_scheme(facts: Facts) -> Iterator[Finding]:
    """The file's name is the scheme's, and the scheme has a label and a description."""
    for file in facts.ontology.vocabularies:
        scheme = scheme_iri(file)
        if list(file.subjects(SKOS + "ConceptScheme")) != [scheme]:
            message = "The file must hold one skos:ConceptScheme, named as the file."
            yield Finding(file.name, 1, "", "", message, f"Write <{scheme}> a skos:ConceptScheme.")
            continue
        for prop, name in ((SKOS + "prefLabel", "skos:prefLabel"), (DCTERMS + "description", "dcterms:description")):
            if not file.objects(scheme, prop):
                yield Finding(file.name, file.line_of(scheme), "", scheme, f"The scheme has no {name}.", "Write it.")


def a_concept_has_a_label_and_a_place(facts: Facts) -> Iterator[Finding]:
    """A concept has one English label, is in the file's scheme, and is at its top or below a concept of the same."""
    for file in facts.ontology.vocabularies:
        for concept in file.subjects(SKOS + "Concept"):
            for message, mend in _faults(file, concept):
                yield Finding(file.name, file.line_of(concept), "", concept, message, mend)


def a_notation_means_one_concept(facts: Facts) -> Iterator[Finding]:
    """No two concepts share a notation, since a cell then means neither, and no concept has two."""
    for file in facts.ontology.vocabularies:
        first: dict[str, str] = {}
        for concept in file.subjects(SKOS + "Concept"):
            notations = file.texts(concept, SKOS + "notation")
            for other in notations[1:]:
                yield Finding(
                    file.name, file.line_of(concept), "", other, "The concept has two notations.", "Keep one."
                )
            for notation in notations:
                if first.setdefault(notation, concept) != concept:
                    message = f"The notation is already that of the concept in line {file.line_of(first[notation])}."
                    yield Finding(file.name, file.line_of(concept), "", notation, message, "Give each its own.")


def _faults(file: TurtleFile, concept: str) -> Iterator[tuple[str, str]]:
    scheme = scheme_iri(file)
    if not concept.startswith(f"{scheme}/"):
        yield "The concept's name does not begin with its scheme's.", f"Name it {scheme}/ and a word."
    if ox.NamedNode(scheme) not in file.objects(concept, SKOS + "inScheme"):
        yield "The concept is not in the scheme of its file.", f"Write skos:inScheme <{scheme}>."
    labels = [label for label in file.objects(concept, SKOS + "prefLabel") if isinstance(label, ox.Literal)]
    if [label.language for label in labels].count("en") != 1:
        yield "The concept must have exactly one English skos:prefLabel.", "Write one, with @en after the text."
    top = ox.NamedNode(scheme) in file.objects(concept, SKOS + "topConceptOf")
    if not top and not file.objects(concept, SKOS + "broader"):
        yield "The concept has no place in its scheme.", f"Write skos:topConceptOf <{scheme}>, or skos:broader."
    for wide in file.texts(concept, SKOS + "broader"):
        if ox.NamedNode(scheme) not in file.objects(wide, SKOS + "inScheme"):
            yield f"The broader concept {wide} is not in this scheme.", "Use a concept of this file."
