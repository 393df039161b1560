"""The history of a thing: every accepted contribution that touched it, with what it changed."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from graph.errors import NotFound
from graph.text.messages import N_
from graph.things import KINDS
from views.history.columns import column_labels
from views.history.rows import ContributionRows, nodes
from views.web.addresses import page_href
from views.web.pages import page
from views.web.paging import paged
from views.web.parameters import takes
from views.web.service import answer, service, text_of, thing_iri

blueprint = Blueprint("history", __name__)

PLACES: Final = {kind.page: kind.collection for kind in KINDS if kind.has_own_page}
"""The pages of things, with the collection of each in identifiers; a thing of any other kind has `/data/`."""


PAGE_CONTRIBUTIONS: Final = 20


@takes("page")
def show(place: str, name: str) -> Response:
    """What was contributed to one thing, the newest first."""
    collection = PLACES.get(place, "")
    own = thing_iri(collection, name) if collection else f"{service().settings.base_iri}id/{name}"
    about = answer("history-thing", {"thing": own})
    # Law is called by its official identifier, to which its own leads.
    thing = next((str(row["thing"]) for row in about.rows if str(row["thing"]) != own), own)
    changes, values = answer("history-changes", {"thing": thing}), answer("history-values", {"thing": thing})
    if not about.rows and not changes.rows:
        raise NotFound(N_("The graph states nothing about %(thing)s.", thing=repr(name)))
    label = next((text_of(row, "thing_label") for row in about.rows if row["thing_label"]), name)
    base = service().settings.base_iri
    found = ContributionRows.of(base, values.rows, column_labels()).contributions(changes.rows)
    told, pages = paged(found, PAGE_CONTRIBUTIONS)
    return page(
        "history/show.html",
        answers={"changes": changes, "values": values, "thing": about},
        topic=thing,
        things=nodes(changes.rows, base),
        label=label,
        thing_href=page_href(place, name),
        is_there=bool(about.rows),
        contributions=told,
        pages=pages,
        came_later=any(str(row["kind"]) == "add" and str(row["about"]) == thing for row in changes.rows),
    )


for _place in PLACES:
    blueprint.add_url_rule(f"/{_place}/<path:name>/history", view_func=show, defaults={"place": _place})
blueprint.add_url_rule("/data/<path:name>/history", view_func=show, defaults={"place": "data"})
