"""The pages that a visitor of the real application finds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from tests.security.crawling import crawl


@pytest.fixture(scope="session")
def pages(client: FlaskClient) -> Mapping[str, list[str]]:
    """One page of every route that has any."""
    return crawl(client, each=1)
