"""Which representation a request asks for: a suffix on the address wins, then the Accept header."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Request
from werkzeug.exceptions import NotAcceptable

HTML, JSON, CSV, TURTLE, JSON_LD = "text/html", "application/json", "text/csv", "text/turtle", "application/ld+json"
SUFFIXES = {".json": JSON, ".csv": CSV, ".ttl": TURTLE, ".jsonld": JSON_LD}
LABELS = {JSON: "JSON", CSV: "CSV", TURTLE: "Turtle", JSON_LD: "JSON-LD"}
ENVIRON_KEY = "openplaza.media_type"


class SuffixMiddleware:
    """Takes `.json`, `.csv`, `.ttl` or `.jsonld` off the path and remembers what it asked for."""

    def __init__(self, app: Callable[..., Iterable[bytes]], kept: tuple[str, ...]) -> None:
        self._app, self._kept = app, kept

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(self._kept):
            for suffix, media_type in SUFFIXES.items():
                if path.endswith(suffix):
                    environ["PATH_INFO"] = path.removesuffix(suffix) or "/"
                    environ[ENVIRON_KEY] = media_type
                    break
        return self._app(environ, start_response)


def wanted(request: Request) -> str:
    """The media type to answer with. Raises NotAcceptable (406) when the client takes none that is offered."""
    if asked := request.environ.get(ENVIRON_KEY):
        return str(asked)
    if not request.accept_mimetypes:
        return HTML
    found: str | None = request.accept_mimetypes.best_match([HTML, JSON, CSV, TURTLE, JSON_LD])
    if found is None:
        offered = f"{HTML}, {JSON}, {CSV}, {TURTLE} or {JSON_LD}"
        raise NotAcceptable(f"This address answers as {offered}.")
    return found


def alternates(request: Request) -> list[dict[str, str]]:
    """The other representations of this address, for links and the page head."""
    query = request.query_string.decode()
    tail = f"?{query}" if query else ""
    path = request.path.rstrip("/") or "/index"
    return [
        {"label": LABELS[media_type], "media_type": media_type, "href": f"{request.script_root}{path}{suffix}{tail}"}
        for suffix, media_type in SUFFIXES.items()
    ]
