"""The two callers of the endpoint, asked alike: the real server, and the application in this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from flask.testing import FlaskClient

from tests.serving import Reply


class Endpoint(Protocol):
    """Whatever takes requests to /sparql."""

    def request(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply: ...


@dataclass(frozen=True)
class InProcess:
    """The application as any WSGI server asks it."""

    client: FlaskClient

    def request(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        response = self.client.open(path, method=method, data=body, headers=dict(headers or {}))
        found = {name.lower(): value for name, value in response.headers}
        return Reply(response.status_code, found, response.data)
