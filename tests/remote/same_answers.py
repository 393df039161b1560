"""Answers made comparable: rows as a bag, triples as a sorted list."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

import pyoxigraph as ox

from graph.store import Cell, Rows, Store

N_TRIPLES = "application/n-triples"


def plain(cell: Cell | None) -> object:
    """A cell for comparing. The order inside a joined text is any store's own choice."""
    if cell is None or cell.kind != "literal":
        return cell
    return replace(cell, value=" ".join(sorted(re.split(r"[,;\s]+", cell.value))))


def counted(found: Rows) -> Counter[tuple[object, ...]]:
    return Counter(tuple(map(plain, row.values())) for row in found.rows)


def rows(store: Store, query: str) -> Counter[tuple[object, ...]]:
    return counted(store.select(query))


def triples(data: bytes) -> list[bytes]:
    parsed = ox.parse(data, format=ox.RdfFormat.N_TRIPLES)
    return sorted({ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) or b"" for quad in parsed})


class Expected:
    """What the store in memory answers, asked once however many stores are compared with it."""

    def __init__(self, store: Store) -> None:
        self.select = cache(store.select)
        self.triples = cache(lambda query: triples(store.construct(query, N_TRIPLES)))
