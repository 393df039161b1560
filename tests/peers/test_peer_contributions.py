"""Each contribution alone does what its name says, in a small world where one can count by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from graph.errors import BadParameter
from graph.links.days import ALWAYS
from graph.peers import CITY_CONTRIBUTIONS, CONTRIBUTIONS, Peers, nearest, weights
from graph.peers.cities import chosen_city, city_features, like_cities
from graph.peers.city_reasons import city_reasons
from graph.peers.features import hold
from graph.peers.gather import EU_LAW
from graph.peers.reasons import differences, reasons
from graph.peers.scoring import likeness

ON = "2026-11-22"
World = Callable[..., Peers]
SETS = [each.name for each in CONTRIBUTIONS if each.name not in ("law", "size", "country")]
OTHERS: list[dict[str, Any]] = [{"theme": ["other"]}] * 6


def only(name: str) -> dict[str, float]:
    return {each.name: float(each.name == name) for each in CONTRIBUTIONS}


def alike(peers: Peers, name: str, one: int, other: int, on: str = ON) -> float:
    return float(likeness(peers, one, on, only(name))[name][other])


@pytest.mark.parametrize("name", SETS)
def test_what_is_shared_makes_alike_and_nothing_else_does(world: World, name: str) -> None:
    peers = world([{name: ["a"]}, {name: ["a"]}, {name: ["b"]}, {}, *OTHERS])
    assert alike(peers, name, 0, 1) > 0
    assert alike(peers, name, 0, 2) == 0
    assert alike(peers, name, 0, 3) == 0
    assert [peer.practice for peer in nearest(peers, 0, ON, only(name), 5)] == [1]


@pytest.mark.parametrize("name", SETS)
def test_what_few_have_makes_more_alike_than_what_many_have(world: World, name: str) -> None:
    peers = world([{name: ["rare"]}, {name: ["rare"]}, *([{name: ["common"]}] * 6), *([{}] * 4)])
    assert alike(peers, name, 0, 1) > alike(peers, name, 2, 3) > 0


@pytest.mark.parametrize("name", ["technology", "means", "target"])
def test_kinds_of_one_thing_are_partly_alike(world: World, name: str) -> None:
    broader = {"fixed": ["camera"], "worn": ["camera"]}
    peers = world([{name: ["fixed"]}, {name: ["fixed"]}, {name: ["worn"]}, {name: ["lamp"]}, *OTHERS], broader)
    assert alike(peers, name, 0, 1) > alike(peers, name, 0, 2) > alike(peers, name, 0, 3) == 0
    related = nearest(peers, 0, ON, only(name), 5)[1]
    assert "elated" in reasons(peers, 0, related, ON)[0].text and "camera" in reasons(peers, 0, related, ON)[0].text


def test_provisions_count_on_the_days_on_which_they_govern_both(world: World) -> None:
    law = {"law": [("art5", "2025-02-02", "2026-12-31")]}
    peers = world([law, law, {"law": [("art5", "2026-06-01", "")]}, *OTHERS])
    assert alike(peers, "law", 0, 1, "2025-02-01") == 0
    assert alike(peers, "law", 0, 1, "2025-02-02") > 0
    assert alike(peers, "law", 0, 2, "2026-05-31") == 0
    assert alike(peers, "law", 0, 2, "2026-06-01") > 0
    assert alike(peers, "law", 0, 1, "2027-01-01") == 0


def test_city_size_is_the_smaller_number_by_the_larger(world: World) -> None:
    small, big, unknown = {"cities": ["small"]}, {"cities": ["big"]}, {"cities": ["unknown"]}
    peers = world([small, big, {"cities": ["left"]}, {"cities": ["big", "left"]}, unknown, {}])
    assert alike(peers, "size", 0, 1) == pytest.approx(0.1)
    assert alike(peers, "size", 0, 2) == pytest.approx(1.0)
    assert alike(peers, "size", 0, 3) == pytest.approx(1.0), "the nearest of its cities"
    assert alike(peers, "size", 0, 4) == alike(peers, "size", 0, 5) == 0, "not known is not alike"


def test_one_country_is_more_alike_than_two_under_union_law_until_one_leaves(world: World) -> None:
    def of(country: str, end: str = "") -> dict[str, Any]:
        return {"country": [country, (EU_LAW, "1973-01-01", end)]}

    peers = world([of("BE"), of("BE"), of("GB", "2020-12-31"), of("FR"), {"country": ["CH"]}, {"country": ["CH"]}])
    assert alike(peers, "country", 0, 1, "2020-12-31") > alike(peers, "country", 0, 2, "2020-12-31") > 0
    assert alike(peers, "country", 0, 2, "2021-01-01") == 0
    assert alike(peers, "country", 0, 4) == 0 < alike(peers, "country", 4, 5)


def test_having_no_evidence_is_nothing_that_practices_share(peers: Peers) -> None:
    stated = {peers.value("evidence", each).iri.rsplit("/", 1)[-1] for each in range(peers.features["evidence"].width)}
    assert stated and not stated & {"none-found", "none", "not-read"}


def test_the_array_for_adamic_adar_agrees_with_networkx_on_the_real_network(peers: Peers) -> None:
    features = peers.features["theme"]
    graph: nx.Graph[str] = nx.Graph()
    for practice in range(len(peers)):
        graph.add_edges_from((f"p{practice}", f"f{each}") for each in features.all_of(practice, ALWAYS))
    held = hold(features, ALWAYS, "adamic-adar")
    pairs = [(one, other) for one in range(0, len(peers), 7) for other in range(len(peers)) if other != one]
    told = nx.adamic_adar_index(graph, [(f"p{one}", f"p{other}") for one, other in pairs])
    assert pairs
    for (one, other), (_, _, value) in zip(pairs, told, strict=True):
        assert held.likeness(one)[features.set_of[other]] == pytest.approx(value)


def test_reasons_say_what_is_shared_how_rare_it_is_and_how_much_it_counts(world: World) -> None:
    shared = {"technology": ["water cannons"], "problem": ["disorder"], "cities": ["small"]}
    peers = world([shared, shared, *([{"problem": ["disorder"]}] * 30), *([{}] * 30)])
    [first, *_] = nearest(peers, 0, ON, weights({}), 3)
    told = {each.contribution: each for each in reasons(peers, 0, first, ON)}
    assert told["technology"].text == "Same technology: water cannons"
    assert told["technology"].note == "rare: only 2 of 62 practices have water cannons"
    assert told["problem"].note == ""
    assert told["size"].text == "Same city: Small, 50,000 inhabitants"
    assert sum(each.share for each in told.values()) == 100


def test_differences_say_what_only_one_has_and_what_is_not_recorded(world: World) -> None:
    peers = world([{"technology": ["a", "b"], "theme": ["x"]}, {"technology": ["a"]}, *OTHERS])
    found = {each.contribution: (each.here, each.there) for each in differences(peers, 0, 1, ON)}
    assert found == {"technology": ("b", "nothing more"), "theme": ("x", "not recorded")}


@pytest.mark.parametrize("given", ["-1", "10.5", "much", "nan", "inf", "1e9"])
def test_a_weight_that_is_no_number_from_0_to_10_is_refused_by_name(given: str) -> None:
    with pytest.raises(BadParameter, match="w_theme"):
        weights({"w_theme": given})


def test_weights_that_do_not_exist_or_are_all_zero_are_refused() -> None:
    with pytest.raises(BadParameter, match="w_colour"):
        weights({"w_colour": "1"})
    with pytest.raises(BadParameter, match="Every weight is 0"):
        weights({each.parameter: "0" for each in CONTRIBUTIONS})


def city_of(peers: Peers, name: str) -> int:
    return next(number for number, city in enumerate(peers.cities) if city.id == name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("size", ["left", "big"]), ("country", ["big"]), ("problem", ["big"]), ("project", ["left"]), ("partnership", [])],
)
def test_each_contribution_to_cities_alone(world: World, name: str, expected: list[str]) -> None:
    peers = world([
        {"cities": ["small"], "problem": ["noise"]},
        {"cities": ["big"], "problem": ["noise"]},
        {"cities": ["small", "left"], "problem": ["theft"]},
        {"cities": ["left"]},
    ] if name != "problem" else [
        {"cities": ["small"], "problem": ["noise"]},
        {"cities": ["big"], "problem": ["noise"]},
        {"cities": ["left"], "problem": ["theft"]},
    ])  # fmt: skip
    counted = {each.name: float(each.name == name) for each in CITY_CONTRIBUTIONS}
    chosen = chosen_city(peers, city_of(peers, "small"), None)
    found = like_cities(peers, chosen, frozenset(), ON, counted, 9)
    assert [peers.cities[each.number].id for each in found] == expected
    features = city_features(peers)
    for each in found:
        [reason] = city_reasons(peers, features, chosen, features.problems[chosen.number or 0], each)
        assert reason.contribution == name and reason.share == 100
