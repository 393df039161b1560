"""The language of a request, from its address: `/fr/practices` is `/practices` told in French; English has no prefix.

See docs/decisions/0022-language-in-the-address.md.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask, g, has_request_context, request
from flask.globals import request_ctx

from graph.text.languages import ENGLISH, LANGUAGES

LANGUAGE = "openplaza.language"
# What the address says, also where the answer is data and has no language.
WRITTEN = "openplaza.language_written"
# What a request keeps for its language.
KEPT_FOR_LANGUAGE = "openplaza.names"
PREFIXES = tuple(each for each in LANGUAGES if each != ENGLISH)
# Identifiers, files and what programs read are the same for readers of every language.
FOR_ALL_PATHS = (
    "/static/", "/id/", "/concept/", "/graph/", "/row/", "/.well-known/", "/dcat", "/robots.txt", "/sitemap",
    "/health", "/metrics", "/site-logo/",
)  # fmt: skip
FOR_ALL_ENDPOINTS = frozenset(
    "static identifiers.follow identifiers.concept identifiers.scheme identifiers.inside crawlers.robots "
    "crawlers.security crawlers.sitemap crawlers.sitemap_part descriptions.dcat descriptions.void about.health "
    "metrics.show openid.come_back revisions.dump revisions.file logo.show".split()
)


def split(path: str) -> tuple[str, str]:
    """The language that a path begins with, and the path inside it; English for a path without one."""
    language, _, rest = path.removeprefix("/").partition("/")
    if language not in PREFIXES or f"/{rest}".startswith(FOR_ALL_PATHS):
        return ENGLISH, path
    return language, f"/{rest}"


class LanguageMiddleware:
    """Moves the language of the path to its root, so that every address that the application writes keeps it.

    What `is_data` says of a request is the same in every language, so that its answer is too.
    """

    def __init__(self, app: Callable[..., Iterable[bytes]], is_data: Callable[[dict[str, Any]], bool]) -> None:
        self._app, self._is_data = app, is_data

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        language, environ["PATH_INFO"] = split(environ.get("PATH_INFO", ""))
        environ[WRITTEN] = language
        if language != ENGLISH and not self._is_data(environ):
            environ[LANGUAGE] = language
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{language}"
        return self._app(environ, start_response)


class PlazaFlask(Flask):
    """The application; what is for readers of every language has one address."""

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask says, without the language where the endpoint has none."""
        address = super().url_for(endpoint, **values)
        if endpoint not in FOR_ALL_ENDPOINTS or not has_request_context():
            return address
        return address.replace(f"{request.script_root}/", f"{site_root()}/", 1)


def language() -> str:
    """The language of this request; English where there is no request, and for data."""
    return str(request.environ.get(LANGUAGE, ENGLISH)) if has_request_context() else ENGLISH


@contextlib.contextmanager
def told_for(code: str) -> Iterator[None]:
    """Inside, this request is told in the language `code`; its addresses stay as they are."""
    before = request.environ.get(LANGUAGE)
    request.environ[LANGUAGE] = code
    g.pop(KEPT_FOR_LANGUAGE, None)
    try:
        yield
    finally:
        request.environ.pop(LANGUAGE)
        if before is not None:
            request.environ[LANGUAGE] = before
        g.pop(KEPT_FOR_LANGUAGE, None)


def go_on_in(code: str) -> None:
    """From here on this request is one below the root of the language `code`, and so are the addresses it writes."""
    root = root_in(code)
    request.environ[LANGUAGE], request.environ["SCRIPT_NAME"], request.root_path = code, root, root
    g.pop(KEPT_FOR_LANGUAGE, None)
    for name in ("base_url", "root_url", "url", "url_root"):
        request.__dict__.pop(name, None)
    if request_ctx.url_adapter is not None:
        request_ctx.url_adapter.script_name = f"{root}/"


def site_root() -> str:
    """The path below which all languages lie, without a slash at its end."""
    return request.script_root.removesuffix(f"/{language()}") if language() != ENGLISH else request.script_root


def home() -> str:
    """Where this site begins in English: for links in mails, and for what is called the same in every language."""
    return f"{request.host_url.rstrip('/')}{site_root()}/"


def root_in(wanted: str) -> str:
    """The path below which the pages of a language lie, without a slash at its end."""
    return site_root() if wanted == ENGLISH else f"{site_root()}/{wanted}"
