"""The table of practices and filter values of one revision, derived from it and kept beside it in `index/filters/`.

It is made on first use, or when the revision is built; opening it maps files and reads none of their rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.ask.binding import bind
from graph.ask.catalogue import Catalogue
from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.derived.texts import map_array, map_texts, write_texts
from graph.filters.gather import QUESTIONS, FilterFacts, FilterValue, gather, plain
from graph.filters.kinds import EVIDENCE_ORDER, NAMES, NOT_RECORDED
from graph.filters.table import FilterTable, packed
from graph.revision import Revision

FORMAT = 2
ABOUT = "about.json"
ORDERS = ("name", "newest", "oldest", "evidence")
LATE = 10_000


def table_of(revision: Revision, store: Callable[[], Queryable]) -> FilterTable:
    """The table of `revision`, made from `store` when there is none yet. Raises Damaged."""
    return INDEX.of(revision, store)


def load(folder: Path) -> FilterTable:
    """The table that was written into `folder`, mapped."""
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    return FilterTable(
        bits=map_array(folder, "bits"),
        values=tuple(FilterValue(**each) for each in about["values"]),
        spans={facet: (low, high) for facet, (low, high) in about["spans"].items()},
        iris=map_texts(folder, "iris"),
        texts=map_texts(folder, "texts"),
        orders={name: map_array(folder, f"order-{name}") for name in ORDERS},
        folder=folder,
        query=bind(Catalogue.load(QUESTIONS)["facets-values"], {}),
    )


def write(facts: FilterFacts, folder: Path) -> None:
    """Write the table of `facts` into `folder`, which exists."""
    values = sorted(facts.values.values(), key=lambda each: (NAMES.index(each.facet), each.slug))
    columns = -(-max(1, len(facts.iris)) // 64)
    bits = np.zeros((len(values), columns), np.uint64)
    spans: dict[str, tuple[int, int]] = {}
    for place, value in enumerate(values):
        flags = np.zeros(columns * 64, np.bool_)
        flags[facts.having.get((value.facet, value.slug), [])] = True
        bits[place] = packed(flags)
        spans[value.facet] = (spans.get(value.facet, (place, place))[0], place + 1)
    np.save(folder / "bits.npy", bits)
    write_texts(folder, "iris", facts.iris)
    write_texts(folder, "texts", (f"{words}\n" for words in facts.words))
    for name, order in _orders(facts).items():
        np.save(folder / f"order-{name}.npy", order)
    about = {"values": [asdict(value) for value in values], "spans": spans}
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _orders(facts: FilterFacts) -> dict[str, NDArray[np.int32]]:
    """The ways to sort; whatever ties goes by name, then by IRI. What has no year comes last, either way."""
    count = len(facts.iris)
    by_name = np.array(sorted(range(count), key=lambda place: (plain(facts.labels[place]), place)), np.int32)
    first = np.full(count, LATE, np.int32)
    strength = np.full(count, len(EVIDENCE_ORDER), np.int32)
    for (facet, slug), places in facts.having.items():
        if facet == "started" and slug.isdecimal():
            first[places] = np.minimum(first[places], int(slug))
        elif facet == "evidence" and slug != NOT_RECORDED and slug in EVIDENCE_ORDER:
            strength[places] = EVIDENCE_ORDER.index(slug)
    newest = np.where(first == LATE, LATE, -first)

    def order(key: NDArray[np.int32]) -> NDArray[np.int32]:
        return by_name[np.argsort(key[by_name], kind="stable")]

    return {"name": by_name, "newest": order(newest), "oldest": order(first), "evidence": order(strength)}


INDEX = DerivedIndex(
    name="filters",
    version=str(FORMAT),
    sources=(*sorted(QUESTIONS.glob("*.rq")), *(Path(__file__).with_name(name) for name in ("kinds.py", "gather.py"))),
    write=lambda store, folder: write(gather(store), folder),
    load=load,
)
