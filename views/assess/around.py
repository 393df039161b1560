"""What stands around the rules of an assessment: pending proposals, and practices that did the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import url_for

from graph.assess import ComparablePractice, Event, Plan, Proposal
from graph.assess.peers import Point, by_day, nearest_km
from graph.law.marks import marks
from graph.text.messages import N_
from views.assess.values import CitingLaw, PeerEntry, PeerEvent
from views.shown.deployments import short_places
from views.shown.values import Badge, Hyperlink
from views.web.addresses import law_href
from views.web.words import long_date

SHOWN_PEERS = 6


def proposals(found: Iterable[Proposal], on: str) -> list[CitingLaw]:
    """Pending proposals, each with every act it would change."""
    listed: dict[str, CitingLaw] = {}
    for each in found:
        new = CitingLaw(each.label, law_href(each.id, on), long_date(each.date), marks(each.basis))
        words = N_("would repeal") if "repeal" in each.what.lower() else N_("would amend")
        listed.setdefault(each.id, new).targets.append(
            Hyperlink(each.target_label, law_href(each.target_id, on), words)
        )
    return list(listed.values())


def peers(found: Sequence[ComparablePractice], plan: Plan, places: Sequence[Point], city: str) -> list[PeerEntry]:
    """The nearest practices, with what the law said to them by the day."""
    return [_peer(each, plan, places, city) for each in found[:SHOWN_PEERS]]


def _peer(peer: ComparablePractice, plan: Plan, places: Sequence[Point], city: str) -> PeerEntry:
    told = by_day(peer.events, plan.on)
    later = len(peer.events) - len(told)
    since = N_("since %(day)s", day=peer.start) if peer.start else ""
    return PeerEntry(
        label=peer.label,
        href=url_for("practices.show", name=peer.id),
        meta=list(filter(None, (short_places(peer.cities), peer.technologies, since))),
        reasons=list(_reasons(peer, plan, places, city)),
        badges=_outcome(peer, told, later),
        events=[
            PeerEvent(long_date(each.date) or N_("Date not stated"), each.summary, each.authority, each.outcome_label,
                      marks(each.basis))
            for each in told
        ],
        later=later,
    )  # fmt: skip


def _reasons(peer: ComparablePractice, plan: Plan, places: Sequence[Point], city: str) -> Iterator[str]:
    away = nearest_km(peer, places)
    if plan.country and plan.country.id in peer.countries:
        yield N_("same country")
    if plan.actor in peer.actors:
        yield N_("same kind of actor")
    if away is not None and city:
        far = N_("%(number)s km from %(city)s", number=round(away), city=city)
        yield far if away >= 1 else N_("in %(place)s", place=city)


def _outcome(peer: ComparablePractice, told: Sequence[Event], later: int) -> list[Badge]:
    """What the law said last by the day; the outcome of the table only when nothing came after the day."""
    if later:
        last = told[-1] if told else None
        return [Badge(f"outcome-{last.outcome}", last.outcome_label)] if last else []
    if peer.outcome == "none-known":
        return [Badge("plain", N_("No legal outcome known"))]
    return [Badge(f"outcome-{peer.outcome}", peer.outcome_label)]
