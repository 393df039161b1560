"""A researcher's whole way: a query completed by position, its answer seen in every view, a slow query stopped, and an
answer kept that is the same when the data have changed, and says what changed."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from graph.revision import Revision, open_revision, publish, read_quads
from graph.terms import CONCEPT, OP
from tests.browser.accessibility import too_wide
from tests.browser.conftest import watch
from tests.browser.test_workbench import MOST_BYTES, NAMES, SLOW, pick, write
from tests.patience import HANGS_S, wait_until
from tests.serving import START_LIMIT_S, Server, query_path, serving

FOUND, NOTED = (f"<{CONCEPT}legal-event-outcome/{name}>" for name in ("found-unlawful", "noted"))
# What is typed, and the offer that is taken there: a class, a property of it, a value of its vocabulary, and a property
# of what another property leads to.
TYPED = [
    ("SELECT ?event ?city ?lat ?long ?day ?people WHERE { ?event a op:LegalEve", "op:LegalEvent"),
    (" ; op:outco", "op:outcome"),
    (" found-unl", "Found unlawful"),
    (" ; op:earlie", "op:earliest"),
    (" ?day ; op:practic", "op:practice"),
    (" ?p . ?p op:inCi", "op:inCity"),
    (" ?city . ?city op:popula", "op:population"),
    (" ?people ; geo:la", "geo:lat"),
    (" ?lat ; geo:lon", "geo:long"),
]
# Another than the slow query of the page: who asks the same at the same time is given the same answer.
PROBE = SLOW.replace("?a != ?h", "?b != ?h")
END = " ?long } ORDER BY ?day ?event ?city"
VIEWS = ("map", "time", "bar", "line")


@dataclass(frozen=True)
class Site:
    """A server of its own, with one place for one query at a time, and the folder that it reads revisions from."""

    server: Server
    revisions: Path

    def rows(self, query: str) -> list[dict[str, str]]:
        reply = self.server.ask(query, "text/csv")
        assert reply.status == 200, reply.body
        return list(csv.DictReader(io.StringIO(reply.body.decode())))

    def number(self) -> str:
        """The revision that answers; the first answer of a new one waits until its process has read the facts."""
        headers = {"Accept": "text/csv"}
        reply = self.server.request("GET", query_path("ASK {}"), headers=headers, patience_s=START_LIMIT_S)
        return reply.headers["dataset-revision"]

    def evaluates(self) -> bool:
        """Whether the one place is taken: a query that needs it is sent away, else it is stopped by its own limit."""
        try:
            status = self.server.ask(PROBE, timeout="0.5").status
        except TimeoutError:
            return True
        assert status in (503, 504), status
        return status == 503


@pytest.fixture
def here(tmp_path: Path, revision: Revision) -> Iterator[Site]:
    revisions = tmp_path / "revisions"
    shutil.copytree(revision.path, revisions / revision.path.name)
    (revisions / "current").write_text(f"{revision.number}\n", encoding="ascii")
    settings = {"workers": "1", "query_workers": "1", "query_timeout_s": "60"}
    with serving(revisions, tmp_path / "temporary", results_dir=str(tmp_path / "results"), **settings) as server:
        site = Site(server, revisions)
        # The first evaluation of a server waits until its process has read the facts.
        wait_until(lambda: not site.evaluates(), START_LIMIT_S)
        yield site


@pytest.mark.parametrize("width", [1440, 390])
def test_a_researcher_writes_sees_stops_keeps_and_is_told_what_changed(
    browser: Browser, here: Site, width: int
) -> None:
    complaints: list[str] = []
    context = browser.new_context(
        base_url=here.server.address, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = watch(context.new_page(), here.server.address, complaints)
    opens_lightly(page)
    query = writes(page)
    rows = here.rows(query)
    assert len(rows) > 5 and page.locator("#answer-title").inner_text().startswith(str(len(rows)))
    sees_every_view(page, len(rows))
    answer = page.url
    stops(page, here)
    page.goto(answer)
    kept = keeps(page)
    changes_and_is_told(page, here, kept, rows)
    assert too_wide(page) == []
    context.close()
    # While the only place is taken, the editor cannot have its query checked, which browsers tell on the console.
    assert [each for each in complaints if "503" not in each] == []


def opens_lightly(page: Page) -> None:
    """All that a browser fetches before somebody begins to write."""
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/sparql", wait_until="networkidle")
    assert 0 < sum(sizes) < MOST_BYTES


def writes(page: Page) -> str:
    """Types the query, takes an offer at each place, and runs it; gives what was run."""
    (begun, first), *others = TYPED
    write(page, begun)
    pick(page, first)
    for typed, offer in others:
        page.keyboard.type(typed)
        pick(page, offer)
    page.keyboard.type(END)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer-title")).to_contain_text("row")
    expect(page.locator("#problem")).to_have_count(0)
    query = page.locator("#query").input_value()
    assert f"PREFIX op: <{OP}>" in query and FOUND in query
    page.wait_for_url("**?query=*")
    return query


def sees_every_view(page: Page, count: int) -> None:
    """Each drawing has its rows as a table, and is a file of both kinds; the table stands alone first."""
    views = page.get_by_role("navigation", name="Views of the answer")
    expect(page.locator("table.answer")).to_be_visible()
    expect(page.locator("#answer-view")).to_have_count(0)
    for view in VIEWS:
        views.get_by_role("link", name=NAMES[view], exact=True).click()
        expect(page.locator("#answer-view svg").first).to_be_visible()
        expect(page.get_by_role("heading", name="The same as a table")).to_be_visible()
        expect(page.locator("table.answer tbody tr")).to_have_count(min(count, 50))
        with page.expect_download() as saved:
            page.get_by_role("link", name="Drawing as SVG").click()
        assert saved.value.path().read_text(encoding="utf-8").lstrip().startswith(("<svg", "<?xml"))
        with page.expect_download() as saved:
            page.get_by_role("button", name="Drawing as PNG").click()
        assert saved.value.path().read_bytes().startswith(b"\x89PNG")
        assert too_wide(page) == []


def stops(page: Page, here: Site) -> None:
    """A slow query holds the only place of the server until it is stopped."""
    assert not here.evaluates()
    write(page, SLOW)
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("#run-clock")).to_contain_text("s")
    wait_until(here.evaluates, HANGS_S)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#run-status")).to_contain_text("Stopped after")
    wait_until(lambda: not here.evaluates(), HANGS_S / 3)


def keeps(page: Page) -> str:
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_role("heading", name="A kept answer")).to_be_visible()
    assert "/results/sha256:" in page.url
    return page.url


def changes_and_is_told(page: Page, here: Site, kept: str, rows: list[dict[str, str]]) -> None:
    """One outcome changes in a new revision: the kept bytes stay, the page says so, and its rows are told as gone."""
    address = kept.removeprefix(here.server.address)
    before = here.server.get(f"{address}/content")
    event = rows[0]["event"]
    gone = [row for row in rows if row["event"] == event]
    first = open_revision(here.revisions, int((here.revisions / "current").read_text().strip()))
    new = publish(without(first, event), here.revisions, software="test", sources={})
    wait_until(lambda: here.number() == str(new.number), HANGS_S)

    after = here.server.get(f"{address}/content")
    assert (after.status, after.body) == (200, before.body)
    assert after.headers["repr-digest"] == before.headers["repr-digest"]
    page.goto(kept)
    expect(page.get_by_text("The data have changed since.")).to_be_visible()
    expect(page.locator("main tbody tr")).not_to_have_count(0)
    page.get_by_role("button", name="Run it on the same data").click()
    expect(page.get_by_text("The answer is the same, byte for byte.")).to_be_visible()
    page.goto(kept)
    page.get_by_role("button", name="Run it on the current data").click()
    expect(page.get_by_text("The answer has changed.")).to_be_visible()
    told = page.locator("main")
    expect(told).to_contain_text(f"{len(gone)} {'is' if len(gone) == 1 else 'are'} gone")
    expect(told).to_contain_text(event.rsplit("/", 1)[-1])
    page.get_by_role("link", name="What changed between the two revisions").click()
    expect(page.locator("main")).to_contain_text(event.rsplit("/", 1)[-1])


def without(revision: Revision, event: str) -> Iterator[bytes]:
    """The facts of a revision, but that an event found nothing unlawful."""
    stated = f"<{event}> <{OP}outcome> {FOUND}".encode()
    changed = 0
    for line in read_quads(revision):
        changed += line.startswith(stated)
        yield line.replace(FOUND.encode(), NOTED.encode()) if line.startswith(stated) else line
    assert changed
