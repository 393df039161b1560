"""What is touched as a table for a mail-out: one row a thing, with its place, whom to ask, and the path in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.ask.answer import Answer
from graph.impact import Impact, Touched
from graph.impact.saying import condition_words, effect_words, sentence, status_words
from graph.law.life import STATES, Life
from graph.law.period import NOT_RECORDED
from graph.links.network import Network
from graph.text.messages import N_, within
from graph.trace.export import TOLD, told
from graph.trace.values import Place
from graph.trace.words import place
from views.trace.rows import place_href
from views.web.service import text_of

COLUMNS: Final = (
    "kind", "name", "address", "city", "country", "contact", "state", "status", "status_start", "status_end",
    "status_checked", "effect", "standing", "question", "condition", "sentence", "told", "actor", "role", "match",
    "conditional", "path", "since", "until", "basis", "confidence", "doubt", "marks", "source", "statement", "id",
    "iri",
)  # fmt: skip


@dataclass
class Organisation:
    """An organisation with the Wikidata identifier of a city; `weak` says what is weak about that."""

    iri: str
    id: str
    label: str
    role: str
    weak: tuple[str, ...]


@dataclass
class Somewhere:
    """Where a thing is and who has to do with it: names of cities and countries, partners named by the tables."""

    cities: dict[str, str] = field(default_factory=dict)
    countries: list[str] = field(default_factory=list)
    partners: list[str] = field(default_factory=list)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    lat: float = 0
    lon: float = 0


Places = dict[str, Somewhere]


def places(practices: Answer | None, cities: Answer | None) -> Places:
    """Where the practices and the cities of two answers are, by IRI."""
    found: Places = {}
    for row in practices.rows if practices else ():
        here = found.setdefault(str(row["practice"]), Somewhere())
        if row["partner"] is not None:
            here.partners.append(str(row["partner"]))
        if row["city"] is not None:
            here.cities[str(row["city"])] = str(row["city_label"])
        if row["country_label"]:
            here.countries.append(str(row["country_label"]))
    for row in cities.rows if cities else ():
        iri = str(row["city"])
        here = found.setdefault(iri, Somewhere(lat=float(str(row["lat"])), lon=float(str(row["lon"]))))
        here.cities[iri] = str(row["city_label"])
        here.countries.append(str(row["country_label"]))
        if row["organisation"] is not None:
            weak = (N_("from memory"),) if "general-knowledge" in text_of(row, "wikidata_basis") else ()
            here.organisations[str(row["organisation"])] = Organisation(
                str(row["organisation"]), str(row["organisation_id"]), str(row["organisation_label"]),
                text_of(row, "role_label"), weak,
            )  # fmt: skip
    return found


def partners(network: Network, known: Places, on: str) -> dict[str, list[tuple[Place, tuple[str, ...]]]]:
    """The organisations of each city, as an impact takes them."""
    return {
        iri: [
            (place(network, number, on), each.weak)
            for each in here.organisations.values()
            if (number := network.iris.find(each.iri)) is not None
        ]
        for iri, here in known.items()
        if here.organisations
    }


def contacts(each: Touched, known: Places) -> list[str]:
    """Whom the graph names for a thing: its partners, then the organisations of its cities; never a guess."""
    here = known.get(each.place.iri, Somewhere())
    if each.place.kind == "organisation":
        return [each.place.name]
    own = [*here.organisations.values()]
    around = [other for iri in here.cities for other in known.get(iri, Somewhere()).organisations.values()]
    return list(dict.fromkeys([*here.partners, *(other.label for other in (*own, *around))]))


def rows(found: Impact, known: Places, host_url: str) -> list[dict[str, str]]:
    """One row a touched thing; every value is text, empty when it is not known."""
    return [_row(each, found, known, host_url.rstrip("/")) for each in found.touched]


def _row(each: Touched, found: Impact, known: Places, host: str) -> dict[str, str]:
    here, life, ruling = _where(each, known), each.life or Life(), each.path.ruling
    sources = {source.address or source.label: None for hop in each.path.hops for source in hop.sources}
    return {
        "kind": "Action" if each.place.kind == "action" else each.place.kind,
        "name": each.place.name,
        "address": host + place_href(each.place, found.on),
        "city": "; ".join(dict.fromkeys(here.cities.values())),
        "country": "; ".join(dict.fromkeys(here.countries)),
        "contact": "; ".join(contacts(each, known)),
        "state": within(STATES[each.state]) if each.life else "",
        "status": status_words(each),
        "status_start": life.start,
        "status_end": life.end,
        "status_checked": life.checked,
        **(told(ruling) if ruling else dict.fromkeys(TOLD, "")),
        "effect": effect_words(each),
        "condition": condition_words(each),
        "sentence": sentence(each),
        "conditional": N_("only if the proposal is adopted") if each.conditional else "",
        "path": each.words,
        "since": each.path.start or NOT_RECORDED,
        "until": each.path.end,
        "marks": "; ".join(each.weak),
        "source": "; ".join(sources),
        "id": each.place.id,
        "iri": each.place.iri,
    }


def _where(each: Touched, known: Mapping[str, Somewhere]) -> Somewhere:
    """The place of a thing; an organisation that is touched through its city is where the city is."""
    if each.place.iri in known:
        return known[each.place.iri]
    last = each.path.hops[-1]
    return known.get(last.source.iri, Somewhere()) if last.kind == "same-place" else Somewhere()
