"""Every kind of failure that an answer can tell: its name in addresses, its status, its title, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.errors import NotFound, OpenPlazaError, TooLarge
from graph.text.messages import N_

INTERNAL, BAD_REQUEST = OpenPlazaError.slug, "bad-request"

# Where a request remembers the kind of its failure.
KIND_KEY = "openplaza.problem"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure; `advice` says what the reader can do."""

    slug: str
    status: int
    title: str
    advice: str


# Failures that only the web server tells; ours have their words with them.
_OF_SERVER = (
    Kind(
        BAD_REQUEST,
        400,
        N_("The request cannot be understood"),
        N_("The request cannot be read, or names a host that is not ours."),
    ),
    Kind(
        "method-not-allowed",
        405,
        N_("This method is not offered here"),
        N_("The address takes other methods; the header Allow lists them."),
    ),
    Kind(
        "not-acceptable",
        406,
        N_("Not offered in this form"),
        N_("The answer does not exist in any form the client accepts; the detail lists the forms."),
    ),
    Kind(
        "slow-request",
        408,
        N_("The request took too long to arrive"),
        N_("Send the whole request within the time that servers wait."),
    ),
    Kind(
        "precondition-failed",
        412,
        N_("The condition does not hold"),
        N_("A condition in the headers does not hold. Ask without it."),
    ),
    Kind("address-too-long", 414, N_("The address is too long"), N_("Send a long query in the body of a POST.")),
    Kind(
        "unsupported-media-type",
        415,
        N_("This form of request is not read here"),
        N_("The body is compressed, not UTF-8, or of an unknown type."),
    ),
    Kind("range-not-satisfiable", 416, N_("No such part of the file"), N_("The part asked for lies outside the file.")),
    Kind("too-many-requests", 429, N_("Too many requests"), N_("Try again after the seconds in Retry-After.")),
    Kind("headers-too-large", 431, N_("The headers are too large"), N_("Send fewer or shorter headers.")),
)
# Failures that the web server tells by their status alone.
HTTP = {kind.status: kind.slug for kind in (*_OF_SERVER, NotFound, TooLarge, OpenPlazaError)}


def kind_of_status(status: int) -> str:
    """The slug for a status that came without one of ours; every status has one."""
    return HTTP.get(status) or (BAD_REQUEST if status < 500 else INTERNAL)


def title_of(slug: str) -> str:
    """The title of a kind."""
    return next((kind.title for kind in kinds() if kind.slug == slug), OpenPlazaError.title)


def kinds() -> list[Kind]:
    """Every kind of failure, by slug."""
    ours = {each.slug: Kind(each.slug, each.status, each.title, each.advice) for each in _classes(OpenPlazaError)}
    return sorted([*_OF_SERVER, *ours.values()], key=lambda kind: kind.slug)


def _classes(kind: type[OpenPlazaError]) -> Iterable[type[OpenPlazaError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _classes(each)
