"""Why a practice is suggested, and how it differs, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.links.days import day_number
from graph.peers.contributions import BY_NAME, CONTRIBUTIONS, COUNTRY, LAW, SIZE
from graph.peers.features import lineage
from graph.peers.gather import EU_LAW, City, FeatureValue
from graph.peers.index import Peers
from graph.peers.scoring import Peer

RARE: Final = 0.05
"""A feature is called rare when no more than this part of the practices has it."""

NAMED: Final = 4
NOTHING: Final = "not recorded"
NOUNS: Final = {
    "technology": "technology",
    "means": "means",
    "theme": "theme",
    "problem": "problem",
    "target": "target group",
    "evidence": "evidence",
    "core": "core area",
    "lead": "kind of leader",
}


@dataclass(frozen=True, slots=True)
class PeerReason:
    """What a contribution found, and its share in per cent of the likeness; the shares of a peer sum to 100."""

    contribution: str
    label: str
    text: str
    note: str
    share: int


@dataclass(frozen=True, slots=True)
class PeerDifference:
    """What only one of two practices has, in words."""

    contribution: str
    label: str
    here: str
    there: str


def reasons(peers: Peers, practice: int, peer: Peer, on: str) -> list[PeerReason]:
    """Why `peer` is like `practice`, the largest share first; what makes less than half a per cent is left out."""
    return [
        PeerReason(name, BY_NAME[name].label, *_told(peers, name, practice, peer.practice, on), share)
        for name, share in peer.shares().items()
        if share
    ]


def _told(peers: Peers, name: str, one: int, other: int, on: str) -> tuple[str, str]:
    if name == SIZE:
        return _sizes(peers, one, other), ""
    shared = _shared(peers, name, one, other, on)
    if name == LAW:
        return _laws([peers.value(name, each) for each in shared]), ""
    stated = set(_own(peers, name, one, on)) & set(_own(peers, name, other, on))
    same = [each for each in shared if each in stated]
    if name == COUNTRY:
        return _countries([peers.value(name, each) for each in same]), ""
    related = [each for each in shared if each not in same]
    parts = []
    if same:
        parts.append(f"Same {NOUNS[name]}: {listed(_labels(peers, name, same))}")
    if related:
        parts.append(f"{'also related' if same else f'Related {NOUNS[name]}'}: {listed(_labels(peers, name, related))}")
    return "; ".join(parts), _rarity(peers, name, shared, on)


def _own(peers: Peers, name: str, practice: int, on: str) -> list[int]:
    return peers.features[name].own_of(practice, day_number(on))


def _shared(peers: Peers, name: str, one: int, other: int, on: str) -> list[int]:
    """The most special features that both have, the rarest first; what these are kinds of goes without saying."""
    features, day = peers.features[name], day_number(on)
    both = set(features.all_of(one, day)) & set(features.all_of(other, day))
    having = peers.held(name, day).having
    found = (peers.value(name, each) for each in both)
    values = {value.iri: value for value in found}
    wider = {iri for value in values.values() for iri in lineage(value.iri, values)[1:]}
    special = [each for each in both if peers.value(name, each).iri not in wider]
    return sorted(special, key=lambda each: (int(having[each]), each))


def _rarity(peers: Peers, name: str, shared: Sequence[int], on: str) -> str:
    if not shared:
        return ""
    having = int(peers.held(name, day_number(on)).having[shared[0]])
    if having > max(3, RARE * len(peers)):
        return ""
    return f"rare: only {having:,} of {len(peers):,} practices have {_labels(peers, name, shared[:1])[0]}"


def _labels(peers: Peers, name: str, numbers: Iterable[int]) -> list[str]:
    return [value.label or value.id for value in (peers.value(name, each) for each in numbers)]


def _sizes(peers: Peers, one: int, other: int) -> str:
    pairs = [
        (min(a.population, b.population) / max(a.population, b.population), a, b)
        for a in peers.cities_of(one)
        for b in peers.cities_of(other)
        if a.population and b.population
    ]
    _, mine, theirs = max(pairs, key=lambda each: (each[0], each[1].id, each[2].id))
    if mine.iri == theirs.iri:
        return f"Same city: {mine.short}, {mine.population:,} inhabitants"
    word = "Similar city size" if 2 * min(mine.population, theirs.population) >= max(
        mine.population, theirs.population) else "City size"  # fmt: skip
    return f"{word}: {mine.short} {mine.population:,}, {theirs.short} {theirs.population:,} inhabitants"


def _laws(shared: Sequence[FeatureValue]) -> str:
    acts = sorted({each.part_of or each.id for each in shared})
    many = f"{len(shared):,} provision{'' if len(shared) == 1 else 's'}"
    return f"{many} govern{'s' if len(shared) == 1 else ''} both, of {listed(acts)}"


def _countries(same: Sequence[FeatureValue]) -> str:
    if named := [each.label for each in same if each.iri != EU_LAW]:
        return f"Same country: {listed(named)}"
    return "Other country, both under EU law"


def listed(names: Sequence[str], most: int = NAMED) -> str:
    """`a, b and c`; after the first few, how many more there are."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def differences(peers: Peers, one: int, other: int, on: str) -> list[PeerDifference]:
    """What is recorded of the one and not of the other, by contribution; nothing where both are the same."""
    found = []
    for each in CONTRIBUTIONS:
        if each.name == SIZE:
            here, there = _populations(peers.cities_of(one)), _populations(peers.cities_of(other))
        elif each.name == LAW:
            here, there = _law_difference(peers, one, other, on)
        else:
            here, there = _difference(peers, each.name, one, other, on)
        if here != there:
            found.append(PeerDifference(each.name, each.label, here, there))
    return found


def _difference(peers: Peers, name: str, one: int, other: int, on: str) -> tuple[str, str]:
    mine, theirs = _own(peers, name, one, on), _own(peers, name, other, on)
    if set(mine) == set(theirs):
        return "", ""
    return _beyond(peers, name, mine, theirs), _beyond(peers, name, theirs, mine)


def _beyond(peers: Peers, name: str, these: Sequence[int], those: Sequence[int]) -> str:
    """What one has that the other has not, in words."""
    more = listed(_labels(peers, name, (each for each in these if each not in those)))
    return more or ("nothing more" if these else NOTHING)


def _law_difference(peers: Peers, one: int, other: int, on: str) -> tuple[str, str]:
    mine, theirs = set(_own(peers, LAW, one, on)), set(_own(peers, LAW, other, on))
    if mine == theirs:
        return "", ""
    return _provisions(mine, theirs), _provisions(theirs, mine)


def _provisions(here: set[int], there: set[int]) -> str:
    more = len(here - there)
    if not here:
        return "no rule known"
    return f"{more:,} other provision{'' if more == 1 else 's'}" if more else "nothing more"


def _populations(cities: Sequence[City]) -> str:
    known = [f"{each.short} {each.population:,}" for each in cities if each.population]
    return listed(known) or NOTHING
