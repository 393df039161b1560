"""A page whose panel gets no answer from the store elsewhere says so in the panel, and shows all it knows."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from tests.remote.realstores import free_port, stoppable
from tests.serving import START_LIMIT_S, Reply, Server, serving, wait_until
from tests.views.facts import rows_of

FRENCH = sum("FR" in row["country"].split(";") for row in rows_of("practices.csv"))
COUNTED = f"{FRENCH} practices"


def words(reply: Reply) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.body.decode()))


@pytest.mark.parametrize(
    ("how", "told"),
    [(signal.SIGSTOP, "took too long"), (signal.SIGKILL, "cannot be shown now")],
    ids=["a store that hangs", "a store that is gone"],
)
def test_list_and_map_tell_their_counts_while_the_store_gives_no_answer(
    store_folder: Path, no_revisions: Path, tmp_path: Path, how: signal.Signals, told: str
) -> None:
    with stoppable(store_folder, free_port()) as (address, process):
        limits = {"store": address.query, "workers": "1", "store_timeout_s": "1"}
        with serving(no_revisions, tmp_path / "tmp", **limits) as server:
            wait_until(lambda: server.get("/practices/map", accept="text/html").status == 200, START_LIMIT_S)
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
