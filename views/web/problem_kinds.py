"""Every kind of failure that an answer can tell: its name in addresses, its status, its title, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.errors import OpenPlazaError

INTERNAL, BAD_REQUEST = "internal", "bad-request"

# Where a request remembers the kind of its failure.
KIND_KEY = "openplaza.problem"

# Failures that the web server tells by their status alone. Each is one of our kinds, or has its own name here.
HTTP: Mapping[int, str] = {
    400: BAD_REQUEST,
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "slow-request",
    412: "precondition-failed",
    413: "too-large",
    414: "address-too-long",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
    429: "too-many-requests",
    431: "headers-too-large",
    500: INTERNAL,
}

_WORDS: Mapping[str, tuple[str, str]] = {
    "abandoned": ("Nobody waited for the answer", "The client closed the connection, so the query was ended."),
    "address-too-long": ("The address is too long", "Send a long query in the body of a POST."),
    "bad-facts": ("The facts are wrong", "The tables have a wrong row. The build names the file and the line."),
    BAD_REQUEST: ("The request cannot be understood", "The request cannot be read, or names a host that is not ours."),
    "bad-parameter": (
        "A value cannot be used",
        "A value in the request has the wrong form. The member field names it.",
    ),
    "bad-query": (
        "The query does not parse",
        "The members line, column and near say where; hints say what may be meant.",
    ),
    "bad-question": ("A question is written wrongly", "A query file of the catalogue is wrong. The operator mends it."),
    "bad-setting": (
        "The server is set up wrongly",
        "A setting of the server is unknown or out of range. The operator corrects it.",
    ),
    "bad-store-answer": (
        "The store answered in a way that cannot be used",
        "The member reason says why. Try again; if it stays, the operator looks at the store.",
    ),
    "busy": ("Every place for queries is taken", "Try again after the seconds in Retry-After."),
    "damaged": (
        "A revision is damaged",
        "A file of a revision is not what was published. The operator rolls back or builds again.",
    ),
    "headers-too-large": ("The headers are too large", "Send fewer or shorter headers."),
    INTERNAL: ("Something went wrong on our side", "A fault of ours. Quote the number of the incident."),
    "load-failed": (
        "A store did not take a revision",
        "The store elsewhere does not hold what was sent to it. The old revision is still read; publish again.",
    ),
    "method-not-allowed": (
        "This method is not offered here",
        "The address takes other methods; the header Allow lists them.",
    ),
    "no-revision": ("Nothing has been built yet", "The operator runs the build."),
    "not-acceptable": (
        "Not offered in this form",
        "The answer does not exist in any form the client accepts; the detail lists the forms.",
    ),
    "not-found": ("Nothing here", "Nothing has this address. Search for the name."),
    "out-of-memory": (
        "The query needs too much memory",
        "The query needed more memory than one query may use. Ask for less.",
    ),
    "precondition-failed": ("The condition does not hold", "A condition in the headers does not hold. Ask without it."),
    "range-not-satisfiable": ("No such part of the file", "The part asked for lies outside the file."),
    "refused": (
        "This service does not do that",
        "The request asks for something this service never does: an update, another service, an unknown graph.",
    ),
    "slow-request": (
        "The request took too long to arrive",
        "Send the whole request within the time that servers wait.",
    ),
    "store-unreachable": (
        "The store gives no answer",
        "The store behind this service cannot be reached. Try again after the seconds in Retry-After.",
    ),
    "timed-out": ("The query took too long", "The query ran longer than it may. Ask for less or add a LIMIT."),
    "too-large": ("The request is too large", "The query or the body is longer than it may be."),
    "too-many-requests": ("Too many requests", "Try again after the seconds in Retry-After."),
    "unsupported-media-type": (
        "This form of request is not read here",
        "The body is compressed, not UTF-8, or of an unknown type.",
    ),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure; `advice` says what the reader can do."""

    slug: str
    status: int
    title: str
    advice: str


def kind_of_status(status: int) -> str:
    """The slug for a status that came without one of ours; every status has one."""
    return HTTP.get(status) or (BAD_REQUEST if status < 500 else INTERNAL)


def title_of(slug: str) -> str:
    """The title of a kind: the same words every time it occurs (RFC 9457, section 3.1.4)."""
    return _WORDS[slug][0] if slug in _WORDS else _WORDS[INTERNAL][0]


def kinds() -> list[Kind]:
    """Every kind of failure, by slug."""
    statuses = {slug: status for status, slug in HTTP.items()} | {
        each.slug: each.status for each in _classes(OpenPlazaError)
    }
    return [Kind(slug, status, *_WORDS.get(slug, (title_of(slug), ""))) for slug, status in sorted(statuses.items())]


def _classes(kind: type[OpenPlazaError]) -> Iterable[type[OpenPlazaError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _classes(each)
