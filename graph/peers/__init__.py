"""Peers: practices and cities like one, by named contributions whose weight a reader may change."""

from graph.peers.contributions import CITY_CONTRIBUTIONS, CONTRIBUTIONS, weights
from graph.peers.index import INDEX, Peers, peers_of
from graph.peers.scoring import Peer, nearest
from graph.peers.spread import SpreadPeers, spread

__all__ = [
    "CITY_CONTRIBUTIONS",
    "CONTRIBUTIONS",
    "INDEX",
    "Peer",
    "Peers",
    "SpreadPeers",
    "nearest",
    "peers_of",
    "spread",
    "weights",
]
