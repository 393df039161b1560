"""What follows from the facts: one CONSTRUCT file a rule, one graph a rule, so the graph's name is the provenance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from graph.derived.pages import Queryable
from graph.errors import BadFacts
from graph.governing import Library
from graph.governing.statements import GOVERNS, governing_quads
from graph.terms import DCTERMS, OP, PROV, RDF, RDFS


def rule_files(folder: Path) -> list[Path]:
    """Return the rule files in the order they run: their names start with a number."""
    return sorted(folder.glob("*.rq"))


def rule_name(path: Path) -> str:
    """`30-governs.rq` is the rule `governs`."""
    return path.stem.split("-", 1)[1]


def run_rules(store: ox.Store, folder: Path, base_iri: str, progress: Callable[[str], None]) -> None:
    """Run every rule once over the union of all graphs and keep its result in a graph of its own.

    Raises BadFacts when a rule does not parse: rules are part of the facts' meaning, not of the program.
    """
    for path in rule_files(folder):
        progress(rule_name(path))
        graph = ox.NamedNode(f"{base_iri}graph/rule/{rule_name(path)}")
        text = path.read_text(encoding="utf-8")
        try:
            triples = store.query(text, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise BadFacts(f"ontology/rules/{path.name} does not parse: {error}") from error
        if not isinstance(triples, ox.QueryTriples):
            raise BadFacts(f"ontology/rules/{path.name} must be a CONSTRUCT.")
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        comment = " ".join(line[1:].strip() for line in text.splitlines() if line.startswith("#"))
        store.bulk_extend(_provenance(rule_name(path), f"ontology/rules/{path.name}", comment, base_iri))


def govern(store: ox.Store, whole: Queryable, library: Library, base_iri: str) -> None:
    """Write down what governs each practice, in a graph of its own. `whole` is the store as one graph."""
    store.bulk_extend(list(governing_quads(whole, library, base_iri)))
    store.bulk_extend(_provenance("governs", "graph/governing/decide.py", GOVERNS, base_iri))


def _provenance(name: str, file: str, comment: str, base_iri: str) -> list[ox.Quad]:
    graph = ox.NamedNode(f"{base_iri}graph/rule/{name}")
    home = ox.NamedNode(f"{base_iri}graph/provenance")
    rule = ox.NamedNode(f"{base_iri}id/inference-rules/{name}")
    return [
        ox.Quad(graph, ox.NamedNode(PROV + "wasGeneratedBy"), rule, home),
        ox.Quad(rule, ox.NamedNode(RDF + "type"), ox.NamedNode(OP + "InferenceRule"), home),
        ox.Quad(rule, ox.NamedNode(RDFS + "label"), ox.Literal(name.replace("-", " "), language="en"), home),
        ox.Quad(rule, ox.NamedNode(DCTERMS + "identifier"), ox.Literal(name), home),
        ox.Quad(rule, ox.NamedNode(DCTERMS + "description"), ox.Literal(comment, language="en"), home),
        ox.Quad(rule, ox.NamedNode(OP + "file"), ox.Literal(file), home),
    ]
