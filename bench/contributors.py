"""What readers notice of contributors: `python -m bench.contributors --database sqlite`, after `openplaza build`.

Readers open pages of a server on a copy of the current revision, first alone, then while contributors send practices by
the API and reviewers read and accept them, so that previews and the publisher work beside. All else is thrown away.
"""

from __future__ import annotations

import argparse
import dataclasses
import http.client
import json
import random
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, func, select

from bench import load, servers
from bench.preview import fifty
from graph.background import environment
from graph.contribute.changes import ChangeSet
from graph.contribute.encoding import encoded
from graph.people import Role, TokenScope, engine_of, reading, transaction
from graph.people.accounts import Details, join
from graph.people.migrations import upgrade
from graph.people.tokens import make_token
from graph.review.decisions import waiting
from graph.review.records import Status, Submission
from graph.settings import Settings, load_settings

READERS: Final = 4
PAGES: Final = ("/", "/practices", "/practices/map", "/laws", "/cities", "/search?q=camera", "/gaps", "/actions")
THINK_S: Final = 5.0
LAST_S: Final = 600.0


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """A running server and its database."""

    port: int
    engine: Engine

    def asked(self, method: str, path: str, token: str, body: bytes = b"", kind: str = "application/json") -> int:
        """The status of one request by a program with a token."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": kind, "Accept": "application/json"}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            return response.status
        finally:
            connection.close()

    def token(self, name: str, role: Role) -> str:
        """The token of a new person."""
        with transaction(self.engine) as session:
            person = join(session, Details(name, "City of Porto", f"{name}@example.org"), role)
            return make_token(session, person, "bench", list(TokenScope)[: 3 if role > Role.CONTRIBUTOR else 2], 1)


def contribute(site: Site, token: str, name: str, model: ChangeSet, over: threading.Event, sent: list[int]) -> None:
    """Send one practice after the other, with a pause as people make."""
    for row, number in zip(model.rows, range(len(model.rows)), strict=True):
        if over.wait(random.uniform(0.5, 1.5) * THINK_S):
            return
        key = f"{row.key}-{name}"
        cells = tuple(dataclasses.replace(each, now=key) if each.column == "id" else each for each in row.cells)
        made = ChangeSet((dataclasses.replace(row, key=key, cells=cells),), f"Practice {number} of {name}.", 1)
        sent.append(site.asked("POST", "/api/change-sets", token, encoded(made)))


def review(site: Site, token: str, over: threading.Event, decided: list[int]) -> None:
    """Open what waits longest, and accept it."""
    while not over.wait(random.uniform(0.5, 1.5)):
        with reading(site.engine) as session:
            found = next(iter(waiting(session)), None)
        if found is None:
            continue
        site.asked("GET", f"/submissions/{found.id}", token)
        form = f"digest={found.digest}".encode()
        path = f"/submissions/{found.id}/accept"
        # Of two reviewers who accept at once one is told that it was decided.
        decided.append(site.asked("POST", path, token, form, "application/x-www-form-urlencoded"))


def readers(port: int, seconds: float) -> load.Sample:
    """What readers waited for the pages."""
    rest = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\n\r\n"
    requests = [f"GET {each} {rest}".encode() for each in PAGES]
    return load.run(port, requests, READERS, seconds)


@contextmanager
def running(settings: Settings, folder: Path) -> Iterator[Site]:
    """A server that takes contributions; what it works on lies in `folder`."""
    shutil.copytree(settings.revisions_dir, folder / "revisions")
    port = servers.free_port()
    # Behind a proxy that does not say who asks nobody is held back for what others do, who have the same address here.
    own = {"revisions_dir": folder / "revisions", "contributions_dir": folder / "contributions", "cache_mb": 0}
    made = dataclasses.replace(settings, contributions="invited", public_url=f"http://127.0.0.1:{port}/", **own)
    command = [str(servers.BIN / "openplaza"), "serve", "--port", str(port)]
    engine = engine_of(made.database_url)
    upgrade(engine)
    process, _ = servers.start(servers.Server("ours", port, command, environment=environment(made)), folder / "log")
    try:
        yield Site(port, engine)
    finally:
        servers.stop(process)
        engine.dispose()


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'state.db'}"
        return
    from tests.people.cluster import cluster, fresh_database

    with cluster() as address, fresh_database(address) as found:
        yield found


def beside(site: Site, people: Sequence[Callable[[threading.Event], None]], seconds: float) -> load.Sample:
    """What readers waited while these people worked."""
    over = threading.Event()
    threads = [threading.Thread(target=each, args=(over,)) for each in people]
    for each in threads:
        each.start()
    found = readers(site.port, seconds)
    over.set()
    for each in threads:
        each.join()
    return found


def published(site: Site) -> tuple[int, int]:
    """How many submissions are published, and how many are kept at all, once nothing more is being published."""
    until = time.monotonic() + LAST_S
    while True:
        with reading(site.engine) as session:
            count = dict(session.execute(select(Submission.status, func.count()).group_by(Submission.status)).all())
        if not count.get(Status.ACCEPTED) or time.monotonic() > until:
            return count.get(Status.PUBLISHED, 0), sum(count.values())
        time.sleep(1)


def main() -> None:
    """Print the p95 of readers alone and beside contributors, and what became of the contributions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--contributors", type=int, default=20)
    parser.add_argument("--reviewers", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database_of(given.database, Path(name)) as address:
        settings = dataclasses.replace(load_settings(), database=address)
        model = fifty(settings)
        sent: list[int] = []
        decided: list[int] = []
        with running(settings, Path(name)) as site:
            people = [_contributor(site, number, model, sent) for number in range(given.contributors)]
            people += [_reviewer(site, number, decided) for number in range(given.reviewers)]
            readers(site.port, 5)
            alone, among = readers(site.port, given.seconds), beside(site, people, given.seconds)
            live, kept = published(site)
    taken = sum(status == 201 for status in sent)
    one, other = (statistics.quantiles(each.seconds, n=20)[-1] for each in (alone, among))
    print(json.dumps({
        "database": given.database, "readers_p95_s": round(one, 3), "beside_contributors_p95_s": round(other, 3),
        "ratio": round(other / one, 2), "pages_not_shown": alone.failures + among.failures,
        "sent": len(sent), "taken": taken, "lost": taken - kept, "accepted": decided.count(303), "published": live,
    }, indent=1))  # fmt: skip


def _contributor(site: Site, number: int, model: ChangeSet, sent: list[int]) -> Callable[[threading.Event], None]:
    name = f"contributor-{number}"
    token = site.token(name, Role.CONTRIBUTOR)
    return lambda over: contribute(site, token, name, model, over, sent)


def _reviewer(site: Site, number: int, decided: list[int]) -> Callable[[threading.Event], None]:
    token = site.token(f"reviewer-{number}", Role.REVIEWER)
    return lambda over: review(site, token, over, decided)


if __name__ == "__main__":
    main()
