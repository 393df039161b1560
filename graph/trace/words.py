"""Hops in plain words."""

from __future__ import annotations

from graph.links import Basis, Network, Node
from graph.links.arrays import DOUBTFUL, FROM_MEMORY, LOW, MEDIUM
from graph.links.kinds import KINDS, LinkKind
from graph.trace.history import READS, dated, older_than
from graph.trace.values import EFFECT_OF, Hop, HopSource, Place
from graph.trace.walk import Step

PARTS = {"art": "article", "anx": "annex", "par": "paragraph", "pnt": "point"}
EFFECT_WORDS = {
    "prohibited": "which prohibits it",
    "high-risk": "which classes it as high-risk",
    "condition": "which sets a condition",
    "obligation": "which sets an obligation",
    "transparency": "which asks for transparency",
    "permitted-with-conditions": "which permits it with conditions",
    "exempt": "which exempts it",
    "exception": "which makes an exception",
    "scope": "which sets the scope",
}
MATCHES = {"broader": " (a broader actor)", "unknown": " (who runs the practice is not known)"}
WEAK = ((FROM_MEMORY, "from memory"), (DOUBTFUL, "doubtful"), (MEDIUM, "medium confidence"), (LOW, "low confidence"))


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
    if node.end and node.end < on:
        return f"ended {node.end}"
    if start and start > on:
        return f"not before {start}"
    return ""


def reference(tail: str) -> str:
    """`article 5(1)(h)` for art_5/par_1/pnt_h; other tails as they are."""
    first, *rest = tail.split("/")
    kind, _, number = first.partition("_")
    if kind not in PARTS or not number:
        return tail
    return f"{PARTS[kind]} {number}" + "".join(f"({each})" for part in rest for each in part.split("_")[1:] or [part])


def _name(network: Network, node: Node) -> str:
    if node.kind != "provision":
        return node.label
    number = network.iris.find(node.part_of)
    if number is None:
        return node.label
    act = network.node(number)
    tail = node.id.removeprefix(act.id).strip("/")
    return f"{act.label} (as a whole)" if tail == "act" else f"{reference(tail)} of {act.label}"


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
    return next((EFFECT_OF[each.effect] for each in hops if each.effect in EFFECT_OF), "other")


def _reason(told: dict[str, str]) -> str:
    parts = [told.get("reason", "").rstrip(".")]
    if told.get("old"):
        parts.append(f"from {told['old']} to {told['new']}")
    effect = told.get("effect", "")
    if effect in EFFECT_WORDS:
        parts.insert(0, EFFECT_WORDS[effect])
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
    return tuple(f"{word}: {basis.doubt}" if bit == DOUBTFUL else word for bit, word in WEAK if trust & bit)
