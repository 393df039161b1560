"""Statements that stand in no store, as N-Triples: of lists of questions and of revisions."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from graph.store import Cell
from graph.terms import XSD


def n_triples(statements: Iterable[tuple[str, str, Cell | str | int | None]]) -> bytes:
    """(subject, property, value) as N-Triples; a value is a cell, a text or a number, and None states nothing."""
    triples = [
        ox.Triple(ox.NamedNode(subject), ox.NamedNode(name), _term(value))
        for subject, name, value in statements
        if value is not None and value != ""
    ]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _term(value: Cell | str | int) -> ox.NamedNode | ox.Literal:
    if isinstance(value, Cell):
        if value.kind == "iri":
            return ox.NamedNode(value.value)
        datatype = ox.NamedNode(value.datatype) if value.datatype and not value.language else None
        return ox.Literal(value.value, datatype=datatype, language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(f"{XSD}integer") if isinstance(value, int) else None)
