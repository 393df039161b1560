"""Which parameters an address takes: each view says it in its decorator, and whatever else a request gives is refused.

A parameter that is not known would be passed over, and the answer would be one to another question than was asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from flask import Flask, request

from graph.errors import BadParameter
from graph.text.messages import N_, joined
from graph.text.nearest import meant

# Every page can be asked for another revision, and not to be cut.
REVISION, TRUNCATE = "revision", "truncate"
REFUSED, CUT = "error", "cut"
# What mailers and social networks add to the links of others; it asks for nothing.
ADDED_ON_THE_WAY = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id")
SHOWN = 40
ONCE, MANY, CHECKS_ITSELF = "openplaza_once", "openplaza_many", "openplaza_checks_itself"

View = TypeVar("View", bound=Callable[..., Any])


def takes(*once: str, many: Iterable[str] = ()) -> Callable[[View], View]:
    """Say of a view which parameters it takes: those given at most once, and those that may be given many times."""

    def say(view: View) -> View:
        setattr(view, ONCE, (*once, REVISION, TRUNCATE))
        setattr(view, MANY, (*many,))
        return view

    return say


def checks_itself(view: View) -> View:
    """Say of a view that it looks at its parameters itself, or hands all of them on."""
    setattr(view, CHECKS_ITSELF, True)
    return view


def takes_cut(given: str) -> bool:
    """Whether a client takes an answer that a limit cut: `truncate=error` says no. Raises BadParameter."""
    if given not in ("", REFUSED, CUT):
        raise BadParameter(
            TRUNCATE, N_("Write %(value)s to be refused what would be cut, or leave it out.", value=REFUSED)
        )
    return given != REFUSED


def register(app: Flask) -> None:
    """Refuse a request that gives a view what it does not take, naming what it takes."""

    @app.before_request
    def refuse() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if not request.args or view is None or request.method == "OPTIONS" or hasattr(view, CHECKS_ITSELF):
            return
        once, many = getattr(view, ONCE, ()), getattr(view, MANY, ())
        for name, values in request.args.lists():
            if name in once and len({*filter(None, values)}) > 1:
                raise BadParameter(name, N_("Give it once."))
            if name not in (*once, *many) and not ADDED_ON_THE_WAY.fullmatch(name):
                unknown, known = N_("This page has no such parameter."), (*once, *many)
                raise BadParameter(name[:SHOWN], joined((unknown, meant(name, known), takes_words(known)), " "))


def takes_words(known: Sequence[str]) -> str:
    """What a page takes, as a sentence."""
    return N_("It takes: %(names)s.", names=", ".join(known)) if known else N_("It takes none.")
