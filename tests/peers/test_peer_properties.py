"""What holds for likeness in any world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.links.days import ALWAYS
from graph.peers import CONTRIBUTIONS, Peers, nearest
from graph.peers.features import Features, hold, pack
from graph.peers.gather import FeatureValue
from graph.peers.measures import CHOSEN, MEASURES, information
from graph.peers.scoring import likeness, shares
from tests.budget import examples

ON = "2026-11-22"
World = Callable[..., Peers]
LETTERS = "abcdefgh"
BROADER = {"a": ["w"], "b": ["w"], "c": ["v"], "w": ["u"]}
SETS = st.lists(st.sets(st.sampled_from(LETTERS), max_size=5), min_size=2, max_size=12)
VALUES = {each: FeatureValue(each, each, each, "", tuple(BROADER.get(each, ()))) for each in (*LETTERS, "u", "v", "w")}
SMALL = settings(max_examples=examples(60))


def packed(sets: list[set[str]]) -> Features:
    return pack([[(each, "", "") for each in sorted(found)] for found in sets], VALUES)[0]


def matrix(features: Features, measure: str = CHOSEN) -> np.ndarray[Any, np.dtype[np.float64]]:
    held = hold(features, ALWAYS, measure)
    return np.array([held.likeness(each)[features.set_of] for each in range(len(features.set_of))])


@given(SETS, st.sampled_from(sorted(MEASURES)))
@SMALL
def test_likeness_is_the_same_both_ways(sets: list[set[str]], measure: str) -> None:
    found = matrix(packed(sets), measure)
    assert found == pytest.approx(found.T)


@given(SETS)
@SMALL
def test_likeness_is_from_0_to_1_and_nothing_shared_is_0(sets: list[set[str]]) -> None:
    features = packed(sets)
    found = matrix(features)
    assert (found >= 0).all() and (found <= 1).all()
    for one in range(len(sets)):
        for other in range(len(sets)):
            if not set(features.all_of(one, ALWAYS)) & set(features.all_of(other, ALWAYS)):
                assert found[one, other] == 0


@given(st.lists(st.floats(0, 9), min_size=3, max_size=3), st.floats(0.001, 9))
@SMALL
def test_more_shared_is_never_less_alike(values: list[float], more: float) -> None:
    """When the other gains what I have, the shared part grows and what there is in all stays."""
    shared, mine, theirs = values
    own, other = shared + mine + more, np.array([shared + theirs])
    before = MEASURES[CHOSEN].likeness(np.array([shared]), own, other, 100)
    after = MEASURES[CHOSEN].likeness(np.array([shared + more]), own, other + more, 100)
    assert after[0] >= before[0]


@given(SETS)
@SMALL
def test_what_more_have_is_worth_less(sets: list[set[str]]) -> None:
    features = packed(sets)
    held = hold(features, ALWAYS)
    order = np.argsort(held.having)
    assert (np.diff(held.value[order]) <= 1e-12).all()
    assert held.value == pytest.approx(information(held.having, len(sets)))


@given(st.dictionaries(st.sampled_from("abcdefg"), st.floats(1e-6, 1), min_size=1))
def test_shares_are_whole_per_cent_that_sum_to_100(parts: dict[str, float]) -> None:
    found = shares(parts)
    assert sum(found.values()) == 100 and set(found) == set(parts)
    assert all(abs(found[name] - 100 * part / sum(parts.values())) < 1 for name, part in parts.items())
    assert list(found.values()) == sorted(found.values(), reverse=True)


@given(st.lists(st.sampled_from(CONTRIBUTIONS), unique=True, min_size=1, max_size=10), st.integers(0, 118))
@SMALL
def test_a_weight_of_0_takes_a_reason_away(peers: Peers, off: list[Any], practice: int) -> None:
    counted = {each.name: each.weight for each in CONTRIBUTIONS if each not in off}
    names = {each.name for each in off}
    found = nearest(peers, practice, ON, {**counted, **dict.fromkeys(names, 0.0)}, 10)
    assert not names & {name for peer in found for name, _ in peer.parts}
    assert found == nearest(peers, practice, ON, counted, 10)


@given(st.integers(0, 118), st.dictionaries(st.sampled_from([each.name for each in CONTRIBUTIONS]), st.floats(0.1, 10),
                                            min_size=1))  # fmt: skip
@SMALL
def test_the_answer_is_the_same_every_time_and_its_parts_make_its_whole(
    peers: Peers, practice: int, counted: dict[str, float]
) -> None:
    found = nearest(peers, practice, ON, counted, 20)
    assert found == nearest(peers, practice, ON, counted, 20)
    assert found[:5] == nearest(peers, practice, ON, counted, 5)
    keys = [(-peer.likeness, peer.practice) for peer in found]
    assert keys == sorted(keys) and practice not in [peer.practice for peer in found]
    for peer in found:
        assert sum(part for _, part in peer.parts) == pytest.approx(peer.likeness, abs=1e-8)
        back = sum(part[practice] for part in likeness(peers, peer.practice, ON, counted).values())
        assert back == pytest.approx(peer.likeness, abs=1e-8), "the same both ways"


def test_equally_like_practices_come_in_the_order_of_their_identifiers(world: World) -> None:
    peers = world([{"theme": ["a"]}, *([{"theme": ["a"]}] * 5), *([{"theme": ["b"]}] * 5)])
    assert [peer.practice for peer in nearest(peers, 3, ON, {"theme": 1.0}, 4)] == [0, 1, 2, 4]
