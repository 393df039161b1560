"""Technologies: which rules bind each of them, for whom, where and when."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from flask import Blueprint, Response, request

from graph.errors import BadParameter, NotFound
from graph.law.marks import marks
from graph.text.nearest import nearest
from views.law.extensions import by_thing
from views.technologies import rows
from views.web.law_date import law_date
from views.web.pages import page
from views.web.service import answer, thing_iri

blueprint = Blueprint("technologies", __name__)

DEFAULT_ACTOR = "municipality"
MAX_DATES = 5


@blueprint.get("/technologies")
def list_() -> Response:
    """Every technology in its place in the hierarchy, with the number of practices and rules."""
    on = law_date()
    found = answer("technologies-list", {"on": on})
    return page(
        "technologies/list.html",
        answers={"technologies": found},
        things=[str(row["technology"]) for row in found.rows],
        tree=rows.tree(found.rows),
        total=len(found.rows),
        on=on,
    )


@blueprint.get("/technologies/<name>")
def show(name: str) -> Response:
    """One technology: its rules for an actor, in a jurisdiction, on a day; and what changed between days."""
    technology = thing_iri("technologies", name)
    stated = answer("technologies-show", {"technology": technology})
    if not stated.rows:
        raise NotFound(f"There is no technology named {name!r}. The list of technologies has them all.")
    on, dates = law_date(), _dates()
    choices = answer("technologies-actors").rows
    actors = [_choice(row) for row in choices if str(row["kind"]) == "actor"]
    places = [_choice(row) for row in choices if str(row["kind"]) == "jurisdiction" and str(row["id"]) != "EU"]
    actor = _chosen("actor", DEFAULT_ACTOR, actors)
    jurisdiction = _chosen("jurisdiction", "", places)
    rules = answer("technologies-rules", {"technology": technology, "actor": thing_iri("actors", actor)})
    practices = answer("technologies-practices", {"technology": technology})
    extensions = answer("law-extensions")
    here = rows.within(rules.rows, jurisdiction)
    holding = [row for row in here if rows.holds(row, on)]
    days = sorted({on, *dates})
    facts = rows.facts(stated.rows)
    return page(
        "technologies/show.html",
        answers={"rules": rules, "technology": stated, "practices": practices, "extensions": extensions},
        things=[technology, *(str(row["provision"]) for row in rules.rows)],
        name=name,
        facts=facts,
        label=facts["label"][0]["label"],
        marks=marks(facts.get("basis", [{}])[0].get("value", "")),
        on=on,
        dates=dates,
        actor=actor,
        actors=actors,
        actor_label=next(each["label"] for each in actors if each["id"] == actor),
        jurisdiction=jurisdiction,
        places=places,
        groups=rows.groups(holding, on),
        provision_count=len({str(row["provision"]) for row in holding}),
        coming=rows.coming(here, on),
        extended=by_thing(extensions.rows),
        undated=rows.undated(here, on),
        changes=[
            {"first": first, "second": second, **rows.changes(here, first, second)}
            for first, second in itertools.pairwise(days)
        ],
        practices=rows.practices(practices.rows),
        outcomes=rows.outcomes(practices.rows),
    )


def _dates() -> list[str]:
    """The days to compare with, from every `and=` of the address."""
    days = [_day(given.strip()) for given in request.args.getlist("and") if given.strip()]
    if len(days) > MAX_DATES:
        raise BadParameter("and", f"Compare with at most {MAX_DATES} other days.")
    return days


def _day(given: str) -> str:
    """The day as YYYY-MM-DD. Raises BadParameter when it is no date."""
    try:
        return datetime.date.fromisoformat(given).isoformat()
    except ValueError:
        raise BadParameter("and", f"{given!r} is not a day. Write it as 2019-10-09.") from None


def _choice(row: Any) -> dict[str, str]:
    return {"id": str(row["id"]), "label": str(row["label"] or row["id"]), "rules": str(row["rules"])}


def _chosen(parameter: str, default: str, options: list[dict[str, str]]) -> str:
    given = request.args.get(parameter, "").strip() or default
    known = [option["id"] for option in options]
    if given and given not in known:
        raise BadParameter(
            parameter, f"No rule names {given!r}.{nearest(given, known)} Choose one of: {', '.join(known)}."
        )
    return given
