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
from graph.law.effects import FORBIDS, PATH_EFFECTS, QUESTION, path_effect
from graph.links.analytics import analytics
from graph.links.arrays import DECLARED, DOUBTFUL, FROM_MEMORY, LOW, MEDIUM, REPORTED, Arrays, map_arrays, pack, save
from graph.links.days import ALWAYS, OPEN, day_number
from graph.links.gather import QUESTIONS, Basis, Link, NetworkFacts, Node, gather
from graph.links.kinds import CODES, INFERRED, KINDS, NODE_KINDS
from graph.remote.store import RemoteStore
from graph.revision import Revision, current
from graph.revision.reading import folder_name
from graph.settings import Settings
from graph.store import EmbeddedStore
from graph.text.messages import name_words
from graph.things import BY_NAME

FORMAT = 13
ABOUT = "about.json"
ANALYTICS = "analytics.json"
GROUPS = tuple(PATH_EFFECTS)
"""The groups of effects, the strongest first."""

KEPT_NODES = 4_096
"""How many nodes are kept as they were read: a page tells of the same ones again and again."""

NO_EFFECT = 0xFF
"""The strength of a link that has no effect on anybody."""

STATED_EFFECT = 0xE0
"""The strength of what a source states of a practice and law."""

BIT_OF_BASIS = {"general-knowledge": FROM_MEMORY, "reported-by-city": REPORTED, "declared-by-operator": DECLARED}


@dataclass(frozen=True, eq=False)
class Network:
    """Nodes have the numbers of their IRIs in byte order; links have the places of `arrays`."""

    arrays: Arrays
    node_kind: NDArray[np.uint8]
    node_type: NDArray[np.uint8]
    node_place: NDArray[np.uint8]
    link_rows: NDArray[np.int32]
    link_strength: NDArray[np.uint8]
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
        return _node(self, number)

    def told(self, link: int) -> dict[str, str]:
        """What a reader is shown of a link: reason, effect, actor and the like, where known."""
        found: dict[str, str] = json.loads(self.links[link])
        return found

    def bases(self, link: int) -> tuple[Basis, Basis, Basis]:
        """How far a link can be trusted: its own row, that of the scope rule behind it, and that of who acts."""
        own, scope, actor = (self._basis(int(row)) for row in self.link_rows[link])
        return own, scope, actor

    def _basis(self, row: int) -> Basis:
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


@lru_cache(maxsize=KEPT_NODES)
def _node(network: Network, number: int) -> Node:
    held = json.loads(network.nodes[number])
    return Node(**held | {"label": name_words(held["label"], held["iri"])})


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
        link_rows=map_array(folder, "link_rows"),
        link_strength=map_array(folder, "link_strength"),
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
    save(
        pack(
            len(numbers),
            source[order],
            np.array([numbers[link.target] for link in links], np.int32),
            np.array([CODES[link.kind] for link in links], np.uint8),
            np.array([day_number(link.start) if link.start else ALWAYS for link in links], np.uint16),
            np.array([day_number(link.end) if link.end else OPEN for link in links], np.uint16),
            np.array([_trust(facts.rows, link) for link in links], np.uint8),
        ),
        folder,
    )
    names = _names(facts.nodes)
    np.save(folder / "node_kind.npy", np.array([NODE_KINDS.index(node.kind) for node in facts.nodes], np.uint8))
    held = [[rows.get(row, -1) for row in link.rows] for link in links]
    np.save(folder / "link_rows.npy", np.array(held, np.int32).reshape(-1, 3))
    np.save(
        folder / "link_strength.npy", np.array([strength(link.kind, json.loads(link.told)) for link in links], np.uint8)
    )
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


def effect_group(told: Mapping[str, str]) -> str:
    """The group of a link's effect; an effect that is not known to reach the practice is a question."""
    effect = told.get("effect", "")
    unsure = told.get("standing") == QUESTION.slug or told.get("match") == "unknown" or effect == FORBIDS
    return QUESTION.slug if unsure else path_effect(effect)


def strength(kind: str, told: Mapping[str, str]) -> int:
    """How strong the effect of a link is, 0 the strongest.

    Rules for a technology go before what a provision says to everybody it addresses, and what has no effect of its own
    comes last; then the group of the effect counts, and of questions what they are about.
    """
    if kind not in INFERRED:
        return STATED_EFFECT if KINDS[CODES[kind]].family == "findings" else NO_EFFECT
    group = effect_group(told)
    general = bool(told.get("general")) or group == "other"
    return int(general) << 7 | GROUPS.index(group) << 4 | GROUPS.index(path_effect(told.get("effect", "")))


def group_at(strength: int) -> str:
    """The group of a strength."""
    return "other" if strength == NO_EFFECT else GROUPS[(strength >> 4) & 7]


def _trust(rows: Mapping[str, Basis], link: Link) -> int:
    bits = 0
    for row in link.rows:
        bits |= trust_of(rows[row]) if row in rows else 0
    return bits


def trust_of(basis: Basis) -> int:
    """What is weak about a statement, as bits."""
    bits = {"medium": MEDIUM, "low": LOW}.get(basis.confidence, 0)
    return bits | BIT_OF_BASIS.get(basis.basis, 0) | (DOUBTFUL if basis.doubt else 0)


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
    version=f"{FORMAT} {list(CODES)} {NODE_KINDS} {GROUPS}",
    sources=tuple(sorted(QUESTIONS.glob("*.rq"))),
    write=lambda store, folder: write(gather(store), folder),
    load=load,
)
