"""A kind of relation between acts is one piece of law told in several places; none of them may be missing."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph.build.facts import Facts
from graph.build.ontology import TurtleFile
from graph.findings import Finding, nearest
from graph.links.kinds import KINDS
from graph.terms import CONCEPT, OP, OWL, SKOS

LAW_LINKS = frozenset(kind.name for kind in KINDS if kind.role == "law")
SCHEME = "relation-kind"
PIECES = {
    OP + "property": ("op:property", "the edge that a relation of this kind becomes"),
    OP + "inverseProperty": ("op:inverseProperty", "the edge that leads back"),
    SKOS + "notation": ("skos:notation", "the exact text of the cell in act_relations.csv"),
    SKOS + "definition": ("skos:definition", "what the one act does to the other"),
}


def a_kind_of_relation_has_all_its_pieces(facts: Facts) -> Iterator[Finding]:
    """A kind names its edge, the edge back, its words, and is a kind of link that traces can follow."""
    file = facts.ontology.vocabulary(SCHEME)
    for kind in file.subjects(SKOS + "Concept"):
        name = kind.removeprefix(f"{CONCEPT}{SCHEME}/")
        for message, mend in [*_missing_pieces(file, kind), *_missing_link(name), *_other_inverse(facts, file, kind)]:
            yield Finding(file.name, file.line_of(kind), "", name, message, mend)


def _missing_pieces(file: TurtleFile, kind: str) -> Iterator[tuple[str, str]]:
    for prop, (name, meaning) in PIECES.items():
        if len(file.objects(kind, prop)) != 1:
            yield f"The kind of relation must have exactly one {name}.", f"Write {name}: {meaning}."


def _missing_link(name: str) -> Iterator[tuple[str, str]]:
    if name not in LAW_LINKS:
        mend = f"Add it to KINDS in graph/links/kinds.py with its words both ways.{nearest(name, LAW_LINKS)}"
        yield "The kind of relation is unknown to the links, so no trace can follow it.", mend


def _other_inverse(facts: Facts, file: TurtleFile, kind: str) -> Iterator[tuple[str, str]]:
    """Where both edges are words of ours, the ontology must call them inverse too."""
    forward, back = file.objects(kind, OP + "property"), file.objects(kind, OP + "inverseProperty")
    ours = [term.value for term in [*forward, *back] if isinstance(term, ox.NamedNode) and term.value.startswith(OP)]
    if len(ours) == 2 and ox.NamedNode(ours[1]) not in facts.ontology.words.objects(ours[0], OWL + "inverseOf"):
        first, second = (f"op:{word.removeprefix(OP)}" for word in ours)
        message = f"{first} is not declared as the inverse of {second}."
        yield message, f"Write owl:inverseOf {second} at {first} in ontology/openplaza.ttl, and the other way round."
