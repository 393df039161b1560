"""The drawing of this site, where its settings name one."""

from __future__ import annotations

from flask import Blueprint, Response

from graph.errors import NotFound
from graph.text.messages import N_
from views.shown.site import site
from views.web.parameters import takes

blueprint = Blueprint("logo", __name__)

# A drawing may hold scripts and addresses: opened by itself, none of them is followed.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@blueprint.get("/site-logo/<tag>")
@takes()
def show(tag: str) -> Response:
    """The file itself. Raises NotFound when there is none, or it is another one now."""
    logo = site().logo
    if logo is None or logo.tag != tag:
        raise NotFound(N_("This site has no such drawing."))
    response = Response(logo.content, content_type=logo.media_type)
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
