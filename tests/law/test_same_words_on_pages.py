"""The same provision is cited in the same words on every page where it stands."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from graph.revision import Revision
from graph.settings import Settings
from server import create_app

PAGES = (
    "/laws/32024R1689?on=2026-12-03",
    "/laws/32024R1689/art_5/par_1/pnt_h?on=2026-12-03",
    "/technologies/rbi-realtime?actor=police&on=2026-12-03",
    "/assess?technology=rbi-realtime&actor=police&country=FR&on=2026-12-03",
    "/trace?from=technologies/rbi-realtime&to=acts&actor=police&on=2026-12-03",
    "/impact?of=laws/32024R1689/art_5/par_1/pnt_h&on=2026-12-03",
    "/search?q=AI+Act+5(1)(h)",
    "/search.json?q=AI+Act+5(1)(h)",
)
OTHER_WAYS = re.compile(
    r"article 5\(1\)\(h\)|annex [IVX]+\(|art\. 5/par_1|\b\d_[a-z]\b(?=\))|para\. \d|art\. 5\.1", re.IGNORECASE
)


@pytest.fixture(scope="module")
def client(settings: Settings, revision: Revision) -> FlaskClient:
    return create_app(settings).test_client()


def text(client: FlaskClient, address: str) -> str:
    """The words of a page without its markup, its addresses and its queries."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    page = answer.get_data(as_text=True)
    if answer.mimetype == "text/html":
        page = re.sub(r"<(textarea|script|pre)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("address", PAGES)
def test_a_point_of_an_article_is_cited_in_the_same_words(client: FlaskClient, address: str) -> None:
    words = text(client, address)
    assert "art. 5(1)(h)" in words
    assert OTHER_WAYS.findall(words) == []


@pytest.mark.parametrize(
    "address",
    [
        "/laws/32024R1689?on=2027-12-03",
        "/laws/32024R1689/anx_III/pnt_1_a?on=2027-12-03",
        "/technologies/rbi-post?actor=police&on=2027-12-03",
        "/search?q=Annex+III+1(a)+AI+Act",
        "/trace?from=laws/32024R1689/anx_III/pnt_1_a&to=technologies/rbi-post&on=2027-12-03",
    ],
)
def test_a_point_of_an_annex_is_cited_in_the_same_words(client: FlaskClient, address: str) -> None:
    words = text(client, address)
    assert "annex III, point 1(a)" in words
    assert OTHER_WAYS.findall(words) == []
