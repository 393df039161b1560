"""Cities like mine as the plain values that templates show, and what they have that mine lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from graph.ask.answer import Answer
from graph.errors import BadParameter
from graph.gazetteer import Match, Town, gazetteer
from graph.links.days import ALWAYS
from graph.peers import Peers
from graph.peers.cities import Chosen, CityFeatures, CityPeer
from graph.peers.reasons import PeerReason
from graph.store import Cell
from graph.text.messages import N_, counted, joined
from views.peers.rows import percent
from views.practices.rows import Row, card
from views.shown.computed import Value, computed_answer
from views.shown.values import Hyperlink
from views.web.addresses import page_href
from views.web.here import with_params

Told = tuple[CityPeer, list[PeerReason]]
COLUMNS: Final = ("rank", "city", "city_id", "city_label", "country", "likeness", "contribution", "share", "reason")
LACKING: Final = ("group", "new_to_us", "practice", "practice_id", "practice_label", "cities")
CHOICES: Final = ("geonames", "name", "found_by", "country", "population")
EXAMPLES: Final = (("Mechelen, Belgium", "2791537"), ("Žilina, Slovakia", "3056508"), ("Kuopio, Finland", "650224"))
WITHOUT: Final = {"problem": N_("No problem recorded"), "technology": N_("Without technology")}


@dataclass(frozen=True)
class Lacking:
    """Practices of like cities that are not ours, by group; `ours` are the groups in which we have one."""

    by: str
    groups: dict[int, list[int]]
    ours: frozenset[int]
    practices: frozenset[int]
    where: dict[int, list[str]]


def examples() -> list[Hyperlink]:
    """First choices for somebody who looks around."""
    return [Hyperlink(label, url_for("peers.city", city=geonames)) for label, geonames in EXAMPLES]


@dataclass(frozen=True, slots=True)
class CityChoice:
    """A city of the name that was sought; `also` is that name when it is another one, `known` if practices are."""

    label: str
    href: str
    meta: str
    also: str
    known: bool


def choices(peers: Peers, found: Sequence[Match]) -> list[CityChoice]:
    """Cities of one name, to choose from."""
    known = {city.geonames for city in peers.cities if city.geonames}
    return [
        CityChoice(
            label=match.town.name,
            href=with_params(q="", city=match.town.geonames),
            meta=_where(match.town),
            also=match.name if match.name != match.town.name else "",
            known=match.town.geonames in known,
        )
        for match in found
    ]


def _where(town: Town) -> str:
    near = gazetteer().near(town)
    around = N_("near %(town)s", town=near.name) if near else ""
    return joined((town.country_name, around, _inhabitants(town.population)), ", ")


def _inhabitants(number: int) -> str:
    return counted(number, "%(number)s inhabitant", "%(number)s inhabitants")


def choice_table(found: Sequence[Match]) -> Answer:
    """The same as rows."""
    rows: list[dict[str, Value]] = [
        {
            "geonames": match.town.geonames,
            "name": match.town.name,
            "found_by": match.name,
            "country": match.town.country,
            "population": match.town.population,
        }
        for match in found
    ]
    return computed_answer("peers-choice", "Which cities have this name?", CHOICES, rows)


def asked_problems(peers: Peers, slugs: Iterable[str]) -> frozenset[int]:
    """The problems that a reader says the city has. Raises BadParameter for one that no practice tackles."""
    known = {_slug(peers, each): each for each in range(peers.features["problem"].width)}
    wanted = [slug for slug in slugs if slug]
    for slug in wanted:
        if slug not in known:
            raise BadParameter(
                "problem", N_("No practice tackles %(slug)s. The form has those that are known.", slug=repr(slug[:60]))
            )
    return frozenset(known[slug] for slug in wanted)


def _slug(peers: Peers, problem: int) -> str:
    return peers.value("problem", problem).iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class ProblemBox:
    """A problem to tick; `own` when the practices of the city tackle it."""

    value: str
    label: str
    checked: bool
    own: bool


def problem_options(peers: Peers, said: frozenset[int], own: frozenset[int]) -> list[ProblemBox]:
    """One box a problem, by name."""
    found = [
        ProblemBox(_slug(peers, each), peers.value("problem", each).label, each in said, each in own)
        for each in range(peers.features["problem"].width)
    ]
    return sorted(found, key=lambda each: each.label)


@dataclass(frozen=True, slots=True)
class ChosenCity:
    """The city that was chosen: what is known of it, and where from."""

    name: str
    country: str
    population: int
    from_gazetteer: bool
    href: str
    practices: list[Hyperlink]
    known: bool


def chosen(peers: Peers, city: Chosen, ours: Sequence[int]) -> ChosenCity:
    """The city that was chosen, with its practices."""
    known = peers.cities[city.number] if city.number is not None else None
    said_here = known is not None and known.population > 0
    return ChosenCity(
        name=city.name,
        country=city.country.label,
        population=city.population or 0,
        from_gazetteer=not said_here and city.town is not None,
        href=page_href("cities", known.id) if known else "",
        practices=[_practice(peers, each) for each in ours],
        known=known is not None,
    )


def _practice(peers: Peers, practice: int) -> Hyperlink:
    identifier, label = peers.named(practice)
    return Hyperlink(label, page_href("practices", identifier))


@dataclass(frozen=True, slots=True)
class CityCard:
    """A city like the chosen one: why it is suggested, and what it does."""

    title: str
    href: str
    path: str
    country: str
    population: str
    likeness: int
    reasons: list[PeerReason]
    practices: list[Hyperlink]


def cards(peers: Peers, features: CityFeatures, told: Sequence[Told]) -> list[CityCard]:
    """Each city with why it is suggested and what it does."""
    return [
        CityCard(
            title=city.short,
            href=page_href("cities", city.id),
            path=f"cities/{city.id}",
            country=city.country,
            population=_inhabitants(city.population) if city.population else N_("size not recorded"),
            likeness=percent(peer.likeness),
            reasons=why,
            practices=[_practice(peers, each) for each in features.practices[peer.number]],
        )
        for peer, why in told
        for city in (peers.cities[peer.number],)
    ]


def lacking(peers: Peers, features: CityFeatures, city: Chosen, found: Sequence[CityPeer], by: str) -> Lacking:
    """What the cities found have and the chosen one has not, by problem or technology, nearest cities first."""
    ours = frozenset() if city.number is None else frozenset(features.practices[city.number])
    where: dict[int, list[str]] = {}
    for peer in found:
        for practice in features.practices[peer.number]:
            if practice not in ours:
                where.setdefault(practice, []).append(peers.cities[peer.number].short)
    groups: dict[int, list[int]] = {}
    for practice in where:
        for each in peers.features[by].own_of(practice, ALWAYS) or [-1]:
            groups.setdefault(each, []).append(practice)
    mine = frozenset(each for practice in ours for each in peers.features[by].own_of(practice, ALWAYS) or [-1])
    order = sorted(groups, key=lambda each: (each < 0, each in mine, -len(groups[each]), each))
    return Lacking(by, {each: groups[each] for each in order}, mine, frozenset(where), where)


def _group(peers: Peers, by: str, each: int) -> str:
    return peers.value(by, each).label if each >= 0 else WITHOUT[by]


def groups(peers: Peers, found: Lacking, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Groups of practices with their badges."""
    by_iri = {str(row["practice"]): row for row in rows}
    return [
        {
            "label": _group(peers, found.by, each),
            "new": each not in found.ours,
            "practices": [_lacked(peers, found, practice, by_iri) for practice in practices],
        }
        for each, practices in found.groups.items()
    ]


