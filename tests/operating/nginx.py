"""A real nginx with TLS before our server, with the configuration of docs/operating.md."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.operating.documented import blocks
from tests.patience import HANGS_S, wait_until
from tests.serving import Reply

HOST = "plaza.example.org"
WHOLE = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{servers}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """One `server` of nginx, asked for as readers do: by the name of the host, over TLS."""

    port: int
    certificate: Path

    def request(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request on a connection of its own; redirects are not followed."""
        trusted = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=HANGS_S, context=trusted)
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Host": HOST, **(headers or {})})
            response = connection.getresponse()
            content = response.read()
            found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, content)

    def get(self, path: str, accept: str = "text/html") -> Reply:
        return self.request("GET", path, headers={"Accept": accept})


@contextlib.contextmanager
def nginx(folder: Path, at_root: int, under_path: int) -> Iterator[tuple[Proxy, Proxy]]:
    """nginx before the servers on two ports: the first at the root of its host, the second under /plaza/."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed: install the package `nginx`.")
    certificate = _certificate(folder)
    ports = _free_port(), _free_port()
    whole, path = blocks("nginx")
    other = whole.partition("\n\n")[0] + "\n" + path + "}\n"
    servers = [_here(whole, folder, ports[0], at_root), _here(other, folder, ports[1], under_path)]
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, servers="\n".join(servers)), encoding="utf-8")
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_until(lambda: _listens(process, ports[1]))
        yield Proxy(ports[0], certificate), Proxy(ports[1], certificate)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(HANGS_S)


def _here(text: str, folder: Path, own: int, upstream: int) -> str:
    """A documented configuration with the ports and the certificate of this run."""
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{own} ssl",
        "/etc/ssl/plaza.example.org": str(folder),
        "http://127.0.0.1:8000": f"http://127.0.0.1:{upstream}",
    }
    for documented, ours in changes.items():
        assert documented in text, documented
        text = text.replace(documented, ours)
    return text


def _certificate(folder: Path) -> Path:
    chain = folder / "fullchain.pem"
    names = f"subjectAltName=DNS:{HOST},IP:127.0.0.1"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-days", "2", "-subj", f"/CN={HOST}", "-addext", names,
               "-keyout", str(folder / "privkey.pem"), "-out", str(chain)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return chain


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    assert process.poll() is None, "nginx refused its configuration."
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0
