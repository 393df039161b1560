"""Hops in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from graph.law.application import THROUGH_NATIONAL_LAW
from graph.law.citation import citation_in_act, is_whole_act
from graph.law.effects import CLAUSES, FORBIDS, QUESTION, THEN, effect_words, path_effect
from graph.law.life import Life
from graph.law.marks import (
    DECLARED,
    DOUBTFUL,
    FROM_MEMORY,
    GENERAL_KNOWLEDGE,
    LOW_CONFIDENCE,
    MEDIUM_CONFIDENCE,
    REPORTED,
    Mark,
)
from graph.law.period import Period
from graph.law.state import own_state
from graph.links import arrays
from graph.links.days import day_number, day_text
from graph.links.gather import Basis, Node
from graph.links.kinds import INFERRED, KINDS, LinkKind
from graph.links.network import Network, effect_group, trust_of
from graph.text.messages import N_, joined, name_words
from graph.trace.history import READS, dated, older_than
from graph.trace.values import Certainty, Hop, HopSource, Place
from graph.trace.walk import Step

MATCHES = {"unknown": N_("who runs the practice is not known")}
KEPT_PLACES = 4_096
"""How many places are kept as they were told: one page tells of the same ones again and again."""

ROWS = ("", N_("scope of the act"), N_("who acts"))
DOING = {"runs": N_("runs it"), "uses-images": N_("uses its images"), "decides": N_("decides on it")}
CONFIDENCES = ("", "high", "medium", "low")
WEAK = (
    (arrays.REPORTED, REPORTED),
    (arrays.DECLARED, DECLARED),
    (arrays.FROM_MEMORY, FROM_MEMORY),
    (arrays.DOUBTFUL, DOUBTFUL),
    (arrays.MEDIUM, MEDIUM_CONFIDENCE),
    (arrays.LOW, LOW_CONFIDENCE),
)


@lru_cache(maxsize=KEPT_PLACES)
def place(network: Network, number: int, on: str) -> Place:
    """A node as it stands on the law date."""
    node = network.node(number)
    changes = dated(network, number, on, _name) if node.kind in ("act", "provision") else ()
    life = Life(node.status, node.start, node.end, node.checked) if node.kind == "practice" else None
    return Place(
        node.iri,
        node.kind,
        node.id,
        node.label,
        _name(network, node),
        state(network, node, on),
        node.note,
        changes,
        life,
    )


def passed(network: Network, number: int, on: str) -> Place:
    """A node on the way: of an act, the dates of some of its parts are told where they belong, not with the act."""
    here = place(network, number, on)
    dated_here = tuple(each for each in here.dated if not each.about)
    return here if len(dated_here) == len(here.dated) else replace(here, dated=dated_here)


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
    if is_whole_act(node.id, act.id):
        return N_("%(act)s (as a whole)", act=act.label)
    return citation_in_act(act.label, node.id, act.id)


def hop(network: Network, before: int, step: Step, on: str) -> Hop:
    """One step as a reader is told of it."""
    link, after, along = step
    kind = KINDS[int(network.arrays.kind[link])]
    told, bases = network.told(link), network.bases(link)
    return Hop(
        link=link,
        source=passed(network, before, on),
        target=passed(network, after, on),
        kind=kind.name,
        forward=along,
        words=kind.forward if along else kind.backward,
        start=told.get("start", ""),
        end=told.get("end", ""),
        effect=told.get("effect", ""),
        reason=_reason(told),
        who=joined((_who(network, told), _through(network, kind, step, before)), ", "),
        sources=tuple(dict.fromkeys(HopSource(*source) for basis in bases for source in basis.sources)),
        weak=(*_weak(bases), *_older(network, kind, before, step, on)),
        first=_first(told.get("start", ""), int(network.arrays.start[link])),
        group=effect_group(told),
        standing=told.get("standing", "") or ("holds" if kind.name in INFERRED else ""),
        question=told.get("question", ""),
        actor=_actor(network, told),
        role=told.get("role", ""),
        match=told.get("match", ""),
        condition=told.get("reason", ""),
        statement=told.get("statement", ""),
        certainty=_certainty(bases),
    )


def _first(recorded: str, number: int) -> str:
    """The day from which a link can be followed, as precise as it is recorded."""
    return recorded if recorded and day_number(recorded) == number else day_text(number)


def group_of(hops: tuple[Hop, ...]) -> str:
    """The group of a path: the effect of its rule, if it has one."""
    return next((each.group for each in hops if each.group != "other"), "other")


def _reason(told: dict[str, str]) -> str:
    """What the link does and under which condition; a question says first on what it depends."""
    effect = told.get("effect", "")
    does = CLAUSES.get(effect) or effect_words(effect)
    if effect_group(told) == QUESTION.slug and path_effect(effect) != QUESTION.slug:
        fact = open_fact(effect, told.get("question", "")).rstrip(".")
        does = N_(
            "which depends on a fact (%(fact)s); if so: %(does)s",
            fact=fact,
            does=THEN.get(effect) or effect_words(effect),
        )
    parts = [does, told.get("reason", "").rstrip(".")]
    if told.get("old"):
        parts.append(N_("from %(first)s to %(last)s", first=told["old"], last=told["new"]))
    return joined(parts, ": ")


def open_fact(effect: str, question: str) -> str:
    """The fact on which an effect depends, in words."""
    if effect == FORBIDS:
        return question or N_("whether the practice does what the provision forbids")
    return question or N_("who runs it is not recorded")


def _who(network: Network, told: dict[str, str]) -> str:
    """For whom or by whom: the actor, what it does in the practice, how it fits the rule, and in which country."""
    place = told.get("place", "EU")
    country = name_words(network.about["places"].get(place, place), kind="country")
    role = told.get("role", "")
    who = _actor(network, told)
    if role:
        who = N_("%(actor)s, which %(does)s", actor=who, does=DOING.get(role, role.replace("-", " ")))
    if fits := MATCHES.get(told.get("match", "")):
        who = N_("%(actor)s (%(remark)s)", actor=who, remark=fits)
    return who if place == "EU" else N_("%(actor)s, in %(country)s", actor=who, country=country)


def _through(network: Network, kind: LinkKind, step: Step, before: int) -> str:
    """A directive reaches a practice through national law alone."""
    if kind.name not in INFERRED:
        return ""
    law = network.node(step[1] if step[2] else before)
    act = network.iris.find(law.part_of)
    return THROUGH_NATIONAL_LAW if act is not None and network.node(act).type == "directive" else ""


def _actor(network: Network, told: dict[str, str]) -> str:
    actor = told.get("actor", "")
    if actor == "any":
        return N_("any actor")
    return name_words(network.about["actors"].get(actor, [actor])[0], kind="actor")


def _older(network: Network, kind: LinkKind, before: int, step: Step, on: str) -> tuple[str, ...]:
    """What a judgment or guidance says of a text that was amended after it may no longer be so."""
    if kind.name not in READS:
        return ()
    _, after, along = step
    day = older_than(network, *((before, after) if along else (after, before)), on)
    return (N_("older than the amendment of %(day)s", day=day),) if day else ()


def _weak(bases: Sequence[Basis]) -> tuple[str, ...]:
    """What is weak about the rule or the statement itself, about the scope of the act, and about who acts."""
    found = (joined((of, mark.text), ": ") for of, basis in zip(ROWS, bases, strict=True) for mark in _marks(basis))
    return tuple(dict.fromkeys(found))


def _marks(basis: Basis) -> list[Mark]:
    bits = trust_of(basis)
    return [mark.because(basis.doubt) if mark == DOUBTFUL else mark for bit, mark in WEAK if bits & bit]


def _certainty(bases: Sequence[Basis]) -> Certainty:
    known = [basis for basis in bases if basis.basis]
    if not known:
        return Certainty()
    memory = next((each.basis for each in known if each.basis == GENERAL_KNOWLEDGE), known[0].basis)
    lowest = max((each.confidence for each in known), key=lambda each: CONFIDENCES.index(each) if each else 0)
    doubts = [of + each.doubt for of, each in zip(ROWS, bases, strict=True) if each.doubt]
    return Certainty(memory, lowest, "; ".join(doubts))
