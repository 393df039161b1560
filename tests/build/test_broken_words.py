"""What a curator can rely on when a word, a vocabulary or a legal relation is missing a piece: check says which."""

from __future__ import annotations

import pytest

from tests.build.facts_copy import Facts

WORDS = "ontology/openplaza.ttl"
CONTEXT = "ontology/context.jsonld"
AREAS = "ontology/vocabularies/core-area.ttl"
KINDS = "ontology/vocabularies/relation-kind.ttl"
SCHEME = "https://w3id.org/openplaza/concept/core-area"

CHANGES = [
    # file to change, text there, text instead; the file told, the text its line begins with, value, fault, mend
    (
        "csv-metadata.json",
        "ontology#startYear",
        "ontology#startYaer",
        "csv-metadata.json",
        '      "propertyUrl": "https://w3id.org/openplaza/ontology#startYaer',
        "op:startYaer",
        "The word is not declared",
        "Did you mean 'startYear'?",
    ),
    (
        KINDS,
        "c:amends a skos:Concept ;",
        "c:amends a skos:Concept ; op:colour 1 ;",
        KINDS,
        "c:amends a",
        "op:colour",
        "The word is not declared",
        "Declare it in ontology/openplaza.ttl",
    ),
    (
        "ontology/shapes.ttl",
        "sh:path op:inCity",
        "sh:path op:inCiti",
        "ontology/shapes.ttl",
        "    sh:path op:inCiti",
        "op:inCiti",
        "The word is not declared",
        "Did you mean 'inCity'?",
    ),
    (
        "ontology/rules/10-evidence.rq",
        "?row op:seedStart",
        "?row op:seedBegin",
        "ontology/rules/10-evidence.rq",
        "  ?row op:seedBegin",
        "op:seedBegin",
        "The word is not declared",
        "or use a declared word.",
    ),
    (
        WORDS,
        '    skos:example "2019-05"@en ;\n',
        "",
        WORDS,
        "op:reducedDate a",
        "op:reducedDate",
        "The word has no skos:example",
        "Write its skos:example.",
    ),
    (
        WORDS,
        'rdfs:label "reduced date"@en',
        'rdfs:label "reduced date"',
        WORDS,
        "op:reducedDate a",
        "op:reducedDate",
        "The rdfs:label of the word is not marked as English",
        "Write @en after the text.",
    ),
    (
        WORDS,
        "op:firstDay a owl:DatatypeProperty ;",
        "op:firstDay a rdf:Property ;",
        WORDS,
        "op:firstDay a",
        "op:firstDay",
        "The word is not of exactly one kind",
        "Make it one of owl:Class, owl:ObjectProperty",
    ),
    (
        WORDS,
        "op:from a owl:ObjectProperty ;",
        "op:from a owl:ObjectProperty , owl:DatatypeProperty ;",
        WORDS,
        "op:from a",
        "op:from",
        "The word is not of exactly one kind",
        "Make it one of owl:Class, owl:ObjectProperty",
    ),
    (
        WORDS,
        "owl:inverseOf op:isCommentedOnBy",
        "owl:inverseOf op:lookup",
        WORDS,
        "op:commentsOn a",
        "op:commentsOn",
        "Its inverse op:lookup does not name it as inverse",
        "Write owl:inverseOf op:commentsOn at op:lookup.",
    ),
    (
        CONTEXT,
        '    "reducedDate": "op:reducedDate",\n',
        "",
        WORDS,
        "op:reducedDate a",
        "op:reducedDate",
        "JSON-LD has no name for the word",
        f"Add it to {CONTEXT}.",
    ),
    (
        CONTEXT,
        '    "reducedDate": "op:reducedDate",\n',
        "    reducedDate,\n",
        CONTEXT,
        "    reducedDate,",
        "",
        "The file is no JSON-LD context",
        "Check its brackets and commas.",
    ),
    (
        AREAS,
        "c:technology a skos:Concept ;",
        "c:technology a nothing:known ;",
        AREAS,
        "c:technology a",
        "",
        "This is not Turtle",
        "Check what stands here.",
    ),
    (
        AREAS,
        f"<{SCHEME}> a skos:ConceptScheme",
        f"<{SCHEME}s> a skos:ConceptScheme",
        AREAS,
        "#",
        "",
        "must hold one skos:ConceptScheme, named as the file",
        f"Write <{SCHEME}> a skos:ConceptScheme.",
    ),
    (
        AREAS,
        "    dcterms:description",
        "    dcterms:abstract",
        AREAS,
        f"<{SCHEME}> a",
        SCHEME,
        "The scheme has no dcterms:description",
        "Write it.",
    ),
    (
        AREAS,
        "c:technology a skos:Concept",
        "<https://example.org/technology> a skos:Concept",
        AREAS,
        "<https://example.org/technology> a",
        "https://example.org/technology",
        "does not begin with its scheme's",
        f"Name it {SCHEME}/ and a word.",
    ),
    (
        AREAS,
        'skos:notation "technology"',
        'skos:notation "technology", "tech"',
        AREAS,
        "c:technology a",
        "tech",
        "The concept has two notations",
        "Keep one.",
    ),
    (
        AREAS,
        'skos:notation "technology"',
        'skos:notation "cross-cutting"',
        AREAS,
        "c:technology a",
        "cross-cutting",
        "already that of the concept in line",
        "Give each its own.",
    ),
    (
        KINDS,
        "    op:property eli:amends ;\n",
        "",
        KINDS,
        "c:amends a",
        "amends",
        "must have exactly one op:property",
        "Write op:property: the edge that",
    ),
    (
        KINDS,
        "    op:inverseProperty eli:amended_by ;\n",
        "",
        KINDS,
        "c:amends a",
        "amends",
        "must have exactly one op:inverseProperty",
        "the edge that leads back.",
    ),
    (
        KINDS,
        '    skos:definition "Changes the text of the other act."@en ;\n',
        "",
        KINDS,
        "c:amends a",
        "amends",
        "must have exactly one skos:definition",
        "what the one act does to the other.",
    ),
    (
        KINDS,
        "op:inverseProperty op:isCommentedOnBy",
        "op:inverseProperty op:isImplementedBy",
        KINDS,
        "c:comments-on a",
        "comments-on",
        "op:commentsOn is not declared as the inverse of op:isImplementedBy",
        "Write owl:inverseOf op:isImplementedBy at op:commentsOn",
    ),
    (
        KINDS,
        "c:amends a skos:Concept",
        "c:amendes a skos:Concept",
        KINDS,
        "c:amendes a",
        "amendes",
        "unknown to the links, so no trace can follow it",
        "Did you mean 'amends'?",
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "told_in", "begins", "value", "wrong", "mend"),
    CHANGES,
    ids=[f"{change[0]}-{change[6]}" for change in CHANGES],
)
def test_a_word_that_breaks_a_rule_is_refused_with_its_line_and_a_mend(
    facts: Facts, file: str, old: str, new: str, told_in: str, begins: str, value: str, wrong: str, mend: str
) -> None:
    facts.change(file, lambda data: data.replace(old.encode(), new.encode(), 1))
    refusal = facts.refusal()
    told = [text for text in refusal.splitlines() if wrong in text and (not value or f"Found: {value!r}." in text)]
    assert len(told) == 1, refusal
    lines = facts.path(told_in).read_text(encoding="utf-8").splitlines()
    assert told[0].startswith(f"{told_in}, line ")
    assert lines[int(told[0].split("line ")[1].split(":")[0]) - 1].startswith(begins)
    assert mend in told[0]


