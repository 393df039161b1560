"""What a user can rely on in the words, the codes and the shapes of OpenPlaza."""

from __future__ import annotations

import csv
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

from graph.build.metadata import load_metadata
from graph.terms import CONCEPT, OP, PREFIXES

ROOT = Path(__file__).parents[2]
ONTOLOGY = ROOT / "ontology"
VOCABULARIES = sorted((ONTOLOGY / "vocabularies").glob("*.ttl"))
TERM_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
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


def test_every_word_used_by_the_tables_the_rules_and_the_questions_is_declared() -> None:
    used = set(re.findall(r"openplaza/ontology#(\w+)", (ROOT / "data/csv-metadata.json").read_text(encoding="utf-8")))
    for path in [*(ONTOLOGY / "rules").glob("*.rq"), *(ROOT / "queries").rglob("*.rq")]:
        used |= set(re.findall(r"\bop:(\w+)", path.read_text(encoding="utf-8")))
    assert used
    assert used - {str(term).removeprefix(OP) for term in declared()} == set()


def test_every_word_the_shapes_and_vocabularies_use_is_declared() -> None:
    used = {node for graph in (shapes(), vocabularies()) for triple in graph for node in triple}
    ours = {node for node in used if isinstance(node, URIRef) and node.startswith(OP)}
    assert ours
    assert ours - declared() == set()


@pytest.mark.parametrize("needed", [RDFS.label, SKOS.definition, SKOS.example, RDFS.isDefinedBy, RDFS.seeAlso])
def test_every_declared_word_is_explained_and_says_what_it_leans_on(needed: URIRef) -> None:
    assert len(declared()) > 100
    assert sorted(str(term) for term in declared() if (term, needed, None) not in ontology()) == []


def test_labels_and_definitions_of_words_are_in_english() -> None:
    texts = [*ontology().subject_objects(RDFS.label), *ontology().subject_objects(SKOS.definition)]
    assert [term for term, text in texts if not (isinstance(text, Literal) and text.language == "en")] == []


def test_an_inverse_names_its_partner_and_is_named_by_it() -> None:
    pairs = set(ontology().subject_objects(OWL.inverseOf))
    assert pairs
    assert {(b, a) for a, b in pairs} == pairs


def test_the_ontology_says_its_version_and_its_licence() -> None:
    home = URIRef(OP.removesuffix("#"))
    assert (home, RDF.type, OWL.Ontology) in ontology()
    assert (home, OWL.versionInfo, None) in ontology()
    assert (home, DCTERMS.license, None) in ontology()


def test_every_coded_cell_of_the_tables_is_in_its_scheme() -> None:
    known = schemes()
    missing = []
    for table in load_metadata(ROOT / "data/csv-metadata.json"):
        coded = [column for column in table.written if column.scheme]
        with (ROOT / "data" / table.file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for column in coded:
                    values = column.items(row[column.name])
                    missing += [(table.file, column.name, v) for v in values if v not in known[str(column.scheme)]]
    assert missing == []


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda path: path.stem)
def test_a_vocabulary_is_one_named_scheme_in_which_all_concepts_have_a_label(path: Path) -> None:
    graph = Graph().parse(path)
    scheme = URIRef(CONCEPT + path.stem)
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    assert (scheme, SKOS.prefLabel, None) in graph
    assert (scheme, DCTERMS.description, None) in graph
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        assert str(concept).startswith(f"{scheme}/")
        assert (concept, SKOS.inScheme, scheme) in graph
        languages = [label.language for label in graph.objects(concept, SKOS.prefLabel) if isinstance(label, Literal)]
        assert languages.count("en") == 1
        assert (concept, SKOS.topConceptOf, scheme) in graph or (concept, SKOS.broader, None) in graph


def test_no_two_values_of_a_scheme_share_a_concept() -> None:
    assert all(schemes().values())
    for name, concepts in schemes().items():
        assert len(set(concepts.values())) == len(concepts), name


def test_a_broader_concept_exists_in_the_same_scheme() -> None:
    assert (None, SKOS.broader, None) in vocabularies()
    for narrow, broad in vocabularies().subject_objects(SKOS.broader):
        assert vocabularies().value(narrow, SKOS.inScheme) == vocabularies().value(broad, SKOS.inScheme), narrow


def test_every_kind_of_relation_names_the_edge_it_becomes_and_its_inverse() -> None:
    assert schemes()["relation-kind"]
    for concept in schemes()["relation-kind"].values():
        assert len(list(vocabularies().objects(concept, WORD.property))) == 1
        assert len(list(vocabularies().objects(concept, WORD.inverseProperty))) == 1


def test_the_core_areas_keep_the_labels_they_were_given_later() -> None:
    technology = schemes()["core-area"]["technology"]
    assert Literal("Technology for smart and secure cities", lang="en") in set(
        vocabularies().objects(technology, SKOS.altLabel)
    )


def test_json_ld_names_every_declared_word() -> None:
    named = {entry["@id"] if isinstance(entry, dict) else entry for entry in context().values() if entry != 1.1}
    assert sorted({f"op:{term.removeprefix(OP)}" for term in declared()} - named) == []


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
