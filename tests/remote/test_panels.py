"""A page whose panel gets no answer from the store elsewhere says so in the panel, and shows all it knows."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from sys import executable

import pytest
from realstores import Address, free_port, listening, publish
from serving import Reply, Server, serving, wait_until

from graph.revision import Revision
from graph.settings import Settings
from tests.views.facts import rows_of

FRENCH = sum("FR" in row["country"].split(";") for row in rows_of("practices.csv"))
COUNTED = f"{FRENCH} practices"


@contextmanager
def store(folder: Path, port: int) -> Iterator[tuple[Address, Popen[bytes]]]:
    root = f"http://127.0.0.1:{port}"
    program = Path(executable).with_name("oxigraph")
    process = Popen(
        [program, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"], stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        wait_until(lambda: listening(f"{root}/"), 30)
        yield Address(f"{root}/query", f"{root}/update", f"{root}/store"), process
    finally:
        process.kill()
        process.wait()


def words(reply: Reply) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.body.decode()))


@pytest.mark.parametrize(
    ("how", "told"),
    [(signal.SIGSTOP, "took too long"), (signal.SIGKILL, "cannot be shown now")],
    ids=["a store that hangs", "a store that is gone"],
)
def test_list_and_map_tell_their_counts_while_the_store_gives_no_answer(
    tmp_path: Path, settings: Settings, revision: Revision, how: signal.Signals, told: str
) -> None:
    with store(tmp_path / "store", free_port()) as (address, process):
        publish(address, settings, revision)
        limits = {"store": address.query, "workers": "1", "store_timeout_s": "1"}
        with serving(tmp_path / "no-revisions", tmp_path / "tmp", **limits) as server:
            wait_until(lambda: server.get("/practices/map", accept="text/html").status == 200, 60)
            os.kill(process.pid, how)
            _told(server, told)


def _told(server: Server, told: str) -> None:
    listed = server.get("/practices?country=FR", accept="text/html")
    assert listed.status == 200 and COUNTED in words(listed) and "Country: France" in words(listed)
    assert f"The list of practices {told}" in words(listed)
    assert (listed.headers["complete"], listed.headers["cache-control"]) == ("?0", "no-store")
    drawn = words(server.get("/practices/map?country=FR", accept="text/html"))
    assert f"The map {told}" in drawn and f"The list of practices {told}" in drawn and COUNTED in drawn
    failed = server.get("/practices.csv?country=FR")
    assert failed.status in (503, 504) and failed.slug in ("store-unreachable", "timed-out")
