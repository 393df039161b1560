"""A page of every kind, read with a catalogue that puts every message in brackets: what stands outside them is data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from graph.derived.names import names_of
from graph.revision import Revision
from graph.settings import ROOT, Settings
from graph.store.embedded import EmbeddedStore
from server import create_app
from tests.english_left import OF_WORDS, OPEN, Data, bracketed, data_of, outside
from tests.views.web.test_every_page_as_read import PAGES
from views.languages.scripts import COUNTED, TEXTS

HTML = {"Accept": "text/html"}
# What a style sheet writes: signs, numbers, and what the page gives it.
WRITTEN = re.compile(r"content:\s*([^;}]+)")
ESCAPED = re.compile(r"\\[0-9A-F]+")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


@pytest.fixture(scope="module")
def data(revision: Revision, store: EmbeddedStore) -> Data:
    return data_of(store, names_of(revision, lambda: store).in_language("fr"), "fr")


@pytest.fixture(scope="module")
def client_in_brackets(
    settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """The application with a French catalogue that has every message as it is, in brackets."""
    with bracketed(tmp_path_factory.mktemp("translations"), "fr", translate=False):
        yield create_app(settings).test_client()


def test_whatever_a_page_says_itself_can_be_translated(client_in_brackets: FlaskClient, data: Data) -> None:
    routes = client_in_brackets.application.url_map.bind("localhost")
    kinds = {(routes.match(urlsplit(each).path)[0], *_asked(each)): each for each in reversed(PAGES)}
    # What is found has its names cut by the words that were searched for.
    addresses = [each for each in kinds.values() if not each.startswith((*OF_WORDS, "/search?"))]
    assert len(addresses) > 20
    found = {}
    for address in addresses:
        reply = client_in_brackets.get(f"/fr{address}", headers=HTML)
        page = BeautifulSoup(reply.text, "html.parser")
        assert OPEN in page.get_text()
        found |= {words.strip(): address for words in outside(page) if data.left(words)}
    assert not found, "\n".join(f"{k!r}: {v}" for k, v in found.items())


def _asked(address: str) -> Iterator[str]:
    """What a page is asked for, as another page may answer: the parameters, each as often as it stands there."""
    return (name for name, _ in parse_qsl(urlsplit(address).query))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/practices/no-such-practice", 404),
        ("/practices?counrty=FR", 400),
        ("/practices?on=yesterday", 400),
        ("/revisions/999999", 404),
        ("/sparql?query=SELECT", 400),
    ],
)
def test_a_page_that_says_what_is_wrong_says_it_in_the_language(
    client_in_brackets: FlaskClient, address: str, status: int
) -> None:
    reply = client_in_brackets.get(f"/fr{address}", headers=HTML)
    assert reply.status_code == status
    page = BeautifulSoup(reply.text, "html.parser")
    head, title = page.select_one("main h1"), page.title
    assert head and title and OPEN in head.get_text() and OPEN in title.get_text()


def test_a_style_sheet_writes_no_word() -> None:
    sheets = sorted((ROOT / "views" / "assets" / "css").glob("*.css"))
    written = [(path.name, text) for path in sheets for each in WRITTEN.findall(path.read_text("utf-8"))
               for text in QUOTED.findall(each)]  # fmt: skip
    assert written
    words = [each for each in written if re.search(r"[^\W\d_]{2}", ESCAPED.sub("", each[1]))]
    assert [each for each in words if each[1] != '"OpenPlaza"'] == []


def test_scripts_show_only_texts_that_a_page_gives_them() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "views" / "assets" / "js").glob("*.js")))
    used = set(re.findall(r'\btext\("([^"]+)"', sources))
    counted = set(re.findall(r'\bcounted\(\s*[^,]+,\s*"([^"]+)",\s*"([^"]+)"', sources))
    assert used and counted
    assert used == {str(each) for each in TEXTS}
    assert counted == set(COUNTED)


def test_a_page_gives_scripts_its_language_and_english_needs_none(client_in_brackets: FlaskClient) -> None:
    pages = [BeautifulSoup(client_in_brackets.get(root).text, "html.parser").find(id="texts") for root in ("/fr/", "/")]
    assert pages[1] is None and isinstance(pages[0], Tag)
    assert (
        "⟦Print⟧" in pages[0].get_text().encode().decode("unicode_escape", "ignore") or "Print" in pages[0].get_text()
    )
