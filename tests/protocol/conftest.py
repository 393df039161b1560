"""The endpoint by both of its callers: the real server, and the application in this process."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator

import pytest

from graph.revision import Revision
from graph.settings import Settings
from server import create_app
from tests.patience import HANGS_S
from tests.protocol.callers import Endpoint, InProcess
from tests.serving import Server, serving
from views.web.service import EXTENSION


@pytest.fixture(scope="module")
def application(settings: Settings, revision: Revision) -> Iterator[InProcess]:
    """The application in this process; it keeps no answers."""
    app = create_app(dataclasses.replace(settings, cache_mb=0, max_rows=1000, query_timeout_s=HANGS_S))
    yield InProcess(app.test_client())
    app.extensions[EXTENSION].close()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, revision: Revision) -> Iterator[Server]:
    """The real server; it keeps no answers."""
    folder = tmp_path_factory.mktemp("door")
    shutil.copytree(revision.path.parent, folder / "revisions")
    limits = {
        "workers": "1",
        "query_workers": "2",
        "max_rows": "1000",
        "cache_mb": "0",
        "query_timeout_s": str(HANGS_S),
    }
    with serving(folder / "revisions", folder / "temporary", **limits) as running:
        yield running


@pytest.fixture(scope="module", params=["door", "application"])
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    """Each of the two in turn."""
    found: Endpoint = request.getfixturevalue(request.param)
    return found
