"""What stands around the rules of an assessment: pending proposals, and practices that did the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for

from graph.assess import ComparablePractice, Plan, Proposal
from graph.assess.peers import Point, by_day, nearest_km
from graph.law.marks import marks
from views.web.addresses import law_href
from views.web.values import Badge
from views.web.words import long_date

SHOWN_PEERS = 6


def proposals(found: Iterable[Proposal], on: str) -> list[dict[str, Any]]:
    """Pending proposals, each with every act it would change."""
    listed: dict[str, dict[str, Any]] = {}
    for each in found:
        entry = listed.setdefault(
            each.id,
            {
                "label": each.label,
                "href": law_href(each.id, on),
                "date": long_date(each.date),
                "targets": [],
                "marks": marks(each.basis),
            },
        )
        words = "would repeal" if "repeal" in each.what.lower() else "would amend"
        entry["targets"].append({"words": words, "label": each.target_label, "href": law_href(each.target_id, on)})
    return list(listed.values())


def peers(found: Sequence[ComparablePractice], plan: Plan, places: Sequence[Point], city: str) -> list[dict[str, Any]]:
    """The nearest practices, with what the law said to them by the day."""
    return [_peer(each, plan, places, city) for each in found[:SHOWN_PEERS]]


def _peer(peer: ComparablePractice, plan: Plan, places: Sequence[Point], city: str) -> dict[str, Any]:
    told = by_day(peer.events, plan.on)
    away = nearest_km(peer, places)
    reasons = []
    if plan.country and plan.country.id in peer.countries:
        reasons.append("same country")
    if plan.actor in peer.actors:
        reasons.append("same kind of actor")
    if away is not None and city:
        reasons.append(f"in {city}" if away < 1 else f"{away:,.0f} km from {city}")
    later = len(peer.events) - len(told)
    return {
        "label": peer.label,
        "href": url_for("practices.show", name=peer.id),
        "meta": [
            part for part in (peer.cities, peer.technologies, f"since {peer.start}" if peer.start else "") if part
        ],
        "reasons": reasons,
        "badges": _outcome(peer, told, later),
        "events": [
            {
                "date": long_date(each.date) or "Date not stated",
                "text": each.summary,
                "who": each.authority,
                "badge": Badge(f"outcome-{each.outcome}", each.outcome_label),
                "marks": marks(each.basis),
            }
            for each in told
        ],
        "later": later,
    }


def _outcome(peer: ComparablePractice, told: Sequence[Any], later: int) -> list[Badge]:
    """What the law said last by the day; the outcome of the table only when nothing came after the day."""
    if later:
        last = told[-1] if told else None
        return [Badge(f"outcome-{last.outcome}", last.outcome_label)] if last else []
    if peer.outcome == "none-known":
        return [Badge("plain", "No legal outcome known")]
    return [Badge(f"outcome-{peer.outcome}", peer.outcome_label)]
