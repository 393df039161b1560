"""One query from outside, answered; JSON results say in a `meta` member how far to trust them."""

from __future__ import annotations

import dataclasses
import io
import json
import time
from collections.abc import Callable
from weakref import WeakKeyDictionary

from graph.ask.answer import ask
from graph.ask.hints import prefix_hints, term_hints
from graph.ask.normal import normalised
from graph.errors import BadQuery, OpenPlazaError
from graph.store.conform import is_repeatable
from graph.store.evaluator import Evaluated
from graph.store.federate import federated
from views.service import abandoned, service
from views.sources import Opened
from views.sparql_protocol import RESULTS_JSON, Asked

# What is left for the evaluation when the endpoints that a query calls took all the time: enough to say so.
LEAST_S = 0.01
TERMS = "sparql-terms"
NO = b'"boolean":false}'

Gone = Callable[[], bool]

# Weak, so that a revision nobody asks any more can be forgotten.
_terms: WeakKeyDictionary[Opened, frozenset[str]] = WeakKeyDictionary()


def opened(asked: Asked) -> Opened:
    """The revision that is asked: the named one, or the current one. Raises NotFound, NoRevision or Damaged."""
    here = service()
    return here.now() if asked.revision is None else here.at(asked.revision)


def evaluated(here: Opened, asked: Asked, media_type: str) -> Evaluated:
    """The answer of the revision `here` as `media_type`, from memory when it was asked before.

    JSON results end with a `meta` member. Raises what the evaluator raises; a BadQuery carries its hints.
    """
    query = asked.query or ""
    led = False

    def work(gone: Gone) -> Evaluated:
        nonlocal led
        led = True
        settings = service().settings
        limit_s = min(asked.timeout_s or settings.query_timeout_s, settings.query_timeout_s)
        started = time.monotonic()
        text = federated(query, settings, limit_s, gone)
        # Passed on without a name, so that the body has one holder.
        return _with_meta(
            here.evaluator.evaluate(
                text,
                media_type,
                timeout_s=limit_s if text == query else max(limit_s - (time.monotonic() - started), LEAST_S),
                default_graphs=asked.default_graphs,
                named_graphs=asked.named_graphs,
                abandoned=gone,
            ),
            query,
            here,
        )

    key = (here.revision.number, normalised(query), media_type, asked.default_graphs, asked.named_graphs)
    keep = is_repeatable(query)
    try:
        try:
            return service().answers.get(key, work, abandoned(), limit_s=asked.timeout_s, keep=keep)
        except BadQuery:
            # Whoever asked first may have laid the text out otherwise: a position is told for one's own text.
            if led:
                raise
            return work(abandoned() or _never)
    except BadQuery as bad:
        bad.hints = hints_for_mistake(query, here)
        raise


def _never() -> bool:
    return False


def _with_meta(found: Evaluated, query: str, here: Opened) -> Evaluated:
    if found.media_type != RESULTS_JSON:
        return found
    told: dict[str, object] = {
        "revision": here.revision.number,
        "complete": found.complete,
        "limit_applied": found.limit_applied,
        "rows": found.rows,
    }
    if (found.rows == 0 or found.body.endswith(NO)) and (hints := hints_for_nothing(query, here)):
        told["hints"] = list(hints)
    tail = b',"meta":' + json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"}"
    # io.BytesIO shares the bytes it is given, and changes them in place once nobody else holds them: no second copy.
    sink = io.BytesIO(found.body)
    found = dataclasses.replace(found, body=b"")
    sink.seek(-1, io.SEEK_END)
    sink.write(tail)
    return dataclasses.replace(found, body=sink.getvalue())


def hints_for_nothing(query: str, here: Opened) -> tuple[str, ...]:
    """What may be meant by a query that found nothing."""
    return tuple(term_hints(query, _known(here)))


def hints_for_mistake(query: str, here: Opened) -> tuple[str, ...]:
    """What may be meant by a query that does not parse."""
    return (*prefix_hints(query), *hints_for_nothing(query, here))


def _known(here: Opened) -> frozenset[str]:
    """The terms of our vocabularies, looked up once a revision."""
    if here not in _terms:
        try:
            found = ask(here.store, service().catalogue[TERMS])
        except OpenPlazaError:
            # A hint is a help; that there is none must not become a failure of its own.
            return frozenset()
        _terms[here] = frozenset(str(row["term"]) for row in found.rows)
    return _terms[here]
