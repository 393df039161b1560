"""Which language the start page offers: the one that the reader chose before, else what the browser asks for."""

from __future__ import annotations

from werkzeug.http import parse_accept_header, parse_cookie

from graph.text.languages import LANGUAGES
from views.languages.address import split

# Set by views/assets/js/language.js when a reader chooses.
COOKIE = "language"
STARTS = ("/", "/index")


def preferred(cookie: str, accept_language: str) -> str:
    """The code of the language that a browser's headers prefer; empty when they name none of ours."""
    chosen = parse_cookie(cookie).get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = (tag.partition("-")[0].lower() for tag, quality in parse_accept_header(accept_language) if quality)
    return next((each for each in wanted if each in LANGUAGES), "")


def offered(path: str, cookie: str, accept_language: str) -> str:
    """The language that the page at `path` offers beside its own; empty for none, and on all but the start page."""
    here, inside = split(path)
    wanted = preferred(cookie, accept_language) if inside in STARTS else ""
    return "" if wanted == here else wanted
