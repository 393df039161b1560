"""In which language is what a link to a source leads to: as the graph states it for that address, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

from flask import Flask, Response, after_this_request, g

from graph.errors import OpenPlazaError
from views.languages.address import language
from views.languages.told import language_name
from views.web.revisions_open import Opened
from views.web.service import answer, asked

QUESTION: Final = "source-languages"
ELSEWHERE: Final = ("http://", "https://")
OF_REQUEST: Final = "source_languages"
NONE: Final[Mapping[str, str]] = {}
# Weak, so that a revision nobody asks any more can be forgotten.
_known: WeakKeyDictionary[Opened, Mapping[str, str]] = WeakKeyDictionary()


def register(app: Flask) -> None:
    """Give templates `source_language(href)` and `other_language(code)`."""
    app.jinja_env.globals.update(source_language=source_language, other_language=other_language)


def source_language(href: object) -> str:
    """The code of the language of the source at an address; empty where none, or more than one, is stated."""
    address = str(href or "")
    if not address.startswith(ELSEWHERE):
        return ""
    if OF_REQUEST not in g:
        setattr(g, OF_REQUEST, _of_request())
    found: Mapping[str, str] = g.get(OF_REQUEST)
    return found.get(address, "")


def other_language(code: str) -> str:
    """What the reader calls a language that is not the one she reads in; empty for that one, and for no code."""
    return language_name(code) if code and code != language() else ""


def _of_request() -> Mapping[str, str]:
    """The languages by address in the revision that this request reads.

    It is a help: a page whose revision cannot be told, or whose store gives no answer, goes without.
    """
    try:
        here = asked()
    except OpenPlazaError:
        return NONE
    found = _known.get(here)
    if found is not None:
        return found
    try:
        rows = answer(QUESTION).rows
    except OpenPlazaError:
        after_this_request(_not_kept)
        return NONE
    found = _known[here] = {str(row["address"]): str(row["language"]) for row in rows}
    return found


def _not_kept(response: Response) -> Response:
    response.cache_control.no_store = True
    return response
