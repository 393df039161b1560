"""One query from outside, answered; JSON results say in a `meta` member how far to trust them."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from graph.errors import BadQuery
from graph.evaluate.evaluated import Evaluated
from graph.evaluate.pending import PendingEvaluation
from graph.remote.service_clause import federated
from graph.sparql.conform import is_repeatable
from graph.sparql.normal import normalised
from graph.sparql.reading import Reading
from views.sparql.hinting import hints_for_mistake, hints_on
from views.sparql.protocol import RESULTS_JSON, QueryRequest
from views.web.revisions_open import Opened
from views.web.service import Service, service

# What is left for the evaluation when the endpoints that a query calls took all the time: enough to say so.
LEAST_S = 0.01
# Where the front door puts a `Question` whose evaluation is pending into the environment of a request.
PENDING = "openplaza.pending"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

Gone = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class EndpointQuestion:
    """One query put to one revision, and the media type that the engine writes its answer in.

    `pending` is its evaluation when the front door has begun it.
    """

    service: Service
    here: Opened
    asked: QueryRequest
    query: Reading
    media_type: str
    pending: PendingEvaluation | None = None

    @property
    def limit_s(self) -> float:
        """The seconds that this query may take."""
        limit_s = self.service.settings.query_timeout_s
        return min(self.asked.timeout_s or limit_s, limit_s)

    def key(self) -> Hashable:
        """All that the answer depends on."""
        asked = self.asked
        number = self.here.revision.number
        return number, normalised(self.query), self.media_type, asked.default_graphs, asked.named_graphs

    def work(self, gone: Gone) -> Evaluated:
        """The answer, worked out anew, with its `meta`; raises what the evaluator raises."""
        if self.pending is not None:
            return with_meta(self.pending.wait(self.limit_s, gone), self)
        query, limit_s, started = self.query, self.limit_s, time.monotonic()
        text = federated(query.text, self.service.settings, limit_s, gone)
        # Passed on without a name, so that the body has one holder.
        return with_meta(
            self.here.evaluator.evaluate(
                text,
                self.media_type,
                timeout_s=limit_s if text == query.text else max(limit_s - (time.monotonic() - started), LEAST_S),
                default_graphs=self.asked.default_graphs,
                named_graphs=self.asked.named_graphs,
                abandoned=gone,
            ),
            self,
        )


def opened(asked: QueryRequest) -> Opened:
    """The revision that is asked: the named one, or the current one. Raises NotFound, NoRevision or Damaged."""
    here = service()
    return here.now() if asked.revision is None else here.at(asked.revision)


def evaluated(question: EndpointQuestion, gone: Gone | None) -> Evaluated:
    """The answer of a question, from memory when it was asked before.

    JSON results have a `meta` member. Raises what the evaluator raises; a BadQuery carries its hints.
    """
    led = False

    def work(gone: Gone) -> Evaluated:
        nonlocal led
        led = True
        return question.work(gone)

    keep = is_repeatable(question.query)
    try:
        try:
            answers, limit_s = question.service.answers, question.asked.timeout_s
            return answers.get(question.key(), work, gone, limit_s=limit_s, keep=keep)
        except BadQuery:
            # Whoever asked first may have laid the text out otherwise: a position is told for one's own text.
            if led:
                raise
            return work(gone or _never)
    except BadQuery as bad:
        bad.hints = hints_for_mistake(question.query, question.here)
        raise


def _never() -> bool:
    return False


def with_meta(found: Evaluated, question: EndpointQuestion) -> Evaluated:
    """JSON results with the member that says how far to trust them; any other answer as it is."""
    if found.media_type != RESULTS_JSON:
        return found
    told: dict[str, object] = {
        "revision": question.here.revision.number,
        "complete": found.complete,
        "limit_applied": found.limit_applied,
        "rows": found.rows,
    }
    if hints := hints_on(question.query, question.here, found):
        told["hints"] = [each.message for each in hints]
    return _with_member(found, b'"meta":' + _JSON(told).encode() + b",")


def _with_member(found: Evaluated, member: bytes) -> Evaluated:
    """JSON results with `member`, which ends in a comma, between their head and the rest.

    There every reader takes it: some that read a stream take nothing after the rows, others nothing new in the head.
    """
    # No name of a variable has a brace.
    place = found.body.index(b'},"') + 2
    # io.BytesIO shares the bytes it is given, and changes them in place once nobody else holds them: no second copy.
    sink = io.BytesIO(found.body)
    found = found.with_body(b"")
    sink.seek(0, io.SEEK_END)
    sink.write(member)
    with sink.getbuffer() as whole:
        whole[place + len(member) :] = whole[place : -len(member)]
        whole[place : place + len(member)] = member
    return found.with_body(sink.getvalue())
