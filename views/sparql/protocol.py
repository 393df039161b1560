"""What a SPARQL request says: the query, its graphs and the form of the answer, whichever way it was carried."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.exceptions import MethodNotAllowed, NotAcceptable, RequestURITooLarge, UnsupportedMediaType
from werkzeug.http import parse_options_header

from graph.errors import BadParameter, Refused, TooLarge
from graph.revision import RevisionName
from graph.sparql.reading import UPDATES, Reading
from graph.text.messages import N_, joined
from graph.text.nearest import meant
from views.web.negotiation import CSV, HTML, JSON, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, best
from views.web.parameters import ADDED_ON_THE_WAY, SHOWN, TRUNCATE, takes_cut
from views.web.revisions_open import revision_name

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
# QUERY is GET with a body: safe and idempotent (https://www.ietf.org/archive/id/draft-ietf-httpbis-safe-method-w-body).
ALLOWED = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
WITH_BODY = ("POST", "QUERY")
ONCE = ("query", "timeout", "revision", "truncate")
# What other endpoints call `format`; SPARQLWrapper sends all three.
ALSO_FORMAT = ("output", "results")
KNOWN = frozenset((*ONCE, "format", "default-graph-uri", "named-graph-uri"))
MOST_TOLD = 10
OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")

RESULTS_JSON, RESULTS_XML = "application/sparql-results+json", "application/sparql-results+xml"
TSV = "text/tab-separated-values"
XML, TEXT_XML = "application/xml", "text/xml"

# What may be asked for, the preferred one first, and what the engine writes for it.
ROWS = {RESULTS_JSON: RESULTS_JSON, RESULTS_XML: RESULTS_XML, CSV: CSV, TSV: TSV,
        JSON: RESULTS_JSON, XML: RESULTS_XML, TEXT_XML: RESULTS_XML}  # fmt: skip
TRIPLES = {TURTLE: TURTLE, N_TRIPLES: N_TRIPLES, JSON_LD: JSON_LD, RDF_XML: RDF_XML,
           JSON: JSON_LD, XML: RDF_XML, TEXT_XML: RDF_XML}  # fmt: skip
ROW_NAMES = {"json": RESULTS_JSON, "xml": RESULTS_XML, "csv": CSV, "tsv": TSV}
TRIPLE_NAMES = {"ttl": TURTLE, "nt": N_TRIPLES, "jsonld": JSON_LD, "rdf": RDF_XML}
NAMES = {**ROW_NAMES, **TRIPLE_NAMES, "html": HTML}
# What SPARQLWrapper calls them; it also gives `format` twice, once as a name and once as media types or nothing.
OTHER_NAMES = {"turtle": TURTLE, "n3": TURTLE, "rdf+xml": RDF_XML, "json-ld": JSON_LD}
LABELS = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV", "ttl": "Turtle", "nt": "N-Triples",
          "jsonld": "JSON-LD", "rdf": "RDF/XML"}  # fmt: skip

ACCEPT_QUERY, QUERY_FORMS = "Accept-Query", f"{DIRECT}, {FORM}"


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What is asked; `query` is None when none was given, `format` is the convenience parameter or empty.

    `timeout_s` is the limit that the client sets for itself, `revision` the one it asks; None where it says nothing.
    `takes_cut` is False when the client takes no answer that a limit cut. `passed_over` names the parameters that are
    not known here: the protocol forbids none and clients send what other endpoints know, so they are told, not refused.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""
    timeout_s: float | None = None
    revision: RevisionName | None = None
    takes_cut: bool = True
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    """What an HTTP request says, whichever way it came in: from Flask or at the front door.

    `content_length` is None when it is not said; `body` gives at most so many bytes of the body, from its beginning.
    """

    method: str
    query_string: bytes
    accept: str
    content_type: str
    content_encoding: str
    content_length: int | None
    body: Callable[[int], bytes]


def read(request: IncomingRequest, max_query_kb: int) -> QueryRequest:
    """The request as asked. Raises Refused, BadParameter, TooLarge, or 405, 414, 415 in werkzeug's words."""
    limit = max_query_kb * 1024
    if len(request.query_string) > limit * 4:
        raise RequestURITooLarge(N_("Send a query of this length in the body of a POST."))
    pairs = _pairs(request.query_string)
    if request.method in WITH_BODY:
        pairs += _body(request, limit)
    elif request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(valid_methods=ALLOWED)
    if any(len(value.encode()) > limit for _, value in pairs):
        raise _too_large(limit)
    asked = _asked(pairs)
    if request.method in WITH_BODY and asked.query is None:
        raise BadParameter("query", N_("The body holds no query."))
    return asked


