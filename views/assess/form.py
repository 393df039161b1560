"""What a reader fills in about a plan: read from the address, and offered as the choices of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from graph.assess import Country, Plan
from graph.assess.plan import ANY
from graph.errors import BadParameter
from graph.text.nearest import nearest
from views.web.law_date import law_date
from views.web.service import grouped, text_of

Row = Mapping[str, Any]

MAX_TECHNOLOGIES = 12
MAX_WORDS = 200
STEP = "\u2003"  # An em space: an option of a list can be set back by nothing else.


@dataclass(frozen=True)
class PlanForm:
    """The plan as the reader gave it; `moved` says what was changed in it."""

    plan: Plan
    main: str
    city: str
    moved: str = ""

    @property
    def empty(self) -> bool:
        """Whether no technology was named yet."""
        return not self.plan.technologies


class FormChoices:
    """The rows of the question assess-choices, by kind."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._kinds = grouped(rows, "kind")

    def rows(self, kind: str) -> list[Row]:
        """Rows of one kind: technology, actor, country, city or duty."""
        return self._kinds.get(kind, [])

    def row(self, kind: str, identifier: str) -> Row:
        """The row with this id. Raises KeyError when there is none."""
        return next(row for row in self.rows(kind) if row["id"] is not None and str(row["id"]) == identifier)

    def ids(self, kind: str) -> list[str]:
        """Every id of a kind."""
        return [str(row["id"]) for row in self.rows(kind)]

    def label(self, kind: str, identifier: str) -> str:
        """The label of an id; empty for an empty id."""
        return str(self.row(kind, identifier)["label"]) if identifier else ""

    def narrower(self, identifier: str) -> list[Row]:
        """The technologies right below one."""
        return [row for row in self.rows("technology") if text_of(row, "broader_id") == identifier]

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


def asked_plan(choices: FormChoices) -> PlanForm:
    """The plan of this request. Raises BadParameter naming the first value that is unknown, with the nearest known."""
    given = [name.strip() for key in ("technology", "also") for name in request.args.getlist(key) if name.strip()]
    technologies = tuple(dict.fromkeys(_known("technology", name, choices.ids("technology")) for name in given))
    if len(technologies) > MAX_TECHNOLOGIES:
        raise BadParameter("technology", f"Name at most {MAX_TECHNOLOGIES} technologies and activities.")
    actor = _known("actor", _words("actor") or ANY, choices.ids("actor"))
    city = _words("city")
    country = _words("country").upper()
    moved = ""
    if city:
        home = str(choices.row("city", _known("city", city, choices.ids("city")))["country_id"])
        if country and country != home:
            moved = f"{choices.label('city', city)} is in {choices.label('country', home)}: that law is shown."
        country = home
    if country:
        _known("country", country, choices.ids("country"))
    plan = Plan(
        technologies=technologies,
        actor=actor,
        on=law_date(),
        country=choices.country(country),
        city=city,
        purpose=_words("purpose"),
        place=_words("place"),
    )
    return PlanForm(plan, technologies[0] if technologies else "", city, moved)


def _words(name: str) -> str:
    given = request.args.get(name, "").strip()
    if len(given) > MAX_WORDS:
        raise BadParameter(name, f"Write at most {MAX_WORDS} characters.")
    return given


def _known(name: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        raise BadParameter(
            name, f"The tables do not know {value!r}.{nearest(value, known)} The form at /assess lists all."
        )
    return value


def options(choices: FormChoices, asked: PlanForm) -> dict[str, Any]:
    """What the form offers, with what was chosen."""
    plan = asked.plan
    return {
        "technologies": _tree(choices),
        "technology": asked.main,
        "also": [
            {
                "id": str(row["id"]),
                "label": str(row["label"]),
                "text": text_of(row, "definition"),
                "checked": str(row["id"]) in plan.technologies[1:],
            }
            for row in choices.rows("technology")
            if _can_be_added(row) and str(row["id"]) != asked.main
        ],
        "extra": [name for name in plan.technologies[1:] if not _can_be_added(choices.row("technology", name))],
        "actors": _actors(choices),
        "actor": plan.actor,
        "countries": [{"id": str(row["id"]), "label": str(row["label"])} for row in choices.rows("country")],
        "country": plan.country.id if plan.country else "",
        "cities": _cities(choices),
        "city": asked.city,
        "purpose": plan.purpose,
        "place": plan.place,
        "on": plan.on,
    }


def _can_be_added(row: Row) -> bool:
    """Activities with rules of their own go with a technology: signs, retention, sharing, buying."""
    return str(row["sort"]) == "Activity" and not text_of(row, "broader_id") and bool(int(text_of(row, "rules") or 0))


def _tree(choices: FormChoices) -> list[dict[str, str]]:
    """Technologies from broad to narrow, each set back below the broader one."""
    known = set(choices.ids("technology"))
    rows = choices.rows("technology")

    def below(parent: str, depth: int) -> list[dict[str, str]]:
        found = []
        for row in rows:
            broader = text_of(row, "broader_id")
            if (broader if broader in known else "") == parent:
                name = str(row["id"])
                found.append({"id": name, "label": STEP * depth + str(row["label"])})
                found += below(name, depth + 1)
        return found

    return below("", 0)


def _actors(choices: FormChoices) -> list[dict[str, str]]:
    named = [row for row in choices.rows("actor") if str(row["id"]) != ANY]
    named.sort(key=lambda row: -int(text_of(row, "rules") or 0))
    return [
        *({"id": str(row["id"]), "label": capital(str(row["label"]))} for row in named),
        {"id": ANY, "label": "Not decided yet: only what binds anyone"},
    ]


def _cities(choices: FormChoices) -> list[dict[str, Any]]:
    by_country = grouped(choices.rows("city"), "country_id")
    return [
        {
            "country": str(row["label"]),
            "cities": [{"id": str(city["id"]), "label": str(city["label"])} for city in by_country[str(row["id"])]],
        }
        for row in choices.rows("country")
        if str(row["id"]) in by_country
    ]


def capital(text: str) -> str:
    """The text with a capital letter first."""
    return text[:1].upper() + text[1:]
