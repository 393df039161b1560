"""Impact: from an act, provision, proposal, judgment, technology, city or Action to everything that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.errors import NotFound
from graph.impact.reaching import Reached, ReachRequest, Told, reach
from graph.impact.values import KINDS, Impact, Touched, strength
from graph.links import Network
from graph.links.days import day_number
from graph.links.kinds import LAW
from graph.things import BY_NAME
from graph.trace.tracing import TraceBounds, trace
from graph.trace.values import Hop, Path, Place
from graph.trace.walk import RankedPath
from graph.trace.words import group_of, hop, place

FAMILIES = ("rules", "parts", "findings", "practice", "partnership", "changes", "bases", "readings", "proposals")
"""What an impact follows: all kinds of link but citations, which say little."""

LAW_FAMILIES = ("changes", "bases", "readings", "proposals")


@dataclass(frozen=True, slots=True)
class ImpactBounds:
    """How much one impact may do. `each` is the most things of a kind, `budget` the steps of one search.

    `hops` are the steps from law or a technology to each of KINDS, `across` those from a city, an Action and the like;
    parts of an act and narrower technologies are free.
    """

    each: int = 400
    coming: int = 100
    law: int = 60
    budget: int = 50_000
    hops: tuple[int, ...] = (2, 3, 2, 3)
    across: tuple[int, ...] = (1, 2, 2, 2)


BOUNDS = ImpactBounds()


def impact(network: Network, of: str, on: str, *, bounds: ImpactBounds = BOUNDS) -> Impact:
    """What `of` (an IRI, an identifier, a CELEX number or the address of a page) touches on the day `on` (YYYY-MM-DD).

    No link is followed outside its dates: a judgment touches nothing before its day. Raises NotFound.
    """
    start = network.find(of)
    if start is None:
        raise NotFound(
            f"There is nothing named '{of.strip()[:200]}' here. Write an identifier, a CELEX number, a short name such "
            "as GDPR, or the address of a page here."
        )
    node = network.node(start)
    told = Told(network)
    touched: list[Touched] = []
    coming: list[Touched] = []
    bounded: list[str] = []
    for kind, hops in zip(KINDS, bounds.hops if _far(node.kind) else bounds.across, strict=True):
        question = ReachRequest(told, start, kind, FAMILIES, day_number(on), hops, bounds.budget)
        ends, cut = reach(question)
        bounded += _left_out(kind, len(ends), cut, bounds)
        touched += _told(network, start, ends, on)[: bounds.each]
        if kind == "practice":
            coming = _later(network, start, ends, reach(replace(question, day=None))[0], on)
    if len(coming) > bounds.coming:
        bounded.append(f"Of what comes later, only the first {bounds.coming} of {len(coming):,} are shown.")
    does, undergoes, cut_law = _law(network, node.iri, node.kind, on, bounds.law)
    return Impact(
        place(network, start, on), node.type, on, tuple(touched), tuple(coming[: bounds.coming]), does, undergoes,
        tuple(dict.fromkeys([*bounded, *cut_law])),
    )  # fmt: skip


def _left_out(kind: str, ends: int, cut: bool, bounds: ImpactBounds) -> list[str]:
    plural = BY_NAME[kind].many
    found = [f"The search for {plural} was stopped after {bounds.budget:,} steps; there may be more."] if cut else []
    if ends > bounds.each:
        found.append(f"{ends:,} {plural} are touched; the {bounds.each} with the strongest effect are shown.")
    return found


def with_partners(found: Impact, partners: Mapping[str, Sequence[tuple[Place, tuple[str, ...]]]]) -> Impact:
    """The same impact with the organisations of its cities. `partners` has, for the IRI of a city, each organisation
    with the same Wikidata identifier, and what is weak about that. An organisation that is touched already stays.
    """
    known = {each.place.iri for each in found.of_kind("organisation")} | {found.source.iri}
    added: dict[str, Touched] = {}
    for city in found.of_kind("city"):
        for organisation, weak in partners.get(city.place.iri, ()):
            if organisation.iri in known or organisation.iri in added:
                continue
            last = _same_place(city.place, organisation, weak)
            path = Path((*city.path.hops, last), city.path.group, city.path.rank)
            added[organisation.iri] = Touched(organisation, path, 0)
    ordered = [*found.touched, *added.values()]
    ordered.sort(key=lambda each: KINDS.index(each.place.kind))
    return replace(found, touched=tuple(ordered))


def _same_place(city: Place, organisation: Place, weak: tuple[str, ...]) -> Hop:
    words = "is, by its Wikidata identifier, the place of"
    return Hop(-1, city, organisation, "same-place", True, words, "", "", "", "", "", (), weak)


def _far(kind: str) -> bool:
    return kind in LAW or kind == "technology"


def _told(network: Network, start: int, ends: Mapping[int, Reached], on: str) -> list[Touched]:
    found = [
        Touched(place(network, end, on), _path(network, start, reached.best, on), len(reached.found) - 1)
        for end, reached in sorted(ends.items())
        if reached.best is not None
    ]
    return sorted(found, key=_order)


def _order(each: Touched) -> tuple[int, bool, int, str]:
    return strength(each.path.group), len(each.weak) > 0, each.path.length, each.place.name.casefold()


def _later(
    network: Network, start: int, now: Mapping[int, Reached], ever: Mapping[int, Reached], on: str
) -> list[Touched]:
    """What a thing is touched by only after `on`: the first path of each effect that it has not on that day."""
    day, arrays = day_number(on), network.arrays
    coming = []
    for end, reached in sorted(ever.items()):
        held = {group for group, _ in now[end].found} if end in now else set()
        soonest: dict[str, tuple[int, tuple[int, int, int], RankedPath]] = {}
        for group, found in reached.found:
            links = [step[0] for step in found.steps]
            first, last = int(arrays.start[links].max()), int(arrays.end[links].min())
            if day < first <= last and group not in held and not (group == "other" and held):
                soonest[group] = min(soonest.get(group, (first, found.rank, found)), (first, found.rank, found))
        for _, _, found in soonest.values():
            coming.append(Touched(place(network, end, on), _path(network, start, found, on), 0))
    return sorted(coming, key=lambda each: (each.path.start, *_order(each)))


def _path(network: Network, start: int, found: RankedPath, on: str) -> Path:
    before = (start, *(step[1] for step in found.steps[:-1]))
    hops = tuple(hop(network, node, step, on) for node, step in zip(before, found.steps, strict=True))
    return Path(hops, group_of(hops), found.rank)


def _law(
    network: Network, iri: str, kind: str, on: str, most: int
) -> tuple[tuple[Path, ...], tuple[Path, ...], list[str]]:
    """The law that a law acts on, the law that acts or rests on it, and what was left out."""
    if kind not in LAW:
        return (), (), []
    found = trace(
        network, iri, "acts", on, families=LAW_FAMILIES, bounds=TraceBounds(paths=most, class_hops=1, coming=0)
    )
    paths = [path for path in found.paths if path.length == 1]
    bounded = [f"Of the law around it, only the first {most} links are shown."] if found.bounded else []
    return tuple(_directed(paths, True)), tuple(_directed(paths, False)), bounded


def _directed(paths: Iterable[Path], forward: bool) -> list[Path]:
    return [path for path in paths if any(hop.forward == forward for hop in path.hops if hop.kind != "part-of")]
