"""Why a city is suggested, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from graph.peers.cities import Chosen, CityFeatures, CityPeer
from graph.peers.contributions import CITY_CONTRIBUTIONS
from graph.peers.index import Peers
from graph.peers.reasons import PeerReason, listed
from graph.text.messages import N_, counted

LABELS: Final = {each.name: each.label for each in CITY_CONTRIBUTIONS}


def city_reasons(
    peers: Peers, features: CityFeatures, chosen: Chosen, problems: frozenset[int], peer: CityPeer
) -> list[PeerReason]:
    """Why a city is like `chosen`, the largest share first; what makes less than half a per cent is left out."""
    told: dict[str, Callable[[], str]] = {
        "size": lambda: _size(peers, chosen, peer),
        "problem": lambda: _problems(peers, problems & features.problems[peer.number]),
        "country": lambda: _country(peers, chosen, peer),
        "project": lambda: _projects(peers, features, chosen, peer),
        "partnership": lambda: N_("Both have a role in the Partnership"),
    }
    return [PeerReason(name, LABELS[name], told[name](), "", share) for name, share in peer.shares().items() if share]


def _size(peers: Peers, chosen: Chosen, peer: CityPeer) -> str:
    theirs = peers.cities[peer.number]
    alike = 2 * min(chosen.population, theirs.population) >= max(chosen.population, theirs.population)
    both = {"here": chosen.population, "there": theirs.population}
    if alike:
        return N_("Similar size: %(here)s and %(there)s inhabitants", **both)
    return N_("Size: %(here)s and %(there)s inhabitants", **both)


def _problems(peers: Peers, shared: frozenset[int]) -> str:
    names = [peers.value("problem", each).label for each in sorted(shared)]
    return counted(len(names), "Same problem: %(names)s", "Same problems: %(names)s", names=listed(names, 6))


def _country(peers: Peers, chosen: Chosen, peer: CityPeer) -> str:
    if peers.cities[peer.number].country_id == chosen.country.id:
        return N_("Same country: %(country)s", country=chosen.country.label)
    return N_("Other country, both under EU law")


def _projects(peers: Peers, features: CityFeatures, chosen: Chosen, peer: CityPeer) -> str:
    mine = features.projects[chosen.number] if chosen.number is not None else frozenset()
    names = [peers.named(each)[1].split(" - ")[0] for each in sorted(mine & features.projects[peer.number])]
    return counted(len(names), "Same project: %(names)s", "Same projects: %(names)s", names=listed(names))
