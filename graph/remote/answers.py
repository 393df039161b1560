"""A remote store's answer, read with the engine's own parsers and written as the embedded store writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from graph.errors import BadStoreAnswer, Refused
from graph.evaluate.row_limit import RowLimiter
from graph.remote.client import ROWS, TRIPLES, Raw
from graph.sparql.formats import graph_format, result_format
from graph.store.embedded import cell
from graph.store.protocol import Cell, Rows

_FORMATS = {ROWS: ox.QueryResultsFormat.JSON, "application/sparql-results+xml": ox.QueryResultsFormat.XML}
# Virtuoso writes its blank nodes as addresses, which are no labels of blank nodes.
_NODE_ID = b'"nodeID://'


def rows_of(raw: Raw) -> Rows:
    """The rows of a SELECT answer; raises BadStoreAnswer when it breaks off, Refused when it is none."""
    found = _parsed(raw)
    if not isinstance(found, ox.QuerySolutions):
        raise Refused("This asks for rows, so it must be a SELECT.")
    _check_uncut(raw)
    names = tuple(variable.value for variable in found.variables)
    return Rows(names, tuple(_row(names, row) for row in _whole(found)))


def truth_of(raw: Raw) -> bool:
    """The answer of an ASK."""
    found = None if raw.media_type == TRIPLES else _parsed(raw)
    if not isinstance(found, ox.QueryBoolean):
        raise Refused("This asks for yes or no, so it must be an ASK.")
    return bool(found)


def written(raw: Raw, media_type: str) -> bytes:
    """A whole answer as `media_type`, byte for byte as the embedded store would write the same rows."""
    if raw.media_type == TRIPLES:
        return _triples(raw, media_type, None)[0]
    _check_uncut(raw)
    try:
        return _parsed(raw).serialize(format=result_format(media_type)) or b""
    except SyntaxError as error:
        raise _broken() from error


def limited(raw: Raw, media_type: str, max_rows: int, max_bytes: int) -> tuple[bytes, int | None, str | None]:
    """An answer cut to its limits, with its number of rows (None for an ASK) and the limit that cut it."""
    if raw.media_type == TRIPLES:
        body, rows, limit = _triples(raw, media_type, max_rows)
        return body, rows, limit or (None if raw.whole else "max_result_mb")
    found = _parsed(raw if raw.whole else _mended(raw))
    output = result_format(media_type)
    if isinstance(found, ox.QueryBoolean):
        return found.serialize(format=output) or b"", None, None
    try:
        whole = found.serialize(format=output) or b""
    except SyntaxError as error:
        raise _broken() from error
    limiter = RowLimiter(media_type, max_rows, max_bytes)
    body = limiter.take(whole)
    if limiter.limit is None:
        body += limiter.end()
    cut = limiter.limit or (None if raw.whole else "max_result_mb")
    if raw.most_rows is not None and limiter.rows >= raw.most_rows:
        cut = cut or "max_rows"
    return body, limiter.rows, cut


def _parsed(raw: Raw) -> ox.QuerySolutions | ox.QueryBoolean:
    if raw.media_type == TRIPLES:
        raise Refused("This asks for triples, not for rows.")
    try:
        return ox.parse_query_results(raw.body.replace(_NODE_ID, b'"'), format=_FORMATS[raw.media_type])
    except SyntaxError as error:
        raise _broken() from error


def _check_uncut(raw: Raw) -> None:
    """Raises BadStoreAnswer when the store says that it cuts answers at the number of rows that this one has."""
    found = _parsed(raw) if raw.most_rows is not None else None
    if isinstance(found, ox.QuerySolutions) and sum(1 for _ in _whole(found)) >= (raw.most_rows or 0):
        raise BadStoreAnswer("truncated", f"The store cuts every answer after {raw.most_rows:,} rows.")


def _whole(found: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from found
    except SyntaxError as error:
        raise _broken() from error


def _row(names: tuple[str, ...], row: ox.QuerySolution) -> dict[str, Cell | None]:
    return {name: cell(value) for name, value in zip(names, row, strict=True)}


def _triples(raw: Raw, media_type: str, max_rows: int | None) -> tuple[bytes, int, str | None]:
    triples: list[ox.Triple] = []
    limit: str | None = None
    try:
        # Of an answer that was too large, the last line may be half a triple.
        body = raw.body if raw.whole else raw.body[: raw.body.rfind(b"\n") + 1]
        for quad in ox.parse(body, format=ox.RdfFormat.TURTLE):
            if len(triples) == max_rows:
                limit = "max_rows"
                break
            triples.append(quad.triple)
    except SyntaxError as error:
        raise _broken() from error
    try:
        return ox.serialize(triples, format=graph_format(media_type)) or b"", len(triples), limit
    except ValueError as error:
        raise Refused(f"This answer cannot be written as {media_type}: {error}") from error


def _mended(raw: Raw) -> Raw:
    """An answer that was too large to read to its end, with the rows that did arrive."""
    found = _parsed(raw)
    if not isinstance(found, ox.QuerySolutions):
        raise _broken()
    names = [variable.value for variable in found.variables]
    rows = []
    try:
        for row in found:
            rows.append({name: _term(value) for name, value in zip(names, row, strict=True) if value is not None})
    except SyntaxError:
        pass
    body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()
    return Raw(body, ROWS, True, raw.most_rows)


def _term(value: Any) -> dict[str, str]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}


def _broken() -> BadStoreAnswer:
    return BadStoreAnswer("truncated", "The answer of the store breaks off, or is not what it says it is.")
