"""What a request asks to keep: a question of the catalogue with its values, or a query of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import g, request
from werkzeug.datastructures import MultiDict

from graph.ask import bind, resolved
from graph.errors import BadParameter
from graph.evaluate.evaluated import Evaluated
from graph.results.making import ResultRequest, must_be_repeatable
from graph.sparql.reading import Reading, read
from graph.text.messages import N_, joined
from graph.text.nearest import meant
from views.site.query_rows import given
from views.sparql import protocol
from views.sparql.protocol import FORM, IncomingRequest, QueryRequest
from views.web.negotiation import HTML
from views.web.parameters import ADDED_ON_THE_WAY, REVISION, TRUNCATE, takes_words
from views.web.revisions_open import Opened
from views.web.service import abandoned, service

QUESTION, QUERY, FORMAT, TIMEOUT = "question", "query", "format", "timeout"
OF_QUERIES = (QUERY, FORMAT, REVISION, TIMEOUT, "default-graph-uri", "named-graph-uri")


@dataclass(frozen=True, slots=True)
class KeepRequest:
    """What is to be kept, the revision that is asked, and the seconds that the client gives it."""

    wanted: ResultRequest
    here: Opened
    timeout_s: float | None

    def evaluated(self) -> Evaluated:
        """The answer; raises what the evaluator raises."""
        return evaluated(self.wanted, self.here, self.timeout_s)


def to_keep(question: str = "", query: str = "") -> list[tuple[str, str]]:
    """The fields of a form that keeps the answer which this page shows, to a question of the catalogue or a query.

    How the page of a query shows its rows, and what it passes over, is no part of the answer.
    """
    own = [(QUESTION, question)] if question else [(QUERY, query)]
    left_out = {QUERY, FORMAT, TRUNCATE, REVISION, TIMEOUT}
    pairs = [*request.args.items(multi=True), *request.form.items(multi=True)]
    values = [(a, b) for a, b in pairs if b and a not in left_out and (question or a in OF_QUERIES)]
    return [*own, (REVISION, str(g.revision)), *((a, b) for a, b in values if not ADDED_ON_THE_WAY.fullmatch(a))]


def asked() -> KeepRequest:
    """What this request asks to keep.

    Raises what the reading of a query raises, BadParameter for a value that is wrong or a name that is not known, and
    Refused for a query that answers differently each time.
    """
    name = request.form.get(QUESTION, "")
    plain = _protocol(_of_protocol() if name else request.form)
    here = service().now() if plain.revision is None else service().at(plain.revision)
    g.revision = here.revision.number
    wanted = _question(name, plain, here) if name else _query(plain)
    must_be_repeatable(wanted.query)
    return KeepRequest(wanted, here, plain.timeout_s)


def evaluated(wanted: ResultRequest, here: Opened, timeout_s: float | None = None) -> Evaluated:
    """The answer of a revision, with nothing in it but what the standard says; raises what the evaluator raises."""
    return here.evaluator.evaluate(
        wanted.query.text,
        wanted.media_type,
        timeout_s=timeout_s,
        default_graphs=wanted.default_graphs,
        named_graphs=wanted.named_graphs,
        abandoned=abandoned(),
    )


def _of_protocol() -> MultiDict[str, str]:
    """What stands beside the values of a question; its query is put in later."""
    return MultiDict(
        [(QUERY, ""), *((name, value) for name, value in request.form.items(multi=True) if name in OF_QUERIES)]
    )


def _protocol(form: MultiDict[str, str]) -> QueryRequest:
    """The request as the protocol reads it. What it does not know is refused here: nothing may be kept by mistake."""
    body = urlencode(list(form.items(multi=True))).encode() if form else None
    content_type = FORM if form else request.headers.get("Content-Type", "")
    found = protocol.read(
        IncomingRequest(
            request.method,
            request.query_string,
            "",
            content_type,
            request.headers.get("Content-Encoding", ""),
            None if form else request.content_length,
            (lambda most: body[:most]) if body is not None else request.stream.read,
        ),
        service().settings.max_query_kb,
    )
    for name in found.passed_over:
        known = (QUESTION, *OF_QUERIES)
        raise BadParameter(
            name, joined((N_("This page has no such parameter."), meant(name, known), takes_words(known)), " ")
        )
    return found


def _question(name: str, plain: QueryRequest, here: Opened) -> ResultRequest:
    question = service().catalogue[name]
    own = [pair for pair in request.form.items(multi=True) if pair[0] not in (QUESTION, *OF_QUERIES)]
    values = {key: [each for each in found if each] for key, found in given(question, MultiDict(own)).items()}
    named = resolved(here.store, service().catalogue, question, {key: found for key, found in values.items() if found})
    query = read(here.store.worded(bind(question, named)))
    kept = {key: [found] if isinstance(found, str) else found for key, found in named.items()}
    return ResultRequest(query, _media_type(query, plain), name, kept)


def _query(plain: QueryRequest) -> ResultRequest:
    query = read(plain.query or "")
    return ResultRequest(
        query,
        _media_type(query, plain),
        default_graphs=plain.default_graphs,
        named_graphs=plain.named_graphs,
    )


def _media_type(query: Reading, plain: QueryRequest) -> str:
    offered = protocol.offered_for(query)
    wanted = protocol.media_type("", plain.format, offered)
    if wanted == HTML:
        raise BadParameter(
            FORMAT, N_("Answers are kept as %(names)s.", names=", ".join(dict.fromkeys(offered.values())))
        )
    return offered[wanted]
