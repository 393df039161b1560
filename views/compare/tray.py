"""The tray: practices and cities that a reader collects for a comparison, kept in a cookie of their own browser.

Only the pages below `/compare/tray` read the cookie, and they are never cached. No other site can change it
(views/people/same_site.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.errors import BadParameter
from graph.text.messages import N_
from graph.things import BY_PLURAL
from views.compare.show import FEWEST, MOST, PATH, address
from views.languages.address import site_root
from views.web.addresses import page_href
from views.web.law_date import law_date
from views.web.negotiation import JSON, wanted
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, text_of, thing_iri

blueprint = Blueprint("tray", __name__)

COOKIE, DIVIDER = "tray", "|"
MONTH_S = 30 * 24 * 3600
KINDS = ("practices", "cities")
ADD, REMOVE, CLEAR = "add", "remove", "clear"
NOTHING = "urn:openplaza:nothing"


@blueprint.get("/compare/tray")
@takes("on")
def show() -> Response:
    """What is in the tray, ready to be compared."""
    return _shown(kept(request.cookies.get(COOKIE, "")))


@blueprint.post("/compare/tray")
@takes("on")
def change() -> Response | Sent:
    """Put a thing in (`add=practices/NAME`), take one out (`remove=`), or empty the tray (`clear=all`)."""
    before = kept(request.cookies.get(COOKIE, ""))
    after = _changed(before)
    response: Response | Sent
    if wanted(request) == JSON:
        response = jsonify(tray=after)
    else:
        response = redirect(url_for("tray.show", on=request.args.get("on") or None), 303)
    response.headers["Cache-Control"] = "no-store"
    shared: dict[str, Any] = {"path": f"{site_root()}/", "secure": request.is_secure, "samesite": "Lax"}
    if after:
        response.set_cookie(COOKIE, DIVIDER.join(after), MONTH_S, **shared)
    else:
        response.delete_cookie(COOKIE, **shared)
    return response


def kept(text: str) -> list[str]:
    """The paths in the cookie: each once, at most six of a kind; what does not look like a path is left out."""
    found = [path for path in dict.fromkeys(text[:2000].split(DIVIDER)) if PATH.fullmatch(path)]
    return [path for kind in KINDS for path in [each for each in found if each.startswith(kind)][:MOST]]


def _changed(before: Sequence[str]) -> list[str]:
    given = [(name, request.form[name].strip()) for name in (ADD, REMOVE, CLEAR) if request.form.get(name, "").strip()]
    if len(given) != 1:
        raise BadParameter(ADD, N_("Send one of add=practices/NAME, remove=practices/NAME or clear=all."))
    [(name, path)] = given
    if name == CLEAR:
        return []
    if not PATH.fullmatch(path):
        raise BadParameter(
            name, N_("%(path)s is no practice or city. Write practices/NAME or cities/NAME.", path=repr(path[:80]))
        )
    if name == REMOVE:
        return [each for each in before if each != path]
    after = list(dict.fromkeys([*before, path]))
    if len([each for each in after if each.split("/")[0] == path.split("/")[0]]) > MOST:
        raise BadParameter(
            ADD,
            N_(
                "%(most)s %(things)s are in the tray already. Take one out first.",
                most=MOST,
                things=BY_PLURAL[path.split("/")[0]].many,
            ),
        )
    return after


def _shown(paths: Sequence[str]) -> Response:
    if wanted(request) == JSON:
        response = jsonify(tray=list(paths))
        response.vary.add("Accept")
    else:
        response = _page(paths, law_date())
    response.vary.add("Cookie")
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(paths: Sequence[str], on: str) -> Response:
    order = {thing_iri(*path.split("/", 1)): path for path in paths}
    found = answer("compare-things", {"things": list(order) or [NOTHING]})
    labels = {order[text_of(row, "thing")]: text_of(row, "thing_label") for row in found.rows}
    groups = [_group(kind, [path for path in paths if path.startswith(kind)], labels, on) for kind in KINDS]
    shown = [each for each in groups if each["items"]]
    return page("compare/tray.html", answers={"things": found}, things=list(order), groups=shown, most=MOST, on=on)


def _group(kind: str, paths: Sequence[str], labels: dict[str, str], on: str) -> dict[str, object]:
    known = [path for path in paths if path in labels]
    return {
        "kind": kind,
        "items": [
            {"path": path, "label": labels.get(path, ""), "href": page_href(*path.split("/", 1))} for path in paths
        ],
        "compare": address(known, on) if len(known) >= FEWEST else None,
        "count": len(known),
    }
