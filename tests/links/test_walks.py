"""Walking on the arrays finds what a plain search over the same links finds, in both directions."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.links.arrays import chosen_kinds, map_arrays, pack, save
from graph.links.network import Network
from graph.trace.walk import Ground
from tests.budget import examples

edges = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(0, 3), st.integers(1, 40), st.integers(1, 40)),
    max_size=60,
)


def reached(ground: Ground, seed: int) -> set[int]:
    """Every node that steps lead to from `seed`."""
    seen, last = {seed}, {seed}
    while last:
        around = ground.around(np.array(sorted(last), np.int32))
        last = {int(end) for _, ends, _ in around for end in ends} - seen
        seen |= last
    return seen


@given(edges, st.integers(0, 41), st.sets(st.integers(0, 3)), st.integers(0, 11), st.booleans())
@settings(max_examples=examples(150))
def test_what_is_reached_is_what_a_plain_search_over_the_same_links_finds(
    links: list[tuple[int, int, int, int, int]], day: int, kinds: set[int], seed: int, backward: bool
) -> None:
    columns = [np.array([link[place] for link in links], np.int32) for place in range(5)]
    arrays = pack(12, *columns)
    plain: nx.DiGraph[int] = nx.DiGraph()
    plain.add_nodes_from(range(12))
    plain.add_edges_from((a, b) for a, b, kind, start, end in links if start <= day <= end and kind in kinds)
    ground = Ground(arrays, chosen_kinds(kinds), chosen_kinds(()), day)
    found = reached(ground.turned if backward else ground, seed)
    assert found == (nx.ancestors if backward else nx.descendants)(plain, seed) | {seed}


@given(edges)
@settings(max_examples=examples(60))
def test_forward_and_reverse_hold_the_same_links(links: list[tuple[int, int, int, int, int]]) -> None:
    columns = [np.array([link[place] for link in links], np.int32) for place in range(5)]
    arrays = pack(12, *columns)
    starts = np.repeat(np.arange(12), np.diff(arrays.starts))
    assert arrays.links == len(links)
    for node in range(12):
        at = np.array([node], np.int32)
        into, sources = arrays.into(at)
        assert sorted(sources.tolist()) == sorted(link[0] for link in links if link[1] == node)
        assert [starts[link] for link in into] == sources.tolist()
        assert sorted(arrays.out_of(at)[1].tolist()) == sorted(b for a, b, *_ in links if a == node)


def test_mapped_arrays_are_those_that_were_saved_and_cannot_be_changed(network: Network, tmp_path: Path) -> None:
    save(network.arrays, tmp_path)
    again = map_arrays(tmp_path)
    assert np.array_equal(again.back_link, network.arrays.back_link)
    with pytest.raises(ValueError, match="read-only"):
        again.target[0] = 0
