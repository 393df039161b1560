"""Identifiers lead to pages: 303 to the page of a thing, or to the page that shows all that is stated about it."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlencode

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Redirect

from graph.errors import BadParameter, NotFound
from graph.text.messages import N_
from graph.text.pasted import pasted
from graph.things import KINDS
from views.shown import statements as shapes
from views.web.here import with_params
from views.web.negotiation import HTML, SUFFIXES, WITHOUT_GRAPHS, wanted
from views.web.pages import page
from views.web.parameters import checks_itself, takes
from views.web.service import answer, service
from views.web.sharing import link_forms

blueprint = Blueprint("identifiers", __name__)

PAGES = frozenset((*(kind.page for kind in KINDS if kind.page == kind.collection), "contributions"))
"""Contributions are told of the things of the graph and are none of their kinds, but have pages as these do."""


@blueprint.get("/id/<path:name>")
@checks_itself
def follow(name: str) -> Redirect:
    """303 from the identifier of a thing to what describes it, in the form asked for."""
    collection, _, rest = name.partition("/")
    if name == "partnership":
        return _see("/partnership")
    if collection == "inference-rules":
        return _see(f"/ontology/rules/{quote(rest)}")
    if collection in PAGES and rest:
        return _see(f"/{collection}/{quote(rest, safe='/:')}")
    return _see(f"/data/{quote(name, safe='/:')}")


@blueprint.get("/concept/<scheme>/<slug>")
@checks_itself
def concept(scheme: str, slug: str) -> Redirect:
    """303 from a coded value to its page."""
    return _see(f"/ontology/{quote(scheme)}/{quote(slug)}")


@blueprint.get("/concept/<scheme>")
@checks_itself
def scheme(scheme: str) -> Redirect:
    """303 from a vocabulary's identifier to its page."""
    return _see(f"/ontology/{quote(scheme)}")


@blueprint.get("/shapes")
@checks_itself
def shape_list() -> Redirect:
    """303 from the identifiers of shapes, which differ after their `#`: to their list; for programs to their file."""
    place = "/ontology#shapes" if wanted(request) == HTML else "/ontology/shapes.ttl"
    return redirect(f"{request.script_root}{place}", 303)


@blueprint.get("/graph/<path:name>")
@blueprint.get("/row/<path:name>")
@checks_itself
def inside(name: str) -> Redirect:
    """303 from a graph or a row to all that is stated about it."""
    kind = request.path.split("/")[1]
    return _see("/data", urlencode({"iri": f"{service().settings.base_iri}{kind}/{name}"}))


@blueprint.get("/data/<path:name>")
@takes()
def show(name: str) -> Response:
    """All statements about one of our things, both ways, each with the graph it stands in."""
    return _statements(f"{service().settings.base_iri}id/{name}")


@blueprint.get("/data")
@takes("iri")
def any_() -> Response | Redirect:
    """The same for any identifier in the graph, given as `iri`."""
    iri = pasted(request.args.get("iri", ""))
    if not iri:
        raise BadParameter("iri", N_("Name the thing, for instance ?iri=http://data.europa.eu/eli/reg/2016/679/oj."))
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


def _see(place: str, query: str = "") -> Redirect:
    """303 to the page at `place` in the form asked for; the header Link names its RDF forms.

    What else the request asks for is asked of that page.
    """
    asked = "&".join(filter(None, (query, request.query_string.decode(errors="replace"))))
    root, end = request.script_root, f"?{asked}" if asked else ""
    forms = {media_type: f"{root}{place}{suffix}{end}" for suffix, media_type in SUFFIXES.items()}
    response = redirect(forms.get(wanted(request), f"{root}{place}{end}"), 303)
    response.vary.add("Accept")
    link_forms(response, [(each, forms[each]) for each in WITHOUT_GRAPHS], "describedby")
    return response


def _statements(iri: str) -> Response:
    about = answer("thing-statements", {"thing": iri})
    mentions = answer("thing-mentions", {"thing": iri})
    if not about.rows and not mentions.rows:
        raise NotFound(N_("The graph states nothing about %(thing)s.", thing=unquote(iri)))
    rows = answer("thing-rows", {"thing": iri})
    base = service().settings.base_iri
    return page(
        "site/identifier.html",
        answers={"statements": about, "mentions": mentions, "rows": rows},
        topic=iri,
        iri=iri,
        title=shapes.title(iri, about.rows, base),
        name=iri.removeprefix(f"{base}id/") if iri.startswith(f"{base}id/") and "#" not in iri else "",
        own_page=shapes.own_page(iri, about.rows, base, PAGES),
        statements=shapes.statements(about.rows, base),
        mentions=shapes.mentions(mentions.rows, base),
        sources=shapes.sources(rows.rows, base),
    )
