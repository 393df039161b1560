"""Why a practice is suggested, and how it differs, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph.links.days import day_number
from graph.peers.contributions import BY_NAME, CONTRIBUTIONS, COUNTRY, LAW, SIZE, WORDS
from graph.peers.features import lineage
from graph.peers.gather import EU_LAW, City, FeatureValue
from graph.peers.index import Peers
from graph.peers.scoring import Peer
from graph.text import messages
from graph.text.messages import N_, counted, joined

RARE: Final = 0.05
"""A feature is called rare when no more than this part of the practices has it."""

NAMED: Final = 4
WORDS_NAMED: Final = 8
NOTHING: Final = N_("not recorded")
SAME: Final = {
    "technology": N_("Same technology"),
    "means": N_("Same means"),
    "theme": N_("Same theme"),
    "problem": N_("Same problem"),
    "target": N_("Same target group"),
    "evidence": N_("Same evidence"),
    "core": N_("Same core area"),
    "lead": N_("Same kind of leader"),
}
RELATED: Final = {
    "technology": N_("Related technology"),
    "means": N_("Related means"),
    "theme": N_("Related theme"),
    "problem": N_("Related problem"),
    "target": N_("Related target group"),
    "evidence": N_("Related evidence"),
    "core": N_("Related core area"),
    "lead": N_("Related kind of leader"),
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
    if name == WORDS:
        return N_("Both speak of %(words)s", words=listed(_labels(peers, name, shared), WORDS_NAMED)), ""
    stated = set(_own(peers, name, one, on)) & set(_own(peers, name, other, on))
    same = [each for each in shared if each in stated]
    if name == COUNTRY:
        return _countries([peers.value(name, each) for each in same]), ""
    related = [each for each in shared if each not in same]
    parts = []
    if same:
        parts.append(joined((SAME[name], listed(_labels(peers, name, same))), ": "))
    if related:
        is_related = N_("also related") if same else RELATED[name]
        parts.append(joined((is_related, listed(_labels(peers, name, related))), ": "))
    return joined(parts, "; "), _rarity(peers, name, shared, on)


def _own(peers: Peers, name: str, practice: int, on: str) -> list[int]:
    return peers.features[name].own_of(practice, day_number(on))


def _shared(peers: Peers, name: str, one: int, other: int, on: str) -> list[int]:
    """The most special features that both have, the rarest first; what these are kinds of goes without saying."""
    features, day = peers.features[name], day_number(on)
    both = set(features.all_of(one, day)) & set(features.all_of(other, day))
    held = peers.held(name, day)
    having = held.having
    values = {value.iri: value for value in (peers.value(name, each) for each in both)}
    wider = {iri for value in values.values() for iri in lineage(value.iri, values)[1:]}
    special = [each for each in both if held.value[each] and peers.value(name, each).iri not in wider]
    return sorted(special, key=lambda each: (int(having[each]), each))


def _rarity(peers: Peers, name: str, shared: Sequence[int], on: str) -> str:
    if not shared:
        return ""
    having = int(peers.held(name, day_number(on)).having[shared[0]])
    if having > max(3, RARE * len(peers)):
        return ""
    feature = _labels(peers, name, shared[:1])[0]
    return N_(
        "rare: only %(number)s of %(all)s practices have %(feature)s", number=having, all=len(peers), feature=feature
    )


def _labels(peers: Peers, name: str, numbers: Iterable[int]) -> list[str]:
    return [_label(peers.value(name, each)) for each in numbers]


def _label(value: FeatureValue) -> str:
    return N_("EU law") if value.iri == EU_LAW else value.label or value.id


def _sizes(peers: Peers, one: int, other: int) -> str:
    pairs = [
        (min(a.population, b.population) / max(a.population, b.population), a, b)
        for a in peers.cities_of(one)
        for b in peers.cities_of(other)
        if a.population and b.population
    ]
    _, mine, theirs = max(pairs, key=lambda each: (each[0], each[1].id, each[2].id))
    if mine.iri == theirs.iri:
        return N_("Same city: %(city)s, %(number)s inhabitants", city=mine.short, number=mine.population)
    both = {"one": mine.short, "here": mine.population, "other": theirs.short, "there": theirs.population}
    if 2 * min(mine.population, theirs.population) >= max(mine.population, theirs.population):
        return N_("Similar city size: %(one)s %(here)s, %(other)s %(there)s inhabitants", **both)
    return N_("City size: %(one)s %(here)s, %(other)s %(there)s inhabitants", **both)


def _laws(shared: Sequence[FeatureValue]) -> str:
    acts = sorted({each.part_of or each.id for each in shared})
    return counted(
        len(shared),
        "%(number)s provision governs both, of %(acts)s",
        "%(number)s provisions govern both, of %(acts)s",
        acts=listed(acts),
    )


def _countries(same: Sequence[FeatureValue]) -> str:
    if named := [each.label for each in same if each.iri != EU_LAW]:
        return N_("Same country: %(country)s", country=listed(named))
    return N_("Other country, both under EU law")


def listed(names: Sequence[str], most: int = NAMED) -> str:
    """`a, b and c`; after the first few, how many more there are."""
    if len(names) > most:
        return N_("%(names)s and %(number)s more", names=joined(names[:most], ", "), number=len(names) - most)
    return messages.listed(names)


def differences(peers: Peers, one: int, other: int, on: str) -> list[PeerDifference]:
    """What is recorded of the one and not of the other, by contribution; nothing where both are the same.

    Words are left out: two texts always differ in theirs.
    """
    found = []
    for each in CONTRIBUTIONS:
        if each.name == WORDS:
            continue
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
    return more or (N_("nothing more") if these else NOTHING)


def _law_difference(peers: Peers, one: int, other: int, on: str) -> tuple[str, str]:
    mine, theirs = set(_own(peers, LAW, one, on)), set(_own(peers, LAW, other, on))
    if mine == theirs:
        return "", ""
    return _provisions(mine, theirs), _provisions(theirs, mine)


def _provisions(here: set[int], there: set[int]) -> str:
    more = len(here - there)
    if not here:
        return N_("no rule known")
    return counted(more, "%(number)s other provision", "%(number)s other provisions") if more else N_("nothing more")


def _populations(cities: Sequence[City]) -> str:
    known = [N_("%(city)s %(number)s", city=each.short, number=each.population) for each in cities if each.population]
    return listed(known) or NOTHING
