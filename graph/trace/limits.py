"""Which links a trace may follow when it is asked for one actor, or for the national law of some countries alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from graph.errors import BadParameter
from graph.links.arrays import Flags
from graph.links.kinds import CODES
from graph.links.network import Network
from graph.text.messages import N_, joined
from graph.text.nearest import meant

EVERY = "all"
"""Written for the countries, it lifts the limit to the own one."""

RULED = (CODES["bound-by"], CODES["governed-by"])
"""Links that stand for a rule: they name an actor, and the place where they hold."""


def allowed_links(network: Network, actor: str, countries: Collection[str]) -> Flags | None:
    """Every link but the rules for other actors and the law of other countries; None when all are allowed.

    EU and international law is always allowed, and so is what a country has in one of its parts. Raises BadParameter
    when the actor or a country is not known.
    """
    actors = network.about["actors"]
    if actor and actor not in actors:
        raise BadParameter(
            "actor", joined((N_("There is no actor named '%(actor)s'.", actor=actor), meant(actor, actors)), " ")
        )
    chosen = {country_code(network, each) for each in countries}
    if not actor and not chosen:
        return None
    barred = set(network.about["places"]) - chosen if chosen else set()
    kept = _of_countries(network, barred) if barred else np.ones(network.arrays.links, np.bool_)
    wide = {"any", *actors[actor][1]} if actor else None
    for link in np.flatnonzero(kept & np.isin(network.arrays.kind, RULED)).tolist():
        told = network.told(link)
        if (wide and told.get("actor", "") not in wide) or _country(told.get("place", "")) in barred:
            kept[link] = False
    return kept


def own_countries(network: Network, ends: Iterable[int]) -> list[str]:
    """The countries whose law a trace between these nodes keeps to unless told otherwise: those of the practices and
    cities among them; none, which means every country, when there are no such.
    """
    codes = {code for number in ends for code in network.node(number).home.split()}
    return sorted(codes & set(network.about["places"]))


def country_code(network: Network, written: str) -> str:
    """The code of a country given by its code or its name, in any case. Raises BadParameter."""
    places: dict[str, str] = network.about["places"]
    asked = written.strip().casefold()
    for code, label in places.items():
        if asked in (code.casefold(), label.casefold()):
            return code
    raise BadParameter(
        "country",
        joined((N_("There is no country '%(written)s'.", written=written[:40]), meant(written, places.values())), " "),
    )


def countries_with_law(network: Network) -> dict[str, str]:
    """The countries that have law in the network: name by code, in the order of the names."""
    places: dict[str, str] = network.about["places"]
    having = {_country(code) for code in network.about["codes"]}
    return {code: places[code] for code in sorted(having & set(places), key=lambda code: places[code])}


def _country(code: str) -> str:
    """The country of a code: DE of DE-BW."""
    return code.partition("-")[0]


def _of_countries(network: Network, barred: Collection[str]) -> Flags:
    """The links that neither start nor end at the law of the countries named."""
    codes: list[str] = network.about["codes"]
    own = ~np.isin(network.node_place, [number for number, code in enumerate(codes) if _country(code) in barred])
    starts = network.arrays.starts
    kept: Flags = np.repeat(own, starts[1:] - starts[:-1]) & own[network.arrays.target]
    return kept
