"""One page for each shape and each rule of inference: what facts must have, and what follows from them."""

from __future__ import annotations

from flask import Blueprint, Response

from graph.ask.answer import Answer
from graph.errors import NotFound
from graph.lexicon.questions import rules
from graph.lexicon.shapes import SHAPE, PropertyShape, shapes
from graph.lexicon.versions import RULE
from graph.terms import DCTERMS, OP, RDFS
from graph.text.messages import N_
from views.shown.computed import Value, computed_answer
from views.shown.statements import short
from views.shown.values import Fact, Hyperlink, TableRow
from views.terms import rows as told
from views.terms.addresses import term_href
from views.terms.show import primary_topic
from views.terms.since import removed, since
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, service

blueprint = Blueprint("checks", __name__)


@blueprint.get("/ontology/shapes/<name>")
@takes()
def shape(name: str) -> Response:
    """A check of the facts: what it asks, of how many things, and what it says. Raises NotFound."""
    found = shapes().get(name)
    if found is None:
        removed(SHAPE + name)
        raise NotFound(N_("There is no shape named '%(name)s'. The ontology page lists them.", name=name))
    uses, changed = _uses(found), since(found.iri)
    return page(
        "terms/shape.html",
        answers={"shape": _as_answer(found), **({"uses": uses} if uses else {}), **changed.answers},
        computed=primary_topic(found.iri, found.triples + changed.triples),
        shape=found,
        facts=[*told.shape_facts(found), *changed.facts],
        uses=_counted(uses) if uses else [],
        **changed.context,
    )


def _uses(found: PropertyShape) -> Answer | None:
    """How many things the shape looks at; None where it looks at none by their class, or at a path of properties."""
    if not found.classes or len(found.path) != 1:
        return None
    return answer("terms-shape-uses", {"classes": list(found.classes), "property": found.path[0]})


def _counted(uses: Answer) -> list[TableRow]:
    return [
        {
            "class": Hyperlink(str(row["class_label"] or short(str(row["class"]))), term_href(str(row["class"]))),
            "things": f"{int(str(row['things'])):,}",
            "with": f"{int(str(row['with_property'])):,}",
        }
        for row in uses.rows
    ]


def _as_answer(found: PropertyShape) -> Answer:
    row: dict[str, Value] = {
        "shape": found.iri, "label": found.label, "path": " ".join(found.path), "classes": " ".join(found.classes),
        "least": found.least, "most": found.most, "kind": found.kind, "message": found.message,
    }  # fmt: skip
    return computed_answer("shape", N_("What does this shape ask?"), tuple(row), [row])


@blueprint.get("/ontology/rules/<name>")
@takes()
def rule(name: str) -> Response:
    """A rule of inference: what it says, its text, and what it made in this revision. Raises NotFound."""
    iri = f"{service().settings.base_iri}id/inference-rules/{name}"
    stated = answer("thing-statements", {"thing": iri})
    words = told.StatedWords(stated.rows)
    file = words.english(OP + "file")
    if not file:
        removed(RULE + name)
        raise NotFound(N_("There is no rule named '%(name)s'. The ontology page lists them.", name=name))
    made, examples = answer("terms-rule-made", {"rule": iri}), answer("terms-rule-examples", {"rule": iri})
    statements = sum(int(str(row["statements"])) for row in made.rows)
    changed = since(RULE + name)
    return page(
        "terms/rule.html",
        answers={"made": made, "statements": stated, "examples": examples, **changed.answers},
        topic=iri,
        computed=lambda _: changed.triples,
        label=words.english(RDFS + "label"),
        definition=words.english(DCTERMS + "description"),
        facts=[
            Fact(N_("Identifier"), iri),
            Fact(N_("Stands in"), file),
            Fact(N_("Statements made"), f"{statements:,}"),
            *changed.facts,
        ],
        text=rules().get(name, ""),
        made=_made(made),
        examples=told.examples(examples.rows),
        **changed.context,
    )


def _made(found: Answer) -> list[TableRow]:
    return [
        {
            "property": Hyperlink(str(row["property_label"] or short(iri)), term_href(iri)),
            "things": f"{int(str(row['things'])):,}",
            "statements": f"{int(str(row['statements'])):,}",
        }
        for row in found.rows
        for iri in [str(row["property"])]
    ]
