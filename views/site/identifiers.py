"""Identifiers lead to pages: 303 to the page of a thing, or to the page that shows all that is stated about it."""

from __future__ import annotations

from urllib.parse import quote, unquote

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from graph.errors import BadParameter, NotFound
from graph.text.pasted import pasted
from graph.things import KINDS
from views.shown import statements as shapes
from views.web.here import with_params
from views.web.negotiation import in_form_asked
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
    iri = pasted(request.args.get("iri", ""))
    if not iri:
        raise BadParameter("iri", "Name the thing, for instance ?iri=http://data.europa.eu/eli/reg/2016/679/oj.")
    other = _other_scheme(iri)
    if other and not _is_stated(iri) and _is_stated(other):
        return redirect(with_params(iri=other), 303)
    return _statements(iri)


def _other_scheme(iri: str) -> str:
    """The same with http in place of https, or the other way; an identifier has one of them, people copy either."""
    scheme, mark, rest = iri.partition("://")
    return {"https": "http", "http": "https"}.get(scheme, "") + mark + rest if mark else ""


def _is_stated(iri: str) -> bool:
    return bool(answer("thing-statements", {"thing": iri}).rows or answer("thing-mentions", {"thing": iri}).rows)


def _see(path: str) -> Redirect:
    response = redirect(in_form_asked(f"{request.script_root}{path}"), 303)
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
