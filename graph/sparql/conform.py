"""Where the engine misses the standard and a small change brings it back; docs/conformance.md lists the rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from graph.errors import Refused
from graph.sparql.each_graph import graph_by_graph
from graph.sparql.matching import matching_edits
from graph.sparql.minus_names import minus_edits
from graph.sparql.reading import Reading, read
from graph.sparql.tokens import Edit, Token, edited
from graph.text.messages import N_

_FRESH = "urn:openplaza:fresh-blank-node"
_UNKNOWN = re.compile(r"The custom function <(.*)> is not supported")
_MOST_UNKNOWN = 50
_CHANGING = frozenset("now rand uuid struuid".split())
_REWRITTEN = frozenset(("bnode", "group_concat"))
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_XML = ("application/sparql-results+xml", "application/rdf+xml")

_INNER = (ox.BlankNode, ox.Triple)
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def is_repeatable(query: Reading) -> bool:
    """Whether `query` must give the same answer each time: it calls neither NOW, RAND, UUID, STRUUID nor a SERVICE."""
    return not changing_call(query)


def changing_call(query: Reading) -> str:
    """The first call that makes `query` answer differently each time, such as RAND; empty when there is none."""
    if query.calls_service:
        return "SERVICE"
    if _CHANGING.isdisjoint(query.words):
        return ""
    called = (query.called(place) for place in range(len(query.tokens)))
    return next((each.upper() for each in called if each in _CHANGING), "")


def answered(store: ox.Store, query: str, edits: Sequence[Edit], dataset: Mapping[str, Any]) -> Answer:
    """The answer of `query` with the `edits` it needs; raises SyntaxError with the place in the text that was given.

    A function that the engine does not know is an error in its row only (SPARQL 1.1, 17.6), up to 50 of them.
    """
    text, functions = query, dict[ox.NamedNode, Callable[..., Any]]()
    if edits:
        text, labels = edited(query, edits), _labels()
        functions[ox.NamedNode(_FRESH)] = lambda *_: next(labels)
    while True:
        try:
            return store.query(text, custom_functions=functions, **dataset)
        except SyntaxError as error:
            if text == query:
                raise
            ox.Store().query(query, custom_functions=functions)
            why = N_("The engine cannot take this query in the form that makes its answer right.")
            raise Refused(why) from error
        except RuntimeError as error:
            unknown = _UNKNOWN.fullmatch(str(error))
            if not unknown or len(functions) > _MOST_UNKNOWN:
                raise
            functions[ox.NamedNode(unknown[1])] = _failing


def edits_of(query: Reading, named_graphs: Sequence[str]) -> list[Edit]:
    """What brings `query`, whose dataset has `named_graphs`, to the standard in the engine.

    Raises BadQuery or Refused for what cannot be brought there.
    """
    edits = [*_term_edits(query), *matching_edits(query)]
    whole = read(graph_by_graph(query, named_graphs))
    renamed = edited(whole.text, minus_edits(whole))
    if renamed == query.text:
        return edits
    copies = read(renamed)
    return [(0, len(query.text), edited(renamed, [*_term_edits(copies), *matching_edits(copies)]))]


def _term_edits(query: Reading) -> Iterator[Edit]:
    """What makes GROUP_CONCAT give plain text (18.5.1.7), and BNODE() give labels that are the same each time."""
    for place, token in enumerate(query.tokens) if not _REWRITTEN.isdisjoint(query.words) else ():
        function = query.called(place)
        if function == "bnode" and query.tokens[place + 2].text == ")":
            yield (token.start, token.end, f"<{_FRESH}>")
        end = _closing(query.tokens[place + 1 :]) if function == "group_concat" else None
        if end:
            yield (token.start, token.start, "STR(")
            yield (end.start, end.start, ")")


def relabelled(triples: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
    """`triples` with blank nodes numbered in the order they appear; the engine's own labels differ each time."""
    labels = _labels()
    known: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: Any) -> Any:
        if isinstance(term, ox.BlankNode):
            return known.get(term) or known.setdefault(term, next(labels))
        return ox.Triple(*map(named, term)) if isinstance(term, ox.Triple) else term

    for triple in triples:
        # Most triples have no blank node; making them anew would cost more than evaluating them did.
        inner = isinstance(triple.subject, _INNER) or isinstance(triple.object, _INNER)
        yield named(triple) if inner else triple


def well_formed(piece: bytes, media_type: str) -> bytes:
    """A piece of an answer such that an XML reader takes it, and keeps its carriage returns (XML 1.0, 2.2 and 2.11).

    Raises Refused for a control character, which XML cannot hold in any way.
    """
    if media_type not in _XML:
        return piece
    if _NOT_XML.search(piece):
        raise Refused(N_("This answer has a control character, which XML cannot hold. Ask for another format."))
    return piece.replace(b"\r", b"&#13;")


def _labels() -> Iterator[ox.BlankNode]:
    return (ox.BlankNode(f"fresh{number}") for number in itertools.count(1))


def _failing(*_: object) -> None:
    raise ValueError("There is no such function here.")


def _closing(found: Iterable[Token]) -> Token | None:
    depth = 0
    for token in found:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0:
            return token
    return None
