"""One answer of a worker, and the error that it reports instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.errors import BadQuery, OpenPlazaError, OutOfMemory, Refused
from graph.text.carried import received
from graph.text.messages import N_


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One answer. `complete` is False when a limit cut it, and `limit_applied` names that limit."""

    body: bytes
    media_type: str
    rows: int | None
    complete: bool
    limit_applied: str | None
    elapsed_ms: float

    def with_body(self, body: bytes) -> Evaluated:
        """The same said of another body."""
        return Evaluated(body, self.media_type, self.rows, self.complete, self.limit_applied, self.elapsed_ms)


def evaluated(fields: dict[str, Any], body: bytes, media_type: str) -> Evaluated:
    """The answer that ended with `fields`; raises the error that a worker reported, if it did."""
    _raise(fields)
    return Evaluated(
        body, media_type, fields["rows"], fields["complete"], fields["limit_applied"], fields["elapsed_ms"]
    )


def _raise(fields: dict[str, Any]) -> None:
    """Raises the error that a worker reported, if it did."""
    error, message = fields.get("error"), received(fields.get("message", ""))
    if error is None:
        return
    if error == "bad-query":
        raise BadQuery(message, fields["line"], fields["column"], fields["near"])
    if error == "nesting":
        raise BadQuery(N_("The query is nested too deeply, or has too many parts."))
    if error == "no-order":
        raise Refused(
            N_("The engine finds no order for these values, which are of different kinds. Order by STR( ) instead.")
        )
    if error == "out-of-memory":
        raise OutOfMemory(N_("The query needed more memory than one query may use. Ask for less."))
    if error == "refused":
        raise Refused(message)
    raise OpenPlazaError(message)
