"""What the form of a plan offers: every answer that the tables know, with what was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graph.text.messages import N_, capital
from views.assess.form import NOT_KNOWN, READ_AS, UNNAMED, FormChoices, PlanForm
from views.web.service import grouped, text_of

Row = Mapping[str, Any]

STEP = "\u2003"  # An em space: an option of a list can be set back by nothing else.
FIRST: Final = ("municipality", "municipal-police", "state-police")
PURPOSE_WORDS: Final = {
    "law-enforcement": N_("Law enforcement: crime, penalties, threats to public security"),
    "other": N_("Another purpose: traffic, counting people, upkeep, service"),
    "event-at-risk": N_("Security of an event exposed to terrorism or serious harm"),
    "real-world-test": N_("A test in real conditions, before the system is sold or used"),
}
PURPOSE_SHORT: Final = {
    "law-enforcement": N_("law enforcement"),
    "other": N_("another purpose"),
    "event-at-risk": N_("an event at risk"),
    "real-world-test": N_("a test in real conditions"),
}


def options(choices: FormChoices, asked: PlanForm) -> dict[str, Any]:
    """What the form offers, with what was chosen."""
    plan = asked.plan
    country = plan.country.id if plan.country else ""
    return {
        "technologies": _tree(choices),
        "technology": asked.main,
        "also": also(choices, asked),
        "extra": [name for name in plan.technologies[1:] if not _can_be_added(choices.row("technology", name))],
        "actors": actors(choices),
        "actor": plan.actor or NOT_KNOWN,
        "not_known": NOT_KNOWN,
        "purposes": [{"id": name, "label": label} for name, label in PURPOSE_WORDS.items()],
        "purpose": plan.purpose,
        "countries": [{"id": str(row["id"]), "label": str(row["label"])} for row in choices.rows("country")],
        "country": country,
        "regions": _regions(choices, country),
        "region": plan.region,
        "cities": _cities(choices),
        "city": asked.city,
        "aim": plan.aim,
        "place": plan.place,
        "on": plan.on,
    }


def also(choices: FormChoices, asked: PlanForm) -> list[dict[str, Any]]:
    """Activities that can go with the technology, ticked where the plan names them."""
    return [
        {
            "id": str(row["id"]),
            "label": str(row["label"]),
            "text": text_of(row, "definition"),
            "checked": str(row["id"]) in asked.plan.technologies[1:],
        }
        for row in choices.rows("technology")
        if _can_be_added(row) and str(row["id"]) != asked.main
    ]


def _can_be_added(row: Row) -> bool:
    """Activities with rules of their own go with a technology: signs, retention, sharing, buying."""
    return str(row["sort"]) == "Activity" and not text_of(row, "broader_id") and bool(int(text_of(row, "rules") or 0))


def _tree(choices: FormChoices) -> list[dict[str, str]]:
    """Technologies from broad to narrow, each set back below the broader one; below the first where it has several."""
    known = set(choices.ids("technology"))
    rows = choices.rows("technology")

    def below(parent: str, depth: int) -> list[dict[str, str]]:
        found = []
        for row in rows:
            broader = text_of(row, "broader_id")
            if (broader if broader in known else "") == parent:
                name = str(row["id"])
                found.append({"id": name, "label": str(row["label"]), "indent": STEP * depth})
                found += below(name, depth + 1)
        return found

    return below("", 0)


def actors(choices: FormChoices) -> list[dict[str, Any]]:
    """Who can run it: bodies that do, then roles that single acts speak of."""
    named = [row for row in choices.rows("actor") if str(row["id"]) not in UNNAMED | READ_AS.keys()]
    order = {name: place for place, name in enumerate(FIRST)}
    named.sort(key=lambda row: (order.get(str(row["id"]), len(order)), str(row["label"]).casefold()))
    groups = ((N_("Bodies that run practices"), True), (N_("Roles that single acts speak of"), False))
    return [
        {
            "label": label,
            "actors": [
                {"id": str(row["id"]), "label": capital(str(row["label"]))}
                for row in named
                if bool(text_of(row, "sort")) is runs
            ],
        }
        for label, runs in groups
    ]


def _regions(choices: FormChoices, country: str) -> list[dict[str, Any]]:
    """The parts of the country, or of every country while none is chosen."""
    by_country = grouped(choices.rows("region"), "country_id")
    return [
        {
            "country": choices.label("country", name),
            "regions": [{"id": str(row["id"]), "label": str(row["label"])} for row in rows],
        }
        for name, rows in by_country.items()
        if country in ("", name)
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
