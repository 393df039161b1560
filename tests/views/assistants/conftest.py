"""The tools over the real facts, asked by the client of the official SDK in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from flask.testing import FlaskClient
from mcp import Client
from mcp.types import CallToolResult

from graph.settings import Settings
from views.assistants.server import assistants

Call = Callable[..., CallToolResult]
T = TypeVar("T")


def awaited(asking: Coroutine[Any, Any, T]) -> T:
    """What a coroutine ends with, run in a thread of its own: a browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(asyncio.run, asking).result()


@pytest.fixture(scope="module")
def call(client: FlaskClient, settings: Settings) -> Call:
    """Calls a tool by name with its arguments."""

    def called(tool: str, **given: Any) -> CallToolResult:
        async def once() -> CallToolResult:
            async with Client(assistants(client.application, settings)) as asking:
                return await asking.call_tool(tool, given)

        return awaited(once())

    return called


def told(result: CallToolResult) -> Mapping[str, Any]:
    """What a tool told, whose call must have gone well."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content
