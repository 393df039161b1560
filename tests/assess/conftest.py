"""A client of the real application over the real revision."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graph.revision import Revision
from graph.settings import Settings
from server import create_app


@pytest.fixture(scope="session")
def client(settings: Settings, revision: Revision) -> FlaskClient:
    """Asks the application without a socket."""
    return create_app(settings).test_client()
