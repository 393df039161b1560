"""Every kind of page in every language, as a browser shows it once scripts have run: no English is left but names.

German reads every kind; each other language reads a third of them, so that each kind is read in three languages.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from playwright.sync_api import Browser

from graph.text.languages import ENGLISH, LANGUAGES
from tests.browser.conftest import watch
from tests.english_left import OF_WORDS, OPEN, Data, outside
from tests.views.web.test_every_page_as_read import PAGES

EVERY_KIND = "de"
THIRDS = 3
OTHERS = [code for code in LANGUAGES if code not in (ENGLISH, EVERY_KIND)]
READ_IN = (EVERY_KIND, *OTHERS)
# What style sheets write before and after parts of the page.
WRITTEN = """() => [...document.querySelectorAll('body *')].flatMap(each => ['::before', '::after'].map(
  part => getComputedStyle(each, part).content)).filter(text => /[a-z]{3}/i.test(text)
  && !/^(none|normal|counter\\(.*|url\\(.*|attr\\(.*|(open|close)-quote)$/.test(text))"""


@pytest.fixture(scope="module")
def kinds(translated: Flask) -> list[str]:
    """An address of each kind of page."""
    routes = translated.url_map.bind("localhost")
    found = {routes.match(urlsplit(address).path)[0]: address for address in reversed(PAGES)}
    return [each for each in found.values() if not each.startswith(OF_WORDS)]


@pytest.mark.parametrize("code", READ_IN)
def test_no_english_is_left_but_names(
    browser: Browser, bracketed_site: str, kinds: list[str], data_in: Callable[[str], Data], code: str
) -> None:
    place = OTHERS.index(code) % THIRDS if code in OTHERS else 0
    read = kinds if code == EVERY_KIND else kinds[place::THIRDS]
    data, complaints, left = data_in(code), list[str](), dict[str, str]()
    context = browser.new_context(base_url=bracketed_site, locale=code, reduced_motion="reduce")
    page = watch(context.new_page(), bracketed_site, complaints)
    for address in read:
        answer = page.goto(f"/{code}{address}")
        assert answer is not None and answer.status == 200, address
        assert page.evaluate("document.documentElement.lang") == code
        shown = BeautifulSoup(page.content(), "html.parser")
        assert OPEN in shown.get_text(), address
        told = [*outside(shown), *(text.strip("\"'") for text in page.evaluate(WRITTEN) if OPEN not in text)]
        left |= {words.strip(): address for words in told if data.left(words)}
    context.close()
    assert len(read) > 10 and not complaints, complaints
    assert left == {}
