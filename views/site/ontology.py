"""What things mean: classes, properties, vocabularies, and the files they come from."""

from __future__ import annotations

import re
from functools import cache

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from graph.errors import NotFound
from graph.lexicon.versions import kept
from graph.settings import ROOT
from graph.terms import CONCEPT, OP
from graph.text.messages import N_
from views.site import ontology_rows as shapes
from views.web.negotiation import ENVIRON_KEY, HTML, JSON, JSON_LD, TURTLE
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer

blueprint = Blueprint("ontology", __name__)

ONTOLOGY = OP.removesuffix("#")
FOLDER = ROOT / "ontology"
FILES = {
    "openplaza.ttl": (TURTLE, N_("The ontology")),
    "context.jsonld": (JSON_LD, N_("The JSON-LD context")),
    "shapes.ttl": (TURTLE, N_("The SHACL shapes")),
}
TERMS = "terms"
# What stands on the page of the ontology, by the part of an address that pages of single ones begin with.
LISTED = {TERMS: "classes", "shapes": "shapes", "rules": "rules"}
_VERSION = re.compile(rf"owl:versionIRI <{re.escape(ONTOLOGY)}/([^>]+)>")


@blueprint.get("/ontology", endpoint="list_")
@takes()
def list_() -> Response:
    """Every class and property with what it means and how often it is used; every vocabulary."""
    terms, uses, schemes = answer("ontology-terms"), answer("ontology-uses"), answer("ontology-schemes")
    rules = answer("terms-rules")
    counted = shapes.counted(uses.rows)
    found = shapes.terms(terms.rows, counted)
    return page(
        "site/ontology.html",
        answers={"terms": terms, "uses": uses, "schemes": schemes, "rules": rules},
        topic=ONTOLOGY,
        things=[each["iri"] for each in found],
        classes=[each for each in found if each["kind"] == "class"],
        properties=[each for each in found if each["kind"] == "property"],
        reused=shapes.reused(uses.rows),
        schemes=shapes.schemes(schemes.rows),
        shapes=shapes.shapes(),
        rules=shapes.rules(rules.rows),
        files=[{"name": name, "label": label} for name, (_, label) in FILES.items() if (FOLDER / name).is_file()],
    )


@blueprint.get("/ontology/<name>")
@takes()
def scheme(name: str) -> Response | Redirect:
    """The concepts of one vocabulary; one of the files, by its name; or the ontology, by its version."""
    media_type = request.environ.get(ENVIRON_KEY)
    for file, (form, _) in FILES.items():
        if form == media_type and file.rpartition(".")[0] == name:
            return _file(file)
    if name == TERMS and media_type == JSON:
        return _terms()
    if name == _version():
        return _file("openplaza.ttl")
    if name in kept():
        return _file(f"versions/{name}/openplaza.ttl")
    if name in LISTED and media_type in (None, HTML):
        return redirect(url_for("ontology.list_", _anchor=LISTED[name]), 303)
    iri = f"{CONCEPT}{name}"
    concepts = answer("ontology-concepts", {"scheme": iri})
    schemes = answer("ontology-schemes")
    about = [each for each in shapes.schemes(schemes.rows) if each["iri"] == iri]
    if not about:
        raise NotFound(N_("There is no vocabulary named '%(name)s'. The ontology page lists them.", name=name))
    return page(
        "site/scheme.html",
        answers={"concepts": concepts, "schemes": schemes},
        topic=iri,
        things=[str(row["concept"]) for row in concepts.rows],
        about=about[0],
        concepts=shapes.concepts(concepts.rows),
    )


@cache
def _version() -> str:
    """What the ontology's `owl:versionIRI` ends in; nothing where it has none."""
    found = _VERSION.search((FOLDER / "openplaza.ttl").read_text(encoding="utf-8"))
    return found[1] if found else ""


def _terms() -> Response:
    """The terms that the query editor completes."""
    words = shapes.words(answer("ontology-terms").rows, answer("ontology-uses").rows)
    response = jsonify(words)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _file(name: str) -> Response:
    path = FOLDER / name
    if not path.is_file():
        raise NotFound(N_("The file %(name)s is not part of this release.", name=name))
    response = Response(path.read_bytes(), mimetype=FILES[path.name][0])
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.add_etag()
    response.make_conditional(request)
    return response
