"""Who did what, for administrators: newest first, a page at a time."""

from __future__ import annotations

from flask import Blueprint, Response, request

from graph.errors import BadParameter
from graph.people import Role, reading
from graph.people.audit import entries
from graph.text.messages import N_
from views.people.forms import shown
from views.people.signed_in import BY_HAND, engine, needs
from views.people.words import ACTIONS
from views.web.parameters import takes

blueprint = Blueprint("audit", __name__)

ROWS = 100


@blueprint.get("/audit")
@takes("before")
@needs(Role.ADMIN, BY_HAND)
def show() -> Response:
    """The lines before a number, or the newest."""
    given = request.args.get("before", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) < 16):
        raise BadParameter("before", N_("Write the number of a line."))
    with reading(engine()) as session:
        found = entries(session, int(given) if given else None, ROWS)
    return shown("audit.html", entries=found, actions=ACTIONS, older=found[-1].number if len(found) == ROWS else None)
