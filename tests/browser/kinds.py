"""Which kinds of page there are, by what answers them, so that none is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask

from tests.views.web.test_every_page_as_read import PAGES


def missing(app: Flask, looked_at: Iterable[str]) -> set[str]:
    """The kinds of page, by their endpoints, of which no address is among those looked at."""
    routes = app.url_map.bind("localhost")

    def kinds(addresses: Iterable[str]) -> set[str]:
        return {str(routes.match(urlsplit(each).path.removeprefix("/fr"))[0]) for each in addresses}

    return kinds(PAGES) - kinds(looked_at)
