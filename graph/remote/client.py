"""A SPARQL client that always ends: SPARQLWrapper for the requests, our own transport under it.

SPARQLWrapper alone waits as long as a store dribbles, follows redirects, takes any amount of any media type, and opens
a connection for every query.
"""

from __future__ import annotations

import contextlib
import re
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast
from urllib.parse import quote

from SPARQLWrapper import JSON, N3, POST, SPARQLWrapper

from graph.deadline import Deadline
from graph.errors import BadQuery, BadStoreAnswer, StoreUnreachable, TimedOut
from graph.remote.sign_in import Access
from graph.remote.sockets import Address
from graph.remote.transport import StoreReply, Transport
from graph.sparql.reading import QUERIES, read
from graph.sparql.syntax_errors import told

AGENT = "OpenPlaza"
ROWS = "application/sparql-results+json"
TRIPLES = "application/n-triples"

_JSON_TYPES = frozenset(
    {
        ROWS,
        "application/json",
        "application/x-json",
        "application/x-sparql-results+json",
        "application/javascript",
        "text/javascript",
        "text/json",
    }
)
_XML_TYPES = frozenset(("application/sparql-results+xml", "application/x-sparql-results+xml"))
_TRIPLE_TYPES = frozenset((TRIPLES, "text/plain", "text/ntriples", "text/turtle", "application/x-turtle"))
_UTF8 = frozenset(("utf-8", "utf8", "us-ascii", "ascii"))
_HTML = re.compile(rb"\s*(?:<!doctype html|<html)", re.IGNORECASE)
_OXIGRAPH = re.compile(r"(?:error )?at \d+:\d+:? ?.*", re.DOTALL)
_VIRTUOSO = re.compile(r"SPARQL compiler, line (\d+): ([^\n]{1,200})")


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as the store wrote it; `whole` is False when it was larger than may be read."""

    body: bytes
    media_type: str
    whole: bool
    most_rows: int | None
    """The number of rows after which this store cuts every answer, if it says so."""


class Client:
    """Asks one store; safe to use from several threads.

    `user` and `password` are sent to this store only, and only once it asks for them.
    """

    def __init__(
        self,
        endpoint: str,
        update: str = "",
        *,
        user: str = "",
        password: str = "",
        timeout_s: float,
        max_bytes: int,
        admit: Callable[[list[Address]], None] | None = None,
    ) -> None:
        self._endpoint, self._update = endpoint, update or endpoint
        self._timeout_s = timeout_s
        self._reading = Transport(endpoint, max_bytes, admit)
        self._writing = Transport(self._update, max_bytes, admit)
        self._access = Access(user, password)

    @property
    def host(self) -> str:
        """The name of the store in messages."""
        return self._reading.host

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        timeout_s: float | None = None,
        abandoned: Callable[[], bool] | None = None,
    ) -> Raw:
        """The answer to `text` as JSON results, or as N-Triples for CONSTRUCT and DESCRIBE.

        Raises BadQuery when the store does not parse it, StoreUnreachable, TimedOut, Abandoned, BadStoreAnswer.
        """
        deadline = Deadline(min(timeout_s or self._timeout_s, self._timeout_s), abandoned)
        wrapper = _Wrapper(self._endpoint, self._endpoint, self._reading, deadline, self._access, safe=True)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(text)
        if wrapper.queryType in ("CONSTRUCT", "DESCRIBE"):
            wrapper.setReturnFormat(N3)
        for name, graphs in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for graph in graphs:
                wrapper.addParameter(name, graph)
        reply = cast(StoreReply, wrapper.query().response)
        return self._checked(text, reply, wrapper.returnFormat == N3, deadline)

    def update(self, text: str) -> None:
        """Changes the store; raises BadStoreAnswer with what the store said, StoreUnreachable or TimedOut."""
        deadline = Deadline(self._timeout_s)
        wrapper = _Wrapper(self._endpoint, self._update, self._writing, deadline, self._access, safe=False)
        wrapper.setQuery(text)
        self._check_done(cast(StoreReply, wrapper.query().response))

    def add(self, graph_store: str, graph: str, triples: bytes) -> None:
        """Adds N-Triples to `graph` by the Graph Store Protocol at the address `graph_store`; raises as `update`."""
        transport = Transport(graph_store, 1 << 20)
        address = f"{graph_store}{'&' if '?' in graph_store else '?'}graph={quote(graph, safe='')}"
        request = urllib.request.Request(address, triples, {"Content-Type": f"{TRIPLES}; charset=utf-8"})
        request.add_header("Accept", "*/*")
        request.add_header("User-Agent", AGENT)
        with contextlib.closing(transport):
            self._check_done(self._access.send(transport, request, Deadline(self._timeout_s), safe=False))

    def close(self) -> None:
        """Closes the kept connections."""
        self._reading.close()
        self._writing.close()

    def _check_done(self, reply: StoreReply) -> None:
        if not 200 <= reply.status < 300:
            said = re.sub(r"\s+", " ", reply.body[:300].decode("utf-8", "replace")).strip()
            raise BadStoreAnswer("status", f"The store at {self.host} refuses the update ({reply.status}): {said}")

    def _checked(self, text: str, reply: StoreReply, triples: bool, deadline: Deadline) -> Raw:
        media_type = reply.headers.get_content_type() if reply.headers.get("Content-Type") else ""
        html = media_type in ("text/html", "application/xhtml+xml") or bool(_HTML.match(reply.body))
        self._check_status(text, reply, html, deadline)
        if html:
            raise self._bad("html", "answers with a web page")
        if media_type not in (_TRIPLE_TYPES if triples else _JSON_TYPES | _XML_TYPES):
            raise self._bad("media-type", f"answers as {media_type or 'nothing it names'}")
        if reply.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise self._bad("media-type", "packs its answer, though we asked it not to")
        self._check_charset(reply)
        if triples and not reply.framed:
            raise self._bad("truncated", "does not say where its answer ends")
        most = reply.headers.get("X-SPARQL-MaxRows", "")
        return Raw(
            reply.body,
            TRIPLES if triples else "application/sparql-results+xml" if media_type in _XML_TYPES else ROWS,
            reply.whole,
            int(most) if most.isdecimal() else None,
        )

    def _check_status(self, text: str, reply: StoreReply, html: bool, deadline: Deadline) -> None:
        if reply.status == 206 or reply.headers.get("X-SQL-State"):
            raise self._bad("truncated", "gives a part of the answer only")
        if reply.status == 200:
            return
        if reply.status == 400 and not html:
            raise _not_parsed(text, reply.body[:2000].decode("utf-8", "replace"))
        if reply.status in (408, 504):
            raise TimedOut(deadline.limit_s)
        if reply.status in (429, 503):
            raise StoreUnreachable(f"The store at {self.host} is busy ({reply.status}).")
        if reply.status in (401, 403):
            raise self._bad("status", f"does not let us in ({reply.status}): it wants another name or password")
        raise self._bad("status", f"answers with status {reply.status}")

    def _check_charset(self, reply: StoreReply) -> None:
        named = reply.headers.get_content_charset("utf-8")
        if named not in _UTF8:
            raise self._bad("charset", f"answers in {named}, not in UTF-8")
        try:
            reply.body.decode("utf-8")
        except UnicodeDecodeError as error:
            # A cut answer may end inside a character.
            if reply.whole or error.start < len(reply.body) - 4:
                raise self._bad("charset", "answers with bytes that are not UTF-8") from error

    def _bad(self, reason: str, what: str) -> BadStoreAnswer:
        return BadStoreAnswer(reason, f"The store at {self.host} {what}.")


def _not_parsed(text: str, said: str) -> BadQuery:
    """What the two stores we know say about a query they do not parse; of another store's words, nothing."""
    found = _VIRTUOSO.search(said)
    if found:
        line = max(1, int(found[1]))
        return BadQuery(f"Line {line}: {found[2].strip()}.", line)
    if _OXIGRAPH.match(said.strip()):
        return told(read(text), said.strip())
    return BadQuery("The store does not take this query.")


class _Wrapper(SPARQLWrapper):
    """One request: SPARQLWrapper makes it, our transport sends it."""

    _ACCEPT: ClassVar[dict[str, str]] = {JSON: ROWS, N3: TRIPLES}

    def __init__(
        self, endpoint: str, update: str, transport: Transport, deadline: Deadline, access: Access, *, safe: bool
    ) -> None:
        self._transport, self._deadline, self._access, self._safe = transport, deadline, access, safe
        super().__init__(endpoint, updateEndpoint=update, agent=AGENT)
        self.setMethod(POST)
        self.setOnlyConneg(True)

    def _query(self) -> tuple[Any, str]:
        request = self._createRequest()
        return self._access.send(self._transport, request, self._deadline, safe=self._safe), self.returnFormat

    def _getAcceptHeader(self) -> str:
        # One exact type: with a list of them Virtuoso answers in a format of its own choice.
        return "*/*" if self.isSparqlUpdateRequest() else self._ACCEPT[self.returnFormat]

    def _parseQueryType(self, query: str) -> str:
        # SPARQLWrapper finds the form with patterns that a stranger's query can keep busy for hours.
        if not self._safe:
            return "INSERT"
        form = read(query).form
        return form.upper() if form in QUERIES else "SELECT"
