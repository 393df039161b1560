"""The command as an assistant starts it: a process of its own, over standard input and over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing

from mcp import Client, StdioServerParameters

from graph.revision import Revision
from graph.settings import ROOT
from tests.patience import HANGS_S, wait_until
from tests.views.assistants.conftest import awaited

COMMAND = [str(ROOT / "server.py"), "mcp"]


def environment(revision: Revision, **more: str) -> dict[str, str]:
    return {**os.environ, "OPENPLAZA_REVISIONS_DIR": str(revision.path.parent), **more}


async def found(server: StdioServerParameters | str) -> str:
    async with Client(server, read_timeout_seconds=HANGS_S) as asking:
        result = await asking.call_tool("search", {"words": "night bus"})
    assert not result.is_error
    return str(result.structured_content)


def test_an_assistant_that_starts_the_command_gets_answers_over_standard_input(revision: Revision) -> None:
    started = StdioServerParameters(command=sys.executable, args=COMMAND, env=environment(revision))
    assert "lille-stop-on-demand" in awaited(found(started))


def test_an_assistant_elsewhere_gets_them_over_http(revision: Revision) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, *COMMAND, "--port", str(port)]
    process = subprocess.Popen(command, env=environment(revision), stderr=subprocess.DEVNULL)

    def answers() -> bool:
        assert process.poll() is None, "the command ended"
        with closing(socket.socket()) as there:
            return there.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(answers)
        assert "lille-stop-on-demand" in awaited(found(f"http://127.0.0.1:{port}/mcp"))
    finally:
        process.terminate()
        process.wait(HANGS_S)
