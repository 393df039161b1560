"""A printed address shows the same data later: `revision=` pins a page, and a page says when it is not today's."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from graph.ask.answer import ask
from graph.errors import BadParameter
from graph.revision import Revision, read_quads
from graph.revision.publishing import publish
from graph.settings import Settings
from server import create_app
from tests.reading import matched
from views.web.pinning import must_be_pinned

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
PRACTICE = "/practices/enschede-wifi-counting"
NOTICE = "You see data revision 1, not the current one (2)."
EVENTS = b"<https://w3id.org/openplaza/graph/legal_events>"


@pytest.fixture(scope="module")
def two(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Revision 1 knows no legal events, revision 2 is the real one."""
    folder = tmp_path_factory.mktemp("two")
    lines = list(read_quads(revision))
    before = [line for line in lines if EVENTS not in line]
    assert len(before) < len(lines)
    for facts in (before, lines):
        publish(facts, Path(folder), software="test", sources={})
    app = create_app(dataclasses.replace(settings, revisions_dir=Path(folder)))
    yield app.test_client()
    app.extensions["openplaza"].close()


def events(client: FlaskClient, path: str) -> int:
    return len(client.get(path).get_json()["answers"]["legal_events"]["rows"])


def permanent(html: str) -> str:
    found = re.search(r'class="permanent".*?href="([^"]+)"', html, re.DOTALL)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_pinned_page_shows_the_data_of_its_revision_in_every_form(two: FlaskClient) -> None:
    assert events(two, f"{PRACTICE}.json?revision=1") == 0
    assert events(two, f"{PRACTICE}.json?revision=2") == events(two, f"{PRACTICE}.json") > 0
    for form in ("", ".json", ".csv", ".ttl", ".jsonld"):
        told = two.get(f"{PRACTICE}{form}?revision=1", headers=BROWSER if not form else {})
        assert told.headers["Dataset-Revision"] == "1"
    event = b"id/legal-events/"
    assert event not in two.get(f"{PRACTICE}.ttl?revision=1").data


def test_an_old_page_says_so_and_leads_to_the_current_one(two: FlaskClient) -> None:
    old = two.get(f"{PRACTICE}?on=2025-03-01&revision=1", headers=BROWSER).text
    assert NOTICE in old
    assert f'href="http://localhost{PRACTICE}?on=2025-03-01"' in old
    for address in (PRACTICE, f"{PRACTICE}?revision=2"):
        assert "not the current one" not in two.get(address, headers=BROWSER).text


def test_the_permanent_address_pins_the_law_date_and_the_revision_and_shows_the_same(two: FlaskClient) -> None:
    now = two.get(PRACTICE, headers=BROWSER).text
    address = permanent(now)
    asked = parse_qs(urlsplit(address).query)
    assert asked["revision"] == ["2"] and re.fullmatch(r"\d{4}-\d\d-\d\d", asked["on"][0])
    again = two.get(address, headers=BROWSER).text
    assert permanent(again) == address
    main = r'<main.*?<section class="section" aria-label="Data"'
    # The form for another day stays in the revision that is pinned; all else is the same.
    pinned = matched(main, again).replace('<input type="hidden" name="revision" value="2">', "")
    assert matched(main, now) == pinned


def test_every_revision_of_a_page_has_a_tag_of_its_own(two: FlaskClient) -> None:
    old, new = (two.get(f"{PRACTICE}?revision={number}", headers=BROWSER) for number in (1, 2))
    assert old.headers["ETag"] != new.headers["ETag"]
    again = two.get(f"{PRACTICE}?revision=1", headers={**BROWSER, "If-None-Match": old.headers["ETag"]})
    assert again.status_code == 304


def test_a_revision_that_is_not_kept_is_404_and_those_kept_are_named(two: FlaskClient) -> None:
    told = two.get(f"{PRACTICE}.json?revision=7")
    assert told.status_code == 404 and "1, 2" in told.get_json()["detail"]
    page = two.get(f"{PRACTICE}?revision=7", headers=BROWSER)
    assert page.status_code == 404 and "Kept are: 1, 2" in page.text


@pytest.mark.parametrize("wrong", ["x", "-1", "1.0", "99999999999", "１"])
def test_a_revision_that_is_no_number_is_400(two: FlaskClient, wrong: str) -> None:
    told = two.get(f"{PRACTICE}.json", query_string={"revision": wrong})
    assert told.status_code == 400 and told.get_json()["field"] == "revision"


def test_a_page_never_mixes_what_two_revisions_say(two: FlaskClient) -> None:
    app = two.application
    here = app.extensions["openplaza"]
    with app.test_request_context("/?revision=1"):
        now = ask(here.store, here.catalogue["home-counts"])
        old = ask(here.at(1).store, here.catalogue["home-counts"])
        must_be_pinned({"old": old})
        with pytest.raises(BadParameter, match="current revision only"):
            must_be_pinned({"old": old, "now": now})
    with app.test_request_context("/"):
        must_be_pinned({"now": now})


@pytest.mark.parametrize(
    "path",
    [
        "/impact?of=laws/32024R1689",
        "/trace?from=practices/nice-school-vsa",
        "/trace/network",
        "/gaps",
        "/practices/nice-school-vsa/peers",
        "/cities/nice/peers",
        "/compare?thing=practices/nice-school-vsa&thing=practices/lecce-frt",
        "/timeline?technology=facial-recognition",
        "/cities/nice",
    ],
)
def test_pages_with_an_index_or_a_memory_of_their_own_keep_revisions_apart(two: FlaskClient, path: str) -> None:
    address = f"{path}{'&' if '?' in path else '?'}revision="
    for number in ("1", "2", "1", "2"):
        told = two.get(f"{address}{number}", headers=BROWSER)
        assert told.status_code == 200, told.text
        assert told.headers["Dataset-Revision"] == number
        assert ("not the current one" in told.text) == (number == "1")
    assert two.get(path, headers=BROWSER).headers["Dataset-Revision"] == "2"


def test_the_gaps_of_an_old_revision_are_not_told_as_those_of_today(two: FlaskClient) -> None:
    old = two.get("/gaps.csv?revision=1").data
    assert two.get("/gaps.csv").data == two.get("/gaps.csv?revision=2").data != old
    assert two.get("/gaps.csv?revision=1").data == old
