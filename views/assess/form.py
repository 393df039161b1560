"""What a reader answers about a plan: read from the address into a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from graph.assess import PURPOSES, Country, Plan
from graph.errors import BadParameter
from graph.governing import Library
from graph.text.messages import N_, joined
from graph.text.nearest import meant
from views.web.law_date import law_date
from views.web.service import grouped, text_of

Row = Mapping[str, Any]

MAX_TECHNOLOGIES = 12
MAX_WORDS = 200
NOT_KNOWN: Final = "not-known"
UNNAMED: Final = frozenset({"", "any", NOT_KNOWN})
"""Answers that say that nobody knows."""
READ_AS: Final = {"police": "state-police"}
"""Actors that stood for several, and the one that an address with their name is read as."""


@dataclass(frozen=True)
class PlanForm:
    """The plan as the reader gave it; `moved` says what was read otherwise than it was written."""

    plan: Plan
    main: str
    city: str
    moved: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no technology was named yet."""
        return not self.plan.technologies


class FormChoices:
    """The rows of the question assess-choices, by kind; a thing with several broader ones has a row for each."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._kinds = grouped(rows, "kind")

    def pairs(self, kind: str) -> list[Row]:
        """Rows of one kind, one for each broader thing."""
        return self._kinds.get(kind, [])

    def rows(self, kind: str) -> list[Row]:
        """Rows of one kind (technology, actor, country, region, city or duty), one a thing."""
        return list({str(row["id"]): row for row in reversed(self.pairs(kind))}.values())[::-1]

    def row(self, kind: str, identifier: str) -> Row:
        """The row with this id. Raises KeyError when there is none."""
        return next(row for row in self.pairs(kind) if row["id"] is not None and str(row["id"]) == identifier)

    def ids(self, kind: str) -> list[str]:
        """Every id of a kind."""
        return [str(row["id"]) for row in self.rows(kind)]

    def label(self, kind: str, identifier: str) -> str:
        """The label of an id; empty for an empty id."""
        return str(self.row(kind, identifier)["label"]) if identifier else ""

    def narrower(self, identifier: str) -> list[Row]:
        """The technologies right below one."""
        return [row for row in self.pairs("technology") if text_of(row, "broader_id") == identifier]

    def duty_order(self) -> list[str]:
        """The duties in the order of their notation."""
        return [str(row["thing"]) for row in sorted(self.rows("duty"), key=lambda row: str(row["id"]))]

    def country(self, identifier: str) -> Country | None:
        """The country with its days in the Union; None for an empty id."""
        if not identifier:
            return None
        row = self.row("country", identifier)
        return Country(
            identifier, str(row["label"]), str(row["jurisdiction"]), text_of(row, "from"), text_of(row, "to")
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the plan is: a city decides its region and country, a region its country."""

    city: str
    region: str
    country: str
    moved: tuple[str, ...]


def asked_plan(choices: FormChoices, library: Library) -> PlanForm:
    """The plan of this request. Raises BadParameter naming the first value that is unknown, with the nearest known."""
    given = [name.strip() for key in ("technology", "also") for name in request.args.getlist(key) if name.strip()]
    technologies = tuple(dict.fromkeys(_known("technology", name, choices.ids("technology")) for name in given))
    if len(technologies) > MAX_TECHNOLOGIES:
        most = N_("Name at most %(number)s technologies and activities.", number=MAX_TECHNOLOGIES)
        raise BadParameter("technology", most)
    actor, moved = _actor(choices)
    place = _place(choices, library)
    plan = Plan(
        technologies=technologies,
        actor=actor,
        on=law_date(),
        country=choices.country(place.country),
        region=place.region,
        purpose=_purpose(),
        city=place.city,
        aim=_words("purpose"),
        place=_words("place"),
    )
    return PlanForm(plan, technologies[0] if technologies else "", place.city, (*moved, *place.moved))


def _actor(choices: FormChoices) -> tuple[str, tuple[str, ...]]:
    named = _words("actor")
    if named in UNNAMED:
        return "", ()
    actor = _known("actor", named, choices.ids("actor"))
    if actor not in READ_AS:
        return actor, ()
    read = READ_AS[actor]
    return read, (
        N_(
            "“%(actor)s” is read as %(read)s. A force of a town is municipal police: choose it in the form.",
            actor=choices.label("actor", actor),
            read=choices.label("actor", read),
        ),
    )


def _purpose() -> str:
    named = _words("aim")
    return "" if named in UNNAMED else _known("aim", named, PURPOSES)


def _place(choices: FormChoices, library: Library) -> _Place:
    city, region, country = _words("city"), _words("region").upper(), _words("country").upper()
    moved: list[str] = []
    if city:
        row = choices.row("city", _known("city", city, choices.ids("city")))
        country = _home(choices, row, country, moved)
        region = library.region_of(text_of(row, "nuts"))
    elif region:
        country = _home(choices, choices.row("region", _known("region", region, choices.ids("region"))), country, moved)
    if country:
        _known("country", country, choices.ids("country"))
    return _Place(city, region, country, tuple(moved))


def _home(choices: FormChoices, row: Row, country: str, moved: list[str]) -> str:
    """The country of a city or region; says so where another one was named."""
    home = str(row["country_id"])
    if country and country != home:
        there = choices.label("country", home)
        moved.append(N_("%(place)s is in %(country)s: that law is shown.", place=str(row["label"]), country=there))
    return home


def _words(name: str) -> str:
    given = request.args.get(name, "").strip()
    if len(given) > MAX_WORDS:
        raise BadParameter(name, N_("Write at most %(number)s characters.", number=MAX_WORDS))
    return given


def _known(name: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        unknown = N_("The tables do not know %(value)s.", value=repr(value))
        raise BadParameter(name, joined((unknown, meant(value, known), N_("The form at /assess lists all.")), " "))
    return value
