"""How often one visitor may send something, counted by each web process on its own.

Where we cannot know the visitor, behind a proxy that does not say, nobody is held back for what others do.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request
from flask_limiter import Limiter, RequestLimit
from werkzeug.wrappers import Request

from graph.errors import TooManyTries
from graph.settings import Settings
from views.web.service import service

RATE = "openplaza_rate"
NETWORK_BITS = 64

View = TypeVar("View", bound=Callable[..., Any])


def limited(rate: str) -> Callable[[View], View]:
    """Say of a view how often one visitor may send it something: `20 per minute`."""

    def say(view: View) -> View:
        setattr(view, RATE, rate)
        return view

    return say


def register(app: Flask) -> None:
    """Hold the views of the application to their rates; to be called when all of them are there."""
    limiter = Limiter(visitor_here, app=app, storage_uri="memory://", strategy="moving-window", on_breach=_breach)
    for endpoint, view in app.view_functions.items():
        if rate := getattr(view, RATE, ""):
            limit = limiter.limit(rate, scope=endpoint, exempt_when=lambda: not visitor_here())
            held: Any = limit(view)
            app.view_functions[endpoint] = held


def visitor_here() -> str:
    """The visitor who sends this request; empty where that cannot be known."""
    settings = service().settings
    return visitor(request, settings)


def visitor(request: Request, settings: Settings) -> str:
    """The network address that a request comes from: of IPv6 the network, which one visitor has whole.

    `X-Forwarded-For` is read from its end, as far as there are proxies of ours: what stands before, anybody may write.
    """
    if settings.proxies:
        given = request.headers.get("X-Forwarded-For", "").split(",")
        address = given[-settings.proxies] if len(given) >= settings.proxies else ""
    else:
        address = "" if settings.public_url else request.remote_addr or ""
    return _network(address.strip())


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, NETWORK_BITS), strict=False))
    return str(found)


def _breach(limit: RequestLimit) -> None:
    raise TooManyTries(max(1, round(limit.reset_at - time.time())))