def _lacked(peers: Peers, found: Lacking, practice: int, rows: dict[str, Row]) -> dict[str, Any]:
    identifier, label = peers.named(practice)
    row = rows.get(peers.iris[practice])
    return {
        "label": label,
        "href": page_href("practices", identifier),
        "where": ", ".join(found.where[practice]),
        "tags": card(row)["tags"] if row else [],
    }


def turned(by: str) -> list[dict[str, Any]]:
    """The two ways to group."""
    return [
        {"label": label, "href": with_params(by=each) + "#lacking", "chosen": each == by}
        for each, label in (("problem", N_("By problem")), ("technology", N_("By technology")))
    ]


def table(peers: Peers, told: Sequence[Told], elapsed_ms: float) -> Answer:
    """Each reason of each city as a row."""
    rows: list[dict[str, Value]] = []
    for rank, (peer, why) in enumerate(told, 1):
        city = peers.cities[peer.number]
        rows += [
            {
                "rank": rank,
                "city": Cell(city.iri, "iri"),
                "city_id": city.id,
                "city_label": city.label,
                "country": city.country_id,
                "likeness": percent(peer.likeness),
                "contribution": reason.contribution,
                "share": reason.share,
                "reason": reason.text,
            }
            for reason in why
        ]
    return computed_answer(
        "peer-cities", "Which cities with practices are most like this one?", COLUMNS, rows, elapsed_ms
    )


def lacking_table(peers: Peers, found: Lacking) -> Answer:
    """Each practice in each of its groups as a row."""
    rows: list[dict[str, Value]] = [
        {
            "group": _group(peers, found.by, each),
            "new_to_us": "no" if each in found.ours else "yes",
            "practice": Cell(peers.iris[practice], "iri"),
            "practice_id": peers.named(practice)[0],
            "practice_label": peers.named(practice)[1],
            "cities": "; ".join(found.where[practice]),
        }
        for each, practices in found.groups.items()
        for practice in practices
    ]
    return computed_answer("peers-lacking", "Which practices do they have that this city lacks?", LACKING, rows)
