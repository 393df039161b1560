"""The queries and updates of `queries/store`, which a store elsewhere is looked after with.

They are read here, because the catalogue of `graph.ask` stands above the stores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from graph.settings import ROOT

FOLDER = ROOT / "queries" / "store"
_PLACE = re.compile(r"\?_([a-z]+)_(iri|ntriples)\b")


@cache
def text(name: str) -> str:
    """The text of `queries/store/{name}` without its header; `name` with its ending, `.rq` or `.ru`."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+"))


def update(name: str, lines: Iterable[str] = (), **iris: str) -> str:
    """The update `name` with its IRIs filled in, and `lines` of N-Triples where it takes any.

    Raises KeyError for an IRI that the update names and that is not given, ValueError for one that is none.
    """
    terms = {key: str(ox.NamedNode(iri)) for key, iri in iris.items()}
    return _PLACE.sub(lambda place: terms[place[1]] if place[2] == "iri" else "".join(lines), text(name))
