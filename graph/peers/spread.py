"""The practices most like one, with no more than a few of one public register among the first.

A register tells of many practices in like words, so those of one register are like each other first of all. Who wants
to learn from others is better served by some of elsewhere; the rest of the register follows, and how many is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.peers.index import Peers
from graph.peers.scoring import Peer, nearest

FIRST: Final = 5
OF_ONE_REGISTER: Final = 2
LOOKED_AT: Final = 60
"""So many of the most alike are looked at for some that may stand among the first."""


@dataclass(frozen=True, slots=True)
class SpreadPeers:
    """The peers in the order to show, and how many would stand among the first by likeness but follow these."""

    found: list[Peer]
    moved: int


def spread(
    peers: Peers, practice: int, on: str, weights: Mapping[str, float], most: int, *, elsewhere: bool = False
) -> SpreadPeers:
    """The `most` practices most like `practice`, as `nearest` has them, but for registers among the first five.

    Of one register the two most alike stay there; others move up in the order of their likeness, and those that gave
    way follow the first five. Where nobody else is alike, all stay.
    """
    found = nearest(peers, practice, on, weights, max(most, LOOKED_AT), elsewhere=elsewhere)
    held: Counter[str] = Counter()
    first: list[Peer] = []
    for each in found:
        register = peers.register_of(each.practice)
        if len(first) < FIRST and (not register or held[register] < OF_ONE_REGISTER):
            held[register] += 1
            first.append(each)
    rest = [each for each in found if each not in first]
    shown = [*first, *rest]
    moved = sum(each not in shown[:FIRST] for each in found[:FIRST])
    return SpreadPeers(shown[:most], moved)
