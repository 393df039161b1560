"""FROM with several graphs: their union is a set, and the engine repeats what stands in two of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

MOST_MERGED = 200_000


def merged(store: ox.Store, default: Sequence[str], named: Iterable[str]) -> ox.Store | None:
    """A store whose default graph is the graphs `default`, all different, as one set (13.2.1), with the graphs `named`.

    None where the engine is right by itself, because nothing repeats, and above MOST_MERGED triples.
    """
    if len(default) < 2:
        return None
    triples: dict[ox.Triple, None] = {}
    seen = 0
    for name in default:
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(name)):
            triples[quad.triple] = None
            seen += 1
            if seen > MOST_MERGED:
                return None
    if len(triples) == seen:
        return None
    result = ox.Store()
    result.bulk_extend(ox.Quad(*triple) for triple in triples)
    for name in named:
        result.bulk_extend(store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
    return result
