"""This page with other parameters: the addresses and hidden fields that carry along what a request asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from flask import request

from views.web.any_bytes import KEPT

Pairs = list[tuple[str, str]]
# They stand in a query as they are (RFC 3986, section 3.4), and identifiers of law are full of them.
READABLE = "/:"


def pairs(*without: str) -> Pairs:
    """The parameters of this request in order, but not those that are empty nor those named."""
    return [(name, value) for name, value in request.args.items(multi=True) if value and name not in without]


def first_values(*names: str) -> Pairs:
    """These parameters of this request, the first value of each; what it does not have is left out."""
    return [(name, request.args[name]) for name in names if request.args.get(name)]


def address(path: str, parameters: Pairs | Mapping[str, str | Sequence[str]]) -> str:
    """`path` with these parameters; one that has several values is given several times."""
    return f"{path}?{urlencode(parameters, doseq=True, safe=READABLE)}" if parameters else path


def path() -> str:
    """The path of this page, as links name it."""
    return f"{request.script_root}{request.path}"


def as_asked() -> str:
    """The address of this page with all that was asked, as it was written."""
    return same_query(path())


def with_params(**changes: str) -> str:
    """The address of this page with `changes` in place of what it says there; an empty value takes one away."""
    return address(path(), _changed(changes))


def without(*names: str) -> str:
    """The address of this page without these parameters."""
    return address(path(), pairs(*names))


def whole_address(changes: Mapping[str, str]) -> str:
    """The same as `with_params`, with scheme and host, for use outside this site."""
    return address(f"{request.url_root.rstrip('/')}{quote(request.path, safe=READABLE)}", _changed(changes))


def same_query(path: str) -> str:
    """`path` with the query of this request as it was written."""
    query = request.query_string.decode(errors=KEPT)
    return f"{path}?{query}" if query else path


def _changed(changes: Mapping[str, str]) -> Pairs:
    """The parameters of this request with each change where its parameter first stood, new ones last."""
    given = pairs()
    names = dict.fromkeys([*(name for name, _ in given), *changes])
    values = {name: [value for each, value in given if each == name] for name in names}
    values |= {name: [value] for name, value in changes.items()}
    return [(name, value) for name in names for value in values[name] if value]
