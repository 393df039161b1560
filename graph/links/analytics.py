"""What the shape of the network says: which provisions are relied on most, what holds practice and law together, and
which practices live under the same rules. Worked out once, when the arrays are built.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from graph.links.gather import Link, NetworkFacts, Node
from graph.links.kinds import CODES, KINDS

if TYPE_CHECKING:
    Digraph = nx.DiGraph[str]
    Undirected = nx.Graph[str]
else:
    Digraph = nx.DiGraph
    Undirected = nx.Graph

MOST_LINKS: Final = 300_000
"""Above this, the measures would take longer than the build; they are left out, and the page says so."""

TOP = 25
LEAST_COMMUNITY = 2
SHARED_LEAST = 0.25
SEED = 1
METHODS: Final = {
    "relied": "PageRank (networkx.pagerank, damping 0.85) over all links of any date, each weighted by what its kind "
    "proves; beside it the number of practices that a rule joins to the provision or to a part of it.",
    "bridges": "Betweenness (networkx.betweenness_centrality_subset): the share of shortest paths from practices to "
    "acts that pass through a thing, over links outside the Partnership.",
    "communities": "Louvain communities (networkx.community.louvain_communities, seed 1) of practices, joined when "
    "they share at least a quarter of the provisions that govern either (Jaccard), weighted by that share.",
}


def analytics(facts: NetworkFacts) -> dict[str, Any]:
    """The three measures as plain values, and how each was made; `computed` is false when the network is too large.

    `relied` has the first provisions; `ranks` every provision with its place and its number of practices.
    """
    if len(facts.links) > MOST_LINKS:
        return {"computed": False, "methods": METHODS, "relied": [], "ranks": {}, "bridges": [],
                "communities": []}  # fmt: skip
    nodes = {node.iri: node for node in facts.nodes}
    relied = _relied(nodes, facts.links)
    return {
        "computed": True,
        "methods": METHODS,
        "relied": relied[:TOP],
        "ranks": {each["iri"]: [rank, each["practices"]] for rank, each in enumerate(relied, 1)},
        "bridges": _bridges(nodes, facts.links),
        "communities": _communities(nodes, facts.links),
    }


def _relied(nodes: dict[str, Node], links: Sequence[Link]) -> list[dict[str, Any]]:
    graph = Digraph()
    graph.add_nodes_from(sorted(nodes))
    for link in links:
        weight = 1 / (1 + KINDS[CODES[link.kind]].weight)
        before = graph.get_edge_data(link.source, link.target, {"weight": 0.0})["weight"]
        graph.add_edge(link.source, link.target, weight=before + weight)
    rank = nx.pagerank(graph)
    governed = _governed(nodes, links)
    provisions = [iri for iri, node in nodes.items() if node.kind == "provision"]
    ordered = sorted(provisions, key=lambda iri: (-rank[iri], iri))
    return [{"iri": iri, "score": round(rank[iri] * 1000, 3), "practices": governed[iri]} for iri in ordered]


def _governed(nodes: dict[str, Node], links: Sequence[Link]) -> Counter[str]:
    """How many practices each provision governs: a whole governs what its parts do."""
    wholes: dict[str, set[str]] = {}
    for link in links:
        if link.kind == "part-of" and nodes[link.target].kind == "provision":
            wholes.setdefault(link.source, set()).add(link.target)
    pairs = {(link.source, link.target) for link in links if link.kind == "governed-by"}
    pairs |= {(practice, whole) for practice, part in pairs for whole in wholes.get(part, ())}
    return Counter(provision for _, provision in pairs)


def _bridges(nodes: dict[str, Node], links: Sequence[Link]) -> list[dict[str, Any]]:
    graph = Digraph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(
        (link.source, link.target) for link in links if KINDS[CODES[link.kind]].family != "partnership"
    )
    practices, acts = (sorted(iri for iri, node in nodes.items() if node.kind == kind) for kind in ("practice", "act"))
    between = nx.betweenness_centrality_subset(graph, practices, acts)
    total = sum(between[iri] for iri in nodes) or 1.0
    inner = (iri for iri in nodes if nodes[iri].kind in ("provision", "technology") and between[iri] > 0)
    top = sorted(inner, key=lambda iri: (-between[iri], iri))[:TOP]
    return [{"iri": iri, "share": round(100 * between[iri] / total, 2)} for iri in top]


def _communities(nodes: dict[str, Node], links: Sequence[Link]) -> list[dict[str, Any]]:
    under: dict[str, set[str]] = {}
    used: dict[str, set[str]] = {}
    for link in links:
        if link.kind == "governed-by":
            under.setdefault(link.source, set()).add(link.target)
        elif link.kind == "uses":
            used.setdefault(link.source, set()).add(link.target)
    graph = Undirected()
    graph.add_nodes_from(sorted(under))
    for first, second in ((a, b) for a in sorted(under) for b in sorted(under) if a < b):
        share = len(under[first] & under[second]) / len(under[first] | under[second])
        if share >= SHARED_LEAST:
            graph.add_edge(first, second, weight=share)
    found = nx.community.louvain_communities(graph, seed=SEED)
    kept = sorted((sorted(each) for each in found if len(each) >= LEAST_COMMUNITY), key=lambda each: (-len(each), each))
    return [
        {
            "practices": members,
            "technologies": _common(used.get(member, set()) for member in members),
            "provisions": _common(under[member] for member in members),
        }
        for members in kept
    ]


def _common(sets: Iterable[set[str]], most: int = 5) -> list[list[Any]]:
    """What most members have, with how many of them have it."""
    counted = Counter(each for found in sets for each in found)
    return [[iri, count] for iri, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]]
