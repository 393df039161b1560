"""Headers on every answer: nothing from elsewhere runs or is framed; what may be kept, and how it is told."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, MutableMapping

from flask import Flask, Response, g, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NO_NONCE = CSP.format(nonce="")
# Methods whose answers have a tag, and what caches are told of them.
TAGGED = ("GET", "HEAD", "QUERY")
ASK_AGAIN = "public, no-cache"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def csp_nonce() -> str:
    """A fresh nonce for this answer; asking for it puts it into the policy (the query editor needs one)."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def register(app: Flask) -> None:
    """Add the headers to every answer."""

    @app.after_request
    def add(response: Response) -> Response:
        nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
        for name, value in {"Content-Security-Policy": CSP.format(nonce=nonce), **ALWAYS}.items():
            response.headers.setdefault(name, value)
        return _conditional(response)


def for_files(headers: MutableMapping[str, str], _path: str, _address: str) -> None:
    """The same for styles, scripts and pictures, which are answered before the application is asked."""
    headers["Content-Security-Policy"] = CSP.format(nonce="")
    for name, value in ALWAYS.items():
        headers[name] = value


def _conditional(response: Response) -> Response:
    """An ETag for every representation, and 304 for a client that has it (RFC 9110, sections 8.8.3 and 13.1.2).

    The tag changes with the revision and with the bytes. It is weak, because compression comes after it.
    """
    if response.status_code != 200 or request.method not in TAGGED or response.is_streamed:
        return response
    if response.cache_control.no_store or "csp_nonce" in g:
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    response.headers.setdefault("Cache-Control", ASK_AGAIN)
    if response.headers.get("ETag") is None:
        response.set_etag(_tag(response), weak=True)
    tag, _ = response.get_etag()
    if tag is not None and request.if_none_match.contains_weak(tag):
        response.status_code = 304
        response.response = []
        for name in ("Content-Length", "Content-Type"):
            response.headers.pop(name, None)
    return response


def _tag(response: Response) -> str:
    revision, complete = response.headers.get("Dataset-Revision", ""), response.headers.get("Complete", "")
    return tag(revision, complete, str(response.content_type), response.iter_encoded())


def tag(revision: str, complete: str, content_type: str, parts: Iterable[bytes]) -> str:
    """The tag of a representation, from what its headers say of it and from its bytes; without quotes and mark."""
    digest = hashlib.blake2b(f"{revision}\n{complete}\n{content_type}".encode(), digest_size=12)
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
