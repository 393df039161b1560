"""The real server in processes of its own, as an operator starts it, and plain ways to talk to it over sockets."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil

from graph.settings import ROOT
from tests.patience import HANGS_S, wait_until

JSON = "application/sparql-results+json"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
# How long a start may take: it may make indexes first. Nothing is this slow; it catches what hangs.
START_LIMIT_S = 180.0
PARENT = "graph.evaluate.parent"


@dataclass(frozen=True)
class Reply:
    """One answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found

    @property
    def slug(self) -> str:
        """Which problem this is; an empty string when it is none."""
        if self.headers.get("content-type") != "application/problem+json":
            return ""
        return str(self.json()["type"]).rpartition("#problem-")[2]


@dataclass(frozen=True)
class Server:
    """One running server; `temporary` is the only folder it may write temporary files to."""

    process: subprocess.Popen[bytes]
    port: int
    temporary: Path
    limit_s: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        patience_s: float = 60,
    ) -> Reply:
        """One request on a connection of its own, read to its end."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience_s)
        with contextlib.closing(connection):
            with contextlib.suppress(BrokenPipeError):
                # A server may answer before it has read everything.
                connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            content = response.read()
            found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, content)

    def get(self, path: str, **headers: str) -> Reply:
        return self.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def ask(self, query: str, accept: str = JSON, **params: str) -> Reply:
        """A query sent as an address."""
        return self.request("GET", query_path(query, **params), headers={"Accept": accept})

    def raw(self, content: bytes, receive_buffer: int | None = None) -> socket.socket:
        """A socket on which `content` was sent and nothing was read yet."""
        connection = socket.socket()
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", self.port))
        connection.sendall(content)
        return connection

    def log(self) -> str:
        """What the server has said so far."""
        return (self.temporary.parent / "server.log").read_text(encoding="utf-8", errors="replace")

    def family(self) -> list[psutil.Process]:
        """The server's process and everything below it."""
        main = psutil.Process(self.process.pid)
        return [main, *main.children(recursive=True)]

    def evaluators(self) -> dict[int, psutil.Process]:
        """The processes in which queries are evaluated, by their number: what the parent of the workers forked."""
        return {each.pid: each for each in self.family() if _says_parent(each) and _says_parent(each.parent())}

    def processor_s(self) -> float:
        """The processor time that the web processes have used so far."""
        return sum(each.cpu_times().user + each.cpu_times().system for each in self.web())

    def web(self) -> list[psutil.Process]:
        """Everything that is neither an evaluating process nor the parent of one."""
        return [each for each in self.family() if not _says_parent(each)]


def query_path(query: str, **params: str) -> str:
    return "/sparql?" + urlencode({"query": query, **params}, quote_via=quote)


@contextlib.contextmanager
def serving(revisions: Path, temporary: Path, **settings: str) -> Iterator[Server]:
    """A server on a free port over `revisions`; `settings` by name. Checks that no process is left afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    temporary.mkdir(exist_ok=True)
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OPENPLAZA_")}
    environ |= {f"OPENPLAZA_{name.upper()}": value for name, value in settings.items()}
    environ |= {"OPENPLAZA_REVISIONS_DIR": str(revisions), "TMPDIR": str(temporary)}
    command = [sys.executable, "server.py", "serve", "--port", str(port)]
    with (temporary.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=log)
    server = Server(process, port, temporary, float(settings.get("query_timeout_s", 10)))
    family: list[psutil.Process] = []
    try:
        wait_until(lambda: _answers(server), START_LIMIT_S)
        yield server
        family = server.family()
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(HANGS_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    _, left = psutil.wait_procs(family, timeout=HANGS_S)
    assert left == [], "The server ended and left processes behind."


def _answers(server: Server) -> bool:
    ended = server.process.poll()
    assert ended is None, f"The server ended with {ended}: {server.log()[-2000:]}"
    try:
        return server.get("/health").status < 500
    except OSError:
        return False


def _says_parent(process: psutil.Process | None) -> bool:
    try:
        return process is not None and PARENT in process.cmdline()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
