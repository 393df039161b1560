"""What forms ask while one writes: rows of a table of some name, and practices like the one that is being written."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from graph.errors import BadParameter
from graph.forms.matching import RowOffer, candidates, meant
from graph.forms.similar import similar
from graph.text.messages import N_
from views.shown.tables import tables, text_index
from views.shown.values import Hyperlink
from views.web.addresses import page_href
from views.web.parameters import takes

blueprint = Blueprint("contribute_suggest", __name__)

LEAST, MOST = 2, 200


@blueprint.get("/contribute/suggest")
@takes("table", "q")
def suggest() -> Response:
    """Rows of a table that a text may mean, as JSON: what to write for each, and what tells it apart."""
    table, text = request.args.get("table", ""), request.args.get("q", "").strip()[:MOST]
    if tables().get(table) is None or not tables()[table].schema.keys:
        raise BadParameter("table", N_("There is no table called %(name)s.", name=repr(table)))
    found = candidates(table, text, tables(), text_index()) if len(text) >= LEAST else ()
    return jsonify(suggestions=[_offer(table, each) for each in found])


@blueprint.get("/contribute/similar")
@takes("f.title", "t.cities", many=("f.cities", "f.technologies_concepts"))
def like() -> str:
    """Practices like the one that is being written, as a piece of a page."""
    cities = set(request.args.getlist("f.cities"))
    if (written := request.args.get("t.cities", "").strip()) and (city := meant("cities", written, tables(), None)):
        cities.add(city)
    found = similar(tables(), request.args.get("f.title", "")[:MOST], cities,
                    request.args.getlist("f.technologies_concepts"))  # fmt: skip
    links = [Hyperlink(each.title, page_href("practices", each.key, "")) for each in found]
    return render_template("contribute/similar.html", similar=links)


def _offer(table: str, each: RowOffer) -> dict[str, str]:
    """What a person would write so that this row is meant, and what she sees."""
    if table == "cities":
        named = f"{each.label}, {_country(each)}"
        return {"value": named, "label": str(each.context)}
    is_own_name = table != "provisions" and meant(table, each.label, tables(), None) == each.value
    named = each.label if is_own_name else each.value
    label = each.context if named == each.label else f"{each.label} {each.context}".strip()
    return {"value": named, "label": str(label)}


def _country(each: RowOffer) -> str:
    values = getattr(each.context, "values", {})
    return str(values.get("country", each.context) if isinstance(values, dict) else each.context)
