"""What would help a trace that found nothing: only changes of the question that lead to a path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.law.period import long_date
from graph.links.kinds import FAMILIES
from graph.links.network import Network
from graph.text.messages import N_
from graph.trace.limits import EVERY
from graph.trace.tracing import TraceBounds, nearest_day, trace
from graph.trace.values import Trace

ONE = TraceBounds(paths=1, coming=0)


@dataclass(frozen=True, slots=True)
class TraceLimits:
    """What a trace was asked to keep to: kinds of link, an actor, countries; empty is no limit of its own."""

    families: tuple[str, ...] = ()
    actor: str = ""
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """A change that leads to a path: in words, and as the parameters of a trace that it sets; empty ones fall away."""

    words: str
    changes: Mapping[str, Sequence[str]]


def advice(network: Network, found: Trace, limits: TraceLimits) -> tuple[Advice, ...]:
    """The changes that would give a trace without paths one; none when no single change does."""
    target = found.target.iri if found.target else found.target_class
    helping = [
        each
        for each, tried in _changes(found, limits)
        if trace(
            network, found.source.iri, target, found.on,
            families=tried.families, actor=tried.actor, countries=tried.countries, bounds=ONE,
        ).paths
    ]  # fmt: skip
    day = nearest_day(
        network, found.source.iri, target, found.on,
        families=limits.families, actor=limits.actor, countries=limits.countries,
    )  # fmt: skip
    return (*([Advice(N_("Ask for %(day)s", day=long_date(day)), {"on": (day,)})] if day else []), *helping)


def _changes(found: Trace, limits: TraceLimits) -> Iterator[tuple[Advice, TraceLimits]]:
    if found.countries:
        words = N_("Follow the national law of every country")
        yield Advice(words, {"country": (EVERY,)}), replace(limits, countries=(EVERY,))
    if limits.actor:
        yield Advice(N_("Follow the rules for every actor"), {"actor": ()}), replace(limits, actor="")
    every = tuple(FAMILIES)
    if limits.families != every:
        yield Advice(N_("Follow every kind of link"), {"kinds": every}), replace(limits, families=every)
