"""Impact: from an act, provision, proposal, judgment, technology, city or Action to everything that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.errors import NotFound
from graph.impact.ends import BOUNDS, End, ImpactBounds, ImpactQuestion, beginning, days_ahead, reached
from graph.impact.values import KINDS, LIFE_RANKS, Impact, Touched, strength
from graph.links.days import day_text
from graph.links.kinds import LAW
from graph.links.network import Network
from graph.text.messages import N_
from graph.things import BY_NAME
from graph.trace.tracing import TraceBounds, trace
from graph.trace.values import Hop, Path, Place
from graph.trace.walk import RankedPath
from graph.trace.words import group_of, hop, place

LAW_FAMILIES = ("changes", "bases", "readings", "proposals")


def impact(network: Network, of: str, on: str, *, bounds: ImpactBounds = BOUNDS) -> Impact:
    """What `of` (an IRI, an identifier, a CELEX number or the address of a page) touches on the day `on` (YYYY-MM-DD).

    No link is followed outside its dates: a judgment touches nothing before its day. Raises NotFound.
    """
    start = network.find(of)
    if start is None:
        raise NotFound(
            N_(
                "There is nothing named '%(name)s' here. Write an identifier, a CELEX number, "
                "a short name such as GDPR, or the address of a page here.",
                name=of.strip()[:200],
            )
        )
    node = network.node(start)
    question = ImpactQuestion(network, start, node.kind, on, bounds)
    found = reached(question)
    touched: list[Touched] = []
    bounded: list[str] = []
    for kind in KINDS:
        ends = found[kind]
        if len(ends) > bounds.each:
            bounded.append(
                N_(
                    "%(number)s %(things)s are touched; the %(most)s with the strongest effect are shown.",
                    number=len(ends), things=BY_NAME[kind].many, most=bounds.each,
                )
            )  # fmt: skip
        touched += sorted((_touched(question, end) for end in ends), key=_order)[: bounds.each]
    coming, cut_coming = _later(question, found["practice"])
    does, undergoes, cut_law = _law(network, node.iri, node.kind, on, bounds.law)
    return Impact(
        place(network, start, on), node.type, on, tuple(touched), coming, does, undergoes,
        (*bounded, *cut_coming, *cut_law),
    )  # fmt: skip


def _touched(question: ImpactQuestion, end: End) -> Touched:
    network, on = question.network, question.on
    return Touched(place(network, end.node, on), _path(network, question.start, end.path, on), end.others, on)


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
            last = _same_place(-1 - len(added), city.place, organisation, weak)
            path = Path((*city.path.hops, last), city.path.group, city.path.rank)
            added[organisation.iri] = Touched(organisation, path, 0)
    ordered = [*found.touched, *added.values()]
    ordered.sort(key=lambda each: KINDS.index(each.place.kind))
    return replace(found, touched=tuple(ordered))


def _same_place(number: int, city: Place, organisation: Place, weak: tuple[str, ...]) -> Hop:
    """No link of the graph; its number is below zero and its own, so that a network can name it."""
    words = N_("is, by its Wikidata identifier, the place of")
    return Hop(number, city, organisation, "same-place", True, words, "", "", "", "", "", (), weak)


def _order(each: Touched) -> tuple[int, int, bool, int, str]:
    """Practices that run first, then the strongest effect, then the surest."""
    return (
        LIFE_RANKS[each.state],
        strength(each.path.group),
        bool(each.weak),
        each.path.length,
        each.place.name.casefold(),
    )


def _later(question: ImpactQuestion, now: Iterable[End]) -> tuple[tuple[Touched, ...], list[str]]:
    """Practices that are touched only after the day, or by another effect then, the soonest first; what was left out.

    A day counts when something begins on it that is on the way.
    """
    held = {end.node: set(end.groups) for end in now}
    coming: list[Touched] = []
    days = days_ahead(question)
    for place_, day in enumerate(days):
        if place_ == question.bounds.days or len(coming) >= question.bounds.coming:
            rest = N_("What comes from %(day)s on is not shown.", day=day_text(day))
            return tuple(coming[: question.bounds.coming]), [rest]
        coming += sorted(
            (_touched(question, end) for end in beginning(question, day) if _is_news(end, held)), key=_order
        )
    return tuple(coming), []


def _is_news(end: End, held: dict[int, set[str]]) -> bool:
    """Whether the thing does not have the effect of its path already; from then on it has."""
    groups = held.setdefault(end.node, set())
    group = end.groups[0]
    if group in groups or (group == "other" and groups):
        return False
    groups.add(group)
    return True


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
    cut = N_("Of the law around it, only the first %(number)s links are shown.", number=most)
    return tuple(_directed(paths, True)), tuple(_directed(paths, False)), [cut] if found.bounded else []


def _directed(paths: Iterable[Path], forward: bool) -> list[Path]:
    return [path for path in paths if any(hop.forward == forward for hop in path.hops if hop.kind != "part-of")]
