"""Where a provision and a practice stand in the network is told on their own pages, with its method."""

from __future__ import annotations

import re
from html import unescape

import networkx as nx
import numpy as np
from flask.testing import FlaskClient

from graph.links.kinds import CODES, KINDS
from graph.links.network import Network, network_of
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from tests.views.facts import rows_of

HTML = {"Accept": "text/html"}


def words(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text)))


def opened(revision: Revision, store: EmbeddedStore) -> Network:
    return network_of(revision, lambda: store)


def test_a_provision_says_how_many_practices_rely_on_it_and_its_place(
    client: FlaskClient, revision: Revision, store: EmbeddedStore
) -> None:
    network = opened(revision, store)
    arrays, graph = network.arrays, nx.DiGraph()
    graph.add_nodes_from(sorted(network.node(number).iri for number in range(arrays.nodes)))
    starts = np.repeat(np.arange(arrays.nodes), np.diff(arrays.starts))
    for link in range(arrays.links):
        ends = (network.iris[int(starts[link])], network.iris[int(arrays.target[link])])
        weight = 1 / (1 + KINDS[int(arrays.kind[link])].weight)
        graph.add_edge(*ends, weight=weight + graph.get_edge_data(*ends, {"weight": 0.0})["weight"])
    score = nx.pagerank(graph)
    provisions = [iri for iri in graph if network.node(network.iris.find(iri) or 0).kind == "provision"]
    for name in ("32016R0679/art_9", "32024R1689/art_5/par_1/pnt_h", "32016R0679/art_6/par_1/pnt_e"):
        number = network.find(name)
        assert number is not None
        links, ends = arrays.into(np.array([number], np.int32))
        practices = {int(end) for link, end in zip(links, ends, strict=True)
                     if arrays.kind[link] == CODES["governed-by"]}  # fmt: skip
        own = score[network.iris[number]]
        place = 1 + sum(score[iri] > own for iri in provisions)
        page = words(client.get(f"/laws/{name}", headers=HTML).text)
        count = f"{len(practices)} practice{'' if len(practices) == 1 else 's'}"
        assert f"Relied on by {count} on any date; number {place} of {len(provisions)}" in page, name
        assert "PageRank" in page


def test_a_practice_names_those_under_the_same_rules_and_the_method(client: FlaskClient) -> None:
    page = client.get("/practices/nice-school-vsa", headers=HTML).text
    part = page[page.index('id="same-rules"') : page.index("</details>", page.index('id="same-rules"'))]
    told = re.search(r"(\d+) other practices share most of its rules", words(part))
    assert told and 1 < int(told[1]) < len(rows_of("practices.csv"))
    assert "Louvain" in part and "/practices/nice-school-vsa" not in part
    for href in re.findall(r'href="(/practices/[^"]+)"', part):
        other = client.get(href, headers=HTML).text
        assert f"{told[1]} other practices share most of its rules" in words(other)
