"""A client of the real application, for what needs no socket, and the pages that it finds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from crawling import crawl
from flask.testing import FlaskClient

from graph.revision import Revision
from graph.settings import Settings
from server import create_app


@pytest.fixture(scope="session")
def client(settings: Settings, revision: Revision) -> FlaskClient:
    """Asks the application without a socket."""
    return create_app(settings).test_client()


@pytest.fixture(scope="session")
def pages(client: FlaskClient) -> Mapping[str, list[str]]:
    """One page of every route that has any."""
    return crawl(client, each=1)
