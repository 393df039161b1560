"""Where one thing stands in the link network, told on its own page with the name of the method."""

from __future__ import annotations

from typing import Any

from graph.links.network import Network, network_of
from graph.trace.words import place
from views.shown.values import Hyperlink
from views.trace.rows import shown_place
from views.web.service import asked

MOST_LIKE = 5


def network() -> Network:
    """The link network of the revision that this request reads."""
    now = asked()
    return network_of(now.revision, lambda: now.store)


def provision_standing(iri: str) -> dict[str, Any] | None:
    """How many practices rely on a provision and its place among all; None when that was not worked out."""
    ranks = network().analytics()["ranks"]
    if iri not in ranks:
        return None
    rank, practices = ranks[iri]
    return {"rank": rank, "of": len(ranks), "practices": practices}


def practice_standing(iri: str, on: str) -> dict[str, Any] | None:
    """The community of a practice: how many live under the same rules, and the first of them; None without one."""
    opened = network()
    group = next((each for each in opened.analytics()["communities"] if iri in each["practices"]), None)
    if group is None:
        return None
    others = [each for each in group["practices"] if each != iri]
    return {
        "count": len(others),
        "first": [_link(opened, each, on) for each in others[:MOST_LIKE]],
        "provisions": [_link(opened, each, on) for each, _ in group["provisions"]],
    }


def _link(opened: Network, iri: str, on: str) -> Hyperlink:
    return shown_place(place(opened, opened.iris.find(iri) or 0, on), on).link
