"""Real stores, started on loopback for the tests and gone after them."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.remote.client import Client
from graph.remote.publishing import Loader
from graph.remote.store import open_client
from graph.revision import Revision
from graph.settings import Settings
from tests.patience import wait_until

START_S = 180.0
USER, PASSWORD = "publisher", "a-password-of-the-tests"

VIRTUOSO = shutil.which("virtuoso-t")
NEEDED = (
    "The tests of remote stores need Virtuoso 7 (virtuoso-t and isql-vt). "
    "Debian and Ubuntu: sudo apt-get install virtuoso-opensource-7-bin, or run: make stores"
)

INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
CheckpointInterval = 0
DirsAllowed = {folder}
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


@dataclasses.dataclass(frozen=True)
class Address:
    """Where a store is: for queries, for updates, and its Graph Store Protocol."""

    query: str
    update: str
    graphs: str
    user: str = ""
    password: str = ""

    def settings(self, settings: Settings) -> Settings:
        """The settings of an operator whose OpenPlaza reads from this store."""
        return dataclasses.replace(
            settings,
            store=self.query,
            store_update=self.update,
            store_user=self.user,
            store_password=self.password,
            store_timeout_s=60.0,
        )

    def client(self, settings: Settings) -> Client:
        return open_client(self.settings(settings))


def publish(address: Address, settings: Settings, revision: Revision, *, by_updates: bool = False) -> None:
    """Loads `revision`, by the store's Graph Store Protocol unless `by_updates`."""
    client = address.client(settings)
    Loader(client, settings.base_iri, "" if by_updates else address.graphs).publish(revision)
    client.close()


@contextmanager
def oxigraph(folder: Path) -> Iterator[Address]:
    """The server of the `oxigraph` package."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--timeout-s", "15"]
    root = f"http://127.0.0.1:{port}"
    with running(command, folder, lambda: listening(f"{root}/")):
        yield Address(f"{root}/query", f"{root}/update", f"{root}/store")


@contextmanager
def stoppable(folder: Path, port: int) -> Iterator[tuple[Address, subprocess.Popen[bytes]]]:
    """Oxigraph's server on `folder`, which outlives it, and its process for the test to stop or to kill."""
    program = Path(sys.executable).with_name("oxigraph")
    root = f"http://127.0.0.1:{port}"
    command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: listening(f"{root}/"), START_S)
        yield Address(f"{root}/query", f"{root}/update", f"{root}/store"), process
    finally:
        process.kill()
        process.wait()


@contextmanager
def virtuoso(folder: Path) -> Iterator[Address]:
    """Virtuoso 7, with a user that may update. Needs NEEDED."""
    assert VIRTUOSO is not None, NEEDED
    sql, http = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(INI.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    command = [VIRTUOSO, "+foreground", "+configfile", str(ini)]
    root = f"http://127.0.0.1:{http}"
    with running(command, folder, lambda: listening(f"{root}/sparql")):
        grants = [f"exec=DB.DBA.USER_CREATE('{USER}', '{PASSWORD}');", f"exec=GRANT SPARQL_UPDATE TO {USER};"]
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", *grants], check=True, capture_output=True, timeout=START_S
        )
        signed_in = f"{root}/sparql-auth"
        yield Address(signed_in, signed_in, f"{root}/sparql-graph-crud-auth", USER, PASSWORD)


@contextmanager
def running(command: list[str], folder: Path, ready: Callable[[], bool]) -> Iterator[None]:
    """Runs `command` in `folder` until the block ends; fails with its output when it ends before."""
    log = folder / "output.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + START_S
        while not ready():
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < until, f"{command[0]} does not listen."
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def listening(url: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
        return True
    return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
