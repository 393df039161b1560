"""Identifiers lead to pages: 303 to the page of a thing, or to the page that shows all that is stated about it."""

from __future__ import annotations

from urllib.parse import quote, unquote

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from graph.errors import BadParameter, NotFound
from graph.things import KINDS
from views.shown import statements as shapes
from views.web.negotiation import HTML, SUFFIXES, wanted
from views.web.pages import page
from views.web.service import answer, service

blueprint = Blueprint("identifiers", __name__)

PAGES = frozenset(kind.page for kind in KINDS if kind.page == kind.collection)


@blueprint.get("/id/<path:name>")
def follow(name: str) -> Redirect:
    """303 from the identifier of a thing to what describes it, in the form asked for."""
    collection, _, rest = name.partition("/")
    if name == "partnership":
        return _see("/partnership")
    if collection in PAGES and rest:
        return _see(f"/{collection}/{quote(rest, safe='/:')}")
    return _see(f"/data/{quote(name, safe='/:')}")


@blueprint.get("/concept/<scheme>/<slug>")
def concept(scheme: str, slug: str) -> Redirect:
    """303 from a coded value to its vocabulary."""
    return redirect(url_for("ontology.scheme", name=scheme, _anchor=slug), 303)


@blueprint.get("/concept/<scheme>")
def scheme(scheme: str) -> Redirect:
    """303 from a vocabulary's identifier to its page."""
    return redirect(url_for("ontology.scheme", name=scheme), 303)


@blueprint.get("/graph/<path:name>")
@blueprint.get("/row/<path:name>")
def inside(name: str) -> Redirect:
    """303 from a graph or a row to all that is stated about it."""
    kind = request.path.split("/")[1]
    return redirect(url_for("identifiers.any_", iri=f"{service().settings.base_iri}{kind}/{name}"), 303)


@blueprint.get("/data/<path:name>")
def show(name: str) -> Response:
    """All statements about one of our things, both ways, each with the graph it stands in."""
    return _statements(f"{service().settings.base_iri}id/{name}")


@blueprint.get("/data")
def any_() -> Response | Redirect:
    """The same for any identifier in the graph, given as `iri`."""
    iri = request.args.get("iri", "").strip()
    if not iri:
        raise BadParameter("iri", "Name the thing, for instance ?iri=http://data.europa.eu/eli/reg/2016/679/oj.")
    return _statements(iri)


def _see(path: str) -> Redirect:
    media_type = wanted(request)
    suffix = next((suffix for suffix, each in SUFFIXES.items() if each == media_type), "") if media_type != HTML else ""
    response = redirect(f"{request.script_root}{path}{suffix}", 303)
    response.vary.add("Accept")
    return response


def _statements(iri: str) -> Response:
    about = answer("thing-statements", {"thing": iri})
    mentions = answer("thing-mentions", {"thing": iri})
    if not about.rows and not mentions.rows:
        raise NotFound(f"The graph states nothing about {unquote(iri)}.")
    rows = answer("thing-rows", {"thing": iri})
    base = service().settings.base_iri
    return page(
        "site/identifier.html",
        answers={"statements": about, "mentions": mentions, "rows": rows},
        things=[iri],
        iri=iri,
        title=shapes.title(iri, about.rows, base),
        own_page=shapes.own_page(iri, about.rows, base, PAGES),
        statements=shapes.statements(about.rows, base),
        mentions=shapes.mentions(mentions.rows, base),
        sources=shapes.sources(rows.rows, base),
    )
