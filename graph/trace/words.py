"""Hops in plain words."""

from __future__ import annotations

from graph.law.citation import citation_in_act, is_whole_act
from graph.law.effects import CLAUSES, path_effect
from graph.law.marks import DOUBTFUL, FROM_MEMORY, LOW_CONFIDENCE, MEDIUM_CONFIDENCE
from graph.law.period import Period
from graph.law.state import own_state
from graph.links import Basis, Network, Node, arrays
from graph.links.kinds import KINDS, LinkKind
from graph.trace.history import READS, dated, older_than
from graph.trace.values import Hop, HopSource, Place
from graph.trace.walk import Step

MATCHES = {"broader": " (a broader actor)", "unknown": " (who runs the practice is not known)"}
WEAK = (
    (arrays.FROM_MEMORY, FROM_MEMORY),
    (arrays.DOUBTFUL, DOUBTFUL),
    (arrays.MEDIUM, MEDIUM_CONFIDENCE),
    (arrays.LOW, LOW_CONFIDENCE),
)


def place(network: Network, number: int, on: str) -> Place:
    """A node as it stands on the law date."""
    node = network.node(number)
    changes = dated(network, number, _name) if node.kind in ("act", "provision") else ()
    return Place(
        node.iri, node.kind, node.id, node.label, _name(network, node), state(network, node, on), node.note, changes
    )


def state(network: Network, node: Node, on: str) -> str:
    """What an act or a provision is on a day by its own dates; empty when they say nothing about it."""
    if node.kind not in ("act", "provision"):
        return ""
    start = node.start if node.kind == "provision" else node.in_force
    return own_state(Period(start, node.end), on)


def _name(network: Network, node: Node) -> str:
    if node.kind != "provision":
        return node.label
    number = network.iris.find(node.part_of)
    if number is None:
        return node.label
    act = network.node(number)
    return f"{act.label} (as a whole)" if is_whole_act(node.id, act.id) else citation_in_act(act.label, node.id, act.id)


def hop(network: Network, before: int, step: Step, on: str) -> Hop:
    """One step as a reader is told of it."""
    link, after, along = step
    kind = KINDS[int(network.arrays.kind[link])]
    told, basis = network.told(link), network.basis(link)
    return Hop(
        link=link,
        source=place(network, before, on),
        target=place(network, after, on),
        kind=kind.name,
        forward=along,
        words=kind.forward if along else kind.backward,
        start=told.get("start", ""),
        end=told.get("end", ""),
        effect=told.get("effect", ""),
        reason=_reason(told),
        who=_who(network, told),
        sources=tuple(HopSource(*source) for source in basis.sources),
        weak=(*_weak(int(network.arrays.trust[link]), basis), *_older(network, kind, before, step, on)),
    )


def group_of(hops: tuple[Hop, ...]) -> str:
    """The group of a path: the effect of its rule, if it has one."""
    return next((found for each in hops if (found := path_effect(each.effect)) != "other"), "other")


def _reason(told: dict[str, str]) -> str:
    parts = [told.get("reason", "").rstrip(".")]
    if told.get("old"):
        parts.append(f"from {told['old']} to {told['new']}")
    effect = told.get("effect", "")
    if effect in CLAUSES:
        parts.insert(0, CLAUSES[effect])
    elif effect:
        parts.insert(0, effect.replace("-", " "))
    return ": ".join(filter(None, parts))


def _who(network: Network, told: dict[str, str]) -> str:
    actor = told.get("actor", "")
    if actor == "any":
        actor = "any actor"
    label: str = network.about["actors"].get(actor, [actor])[0]
    place = told.get("place", "EU")
    country = network.about["places"].get(place, place)
    return label + MATCHES.get(told.get("match", ""), "") + ("" if place == "EU" else f", in {country}")


def _older(network: Network, kind: LinkKind, before: int, step: Step, on: str) -> tuple[str, ...]:
    """What a judgment or guidance says of a text that was amended after it may no longer be so."""
    if kind.name not in READS:
        return ()
    _, after, along = step
    day = older_than(network, *((before, after) if along else (after, before)), on)
    return (f"older than the amendment of {day}",) if day else ()


def _weak(trust: int, basis: Basis) -> tuple[str, ...]:
    found = (mark.because(basis.doubt) if mark == DOUBTFUL else mark for bit, mark in WEAK if trust & bit)
    return tuple(mark.text for mark in found)
