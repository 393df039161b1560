"""What a reader can rely on while the store elsewhere is down, and when it is back."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from graph.revision import Revision
from tests.remote.realstores import free_port, stoppable
from tests.serving import START_LIMIT_S, Server, serving, wait_until

PAGE, UNSEEN = "/practices", "/cities"
QUERY = "SELECT * { ?s ?p ?o } LIMIT 1"


def healthy(server: Server) -> bool:
    return server.get("/health").status == 200


def test_seen_pages_are_shown_as_stale_all_else_says_that_the_store_is_down_and_it_recovers_by_itself(
    store_folder: Path, no_revisions: Path, tmp_path: Path, revision: Revision
) -> None:
    port = free_port()
    with ExitStack() as ending:
        with stoppable(store_folder, port) as (address, _):
            apart = serving(no_revisions, tmp_path / "tmp", store=address.query, workers="1")
            server = ending.enter_context(apart)
            wait_until(lambda: healthy(server), START_LIMIT_S)
            seen = server.get(PAGE, accept="text/html")
            assert (seen.status, seen.headers["dataset-revision"]) == (200, str(revision.number))
            assert server.ask(QUERY).status == 200
        wait_until(lambda: not healthy(server))
        assert server.get("/health").json()["status"] == "store-unreachable"
        page = server.get(PAGE, accept="text/html")
        assert (page.status, page.headers["stale"], page.headers["cache-control"]) == (200, "?1", "no-store")
        assert b"may be out of date" in page.body and b"may be out of date" not in seen.body
        for reply in (server.get(UNSEEN, accept="application/json"), server.ask("ASK { ?a ?b ?c }")):
            assert (reply.status, reply.slug) == (503, "store-unreachable")
            assert int(reply.headers["retry-after"]) > 0
        assert b"cannot be reached" in server.get(UNSEEN, accept="text/html").body
        with stoppable(store_folder, port):
            wait_until(lambda: healthy(server), START_LIMIT_S)
            again = server.get(PAGE, accept="text/html")
            assert (again.status, again.body) == (200, seen.body) and "stale" not in again.headers
            assert server.get(UNSEEN, accept="application/json").status == 200
            assert server.ask(QUERY).status == 200
