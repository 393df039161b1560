"""The link network of one revision: arrays to walk on, and what to say about each node and link.

It is derived from the revision and kept beside it, in `index/links/`; opening it maps files and reads none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.derived.texts import Texts, map_array, map_texts, write_texts
from graph.links.analytics import analytics
from graph.links.arrays import DOUBTFUL, FROM_MEMORY, LOW, MEDIUM, Arrays, map_arrays, pack, save
from graph.links.days import ALWAYS, OPEN, day_number
from graph.links.gather import QUESTIONS, Asked, Basis, Gathered, Node, gather
from graph.links.kinds import CODES, KINDS
from graph.revision import Revision

FORMAT = 8
ABOUT = "about.json"
ELSEWHERE = ".links"
KEPT_ELSEWHERE = 3
ANALYTICS = "analytics.json"
COLLECTIONS: Mapping[str, str] = {
    "act": "laws",
    "provision": "laws",
    "practice": "practices",
    "city": "cities",
    "technology": "technologies",
    "action": "actions",
    "event": "events",
    "organisation": "organisations",
    "conflict": "conflicts",
}
NODE_KINDS = tuple(COLLECTIONS)


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


def network_of(revision: Revision, store: Callable[[], Asked]) -> Network:
    """The network of `revision`, built from `store` when there is none that these questions made of these quads."""
    return _mapped(str(links_index(revision, store)))


@lru_cache(maxsize=4)
def _mapped(folder: str) -> Network:
    path = Path(folder)
    return Network(
        arrays=map_arrays(path),
        node_kind=map_array(path, "node_kind"),
        node_type=map_array(path, "node_type"),
        node_place=map_array(path, "node_place"),
        link_row=map_array(path, "link_row"),
        iris=map_texts(path, "iris"),
        names=map_texts(path, "names"),
        named=map_array(path, "named"),
        nodes=map_texts(path, "nodes"),
        links=map_texts(path, "links"),
        rows=map_texts(path, "rows"),
        folder=path,
        about=json.loads((path / ABOUT).read_text(encoding="utf-8")),
    )


@lru_cache(maxsize=4)
def _analytics(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / ANALYTICS).read_text(encoding="utf-8"))
    return found


def links_index(revision: Revision, store: Callable[[], Asked]) -> Path:
    """The folder of the arrays, built on first use under a temporary name and renamed when whole.

    Its name is a digest of the questions and the quads: arrays made of others are not mistaken for these, and go. A
    revision that lies in a store elsewhere has no folder here; its arrays stand beside the revisions, in `.links/`.
    """
    beside = revision.path / "index" / "links"
    target = (beside if revision.path.is_dir() else revision.path.parent / ELSEWHERE) / _digest(revision)
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    building.chmod(0o755)
    try:
        write(gather(store()), building)
        os.rename(building, target)
        kept = 0 if target.parent == beside else KEPT_ELSEWHERE
        others = sorted(set(target.parent.glob("[!.]*")) - {target}, key=_age)
        for older in others[kept:]:
            shutil.rmtree(older, ignore_errors=True)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def _age(folder: Path) -> float:
    return -folder.stat().st_mtime


def _digest(revision: Revision) -> str:
    return hashlib.sha256(f"{_questions()} {revision.manifest.quads_sha256}".encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _questions() -> str:
    made = hashlib.sha256(f"{FORMAT} {[kind.name for kind in KINDS]}".encode())
    for path in sorted(QUESTIONS.glob("*.rq")):
        made.update(path.read_bytes())
    return made.hexdigest()


def write(gathered: Gathered, folder: Path) -> None:
    """Write the network of `gathered` into `folder`, which exists."""
    numbers = {node.iri: number for number, node in enumerate(gathered.nodes)}
    rows = {row: number for number, row in enumerate(gathered.rows)}
    links = gathered.links
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
            np.array([trust_of(gathered.rows.get(link.row, none)) for link in links], np.uint8),
        ),
        folder,
    )
    names = _names(gathered.nodes)
    np.save(folder / "node_kind.npy", np.array([NODE_KINDS.index(node.kind) for node in gathered.nodes], np.uint8))
    np.save(folder / "link_row.npy", np.array([rows.get(link.row, -1) for link in links], np.int32))
    np.save(folder / "named.npy", np.array([number for _, number in names], np.int32))
    write_texts(folder, "iris", (node.iri for node in gathered.nodes))
    write_texts(folder, "names", (name for name, _ in names))
    write_texts(folder, "nodes", (json.dumps(asdict(node), ensure_ascii=False) for node in gathered.nodes))
    write_texts(folder, "links", (link.told for link in links))
    write_texts(folder, "rows", (json.dumps(asdict(basis), ensure_ascii=False) for basis in gathered.rows.values()))
    types = sorted({node.type for node in gathered.nodes})
    np.save(folder / "node_type.npy", np.array([types.index(node.type) for node in gathered.nodes], np.uint8))
    codes = sorted({node.place for node in gathered.nodes})
    np.save(folder / "node_place.npy", np.array([codes.index(node.place) for node in gathered.nodes], np.uint8))
    about = {"types": types, "nodes": len(numbers), "links": len(links), "actors": gathered.actors}
    about |= {"codes": codes, "places": gathered.places}
    (folder / ANALYTICS).write_text(json.dumps(analytics(gathered), ensure_ascii=False), encoding="utf-8")
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
        for name in (f"{COLLECTIONS[node.kind]}/{node.id}", node.id):
            found.setdefault(_plain(name), number)
    for number, node in ranked:
        if node.kind in ("act", "technology", "city", "organisation"):
            found.setdefault(_plain(node.label), number)
    return sorted(found.items(), key=lambda each: each[0].encode())
