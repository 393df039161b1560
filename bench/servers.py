"""The servers that are measured: how each is loaded with the same quads, started and asked."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from graph.revision import current, publish, revisions
from graph.settings import ROOT
from graph.store.opening import disk_index

BIN = Path(sys.executable).parent
READY_LIMIT_S = 600.0
VIRTUOSO = "virtuoso-t"
VIRTUOSO_BUFFERS = 100_000
READY = "ASK { ?s ?p ?o }"
JSON = "application/sparql-results+json"
NTRIPLES = "application/n-triples"
# Above this the revision is read from its index on disk, so that the largest sizes fit beside the other servers.
MAX_MEMORY_QUADS = 1_000_000


@dataclass(frozen=True)
class Server:
    """One server: its command, where it listens, and the path of its endpoint."""

    name: str
    port: int
    command: list[str]
    path: str = "/sparql"
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    after: Callable[[], None] | None = None

    def request(self, query: str, media_type: str = JSON) -> bytes:
        """A GET request with `query`, as bytes for a kept connection."""
        target = f"{self.path}?query={quote(query)}"
        return (f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: {media_type}\r\n\r\n").encode()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found: int = listener.getsockname()[1]
        return found


def revision_of(quads: Path, folder: Path) -> Path:
    """The folder of revisions with `quads` as the current one; published once."""
    if not folder.exists() or not revisions(folder):
        with quads.open("rb", buffering=1 << 20) as lines:
            publish(lines, folder, software="bench", sources={})
    return folder


def openplaza(revisions_dir: Path, port: int, *, cache: bool = True, workers: int = 2) -> Server:
    """`openplaza serve` with its defaults; without `cache`, no answer is kept."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENPLAZA_")}
    environment |= {
        "OPENPLAZA_REVISIONS_DIR": str(revisions_dir),
        "OPENPLAZA_WORKERS": str(workers),
        "OPENPLAZA_MAX_MEMORY_QUADS": str(MAX_MEMORY_QUADS),
        "OPENPLAZA_QUERY_TIMEOUT_S": "60",
    }
    if not cache:
        environment["OPENPLAZA_CACHE_MB"] = "0"
    command = [str(BIN / "openplaza"), "serve", "--port", str(port)]
    return Server("openplaza, cached" if cache else "openplaza", port, command, environment=environment)


def oxigraph(revisions_dir: Path, port: int) -> Server:
    """Oxigraph's own server on the index of the same revision, so it reads the very same files."""
    index = disk_index(current(revisions_dir))
    command = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(index), "--bind", f"127.0.0.1:{port}"]
    return Server("oxigraph", port, command, path="/query")


def rdflib_endpoint(quads: Path, port: int) -> Server:
    """rdflib-endpoint as its command starts it, which reads the file into rdflib's own store."""
    command = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(quads)]
    return Server("rdflib-endpoint", port, command, path="/")


def virtuoso(quads: Path, folder: Path, port: int) -> Server:
    """Virtuoso 7 with the quads in its bulk loader; loads them once into `folder`."""
    sql_port, loaded = free_port(), folder / "loaded"
    if not loaded.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    (folder / "virtuoso.ini").write_text(_virtuoso_ini(folder, quads.parent, port, sql_port))
    command = [VIRTUOSO, "+foreground", "+configfile", str(folder / "virtuoso.ini")]

    def load() -> None:
        if not loaded.exists():
            _isql(sql_port, f"ld_dir('{quads.parent}', '{quads.name}', 'urn:none'); rdf_loader_run(); checkpoint;")
            loaded.touch()

    return Server("virtuoso", port, command, after=load)


def _virtuoso_ini(folder: Path, data: Path, port: int, sql_port: int) -> str:
    names = {"DatabaseFile": "db", "ErrorLogFile": "log", "LockFile": "lck", "TransactionFile": "trx"}
    database = "\n".join(f"{key} = {folder}/virtuoso.{end}" for key, end in names.items())
    return (
        f"[Database]\n{database}\nxa_persistent_file = {folder}/virtuoso.pxa\nTempStorage = TempDatabase\n"
        f"[TempDatabase]\nDatabaseFile = {folder}/temp.db\nTransactionFile = {folder}/temp.trx\n"
        f"[Parameters]\nServerPort = 127.0.0.1:{sql_port}\nDirsAllowed = {folder}, {data}\n"
        f"NumberOfBuffers = {VIRTUOSO_BUFFERS}\nMaxDirtyBuffers = {VIRTUOSO_BUFFERS * 3 // 4}\n"
        f"MaxQueryMem = 2G\nThreadsPerQuery = 2\n"
        f"[HTTPServer]\nServerPort = 127.0.0.1:{port}\nServerThreads = 20\nMaxKeepAlives = 20\nKeepAliveTimeout = 60\n"
        f"[SPARQL]\nResultSetMaxRows = 1000000\nMaxQueryExecutionTime = 60\n"
    )


def _isql(sql_port: int, text: str) -> None:
    command = ["isql-vt", f"127.0.0.1:{sql_port}", "dba", "dba", f"exec={text}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or "Error" in done.stdout + done.stderr:
        raise RuntimeError(f"Virtuoso did not load: {done.stdout[-500:]} {done.stderr[-500:]}")


def start(server: Server, log: Path) -> tuple[subprocess.Popen[bytes], float]:
    """The running server, and the seconds until it answered its first query. Its output goes to `log`."""
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            server.command, env=server.environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
    try:
        seconds = ready_after(server, started, process)
        if server.after:
            server.after()
    except BaseException:
        stop(process)
        raise
    return process, seconds


def ready_after(server: Server, started: float, process: subprocess.Popen[bytes]) -> float:
    """Waits until a query is answered; returns the seconds since `started` (of time.perf_counter)."""
    while process.poll() is None and time.perf_counter() - started < READY_LIMIT_S:
        try:
            if ask(server, READY, timeout_s=60)[0] == 200:
                return time.perf_counter() - started
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.02)
    raise RuntimeError(f"{server.name} did not start.")


def ask(server: Server, query: str, media_type: str = JSON, timeout_s: float = 60) -> tuple[int, bytes]:
    """Status and body of one query on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout_s)
    try:
        connection.request("GET", f"{server.path}?query={quote(query)}", headers={"Accept": media_type})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a server and waits for it."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
