"""Typed links for programs (https://signposting.org/FAIR/): what a page is about, how it is cited, where its data is.

A link stands where it is true. The licence stands on every answer (`sharing`); an author is left out, because no
address names who answers for the site.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, g, request, url_for
from werkzeug.wrappers import Response as Sent

from graph.terms import SCHEMA
from graph.things import KINDS
from views.languages.address import site_root
from views.web.here import same_query
from views.web.negotiation import HTML, JSON_LD, RDF_FORMS, SUFFIXES, TURTLE
from views.web.service import asked, service
from views.web.sharing import LONGEST_QUERY, link_to

ABOUT_PAGE, DATASET = f"{SCHEMA}AboutPage", f"{SCHEMA}Dataset"
DESCRIBING = (TURTLE, JSON_LD)
_CLASSES = {kind.collection: kind.iri for kind in KINDS if kind.collection != "laws"}


def register(app: Flask) -> None:
    """Give every answer about one thing its links: pages leave its identifier in `g.topic`."""

    @app.after_request
    def signpost(response: Response) -> Response:
        topic = str(g.get("topic", ""))
        if topic and response.status_code == 200 and len(request.query_string) <= LONGEST_QUERY:
            _signpost_thing(response, topic, response.mimetype or "")
        return response


def _signpost_thing(response: Response, topic: str, media_type: str) -> None:
    """The links of a page about one thing, and of its data; an act is named by others, so it is not cited as ours."""
    path = request.path.rstrip("/")
    ours = topic.startswith(service().settings.base_iri)
    if media_type == HTML:
        _add(response, ABOUT_PAGE, "type")
        for kind in filter(None, [_class_of(topic)]):
            _add(response, kind, "type")
        data = f"{site_root()}{path}"
        for suffix, form in SUFFIXES.items():
            if form in DESCRIBING:
                response.headers.add("Link", link_to(same_query(f"{data}{suffix}"), "describedby", form))
    elif media_type in RDF_FORMS:
        response.headers.add("Link", link_to(same_query(f"{request.script_root}{path}"), "describes", HTML))
    else:
        return
    if topic.startswith(("https://", "http://")):
        _add(response, topic, "cite-as" if ours else "about")
    number = asked().revision.number
    response.headers.add("Link", link_to(url_for("revisions.show", number=number), "collection", HTML))


def signpost_dataset(response: Sent, address: str, files: Iterable[str]) -> None:
    """The links of the page of a revision, which is cited by its `address`; `files` are the paths of its data."""
    for kind in (ABOUT_PAGE, DATASET):
        _add(response, kind, "type")
    _add(response, address, "cite-as")
    response.headers.add("Link", link_to(url_for("descriptions.dcat"), "describedby", TURTLE))
    for path in files:
        _add(response, path, "item")


def signpost_file(response: Sent, page: str) -> None:
    """The link from a file of a revision to the page of the revision."""
    response.headers.add("Link", link_to(page, "collection", HTML))


def _class_of(topic: str) -> str | None:
    start = f"{service().settings.base_iri}id/"
    return _CLASSES.get(topic.removeprefix(start).partition("/")[0]) if topic.startswith(start) else None


def _add(response: Sent, address: str, relation: str) -> None:
    response.headers.add("Link", link_to(address, relation))
