"""Which links a trace follows, and which way.

A trace never turns: from a practice it goes to the law that governs it, and from there either to what that law rests on
or to what rests on it. Otherwise two acts that cite the same treaty would seem to be about each other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.links.kinds import CODES, KINDS, LAW

STREET, RULE, PART, LAWS = (
    frozenset(code for code, kind in enumerate(KINDS) if kind.role == role)
    for role in ("street", "rule", "part", "law")
)
ATTENDED = frozenset((CODES["took-part-in"], CODES["shown-at"]))


@dataclass(frozen=True, slots=True)
class Way:
    """Kinds followed along and against their own direction; `opens` also starts from the provisions of an act."""

    along: frozenset[int]
    against: frozenset[int]
    opens: bool = False

    @property
    def turned(self) -> Way:
        return Way(self.against, self.along, self.opens)


def ways(source: str, targets: Collection[str], families: Collection[str]) -> list[list[Way]]:
    """The ways from a place of kind `source` to places of the kinds `targets`, in rounds: a later round is tried only
    when an earlier one finds nothing. `families` are the kinds of link that may be used.
    """
    chosen = frozenset(code for code, kind in enumerate(KINDS) if kind.family in families) | PART
    if source in LAW:
        if targets and set(targets) <= LAW:
            return [_within_law(chosen)]
        return [[way.turned for origin in sorted(_origins(targets)) for way in _outward(origin, chosen)]]
    outward = _outward(source, chosen)
    if targets and not set(targets) & LAW:
        inward = [way.turned for origin in sorted(_origins(targets)) for way in _outward(origin, chosen)]
        return [outward, inward]
    return [outward]


def _origins(targets: Collection[str]) -> set[str]:
    """The ways out differ for technologies, events and all others; one of each is enough."""
    return {kind if kind in ("technology", "event") else "practice" for kind in targets}


def _outward(origin: str, chosen: frozenset[int]) -> list[Way]:
    street = (RULE if origin == "technology" else STREET) & chosen
    back = ATTENDED & chosen if origin == "event" else frozenset()
    laws = LAWS & chosen
    return [Way(street | PART | laws, back), Way(street | PART, back | laws)]


def _within_law(chosen: frozenset[int]) -> list[Way]:
    laws = LAWS & chosen
    return [Way(PART | laws, frozenset(), opens=True), Way(PART, laws, opens=True)]
