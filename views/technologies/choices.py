"""What may be asked of a technology: who uses it, where, and for which purpose, and which days are compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from graph.errors import BadParameter
from graph.text.messages import N_, joined
from graph.text.nearest import meant
from views.web.service import text_of

DEFAULT_ACTORS: Final = ("municipality", "state-police")
READ_AS: Final = {"police": "state-police"}
"""Actors of older addresses, by what they meant: scope tells the police of a state from those of a town."""
MAX_DATES: Final = 5


@dataclass(frozen=True, slots=True)
class Actor:
    """Who uses it: an id of the table of actors, and its name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where: a country and, if asked, a part of it with law of its own; all empty for any Member State."""

    jurisdiction: str = ""
    label: str = ""
    country: str = ""
    region: str = ""


@dataclass(frozen=True)
class CaseChoices:
    """What there is to choose from, by rows of the question technologies-actors."""

    actors: Sequence[Actor]
    places: Sequence[CasePlace]
    purposes: Sequence[Actor]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> CaseChoices:
        """From the rows of the question; countries and regions in one list, regions below their country."""
        found = list(rows)
        places = [_place(row) for row in found if str(row["kind"]) in ("country", "region")]
        names = {place.country: place.label for place in places if not place.region}
        places.sort(key=lambda place: (names[place.country], bool(place.region), place.label))
        actors, purposes = ([Actor(str(row["id"]), str(row["label"])) for row in found if str(row["kind"]) == kind]
                            for kind in ("actor", "purpose"))  # fmt: skip
        return cls(actors, places, purposes)

    def asked_actors(self) -> list[Actor]:
        """The actor of this request, or those that are shown side by side when none is asked."""
        known = {each.id: each for each in self.actors}
        given = READ_AS.get(request.args.get("actor", ""), "") or _chosen("actor", [*known, "any"])
        if given == "any":
            return [Actor("any", "anyone")]
        return [known[given]] if given else [known[name] for name in DEFAULT_ACTORS]

    def asked_place(self) -> CasePlace:
        """The place of this request."""
        known = {each.jurisdiction: each for each in self.places}
        given = _chosen("jurisdiction", [*known])
        return known[given] if given else CasePlace()

    def asked_purpose(self) -> str:
        """The purpose of this request; empty when it is not said."""
        return _chosen("purpose", [each.id for each in self.purposes])


def asked_dates() -> list[str]:
    """The days to compare with, from every `and=` of the address."""
    days = [_day(given.strip()) for given in request.args.getlist("and") if given.strip()]
    if len(days) > MAX_DATES:
        raise BadParameter("and", N_("Compare with at most %(number)s other days.", number=MAX_DATES))
    return days


def _day(given: str) -> str:
    """The day as YYYY-MM-DD. Raises BadParameter when it is no date."""
    try:
        return datetime.date.fromisoformat(given).isoformat()
    except ValueError:
        raise BadParameter("and", N_("%(given)s is not a day. Write it as 2019-10-09.", given=repr(given))) from None


def _place(row: Mapping[str, Any]) -> CasePlace:
    region = str(row["id"]) if str(row["kind"]) == "region" else ""
    return CasePlace(text_of(row, "jurisdiction"), str(row["label"]), text_of(row, "country_id"), region)


def _chosen(parameter: str, known: list[str]) -> str:
    given = request.args.get(parameter, "").strip()
    if given and given not in known:
        raise BadParameter(
            parameter,
            joined(
                (
                    N_("There is no %(given)s here.", given=repr(given)),
                    meant(given, known),
                    N_("Choose one of: %(names)s.", names=", ".join(known)),
                ),
                " ",
            ),
        )
    return given