CONCEPTS = [
    (
        "skos:inScheme <",
        "skos:related <",
        "The concept is not in the scheme of its file",
        f"Write skos:inScheme <{SCHEME}>.",
    ),
    ('skos:prefLabel "', 'skos:hiddenLabel "', "exactly one English skos:prefLabel", "Write one, with @en"),
    ("skos:topConceptOf <", "skos:related <", "The concept has no place in its scheme", "or skos:broader."),
    (
        "skos:topConceptOf <",
        "skos:broader <https://example.org/",
        "is not in this scheme",
        "Use a concept of this file.",
    ),
]


@pytest.mark.parametrize(("old", "new", "wrong", "mend"), CONCEPTS)
def test_a_concept_that_is_missing_a_piece_is_refused(facts: Facts, old: str, new: str, wrong: str, mend: str) -> None:
    def edit(data: bytes) -> bytes:
        before, concept, after = data.partition(b"c:technology a skos:Concept")
        return before + concept + after.replace(old.encode(), new.encode(), 1)

    facts.change(AREAS, edit)
    line = facts.path(AREAS).read_text(encoding="utf-8").split("c:technology a")[0].count("\n") + 1
    told = [text for text in facts.refusal().splitlines() if text.startswith(f"{AREAS}, line {line}: ")]
    assert len(told) == 1
    assert wrong in told[0]
    assert f"Found: '{SCHEME}/technology'." in told[0]
    assert mend in told[0]
