"""Any page of the web may read all of this, without credentials (https://fetch.spec.whatwg.org/#http-cors-protocol);
and where else an answer is described: the header Link (RFC 8288).
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from flask import Flask, request
from flask import Response as Reply
from werkzeug.wrappers import Response

from graph.terms import LICENCE
from views.web.trust_headers import COMPLETE, HINTS, LIMIT, PARAMETERS, PASSED_OVER, REVISION, TIMING

EXPOSED = ", ".join((COMPLETE, LIMIT, REVISION, TIMING, PASSED_OVER, PARAMETERS, HINTS,
                     "Retry-After", "ETag", "Accept-Query", "Stale", "Link"))  # fmt: skip
ASKED_BEFORE = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
# Proxies refuse answers whose headers are long.
LONGEST_QUERY = 256
_KEPT = "/:?&=%+,;@!$'()*~#"


def link_to(address: str, relation: str, media_type: str = "") -> str:
    """One link of the header Link; `media_type` is that of what it leads to."""
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{quote(address, safe=_KEPT)}>; rel="{relation}"{kind}'


SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "Link": link_to(LICENCE, "license"),
}


def register(app: Flask) -> None:
    """Share every answer, say what may be asked before a request is sent, and name the licence of the data."""

    @app.after_request
    def share(response: Reply) -> Reply:
        response.headers.extend(SHARED)
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET")
            response.headers.extend(ASKED_BEFORE)
        return response


def link_forms(response: Response, forms: Iterable[tuple[str, str]], relation: str = "alternate") -> None:
    """Name in the header Link where all data is described, and the forms of an answer as (media type, address)."""
    response.headers.add("Link", link_to(f"{request.script_root}/.well-known/void", "describedby"))
    if len(request.query_string) > LONGEST_QUERY:
        return
    for media_type, address in forms:
        response.headers.add("Link", link_to(address, relation, media_type))
