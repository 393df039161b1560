"""What changes something is taken from our own pages, or from programs; never from a page of another site.

See docs/decisions/0030-accounts-and-sessions.md.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.wrappers import Request

from graph.errors import BadParameter, ForeignSite
from graph.text.messages import N_

COOKIE = "plaza-session"
# A browser keeps such a cookie only if it came over TLS, for this host alone and for all of its paths.
HOST_COOKIE = f"__Host-{COOKIE}"
SAFE = frozenset(("GET", "HEAD", "OPTIONS", "QUERY", "TRACE"))
NUL = "\0"
# A query changes nothing, whichever method carries it, and any page may ask one.
QUERIES = ("/sparql", "/sparql/check", "/sparql/complete")


def register(app: Flask) -> None:
    """Refuse what a page of another site sends, and forms with what is no text."""

    @app.before_request
    def refuse() -> None:
        if request.method in SAFE or request.path in QUERIES:
            return
        if not _is_ours(request):
            raise ForeignSite()
        # No field takes it, and one of the databases cannot keep it.
        for name, value in request.form.items(multi=True):
            if NUL in name or NUL in value:
                raise BadParameter(name.replace(NUL, "")[:40], N_("It holds a character that no text has."))


def bearer_secret(request: Request) -> str | None:
    """The token that a request is sent with; None without one."""
    found = request.authorization
    return (found.token or "") if found is not None and found.type == "bearer" else None


def _is_ours(request: Request) -> bool:
    """Whether one of our pages sent it, or a program.

    A browser tells by `Sec-Fetch-Site` or, where it knows none, by `Origin`, and a page can set neither. A program
    sends none of them and has no cookie of a session; a token is not sent by a browser of its own accord either.
    """
    if bearer_secret(request) is not None:
        return True
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is not None:
        return urlsplit(origin).netloc.lower() == request.host.lower()
    return not {COOKIE, HOST_COOKIE} & request.cookies.keys()
