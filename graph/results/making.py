"""From a question to an answer that may be kept: only a whole one, and only one that can be had again."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from graph.errors import Refused, TooLarge, Truncated
from graph.evaluate.evaluated import Evaluated
from graph.results.archive import MB
from graph.results.result import Result
from graph.revision import Revision, digest_of
from graph.settings import Settings
from graph.sparql.conform import changing_call
from graph.sparql.reading import Reading
from graph.text.messages import N_

ELSEWHERE = "a SPARQL endpoint elsewhere"


@dataclass(frozen=True, slots=True)
class ResultRequest:
    """What somebody wants to keep the answer of; `question` and `parameters` where it is one of the catalogue."""

    query: Reading
    media_type: str
    question: str = ""
    parameters: Mapping[str, Sequence[str]] | None = None
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()


def must_be_repeatable(query: Reading) -> None:
    """Raises Refused, naming the call, for a query that answers differently each time, whatever the facts."""
    if call := changing_call(query):
        raise Refused(
            N_(
                "An answer to a query that calls %(call)s cannot be kept: it would be another one each time. "
                "Write the value into the query instead.",
                call=call,
            )
        )


def engine(settings: Settings) -> str:
    """What evaluates queries, with its version where it is known."""
    return ELSEWHERE if settings.store else f"pyoxigraph {version('pyoxigraph')}"


def made(asked: ResultRequest, found: Evaluated, revision: Revision, settings: Settings) -> Result:
    """What is told of an answer. Raises Truncated for one that was cut, TooLarge for one that is too long to keep."""
    if not found.complete:
        raise Truncated(found.limit_applied)
    if len(found.body) > settings.results_largest_mb * MB:
        raise TooLarge(
            N_("Answers of up to %(number)s MB are kept. Download this one.", number=settings.results_largest_mb)
        )
    return Result(
        query=asked.query.text,
        media_type=asked.media_type,
        dataset=digest_of(revision),
        software=f"openplaza {version('openplaza')}",
        engine=engine(settings),
        rows=found.rows,
        size=len(found.body),
        sha256=hashlib.sha256(found.body).hexdigest(),
        revision=revision.number,
        kept=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        question=asked.question,
        parameters=asked.parameters,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
