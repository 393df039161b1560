"""Words of our own are declared once, in ontology/openplaza.ttl, with all that a reader needs to understand them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from graph.build.facts import Facts
from graph.build.ontology import TextFile, TurtleFile
from graph.findings import Finding, nearest
from graph.terms import OP, OWL, RDF, RDFS, SKOS

FULL = re.compile(re.escape(OP) + r"(\w+)")
SHORT = re.compile(r"(?<![\w<-])op:(\w+)")
INVERSE: Final = OWL + "inverseOf"
# Each word is of one of these, so that a reasoner and a query know whether its values are things or texts.
KINDS: Final = frozenset(OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
NO_KIND: Final = RDF + "Property"
NEEDED: Final[Mapping[str, str]] = {
    RDFS + "label": "rdfs:label",
    SKOS + "definition": "skos:definition",
    SKOS + "example": "skos:example",
    RDFS + "isDefinedBy": "rdfs:isDefinedBy",
    RDFS + "seeAlso": "rdfs:seeAlso",
}
ENGLISH: Final = (RDFS + "label", SKOS + "definition")


def every_word_is_declared(facts: Facts) -> Iterator[Finding]:
    """The metadata of the tables, the vocabularies, the shapes and the rules use declared words only."""
    known = {word.removeprefix(OP) for word in facts.ontology.declared}
    users = (*facts.ontology.vocabularies, *facts.ontology.users)
    yield from _undeclared(facts.metadata, FULL, known)
    for file in users:
        yield from _undeclared(file, SHORT, known)


def a_word_is_explained(facts: Facts) -> Iterator[Finding]:
    """A declared word has a label, a definition, an example, its home and what it leans on; texts are in English."""
    words = facts.ontology.words
    for word in facts.ontology.declared:
        for prop, name in NEEDED.items():
            values = words.objects(word, prop)
            if not values:
                yield _at(words, word, f"The word has no {name}.", f"Write its {name}.")
            elif prop in ENGLISH and not all(isinstance(text, ox.Literal) and text.language == "en" for text in values):
                yield _at(words, word, f"The {name} of the word is not marked as English.", "Write @en after the text.")


def a_word_is_of_one_kind(facts: Facts) -> Iterator[Finding]:
    """A declared word is a class, or a property of things, of texts or for notes, and only one of these."""
    words = facts.ontology.words
    for word in facts.ontology.declared:
        told = set(words.texts(word, RDF + "type"))
        if len(told & KINDS) != 1 or NO_KIND in told:
            mend = "Make it one of owl:Class, owl:ObjectProperty, owl:DatatypeProperty and owl:AnnotationProperty."
            yield _at(words, word, "The word is not of exactly one kind.", mend)


def an_inverse_names_its_partner(facts: Facts) -> Iterator[Finding]:
    """Where one word names another as its inverse, the other names the first."""
    words = facts.ontology.words
    for word in facts.ontology.declared:
        for inverse in words.objects(word, INVERSE):
            partner = ox.NamedNode(word)
            if isinstance(inverse, ox.NamedNode) and partner not in words.objects(inverse.value, INVERSE):
                message = f"Its inverse {_short(inverse.value)} does not name it as inverse."
                mend = f"Write owl:inverseOf {_short(word)} at {_short(inverse.value)}."
                yield _at(words, word, message, mend)


def json_ld_names_every_word(facts: Facts) -> Iterator[Finding]:
    """The JSON-LD context has a name for every declared word."""
    context = facts.ontology.context
    try:
        held = json.loads(context.text)["@context"]
    except (json.JSONDecodeError, KeyError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        yield Finding(context.name, line, "", "", "The file is no JSON-LD context.", "Check its brackets and commas.")
        return
    named = {entry.get("@id") if isinstance(entry, dict) else entry for entry in held.values()}
    words = facts.ontology.words
    for word in facts.ontology.declared:
        if _short(word) not in named:
            mend = f"Add it to {context.name}."
            yield _at(words, word, "JSON-LD has no name for the word.", mend)


def _at(words: TurtleFile, word: str, message: str, mend: str) -> Finding:
    return Finding(words.name, words.line_of(word), "", _short(word), message, mend)


def _undeclared(file: TextFile, form: re.Pattern[str], known: set[str]) -> Iterator[Finding]:
    for match in form.finditer(file.text):
        start = file.text.rfind("\n", 0, match.start()) + 1
        if match.group(1) not in known and not file.text.startswith("#", start):
            mend = f"Declare it in ontology/openplaza.ttl, or use a declared word.{nearest(match.group(1), known)}"
            place = (file.name, file.line_at(match.start()), "", f"op:{match.group(1)}")
            yield Finding(*place, "The word is not declared.", mend)


def _short(word: str) -> str:
    return f"op:{word.removeprefix(OP)}" if word.startswith(OP) else word
