"""Which language a reader wants: the one that she chose before, else what the browser asks for.

The start page offers it; what has no language of its own, as a refusal, is told in it.
"""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.http import parse_accept_header, parse_cookie

from graph.text.languages import ENGLISH, LANGUAGES
from views.languages.address import split

# Set by views/assets/js/language.js when a reader chooses.
COOKIE = "language"
STARTS = ("/", "/index")
# What says that a request was made by a page of this site, which has a language.
FROM_PAGE, OURS = "sec-fetch-site", "same-origin"
DEPENDS_ON = ("Accept-Language", "Cookie", "Sec-Fetch-Site")


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


def of_reader(written: str, headers: Mapping[str, str]) -> str:
    """The language of a reader to whom something is told that has none of its own.

    `written` is the language of the address, `headers` are named in lower case. An address without a language is
    English where a page of ours leads to it; else nobody knows what led there, and the reader's own wish counts.
    """
    if written != ENGLISH or headers.get(FROM_PAGE) == OURS:
        return written
    return preferred(headers.get("cookie", ""), headers.get("accept-language", "")) or ENGLISH
