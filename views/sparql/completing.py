"""What may be written at a place of a query, for the editor and for programs, as JSON."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, jsonify, request

from graph.completion.index import completion_of
from graph.completion.offers import CompletionOffer, classes_of_value_at, offers
from graph.completion.position import Position, position
from graph.completion.table import CompletionTable
from graph.errors import TooLarge
from graph.search.finding import find
from graph.search.index import index_of
from graph.search.things import IndexedThing
from graph.text.languages import ENGLISH
from graph.text.messages import N_, name_words
from graph.things import BY_CLASS, BY_PLURAL
from views.languages.told import told as in_language
from views.web.parameters import takes
from views.web.service import asked, service
from views.web.trust_headers import told

blueprint = Blueprint("completing", __name__)

MOST_OFFERED, MOST_THINGS, SHORTEST = 60, 12, 2


@blueprint.route("/sparql/complete", methods=["GET", "POST"])
@takes("before", "after")
def complete() -> Response:
    """What may stand between `before` and `after`, the two parts of a query: the best sixty offers, and how many more.

    `typed` tells how many UTF-16 units before the place an offer replaces.
    """
    started, here = time.perf_counter(), asked()
    before, after = request.values.get("before", ""), request.values.get("after", "")
    limit = service().settings.max_query_kb
    if len((before + after).encode()) > limit * 1024:
        raise TooLarge(N_("A query may be %(number)s kB long.", number=limit))
    at = position(before, after)
    table = completion_of(here.revision, lambda: here.store)
    found = offers(at, table)
    things = _things(at, table, {each.iri for each in found})
    typed = at.phrase if at.names_thing else at.typed
    response = jsonify({
        "meta": {"revision": here.revision.number},
        "place": at.place,
        "typed": units(typed),
        "offers": [*map(_told, [*found, *things][:MOST_OFFERED])],
        "left_out": max(0, len(found) + len(things) - MOST_OFFERED),
    })  # fmt: skip
    return told(response, here.revision.number, True, None, (time.perf_counter() - started) * 1000)


def _things(at: Position, table: CompletionTable, known: set[str]) -> list[CompletionOffer]:
    """The things that the words at the place name in any language, of the classes that the property leads to."""
    if not at.names_thing or len(at.phrase) < SHORTEST:
        return []
    classes = classes_of_value_at(at, table)
    kinds = list(dict.fromkeys(BY_CLASS[each].plural for each in classes if each in BY_CLASS))
    if classes and not kinds:
        return []
    here = asked()
    index = index_of(here.revision, lambda: here.store)
    found = find(index, at.phrase, kinds, MOST_THINGS, counted=False, growing=True)
    return [_thing(hit.thing) for hit in found.hits if hit.thing.iri not in known]


def _thing(thing: IndexedThing) -> CompletionOffer:
    label = name_words(thing.label, thing.iri) if thing.lang in ("", ENGLISH) else thing.label
    return CompletionOffer(label, f"<{thing.iri}>", "thing", BY_PLURAL[thing.kind].label, iri=thing.iri)


def _told(each: CompletionOffer) -> dict[str, Any]:
    return {
        "label": str(in_language(each.label)),
        "insert": each.insert,
        "sort": each.sort,
        "detail": str(in_language(each.detail)),
        "info": str(in_language(each.info)),
        "prefix": each.prefix,
        "namespace": each.namespace,
    }


def units(text: str) -> int:
    """The length that a script counts."""
    return len(text.encode("utf-16-le")) // 2
