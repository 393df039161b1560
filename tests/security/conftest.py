"""One real server for every test of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from serving import Server, serving

from graph.revision import Revision
from graph.settings import Settings
from server import create_app

# Longer than a client's own limit of 2 seconds, so that what ends sooner was ended by what the test did.
LIMIT_S = 6


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, revision: Revision) -> Iterator[Server]:
    """One web process with two evaluating ones, so that there is little to share and any hold-up shows."""
    folder = tmp_path_factory.mktemp("server")
    revisions = folder / "revisions"
    shutil.copytree(revision.path.parent, revisions)
    limits = {"query_timeout_s": str(LIMIT_S), "workers": "1", "query_workers": "2"}
    with serving(revisions, folder / "temporary", **limits) as running:
        yield running


@pytest.fixture(scope="session")
def client(settings: Settings, revision: Revision) -> FlaskClient:
    """Asks the application without a socket."""
    return create_app(settings).test_client()
