"""What the data and the service are, told to machines: service description with VoID, catalogue entry with DCAT."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence

from cachetools import LRUCache
from flask import Blueprint, Response, redirect, request, url_for
from rdflib import XSD, Graph, Literal, URIRef
from werkzeug.exceptions import NotAcceptable
from werkzeug.wrappers import Response as Redirect

from graph.ask.binding import Given, bind
from graph.terms import PREFIXES
from graph.text.languages import ENGLISH
from graph.text.messages import N_
from views.shown.site import site
from views.sparql.protocol import TRIPLE_NAMES
from views.web.negotiation import ENVIRON_KEY, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, best
from views.web.revisions_open import Opened
from views.web.service import has_partnership, service

blueprint = Blueprint("descriptions", __name__)

SD = "http://www.w3.org/ns/sparql-service-description#"
# https://www.w3.org/TR/sparql11-service-description/#sd-features
UNION, FEDERATED = SD + "UnionDefaultGraph", SD + "BasicFederatedQuery"
FORMS = {TURTLE: "turtle", JSON_LD: "json-ld", RDF_XML: "xml", N_TRIPLES: "nt"}
SPACES = {
    **PREFIXES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": SD,
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}
BYTE_SIZE = URIRef("http://www.w3.org/ns/dcat#byteSize")
KEPT = 32
# Programs are told in English what the data are about, where the site does not say it itself.
WITHOUT = "What European cities practise for security in public spaces, and what EU law allows."
WITH_PARTNERSHIP = (
    "What European cities practise for security in public spaces, what the Partnership decided, and what EU law allows."
)

Part = tuple[str, Mapping[str, Given]]

# One description a revision, address and form: counting the whole graph is work that need not be repeated.
_made: LRUCache[tuple[str, ...], bytes] = LRUCache(KEPT)
# Counting may take long, so the catalogue entry does not wait for it.
_making = {"void": threading.Lock(), "dcat": threading.Lock()}


@blueprint.get("/.well-known/void")
def void() -> Redirect:
    """303 to the description of the dataset and the service (https://www.w3.org/TR/void/#well-known)."""
    names = {media_type: name for name, media_type in TRIPLE_NAMES.items()}
    return redirect(url_for("sparql.list_", format=names[_wanted()]), 303)


@blueprint.get("/dcat")
def dcat() -> Response:
    """The current revision as an entry of a catalogue of datasets (https://www.w3.org/TR/vocab-dcat-3/)."""
    here, media_type = service().now(), _wanted()
    return _response(here, "dcat", _entry(here), media_type, media_type)


def described(here: Opened, content_type: str, media_type: str) -> Response:
    """The description of the service and of the revision `here`, written as `media_type`, called `content_type`."""
    return _response(here, "void", _service(here), content_type, media_type)


def _wanted() -> str:
    offered = list(FORMS)
    asked = request.environ.get(ENVIRON_KEY)
    found = asked if asked else best(request.headers.get("Accept", ""), offered)
    if found not in offered:
        raise NotAcceptable(N_("This address answers as %(names)s.", names=", ".join(offered)))
    return str(found)


def _response(here: Opened, kind: str, parts: Sequence[Part], content_type: str, media_type: str) -> Response:
    key = (str(here.revision.path), here.revision.manifest.created, media_type, json.dumps(parts))
    with _making[kind]:
        body = _made.get(key)
        if body is None:
            body = _made[key] = _written(here, parts, media_type)
    charset = "; charset=utf-8" if content_type.startswith("text/") else ""
    response = Response(body, content_type=f"{content_type}{charset}")
    response.headers["Complete"] = "?1"
    response.headers["Dataset-Revision"] = str(here.revision.number)
    response.vary.add("Accept")
    return response


def _written(here: Opened, parts: Sequence[Part], media_type: str) -> bytes:
    """What the questions construct, as one document."""
    catalogue = service().catalogue
    written = b"".join(here.store.construct(bind(catalogue[name], values), N_TRIPLES) for name, values in parts)
    # In order, so that every process writes the same bytes.
    lines = sorted(set(written.splitlines()))
    graph = Graph(bind_namespaces="none")
    for prefix, space in SPACES.items():
        graph.bind(prefix, space)
    graph.parse(data=b"\n".join(lines), format="nt")
    for file, size in list(graph.subject_objects(BYTE_SIZE)):
        # An engine may write any whole number as xsd:integer; DCAT asks for this datatype.
        graph.set((file, BYTE_SIZE, Literal(str(size), datatype=XSD.nonNegativeInteger)))
    if media_type == JSON_LD:
        return graph.serialize(format="json-ld", context=SPACES, indent=1, encoding="utf-8")
    return graph.serialize(format=FORMS[media_type], encoding="utf-8")


def _service(here: Opened) -> list[Part]:
    federated = [FEDERATED] if service().settings.service_endpoints else []
    endpoint, number = _endpoint(), here.revision.number
    dataset = {"dataset": f"{endpoint}#dataset"}
    dumps = [_file(number, name) for name in _files(here)[:1]]
    about: Mapping[str, Given] = {
        "endpoint": endpoint,
        "home": request.url_root,
        "catalogue": url_for("descriptions.dcat", _external=True),
        "dump": dumps,
        "features": [UNION, *federated],
        "number": str(number),
        "created": here.revision.manifest.created,
        **_named(),
    }
    counted = [(name, dataset) for name in ("void-statistics", "void-classes", "void-properties")]
    return [("void-description", about), *counted]


def _entry(here: Opened) -> list[Part]:
    revision, manifest = here.revision, here.revision.manifest
    endpoint, page = _endpoint(), url_for("revisions.show", number=revision.number, _external=True)
    about = {
        "catalogue": url_for("descriptions.dcat", _external=True),
        "home": request.url_root,
        "endpoint": endpoint,
        "number": str(revision.number),
        "revision_page": page,
        "created": manifest.created,
        "publisher": service().settings.publisher,
        **_named(),
    }
    files = [
        {
            "dataset": f"{endpoint}#dataset",
            "file": _file(revision.number, name),
            "page": page,
            "title": name,
            "bytes": str((revision.path / name).stat().st_size),
            "sha256": manifest.files[name],
            "created": manifest.created,
        }
        for name in _files(here)
    ]
    return [("dcat-catalogue", about), *(("dcat-distribution", each) for each in files)]


def _named() -> dict[str, Given]:
    """What the site calls itself and its data, each with its language."""
    own = site()
    language = own.language or ENGLISH
    words = WITH_PARTNERSHIP if has_partnership() else WITHOUT
    about, said_in = (own.intro, language) if own.intro else (words, ENGLISH)
    return {"site": own.name, "site_language": language, "about": about, "about_language": said_in}


def _endpoint() -> str:
    return url_for("sparql.list_", _external=True)


def _files(here: Opened) -> list[str]:
    """The files of the revision that can be downloaded; none where the data is kept in a store elsewhere."""
    return [name for name in sorted(here.revision.manifest.files) if (here.revision.path / name).is_file()]


def _file(number: int, name: str) -> str:
    return url_for("revisions.file", number=number, name=name, _external=True)