def _asked(pairs: Sequence[tuple[str, str]]) -> QueryRequest:
    if len(pairs) == 1 and pairs[0][0] == "query":
        return QueryRequest(pairs[0][1])
    times = Counter(name for name, _ in pairs)
    if any(name in times for name in OF_UPDATES):
        raise _no_update()
    for name in ONCE:
        if times[name] > 1:
            raise BadParameter(name, N_("Give it once."))
    values = dict(pairs)
    return QueryRequest(
        query=values.get("query"),
        default_graphs=tuple(value for name, value in pairs if name == "default-graph-uri" and value),
        named_graphs=tuple(value for name, value in pairs if name == "named-graph-uri" and value),
        format=_format(pairs),
        timeout_s=_seconds(values.get("timeout", "")),
        revision=revision_name(values.get("revision", "")),
        takes_cut=takes_cut(values.get(TRUNCATE, "")),
        passed_over=_passed_over(pairs),
    )


def _format(pairs: Sequence[tuple[str, str]]) -> str:
    """The first form that is known here; the first `format` when none is."""
    given = [value for name, value in pairs if name == "format" and value]
    also = [value for name, value in pairs if name in ALSO_FORMAT]
    return next(iter([*filter(_is_form, given), *given, *filter(_is_form, also)]), "")


def _is_form(value: str) -> bool:
    return value.lower() in [*NAMES, *OTHER_NAMES] or value in [*ROWS, *TRIPLES]


def _passed_over(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The names of parameters that are not known, each once, as long as a header may be."""
    given = [name for name, value in pairs if not (name in ALSO_FORMAT and _is_form(value))]
    told = [name[:SHOWN] for name in given if name and name not in KNOWN and not ADDED_ON_THE_WAY.fullmatch(name)]
    return tuple(itertools.islice(dict.fromkeys(told), MOST_TOLD))


def _seconds(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not (math.isfinite(found) and found > 0):
        raise BadParameter("timeout", N_("Give seconds as a number above 0, such as 2.5."))
    return found


def _body(request: IncomingRequest, limit: int) -> list[tuple[str, str]]:
    if request.content_encoding.lower() not in ("", "identity"):
        raise UnsupportedMediaType(N_("Send the query as it is, not compressed."))
    media_type, parameters = parse_options_header(request.content_type)
    media_type = media_type.lower()
    charset = parameters.get("charset", "utf-8").lower().replace("utf8", "utf-8")
    if charset != "utf-8":
        raise UnsupportedMediaType(N_("A query is written in UTF-8."))
    if media_type == UPDATE:
        raise _no_update()
    if media_type not in (FORM, DIRECT):
        raise UnsupportedMediaType(N_("Send the query as %(form)s or as %(direct)s.", form=FORM, direct=DIRECT))
    # Percent-encoding makes a form up to three times as long as its query.
    most = limit if media_type == DIRECT else limit * 4
    if (request.content_length or 0) > most:
        raise _too_large(limit)
    data = request.body(most + 1)
    if len(data) > most:
        raise _too_large(limit)
    return [("query", _text(data))] if media_type == DIRECT else _pairs(data)


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise BadParameter("query", N_("The parameters are not percent-encoded UTF-8.")) from error


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadParameter("query", N_("The query is not written in UTF-8.")) from error


def _too_large(limit: int) -> TooLarge:
    return TooLarge(N_("A query may be %(number)s kB long.", number=limit // 1024))


def _no_update() -> Refused:
    return Refused(N_("This service answers queries and never changes its data, so it takes no updates."))


def pairs_of(asked: QueryRequest) -> list[tuple[str, str]]:
    """The query, its graphs and its revision as parameters of an address."""
    return [
        ("query", asked.query or ""),
        *(("default-graph-uri", iri) for iri in asked.default_graphs),
        *(("named-graph-uri", iri) for iri in asked.named_graphs),
        *([("revision", str(asked.revision))] if asked.revision is not None else []),
    ]


def gives_triples(query: Reading) -> bool:
    """Whether its answer is triples and not rows. Raises Refused for an update."""
    if query.form in UPDATES:
        raise _no_update()
    return query.form in ("construct", "describe")


def offered_for(query: Reading) -> Mapping[str, str]:
    """What may be asked for as the answer of `query`, with what the engine writes for it. Raises Refused."""
    return TRIPLES if gives_triples(query) else ROWS


def content_type(media_type: str) -> str:
    """The header of an answer in `media_type`."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def media_type(accept: str, asked_format: str, offered: Iterable[str]) -> str:
    """The media type to answer with, text/html among them. Raises BadParameter or NotAcceptable (406)."""
    offered = [*offered, HTML]
    if asked_format:
        found = {**NAMES, **OTHER_NAMES}.get(asked_format.lower(), asked_format)
        if found not in [*NAMES.values(), *ROWS, *TRIPLES]:
            raise BadParameter(
                "format", joined((N_("Use one of %(names)s.", names=", ".join(NAMES)), meant(asked_format, NAMES)), " ")
            )
        if found == RESULTS_JSON and found not in offered:
            found = JSON_LD
        if found == RESULTS_XML and found not in offered:
            found = RDF_XML
        if found not in offered:
            raise NotAcceptable(_offer(offered))
        return found
    liked = best(accept, offered)
    if liked is None:
        raise NotAcceptable(_offer(offered))
    return liked


def _offer(offered: Sequence[str]) -> str:
    return N_("This query answers as %(names)s.", names=", ".join(offered))
