"""Pages of practices that several files look at."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import DAY


@pytest.fixture(scope="session")
def practice_page(client: FlaskClient) -> Callable[[str], Part]:
    """The page of a practice on DAY, read once by whoever asks first. To be read alone."""
    return cache(lambda name: page(client, f"/practices/{name}?on={DAY}"))
