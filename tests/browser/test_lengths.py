"""No page of a phone is longer than eight screens or wider than one, in the languages of the longest words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import test_compare_pages, test_pages, test_peers_pages
from tests.browser.accessibility import PHONE, read, too_long, too_wide

OpenPage = Callable[..., Page]
PAGES = ["/practices/map", *test_pages.PAGES, *test_compare_pages.PAGES, *test_peers_pages.PAGES]


@pytest.mark.parametrize("code", ["de", "es"])
@pytest.mark.parametrize("path", [each.removeprefix("/fr") for each in PAGES])
def test_a_page_fits_a_phone_in_german_and_spanish(read_page: OpenPage, path: str, code: str) -> None:
    page = read_page(PHONE)
    read(page, f"/{code}{path}")
    assert [*too_long(page), *too_wide(page)] == []
