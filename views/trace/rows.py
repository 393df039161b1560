"""The parts of a trace as its template takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import quote

from flask import request

from graph.law.effects import PATH_EFFECTS, path_badge
from graph.links import Network
from graph.things import BY_NAME
from graph.trace.limits import countries_with_law
from graph.trace.values import Hop, Path, Place, Trace
from views.web.addresses import page_href
from views.web.words import long_date

EXAMPLES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("What governs the camera alerts at schools in Nice?", "practices/nice-school-vsa", "acts", {}),
    ("Police and live face recognition, the day the prohibition began", "technologies/rbi-realtime", "acts",
     {"on": "2025-02-02", "actor": "police"}),
    ("Which practices does art. 9 of the GDPR touch?", "laws/32016R0679/art_9", "practices", {}),
    ("What did the Digital Omnibus on AI change in the AI Act?", "laws/32026R1744", "laws/32024R1689",
     {"kinds": "changes"}),
    ("What came of the EDPB's presentation at the fourth meeting?", "events/ev-m4-edpb", "acts", {}),
)  # fmt: skip


def place_href(place: Place, on: str) -> str:
    """The page of a place, on the law date."""
    page = BY_NAME[place.kind].page
    if not page:
        return f"{request.script_root}/data?iri={quote(place.iri, safe='')}"
    return page_href(page, place.id, on)


def shown_place(place: Place, on: str) -> dict[str, str]:
    """A place as a link with its kind and its state."""
    return {
        "label": place.name,
        "href": place_href(place, on),
        "kind": BY_NAME[place.kind].one,
        "note": place.label if place.kind == "provision" else "",
        "state": dates_of(place),
    }


def dates_of(place: Place) -> str:
    """What the law date makes of a law, and beside it how its dates were moved or extended."""
    words, _, day = place.state.rpartition(" ")
    state = f"{words} {long_date(day)}" if place.state else ""
    return "; ".join(filter(None, (state, *(each.words(long_date) for each in place.dated))))


def countries(network: Network, written: Collection[str]) -> list[dict[str, Any]]:
    """The countries whose national law a trace may keep to; those asked for are checked."""
    asked = {each.strip().casefold() for each in written}
    return [
        {"value": code, "label": label, "count": None, "checked": bool(asked & {code.casefold(), label.casefold()})}
        for code, label in countries_with_law(network).items()
    ]


def heading(found: Trace) -> str:
    """`From A to B`, with a class in its own words."""
    target = found.target.name if found.target else f"all {found.target_class.replace('-', ' ')}"
    return f"From {found.source.name} to {target}"


def summary(found: Trace) -> str:
    """How much was found, in one sentence."""
    if not found.paths:
        return ""
    count, ends = len(found.paths), len(found.reached)
    text = f"{count} path{'' if count == 1 else 's'}"
    if found.target is None:
        text += f" to {ends} {'of the ' if ends > 1 else ''}{found.target_class.replace('-', ' ')}"
    return f"{text} on {long_date(found.on)}, the shortest, strongest and best sourced first."


def groups(found: Trace) -> list[dict[str, Any]]:
    """Paths by effect, each numbered as in the drawing."""
    numbers = {id(path): number for number, path in enumerate(found.paths, 1)}
    return [
        {
            "key": name,
            "label": PATH_EFFECTS[name],
            "badge": path_badge(name),
            "paths": [shown_path(path, numbers[id(path)], found.on) for path in paths],
        }
        for name, paths in found.groups.items()
    ]


def coming(found: Trace) -> list[dict[str, Any]]:
    """Paths that hold only later."""
    return [shown_path(path, 0, found.on) for path in found.coming]


def shown_path(path: Path, number: int, on: str) -> dict[str, Any]:
    """One path with its hops, its days and its marks."""
    return {
        "number": number,
        "end": shown_place(path.hops[-1].target, on),
        "hops": [shown_hop(hop, on) for hop in path.hops],
        "since": long_date(path.start) or "not known",
        "until": long_date(path.end),
        "effect": PATH_EFFECTS[path.group],
        "weak": bool(path.weak),
    }


def shown_hop(hop: Hop, on: str) -> dict[str, Any]:
    """One hop: words, where it leads, why, since when, from which source and how far it can be trusted."""
    return {
        "words": hop.words,
        "place": shown_place(hop.target, on),
        "reason": hop.reason,
        "who": hop.who,
        "since": long_date(hop.start),
        "until": long_date(hop.end),
        "sources": [
            {"label": source.label or source.address, "href": source.address}
            for source in hop.sources
            if "general knowledge" not in source.label
        ],
        "marks": hop.weak,
    }


def turned(found: Trace, address: Callable[..., str]) -> str:
    """The address of the same trace backwards; empty when it leads to a class."""
    if found.target is None:
        return ""
    return address(**{"from": found.target.iri, "to": found.source.iri})
