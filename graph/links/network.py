"""The link network of one revision: arrays to walk on, and what to say about each node and link.

It is derived from the revision and kept beside it, in `index/links/`; opening it maps files and reads none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.derived.index import DerivedIndex
from graph.derived.pages import Queryable
from graph.derived.texts import Texts, map_array, map_texts, write_texts
from graph.links.analytics import analytics
from graph.links.arrays import DOUBTFUL, FROM_MEMORY, LOW, MEDIUM, Arrays, map_arrays, pack, save
from graph.links.days import ALWAYS, OPEN, day_number
from graph.links.gather import QUESTIONS, Basis, NetworkFacts, Node, gather
from graph.links.kinds import CODES, NODE_KINDS
from graph.remote.store import RemoteStore
from graph.revision import Revision, current
from graph.revision.reading import folder_name
from graph.settings import Settings
from graph.store import EmbeddedStore
from graph.things import BY_NAME

FORMAT = 9
ABOUT = "about.json"
ANALYTICS = "analytics.json"


@dataclass(frozen=True)
class Network:
    """Nodes have the numbers of their IRIs in byte order; links have the places of `arrays`."""

    arrays: Arrays
    node_kind: NDArray[np.uint8]
    node_type: NDArray[np.uint8]
    node_place: NDArray[np.uint8]
    link_row: NDArray[np.int32]
    iris: Texts
    names: Texts
    named: NDArray[np.int32]
    nodes: Texts
    links: Texts
    rows: Texts
    about: Mapping[str, Any]
    folder: Path

    def analytics(self) -> dict[str, Any]:
        """What the shape of the network says, as `graph.links.analytics` worked it out."""
        return _analytics(self.folder)

    def node(self, number: int) -> Node:
        """What is known about a node."""
        return Node(**json.loads(self.nodes[number]))

    def told(self, link: int) -> dict[str, str]:
        """What a reader is shown of a link: reason, effect, actor and the like, where known."""
        found: dict[str, str] = json.loads(self.links[link])
        return found

    def basis(self, link: int) -> Basis:
        """How far a link can be trusted, and its sources."""
        row = int(self.link_row[link])
        if row < 0:
            return Basis()
        found = json.loads(self.rows[row])
        return Basis(found["basis"], found["confidence"], found["doubt"], tuple(map(tuple, found["sources"])))

    def find(self, address: str) -> int | None:
        """The node with this IRI, identifier, CELEX number, short name of an act, or address of a page here."""
        asked = address.strip()
        number = self.iris.find(asked)
        if number is not None:
            return number
        for name in (asked, asked.partition("//")[2].partition("/")[2] or asked, asked.lstrip("/")):
            place = self.names.find(_plain(name))
            if place is not None:
                return int(self.named[place])
        return None


def _plain(name: str) -> str:
    return name.partition("?")[0].partition("#")[0].strip("/ ").removeprefix("id/").removeprefix("CELEX:").casefold()


def network_of(revision: Revision, store: Callable[[], Queryable]) -> Network:
    """The network of `revision`, made from `store` when there is none yet. Raises Damaged."""
    return INDEX.of(revision, store)


def network_from(settings: Settings) -> Network:
    """The network of the current revision, wherever `settings` say that it lies.

    Raises NoRevision, Damaged, or what the store elsewhere raises.
    """
    if not settings.store:
        revision = current(settings.revisions_dir)
        return network_of(revision, lambda: EmbeddedStore.open(revision, settings))
    with closing(RemoteStore.open(settings)) as store:
        folder = Path(settings.revisions_dir) / folder_name(store.revision)
        return network_of(Revision(store.revision, folder, store.manifest), lambda: store)


def load(folder: Path) -> Network:
    """The network that was written into `folder`, mapped."""
    return Network(
        arrays=map_arrays(folder),
        node_kind=map_array(folder, "node_kind"),
        node_type=map_array(folder, "node_type"),
        node_place=map_array(folder, "node_place"),
        link_row=map_array(folder, "link_row"),
        iris=map_texts(folder, "iris"),
        names=map_texts(folder, "names"),
        named=map_array(folder, "named"),
        nodes=map_texts(folder, "nodes"),
        links=map_texts(folder, "links"),
        rows=map_texts(folder, "rows"),
        folder=folder,
        about=json.loads((folder / ABOUT).read_text(encoding="utf-8")),
    )


@lru_cache(maxsize=4)
def _analytics(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / ANALYTICS).read_text(encoding="utf-8"))
    return found


def write(facts: NetworkFacts, folder: Path) -> None:
    """Write the network of `facts` into `folder`, which exists."""
    numbers = {node.iri: number for number, node in enumerate(facts.nodes)}
    rows = {row: number for number, row in enumerate(facts.rows)}
    links = facts.links
    source = np.array([numbers[link.source] for link in links], np.int32)
    # Links come ordered by their start's IRI as text, nodes by its bytes: the order of nodes rules.
    order = np.argsort(source, kind="stable")
    links = tuple(links[place] for place in order)
    none = Basis()
    save(
        pack(
            len(numbers),
            source[order],
            np.array([numbers[link.target] for link in links], np.int32),
            np.array([CODES[link.kind] for link in links], np.uint8),
            np.array([day_number(link.start) if link.start else ALWAYS for link in links], np.uint16),
            np.array([day_number(link.end) if link.end else OPEN for link in links], np.uint16),
            np.array([trust_of(facts.rows.get(link.row, none)) for link in links], np.uint8),
        ),
        folder,
    )
    names = _names(facts.nodes)
    np.save(folder / "node_kind.npy", np.array([NODE_KINDS.index(node.kind) for node in facts.nodes], np.uint8))
    np.save(folder / "link_row.npy", np.array([rows.get(link.row, -1) for link in links], np.int32))
    np.save(folder / "named.npy", np.array([number for _, number in names], np.int32))
    write_texts(folder, "iris", (node.iri for node in facts.nodes))
    write_texts(folder, "names", (name for name, _ in names))
    write_texts(folder, "nodes", (json.dumps(asdict(node), ensure_ascii=False) for node in facts.nodes))
    write_texts(folder, "links", (link.told for link in links))
    write_texts(folder, "rows", (json.dumps(asdict(basis), ensure_ascii=False) for basis in facts.rows.values()))
    types = sorted({node.type for node in facts.nodes})
    np.save(folder / "node_type.npy", np.array([types.index(node.type) for node in facts.nodes], np.uint8))
    codes = sorted({node.place for node in facts.nodes})
    np.save(folder / "node_place.npy", np.array([codes.index(node.place) for node in facts.nodes], np.uint8))
    about = {"types": types, "nodes": len(numbers), "links": len(links), "actors": facts.actors}
    about |= {"codes": codes, "places": facts.places}
    (folder / ANALYTICS).write_text(json.dumps(analytics(facts), ensure_ascii=False), encoding="utf-8")
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def trust_of(basis: Basis) -> int:
    """What is weak about a statement, as bits."""
    bits = {"medium": MEDIUM, "low": LOW}.get(basis.confidence, 0)
    return bits | (FROM_MEMORY if basis.basis == "general-knowledge" else 0) | (DOUBTFUL if basis.doubt else 0)


def _names(nodes: tuple[Node, ...]) -> list[tuple[str, int]]:
    """What people may write for a node, in byte order. Of two nodes with one name, the first in NODE_KINDS has it."""
    found: dict[str, int] = {}
    ranked = sorted(enumerate(nodes), key=lambda each: (NODE_KINDS.index(each[1].kind), each[0]))
    for number, node in ranked:
        for name in (f"{BY_NAME[node.kind].collection}/{node.id}", node.id):
            found.setdefault(_plain(name), number)
    for number, node in ranked:
        if node.kind in ("act", "technology", "city", "organisation"):
            found.setdefault(_plain(node.label), number)
    return sorted(found.items(), key=lambda each: each[0].encode())


INDEX = DerivedIndex(
    name="links",
    version=f"{FORMAT} {list(CODES)} {NODE_KINDS}",
    sources=tuple(sorted(QUESTIONS.glob("*.rq"))),
    write=lambda store, folder: write(gather(store), folder),
    load=load,
)
