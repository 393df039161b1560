"""SERVICE, answered before the query reaches the evaluator: we ask the listed endpoint, and its rows take the clause's
place. So the process that evaluates needs no network, and nobody but the operator decides whom we call."""

from __future__ import annotations

import hashlib
import ipaddress
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox

from graph.errors import Abandoned, BadQuery, BadStoreAnswer, OpenPlazaError, Refused, TimedOut, TooLarge
from graph.remote.answers import rows_of
from graph.remote.client import Client
from graph.remote.sockets import Address
from graph.remote.transport import is_public
from graph.settings import Settings
from graph.sparql.guard import check_query
from graph.sparql.reading import Prologue, Reading, read
from graph.sparql.tokens import Edit, Token, edited
from graph.store.protocol import Cell, Rows
from graph.text.messages import N_

MAX_ROWS = 10_000
SETTING = "OPENPLAZA_SERVICE_ENDPOINTS"
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
MB = 1 << 20


@dataclass(frozen=True, slots=True)
class _Clause:
    """One SERVICE clause: where it stands in the text, whom it calls, and what stands in its braces."""

    start: int
    end: int
    endpoint: str
    silent: bool
    inside: str


def federated(query: str, settings: Settings, deadline_s: float, abandoned: Callable[[], bool] | None = None) -> str:
    """`query` with every SERVICE clause replaced by the rows that its endpoint gives; unchanged if it has none.

    At most `deadline_s` seconds are spent, which the caller takes off the time left for the evaluation. A clause that
    is SILENT and fails becomes an empty group. Raises Refused for an endpoint that is not listed exactly as written,
    TooLarge for more than 10,000 rows, TimedOut, Abandoned, StoreUnreachable or BadStoreAnswer.
    """
    if len(query.encode("utf-8", "replace")) > settings.max_query_kb * 1024:
        raise TooLarge(f"The query is longer than {settings.max_query_kb} kB.")
    reading = read(query)
    if "service" not in reading.words:
        return query
    until = time.monotonic() + deadline_s
    edits: list[Edit] = []
    for number, clause in enumerate(_clauses(reading, settings.service_endpoints.split())):
        calling = _Calling(settings, clause, until, deadline_s, abandoned)
        rows = calling.rows(f"{_written(reading.prologue)}SELECT * WHERE {{{clause.inside}}} LIMIT {MAX_ROWS + 1}")
        group = "{}" if rows is None else _values(rows, settings.base_iri, number)
        edits.append((clause.start, clause.end, group))
    return edited(query, edits)


def _clauses(reading: Reading, listed: list[str]) -> list[_Clause]:
    """The outermost SERVICE clauses; what does not look like one is left for the guard to refuse."""
    found: list[_Clause] = []
    for place, token in enumerate(reading.tokens):
        if token.kind != "word" or token.text.lower() != "service" or (found and token.start < found[-1].end):
            continue
        following = reading.tokens[place + 1 : place + 4]
        silent = bool(following) and following[0].text.lower() == "silent"
        opening = place + (3 if silent else 2)
        endpoint = reading.prologue.resolved(reading.tokens[opening - 1]) if len(following) == 3 else None
        if endpoint is None or reading.tokens[opening].text != "{":
            raise Refused(
                N_("SERVICE needs the address of an endpoint that the operator lists in %(name)s.", name=SETTING)
            )
        if endpoint not in listed:
            raise Refused(
                N_(
                    "SERVICE %(address)s is not answered: the operator does not list it in %(name)s.",
                    address=f"<{endpoint}>",
                    name=SETTING,
                )
            )
        closing = _closing(reading.tokens[opening:])
        inside = reading.text[reading.tokens[opening].end : closing.start]
        found.append(_Clause(token.start, closing.end, endpoint, silent, inside))
    return found


def _closing(found: Sequence[Token]) -> Token:
    depth = 0
    for token in found:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0:
            return token
    raise BadQuery(N_("A SERVICE clause is not closed."))


def _written(prologue: Prologue) -> str:
    prefixes = [f"PREFIX {name}: <{iri}>\n" for name, iri in prologue.prefixes.items()]
    return "".join([f"BASE <{prologue.base}>\n" if prologue.base else "", *prefixes])


class _Calling:
    """One call to one endpoint, within the time that is left."""

    def __init__(
        self,
        settings: Settings,
        clause: _Clause,
        until: float,
        deadline_s: float,
        abandoned: Callable[[], bool] | None,
    ) -> None:
        self._settings, self._clause, self._until, self._deadline_s = settings, clause, until, deadline_s
        self._abandoned = abandoned

    def rows(self, text: str) -> Rows | None:
        """The rows of `text`; None when the call failed and the clause is SILENT."""
        check_query(read(text), ())
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimedOut(self._deadline_s)
        # A silent clause may fail by taking too long, and then the rest of the query still needs time.
        limit_s = left / 2 if self._clause.silent else left
        try:
            return self._asked(text, limit_s)
        except Abandoned:
            raise
        except TimedOut as error:
            if self._clause.silent:
                return None
            raise TimedOut(self._deadline_s) from error
        except OpenPlazaError:
            if self._clause.silent:
                return None
            raise

    def _asked(self, text: str, limit_s: float) -> Rows:
        endpoint = self._clause.endpoint
        admit = None if _is_literal(endpoint) else _public_only
        client = Client(endpoint, timeout_s=limit_s, max_bytes=self._settings.max_result_mb * MB, admit=admit)
        try:
            raw = client.query(text, abandoned=self._abandoned)
        finally:
            client.close()
        if not raw.whole:
            raise BadStoreAnswer("too-large", f"The answer of {client.host} is too large to read.")
        return rows_of(raw)


def _is_literal(endpoint: str) -> bool:
    """True when the operator listed this machine or a plain address, and so meant exactly that."""
    host = urlsplit(endpoint).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


def _public_only(addresses: list[Address]) -> None:
    """Raises Refused when a name leads, even in part, to an address that is not of the open internet."""
    if not all(map(is_public, addresses)):
        raise Refused(
            N_("The name of this endpoint leads to an address that is not public; list the address if you mean it.")
        )


def _values(found: Rows, base: str, number: int) -> str:
    """The rows as a group; raises TooLarge when there are too many."""
    if len(found.rows) > MAX_ROWS:
        raise TooLarge(N_("A SERVICE clause gives more than %(number)s rows. Ask it for less.", number=MAX_ROWS))
    names = " ".join(f"?{column}" for column in found.columns)
    rows = " ".join(f"({' '.join(_term(cell, base, number) for cell in row.values())})" for row in found.rows)
    return f"{{ VALUES ({names}) {{ {rows} }} }}"


def _term(cell: Cell | None, base: str, number: int) -> str:
    """One value as query text. A blank node has no name to ask by, so it gets one that stands for it in this query."""
    if cell is None:
        return "UNDEF"
    if cell.kind == "bnode":
        label = hashlib.sha256(f"{number} {cell.value}".encode()).hexdigest()[:32]
        return str(ox.NamedNode(f"{base}.well-known/genid/{label}"))
    if cell.kind == "iri":
        return str(ox.NamedNode(cell.value))
    if cell.language:
        return str(ox.Literal(cell.value, language=cell.language))
    return str(ox.Literal(cell.value, datatype=ox.NamedNode(cell.datatype or XSD_STRING)))
