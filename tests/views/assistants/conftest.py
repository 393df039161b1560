"""The tools over the real facts, asked by the client of the official SDK in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from mcp import Client
from mcp.types import CallToolResult

from graph.settings import Settings
from views.assistants.server import assistants

Call = Callable[..., CallToolResult]


@pytest.fixture(scope="module")
def call(client: FlaskClient, settings: Settings) -> Call:
    """Calls a tool by name with its arguments."""

    def called(tool: str, **given: Any) -> CallToolResult:
        async def once() -> CallToolResult:
            async with Client(assistants(client.application, settings)) as asking:
                return await asking.call_tool(tool, given)

        return asyncio.run(once())

    return called


def told(result: CallToolResult) -> Mapping[str, Any]:
    """What a tool told, whose call must have gone well."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content
