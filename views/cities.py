"""Cities: where they are and what was tried there."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.errors import NotFound
from views import cities_map, law_of
from views import cities_shapes as shapes
from views.law_date import law_date
from views.pages import page
from views.partnership_shapes import conflicts
from views.service import answer, text_of, thing_iri

blueprint = Blueprint("cities", __name__)
MOST_DRAWN = 1_000


@blueprint.get("/cities")
def list_() -> Response:
    """Every city on a map and in a list by country; `country` narrows both."""
    chosen = request.args.getlist("country")
    found = answer("cities-list", {"countries": [thing_iri("countries", each) for each in chosen]})
    everywhere = answer("cities-list") if chosen else found
    cities = shapes.listed(found.rows)
    countries = shapes.countries(everywhere.rows, chosen)
    most = sorted(cities, key=lambda each: -each["count"])[:MOST_DRAWN]
    return page(
        "cities/list.html",
        answers={"cities": found},
        things=[str(row["x"]) for row in found.rows],
        count=len(cities),
        countries=countries,
        groups=shapes.by_country(cities),
        map=cities_map.draw(most, shapes.outlined(countries)),
    )


@blueprint.get("/cities/<id>")
def show(id: str) -> Response:
    """One city with its practices and what the law said about them."""
    iri, on = thing_iri("cities", id), law_date()
    practices = answer("cities-practices", {"city": iri})
    governing = law_of.law_of([str(row["x"]) for row in practices.rows], on)
    answers = {
        "city": answer("cities-show", {"city": iri}),
        "practices": practices,
        **({"law": governing} if governing else {}),
        "legal_events": answer("cities-legal-events", {"city": iri}),
        "partners": answer("cities-partners", {"city": iri}),
        "checks": answer("partnership-marks", {"thing": iri}),
        "conflicts": answer("partnership-conflicts"),
    }
    if not answers["city"].rows:
        raise NotFound(f"No city has the id '{id}'. The list of cities has them all.")
    city = shapes.show(answers["city"].rows, answers["checks"].rows)
    name = city["name"].split(" (")[0]
    return page(
        "cities/show.html",
        answers=answers,
        things=[iri],
        city=city,
        city_id=id,
        practices=shapes.practices(practices.rows),
        on=on,
        law=law_of.shown(governing, on),
        legal_events=shapes.legal_events([row for row in answers["legal_events"].rows if text_of(row, "date") <= on]),
        later_events=len({str(r["x"]) for r in answers["legal_events"].rows if text_of(r, "date") > on}),
        partners=shapes.partners(answers["partners"].rows),
        conflicts=[
            each
            for each in conflicts(answers["conflicts"].rows)
            if each["about"] == id or (not each["about"] and each["attribute"].startswith(name))
        ],
    )
