"""One page for each class, property and concept: what it means and how this revision uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for

from graph.ask.answer import Answer
from graph.ask.triples import n_triples
from graph.errors import NotFound
from graph.lexicon.questions import questions_about, rules_about
from graph.lexicon.shapes import shapes
from graph.store import Cell
from graph.terms import FOAF, OP, RDF, RDFS, SKOS
from graph.text.messages import N_
from views.shown.statements import short
from views.shown.values import Fact, Hyperlink
from views.terms import rows as told
from views.terms.addresses import concept_named, rule_href, term_iri
from views.terms.mapped import mappings
from views.terms.since import removed, since
from views.web.here import whole_address
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, service

blueprint = Blueprint("terms", __name__)

# A page shows so many of the rows that use a concept; its other forms have all.
MOST_ROWS = 100


@blueprint.get("/ontology/terms/<name>")
@takes()
def term(name: str) -> Response:
    """A class or a property: NAME for one of ours, PREFIX:NAME for one of another vocabulary. Raises NotFound."""
    iri = term_iri(name)
    stated = answer("thing-statements", {"thing": iri}) if iri else None
    on, having = _used(iri) if iri else (None, None)
    if stated is None or on is None or having is None or not (stated.rows or on.rows or having.rows):
        removed(iri)
        raise NotFound(N_("The ontology has no term named '%(name)s'. The ontology page lists them.", name=name))
    words = told.StatedWords(stated.rows)
    is_class = bool(on.rows) or any(cell.value.endswith("#Class") for cell, _ in words.cells(RDF + "type"))
    return _class(iri, words, stated, on) if is_class else _property(iri, words, stated, having)


def _used(iri: str) -> tuple[Answer, Answer]:
    return answer("terms-class-properties", {"class": iri}), answer("terms-property-classes", {"property": iri})


def _class(iri: str, words: told.StatedWords, stated: Answer, properties: Answer) -> Response:
    examples = answer("terms-class-examples", {"class": iri})
    things = max(
        (int(str(row["things"])) for row in properties.rows if str(row["property"]) == RDF + "type"), default=0
    )
    about = [each for each in shapes().values() if each.is_about(iri)]
    return _page(
        iri,
        words,
        {"properties": properties, "statements": stated, "examples": examples},
        kind=N_("Class"),
        drawn=iri.startswith(OP) and url_for("classes.show", about=iri.removeprefix(OP)),
        facts=told.term_facts(words, iri, things),
        properties=told.class_properties(properties.rows, iri, shapes().values()),
        examples=told.examples(examples.rows),
        shapes=told.shape_links(about),
    )


def _property(iri: str, words: told.StatedWords, stated: Answer, classes: Answer) -> Response:
    where = answer("terms-property-graphs", {"property": iri})
    examples = answer("terms-property-examples", {"property": iri})
    about = [each for each in shapes().values() if each.is_about(iri)]
    uses = sum(int(str(row["statements"])) for row in where.rows)
    return _page(
        iri,
        words,
        {"classes": classes, "statements": stated, "where": where, "examples": examples},
        kind=N_("Property"),
        facts=told.term_facts(words, iri, uses),
        classes=told.property_classes(classes.rows, iri, about),
        where=told.graphs(where.rows, service().settings.base_iri),
        examples=told.examples(examples.rows),
        shapes=told.shape_links(about),
    )


def _page(iri: str, words: told.StatedWords, answers: dict[str, Answer], facts: list[Fact], **context: Any) -> Response:
    near, changed = answer("terms-near", {"term": iri}), since(iri)
    return page(
        "terms/term.html",
        answers={**answers, "near": near, **changed.answers},
        things=[iri],
        computed=primary_topic(iri, changed.triples),
        iri=iri,
        label=words.english(RDFS + "label") or short(iri),
        definition=words.english(SKOS + "definition"),
        facts=[*facts, *changed.facts],
        near=told.near(near.rows),
        **asking(iri),
        **changed.context,
        **context,
    )


def asking(iri: str) -> dict[str, Any]:
    """The questions and the rules that name a term or a concept, as a template takes them."""
    found = questions_about(service().catalogue, iri)
    return {
        "questions": told.questions(found, request.script_root),
        "behind_pages": sum(each.group == "view" for each in found),
        "rules": [Hyperlink(each.replace("-", " "), rule_href(each), lang="en") for each in rules_about(iri)],
    }


def primary_topic(iri: str, more: bytes = b"") -> Callable[[str], bytes]:
    """What the document of a term says of itself, without all things that point to the term; `more` is N-Triples."""
    return lambda _: n_triples([(whole_address({}), FOAF + "primaryTopic", Cell(iri, "iri"))]) + more


@blueprint.get("/ontology/<scheme>/<slug>")
@takes()
def concept(scheme: str, slug: str) -> Response:
    """A concept of a vocabulary. Raises NotFound."""
    iri = concept_named(scheme, slug)
    stated = answer("thing-statements", {"thing": iri})
    words = told.StatedWords(stated.rows)
    schemes = words.cells(SKOS + "inScheme")
    if not schemes:
        removed(iri)
        raise NotFound(
            N_("The vocabulary '%(scheme)s' has no concept '%(name)s'. Its page lists them.", scheme=scheme, name=slug)
        )
    near = answer("terms-concept-near", {"concept": iri})
    uses = answer("terms-concept-uses", {"concept": iri})
    used_by = answer("terms-concept-rows", {"concept": iri})
    mapped, changed = answer("terms-concept-mappings", {"concept": iri}), since(iri)
    home = Hyperlink(schemes[0][1] or scheme, f"{request.script_root}/ontology/{scheme}")
    things = {(str(row["thing"]), str(row["property"])) for row in used_by.rows}
    return page(
        "terms/concept.html",
        answers={
            "rows": used_by,
            "statements": stated,
            "near": near,
            "uses": uses,
            "mappings": mapped,
            **changed.answers,
        },
        topic=iri,
        computed=lambda _: changed.triples,
        iri=iri,
        label=words.english(RDFS + "label", SKOS + "prefLabel") or slug,
        definition=words.english(SKOS + "definition"),
        scheme=home,
        facts=[*told.concept_facts(words, iri, home, len(things)), *changed.facts],
        names=told.names(words),
        near=[(title, found) for title, name in NEAR if (found := told.around(near.rows, name))],
        mappings=mappings(mapped.rows),
        uses=told.concept_uses(uses.rows),
        used_by=told.examples(used_by.rows[:MOST_ROWS]),
        more=max(0, len(used_by.rows) - MOST_ROWS),
        **asking(iri),
        **changed.context,
    )


NEAR = ((N_("Broader concepts"), "broader"), (N_("Narrower concepts"), "narrower"), (N_("Related concepts"), "related"))
