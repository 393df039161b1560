"""Cities: where they are and what was tried there."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.errors import NotFound
from graph.text.messages import N_
from views.cities import rows as shapes
from views.drawing import cities_map
from views.history.origin import origin, origin_panel
from views.partnership.rows import conflicts
from views.shown import governing as law_of
from views.shown.contacts import contacts, official_pages, once_each
from views.shown.deployments import Deployments
from views.web.law_date import law_date
from views.web.pages import page
from views.web.panels import Panel, answers_of, kept_when_whole, panel, rows_of
from views.web.parameters import takes
from views.web.service import answer, text_of, thing_iri

blueprint = Blueprint("cities", __name__)
MOST_DRAWN = 1_000


@blueprint.get("/cities")
@takes("on", many=("country",))
def list_() -> Response:
    """Every city on a map and in a list by country; `country` narrows both.

    A page that cannot show the list says why in its place, with the status of that failure. The law date goes with the
    reader to the page of a city; a day that is none is told here.
    """
    law_date()
    chosen = request.args.getlist("country")
    found = panel("cities-list", {"countries": [thing_iri("countries", each) for each in chosen]})
    everywhere = panel("cities-list") if chosen else found
    cities = shapes.listed(found.answer.rows)
    countries = shapes.countries(everywhere.answer.rows, chosen)
    most = sorted(cities, key=lambda each: -each["count"])[:MOST_DRAWN]
    response = page(
        "cities/list.html",
        answers={"cities": found.answer},
        parts={"cities": found, "countries": everywhere},
        things=[str(row["x"]) for row in found.answer.rows],
        count=len(cities),
        chosen=chosen,
        countries=countries,
        groups=shapes.by_country(cities),
        map=cities_map.draw(most, shapes.outlined(countries)),
    )
    if found.failed:
        response.status_code = found.status
    return kept_when_whole(response, [found, everywhere])


@blueprint.get("/cities/<id>")
@takes("on")
def show(id: str) -> Response:
    """One city with its practices and what the law said about them."""
    iri, on = thing_iri("cities", id), law_date()
    shown = answer("cities-show", {"city": iri})
    if not shown.rows:
        raise NotFound(N_("No city has the id '%(id)s'. The list of cities has them all.", id=id))
    parts = _parts(iri, on)
    events, doubts = parts["legal_events"].answer.rows, parts["doubts"]
    response = page(
        "cities/show.html",
        answers=answers_of(("city", shown), parts),
        parts=parts,
        topic=iri,
        city=shapes.show(shown.rows, rows_of(doubts, "check")),
        city_id=id,
        origin=origin(parts["origin"].answer.rows),
        practices=shapes.practices(parts["practices"].answer.rows),
        deployments=Deployments.of(parts["deployments"].answer.rows, frozenset(("place",))),
        offices=once_each(contacts(rows_of(parts["whom"], "contact"))),
        city_pages=official_pages(rows_of(parts["whom"], "official-page")),
        on=on,
        law=law_of.shown(parts["law"].answer, on),
        legal_events=shapes.legal_events([row for row in events if text_of(row, "date") <= on]),
        later_events=len({str(row["x"]) for row in events if text_of(row, "date") > on}),
        partners=shapes.partners(parts["partners"].answer.rows),
        conflicts=conflicts(rows_of(doubts, "claim")),
    )
    return kept_when_whole(response, parts.values())


def _parts(city: str, on: str) -> dict[str, Panel]:
    """What a page says of a city beside its name and place."""
    return {
        "practices": panel("cities-practices", {"city": city}),
        "law": panel("law-of-practices", {"thing": city, "on": on}),
        "deployments": panel("cities-deployments", {"city": city}),
        "whom": panel("cities-whom", {"city": city}),
        "origin": origin_panel(city),
        "legal_events": panel("cities-legal-events", {"city": city}),
        "partners": panel("cities-partners", {"city": city}),
        "doubts": panel("partnership-doubts", {"thing": city}),
    }
