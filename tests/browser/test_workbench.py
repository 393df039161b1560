"""The query page as a workbench: it completes by position, runs, stops, and shows an answer in every way it can."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from graph.revision import Revision
from graph.terms import OP
from tests.browser.accessibility import NO_FAULTS, read, too_long, too_wide, visited
from tests.browser.conftest import watch
from tests.patience import HANGS_S, wait_until
from tests.serving import Server, serving

OpenPage = Callable[..., Page]
WIDTHS = (1440, 390)
# What fits into 200 kB: all that a browser fetches before somebody begins to write.
MOST_BYTES = 200_000
HEAD = f"PREFIX op: <{OP}>\nPREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>\n"
TOWNS = HEAD + "SELECT ?city ?lat ?long WHERE { ?city a op:City ; geo:lat ?lat ; geo:long ?long } ORDER BY ?city"
EVENTS = (
    HEAD + "SELECT ?practice ?date WHERE { ?e op:practice ?practice ; op:date ?date ; op:outcome ?o } ORDER BY ?date"
)
STATUS = HEAD + "SELECT ?status (COUNT(?p) AS ?n) WHERE { ?p a op:Practice ; op:status ?status } GROUP BY ?status"
YEARS = (
    HEAD
    + "SELECT ?year (COUNT(?e) AS ?n) WHERE { ?e op:outcome ?o ; op:date ?d BIND(YEAR(?d) AS ?year) } GROUP BY ?year"
)
SEEN = {"map": TOWNS, "time": EVENTS, "bar": STATUS, "line": YEARS}
CITIES = '?city a op:City BIND("2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day)'
TEXTS = "?p a op:Practice ; <http://purl.org/dc/terms/title> ?title ; <http://purl.org/dc/terms/description> ?text"
# As much of each view as an answer can have.
LONG = [
    ("table", f"{HEAD}SELECT ?p ?title ?text (?text AS ?again) WHERE {{ {TEXTS} }} ORDER BY DESC(STRLEN(?text))"),
    ("map", TOWNS),
    ("time", f"{HEAD}SELECT ?city ?day WHERE {{ {CITIES} }}"),
    ("time", f"{HEAD}SELECT ('one' AS ?name) ?day ?city WHERE {{ {CITIES} }}"),
    ("bar", f"{HEAD}SELECT ?city ?n WHERE {{ ?city a op:City BIND(STRLEN(STR(?city)) AS ?n) }}"),
    ("bar", f"{HEAD}SELECT ?city ?day WHERE {{ {CITIES} }}"),
]
NAMES = {"map": "Map", "time": "Timeline", "bar": "Bars", "line": "Line"}
# Slow, but small: joining whole statements would meet the limit of memory before anybody can stop it.
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a a ?b . ?c a ?d . ?e a ?f . ?g a ?h FILTER(?a != ?h) }"
# The list takes no key just after it appears, so that nobody picks by accident.
PAUSE_MS = 250
# Far less than what is left of the limit of the server, counted from when its query was seen at work.
SOON_S = 15


def path(query: str, **more: str) -> str:
    return f"/sparql?{urlencode({'query': query, **more})}"


def write(page: Page, text: str) -> None:
    """Writes in the editor, in place of what it holds."""
    area = page.locator("#query")
    if area.is_visible():
        area.focus()
    else:
        page.locator(".cm-content").focus()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def pick(page: Page, offer: str) -> None:
    """Takes an offer of the list, which stands first."""
    expect(page.locator(".cm-tooltip-autocomplete [aria-selected]")).to_contain_text(offer)
    page.wait_for_timeout(PAUSE_MS)
    page.keyboard.press("Enter")
    expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_query_is_completed_by_position_and_run_by_keyboard(open_page: OpenPage, width: int) -> None:
    page = open_page(width)
    read(page, path("SELECT * WHERE {}"))
    write(page, "SELECT ?p WHERE { ?p a op:Practi")
    pick(page, "op:Practice")
    page.keyboard.type(" ; op:statu")
    pick(page, "op:status")
    page.keyboard.type(" sto")
    pick(page, "Stopped")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer-title")).to_contain_text("row")
    written = page.locator("#query").input_value()
    assert written.startswith(f"PREFIX op: <{OP}>\n") and "concept/status/stopped>" in written
    # What was run is the address, to send, to come back to, and for the page that has no script.
    page.wait_for_url("**concept%2Fstatus%2Fstopped**")
    expect(page.locator("table.answer tbody tr").first).to_be_visible()


def test_a_prefix_is_completed_to_its_declaration(page: Page) -> None:
    read(page, path("SELECT * WHERE {}"))
    write(page, "PREFIX sk")
    pick(page, "skos:")
    assert page.locator("#query").input_value() == "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"


def test_a_failure_is_told_in_place_and_the_next_run_takes_it_away(browser: Browser, site: str) -> None:
    # The console of a browser tells of every answer that is a failure.
    context = browser.new_context(base_url=site)
    page = context.new_page()
    read(page, "/sparql")
    write(page, "SELECT ?x WHERE { ?x ?y }")
    with page.expect_response(lambda answer: answer.status == 400):
        page.get_by_role("button", name="Run query").click()
    expect(page.locator("#problem")).to_be_visible()
    write(page, "SELECT (1 + 1 AS ?two) WHERE {}")
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("table.answer td")).to_have_text("2")
    expect(page.locator("#problem")).to_have_count(0)
    context.close()


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory, revision: Revision) -> Iterator[Server]:
    """A server that stops no query by itself before a test has seen that it was stopped."""
    temporary = tmp_path_factory.mktemp("patient") / "temporary"
    with serving(revision.path.parent, temporary, query_timeout_s="60", workers="1", query_workers="2") as running:
        yield running


def busy_s(process: psutil.Process) -> float:
    try:
        return float(process.cpu_times().user)
    except psutil.NoSuchProcess:
        return 0.0


def test_a_slow_query_is_stopped_and_the_server_stops_too(browser: Browser, patient: Server) -> None:
    complaints: list[str] = []
    context = browser.new_context(base_url=patient.address)
    page = watch(context.new_page(), patient.address, complaints)
    page.goto("/sparql")
    write(page, SLOW)
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("#run-clock")).to_contain_text("s")
    working: list[psutil.Process] = []

    def works() -> bool:
        working[:] = [each for each in patient.evaluators().values() if busy_s(each) > 0.2]
        return bool(working)

    wait_until(works, HANGS_S)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#run-status")).to_contain_text("Stopped after")
    wait_until(lambda: not any(each.is_running() for each in working), SOON_S)
    write(page, "SELECT (1 + 1 AS ?two) WHERE {}")
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("table.answer td")).to_have_text("2")
    context.close()
    assert not complaints


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", SEEN)
def test_each_view_is_seen_with_its_table_on_every_screen(open_page: OpenPage, view: str, width: int) -> None:
    page = open_page(width)
    read(page, path(SEEN[view]))
    page.get_by_role("navigation", name="Views of the answer").get_by_role("link", name=NAMES[view]).click()
    picture = page.locator("#answer-view svg").first
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None and box["width"] > 300 and box["height"] > 100
    expect(page.locator("table.answer tbody tr").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Drawing as SVG").click()
    assert saved.value.suggested_filename == f"openplaza-{view}.svg"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Drawing as PNG").click()
    assert saved.value.suggested_filename == f"openplaza-{view}.png"
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("view", ["table", *SEEN])
def test_the_page_of_each_view_is_accessible_and_fits_each_screen(read_page: OpenPage, view: str) -> None:
    page = read_page()
    assert visited(page, path(SEEN.get(view, STATUS), view=view)) == NO_FAULTS


@pytest.mark.parametrize("code", ["", "/de"])
@pytest.mark.parametrize(("view", "query"), LONG, ids=[f"{view}-{at}" for at, (view, _) in enumerate(LONG)])
def test_the_longest_answer_of_each_view_is_not_too_long_for_a_phone_until_one_asks_for_more(
    read_page: OpenPage, view: str, query: str, code: str
) -> None:
    page = read_page(390)
    read(page, f"{code}{path(query, view=view)}")
    assert [*too_long(page), *too_wide(page)] == []
    before = page.locator("#answer-view").bounding_box() if view in ("time", "bar") else None
    if before is not None:
        page.locator("#answer-view .tall > .show-rest > summary").click()
        after = page.locator("#answer-view").bounding_box()
        assert after is not None and after["height"] > before["height"] + 100


def test_without_javascript_a_query_runs_and_every_view_is_there(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/sparql")
    page.locator("#query").fill(TOWNS)
    page.get_by_role("button", name="Run query").click()
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator(".map-points circle").first).to_be_visible()
    page.get_by_label("Find in the answer").fill("lille")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("table.answer tbody tr")).to_have_count(1)
    expect(page.get_by_role("button", name="Stop")).to_have_count(0)
    expect(page.get_by_role("button", name="Drawing as PNG")).to_have_count(0)


def test_a_script_is_copied_whole(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    read(page, path(STATUS))
    page.get_by_text("Use it in cURL, Python, R or JavaScript").click()
    page.get_by_role("button", name="Copy Python").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert json.dumps(STATUS) in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_the_page_is_light_until_somebody_writes(browser: Browser, patient: Server) -> None:
    context = browser.new_context(base_url=patient.address)
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    read(page, "/sparql")
    assert 0 < sum(sizes) < MOST_BYTES
    context.close()
