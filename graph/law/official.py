"""Acts and provisions that have a European Legislation Identifier are called by it, everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph.terms import OP, OWL

OFFICIAL_IRI = ox.NamedNode(OP + "officialIri")
SAME_AS = ox.NamedNode(OWL + "sameAs")


def adopt_official_iris(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Replace each local IRI that has an official one, in every quad; `local owl:sameAs official` keeps the trail."""
    held = list(quads)
    official: dict[object, ox.NamedNode] = {
        quad.subject: quad.object
        for quad in held
        if quad.predicate == OFFICIAL_IRI and isinstance(quad.object, ox.NamedNode)
    }
    for quad in held:
        subject, predicate, value, graph = quad
        if predicate == OFFICIAL_IRI:
            yield ox.Quad(subject, SAME_AS, value, graph)
        elif subject in official or value in official:
            yield ox.Quad(official.get(subject, subject), predicate, official.get(value, value), graph)
        else:
            yield quad
